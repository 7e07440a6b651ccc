import { expect, test } from "vitest";

import { type CircuitBody, isCircuit } from "../../src/document/circuit";
import { fromQasm } from "../../src/document/qasm-read";
import { coneMap, shownWires } from "../../src/view/analyze/cone-map";

/** Layers of RY on every qubit and CZ on neighbors. */
function brick(qubits: number, layers: number): CircuitBody {
  const lines = Array.from({ length: layers }, (_, layer) => [
    ...Array.from({ length: qubits }, (_, q) => `ry(0.1) q[${q}];`),
    ...Array.from({ length: Math.floor((qubits - (layer % 2)) / 2) }, (_, k) => {
      const q = 2 * k + (layer % 2);
      return `cz q[${q}], q[${q + 1}];`;
    }),
  ]).flat();
  const body = fromQasm(["OPENQASM 3.0;", 'include "stdgates.inc";', `qubit[${qubits}] q;`, ...lines].join("\n")).body;
  if (!isCircuit(body)) throw new Error("no circuit");
  return body;
}

test("of many wires those that are seen are drawn, the first few where none is", () => {
  const body = brick(1_000, 4);
  const ids = new Set([...body.operations].slice(500, 503).map(([id]) => id));
  expect(shownWires(body, (id) => ids.has(id), 24)).toEqual([500, 501, 502]);
  expect(shownWires(body, () => false, 24)).toHaveLength(24);
  expect(shownWires(brick(3, 1), () => false, 24)).toEqual([0, 1, 2]);
});

test("a map of 1,000 qubits has few cells, each with the share of its gates that is inside", () => {
  const body = brick(1_000, 4);
  const wires = body.qubits.map((_, wire) => wire);
  const first = new Set([...body.operations].filter(([, { column }]) => column === 0).map(([id]) => id));
  const { rows, columns, cells } = coneMap(body, wires, body.operations, (id) => first.has(id));
  expect(rows).toBe(40);
  expect(columns).toBe(8);
  expect(cells.flat()).toHaveLength(rows * columns);
  expect(cells[3]).toHaveLength(rows);
  expect(new Set(cells[3]?.map(([, column]) => column))).toEqual(new Set([0]));
});
