/** How many shots, the button that submits, and what is to be expected of it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { newId } from "../../document/ids";
import type { Job, LowerResult, Stats, Target } from "../../port";
import { fixedText } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { StateBadge } from "../widgets/job-state";
import { usePart } from "../workbench/cell";
import { followJobs, JOBS_CHANGED, refreshJobs, useJobs } from "../workbench/jobs";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";
import { readShots } from "./fitness";
import type { Lowering } from "./lowering";

const FIGURES: readonly (readonly [keyof Stats, string])[] = [
  ["depth", "Depth"],
  ["num_two_qubit", "Two-qubit"],
  ["num_gates", "Gates"],
];

/** As many as are offered, where the target takes so many. */
const SHOTS = 4096;

export function Submit({
  target,
  lowering,
  able,
}: {
  readonly target: Target;
  readonly lowering: Lowering;
  readonly able: boolean;
}): JSX.Element {
  const bench = useWorkbench();
  const [typed, setTyped] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState("");
  const [sent, setSent] = useState<Job | null>(null);
  const onPhone = usePart(bench.ui, (ui) => ui.size === "phone");
  const text = typed ?? String(Math.min(SHOTS, target.max_shots || SHOTS));
  const shots = readShots(text, target);
  const wrong = able && typeof shots === "string" ? shots : "";
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!able || sending || typeof shots === "string") return;
    setSending(true);
    setError("");
    setSent(null);
    const answer = await bench.asker.ask<"submit">({
      ask: "submit",
      document: bench.flush(),
      target: target.name,
      shots,
      label: bench.ui.value.name,
      token: newId("t", () => false),
    });
    setSending(false);
    if (answer.kind === "failed") setError(answer.error.message);
    if (answer.kind !== "done") return;
    setSent(answer.result.job);
    bench.showTab("queue");
    await refreshJobs(bench);
    window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {lowering.kind === "done" && <Expected lowered={lowering.result} />}
      <div class="qd-section">
        <label class="qd-send-shots">
          Shots
          <input
            class="qd-field"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            value={text}
            aria-invalid={wrong !== ""}
            aria-describedby={wrong ? "qd-shots-wrong" : undefined}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {wrong && (
          <div id="qd-shots-wrong" class="qd-error" role="alert">
            {wrong}
          </div>
        )}
        <button
          type="submit"
          class="qd-button qd-send-button"
          data-look="main"
          disabled={!able || wrong !== "" || sending}
        >
          <Icon name="send" size={14} /> {sending ? "Sending…" : `Send to ${target.title}`}
        </button>
        {sent && onPhone && <Sent job={sent} />}
        {error && (
          <div class="qd-error" role="alert" style={{ marginTop: "8px" }}>
            {error}
          </div>
        )}
        <p class="qd-quiet">What is sent is the lowered circuit as OpenQASM 3. Local targets cost nothing.</p>
      </div>
    </form>
  );
}

/** What became of a job so far: a phone has no room for the queue beside. */
function Sent({ job }: { readonly job: Job }): JSX.Element {
  const bench = useWorkbench();
  const { state, shots, detail } = useJobs().jobs.find(({ id }) => id === job.id) ?? job;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => followJobs(bench), [bench]);
  useEffect(() => line.current?.scrollIntoView({ block: "nearest" }), [state, detail]);
  return (
    <div ref={line} class="qd-send-sent">
      <span role="status">
        <StateBadge state={state} /> {shots.toLocaleString("en")} shots. {detail}
      </span>
      <button type="button" class="qd-button" data-look="line" onClick={() => runCommand(bench, "panel.queue")}>
        Show the queue
      </button>
    </div>
  );
}

/** What is to be expected: the estimated success, and the figures before and after. */
function Expected({ lowered }: { readonly lowered: LowerResult }): JSX.Element {
  const { success } = lowered;
  return (
    <>
      {success && (
        <div class="qd-section">
          <div class="qd-head">
            <h2>Estimated success</h2>
            <span class="qd-badge qd-right" data-tone="warn">
              estimate
            </span>
          </div>
          <div class="qd-send-success">
            <span class="qd-figure">{fixedText(success.total, 2)}</span>
            <span class="qd-quiet">
              gates {fixedText(success.gates, 2)} · readout {fixedText(success.readout, 2)} · idle{" "}
              {fixedText(success.idle, 2)}
            </span>
          </div>
          <div class="qd-meter">
            <i style={{ width: `${100 * success.total}%` }} />
          </div>
        </div>
      )}
      <div class="qd-section">
        <div class="qd-head">
          <h2>Figures</h2>
          <span class="qd-quiet qd-right">drawn → on device</span>
        </div>
        <table class="qd-table">
          <tbody>
            {FIGURES.map(([key, label]) => (
              <tr key={key}>
                <td>{label}</td>
                <td class="qd-num">{lowered.drawn[key]} →</td>
                <td class="qd-num">
                  <strong>{lowered.device[key]}</strong>
                </td>
              </tr>
            ))}
            {lowered.duration_us !== null && (
              <tr>
                <td>Duration</td>
                <td />
                <td class="qd-num">
                  <strong>{fixedText(lowered.duration_us, 1)} µs</strong>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
