/** Simplified in Python; the document becomes what was shown to be equal. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { withoutProof, withStep } from "../../document/proof";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { SimplifyResult } from "../../port";
import { askLong } from "../workbench/ask-long";
import { laidOut } from "../workbench/diagram-layout";
import { FIGURES, redundantGates } from "../workbench/figures";
import { type Made, takeResult } from "../workbench/results";
import type { How } from "../workbench/simplify";
import { ZOOM } from "../workbench/slots";
import { STEPS_TAB } from "../workbench/ui";
import type { Workbench } from "../workbench/workbench";

export async function simplifyDocument(bench: Workbench, how: How): Promise<void> {
  const of = bench.state.document;
  const answer = await askLong(bench, "Simplifying", { ask: "simplify", document: bench.flush(), ...how });
  if (answer)
    await takeSimpler(bench, answer.result, {
      title: "Simplify",
      of,
      intent: "python.simplify",
      bodyAlone: of.proof === undefined,
      strategy: how.strategy,
    });
}

/** Does without the parameters that move nothing new; the gates that only they turn go. */
export async function dropRedundant(bench: Workbench): Promise<void> {
  const of = bench.state.document;
  const rank = bench.at(FIGURES).value.result?.rank;
  // Where they meet in one angle already, a proof of the same map has nothing to reduce: it ends.
  const ends = of.proof !== undefined && !!rank && redundantGates(of.body, rank).size === 0;
  const given = bench.flush();
  const answer = await askLong(bench, "Dropping redundant parameters", {
    ask: "drop_redundant",
    document: ends ? dumps(withoutProof(of)) : given,
  });
  if (!answer) return;
  await takeSimpler(bench, answer.result, {
    title: "Reduce",
    of,
    intent: "python.drop_redundant",
    strategy: "Reduce",
    ends,
  });
}

/** What a simplification began with and came to, to draw beside its figures. */
const drawings = new WeakMap<SimplifyResult, { readonly before: Document; readonly after: Document }>();

export function drawingsOf(
  result: SimplifyResult,
): { readonly before: Document; readonly after: Document } | undefined {
  return drawings.get(result);
}

interface Simpler extends Omit<Made, "document"> {
  readonly strategy: string;
  /** Does the proof end with it? */
  readonly ends?: boolean;
}

async function takeSimpler(bench: Workbench, result: SimplifyResult, given: Simpler): Promise<void> {
  const { strategy, ends, ...made } = given;
  const read = attempt(() => loads(result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  const after = await laidOut(bench, read.value, made.of);
  drawings.set(result, { before: made.of, after });
  // In a proof it is a step, which the film shows.
  const tab = made.of.proof !== undefined && bench.ui.value.tab === "proof" ? "proof" : STEPS_TAB;
  bench.ui.patch({ simplified: result, tab, folded: false });
  if (result.verdict.equal !== true && !result.unequal) {
    bench.say("error", "The result could not be shown to be equal, so nothing was changed.");
    return;
  }
  const fit = (): void => {
    if (!isCircuit(after.body)) bench.at(ZOOM).value?.fit();
  };
  const { unequal } = result;
  const title = unequal ? "Not equal: another order" : made.title;
  takeResult(bench, { ...made, title, document: proved(given, after, result), finish: fit, unequal });
}

/** While a diagram is being proved, what was simplified is a step of the proof. */
function proved({ of: before, strategy, ends }: Simpler, after: Document, result: SimplifyResult): Document {
  const { verdict, steps, unequal } = result;
  if (before.proof === undefined || ends || unequal) return after;
  const inner = steps.flatMap(({ title, rules }) => {
    const inside = Object.entries(rules).map(([rule, count]) => ({ rule, count }));
    return inside.length ? inside : [{ rule: title, count: 1 }];
  });
  const stored = { ...verdict, exact: verdict.is_exact };
  return withStep(before, {
    kind: "strategy",
    rule: strategy,
    selection: [],
    body: after.body,
    verdict: stored,
    origins: new Map(Object.entries(result.origins)),
    inner,
  });
}
