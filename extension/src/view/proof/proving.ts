/** What the proof room does with a document: begin, go, keep an edit as a step, compare every step again. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import {
  begun,
  bodyAt,
  type Compare,
  goTo,
  proofOf,
  renamed,
  type StoredVerdict,
  settled,
  withoutProof,
  withProved,
} from "../../document/proof";
import { stepVerdict } from "../../rewriting/verdict";
import { NO_SELECTION } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { askLong } from "../workbench/ask-long";
import { Cell } from "../workbench/cell";
import { leaveOver } from "../workbench/over";
import { slot } from "../workbench/slot";
import type { Workbench } from "../workbench/workbench";

const ELSEWHERE: StoredVerdict = {
  equal: null,
  method: "one of the two is a circuit, and this page compares diagrams",
  points: 0,
  max_error: null,
  exact: false,
};

const compare: Compare = (before, after) => {
  if (isCircuit(before) || isCircuit(after)) return ELSEWHERE;
  const made = attempt(() => stepVerdict(before, after));
  return "refusal" in made ? { ...ELSEWHERE, method: made.refusal.message } : made.value;
};

/** An edit while there is a proof is a step of it, or keeps where spiders were moved to; undo takes both back. */
export function settle(bench: Workbench): void {
  const { document, outer } = bench.state;
  if (outer) return;
  const made = attempt(() => settled(document, compare));
  if (!("value" in made) || made.value === document) return;
  bench.dispatch(aside("proof.settle", { document: made.value, preview: bench.state.preview }));
}

export function prove(bench: Workbench): void {
  bench.dispatch(step("proof.begin", { document: begun(bench.state.document) }));
}

/** Takes the proof away; what is drawn stays, and undo brings it back. */
export function endProof(bench: Workbench): void {
  bench.dispatch(step("proof.end", { document: withoutProof(bench.state.document) }));
}

export function show(bench: Workbench, id: string): void {
  const { document } = bench.state;
  const made = attempt(() => goTo(document, id));
  if ("refusal" in made) bench.say("error", made.refusal.message);
  else if (made.value !== document) {
    // A step is shown where it is drawn.
    if (bench.ui.value.view === "compare") leaveOver(bench);
    bench.dispatch(step("proof.go", { document: made.value, selection: NO_SELECTION, preview: null, notice: null }));
  }
}

export function rename(bench: Workbench, id: string, name: string): void {
  bench.dispatch(step("proof.rename", { document: renamed(bench.state.document, id, name.trim()) }));
}

/** What came of comparing every step again. */
export interface Checked {
  /** The proof that was checked, as the document kept it. */
  readonly proof: Document["proof"];
  readonly done: number;
  readonly seconds: number;
  /** Steps that do not hold, and those that this page cannot compare. */
  readonly failed: ReadonlySet<string>;
  readonly unknown: number;
  /** By Python's checker, which shares no code with the rules; else by the page. */
  readonly independent: boolean;
}

export const CHECKED = slot(() => new Cell<Checked | null>(null));

/** Compares every step with the one before once more, a few at a time, so that the page goes on. */
export async function checkAgain(bench: Workbench): Promise<void> {
  const { document } = bench.state;
  const proof = proofOf(document);
  if (!proof) return;
  const begunAt = performance.now();
  if (bench.asker.can("check_proof")) {
    const answer = await askLong(bench, "Checking the proof", { ask: "check_proof", document: bench.flush() });
    if (!answer) return;
    const { wrong, unknown, verdicts } = answer.result;
    const found = Object.entries(verdicts).map(([id, { is_exact: exact, permutation: _, ...each }]) => {
      return [id, { ...each, exact }] as const;
    });
    const now = bench.state.document;
    if (now.proof === document.proof) {
      const better = withProved(now, new Map(found));
      if (better !== now) bench.dispatch(aside("proof.proved", { document: better, preview: bench.state.preview }));
    }
    bench.at(CHECKED).set({
      proof: now.proof === document.proof ? bench.state.document.proof : document.proof,
      done: proof.steps.size,
      seconds: (performance.now() - begunAt) / 1000,
      failed: new Set(Object.keys(wrong)),
      unknown: unknown.length,
      independent: true,
    });
    const [first] = Object.entries(wrong);
    const number = filmOf(proof).find(({ id }) => id === first?.[0])?.label;
    if (first) bench.say("error", `Step ${number ?? first[0]}: ${first[1]}.`);
    return;
  }
  const failed = new Set<string>();
  let unknown = 0;
  let done = 0;
  for (const each of proof.steps.values()) {
    const made = attempt(() => {
      const [before, after] = [bodyAt(document, each.after), bodyAt(document, each.id)];
      if (isCircuit(before) || isCircuit(after)) return ELSEWHERE;
      return stepVerdict(before, after, each.selection);
    });
    if ("refusal" in made || made.value.equal === false) failed.add(each.id);
    else if (made.value.equal === null) unknown += 1;
    done += 1;
    if (done % 10 === 0) await new Promise((go) => setTimeout(go));
  }
  const seconds = (performance.now() - begunAt) / 1000;
  bench.at(CHECKED).set({ proof: document.proof, done, seconds, failed, unknown, independent: false });
}
