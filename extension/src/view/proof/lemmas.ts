/** Lemmas are named here: a run of steps, or the drawing and another one, verified in Python. */

import { type CircuitBody, type DiagramBody, isCircuit, withBody } from "../../document/circuit";
import { type Lemma, withLemma } from "../../document/lemmas";
import { withoutProof } from "../../document/proof";
import { dumps } from "../../document/write";
import { step } from "../../state/transaction";
import { askLong } from "../workbench/ask-long";
import { askRulebook, lemmasIn, lemmaVerdict, NAMING, type Naming } from "../workbench/lemmas";
import type { Workbench } from "../workbench/workbench";

type Body = CircuitBody | DiagramBody;

/** Opens the form that makes a lemma of the bodies at two steps, left and right; "" is the start. */
export function nameAsLemma(bench: Workbench, from: string, to: string): void {
  open(bench, { kind: "steps", from, to });
}

/** Opens the form that makes a lemma of the drawing, on the left, and another one. */
export function lemmaOfDrawings(bench: Workbench): void {
  if (isCircuit(bench.state.document.body)) {
    bench.say("error", "A lemma is of ZX diagrams. Edit the circuit as a diagram first.");
  } else open(bench, { kind: "drawings" });
}

function open(bench: Workbench, naming: Naming): void {
  bench.at(NAMING).set(naming);
  bench.ui.patch({ tab: "proof", folded: false, pane: "tabs", message: null });
}

/** Two sides with what they are to be called. */
export interface Sides {
  readonly name: string;
  readonly left: Body;
  readonly right: Body;
  /** Are these two steps, of which the part that differs becomes the lemma? */
  readonly part: boolean;
  /** In the person's rulebook too? */
  readonly keep: boolean;
}

/** Has two sides verified, and puts the lemma into the document; why not, or null where it is done. */
export async function makeLemma(bench: Workbench, { name, left, right, part, keep }: Sides): Promise<string | null> {
  let why: string | null = "";
  const text = (body: Body): string => dumps(withBody(withoutProof(bench.state.document), body));
  const question = { ask: "lemma", left: text(left), right: text(right), name, part, keep } as const;
  const answer = await askLong(bench, "Comparing the two sides", question, (failure) => {
    why = failure.message;
  });
  if (!answer) return why || null;
  const [lemma] = lemmasIn(answer.result.document);
  if (!lemma) return "The lemma could not be read.";
  put(bench, lemma);
  if (keep) void askRulebook(bench, "");
  return null;
}

function put(bench: Workbench, lemma: Lemma): void {
  bench.dispatch(step("proof.lemma", { document: withLemma(bench.state.document, lemma) }));
  bench.at(NAMING).set(null);
  bench.say("ok", `The lemma '${lemma.name}' is ${lemmaVerdict(lemma)}, and stands among the rules now.`);
}
