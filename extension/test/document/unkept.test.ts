import { describe, expect, it } from "vitest";

import { type Document, isCircuit } from "../../src/document/circuit";
import { setValues } from "../../src/document/parameters";
import { fromQasm } from "../../src/document/qasm-read";
import { renameRegister } from "../../src/document/register-edits";
import { listed, unkept } from "../../src/document/unkept";
import { addQubit, renameQubit } from "../../src/document/wires";

const READ: Document = fromQasm(
  'OPENQASM 3.0; include "stdgates.inc"; input float a; qubit[2] left; rx(a) left[0]; cx left[0], left[1];',
);

describe("what a program does not hold", () => {
  it("is nothing of what was read, nor of a wire that is declared", () => {
    expect(unkept(READ, READ)).toEqual([]);
    expect(unkept(addQubit(READ), READ)).toEqual([]);
  });
  it("names values, problem, displays and names", () => {
    const displays = new Map([["d", { kind: "bloch", qubits: [0], column: 0 } as const]]);
    const valued = setValues(READ, new Map([["a", 0.5]]));
    const all: Document = { ...valued, observable: new Map([["ZZ", 1]]), layout: { displays } };
    expect(unkept(valued, READ)).toEqual(["values"]);
    expect(unkept(renameQubit(all, 0, "top"), READ)).toEqual(["values", "problem", "displays", "names"]);
    expect(isCircuit(all.body)).toBe(true);
  });
  it("is no name that a register holds", () => {
    const anna = renameRegister(READ, "qubits", 0, "anna");
    expect(anna.body).toMatchObject({ qubits: ["anna[0]", "anna[1]"] });
    expect(unkept(anna, READ)).toEqual([]);
    expect(unkept(addQubit(anna, 0), READ)).toEqual([]);
    expect(unkept(renameQubit(anna, 0, "left[0]"), anna)).toEqual(["names"]);
    expect(unkept(renameQubit(addQubit(anna), 2, "spare"), anna)).toEqual(["names"]);
    const alone = fromQasm("OPENQASM 3.0; qubit a; qubit[2] b;");
    expect(unkept(renameRegister(alone, "qubits", 0, "c"), alone)).toEqual([]);
    const plain = fromQasm("OPENQASM 3.0; qubit[2] q;");
    expect(unkept(addQubit(plain), plain)).toEqual([]);
    expect(unkept(renameRegister(plain, "qubits", 0, "all"), plain)).toEqual([]);
    expect(unkept(renameQubit(plain, 1, "top"), plain)).toEqual(["names"]);
  });
  it("is told in a list that reads", () => {
    expect(["a", "a b", "a b c"].map((words) => listed(words.split(" ")))).toEqual(["a", "a and b", "a, b and c"]);
  });
});
