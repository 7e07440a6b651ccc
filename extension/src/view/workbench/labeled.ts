/** Labeled data: which document is about them, what figures are of then, how its circuit reads the rows. */

import type { Document } from "../../document/circuit";
import { isInput } from "../../document/inputs";
import { saidProblem } from "../../document/problem";
import type { AccuracyResult } from "../../port";
import { Cell } from "./cell";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

/** Does a document say that it is about labeled data, of which a loss over rows is lowered? */
export function isLabeled(bench: Workbench, document: Document): boolean {
  const name = document.observable && saidProblem(document)?.name;
  return bench.ui.value.catalog.problem.some((row) => row.is_labeled && row.name === name);
}

/** What training lowers, as screens call it. */
export function costOf(bench: Workbench, document: Document): "energy" | "loss" {
  return isLabeled(bench, document) ? "loss" : "energy";
}

/** What a figure along some parameters is of; an input that moves makes other samples. */
export function measureOf(labeled: boolean, moved: readonly string[]): string {
  if (!labeled) return "Energy";
  return moved.some(isInput) ? "⟨Z₀⟩" : "⟨Z₀⟩ of this sample";
}

/** How the circuit reads the rows at the values that rested last; null where that is not known. */
export const READ = slot(() => new Cell<AccuracyResult | null>(null));
