/** Circuits and observables that tests and benchmarks draw from text. */

import type { CircuitBody } from "../../src/document/circuit";

/** A circuit from text such as `h 0; cx 0 1; rz(theta/2) 1`, a column each. */
export function circuit(numQubits: number, text: string, clbits = 0): CircuitBody {
  const parts = text
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean);
  return {
    kind: "circuit",
    qubits: Array.from({ length: numQubits }, (_, k) => `q${k}`),
    clbits,
    gates: new Map(),
    operations: new Map(
      parts.map((part, column) => {
        const found = /^(\w+)(?:\((.*)\))?((?: \d+)*)(?: -> (\d+))?$/.exec(part);
        if (!found) throw new Error(`'${part}' is not an operation.`);
        const [, gate = "", angles, wires = "", clbit] = found;
        return [
          `o${column}`,
          {
            gate,
            qubits: wires.split(" ").filter(Boolean).map(Number),
            ...(angles ? { angles: angles.split(",").map((angle) => angle.trim()) } : {}),
            ...(clbit ? { clbits: [Number(clbit)] } : {}),
            column,
          },
        ];
      }),
    ),
  };
}

/** `layers` of RY and RZ on each qubit, all with their own parameter, and a ring of CX. */
export function ring(numQubits: number, layers: number): CircuitBody {
  const parts: string[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let q = 0; q < numQubits; q++) parts.push(`ry(y_${layer}_${q}) ${q}`, `rz(z_${layer}_${q}) ${q}`);
    for (let q = 0; q < numQubits; q++) parts.push(`cx ${q} ${(q + 1) % numQubits}`);
  }
  return circuit(numQubits, parts.join("; "));
}

/** -Σ ZZ - Σ X on an open chain. */
export function chain(numQubits: number): ReadonlyMap<string, number> {
  const terms = new Map<string, number>();
  for (let q = 0; q < numQubits; q++) {
    if (q + 1 < numQubits) terms.set(label(numQubits, "Z", q, q + 1), -1);
    terms.set(label(numQubits, "X", q), -1);
  }
  return terms;
}

function label(numQubits: number, letter: string, ...qubits: number[]): string {
  return Array.from({ length: numQubits }, (_, k) => (qubits.includes(numQubits - 1 - k) ? letter : "I")).join("");
}

/** `layers` of RY and RZ on each qubit, all with their own parameter, and CX on every second pair of neighbors. */
export function brickWall(numQubits: number, layers: number): CircuitBody {
  const parts: string[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let q = 0; q < numQubits; q++) parts.push(`ry(y_${layer}_${q}) ${q}`, `rz(z_${layer}_${q}) ${q}`);
    for (let q = layer % 2; q + 1 < numQubits; q += 2) parts.push(`cx ${q} ${q + 1}`);
  }
  return circuit(numQubits, parts.join(";"));
}
