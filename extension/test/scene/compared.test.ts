import { describe, expect, it } from "vitest";

import { type CircuitBody, type Operation, spanOf, wiresOf } from "../../src/document/circuit";
import { makeBlock } from "../../src/document/group";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { compared, movedWords } from "../../src/scene/compared";
import { randomEdit, randomFrom } from "../random-edit";

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\ninput float b;\nqubit[2] q;\n';
const document = (...lines: string[]) => fromQasm(HEAD + lines.map((line) => `${line};`).join("\n"));
const body = (...lines: string[]): CircuitBody => circuitOf(document(...lines));
const said = (a: CircuitBody, b: CircuitBody): string =>
  compared(a, b)
    .words.map(([, words]) => words)
    .join(", ");

describe("compared", () => {
  const a = body("x q[0]", "x q[0]", "rz(a) q[1]", "cx q[0], q[1]", "h q[1]");
  const b = body("rz(b) q[1]", "cx q[0], q[1]", "h q[1]", "y q[0]");

  it("says in words how much changed", () => {
    expect(said(a, b)).toBe("2 gates removed, 1 added, 1 angle changed");
    expect(said(b, a)).toBe("1 gate removed, 2 added, 1 angle changed");
    expect(said(a, a)).toBe("The gates are the same");
    expect(said(body("h q[0]"), body("h q[0]", "h q[1]"))).toBe("1 gate added");
    const wider = { ...a, qubits: [...a.qubits, "q2"] };
    expect(said(a, wider)).toBe("The gates are the same, 1 qubit more");
    expect(said(wider, a)).toBe("The gates are the same, 1 qubit fewer");
  });

  it("says how many values are others", () => {
    const first = document("rx(a) q[0]", "rx(b) q[1]");
    const second = { ...first, parameters: first.parameters.map((p) => (p.name === "a" ? { ...p, value: 1 } : p)) };
    expect(movedWords(first, second)).toBe("1 value changed");
    expect(movedWords(first, first)).toBe("");
  });

  it("puts what is in both in one column, and both halves below each other", () => {
    const { body: both, gap, changes } = compared(a, b);
    expect(both.qubits).toHaveLength(5);
    expect(gap).toBe(2);
    const columns = (gate: string): number[] =>
      [...both.operations.values()].filter((item) => (item as Operation).gate === gate).map(({ column }) => column);
    for (const gate of ["cx", "h", "rz"]) expect(new Set(columns(gate)).size).toBe(1);
    expect(changes.map(({ change, ids }) => [change, ids.length])).toEqual([
      ["removed", 1],
      ["changed", 2],
      ["removed", 1],
      ["added", 1],
    ]);
    for (const id of changes.flatMap(({ ids }) => ids)) expect(both.operations.has(id)).toBe(true);
  });

  it("puts gates that wait for the same bit in one column where one goes and the other comes", () => {
    const waiting = (gate: string): CircuitBody =>
      body("bit[1] c", "c[0] = measure q[0]", `if (c[0]) { ${gate} q[1]; }`);
    const columns = [...compared(waiting("x"), waiting("z")).body.operations.values()].map(({ column }) => column);
    expect(columns).toEqual([0, 0, 1, 1]);
  });

  it("draws any two circuits without overlap", () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = randomFrom(seed);
      let now = document("h q[0]", "rz(a) q[1]", "cx q[0], q[1]");
      for (let k = 0; k < 12; k++) now = randomEdit(now, random);
      const [first] = circuitOf(now).operations.keys();
      if (first !== undefined && random() < 0.5) now = makeBlock(now, [first], 2).document;
      const before = circuitOf(now);
      for (let k = 0; k < 6; k++) now = randomEdit(now, random);
      const both = compared(before, circuitOf(now));
      const taken = new Set<string>();
      for (const item of both.body.operations.values()) {
        const [top, bottom] = spanOf(item) ?? [0, -1];
        for (let wire = top; wire <= bottom; wire++) {
          expect(taken.has(`${item.column} ${wire}`)).toBe(false);
          taken.add(`${item.column} ${wire}`);
        }
        const wires = wiresOf(item);
        expect(wires.every((wire) => wire < both.gap) || wires.every((wire) => wire > both.gap)).toBe(true);
      }
    }
  });
});
