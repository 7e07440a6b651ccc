/** The jobs of the queue: found by words, newest first, live. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Job, Spent } from "../../port";
import { hasOlder, type JobsAsked, OVER } from "../../state/job-list";
import { Icon } from "../widgets/icons";
import { followJobs, listJobs, olderJobs, refreshJobs, useJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";
import { change, exportJobs } from "./acts";
import { Focused, JobRow } from "./row";
import { BatchRow } from "./several";
import { amountText, grouped, numJobs } from "./words";

/** What was just done, and how it is undone. */
interface Done {
  readonly words: string;
  readonly archived: readonly string[];
}

export function JobsList(): JSX.Element {
  const bench = useWorkbench();
  const list = useJobs();
  const [done, setDone] = useState<Done | null>(null);
  useEffect(() => followJobs(bench), [bench]);
  const { jobs, asked } = list;
  const archive = async (ids: readonly string[], into: boolean): Promise<void> => {
    if (!(await change(bench, { ask: "archive_jobs", jobs: ids, archived: into }))) return;
    setDone(into ? { words: `${numJobs(ids.length)} archived.`, archived: ids } : null);
  };
  const remove = async (id: string): Promise<void> => {
    if (await change(bench, { ask: "delete_jobs", jobs: [id] })) setDone({ words: "1 job deleted.", archived: [] });
  };
  const none = !jobs.length && !list.damaged.length;
  if (
    none &&
    !list.failed &&
    !list.others &&
    !asked.archived &&
    !asked.search &&
    asked.which === "all" &&
    list.revision
  )
    return <div class="qd-off">No jobs yet. Send… runs a circuit here or on a device.</div>;
  const over = jobs.filter((job) => OVER.has(job.state)).map((job) => job.id);
  const older = hasOlder(list);
  return (
    <section class="qd-jobs" aria-label="Jobs">
      <Heads />
      {list.failed && (
        <div class="qd-jobs-card" data-tone="error" role="alert">
          {list.failed}{" "}
          <button type="button" class="qd-link" onClick={() => void refreshJobs(bench)}>
            Try again
          </button>
        </div>
      )}
      {list.damaged.length > 0 && (
        <div class="qd-jobs-card" data-tone="warn" title={list.damaged.join("\n")}>
          {numJobs(list.damaged.length)} kept aside, damaged in the queue file:{" "}
          {list.damaged.map((line) => line.split(" (")[0]).join(", ")}. The others are whole.
        </div>
      )}
      {list.keptAside.map((words) => (
        <div key={words} class="qd-jobs-card" data-tone="warn">
          {words}
        </div>
      ))}
      <ul class="qd-jobs-list" data-part="jobs" aria-label="Jobs, newest first">
        {rowsOf(jobs).map((row) =>
          Array.isArray(row) ? (
            <BatchRow key={row[0].group} jobs={row} batch={list.batches.get(row[0].group) ?? null} />
          ) : (
            <JobRow
              key={row.id}
              job={row}
              archived={asked.archived}
              onArchive={(into) => void archive([row.id], into)}
              onDelete={() => void remove(row.id)}
            />
          ),
        )}
        {none && list.revision && <li class="qd-jobs-none">{asked.search ? "No job has these words." : "No jobs."}</li>}
        {older && (
          <li class="qd-jobs-none">
            <button type="button" class="qd-link" onClick={() => void olderJobs(bench)}>
              Show older
            </button>
          </li>
        )}
      </ul>
      <footer class="qd-jobs-foot">
        <span class="qd-jobs-acts">
          <span class="qd-quiet" role="status">
            {done?.words ?? (older ? `${grouped(jobs.length)} of ` : "") + numJobs(list.total)}
          </span>
          {done && done.archived.length > 0 && (
            <Focused key={done.archived.join()} onClick={() => void archive(done.archived, false)}>
              Undo
            </Focused>
          )}
          <span class="qd-space" />
          {list.total > 0 && (
            <span class="qd-jobs-export" role="group" aria-label="Export the jobs that are listed">
              <span class="qd-quiet">Export</span>
              {(["csv", "json"] as const).map((format) => (
                <button
                  key={format}
                  type="button"
                  class="qd-link"
                  aria-label={`Export as ${format.toUpperCase()}`}
                  title={`All ${numJobs(list.total)} of this list as a ${format.toUpperCase()} file, a row a job`}
                  onClick={() => void exportJobs(bench, asked, format)}
                >
                  {format.toUpperCase()}
                </button>
              ))}
            </span>
          )}
          {!asked.archived && over.length > 1 && (
            <button type="button" class="qd-link" onClick={() => void archive(over, true)}>
              Archive finished
            </button>
          )}
          {(asked.archived || list.others > 0) && (
            <button
              type="button"
              class="qd-link"
              onClick={() => {
                setDone(null);
                void listJobs(bench, { archived: !asked.archived });
              }}
            >
              {asked.archived ? "Back to the queue" : `Archive (${grouped(list.others)})`}
            </button>
          )}
        </span>
        {list.month.map((spent) => (
          <Month key={spent.unit} spent={spent} />
        ))}
      </footer>
    </section>
  );
}

const SHOWS: readonly (readonly [JobsAsked["which"], string])[] = [
  ["all", "All"],
  ["open", "Open"],
  ["done", "Done"],
];
/** So long after a letter the words are looked for. */
const PAUSE = 120;

/** The search, and which jobs are shown. */
function Heads(): JSX.Element {
  const bench = useWorkbench();
  const { asked, numOpen, numDone } = useJobs();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const number = { all: numOpen + numDone, open: numOpen, done: numDone };
  const search = (words: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void listJobs(bench, { search: words.trim() }), PAUSE);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <header class="qd-jobs-head">
      <h2>{asked.archived ? "Archive" : "Jobs"}</h2>
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Look again"
        title="Look again now"
        onClick={() => void refreshJobs(bench)}
      >
        <Icon name="reset" size={14} />
      </button>
      <div class="qd-search">
        <Icon name="search" size={14} />
        <input
          class="qd-field"
          type="search"
          placeholder="Name, target, tag"
          aria-label="Find jobs by name, target or tag"
          defaultValue={asked.search}
          onInput={(event) => search(event.currentTarget.value)}
        />
      </div>
      <span class="qd-segments" role="group" aria-label="Which jobs">
        {SHOWS.map(([which, label]) => (
          <button
            key={which}
            type="button"
            aria-pressed={asked.which === which}
            onClick={() => void listJobs(bench, { which })}
          >
            {label} {grouped(number[which])}
          </button>
        ))}
      </span>
    </header>
  );
}

type Rows = readonly (Job | [Job, ...Job[]])[];

/** Jobs of one batch stand together, where its newest one is. */
function rowsOf(jobs: readonly Job[]): Rows {
  const rows: (Job | [Job, ...Job[]])[] = [];
  const groups = new Map<string, [Job, ...Job[]]>();
  for (const job of jobs) {
    const known = groups.get(job.group);
    if (!job.group) rows.push(job);
    else if (known) known.push(job);
    else {
      const made: [Job, ...Job[]] = [job];
      groups.set(job.group, made);
      rows.push(made);
    }
  }
  return rows;
}

/** What was spent this month, of what may be. */
function Month({ spent: { unit, amount, cap } }: { readonly spent: Spent }): JSX.Element {
  const month = new Date().toLocaleString("en", { month: "long", timeZone: "UTC" });
  return (
    <div class="qd-jobs-month" title="What was or may still be paid in this month (UTC)">
      <span>{month}</span>
      <span>
        <strong>{amountText(amount, "")}</strong> {cap === null ? unit : `of ${amountText(cap, unit)}`}
      </span>
      {cap !== null && (
        <span class="qd-meter">
          <i style={{ width: `${cap ? Math.min(100, (100 * amount) / cap) : 100}%` }} />
        </span>
      )}
    </div>
  );
}
