/** A batch in the list: how many of its jobs are done, and its jobs on request. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Batch, Job } from "../../port";
import { OVER } from "../../state/job-list";
import { useWorkbench } from "../workbench/workbench";
import { cancelAll } from "./acts";
import { Elapsed, JobRow, Letter } from "./row";
import { deviceOf, grouped } from "./words";

export function BatchRow({
  jobs,
  batch,
}: {
  readonly jobs: readonly [Job, ...Job[]];
  readonly batch: Batch | null;
}): JSX.Element {
  const bench = useWorkbench();
  const [open, setOpen] = useState(false);
  const [first] = jobs;
  const { done, total, label } = batch ?? { done: 0, total: jobs.length, label: "" };
  const left = jobs.filter((job) => !OVER.has(job.state));
  const name = label || first.label.replace(/ \d+$/, "") || first.group;
  const oldest = jobs.at(-1) ?? first;
  return (
    <>
      <li class="qd-job" data-batch="">
        <Letter provider={first.provider} />
        <button type="button" class="qd-job-name" translate={false} aria-expanded={open} onClick={() => setOpen(!open)}>
          {name}
        </button>
        <span class="qd-badge" data-tone={left.length ? "accent" : "ok"}>
          {left.length ? "BATCH" : "DONE"}
        </span>
        <span class="qd-job-about">
          {deviceOf(first.target)} · {grouped(total)} circuits
        </span>
        <span class="qd-job-right">{left.length > 0 && <Elapsed job={oldest} />}</span>
        <span class="qd-job-detail">
          {grouped(done)} of {grouped(total)} done
        </span>
        <span class="qd-job-acts">
          <button type="button" class="qd-link" onClick={() => setOpen(!open)}>
            {open ? "Hide" : "Show"}
          </button>
          {left.length > 0 && (
            <button type="button" class="qd-link" onClick={() => void cancelAll(bench, left)}>
              Cancel
            </button>
          )}
        </span>
        <span class="qd-meter" role="img" aria-label={`${done} of ${total} done`}>
          <i style={{ width: `${(100 * done) / Math.max(1, total)}%` }} />
        </span>
      </li>
      {open && jobs.map((job) => <JobRow key={job.id} job={job} archived={false} inside />)}
    </>
  );
}
