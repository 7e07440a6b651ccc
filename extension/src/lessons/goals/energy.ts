/** A goal: an energy, exact, at the values of the sliders. */

import { Refusal } from "../../document/errors";
import { Engine } from "../../live/engine";
import { encodeObservable, pauliTerms } from "../../live/program";
import { type Answer, circuitOf, MOST_QUBITS, programOf, tooLarge, valuesOf } from "../answer";
import { drawnFor, type Found, figure, found, signed } from "../found";
import type { Goal } from "../lesson";

const SLACK = 1e-9;

export function lookAtEnergy(goal: Goal, answer: Answer): Found {
  const circuit = circuitOf(answer);
  const terms = observableOf(goal, answer);
  const wanted = terms[0]?.[0].length ?? 0;
  const drawn = circuit.qubits.length;
  if (drawn !== wanted) return found("fail", drawnFor(drawn, wanted));
  if (drawn > MOST_QUBITS) tooLarge(`This is checked up to ${MOST_QUBITS} qubits; ${drawn} are drawn.`);
  const program = programOf(circuit);
  const engine = new Engine(answer.module, program);
  engine.observe(encodeObservable(drawn, pauliTerms(new Map(terms))));
  const values = valuesOf(answer.document);
  engine.run(Float64Array.from(program.parameters, (name) => values.get(name) ?? 0));
  const energy = engine.expectation();
  return { ...told(energy, goal), energy };
}

function told(energy: number, { at_most: most = 0, exact }: Goal): Found {
  const over = energy - most;
  if (exact !== undefined) {
    const above = `${figure(energy - exact)} above the exact energy`;
    return over > SLACK ? found("fail", `${above}; ${figure(over)} too much.`) : found("pass", `${above}.`);
  }
  if (over > SLACK) return found("fail", `${signed(energy)}; ${figure(over)} too high.`);
  return found("pass", `${signed(energy)}; ${figure(over)} below ${signed(most)}.`);
}

function observableOf(goal: Goal, { start }: Answer): readonly (readonly [label: string, coefficient: number])[] {
  if (goal.observable) return Object.entries(goal.observable);
  if (start.observable) return [...start.observable];
  throw new Refusal("InvalidRequest", "The lesson has no observable.");
}
