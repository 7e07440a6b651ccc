import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { parametersOf } from "../../src/document/circuit";
import { attempt } from "../../src/document/errors";
import { circuitOf } from "../../src/document/level";
import { decodeName, encodeName } from "../../src/document/qasm-names";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { loads } from "../../src/document/read";

const read = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

describe("OpenQASM", () => {
  it.each(["tfim", "everything", "wide"])("writes %s as Python does", (name) => {
    expect(toQasm(circuitOf(loads(read(`${name}.qdesign`))))).toBe(read(`${name}.qasm`));
  });

  it("writes names so that they read back", () => {
    for (const name of ["theta", "θ[0]", "t", "q1", "esc_x", "a b", "__proto__", "constructor", "λ'"]) {
      expect(decodeName(encodeName(name))).toBe(name);
    }
    expect(encodeName("θ[0]")).toBe("esc_θ_5b_0_5d_");
  });

  it("takes a text without a program for no circuit, in Python's words", () => {
    for (const text of ["", " \n\t", "\ufeff", "// what a start\n", "/* nothing */ // here"])
      expect(() => fromQasm(text), text).toThrow(
        "Line 1, column 1: this text holds no program. One begins with 'OPENQASM 3.0;'.",
      );
    expect(circuitOf(fromQasm("OPENQASM 3.0;")).qubits).toHaveLength(0);
  });

  it("refuses a gate of another meaning under a name that the studio knows", () => {
    const program = (body: string): string =>
      `OPENQASM 3.0;\ninclude "stdgates.inc";\ngate rzz(a) x, y { ${body} }\nqubit[2] q;\nrzz(0.5) q[0], q[1];\n`;
    expect(circuitOf(fromQasm(program("cx x, y; rz(a) y; cx x, y;"))).operations.size).toBe(1);
    for (const body of [
      "cx x, y; rz(2*a) y; cx x, y;",
      "cx x, y; rz(a) x; cx x, y;",
      "gphase(a); cx x, y; rz(a) y; cx x, y;",
    ]) {
      expect(() => fromQasm(program(body))).toThrow("gate 'rzz' has a definition of its own");
    }
    expect(() => fromQasm("OPENQASM 3.0;\ngate cnot a, b { cz a, b; }\nqubit[2] q;\ncnot q[0], q[1];\n")).toThrow(
      "another",
    );
  });

  it("leaves the division of whole numbers to Python, since it rounds in version 3", () => {
    const angle = (text: string, version = "3.0", register = "qubit[1] q;"): unknown => {
      const [only] = circuitOf(fromQasm(`OPENQASM ${version}; ${register} rx(${text}) q[0];`)).operations.values();
      return only && "angles" in only ? only.angles : null;
    };
    for (const text of ["7/2", "3/4*pi", "2*(7/2)", "(7)/2", "1 + 7*3/2", "7/-2", "7/(1+1)"]) {
      expect(() => angle(text), text).toThrow("whole numbers");
    }
    expect(angle("7.0/2")).toEqual(["3.5"]);
    expect(angle("3*pi/4 - 1/2.0")).toEqual(["3*pi/4 - 0.5"]);
    expect(angle("(1+pi)/2")).toEqual(["pi/2 + 0.5"]);
    expect(angle("7/2", "2.0", "qreg q[1];")).toEqual(["3.5"]);
  });

  it("takes no product without its sign, which fields of the page take", () => {
    const program = (angle: string): string => `OPENQASM 3.0; input float[64] a; qubit q; rz(${angle}) q;`;
    for (const angle of ["2a", "2 a", "2pi", "2(a)"]) {
      expect(() => fromQasm(program(angle))).toThrow("an operator is missing");
    }
    expect(() => fromQasm(program("2*a"))).not.toThrow();
  });

  it("leaves to Python what Python alone reads", () => {
    const head = 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; ';
    for (const text of [
      "gate h a { } h q;",
      "if (c == 5) x q[0];",
      "if (c[0] == 2) x q[0];",
      "if (c[0] && c[1]) x q[0];",
      "if (c[0]) { input float a; }",
      "rx(7*pi/pi) q[0];",
      "rx(1/(2*pi)) q[0];",
      "rx(sin(1)) q[0];",
      "rx(7**1/2) q[0];",
      "rx(0x1f) q[0];",
      "rx(1_000) q[0];",
      "rx(tau) q[0];",
      "rx(!2) q[0];",
      "rx(pi,) q[0];",
      "x q[:];",
      "x q[0,];",
      "x q[!0];",
      "measure q[0];",
      "ctrl @ inv @ x q[0], q[1];",
      "@note\nx q[0];",
      "input float barrier;",
      "gate measure a { }",
    ]) {
      const made = attempt(() => fromQasm(head + text));
      expect("refusal" in made && made.refusal.kind, text).toBe("Unsupported");
    }
  });

  it("takes inputs that are called as constants are", () => {
    const program = "OPENQASM 3.0; input float pi; qubit q; rx(2*pi) q;";
    expect(parametersOf(circuitOf(fromQasm(program)))).toEqual(["pi"]);
  });

  it("gives a barrier no conditions, no angles and no controls", () => {
    const head = "OPENQASM 3.0; qubit[2] q; bit c; ";
    const [only] = circuitOf(fromQasm(`${head}if (c) barrier q;`)).operations.values();
    expect(only).toEqual({ gate: "barrier", qubits: [0, 1], column: 0 });
    for (const text of ["barrier (0.1) q[0];", "ctrl @ barrier q[0], q[1];"])
      expect(() => fromQasm(head + text)).toThrow("no angles and no controls");
  });

  it("writes a block of nothing at once, however often it repeats", () => {
    const document = circuitOf(fromQasm("OPENQASM 3.0;\nqubit[1] q;\n"));
    const empty = { block: "inner", operations: new Map(), count: 1e9, column: 0 };
    const outer = { block: "outer", operations: new Map([["i", empty]]), count: 1e9, column: 0 };
    expect(toQasm({ ...document, operations: new Map([["o", outer]]) })).toBe(
      'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[1] q;\n',
    );
  });

  it("keeps names of parameters; registers and composite gates give way, as in Python", () => {
    const text = [
      "OPENQASM 3.0;",
      'include "stdgates.inc";',
      "input float[64] q;",
      "input float[64] c;",
      "input float[64] q0;",
      "gate rzz(theta) q_0, q_1 { cx q_0, q_1; rz(theta) q_1; cx q_0, q_1; }",
      "gate esc__000071_(ord_000_phi, ord_001_lam) q_0, q_1 {",
      "  gphase(ord_001_lam);",
      "  rzz(ord_000_phi) q_0, q_1;",
      "  rx(2*ord_001_lam) q_1;",
      "}",
      "qubit[2] q_;",
      "bit[2] c_;",
      "rx(q) q_[0];",
      "esc__000071_(c, q0) q_[0], q_[1];",
      "c_[0] = measure q_[0];",
      "if (c_[0]) {",
      "  x q_[1];",
      "}",
      "",
    ].join("\n");
    const body = circuitOf(fromQasm(text));
    expect(parametersOf(body)).toEqual(["q", "c", "q0"]);
    expect([...body.gates].map(([name, gate]) => [name, gate.parameters])).toEqual([["q", ["phi", "lam"]]]);
    expect(toQasm(body)).toBe(text);
  });
});
