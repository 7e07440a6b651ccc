/** A goal: at most, or at least, so many gates of a kind, parameters, columns of depth. */

import { type CircuitBody, parametersOf } from "../../document/circuit";
import { Refusal } from "../../document/errors";
import { flatten, withoutFinalMeasurements } from "../../document/flatten";
import { type Figures, figuresOf } from "../../document/stats";
import { type Answer, circuitOf, tooLarge } from "../answer";
import { type Found, found } from "../found";
import type { Goal } from "../lesson";

const FIGURES: Readonly<Record<string, keyof Figures | null>> = {
  gates: "numGates",
  two_qubit: "numTwoQubit",
  rotations: null,
  t: null,
  depth: "depth",
  parameters: "numParameters",
  qubits: "numQubits",
};

export function lookAtCount(goal: Goal, answer: Answer): Found {
  const number = counted(circuitOf(answer), goal.what ?? "");
  const { at_most: most, at_least: least } = goal;
  if (most !== undefined && number > most) {
    return found("fail", `${number} in use; ${number - Math.trunc(most)} too many.`);
  }
  if (least !== undefined && number < least) {
    return found("fail", `${number} in use; ${Math.trunc(least) - number} to go.`);
  }
  return found("pass", `${number} in use.`);
}

function counted(body: CircuitBody, what: string): number {
  if (!(what in FIGURES)) return flatten(body, "none").operations.filter(({ gate }) => gate === what).length;
  const figure = FIGURES[what];
  if (!figure) throw new Refusal("NotInPage", "Rotations and T gates are counted in Python.");
  const figures = figuresOf(withoutEnds(body), parametersOf(body).length);
  return figures ? figures[figure] : tooLarge("The circuit has too many gates to be counted in a moment.");
}

/** The circuit without what measures at its end. */
function withoutEnds(body: CircuitBody): CircuitBody {
  const flat = flatten(body, "none").operations;
  const kept = new Set(withoutFinalMeasurements(flat).map(({ drawn }) => drawn));
  const gone = new Set(
    flat.filter(({ gate, drawn }) => gate === "measure" && !kept.has(drawn)).map(({ drawn }) => drawn),
  );
  const operations = new Map([...body.operations].filter(([, item]) => !gone.has(item as never)));
  return { ...body, operations };
}
