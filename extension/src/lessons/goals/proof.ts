/** A goal: a proof whose steps all hold, from the start to a body, or to few spiders. */

import { isCircuit } from "../../document/circuit";
import { bodyAt, type ProofStep, proofOf, START } from "../../document/proof";
import { same } from "../../document/same";
import { sameDrawing } from "../../document/same-drawing";
import { RULES } from "../../rewriting";
import type { Answer } from "../answer";
import { counted, type Found, found } from "../found";
import { type Goal, goalBody } from "../lesson";
import { failedStep, inPython, isOneDrawing } from "./proof-steps";

export function lookAtProof(goal: Goal, answer: Answer): Found {
  const { document } = answer;
  const proof = proofOf(document);
  if (!proof?.steps.size) return found("fail", "No step is taken yet.");
  if (!isBegun(answer)) return found("fail", "The proof begins with another drawing than the lesson.");
  const path = pathOf(proof.steps, proof.at);
  const byHand = path.find((step) => !isRewrite(step));
  if (byHand) return found("fail", `Step ${byHand.id} is no single rule; take rules here.`, byHand.id);
  const most = goal.steps ?? path.length;
  if (path.length > most) return found("fail", `${counted(path.length, "step")}; ${path.length - most} too many.`);
  const short = missing(goal, answer);
  if (short) return found("fail", short);
  const wrong = failedStep(document);
  if (wrong) return found("fail", `Step ${wrong} does not hold.`, wrong);
  return found("pass", `Reached in ${counted(path.length, "step")}, and each holds.`);
}

function isBegun({ document, start }: Answer): boolean {
  const drawn = bodyAt(document, START);
  const begun = proofOf(start) ? bodyAt(start, START) : start.body;
  if (!isCircuit(drawn) && !isCircuit(begun)) return isOneDrawing(drawn, begun);
  return same(drawn, begun) || inPython("Where the proof begins is compared in Python.");
}

/** Is it a rule or a lemma, here or everywhere, or only another form of the same? */
function isRewrite({ kind, rule, inner }: ProofStep): boolean {
  if (kind !== "strategy") return kind !== "edit";
  if (RULES.some(({ name }) => name === rule)) return true;
  // A rule of a kit, everywhere; lemmas are not meant.
  const isOther = inner.length === 1 && inner[0]?.rule === rule && !rule.startsWith("lemma:");
  return isOther ? inPython() : false;
}

/** What is missing of the goal; empty where it is reached. */
function missing(goal: Goal, { document }: Answer): string {
  const body = bodyAt(document, proofOf(document)?.at ?? START);
  if (goal.body !== undefined) {
    const wanted = goalBody(goal);
    const reached = isCircuit(body) && isCircuit(wanted) ? null : sameDrawing(body, wanted);
    if (reached === null) inPython("What is reached is compared in Python.");
    if (!reached) return "The drawing of the goal is not reached yet.";
  }
  if (goal.at_most === undefined || isCircuit(body)) return "";
  const number = [...body.spiders.values()].filter(({ kind }) => kind !== "boundary").length;
  const over = number - Math.trunc(goal.at_most);
  return number > goal.at_most ? `${counted(number, "spider")}; ${over} too many.` : "";
}

/** Steps from the start to one, in their order. */
function pathOf(steps: ReadonlyMap<string, ProofStep>, at: string): readonly ProofStep[] {
  const path: ProofStep[] = [];
  for (let step = steps.get(at); step && path.length < steps.size; step = steps.get(step.after)) path.push(step);
  return path.reverse();
}
