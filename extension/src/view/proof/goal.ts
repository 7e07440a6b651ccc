/** The body that a proof is to reach: set, and how far a step is from it, in words. */

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { goalOf, withGoal } from "../../document/proof";
import { sameDrawing } from "../../document/same-drawing";
import { stepVerdict } from "../../rewriting/verdict";
import { step } from "../../state/transaction";
import { verdictText } from "../widgets/verdict-badge";
import { chooseText } from "../workbench/choose-file";
import { readProgram } from "../workbench/text-in";
import type { Workbench } from "../workbench/workbench";

type Body = CircuitBody | DiagramBody;

const drawings = new WeakMap<Body, WeakMap<Body, boolean | null>>();

/** Is a body the goal, up to names and places? Null where that is not told. */
export function reaches(goal: Body, body: Body): boolean | null {
  const known = drawings.get(goal) ?? new WeakMap<Body, boolean | null>();
  drawings.set(goal, known);
  let answer = known.get(body);
  if (answer === undefined) {
    answer = sameDrawing(goal, body);
    known.set(body, answer);
  }
  return answer;
}

export interface Distance {
  readonly tone: "" | "ok" | "accent" | "error";
  readonly words: string;
}

const distances = new WeakMap<Body, WeakMap<Body, Distance>>();

/** How a body stands to the goal: the same drawing, else whether it is the same map. */
export function distanceTo(goal: Body, body: Body): Distance {
  const known = distances.get(goal) ?? new WeakMap<Body, Distance>();
  distances.set(goal, known);
  let answer = known.get(body);
  if (!answer) {
    answer = compared(goal, body);
    known.set(body, answer);
  }
  return answer;
}

function compared(goal: Body, body: Body): Distance {
  const same = reaches(goal, body);
  if (same) return { tone: "ok", words: "Goal reached: same drawing" };
  if (same === null)
    return { tone: "", words: "Goal: unknown, because the drawing is too large or too regular to compare" };
  if (isCircuit(goal) || isCircuit(body)) {
    return { tone: "", words: "Goal: not reached; a circuit and a diagram are not compared here" };
  }
  if (goal.inputs.length !== body.inputs.length || goal.outputs.length !== body.outputs.length) {
    return { tone: "error", words: "Goal: it has other inputs and outputs, so no step can reach it" };
  }
  const made = attempt(() => stepVerdict(body, goal));
  if ("refusal" in made) return { tone: "", words: `Goal: unknown, because ${made.refusal.message}` };
  const verdict = { ...made.value, is_exact: made.value.exact };
  const said = verdictText(verdict);
  if (verdict.equal) return { tone: "accent", words: `Goal: equal map, ${said}; the drawing differs` };
  if (verdict.equal === null) return { tone: "", words: `Goal: another drawing; its map is ${said}` };
  return { tone: "error", words: `Goal: another map, ${said}` };
}

/** Sets what is drawn as the goal, or takes the goal away. */
export function setGoal(bench: Workbench, body: Body | null): void {
  const { document } = bench.state;
  if (goalOf(document) === body) return;
  bench.dispatch(step(body ? "proof.goal" : "proof.no_goal", { document: withGoal(document, body) }));
}

/** Sets what a file of the person's computer holds as the goal. */
export function chooseGoal(bench: Workbench): void {
  chooseText(bench, (name, text) => void taken(bench, name, text));
}

async function taken(bench: Workbench, name: string, text: string): Promise<void> {
  const read = await readProgram(bench, text, { format: "auto" });
  if ("why" in read) bench.say("error", `'${name}' is not taken. ${read.why}`);
  else setGoal(bench, read.document.body);
}
