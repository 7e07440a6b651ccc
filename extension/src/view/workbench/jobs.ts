/** Jobs and what became of them: one list for all who show it, asked for while something is under way. */

import type { Job, JobState } from "../../port";
import { Cell, usePart } from "./cell";
import { useWorkbench, type Workbench } from "./workbench";

/** States after which nothing more happens. */
export const OVER: ReadonlySet<JobState> = new Set<JobState>(["COMPLETED", "FAILED", "CANCELLED"]);

const lists = new WeakMap<Workbench, Cell<readonly Job[]>>();

function jobsOf(bench: Workbench): Cell<readonly Job[]> {
  let cell = lists.get(bench);
  if (!cell) {
    const made = new Cell<readonly Job[]>([]);
    cell = made;
    lists.set(bench, made);
    void refreshJobs(bench);
  }
  return cell;
}

/** Told on the page when a job was sent or cancelled, so that every list of jobs asks at once. */
export const JOBS_CHANGED = "qdesign-jobs";

const SOON = 700;
const LATER = 3_000;
/** After so long without news a job is asked about less often. */
const PATIENCE = 30_000;

/** Asks for the jobs while some are under way and the list can be seen; one ask after the other. */
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
    const jobs = lists.get(bench)?.value ?? [];
    const states = jobs.map((job) => `${job.id} ${job.state} ${job.detail}`).join("\n");
    if (states !== last) news = Date.now();
    last = states;
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

export async function refreshJobs(bench: Workbench): Promise<void> {
  if (!bench.asker.can("jobs")) return;
  const answer = await bench.asker.ask<"jobs">({ ask: "jobs" });
  if (answer.kind === "done") lists.get(bench)?.set(answer.result.jobs);
}

export function useJobs(): readonly Job[] {
  const bench = useWorkbench();
  return usePart(jobsOf(bench), (jobs) => jobs);
}
