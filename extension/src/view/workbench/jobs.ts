/** Jobs and what became of them: one list for all who show it, asked for while something is under way. */

import type { SentWith } from "../../port";
import {
  EVERY_JOB,
  emptyList,
  hasOlder,
  type JobList,
  type JobsAsked,
  OVER,
  withNews,
  withOlder,
} from "../../state/job-list";
import { Cell, usePart } from "./cell";
import { openOver } from "./over";
import { slot } from "./slot";
import { useWorkbench, type Workbench } from "./workbench";

const lists = new WeakMap<Workbench, Cell<JobList>>();

function listOf(bench: Workbench): Cell<JobList> {
  let cell = lists.get(bench);
  if (!cell) {
    cell = new Cell(emptyList(EVERY_JOB));
    lists.set(bench, cell);
    void refreshJobs(bench);
  }
  return cell;
}

/** Told on the page when jobs were sent, cancelled, archived or deleted, so that every list asks at once. */
export const JOBS_CHANGED = "qdesign-jobs";

const SOON = 700;
const LATER = 3_000;
/** After so long without news a job is asked about less often. */
const PATIENCE = 30_000;

/** Asks for news while a job is under way and the list can be seen; one ask after the other. */
export function followJobs(bench: Workbench): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = "";
  let news = Date.now();
  const seen = (): boolean => document.visibilityState === "visible" && (bench.root?.getClientRects().length ?? 0) > 0;
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (seen()) await refreshJobs(bench);
    if (stopped) return;
    const { jobs, revision } = listOf(bench).value;
    if (revision !== last) news = Date.now();
    last = revision;
    if (jobs.every((job) => OVER.has(job.state))) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), seen() && Date.now() - news < PATIENCE ? SOON : LATER);
  };
  const changed = (): void => {
    news = Date.now();
    void look();
  };
  void look();
  window.addEventListener(JOBS_CHANGED, changed);
  document.addEventListener("visibilitychange", changed);
  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener(JOBS_CHANGED, changed);
    document.removeEventListener("visibilitychange", changed);
  };
}

/** Is the list being made longer? */
const FETCHING = slot(() => new Cell(false));

/** Asks what is new; where all that was listed is gone, for the newest of the others. */
export async function refreshJobs(bench: Workbench): Promise<void> {
  if (bench.at(FETCHING).value) return; // an ask would take the place of that one, which looks for news itself
  await look(bench, "", withNews);
  const list = listOf(bench).value;
  if (list.jobs.length > 0 || !hasOlder(list)) return;
  listOf(bench).set(emptyList(list.asked));
  await look(bench, "", withNews);
}

/** Asks for the jobs before the oldest one that is listed. */
export async function olderJobs(bench: Workbench): Promise<void> {
  const fetching = bench.at(FETCHING);
  fetching.set(true);
  await look(bench, listOf(bench).value.jobs.at(-1)?.id ?? "", withOlder);
  fetching.set(false);
  await refreshJobs(bench);
}

/** Lists other jobs; those that are listed stay until the others are there. */
export async function listJobs(bench: Workbench, change: Partial<JobsAsked>): Promise<void> {
  const cell = listOf(bench);
  cell.set({ ...cell.value, asked: { ...cell.value.asked, ...change }, revision: "" });
  await look(bench, "", withNews);
}

async function look(bench: Workbench, before: string, taken: typeof withNews): Promise<void> {
  if (!bench.asker.can("jobs")) return;
  const cell = listOf(bench);
  const { asked, revision } = cell.value;
  const answer = await bench.asker.ask<"jobs">({ ask: "jobs", since: revision, before, ...asked });
  if (cell.value.asked !== asked) return;
  if (answer.kind === "done") cell.set(taken(cell.value, answer.result));
  if (answer.kind === "failed") cell.set({ ...cell.value, failed: answer.error.message });
}

/** The job that is shown by itself; null where none is. */
export const SHOWN_JOB = slot(() => new Cell<string | null>(null));

/** Shows a job by itself: where the host has a place for that, else over the drawing. */
export function openJob(bench: Workbench, { id, label }: { readonly id: string; readonly label: string }): void {
  if (bench.host.can.openJob) {
    bench.host.can.openJob(id, label);
    return;
  }
  bench.at(SHOWN_JOB).set(id);
  openOver(bench, "jobs");
}

/** What a job was sent with, for sending it again; taken by Send as it opens. */
export const SENT_WITH = slot(() => new Cell<SentWith | null>(null));

export function useJobs(): JobList {
  const bench = useWorkbench();
  return usePart(listOf(bench), (list) => list);
}
