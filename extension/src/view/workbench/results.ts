/** What was asked about one document comes back when there may be another: it is put in, or offered beside. */

import { type Document, isCircuit } from "../../document/circuit";
import { replaceBody } from "../../document/follow";
import { levelOfDocument } from "../../state/inside";
import { aside } from "../../state/transaction";
import { Cell } from "./cell";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

/** A document that was made of another one. */
export interface Made {
  /** What made it, as a person knows it. */
  readonly title: string;
  /** What it was made of. */
  readonly of: Document;
  readonly document: Document;
  /** Is only the body made, the rest being what was asked about? Then it fits while the body is the same. */
  readonly bodyAlone?: boolean;
  readonly intent: string;
  /** Where it is another map on purpose, what it is: then it is only offered. */
  readonly unequal?: string;
  /** Done once it is put in. */
  readonly finish?: () => void;
}

/** A result for a document that has moved on, until it is taken or thrown away. */
export const OFFER = slot(() => new Cell<Made | null>(null));

/** Puts a result in where the document is still the one that was asked about; else offers it beside. */
export function takeResult(bench: Workbench, made: Made): void {
  const now = bench.state.document;
  if (made.unequal) bench.at(OFFER).set(made);
  else if (now === made.of) put(bench, made, made.document);
  else if (made.bodyAlone && now.body === made.of.body) put(bench, made, replaceBody(now, made.document.body));
  else bench.at(OFFER).set(made);
}

function put(bench: Workbench, made: Made, document: Document): void {
  bench.at(OFFER).set(null);
  const asked = levelOfDocument(made.of);
  if (asked !== levelOfDocument(bench.state.document)) {
    const where = asked ? `the gate '${asked}'` : "the whole circuit";
    bench.say("error", `${made.title} was asked for ${where}. Go back there and ask again.`);
    return;
  }
  bench.replaceDocument(document, made.intent);
  made.finish?.();
}

/** Takes what is offered in place of what is drawn: one step, so that undo brings that back. */
export function takeOffer(bench: Workbench): void {
  const made = bench.at(OFFER).value;
  if (made) put(bench, made, made.document);
}

export function dropOffer(bench: Workbench): void {
  const shown = bench.state.preview === bench.at(OFFER).value?.document;
  bench.at(OFFER).set(null);
  if (shown) bench.dispatch(aside("result.drop", { preview: null }));
}

/** Draws what is offered in place of what is there, for a look; again, and what is there comes back. */
export function showOffer(bench: Workbench): void {
  const document = bench.at(OFFER).value?.document;
  if (!document) return;
  const preview = bench.state.preview === document ? null : document;
  bench.dispatch(aside("result.show", { preview }));
}

/** Can what is offered be drawn where the other one is? */
export function canShow(made: Made, now: Document): boolean {
  const sameLevel = levelOfDocument(made.of) === levelOfDocument(now);
  return sameLevel && isCircuit(made.document.body) === isCircuit(now.body);
}
