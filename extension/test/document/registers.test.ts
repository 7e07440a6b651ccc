import { describe, expect, it } from "vitest";

import { bitNames } from "../../src/document/bits";
import type { Document } from "../../src/document/circuit";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import {
  addRegister,
  moveRegister,
  registersIn,
  removeRegister,
  renameRegister,
  resizeRegister,
} from "../../src/document/register-edits";
import { addQubit, moveQubit, removeQubit, renameQubit } from "../../src/document/wires";

const HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const read = (program: string): Document => fromQasm(HEAD + program);
/** The program without its head. */
const text = (document: Document): string =>
  toQasm(circuitOf(document)).slice(HEAD.length).trim().replaceAll(/\s+/g, " ");
const labels = (document: Document): string => circuitOf(document).qubits.join(" ");
const sizes = (document: Document, kind: "qubits" | "clbits" = "qubits"): string =>
  registersIn(circuitOf(document), kind)
    .map(({ name, wires }) => `${name}:${wires}`)
    .join(" ");

const TWO = read(
  "qubit[2] a; qubit[2] b; bit[1] m; bit[2] f; cx a[0], b[1]; m[0] = measure a[1]; if (m[0]) { x b[0]; }",
);
const PLAIN = read("qubit[2] q; bit[2] c; cx q[0], q[1]; c[1] = measure q[1];");

describe("registers", () => {
  it("are renamed with the wires that are called by their places", () => {
    const own = renameQubit(TWO, 1, "carry");
    const named = renameRegister(own, "qubits", 0, "left");
    expect(labels(named)).toBe("left[0] carry b[0] b[1]");
    expect(text(named)).toContain("cx left[0], b[1]; m[0] = measure left[1];");
    expect(bitNames(circuitOf(renameRegister(TWO, "clbits", 1, "flags")))).toEqual(["m", "flags[0]", "flags[1]"]);
  });

  it("have names of their own", () => {
    expect(() => renameRegister(TWO, "qubits", 0, "b")).toThrow("There is a register 'b' already.");
    expect(() => renameRegister(TWO, "clbits", 0, "b")).toThrow("There is a register 'b' already.");
    expect(() => renameRegister(TWO, "qubits", 0, "two words")).toThrow("one word of letters, digits and _");
    expect(renameRegister(TWO, "qubits", 0, "a")).toBe(TWO);
  });

  it("are one plain one until another comes", () => {
    const two = addRegister(PLAIN, "qubits");
    expect(labels(two)).toBe("q[0] q[1] a[0]");
    expect(sizes(two)).toBe("q:0,1 a:2");
    const back = removeRegister(two, "qubits", 1);
    expect(labels(back)).toBe("q0 q1");
    expect(circuitOf(back).registers).toBeUndefined();
    expect(sizes(addRegister(PLAIN, "clbits"), "clbits")).toBe("c:0,1 d:2");
    expect(sizes(addRegister(read("qubit[1] q;"), "clbits"), "clbits")).toBe("c:0");
  });

  it("grow and shrink at their ends, and gates stay on their wires", () => {
    const wide = resizeRegister(TWO, "qubits", 0, 3);
    expect(labels(wide)).toBe("a[0] a[1] a[2] b[0] b[1]");
    expect(text(wide)).toContain("cx a[0], b[1];");
    expect(text(resizeRegister(wide, "qubits", 0, 2))).toBe(text(TWO));
    expect(() => resizeRegister(TWO, "qubits", 0, 1)).toThrow("a[1] carries 1 gate. Delete them first.");
    expect(() => resizeRegister(TWO, "qubits", 0, 0)).toThrow("A register has 1 to 10,000 qubits.");
    const bits = resizeRegister(TWO, "clbits", 0, 2);
    expect(text(bits)).toContain("bit[2] m; bit[2] f;");
    expect(text(bits)).toContain("m[0] = measure a[1]; if (m[0])");
    expect(text(resizeRegister(TWO, "clbits", 1, 1))).toContain("bit[1] f;");
  });

  it("keep bits that are used", () => {
    expect(() => removeRegister(TWO, "clbits", 0)).toThrow(
      "m[0] is used by 1 measurement and 1 condition. Give these another bit or delete them first.",
    );
    expect(sizes(removeRegister(TWO, "clbits", 1), "clbits")).toBe("m:0");
  });

  it("change places with all that is on them", () => {
    const swapped = moveRegister(TWO, "qubits", 1, -1);
    expect(labels(swapped)).toBe("b[0] b[1] a[0] a[1]");
    expect(text(swapped)).toContain("cx a[0], b[1]; m[0] = measure a[1]; if (m[0]) { x b[0]; }");
    const bits = moveRegister(TWO, "clbits", 0, 1);
    expect(text(bits)).toContain("bit[2] f; bit[1] m; cx a[0], b[1]; m[0] = measure a[1]; if (m[0]) { x b[0]; }");
    expect(text(moveRegister(bits, "clbits", 1, -1))).toBe(text(TWO));
  });

  it("take the qubits that are added beside theirs, and those that are moved into them", () => {
    expect(labels(addQubit(TWO, 2, 1))).toBe("a[0] a[1] a[2] b[0] b[1]");
    expect(labels(addQubit(TWO, 2, 2))).toBe("a[0] a[1] b[0] b[1] b[2]");
    expect(text(addQubit(TWO, 2, 2))).toContain("cx a[0], b[2];");
    expect(labels(addQubit(TWO))).toBe("a[0] a[1] b[0] b[1] b[2]");
    expect(text(moveQubit(TWO, 0, 1))).toContain("cx a[1], b[1]; m[0] = measure a[0];");
    const joined = moveQubit(TWO, 1, 2);
    expect(labels(joined)).toBe("a[0] b[0] b[1] b[2]");
    expect(text(joined)).toContain("m[0] = measure b[1];");
    const alone = read("qubit[2] a; qubit anc; h anc; x a[0];");
    expect(labels(moveQubit(alone, 2, 1))).toBe("anc a[0] a[1]");
    expect(labels(removeQubit(read("qubit[2] a; qubit[2] b; x b[1];"), 0))).toBe("a[0] b[0] b[1]");
  });

  it("that list wires in another order keep them where they are", () => {
    const mixed = read("qubit[2] a; qubit[2] b; x a[1];");
    const body = circuitOf(mixed);
    const crossed: Document = {
      ...mixed,
      body: {
        ...body,
        registers: new Map([
          ["clbits", []],
          [
            "qubits",
            [
              new Map<string, string | number[]>([
                ["name", "a"],
                ["wires", [0, 2]],
              ]),
              new Map<string, string | number[]>([
                ["name", "b"],
                ["wires", [1, 3]],
              ]),
            ],
          ],
        ]),
      },
    };
    expect(sizes(renameRegister(crossed, "qubits", 0, "left"))).toBe("left:0,2 b:1,3");
    expect(sizes(resizeRegister(crossed, "qubits", 0, 3))).toBe("a:0,2,4 b:1,3");
  });

  it("that are new have no parameter's name, and none is renamed to one", () => {
    const named = read("input float[64] a; qubit[1] q; rx(a) q[0];");
    expect(sizes(addRegister(named, "qubits"))).toBe("q:0 b:1");
    expect(() => renameRegister(named, "qubits", 0, "a")).toThrow("A parameter is called 'a'");
  });
});
