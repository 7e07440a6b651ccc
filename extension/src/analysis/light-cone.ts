/** Which gates and parameters an observable can see, by the qubits that they touch alone; Python's is sharper. */

import { type CircuitBody, wiresOf, withoutFinalMeasurements } from "../document/circuit";
import { parametersOfItems } from "../document/uses";
import type { Figure } from "../port";
import { figure, NO_PARAMETERS } from "./subject";

export interface Cone {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
  readonly qubits: ReadonlySet<number>;
}

/** From the end back: what touches a qubit that is seen is seen, with all its qubits. */
export function coneOf(body: CircuitBody, terms: ReadonlyMap<string, number>): Cone {
  const qubits = new Set<number>();
  for (const [label, weight] of terms)
    if (weight) [...label].reverse().forEach((letter, qubit) => letter !== "I" && qubits.add(qubit));
  const [inside, outside]: [string[], string[]] = [[], []];
  for (const [id, item] of [...withoutFinalMeasurements(body).operations].reverse()) {
    const wires = wiresOf(item);
    const seen = wires.some((wire) => qubits.has(wire));
    (seen ? inside : outside).push(id);
    if (seen) for (const wire of wires) qubits.add(wire);
  }
  return { inside, outside, qubits };
}

export function lightCone(body: CircuitBody, terms: ReadonlyMap<string, number>): Figure {
  const { inside, outside, qubits } = coneOf(body, terms);
  const all = parametersOfItems(body, new Set([...inside, ...outside]));
  const seen = parametersOfItems(body, new Set(inside));
  const dead = all.size - seen.size;
  const told: Pick<Figure, "value" | "unit" | "basis" | "verdict" | "tone"> = all.size
    ? {
        ...{ value: seen.size, unit: `of ${all.size} parameters may move it`, basis: "an upper bound" },
        ...{ verdict: dead ? `${dead} dead` : "", tone: dead ? "warn" : "plain" },
      }
    : { value: 0, unit: "parameters", basis: "exact", verdict: NO_PARAMETERS, tone: "plain" };
  return figure({
    ...{ name: "light_cone", title: "Light cone", ...told },
    says: `It depends on ${qubits.size} of ${body.qubits.length} qubits. What commutes with it is not told apart.`,
    convention: { start: "any state", by: "qubits that gates touch" },
    conditions: ["for all values of the parameters"],
    source: "Bravyi, Gosset, Movassagh, arXiv:1909.11485",
    cell: "qd.analyze.light_cone(c, H)",
    gates: { inside, outside },
    columns: { parameter: [...all], "may move it": [...all].map((name) => seen.has(name)) },
  });
}
