/** What is done with jobs: each is an ask, after which every list on the page asks for news. */

import { setValues } from "../../document/parameters";
import { loads } from "../../document/read";
import { same } from "../../document/same";
import { sameCircuit } from "../../document/same-circuit";
import type { Job, JobReport, Question, SentWith } from "../../port";
import { wholeDocument } from "../../state/inside";
import type { JobsAsked } from "../../state/job-list";
import { download } from "../widgets/download";
import { JOBS_CHANGED, SENT_WITH } from "../workbench/jobs";
import { openOver } from "../workbench/over";
import type { Workbench } from "../workbench/workbench";
import { numJobs } from "./words";

export type Change = Extract<
  Question,
  { readonly ask: "cancel_job" | "archive_jobs" | "delete_jobs" | "adopt_job" | "annotate_job" }
>;

/** Was it done? Where not, the studio says why. */
export async function change(bench: Workbench, question: Change): Promise<boolean> {
  const answer = await bench.asker.ask(question);
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
  return answer.kind === "done";
}

/** One after the other: of one kind, the newest ask alone counts. */
export async function cancelAll(bench: Workbench, jobs: readonly Job[]): Promise<void> {
  for (const { id } of jobs) await change(bench, { ask: "cancel_job", job: id });
}

/** Offers the jobs that are listed, those included that are not shown yet, as a file with a table of them. */
export async function exportJobs(
  bench: Workbench,
  { archived, which, search }: JobsAsked,
  format: "csv" | "json",
): Promise<void> {
  const answer = await bench.asker.ask<"export_jobs">({ ask: "export_jobs", format, archived, which, search });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind !== "done") return;
  const { text, num_jobs, damaged } = answer.result;
  download(
    bench,
    `${archived ? "archived jobs" : "jobs"}.${format}`,
    text,
    format === "csv" ? "text/csv" : "application/json",
  );
  const without = damaged
    ? ` ${numJobs(damaged)} kept aside, damaged in the queue file, ${damaged === 1 ? "is" : "are"} not.`
    : "";
  bench.say("ok", `${numJobs(num_jobs)} in the file.${without}`);
}

/** The drawing of a job with its values: where the host has a place for it, else in place of what is drawn. */
export function openDrawing(bench: Workbench, { job, document }: JobReport, sent: SentWith | null = null): void {
  if (bench.host.can.openDrawing) {
    bench.host.can.openDrawing(job.label || job.id, document, sent);
    return;
  }
  bench.replaceDocument(loads(document), "job.open");
  bench.ui.patch({ view: "circuit" });
  bench.say("ok", `The drawing of ${job.label || job.id}. Undo brings back what was drawn before.`);
}

/** Send, with the drawing of a job and what it was sent with. */
export async function sendAgain(bench: Workbench, id: string): Promise<void> {
  const answer = await bench.asker.ask<"job">({ ask: "job", job: id });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind === "done") resubmit(bench, answer.result);
}

export function resubmit(bench: Workbench, report: JobReport): void {
  const { job, seed, level, layout, options } = report;
  const sent = { target: job.target, shots: job.shots, seed, level, layout, options, energy: report.energy !== null };
  if (!showsDrawing(bench, report)) {
    openDrawing(bench, report, sent);
    if (bench.host.can.openDrawing) return;
  }
  bench.at(SENT_WITH).set(sent);
  openOver(bench, "send");
}

/** Is the circuit of a job the one that is open? Then its values are set, and all else of the document stays. */
function showsDrawing(bench: Workbench, { document }: JobReport): boolean {
  const open = wholeDocument(bench.state);
  const sent = loads(document);
  if (bench.host.can.alone || !sameCircuit(open, sent)) return false;
  // What an energy was of is there, or comes with the job's own drawing.
  if (sent.observable && !same(open.observable, sent.observable)) return false;
  const now = setValues(open, new Map(sent.parameters.map((each) => [each.name, each.value])));
  if (now !== bench.state.document) bench.replaceDocument(now, "job.open");
  bench.ui.patch({ view: "circuit" });
  return true;
}
