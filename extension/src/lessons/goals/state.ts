/** A goal: a state, at the values of the sliders. */

import { type Answer, circuitOf, goalCircuit, type State, stateOf, valuesOf } from "../answer";
import { drawnFor, type Found, figure, found, signed } from "../found";
import type { Goal } from "../lesson";

const TOLERANCE = 1e-6;

export function lookAtState(goal: Goal, answer: Answer): Found {
  const circuit = circuitOf(answer);
  const wanted = goalCircuit(goal);
  if (circuit.qubits.length !== wanted.qubits.length) {
    return found("fail", drawnFor(circuit.qubits.length, wanted.qubits.length));
  }
  const ours = stateOf(answer, circuit, valuesOf(answer.document));
  const theirs = stateOf(answer, wanted, new Map(Object.entries(goal.values ?? {})));
  const [re, im] = overlap(theirs, ours, 0, ours.length);
  const lacks = 1 - (re * re + im * im);
  if (lacks > (goal.tolerance ?? TOLERANCE)) {
    return found("fail", `Fidelity ${signed(1 - lacks)}; ${figure(lacks)} is missing.`);
  }
  return (goal.exactly ? offByPhase(re, im) : null) ?? found("pass", "The state is reached.");
}

/** ⟨a|b⟩ of a part of two states, from one number to another. */
export function overlap(a: State, b: State, from: number, to: number): readonly [re: number, im: number] {
  let re = 0;
  let im = 0;
  for (let k = from; k < to; k += 2) {
    const [ar, ai, br, bi] = [a[k], a[k + 1], b[k], b[k + 1]] as [number, number, number, number];
    re += ar * br + ai * bi;
    im += ar * bi - ai * br;
  }
  return [re, im];
}

/** What a phase that is not 1 is told as. */
export function offByPhase(re: number, im: number): Found | null {
  const angle = Math.atan2(im, re);
  if (Math.hypot(Math.cos(angle) - 1, Math.sin(angle)) <= 1e-6) return null;
  return found("fail", `Right up to a global phase; it is off by ${figure(angle)} rad.`);
}
