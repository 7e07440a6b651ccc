/** Which two documents are compared, as those who ask for it say. */

import type { Document } from "../../document/circuit";
import { wholeDocument } from "../../state/inside";
import { Cell } from "./cell";
import { openOver } from "./over";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

/** Two documents by name; null for the drawing as it is. */
export interface Pair {
  readonly title: string;
  readonly names: readonly [string, string];
  readonly before: Document | null;
  readonly after: Document | null;
  /** False where one of them is a program, which has no values of parameters. */
  readonly isValued?: boolean;
}

export interface Comparison {
  /** The pair that was asked for last, if any. */
  readonly pair: Pair | null;
  /** How many steps back the drawing is compared with; 0 for the pair. */
  readonly back: number;
}

export const COMPARISON = slot(() => new Cell<Comparison>({ pair: null, back: 1 }));

export function comparePair(bench: Workbench, pair: Pair): void {
  bench.at(COMPARISON).set({ pair, back: 0 });
  openOver(bench, "compare");
}

/** What would come in place of the drawing. */
export function compareOffer(bench: Workbench, title: string, document: Document): void {
  comparePair(bench, { title, names: ["The drawing", title], before: null, after: document });
}

/** What the drawing has of its own against what comes from elsewhere. */
export function compareWith(bench: Workbench, title: string, document: Document, isValued: boolean): void {
  // The whole one, where the definition of a gate is open.
  const after = bench.state.outer ? wholeDocument(bench.state) : null;
  comparePair(bench, { title, names: [title, "The drawing"], before: document, after, isValued });
}
