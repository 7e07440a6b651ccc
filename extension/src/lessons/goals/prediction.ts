/** A goal: a question that is answered before anything runs. */

import type { Answer } from "../answer";
import { type Found, found } from "../found";
import { type Goal, triesOf } from "../lesson";

export function lookAtPrediction(goal: Goal, { document }: Answer): Found {
  const answers = document.lesson instanceof Map ? document.lesson.get("answers") : undefined;
  const given = String((answers instanceof Map ? answers.get(goal.name) : undefined) ?? "").trim();
  if (!given) return found("fail", "Not answered yet.");
  const right = goal.answer ?? "";
  const tries = triesOf(document.lesson, goal.name);
  const well = found("pass", tries > 1 ? `As predicted, on try ${tries}.` : "As predicted.");
  if (given.toLowerCase() === right.toLowerCase()) return well;
  const [said, meant] = [numberOf(given), numberOf(right)];
  const near = said !== null && meant !== null && Math.abs(said - meant) <= (goal.tolerance ?? 0);
  return near ? well : found("fail", "Not so. Draw, and see what happens.");
}

/** The number that a text is, as people write it; null for none. */
function numberOf(text: string): number | null {
  const plain = text.trim().replaceAll("−", "-").replaceAll(",", ".");
  const number = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** As qdesign/lessons/goals/prediction.py. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
