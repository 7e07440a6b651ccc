/** Labeled data: which document is about them, which of its parameters are inputs, how its circuit reads the rows. */

import type { Document } from "../../document/circuit";
import { saidProblem } from "../../document/problem";
import type { AccuracyResult } from "../../port";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
import type { Workbench } from "../workbench/workbench";

/** Does a document say that it is about labeled data, of which a loss over rows is lowered? */
export function isLabeled(bench: Workbench, document: Document): boolean {
  const name = document.observable && saidProblem(document)?.name;
  return bench.ui.value.catalog.problem.some((row) => row.is_labeled && row.name === name);
}

/** How the circuit reads the rows at the values that rested last; null where that is not known. */
export const READ = slot(() => new Cell<AccuracyResult | null>(null));
