/** Labeled data: which document is about them, and which of its parameters are inputs. */

import type { Document } from "../../document/circuit";
import { saidProblem } from "../../document/problem";
import type { Workbench } from "../workbench/workbench";

/** Does a document say that it is about labeled data, of which a loss over rows is lowered? */
export function isLabeled(bench: Workbench, document: Document): boolean {
  const name = document.observable && saidProblem(document)?.name;
  return bench.ui.value.catalog.problem.some((row) => row.is_labeled && row.name === name);
}

/** Does a row set this parameter? All others are weights. */
export function isInput(name: string): boolean {
  return /^x_\d+$/.test(name);
}
