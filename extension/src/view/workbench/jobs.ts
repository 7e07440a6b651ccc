/** Jobs and what became of them: one list for all who show it, asked for while something is under way. */

import { emptyList, hasOlder, type JobList, OVER, withNews, withOlder } from "../../state/job-list";
import { Cell, usePart } from "./cell";
import { useWorkbench, type Workbench } from "./workbench";

const lists = new WeakMap<Workbench, Cell<JobList>>();

function listOf(bench: Workbench): Cell<JobList> {
  let cell = lists.get(bench);
  if (!cell) {
    cell = new Cell(emptyList(false));
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

/** Asks what is new; where all that was listed is gone, for the newest of the others. */
export async function refreshJobs(bench: Workbench): Promise<void> {
  await look(bench, "", withNews);
  const list = listOf(bench).value;
  if (list.jobs.length > 0 || !hasOlder(list)) return;
  listOf(bench).set(emptyList(list.archived));
  await look(bench, "", withNews);
}

/** Asks for the jobs before the oldest one that is listed. */
export async function olderJobs(bench: Workbench): Promise<void> {
  await look(bench, listOf(bench).value.jobs.at(-1)?.id ?? "", withOlder);
}

/** Shows the archive, or the jobs outside it. */
export async function showArchive(bench: Workbench, archived: boolean): Promise<void> {
  listOf(bench).set(emptyList(archived));
  await refreshJobs(bench);
}

async function look(bench: Workbench, before: string, taken: typeof withNews): Promise<void> {
  if (!bench.asker.can("jobs")) return;
  const { archived, revision } = listOf(bench).value;
  const answer = await bench.asker.ask<"jobs">({ ask: "jobs", since: revision, before, archived });
  const cell = listOf(bench);
  if (answer.kind === "done" && cell.value.archived === archived) cell.set(taken(cell.value, answer.result));
}

export function useJobs(): JobList {
  const bench = useWorkbench();
  return usePart(listOf(bench), (list) => list);
}
