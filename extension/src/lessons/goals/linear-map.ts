/** A goal: what is done to every input, at the values of the sliders. */

import { type Answer, circuitOf, goalCircuit, mapOf, type State, valuesOf } from "../answer";
import { basis, drawnFor, type Found, figure, found } from "../found";
import type { Goal } from "../lesson";
import { offByPhase, overlap } from "./state";

const ALIKE = 1e-6;

export function lookAtMap(goal: Goal, answer: Answer): Found {
  const circuit = circuitOf(answer);
  const wanted = goalCircuit(goal);
  if (circuit.qubits.length !== wanted.qubits.length) {
    return found("fail", drawnFor(circuit.qubits.length, wanted.qubits.length));
  }
  const ours = mapOf(answer, circuit, valuesOf(answer.document));
  const theirs = mapOf(answer, wanted, new Map(Object.entries(goal.values ?? {})));
  const size = circuit.qubits.length;
  return compared(ours, theirs, size, goal.exactly) ?? found("pass", "Every input is treated as asked.");
}

/** How two maps differ; null where they do not. */
export function compared(ours: State, theirs: State, numQubits: number, exactly = false): Found | null {
  const size = 2 ** numQubits;
  const overlaps = Array.from({ length: size }, (_, k) => overlap(theirs, ours, 2 * k * size, 2 * (k + 1) * size));
  const lacks = overlaps.map(([re, im]) => 1 - (re * re + im * im));
  const most = Math.max(...lacks);
  if (most > ALIKE) {
    const worst = lacks.findIndex((lack) => lack > most - 1e-9);
    const one = basis(worst, numQubits);
    const kept = figure(1 - (lacks[worst] as number));
    return found("fail", `Input ${one} becomes another state: fidelity ${kept}.`, one);
  }
  const [first] = overlaps as [readonly [number, number]];
  const off = overlaps.map(([re, im]) => Math.hypot(re - first[0], im - first[1]));
  const farthest = Math.max(...off);
  if (farthest > 1e-3) {
    const other = off.findIndex((distance) => distance > farthest - 1e-9);
    const pair = `${basis(0, numQubits)} and ${basis(other, numQubits)}`;
    return found("fail", `Inputs ${pair} get another phase between them.`, pair);
  }
  return exactly ? offByPhase(...first) : null;
}
