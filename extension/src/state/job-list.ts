/** A list of jobs as a page holds it: what Python tells is new is laid over what is known. */

import type { Job, JobState, JobsResult } from "../port";

/** States after which nothing more happens. */
export const OVER: ReadonlySet<JobState> = new Set<JobState>(["COMPLETED", "FAILED", "CANCELLED"]);

export interface JobList {
  /** Of the archive, or of the jobs outside it. */
  readonly archived: boolean;
  /** Names what is known, for the next ask; empty before the first. */
  readonly revision: string;
  /** Newest first. */
  readonly jobs: readonly Job[];
  /** With those that the page does not have. */
  readonly total: number;
  /** Jobs of the other list. */
  readonly others: number;
  /** Jobs that the queue file has lost, in words. */
  readonly damaged: readonly string[];
}

export function emptyList(archived: boolean): JobList {
  return { archived, revision: "", jobs: [], total: 0, others: 0, damaged: [] };
}

/** Are there jobs that the page does not have? Those that the file has lost count as had. */
export function hasOlder(list: JobList): boolean {
  return list.jobs.length + list.damaged.length < list.total;
}

/** The list with what an ask gave; of a job that changed before the oldest one here, nothing is kept. */
export function withNews(list: JobList, told: JobsResult): JobList {
  const { revision, total, others } = told;
  if (told.is_whole) return { ...list, revision, total, others, jobs: told.jobs, damaged: told.damaged };
  const known = new Map(list.jobs.map((job) => [job.id, job]));
  const oldest = list.jobs.at(-1)?.created ?? "";
  const hasAll = !hasOlder(list);
  for (const job of told.jobs) if (known.has(job.id) || hasAll || job.created >= oldest) known.set(job.id, job);
  for (const id of told.gone) known.delete(id);
  const gone = (line: string): boolean => told.gone.some((id) => line.startsWith(`${id} `));
  const damaged = [...new Set([...list.damaged.filter((line) => !gone(line)), ...told.damaged])];
  return { ...list, revision, total, others, jobs: newestFirst([...known.values()]), damaged };
}

/** The list with a page of older jobs. */
export function withOlder(list: JobList, told: JobsResult): JobList {
  const known = new Set(list.jobs.map((job) => job.id));
  const jobs = [...list.jobs, ...told.jobs.filter((job) => !known.has(job.id))];
  return { ...list, jobs, damaged: [...new Set([...list.damaged, ...told.damaged])] };
}

function newestFirst(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}
