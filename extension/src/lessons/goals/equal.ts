/** A goal: the same as another circuit, or as the start, at all values: on every input at three points. */

import { type CircuitBody, isCircuit, parametersOf } from "../../document/circuit";
import { Refusal } from "../../document/errors";
import { type Answer, isUnitary, MOST_MAP, mapOf, pointsFor, type Values } from "../answer";
import { drawnFor, type Found, found, signed } from "../found";
import { type Goal, goalBody } from "../lesson";
import { compared } from "./linear-map";

export function lookAtEqual(goal: Goal, answer: Answer): Found {
  const wanted = goal.body === undefined ? answer.start.body : goalBody(goal);
  const drawn = answer.document.body;
  if (!isCircuit(drawn) || !isCircuit(wanted)) return inPython();
  const size = drawn.qubits.length;
  if (size !== wanted.qubits.length) return found("fail", drawnFor(size, wanted.qubits.length));
  if (size > MOST_MAP || !isUnitary(drawn) || !isUnitary(wanted)) return inPython();
  return different(answer, drawn, wanted) ?? found("pass", "Equal at all values.");
}

function different(answer: Answer, drawn: CircuitBody, wanted: CircuitBody): Found | null {
  const names = [...new Set([...parametersOf(drawn), ...parametersOf(wanted)])];
  for (const point of names.length ? pointsFor(names) : [new Map<string, number>()]) {
    const off = compared(mapOf(answer, drawn, point), mapOf(answer, wanted, point), drawn.qubits.length);
    if (off) return found("fail", `Different. ${off.message}${where(point)}`, off.counterexample);
  }
  return null;
}

function where(point: Values): string {
  if (!point.size) return "";
  const shown = [...point].slice(0, 3).map(([name, value]) => `${name} = ${signed(value)}`);
  return ` At ${shown.join(", ")}${point.size > 3 ? ", …" : ""}.`;
}

function inPython(): never {
  throw new Refusal("NotInPage", "This is compared in Python.");
}
