/** Which two documents are compared, as those who ask for it say: what changed, or both side by side. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { bodyAt, proofOf, START } from "../../document/proof";
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

/** What a side shows: a step of the proof by its id, the drawing as it is or was, or one of the pair. */
export type Source =
  | { readonly kind: "step"; readonly id: string }
  | { readonly kind: "drawing" }
  | { readonly kind: "back"; readonly steps: number }
  | { readonly kind: "given"; readonly which: 0 | 1 };

export type Form = "circuit" | "zx";

/** One of two sides; the form is the other one where the source is not drawn so. */
export interface Side {
  readonly source: Source;
  readonly form: Form;
}

export interface Comparison {
  /** The pair that was asked for last, if any. */
  readonly pair: Pair | null;
  /** How many steps back the drawing is compared with; 0 for the pair. */
  readonly back: number;
  /** Set where both are shown side by side with their maps; else what changed is. */
  readonly sides: readonly [Side, Side] | null;
}

export const COMPARISON = slot(() => new Cell<Comparison>({ pair: null, back: 1, sides: null }));

/** The panel below two sides: their maps. */
export const MAPS_TAB = "maps";

export function comparePair(bench: Workbench, pair: Pair): void {
  const [before, after] = [pair.before, pair.after].map((each) => each ?? bench.state.document);
  const circuits = before && after && isCircuit(before.body) && isCircuit(after.body);
  bench.at(COMPARISON).set({ pair, back: 0, sides: null });
  if (circuits) openOver(bench, "compare");
  else besides(bench, [given(bench, 0), given(bench, 1)]);
}

function given(bench: Workbench, which: 0 | 1): Side {
  const { pair } = bench.at(COMPARISON).value;
  const { body } = (which ? pair?.after : pair?.before) ?? bench.state.document;
  return { source: { kind: "given", which }, form: isCircuit(body) ? "circuit" : "zx" };
}

/** Shows two sides beside each other, their maps below. */
export function besides(bench: Workbench, sides: readonly [Side, Side]): void {
  bench.at(COMPARISON).patch({ sides });
  openOver(bench, "compare");
}

/** Shows two steps of the proof side by side, by their ids; the start where empty. */
export function openSteps(bench: Workbench, a: string, b: string): void {
  const side = (id: string): Side => {
    const found = attempt(() => bodyAt(bench.state.document, id));
    const circuit = "value" in found && isCircuit(found.value);
    return { source: { kind: "step", id }, form: circuit ? "circuit" : "zx" };
  };
  besides(bench, [side(a), side(b)]);
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

/** Two sides to begin with: the start of a proof and where it is, else the drawing in both forms. */
export function firstSides(document: Document): readonly [Side, Side] {
  const form = isCircuit(document.body) ? "circuit" : "zx";
  const proof = proofOf(document);
  if (!proof?.steps.size) {
    const source: Source = { kind: "drawing" };
    return [
      { source, form: "circuit" },
      { source, form: "zx" },
    ];
  }
  const start = attempt(() => bodyAt(document, START));
  const first = "value" in start && isCircuit(start.value) ? "circuit" : "zx";
  return [
    { source: { kind: "step", id: START }, form: first },
    { source: { kind: "step", id: proof.at }, form },
  ];
}
