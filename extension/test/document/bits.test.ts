import { describe, expect, it } from "vitest";

import { bitBefore, bitNames, conditionWords, unwrittenBits, unwrittenWords } from "../../src/document/bits";
import type { CircuitBody } from "../../src/document/circuit";
import type { Json } from "../../src/document/json";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";

const read = (program: string): CircuitBody => circuitOf(fromQasm(`OPENQASM 3.0; ${program}`));

/** With registers of classical bits. */
function named(body: CircuitBody, registers: Readonly<Record<string, readonly number[]>>): CircuitBody {
  const listed = Object.entries(registers).map(
    ([name, wires]) =>
      new Map<string, Json>([
        ["name", name],
        ["wires", wires],
      ]),
  );
  return {
    ...body,
    registers: new Map<string, Json>([
      ["qubits", []],
      ["clbits", listed],
    ]),
  };
}

function waiting(body: CircuitBody): readonly string[] {
  const names = bitNames(body);
  return [...unwrittenBits(body).values()].map((bits) => unwrittenWords(bits, names));
}

describe("names of bits", () => {
  it("are those of their registers", () => {
    const body = named(read("qubit[2] q; bit[4] c;"), { m: [0, 1], done: [3] });
    expect(bitNames(body)).toEqual(["m[0]", "m[1]", "c[0]", "done"]);
    expect(bitNames(body)).toBe(bitNames({ ...body }));
  });

  it("are c and a number where no register has them", () => {
    expect(bitNames(read("qubit q; bit[2] m;"))).toEqual(["m[0]", "m[1]"]);
    expect(bitNames(named(read("qubit q; bit[2] m;"), {}))).toEqual(["c[0]", "c[1]"]);
  });

  it("stand for a whole register in a condition", () => {
    const names = ["m[0]", "m[1]", "done"];
    expect(conditionWords({ clbits: [0, 1], value: 2, equal: true }, names)).toBe("m = 2");
    expect(conditionWords({ clbits: [1, 0], value: 2, equal: false }, names)).toBe("m[1] m[0] ≠ 2");
    expect(conditionWords({ clbits: [0], value: 1, equal: true }, names)).toBe("m[0] = 1");
    expect(conditionWords({ clbits: [2], value: 1, equal: true }, names)).toBe("done = 1");
    expect(conditionWords({ clbits: [0, 1], value: 2, equal: true }, ["m[0]", "m[1]", "m[2]"])).toBe("m[0] m[1] = 2");
  });
});

describe("bits that nothing is measured into", () => {
  it("are told of each gate that reads them too early", () => {
    expect(waiting(read("qubit[2] q; bit[2] c; if (c[0]) x q[1]; c[0] = measure q[0]; if (c[0]) x q[1];"))).toEqual([
      "c[0] is read before anything is measured into it: it is 0 here",
    ]);
    expect(waiting(read("qubit[2] q; bit[2] c; if (c == 3) x q[1];"))).toEqual([
      "c[0] and c[1] are read before anything is measured into them: they are 0 here",
    ]);
  });

  it("are there from the second repetition of a block on", () => {
    const body = read("qubit[2] q; bit[1] c; c[0] = measure q[0]; if (c[0]) x q[1];");
    const [measure, waits] = [...body.operations];
    if (!measure || !waits) throw new Error("nothing was read");
    const block = (count: number): CircuitBody => ({
      ...body,
      operations: new Map([["b", { count, operations: new Map([waits, measure]), column: 0 }]]),
    });
    expect(unwrittenBits(block(2)).size).toBe(0);
    expect(unwrittenBits(block(1)).size).toBe(1);
  });
});

describe("the bit that a gate waits for at first", () => {
  const idOf = (body: CircuitBody, gate: string): string =>
    [...body.operations].find(([, item]) => !("count" in item) && item.gate === gate)?.[0] ?? "";

  it("is the one that is measured last before it", () => {
    const body = read("qubit[3] q; bit[3] c; c[2] = measure q[0]; c[0] = measure q[1]; x q[1]; c[1] = measure q[1];");
    expect(bitBefore(body, idOf(body, "x"))).toBe(0);
  });

  it("is one that is measured, where none is before it", () => {
    const body = read("qubit[2] q; bit[3] c; x q[0]; c[1] = measure q[0];");
    expect(bitBefore(body, idOf(body, "x"))).toBe(1);
    expect(bitBefore(read("qubit q; bit[3] c;"), "o1")).toBe(2);
  });
});
