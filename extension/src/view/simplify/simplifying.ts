/** Simplified in Python; the document becomes what was shown to be equal. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { SimplifyResult } from "../../port";
import { askLong } from "../workbench/ask-long";
import { laidOut } from "../workbench/diagram-layout";
import { ZOOM } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";

/** The panel that shows what came of it. */
export const STEPS_TAB = "steps";

export async function simplifyDocument(bench: Workbench, strategy: string, minimize: string): Promise<void> {
  const answer = await askLong(bench, "Simplifying", { ask: "simplify", document: bench.flush(), strategy, minimize });
  if (answer) await takeSimpler(bench, answer.result, "python.simplify");
}

/** Does without the parameters that move nothing new; the gates that only they turn go. */
export async function dropRedundant(bench: Workbench): Promise<void> {
  const answer = await askLong(bench, "Dropping redundant parameters", {
    ask: "drop_redundant",
    document: bench.flush(),
  });
  if (answer) await takeSimpler(bench, answer.result, "python.drop_redundant");
}

/** What a simplification began with and came to, to draw beside its figures. */
const drawings = new WeakMap<SimplifyResult, { readonly before: Document; readonly after: Document }>();

export function drawingsOf(
  result: SimplifyResult,
): { readonly before: Document; readonly after: Document } | undefined {
  return drawings.get(result);
}

async function takeSimpler(bench: Workbench, result: SimplifyResult, intent: string): Promise<void> {
  const read = attempt(() => loads(result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  const after = await laidOut(bench, read.value);
  drawings.set(result, { before: bench.state.document, after });
  bench.ui.patch({ simplified: result, tab: STEPS_TAB });
  if (result.verdict.equal !== true) {
    bench.say("error", "The result could not be shown to be equal, so nothing was changed.");
    return;
  }
  bench.replaceDocument(after, intent);
  if (!isCircuit(after.body)) bench.at(ZOOM).value?.fit();
}
