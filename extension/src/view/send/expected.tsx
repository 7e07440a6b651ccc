/** What is known of a lowered circuit: its estimated success, figures before and after, what each stage did. */

import type { JSX } from "preact";

import type { LowerResult } from "../../port";
import { fixedText } from "../../scene/math";
import { timeText } from "./using";

/** The estimated success, the figures before and after, what each stage did. */
export function Expected({ lowered, of }: { readonly lowered: LowerResult; readonly of: string }): JSX.Element {
  const { success, drawn, device, stages } = lowered;
  return (
    <>
      {success && (
        <div class="qd-section">
          <div class="qd-head">
            <h2>{of ? `Success${of}` : "Estimated success"}</h2>
            <span class="qd-badge qd-right" data-tone="warn">
              estimate
            </span>
          </div>
          <div class="qd-send-success">
            <span class="qd-figure">{fixedText(success.total, 2)}</span>
            {(["gates", "readout", "idle"] as const).map((part) => (
              <span key={part}>
                <span class="qd-quiet">{part}</span>
                <br />
                {fixedText(success[part], 2)}
              </span>
            ))}
          </div>
          <div class="qd-meter">
            <i style={{ width: `${100 * success.total}%` }} />
          </div>
        </div>
      )}
      <div class="qd-section">
        <div class="qd-head">
          <h2>Figures{of}</h2>
          <span class="qd-quiet qd-right">drawn, measured → on device</span>
        </div>
        <table class="qd-table qd-send-figures" aria-label="Figures">
          <tbody>
            {(
              [
                ["Depth", drawn.depth, device.depth],
                ["Two-qubit", drawn.num_two_qubit, device.num_two_qubit],
                ["All gates", drawn.num_gates, device.num_gates],
              ] as const
            ).map(([label, before, after]) => (
              <tr key={label}>
                <td>{label}</td>
                <td class="qd-num">{before} →</td>
                <td class="qd-num">
                  <strong>{after}</strong>
                </td>
              </tr>
            ))}
            <tr>
              <td>Swaps added</td>
              <td />
              <td class="qd-num">
                <strong>{lowered.swaps}</strong>
              </td>
            </tr>
            {lowered.duration_us !== null && (
              <tr>
                <td>Duration</td>
                <td />
                <td class="qd-num">
                  <strong>{timeText(lowered.duration_us / 1e6)}</strong>
                </td>
              </tr>
            )}
          </tbody>
        </table>
        {stages.length > 0 && (
          <details class="qd-send-stages">
            <summary class="qd-summary">What each stage did</summary>
            <table class="qd-table" aria-label="Stages">
              <thead>
                <tr>
                  <th>Stage</th>
                  <th class="qd-num">Depth</th>
                  <th class="qd-num">Two-qubit</th>
                </tr>
              </thead>
              <tbody>
                {stages.map((stage, k) => (
                  <tr key={stage.name} title={stage.passes.join(", ") || "changed nothing"}>
                    <td>{STAGES[stage.name] ?? stage.name}</td>
                    <td class="qd-num">{change(stages[k - 1]?.depth ?? drawn.depth, stage.depth)}</td>
                    <td class="qd-num">
                      {change(stages[k - 1]?.num_two_qubit ?? drawn.num_two_qubit, stage.num_two_qubit)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </div>
    </>
  );
}

const STAGES: Readonly<Record<string, string>> = {
  init: "Prepare",
  layout: "Place",
  routing: "Route",
  translation: "Device's gates",
  optimization: "Optimize",
  scheduling: "Schedule",
};

function change(before: number, after: number): string {
  return before === after ? String(after) : `${before} → ${after}`;
}
