/** Jobs with their states, and a finished job's counts over the ideal distribution. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { originWords } from "../../live/origin";
import type { CountsResult, Job, Question } from "../../port";
import { exactText, fixedText, withError } from "../../scene/math";
import { hasOlder, OVER } from "../../state/job-list";
import { downloadCsv } from "../widgets/csv";
import { StateBadge } from "../widgets/job-state";
import { type Tip, useTips } from "../widgets/tips";
import { followJobs, JOBS_CHANGED, olderJobs, showArchive, useJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";

/** What was just done, and how it is undone. */
interface Done {
  readonly words: string;
  readonly archived: readonly string[];
}

export function QueueTab(): JSX.Element {
  const bench = useWorkbench();
  const list = useJobs();
  const [open, setOpen] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const counted = useCounts(open);
  useEffect(() => followJobs(bench), [bench]);
  const { jobs, archived } = list;
  if (!jobs.length && !list.others && !archived && !list.damaged.length)
    return <div class="qd-off">No jobs yet. Send… runs this circuit here or on a device.</div>;
  const shown = jobs.find((job) => job.id === open) ?? null;
  const change = async (question: Change): Promise<boolean> => {
    const answer = await bench.asker.ask(question);
    if (answer.kind === "failed") bench.say("error", answer.error.message);
    window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
    return answer.kind === "done";
  };
  const archive = async (ids: readonly string[], into: boolean): Promise<void> => {
    if (!(await change({ ask: "archive_jobs", jobs: ids, archived: into }))) return;
    setDone(into ? { words: `${counts(ids.length)} archived.`, archived: ids } : null);
  };
  const remove = async (id: string): Promise<void> => {
    if (await change({ ask: "delete_jobs", jobs: [id] })) setDone({ words: "1 job deleted.", archived: [] });
  };
  const older = hasOlder(list);
  const over = jobs.filter((job) => OVER.has(job.state)).map((job) => job.id);
  return (
    <>
      <div class="qd-jobs">
        <div class="qd-scroll">
          <table class="qd-table" data-part="jobs">
            <thead>
              <tr>
                <th>State</th>
                <th>Job</th>
                <th>Target</th>
                <th class="qd-num">Shots</th>
                <th>Sent</th>
                <th class="qd-job-result">Progress or result</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.id}>
                  <td>
                    <StateBadge state={job.state} />
                  </td>
                  <td>{job.label}</td>
                  <td>{job.target}</td>
                  <td class="qd-num">{grouped(job.shots)}</td>
                  <td>{clock(job.created)}</td>
                  <td class="qd-job-result" style={job.state === "FAILED" ? { color: "var(--qd-error)" } : {}}>
                    {job.most.length > 0 && <Outcomes job={job} />}
                    <span title={job.detail}>{job.detail}</span>
                  </td>
                  <td class="qd-acts">
                    {job.state === "COMPLETED" && (
                      <button type="button" class="qd-link" onClick={() => setOpen(open === job.id ? null : job.id)}>
                        {open === job.id ? "Close" : "Open"}
                      </button>
                    )}
                    {!OVER.has(job.state) && (
                      <button
                        type="button"
                        class="qd-link"
                        onClick={() => void change({ ask: "cancel_job", job: job.id })}
                      >
                        Cancel
                      </button>
                    )}
                    {OVER.has(job.state) && (
                      <button type="button" class="qd-link" onClick={() => void archive([job.id], !archived)}>
                        {archived ? "Take out" : "Archive"}
                      </button>
                    )}
                    {archived && <Delete job={job} onDelete={() => void remove(job.id)} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <footer class="qd-jobs-foot">
          <span class="qd-quiet" role="status">
            {done?.words ?? (older ? `${grouped(jobs.length)} of ` : "") + counts(list.total)}
          </span>
          {done && done.archived.length > 0 && (
            <Focused key={done.archived.join()} onClick={() => void archive(done.archived, false)}>
              Undo
            </Focused>
          )}
          {older && (
            <button type="button" class="qd-link" onClick={() => void olderJobs(bench)}>
              Show older
            </button>
          )}
          {list.damaged.length > 0 && (
            <span class="qd-error" title={list.damaged.join("\n")}>
              {counts(list.damaged.length)} set aside, damaged in the queue file:{" "}
              {list.damaged.map((line) => line.split(" (")[0]).join(", ")}
            </span>
          )}
          <span class="qd-right" />
          {!archived && over.length > 1 && (
            <button type="button" class="qd-link" onClick={() => void archive(over, true)}>
              Archive finished
            </button>
          )}
          {(archived || list.others > 0) && (
            <button
              type="button"
              class="qd-link"
              onClick={() => {
                setDone(null);
                void showArchive(bench, !archived);
              }}
            >
              {archived ? "Back to the queue" : `Archive (${grouped(list.others)})`}
            </button>
          )}
        </footer>
      </div>
      {shown && counted && <Counts job={{ label: shown.label, ...counted }} />}
    </>
  );
}

/** The most frequent outcome in words, and the first few as bars. */
function Outcomes({ job: { most, shots } }: { readonly job: Job }): JSX.Element | null {
  const [first] = most;
  if (!first) return null;
  const [bits, top] = first;
  const words = `${bits} ${fixedText((100 * top) / Math.max(1, shots), 1)} %`;
  const origin = originWords({ kind: "sampled", shots });
  return (
    <span class="qd-outcomes" title={`Most often ${words}, ${origin}; bit 0 rightmost`}>
      <svg viewBox="0 0 40 14" width="40" height="14" aria-hidden="true">
        {most.map(([key, count], k) => {
          const height = Math.max(1, (14 * count) / top);
          return <rect key={key} class="qd-bar" x={5 * k} y={14 - height} width={4} height={height} />;
        })}
      </svg>
      <span>
        <code>{bits}</code> {words.slice(bits.length)}
      </span>
    </span>
  );
}

type Change = Extract<Question, { readonly ask: "cancel_job" | "archive_jobs" | "delete_jobs" }>;

/** Counts of the job that is open; null while they are on their way. */
function useCounts(open: string | null): CountsResult | null {
  const bench = useWorkbench();
  const [found, setFound] = useState<{ readonly id: string; readonly counts: CountsResult } | null>(null);
  useEffect(() => {
    if (open === null) return;
    void bench.asker.ask<"counts">({ ask: "counts", job: open }).then((answer) => {
      if (answer.kind === "failed") bench.say("error", answer.error.message);
      if (answer.kind === "done") setFound({ id: open, counts: answer.result });
    });
  }, [bench, open]);
  return found?.id === open ? found.counts : null;
}

/** Nothing brings a deleted job back, so the second press says what goes. */
function Delete({ job, onDelete }: { readonly job: Job; readonly onDelete: () => void }): JSX.Element {
  const [sure, setSure] = useState(false);
  if (!sure)
    return (
      <button type="button" class="qd-link" onClick={() => setSure(true)}>
        Delete
      </button>
    );
  const what = job.state === "COMPLETED" ? "Its circuit and counts go for good." : "Its circuit goes for good.";
  return (
    <span role="group" aria-label={`Delete ${job.label || job.id}`}>
      <span class="qd-quiet">{what}</span>
      <Focused tone="error" onClick={onDelete}>
        Delete it
      </Focused>
      <button type="button" class="qd-link" onClick={() => setSure(false)}>
        Keep it
      </button>
    </span>
  );
}

interface FocusedProps {
  readonly tone?: "error";
  readonly onClick: () => void;
  readonly children: string;
}

/** Takes the focus once, since the button that was pressed is gone. */
function Focused({ tone, onClick, children }: FocusedProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button ref={button} type="button" class="qd-link" data-tone={tone} onClick={onClick}>
      {children}
    </button>
  );
}

function counts(n: number): string {
  return n === 1 ? "1 job" : `${grouped(n)} jobs`;
}

function grouped(n: number): string {
  return n.toLocaleString("en");
}

/** The time, with the day where that is not today. */
function clock(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const minutes = { hour: "2-digit", minute: "2-digit" } as const;
  return time.toDateString() === new Date().toDateString()
    ? time.toLocaleTimeString([], minutes)
    : time.toLocaleString([], { year: "numeric", month: "short", day: "numeric", ...minutes });
}

const MOST_BARS = 32;
/** Room for the axis. */
const LEFT = 30;
/** As wide as a digit below a bar. */
const LETTER = 5.8;

interface Bar {
  readonly key: string;
  readonly count: number;
  /** Ideal probability, null when unknown. */
  readonly ideal: number | null;
}

/** The outcomes that were seen, and those that should have been; what has no bar is summed in the last. */
export function barsOf(job: CountsResult, most: number): readonly Bar[] {
  const { counts, ideal } = job;
  const given = counts;
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

const VIEW = { width: 430, height: 170 } as const;

/** How the drawing lies in its box on the page. */
function fitted(box: DOMRect): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = Math.min(box.width / VIEW.width, box.height / VIEW.height) || 1;
  return {
    scale,
    left: box.left + (box.width - scale * VIEW.width) / 2,
    top: box.top + (box.height - scale * VIEW.height) / 2,
  };
}

/** What is told of an outcome. */
export function countTip(bar: Bar | undefined, total: number): Tip | null {
  if (!bar) return null;
  const { key, count, ideal } = bar;
  const share = count / total;
  const lines = [`${count} of ${total}`, withError(share, Math.sqrt((share * (1 - share)) / total))];
  if (ideal !== null) lines.push(`ideal ${exactText(ideal)}`);
  return { label: `Count of ${key}`, lines, copy: String(count), origin: { kind: "sampled", shots: total } };
}

/** Bars are what was measured, ticks what an ideal device would give. */
export function Counts({ job }: { readonly job: CountsResult & { readonly label: string } }): JSX.Element {
  const total = Object.values(job.counts).reduce((sum, n) => sum + n, 0) || 1;
  const bars = barsOf(job, MOST_BARS);
  const top = Math.max(...bars.map((bar) => Math.max(bar.count / total, bar.ideal ?? 0)), 0.01);
  const step = (426 - LEFT) / Math.max(1, bars.length);
  const wide = Math.max(1, Math.min(step - (step > 8 ? 4 : 1), 32));
  // Words below the bars keep apart.
  const every = Math.ceil((LETTER * Math.max(...bars.map((bar) => bar.key.length)) + 4) / step);
  const bench = useWorkbench();
  const origin = { kind: "sampled", shots: total } as const;
  const tips = useTips({
    count: bars.length,
    tip: (index) => countTip(bars[index], total),
    indexAt: (box, { x }) => {
      const { scale, left } = fitted(box);
      return Math.floor(((x - left) / scale - LEFT) / step);
    },
    placeOf: (box, index) => {
      const { scale, left, top: above } = fitted(box);
      const share = (bars[index]?.count ?? 0) / total;
      return { x: left + scale * (LEFT + (index + 0.5) * step), y: above + scale * (150 - (140 * share) / top) };
    },
  });
  return (
    <section
      class="qd-bars"
      style={{ flex: "0 0 460px", borderLeft: "1px solid var(--qd-line)" }}
      aria-label={`Counts of ${job.label}`}
    >
      <div class="qd-head">
        <h2>Counts</h2>
        <span class="qd-quiet">
          {job.ideal ? "bars measured, ticks ideal" : "measured"} ·{" "}
          {Object.keys(job.counts).some((outcome) => outcome.includes(" ")) ? "last register first, " : ""}
          bit 0 rightmost
        </span>
        <span class="qd-right">
          <button
            type="button"
            class="qd-link"
            title="Download the counts"
            onClick={() => downloadCsv(bench, "counts", [["outcome", "count"], ...Object.entries(job.counts)])}
          >
            CSV
          </button>
          <span class="qd-origin">{originWords(origin)}</span>
        </span>
      </div>
      <svg viewBox={`0 0 ${VIEW.width} ${VIEW.height}`} role="img" aria-label="Counts" class="qd-plot" {...tips}>
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
              <rect class="qd-bar" x={middle - wide / 2} y={150 - h} width={wide} height={h} rx={Math.min(2, h)} />
              {ideal !== null && (
                <line class="qd-tick" x1={middle - wide / 2 - 2} x2={middle + wide / 2 + 2} y1={y} y2={y} />
              )}
              {(k % every === 0 || key === "other") && (
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
