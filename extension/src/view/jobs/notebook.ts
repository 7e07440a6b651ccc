/** A cell that fetches a job: put into the notebook at hand, or copied where there is none. */

import type { Job } from "../../port";
import { putCell } from "../workbench/new-cell";
import type { Workbench } from "../workbench/workbench";

export function cellText({ id, label, num_parts }: Pick<Job, "id" | "label" | "num_parts">): string {
  // A name is one line, but may hold what ends a comment's line elsewhere.
  const told = num_parts ? "job.energy, job.energy_error" : "job.counts";
  const name = label.replace(/[\u2028\u2029\u0085]/g, " ");
  return `import qdesign as qd\n\njob = qd.Queue.open().job("${id}")${name ? `  # ${name}` : ""}\n${told}`;
}

const DONE = "A cell that fetches the job is in the notebook.";

export function addToNotebook(bench: Workbench, job: Job): Promise<void> {
  const code = cellText(job);
  return putCell(bench, code, DONE, code.split("\n")[2] ?? "");
}
