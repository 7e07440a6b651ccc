/** One job in the list: where it is, for how long, what it costs, and what can be done about it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Job } from "../../port";
import { OVER } from "../../state/job-list";
import { energyText } from "../widgets/energies";
import { StateBadge } from "../widgets/job-state";
import { usePart } from "../workbench/cell";
import { openJob, SHOWN_JOB } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";
import { change, sendAgain } from "./acts";
import { clock, costText, deviceOf, durationText, grouped } from "./words";

interface Props {
  readonly job: Job;
  readonly archived: boolean;
  /** Under its batch. */
  readonly inside?: boolean;
  readonly onArchive?: (into: boolean) => void;
  readonly onDelete?: () => void;
}

export function JobRow({ job, archived, inside, onArchive, onDelete }: Props): JSX.Element {
  const bench = useWorkbench();
  const shown = usePart(bench.at(SHOWN_JOB), (id) => id === job.id);
  const here = usePart(bench.ui, (ui) => ui.view === "jobs") && shown;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const over = OVER.has(job.state);
  const goes = !over && job.state !== "UNKNOWN";
  const free = over && !job.cost && job.state !== "COMPLETED" && job.estimate && job.estimate.high > 0;
  return (
    <li
      ref={row}
      class="qd-job"
      data-state={job.state}
      data-inside={inside ? "" : undefined}
      aria-current={here ? "true" : undefined}
      onClick={(event) => {
        // Buttons of the row have a meaning of their own.
        if (!(event.target as Element).closest("button, input, form")) openJob(bench, job);
      }}
    >
      <Letter provider={job.provider} />
      <button type="button" class="qd-job-name" translate={false} title={job.id} onClick={() => openJob(bench, job)}>
        {job.label || job.id}
      </button>
      <StateBadge state={job.state} />
      <span class="qd-job-about" title={[job.target, ...job.tags].join("\n")}>
        {deviceOf(job.target)} · {job.num_parts ? "energy of " : ""}
        {grouped(job.shots)} {job.shots === 1 ? "shot" : "shots"}
        {job.tags.length > 0 && ` · ${job.tags.join(", ")}`}
      </span>
      <span class="qd-job-right">{goes ? <Elapsed job={job} /> : free ? "not charged" : costText(job)}</span>
      <Detail job={job} />
      <span class="qd-job-acts">
        {goes && (
          <button type="button" class="qd-link" onClick={() => void change(bench, { ask: "cancel_job", job: job.id })}>
            Cancel
          </button>
        )}
        {over && job.state !== "COMPLETED" && (
          <button type="button" class="qd-link" onClick={() => void sendAgain(bench, job.id)}>
            Again…
          </button>
        )}
        {over && onArchive && (
          <button type="button" class="qd-link qd-job-quiet" onClick={() => onArchive(!archived)}>
            {archived ? "Put back" : "Archive"}
          </button>
        )}
        {archived && onDelete && <Delete job={job} onDelete={onDelete} />}
      </span>
      {job.state === "UNKNOWN" && <Unknown job={job} />}
    </li>
  );
}

/** Who runs it, by the first letter. */
export function Letter({ provider }: { readonly provider: string }): JSX.Element {
  return (
    <span class="qd-job-letter" role="img" aria-label={provider} title={provider}>
      {provider.slice(0, 1).toUpperCase()}
    </span>
  );
}

function Detail({ job }: { readonly job: Job }): JSX.Element {
  const place = job.position === null ? "" : `place ${grouped(job.position)}`;
  const took = durationText(Date.parse(job.updated) - Date.parse(job.created));
  const sent = `${clock(job.created)}, took ${took}`;
  const words =
    job.state === "COMPLETED"
      ? job.energy === null
        ? sent
        : `${energyText(job.energy, job.energy_error ?? 0)}, sampled · ${sent}`
      : job.state === "CANCELLED"
        ? clock(job.updated)
        : [place, job.detail, job.state === "FAILED" ? "" : costText(job)].filter(Boolean).join(" · ");
  return (
    <span
      class="qd-job-detail"
      title={[words, ...(job.state === "COMPLETED" ? [job.detail] : [])].filter(Boolean).join("\n")}
    >
      {job.state === "UNKNOWN" ? `sent ${clock(job.updated)}, no answer came` : words}
    </span>
  );
}

/** How long it goes on already. */
export function Elapsed({ job }: { readonly job: Pick<Job, "created"> }): JSX.Element {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const ms = Math.max(0, now - Date.parse(job.created));
  return <span>{durationText(ms < 60_000 ? Math.floor(ms / 1000) * 1000 : ms)}</span>;
}

/** Nothing sends it again by itself: a person says what became of it. */
export function Unknown({ job }: { readonly job: Job }): JSX.Element {
  const bench = useWorkbench();
  const [asks, setAsks] = useState<"none" | "found" | "gone">("none");
  const [number, setNumber] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asks === "found") field.current?.focus();
  }, [asks]);
  const adopt = (event: Event): void => {
    event.preventDefault();
    const remote_id = number.trim();
    if (remote_id) void change(bench, { ask: "adopt_job", job: job.id, remote_id });
  };
  const back = (
    <button type="button" class="qd-link" onClick={() => setAsks("none")}>
      Not now
    </button>
  );
  return (
    <div class="qd-jobs-card" data-tone="warn" role="group" aria-label={`What became of ${job.label || job.id}`}>
      {asks === "none" && (
        <>
          It may be running. It is never sent again by itself.
          <span class="qd-jobs-answers">
            <button type="button" class="qd-link" onClick={() => setAsks("found")}>
              Look again
            </button>
            <button type="button" class="qd-link" onClick={() => setAsks("gone")}>
              It never arrived
            </button>
          </span>
        </>
      )}
      {asks === "found" && (
        <form onSubmit={adopt}>
          <label>
            Look for it in the list of {job.provider}. Its number there:
            <input
              ref={field}
              class="qd-field"
              value={number}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setNumber(event.currentTarget.value)}
            />
          </label>
          <span class="qd-jobs-answers">
            <button type="submit" class="qd-link" disabled={!number.trim()}>
              That is it
            </button>
            {back}
          </span>
        </form>
      )}
      {asks === "gone" && (
        <>
          It ends here. If it did arrive, it still runs there, and may cost.
          <span class="qd-jobs-answers">
            <Focused onClick={() => void change(bench, { ask: "cancel_job", job: job.id })}>End it</Focused>
            {back}
          </span>
        </>
      )}
    </div>
  );
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
    <span class="qd-job-sure" role="group" aria-label={`Delete ${job.label || job.id}`}>
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
export function Focused({ tone, onClick, children }: FocusedProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <button ref={button} type="button" class="qd-link" data-tone={tone} onClick={onClick}>
      {children}
    </button>
  );
}
