/** The figures of a step that a page knows by itself. */

import { readAngle } from "../../document/angle";
import { type CircuitBody, type DiagramBody, isCircuit, parametersOf } from "../../document/circuit";
import { figuresOf as gatesOf } from "../../document/stats";

export type Figures = readonly (readonly [string, number])[];

const known = new WeakMap<CircuitBody | DiagramBody, Figures>();

/** Parameters, and of a diagram T phases and spiders, of a circuit two-qubit gates. */
export function figuresOf(body: CircuitBody | DiagramBody): Figures {
  let figures = known.get(body);
  if (!figures) {
    figures = counted(body);
    known.set(body, figures);
  }
  return figures;
}

function counted(body: CircuitBody | DiagramBody): Figures {
  const parameters = parametersOf(body).length;
  if (isCircuit(body)) {
    const gates = gatesOf(body, parameters);
    return [["param", parameters], ...(gates ? [["two-qubit", gates.numTwoQubit] as const] : [])];
  }
  const inner = [...body.spiders.values()].filter(({ kind }) => kind !== "boundary");
  const turns = inner.filter(({ kind, phase }) => kind !== "H" && phase !== undefined && isT(phase));
  return [
    ["param", parameters],
    ["T", turns.length],
    ["spiders", inner.length],
  ];
}

/** Is it an odd multiple of π/4? */
function isT(phase: string): boolean {
  const { pi, radians, terms } = readAngle(phase);
  return pi.bottom === 4n && radians === 0 && terms.length === 0;
}
