import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";

import type { CircuitBody } from "../../src/document/circuit";
import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { CASES, circuitOf } from "./fixtures";

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

describe("programs have the bytes that Python gives", () => {
  it.each(CASES.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const body = circuitOf(each.document);
    expect(base64(compile(body, { keepFinal: true }).data)).toBe(each.whole ?? each.program);
    expect(base64(compile(body).data)).toBe(each.program);
    if (each.prefix) {
      const { data } = compile(body, { column: each.prefix.column });
      expect(createHash("sha256").update(data).digest("hex")).toBe(each.prefix.sha256);
    }
    if (each.observable) {
      const { observable } = loads(each.document);
      expect(base64(encodeObservable(body.qubits.length, pauliTerms(observable ?? [])))).toBe(each.observable);
    }
  });
});

describe("circuits that cannot be run are refused in words", () => {
  it("names the memory that too many qubits need", () => {
    const body: CircuitBody = {
      kind: "circuit",
      qubits: Array.from({ length: 34 }, (_, k) => `q${k}`),
      clbits: 0,
      gates: new Map(),
      operations: new Map(),
    };
    expect(() => compile(body)).toThrow(
      "34 qubits need 256 GiB; the engine takes at most 27 qubits. Simulate a smaller circuit.",
    );
  });

  it("counts what blocks expand to before it expands them", () => {
    const x = { gate: "x", qubits: [0], column: 0 };
    const inner = { count: 100_000, operations: new Map([["o1", x]]), column: 0 };
    const body: CircuitBody = {
      kind: "circuit",
      qubits: ["q0"],
      clbits: 0,
      gates: new Map(),
      operations: new Map([["b", { count: 100_000, operations: new Map([["i", inner]]), column: 0 }]]),
    };
    expect(() => compile(body)).toThrow(
      "The circuit expands to 10,000,000,000 operations; at most 1,000,000 are taken.",
    );
  });
});
