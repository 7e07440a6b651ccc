/** A lesson and an answer → what each goal finds, in the page; the same words as qdesign/lessons/checking.py. */

import { type Document, isCircuit } from "../document/circuit";
import { attempt } from "../document/errors";
import { countOperations, flatten } from "../document/flatten";
import { proofOf } from "../document/proof";
import type { Answer } from "./answer";
import { type Found, found, type Outcome } from "./found";
import { lookAtCount } from "./goals/count";
import { lookAtEnergy } from "./goals/energy";
import { lookAtEqual } from "./goals/equal";
import { lookAtMap } from "./goals/linear-map";
import { lookAtPrediction } from "./goals/prediction";
import { lookAtProof } from "./goals/proof";
import { lookAtState } from "./goals/state";
import type { Goal, Lesson } from "./lesson";

export interface CheckedGoal extends Found {
  readonly name: string;
  readonly title: string;
  /** Can only Python tell? */
  readonly inPython: boolean;
}

/** As qdesign/lessons/limited.py. */
const MOST_GATES = 20_000;
const MOST_STEPS = 1_000;

const LOOKS: Readonly<Record<Goal["kind"], (goal: Goal, answer: Answer) => Found>> = {
  state: lookAtState,
  map: lookAtMap,
  energy: lookAtEnergy,
  count: lookAtCount,
  equal: lookAtEqual,
  proof: lookAtProof,
  prediction: lookAtPrediction,
};

/** What is right about a drawing, goal by goal. */
export function check(lesson: Lesson, document: Document, module: WebAssembly.Module): readonly CheckedGoal[] {
  const words = tooLarge(document);
  if (words) {
    return lesson.goals.map(({ name, title }) => ({ ...found("undecided", words), name, title, inPython: false }));
  }
  const answer = { document, start: lesson.start, module };
  return [...lesson.goals.map((goal) => look(goal, answer)), ...outside(lesson, document)];
}

/** Why nothing is checked; empty where it is. */
function tooLarge(document: Document): string {
  if (isCircuit(document.body) && countOperations(document.body) > MOST_GATES) {
    return `More than ${MOST_GATES.toLocaleString("en")} gates take longer than a check may.`;
  }
  if ((proofOf(document)?.steps.size ?? 0) > MOST_STEPS) {
    return `More than ${MOST_STEPS.toLocaleString("en")} steps take longer than a check may.`;
  }
  return "";
}

function look(goal: Goal, answer: Answer): CheckedGoal {
  const { name, title } = goal;
  const lookAt = LOOKS[goal.kind];
  const got = attempt(() => lookAt(goal, answer));
  if ("value" in got) return { ...got.value, name, title, inPython: false };
  const { kind, message } = got.refusal;
  const outcome: Outcome = kind === "TooLarge" || kind === "NotInPage" ? "undecided" : "error";
  return { ...found(outcome, message), name, title, inPython: kind === "NotInPage" };
}

/** A goal of its own, where a gate is used that the lesson does not have. */
function outside({ palette }: Lesson, { body }: Document): readonly CheckedGoal[] {
  if (!palette.length || !isCircuit(body)) return [];
  const known = new Set([...palette, "barrier"]);
  const other = flatten(body, "none")
    .operations.map(({ gate }) => gate)
    .filter((gate) => !known.has(gate))
    .sort()[0];
  if (other === undefined) return [];
  const words = `Here there are ${palette.join(", ")}; ${other} is none of them.`;
  return [{ ...found("fail", words, other), name: "palette", title: "Gates of this lesson", inPython: false }];
}
