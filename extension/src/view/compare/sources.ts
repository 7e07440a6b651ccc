/** What a side can show: steps of the proof, the drawing, the pair that was asked for, an earlier drawing. */

import { type Document, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { bodyAt, type Proof, proofOf, START, withoutProof } from "../../document/proof";
import type { Comparison, Side, Source } from "../workbench/comparison";
import { titleOf } from "../workbench/step-title";

/** Earlier drawings that can be chosen. */
const MOST_BACK = 20;

export interface Listed {
  readonly source: Source;
  readonly key: string;
  readonly name: string;
}

export function keyOf(source: Source): string {
  switch (source.kind) {
    case "step":
      return `step ${source.id}`;
    case "given":
      return `given ${source.which}`;
    case "back":
      return `back ${source.steps}`;
    case "drawing":
      return "drawing";
  }
}

/** What is to be had of a document. */
export function listed(document: Document, past: readonly Document[], { pair }: Comparison): readonly Listed[] {
  const found: (readonly [Source, string])[] = [];
  const proof = proofOf(document);
  if (proof) {
    for (const { id, label } of filmOf(proof)) found.push([{ kind: "step", id }, `${label} · ${stepName(proof, id)}`]);
  }
  found.push([{ kind: "drawing" }, proof ? "The drawing now" : "The drawing"]);
  if (pair) {
    pair.names.forEach((name, which) => {
      if (which ? pair.after : pair.before) found.push([{ kind: "given", which: which as 0 | 1 }, name]);
    });
  }
  if (!proof) {
    for (let k = 1; k <= Math.min(MOST_BACK, past.length); k++) {
      found.push([{ kind: "back", steps: k }, k === 1 ? "The step before" : `${k} steps before`]);
    }
  }
  return found.map(([source, name]) => ({ source, key: keyOf(source), name }));
}

function stepName(proof: Proof, id: string): string {
  const step = proof.steps.get(id);
  return id === START || !step ? "Start" : titleOf(step);
}

/** "step 3", "the drawing", to stand in a sentence. */
export function shortName(document: Document, source: Source, names: readonly [string, string] | undefined): string {
  if (source.kind === "step") {
    const proof = proofOf(document);
    const frame = proof && filmOf(proof).find(({ id }) => id === source.id);
    return `step ${frame?.label ?? "?"}`;
  }
  if (source.kind === "given") return names?.[source.which] ?? "the other";
  if (source.kind === "back") return source.steps === 1 ? "the step before" : `${source.steps} steps before`;
  return "the drawing";
}

/** The body of a side, or why there is none. */
export function bodyOf(
  document: Document,
  past: readonly Document[],
  { source }: Side,
  { pair }: Comparison,
): Document["body"] | string {
  switch (source.kind) {
    case "drawing":
      return document.body;
    case "given":
      return ((source.which ? pair?.after : pair?.before) ?? document).body;
    case "back":
      return past[past.length - source.steps]?.body ?? "There is no such earlier step any more. Choose another.";
    case "step": {
      const found = attempt(() => bodyAt(document, source.id));
      return "refusal" in found ? `${found.refusal.message} Choose another step.` : found.value;
    }
  }
}

/** A body as a document by itself. */
export function alone(document: Document, body: Document["body"]): Document {
  return withoutProof(withBody(document, body));
}
