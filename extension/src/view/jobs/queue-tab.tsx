/** Jobs with their states, and a finished job's counts over the ideal distribution. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Job, JobState } from "../../port";
import { fixedText } from "../../scene/math";
import { followJobs, JOBS_CHANGED, OVER, useJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";

const TONES: Readonly<Record<JobState, string>> = {
  CREATED: "",
  SUBMITTING: "",
  QUEUED: "",
  RUNNING: "accent",
  COMPLETED: "ok",
  FAILED: "error",
  CANCELLED: "",
};

export function QueueTab(): JSX.Element {
  const bench = useWorkbench();
  const jobs = useJobs();
  const [open, setOpen] = useState<string | null>(null);
  useEffect(() => followJobs(bench), [bench]);
  if (!jobs.length) return <div class="qd-off">No jobs yet. Send… runs this circuit here or on a device.</div>;
  const shown = jobs.find((job) => job.id === open) ?? null;
  const cancel = async (job: Job): Promise<void> => {
    const answer = await bench.asker.ask<"cancel_job">({ ask: "cancel_job", job: job.id });
    if (answer.kind === "failed") bench.say("error", answer.error.message);
    window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
  };
  return (
    <>
      <div class="qd-scroll">
        <table class="qd-table" data-part="jobs">
          <thead>
            <tr>
              <th>State</th>
              <th>Job</th>
              <th>Target</th>
              <th class="qd-num">Shots</th>
              <th>Sent</th>
              <th>Progress or result</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.id}>
                <td>
                  <span class="qd-badge" data-tone={TONES[job.state]}>
                    {job.state}
                  </span>
                </td>
                <td>{job.label}</td>
                <td>{job.target}</td>
                <td class="qd-num">{spaced(job.shots)}</td>
                <td>{clock(job.created)}</td>
                <td style={job.state === "FAILED" ? { color: "var(--qd-error)" } : {}}>{job.detail}</td>
                <td style={{ textAlign: "right" }}>
                  {job.state === "COMPLETED" && (
                    <button type="button" class="qd-link" onClick={() => setOpen(open === job.id ? null : job.id)}>
                      {open === job.id ? "Close" : "Open"}
                    </button>
                  )}
                  {!OVER.has(job.state) && (
                    <button type="button" class="qd-link" onClick={() => void cancel(job)}>
                      Cancel
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown?.counts && <Counts job={shown} />}
    </>
  );
}

function spaced(n: number): string {
  return n.toLocaleString("en").replaceAll(",", " ");
}

function clock(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

const MOST_BARS = 32;
/** Room for the axis. */
const LEFT = 30;

interface Bar {
  readonly key: string;
  readonly count: number;
  /** Ideal probability, null when unknown. */
  readonly ideal: number | null;
}

/** The outcomes that were seen, and those that should have been; what has no bar is summed in the last. */
export function barsOf(job: Pick<Job, "counts" | "ideal" | "ideal_rest">, most: number): readonly Bar[] {
  const { counts, ideal } = job;
  const given = counts ?? {};
  const total = Object.values(given).reduce((sum, n) => sum + n, 0) || 1;
  const weight = (key: string): number => Math.max((given[key] ?? 0) / total, ideal?.[key] ?? 0);
  const keys = [...new Set([...Object.keys(given), ...Object.keys(ideal ?? {})])].sort(
    (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1),
  );
  const bar = (key: string): Bar => ({ key, count: given[key] ?? 0, ideal: ideal ? (ideal[key] ?? 0) : null });
  const shown = keys
    .slice(0, keys.length > most ? most - 1 : most)
    .sort()
    .map(bar);
  const others = keys.slice(shown.length).map(bar);
  const rest = others.reduce((sum, each) => sum + (each.ideal ?? 0), job.ideal_rest ?? 0);
  const left = others.reduce((sum, each) => sum + each.count, 0);
  // Less than the rounding of the sum is nothing.
  return left || rest > 1e-9 ? [...shown, { key: "other", count: left, ideal: ideal ? rest : null }] : shown;
}

/** Bars are what was measured, ticks what an ideal device would give. */
export function Counts({ job }: { readonly job: Job }): JSX.Element {
  const total = Object.values(job.counts ?? {}).reduce((sum, n) => sum + n, 0) || 1;
  const bars = barsOf(job, MOST_BARS);
  const top = Math.max(...bars.map((bar) => Math.max(bar.count / total, bar.ideal ?? 0)), 0.01);
  const step = (426 - LEFT) / Math.max(1, bars.length);
  const wide = Math.max(1, Math.min(step - (step > 8 ? 4 : 1), 32));
  return (
    <section
      class="qd-bars"
      style={{ flex: "0 0 460px", borderLeft: "1px solid var(--qd-line)" }}
      aria-label={`Counts of ${job.label}`}
    >
      <div class="qd-head">
        <h2>Counts</h2>
        <span class="qd-quiet">
          {spaced(total)} shots · {job.ideal ? "bars measured, ticks ideal" : "measured"} · bit 0 rightmost
        </span>
      </div>
      <svg viewBox="0 0 430 170" role="img" aria-label="Counts">
        {[0, top].map((share) => (
          <g key={share}>
            <line
              class="qd-gridline"
              x1={LEFT}
              x2={426}
              y1={Math.round(150 - (140 * share) / top) + 0.5}
              y2={Math.round(150 - (140 * share) / top) + 0.5}
            />
            <text
              class="qd-axis"
              x={LEFT - 6}
              y={154 - (140 * share) / top}
              text-anchor="end"
              style={{ fontSize: "9px" }}
            >
              {share ? fixedText(share, 2).replace(/^0/, "") : "0"}
            </text>
          </g>
        ))}
        {bars.map(({ key, count, ideal }, k) => {
          const middle = LEFT + (k + 0.5) * step;
          const h = (140 * (count / total)) / top;
          const y = 150 - (140 * (ideal ?? 0)) / top;
          return (
            <g key={key}>
              <title>{`${key}: ${count}${ideal === null ? "" : `, ideal ${fixedText(total * ideal, 1)}`}`}</title>
              <rect class="qd-bar" x={middle - wide / 2} y={150 - h} width={wide} height={h} rx={Math.min(2, h)} />
              {ideal !== null && (
                <line class="qd-tick" x1={middle - wide / 2 - 2} x2={middle + wide / 2 + 2} y1={y} y2={y} />
              )}
              {(bars.length <= 16 || key === "other") && (
                <text class="qd-axis" x={middle} y={164} text-anchor="middle" style={{ fontSize: "9px" }}>
                  {key}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </section>
  );
}
