import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt } from "../../src/document/errors";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

const read = (name: string): string => readFileSync(new URL(`../fixtures/${name}.qdesign`, import.meta.url), "utf8");

function refusalOf(text: string): string {
  const got = attempt(() => loads(text));
  return "refusal" in got ? got.refusal.message : "accepted";
}

const HEAD = '"format": "qdesign", "version": 1';
const circuit = (operations: string, qubits = '["q0", "q1"]'): string =>
  `{${HEAD}, "parameters": [], "body": {"kind": "circuit", "qubits": ${qubits}, "clbits": 0, "gates": {}, ` +
  `"operations": {${operations}}}}`;

describe("document text", () => {
  it.each(["tfim", "everything", "diagram", "empty", "wide"])("writes %s in the bytes of Python", (name) => {
    const text = read(name);
    expect(dumps(loads(text))).toBe(text);
  });

  it.each([
    [
      "{",
      "Line 1, column 2: this is not JSON (Expecting property name enclosed in double quotes). " +
        "A .qdesign file is one JSON text.",
    ],
    ["[]", "At the top: this is not a qdesign document: 'format' is missing."],
    ['{"format": "x"}', "At /format: this is not a qdesign document."],
    [
      '{"format": "qdesign", "version": 9}',
      "At /version: version 9 is not known; this program knows versions 1 to 2. Update qdesign to open it.",
    ],
    [`{${HEAD}, "parameters": [], "body": {"kind": "poem"}}`, "At /body/kind: 'poem' is not one of circuit, diagram."],
    [`{${HEAD}, "format": 1}`, "The document has the key 'format' twice in one object."],
    [
      circuit('"a": {"gate": "cx", "qubits": [0, 5], "column": 0}'),
      "At /body: Operation cx on qubits (0, 5): the circuit has qubits 0 to 1.",
    ],
    [
      circuit('"a": {"gate": "rx", "qubits": [0], "angles": ["a*%b"], "column": 0}'),
      "At /body/operations/a/angles/0: Angle 'a*%b', column 3: '%' cannot stand here. " +
        "Write for example pi/2, 0.3 or 2*gamma + pi/4.",
    ],
    [
      circuit('"a": {"gate": "rx", "qubits": [0], "column": 1e10}'),
      "At /body/operations/a/column: a column lies between ±1,000,000,000.",
    ],
  ])("refuses %s in words", (text, sentence) => {
    expect(refusalOf(text)).toBe(sentence);
  });

  it("keeps keys that JavaScript would treat specially", () => {
    const text = circuit(
      '"__proto__": {"gate": "h", "qubits": [0], "column": 0}, ' +
        '"2": {"gate": "h", "qubits": [1], "column": 0}, "1": {"gate": "x", "qubits": [0], "column": 1}',
    );
    const document = loads(text);
    expect(document.body.kind === "circuit" && [...document.body.operations.keys()]).toEqual(["__proto__", "2", "1"]);
    expect(dumps(loads(dumps(document)))).toBe(dumps(document));
  });

  it("puts the later one of two items at one place into a column behind, and moves nothing else", () => {
    const document = loads(
      circuit(
        '"a": {"gate": "h", "qubits": [0], "column": 3}, "b": {"gate": "x", "qubits": [0], "column": 3}, ' +
          '"c": {"gate": "z", "qubits": [0], "column": 4}, "d": {"gate": "cx", "qubits": [0, 1], "column": 4}',
      ),
    );
    expect(document.body.kind === "circuit" && [...document.body.operations.values()].map((o) => o.column)).toEqual([
      3, 3.5, 4, 5,
    ]);
  });

  it("refuses deep nesting without running out of stack", () => {
    expect(refusalOf("[".repeat(100_000))).toBe("The document nests too deep to be read.");
  });
});
