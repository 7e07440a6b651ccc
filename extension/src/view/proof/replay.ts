/** The steps of a proof taken again: on the same start, or on a drawing that was edited, as far as they apply. */

import { type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import { filmOf, following, wayBetween } from "../../document/film";
import { bodyAt, type Proof, type ProofStep, proofOf, START, type Taken, withStep } from "../../document/proof";
import { sameDrawing } from "../../document/same-drawing";
import { everywhere, preview, RULES } from "../../rewriting";
import { stepVerdict } from "../../rewriting/verdict";
import { count } from "../../scene/describe";
import { spokenWords } from "../../scene/diagram";
import { NO_SELECTION } from "../../state/state";
import { step } from "../../state/transaction";
import { isInPython, ruleNamed } from "../workbench/rules";
import { titleOf } from "../workbench/step-title";
import type { Workbench } from "../workbench/workbench";

/**
 * What is taken again at the step that is shown: what follows it; of an edit or the end of a branch, what its branch
 * left behind.
 */
export function replayed(proof: Proof): readonly ProofStep[] {
  const own = following(proof, proof.at);
  const ids = own.length ? own : left(proof);
  return ids.flatMap((id) => proof.steps.get(id) ?? []);
}

/** The steps of the line that the branch with the step that is shown left. */
function left(proof: Proof): readonly string[] {
  const way = wayBetween(proof, START, proof.at) ?? [];
  for (const { id, after } of [...way].reverse()) {
    const first = following(proof, after);
    if (first.length && first[0] !== id) return first;
  }
  return [];
}

/** Takes them again. Where they follow what is shown nothing is added; it says whether each gives the same. */
export function replay(bench: Workbench): void {
  const { document } = bench.state;
  const proof = proofOf(document);
  const listed = proof ? replayed(proof) : [];
  if (!proof || !listed.length) {
    bench.say("ok", "No steps to take again here. Go to the start, or edit a drawing that steps follow.");
    return;
  }
  const labels = new Map(filmOf(proof).map(({ id, label }) => [id, label]));
  const again = listed[0]?.after === proof.at;
  let now = document;
  let done = 0;
  for (const each of listed) {
    const taken = isCircuit(now.body) ? "it follows a circuit" : takenAgain(bench, each, now.body);
    const where = `Step ${labels.get(each.id) ?? ""}, ${titleOf(each)}`;
    if (typeof taken === "string") {
      finish(bench, again ? document : now, `${told(done)} ${where}, is where it stops: ${taken}.`);
      return;
    }
    if (again && sameDrawing(taken.body, bodyAt(document, each.id)) === false) {
      bench.say("error", `${told(done)} ${where}, gives another drawing when it is taken again.`);
      return;
    }
    now = withStep(now, taken);
    done += 1;
  }
  finish(bench, again ? document : now, `${told(done)} ${again ? "Each gives the same drawing." : "All apply."}`);
}

const told = (done: number): string => `${count(done, "step")} taken again.`;

function finish(bench: Workbench, document: Document, words: string): void {
  if (document !== bench.state.document) {
    bench.dispatch(step("proof.replay", { document, selection: NO_SELECTION, preview: null, notice: null }));
  }
  bench.say("ok", words);
}

/** A step on another body; or why it does not apply there. */
function takenAgain(bench: Workbench, each: ProofStep, body: DiagramBody): Taken | string {
  const { kind, rule, selection, options, inner } = each;
  const made = attempt(() => bodyOf(bench, each, body));
  if ("refusal" in made) return made.refusal.message.replace(/\.$/, "");
  if (typeof made.value === "string") return made.value;
  const { origins, ...rest } = made.value;
  const verdict = stepVerdict(body, rest.body, selection);
  if (verdict.equal === false) return "it gives another map here";
  return { kind, rule, selection, options, body: rest.body, verdict, inner, ...(origins ? { origins } : {}) };
}

interface Given {
  readonly body: DiagramBody;
  readonly origins?: ReadonlyMap<string, readonly string[]>;
}

function bodyOf(bench: Workbench, each: ProofStep, body: DiagramBody): Given | string {
  const { kind, rule, selection, options } = each;
  if (kind === "edit") return "it is an edit by hand";
  if (kind === "extract" || kind === "diagram") return "a circuit and a diagram are made of each other in Python";
  if (kind === "strategy" && !RULES.some(({ name }) => name === rule) && !rule.startsWith("lemma:")) {
    return "Python makes it; take 'Simplify from here' there";
  }
  const row = ruleNamed(bench, options.get("backwards") === true ? rule.replace(/^lemma:/, "lemma-back:") : rule);
  if (isInPython(row)) return "its rule runs in Python alone";
  if (kind === "strategy") {
    const done = everywhere(body, row);
    return done.steps.length ? { body: done.body } : "its rule applies nowhere";
  }
  const gone = selection.find((id) => !body.spiders.has(id) && !body.edges.has(id));
  if (gone !== undefined) return "what it was taken at is not there";
  const made = preview(body, row, selection, kind === "rule" ? options : new Map());
  if (!(made instanceof Refusal)) return made;
  return spokenWords(body, made.message.replace(/^The rule .*? does not apply here: |\. Select something.*$/gs, ""));
}
