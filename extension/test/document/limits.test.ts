/** What names more wires, levels or operations than there is room for is refused before room is made for it. */

import { describe, expect, it } from "vitest";

import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";

describe("texts beyond what is read", () => {
  it("take no more memory than the page allows: registers, broadcasts, barriers", () => {
    const registers = Array.from({ length: 2000 }, (_, k) => `qubit[10000] q${k};`).join("");
    expect(() => fromQasm(registers)).toThrow("10,000 qubits");
    const many = "qubit[5000] a; qubit[5000] b; " + "cx a, b; barrier; ".repeat(2000);
    expect(() => fromQasm(many)).toThrow("too large");
    expect(() => fromQasm("{".repeat(1000))).toThrow("nests more than 100");
    expect(() => fromQasm("/* no end")).toThrow("Line 1, column 1: this comment has no end.");
  });

  it("wires are checked before room is made for them", () => {
    const far = Number.MAX_SAFE_INTEGER;
    const gate = `{"gate": "cx", "qubits": [0, ${far - 1}], "column": 0}`;
    const document = (gates: string, operations: string): string =>
      `{"format": "qdesign", "version": 2, "parameters": [], "body": {"kind": "circuit", "qubits": ["a", "b"], ` +
      `"clbits": 0, "gates": {${gates}}, "operations": {${operations}}}}`;
    expect(() => loads(document("", `"o1": ${gate}, "o2": ${gate}`))).toThrow("qubits 0 to 1");
    const wide = `"g": {"qubits": ${far}, "parameters": [], "operations": {"o1": ${gate}, "o2": ${gate}}}`;
    expect(() => loads(document(wide, ""))).toThrow("at most 10,000");
  });
});
