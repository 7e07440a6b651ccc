/** Which figures have a card, in which order: all of the catalog, those of other packages too. */

import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { HERE } from "./here";
import type { AnalysisRow } from "./wanted";

/** What is looked at first, in this order; the rest of the catalog stands under "More figures". */
const FIRST: readonly string[] = [
  "gradient_variance",
  "expressibility",
  "entangling_capability",
  "simulability",
  "fourier_spectrum",
  "light_cone",
];
/** What the head and the card of parameters tell. */
const TOLD: readonly string[] = ["counts", "parameter_rank", "standings"];

/** Rows of the catalog as Python lists them, none before it answers; those of the page where none does. */
export function useRows(): readonly AnalysisRow[] {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog) as { readonly analysis?: readonly AnalysisRow[] };
  return bench.asker.can("analyze") ? (catalog.analysis ?? []) : HERE;
}

export function firstRows(rows: readonly AnalysisRow[]): readonly AnalysisRow[] {
  return FIRST.flatMap((name) => rows.find((row) => row.name === name) ?? []);
}

export function moreRows(rows: readonly AnalysisRow[]): readonly AnalysisRow[] {
  return rows.filter(({ name }) => !FIRST.includes(name) && !TOLD.includes(name));
}
