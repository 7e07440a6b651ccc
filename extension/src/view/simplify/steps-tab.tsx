/** What a simplification did: its steps with their verdicts, and the figures before and after. */

import type { JSX } from "preact";

import { type Document, isCircuit } from "../../document/circuit";
import type { SimplifyResult, Stats } from "../../port";
import { Still } from "../drawing/still";
import { Badge } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { comparePair } from "../workbench/comparison";
import { useWorkbench } from "../workbench/workbench";
import { drawingsOf } from "./simplifying";

const ROWS: readonly (readonly [keyof Stats, string])[] = [
  ["num_parameters", "Parameters"],
  ["num_two_qubit", "Two-qubit"],
  ["num_rotations", "Rotations"],
  ["num_t", "T gates"],
  ["depth", "Depth"],
];

/** A diagram's figures go by the same names: what counts for gates there counts for spiders here. */
const OF_DIAGRAM: typeof ROWS = [
  ["num_parameters", "Parameters"],
  ["num_gates", "Spiders"],
  ["num_two_qubit", "Edges inside"],
  ["num_rotations", "Rotations"],
  ["num_t", "T phases"],
];

export function StepsTab(): JSX.Element {
  const bench = useWorkbench();
  const result = usePart(bench.ui, (ui) => ui.simplified);
  const history = usePart(bench.editor, (e) => e.state.document.history);
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  if (!result && !history?.length) {
    return (
      <div class="qd-off">
        Simplify the circuit to see its steps here, each with how it was checked.
        {phone && (
          <button type="button" class="qd-button" data-look="line" onClick={() => bench.ui.patch({ pane: "simplify" })}>
            Simplify…
          </button>
        )}
      </div>
    );
  }
  if (!result) {
    return (
      <div class="qd-scroll">
        <table class="qd-table">
          <thead>
            <tr>
              <th>Step</th>
              <th>Checked</th>
              <th>Before</th>
              <th>After</th>
            </tr>
          </thead>
          <tbody>
            {history?.map((step, k) => (
              <tr key={k}>
                <td>{step.title}</td>
                <td>{step.verdict ?? ""}</td>
                <td>{figures(step.before)}</td>
                <td>{figures(step.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  const pair = drawingsOf(result);
  const rows = pair && !isCircuit(pair.after.body) ? OF_DIAGRAM : ROWS;
  const listed = rows.slice(0, 2);
  return (
    <div class="qd-scroll qd-steps">
      {result.unequal && (
        <p class="qd-unequal" role="note">
          {result.unequal}
        </p>
      )}
      {pair && <Drawings pair={pair} result={result} rows={listed} />}
      <table class="qd-table">
        <thead>
          <tr>
            <th>Step</th>
            {listed.map(([key, label]) => (
              <th key={key} class="qd-num">
                {label}
              </th>
            ))}
            <th>Checked</th>
          </tr>
        </thead>
        <tbody>
          {result.steps.map((step, k) => (
            <tr key={k}>
              <td>{step.title}</td>
              {listed.map(([key]) => (
                <td key={key} class="qd-num">
                  {step.stats?.[key] ?? ""}
                </td>
              ))}
              <td>{step.verdict && <Badge verdict={step.verdict} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table class="qd-table">
        <thead>
          <tr>
            <th>Before and after</th>
            <th />
            <th />
            <th>
              <Badge verdict={result.verdict} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, label]) => {
            const change = result.after[key] - result.before[key];
            return (
              <tr key={key}>
                <td>{label}</td>
                <td class="qd-num">{result.before[key]} →</td>
                <td class="qd-num">
                  <strong>{result.after[key]}</strong>
                </td>
                <td class="qd-num" style={{ color: change < 0 ? "var(--qd-ok)" : "var(--qd-text-3)" }}>
                  {change < 0 ? `−${-change}` : change > 0 ? `+${change}` : "0"}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Both drawings, side by side. */
function Drawings({
  pair,
  result,
  rows,
}: {
  readonly pair: { readonly before: Document; readonly after: Document };
  readonly result: SimplifyResult;
  readonly rows: typeof ROWS;
}): JSX.Element {
  const words = (stats: Stats): string =>
    rows.map(([key, label]) => `${stats[key]} ${label.toLowerCase()}`).join(" · ");
  return (
    <div class="qd-pair">
      <figure>
        <figcaption>
          Before<span class="qd-quiet">{words(result.before)}</span>
        </figcaption>
        <Still document={pair.before} label="Drawing before" />
      </figure>
      <span aria-hidden="true">→</span>
      <figure data-now="">
        <figcaption>
          After<span class="qd-quiet">{words(result.after)}</span>
        </figcaption>
        <Still document={pair.after} label="Drawing after" />
      </figure>
      {isCircuit(pair.before.body) && isCircuit(pair.after.body) && <CompareButton pair={pair} />}
    </div>
  );
}

/** Both at full size, with what changed. */
function CompareButton({
  pair,
}: {
  readonly pair: { readonly before: Document; readonly after: Document };
}): JSX.Element {
  const bench = useWorkbench();
  return (
    <button
      type="button"
      class="qd-button"
      data-look="line"
      onClick={() => comparePair(bench, { ...pair, title: "Before and after", names: ["Before", "After"] })}
    >
      Compare
    </button>
  );
}

function figures(values: ReadonlyMap<string, number> | undefined): string {
  return [...(values ?? [])].map(([name, value]) => `${name} ${value}`).join(", ");
}
