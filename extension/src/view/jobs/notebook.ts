/** A cell that fetches a job: put into the notebook at hand, or copied where there is none. */

import { type Job, NEW_CELL } from "../../port";
import type { Workbench } from "../workbench/workbench";

export function cellText({ id, label, num_parts }: Pick<Job, "id" | "label" | "num_parts">): string {
  // A name is one line, but may hold what ends a comment's line elsewhere.
  const told = num_parts ? "job.energy, job.energy_error" : "job.counts";
  const name = label.replace(/[\u2028\u2029\u0085]/g, " ");
  return `import qdesign as qd\n\njob = qd.Queue.open().job("${id}")${name ? `  # ${name}` : ""}\n${told}`;
}

export async function addToNotebook(bench: Workbench, job: Job): Promise<void> {
  const code = cellText(job);
  const event = new CustomEvent(NEW_CELL, { detail: { code, near: bench.root }, cancelable: true });
  if (!window.dispatchEvent(event)) {
    bench.say("ok", "A cell that fetches the job is in the notebook.");
    return;
  }
  try {
    await navigator.clipboard.writeText(code);
    bench.say("ok", "The cell is copied: paste it into a notebook.");
  } catch {
    bench.say("error", `The browser did not let it be copied. In a notebook: ${code.split("\n")[2] ?? ""}`);
  }
}
