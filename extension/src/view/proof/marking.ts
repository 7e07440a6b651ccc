/** Which steps are marked in the film: two to compare, or the ends of a run; runs that are open. */

import { wayBetween } from "../../document/film";
import type { Proof, ProofStep } from "../../document/proof";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";

/** Ids of two cards, in the order in which they were marked. */
export interface Marked {
  readonly from: string;
  readonly to: string;
}

export const MARKED = slot(() => new Cell<Marked | null>(null));

/** First steps of runs that are shown step by step. */
export const OPENED = slot(() => new Cell<ReadonlySet<string>>(new Set()));

/** The marked ends as a line of the proof, the earlier one first; null where neither leads to the other. */
export function lineOf(
  proof: Proof,
  { from, to }: Marked,
): { from: string; to: string; way: readonly ProofStep[] } | null {
  const way = wayBetween(proof, from, to);
  if (way) return { from, to, way };
  const back = wayBetween(proof, to, from);
  return back && { from: to, to: from, way: back };
}
