/** Which figures have a card, in which order: all of the catalog, those of other packages too. */

import type { Document } from "../../document/circuit";
import { isInput } from "../../document/inputs";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { HERE } from "./here";
import type { AnalysisRow } from "./wanted";

/** What is looked at first, in this order; the rest of the catalog stands under "More figures". */
export const FIRST: readonly string[] = [
  "trainability",
  "expressibility",
  "entangling_capability",
  "simulability",
  "fourier_spectrum",
  "light_cone",
];
/** What stands in place of one that is not there or not known. */
const INSTEAD: Readonly<Record<string, string>> = { trainability: "gradient_variance" };
/** The figure of how many parameters count, for what is not drawn. */
export const RANK = "parameter_rank";

/** What the head and the card of parameters tell. */
const TOLD: readonly string[] = ["counts", RANK, "standings"];

/** Rows of the catalog as Python lists them, none before it answers; those of the page where none does. */
export function useRows({ parameters }: Document): readonly AnalysisRow[] {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog) as { readonly analysis?: readonly AnalysisRow[] };
  const all = bench.asker.can("analyze") ? (catalog.analysis ?? []) : HERE;
  const hasInputs = parameters.some(({ name }) => isInput(name));
  return hasInputs ? all : all.filter((row) => !row.of_inputs);
}

/** A place among the first cards: its figure, and what stands there where that is not known. */
export interface Place {
  readonly row: AnalysisRow;
  readonly instead?: AnalysisRow | undefined;
}

export function firstRows(rows: readonly AnalysisRow[]): readonly Place[] {
  const find = (name: string | undefined): AnalysisRow | undefined => rows.find((row) => row.name === name);
  return FIRST.flatMap((name): readonly Place[] => {
    const [row, instead] = [find(name), find(INSTEAD[name])];
    if (row) return [{ row, instead }];
    return instead ? [{ row: instead }] : [];
  });
}

/** All others; of two for one place the one that does not stand there. */
export function moreRows(
  rows: readonly AnalysisRow[],
  first: readonly Place[],
  isKnown: (row: AnalysisRow) => boolean,
): readonly AnalysisRow[] {
  const shown = first.map(({ row, instead }) => (instead && !isKnown(row) ? instead : row).name);
  return rows.filter(({ name }) => !shown.includes(name) && !TOLD.includes(name));
}
