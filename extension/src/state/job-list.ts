/** A list of jobs as a page holds it: what Python tells is new is laid over what is known. */

import type { Batch, Job, JobState, JobsResult, Spent } from "../port";

/** States after which nothing more happens. */
export const OVER: ReadonlySet<JobState> = new Set<JobState>(["COMPLETED", "FAILED", "CANCELLED"]);

/** Which jobs are listed. */
export interface JobsAsked {
  /** Of the archive, or of the jobs outside it. */
  readonly archived: boolean;
  readonly which: "all" | "open" | "done";
  /** Words that are in the name, target, tags or id. */
  readonly search: string;
}

export const EVERY_JOB: JobsAsked = { archived: false, which: "all", search: "" };

export interface JobList {
  readonly asked: JobsAsked;
  /** Why nothing could be asked, in words; empty where something was. */
  readonly failed: string;
  /** Names what is known, for the next ask; empty before the first. */
  readonly revision: string;
  /** Newest first. */
  readonly jobs: readonly Job[];
  /** With those that the page does not have. */
  readonly total: number;
  /** With these words, in this list, whichever are shown. */
  readonly numOpen: number;
  readonly numDone: number;
  /** Jobs of the other list. */
  readonly others: number;
  /** Of the jobs here, by id. */
  readonly batches: ReadonlyMap<string, Batch>;
  readonly month: readonly Spent[];
  /** Jobs that the queue file has lost, in words. */
  readonly damaged: readonly string[];
  /** Of earlier queue files that could not be read, what to know of each. */
  readonly keptAside: readonly string[];
}

export function emptyList(asked: JobsAsked): JobList {
  return {
    asked,
    failed: "",
    revision: "",
    jobs: [],
    total: 0,
    numOpen: 0,
    numDone: 0,
    others: 0,
    batches: new Map(),
    month: [],
    damaged: [],
    keptAside: [],
  };
}

/** Are there jobs that the page does not have? Those that the file has lost count as had. */
export function hasOlder(list: JobList): boolean {
  return list.jobs.length + list.damaged.length < list.total;
}

/** The list with what an ask gave; of a job that changed before the oldest one here, nothing is kept. */
export function withNews(list: JobList, told: JobsResult): JobList {
  const now = { ...list, ...counted(told), batches: withBatches(list, told), revision: told.revision };
  if (told.is_whole) return { ...now, jobs: told.jobs, damaged: told.damaged };
  const known = new Map(list.jobs.map((job) => [job.id, job]));
  const oldest = list.jobs.at(-1)?.created ?? "";
  const hasAll = !hasOlder(list);
  for (const job of told.jobs) if (known.has(job.id) || hasAll || job.created >= oldest) known.set(job.id, job);
  for (const id of told.gone) known.delete(id);
  const gone = (line: string): boolean => told.gone.some((id) => line.startsWith(`${id} `));
  const damaged = [...new Set([...list.damaged.filter((line) => !gone(line)), ...told.damaged])];
  return { ...now, jobs: newestFirst([...known.values()]), damaged };
}

function counted({ total, num_open, num_done, others, month, kept_aside }: JobsResult): Partial<JobList> {
  return { failed: "", total, numOpen: num_open, numDone: num_done, others, month, keptAside: kept_aside };
}

function withBatches({ batches }: JobList, told: JobsResult): ReadonlyMap<string, Batch> {
  return told.batches.length ? new Map([...batches, ...told.batches.map((each) => [each.id, each] as const)]) : batches;
}

/** The list with a page of older jobs. */
export function withOlder(list: JobList, told: JobsResult): JobList {
  const known = new Set(list.jobs.map((job) => job.id));
  const jobs = [...list.jobs, ...told.jobs.filter((job) => !known.has(job.id))];
  return { ...list, jobs, batches: withBatches(list, told), damaged: [...new Set([...list.damaged, ...told.damaged])] };
}

function newestFirst(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}
