/** A goal: a proof. What is missing is told here; whether each step holds is Python's to tell. */

import { Refusal } from "../../document/errors";
import { bodyAt, type ProofStep, proofOf, START } from "../../document/proof";
import { same } from "../../document/same";
import type { Answer } from "../answer";
import { counted, type Found, found } from "../found";
import type { Goal } from "../lesson";

export function lookAtProof(goal: Goal, { document, start }: Answer): Found {
  const proof = proofOf(document);
  if (!proof?.steps.size) return found("fail", "No step is taken yet.");
  const begun = proofOf(start) ? bodyAt(start, START) : start.body;
  if (!same(bodyAt(document, START), begun)) inPython("Where the proof begins is compared in Python.");
  const path = pathOf(proof.steps, proof.at);
  const byHand = path.find(({ kind }) => kind === "edit");
  if (byHand) return found("fail", `Step ${byHand.id} is no single rule; take rules here.`, byHand.id);
  if (path.some(({ kind }) => kind === "strategy")) inPython("This is checked in Python.");
  const most = goal.steps ?? path.length;
  if (path.length > most) return found("fail", `${counted(path.length, "step")}; ${path.length - most} too many.`);
  if (goal.body !== undefined) inPython("What is reached is compared in Python.");
  const { body } = document;
  if (goal.at_most !== undefined && body.kind === "diagram") {
    const number = [...body.spiders.values()].filter(({ kind }) => kind !== "boundary").length;
    const over = number - Math.trunc(goal.at_most);
    if (number > goal.at_most) return found("fail", `${counted(number, "spider")}; ${over} too many.`);
  }
  inPython(`Reached in ${counted(path.length, "step")}; that each holds is checked in Python.`);
}

/** Steps from the start to one, in their order. */
function pathOf(steps: ReadonlyMap<string, ProofStep>, at: string): readonly ProofStep[] {
  const path: ProofStep[] = [];
  for (let step = steps.get(at); step && path.length < steps.size; step = steps.get(step.after)) path.push(step);
  return path.reverse();
}

function inPython(message: string): never {
  throw new Refusal("NotInPage", message);
}
