import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt } from "../../src/document/errors";
import { labelsOf, readSum } from "../../src/document/pauli-text";

interface Case {
  readonly text: string;
  readonly size?: number | null;
  /** In the order of the text, zeros left out. */
  readonly labels?: readonly (readonly [string, number])[];
  readonly error?: string;
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { sums } = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly sums: readonly Case[];
};

function taken(text: string): Case {
  const read = attempt(() => {
    const sum = readSum(text);
    return { text, size: sum.size, labels: [...labelsOf(sum, sum.fewest)].filter(([, value]) => value) };
  });
  return "value" in read ? read.value : { text, error: read.refusal.message };
}

describe("texts of Pauli sums", () => {
  it("are read and refused as in Python, with the same words", () => {
    expect(sums.filter(({ error }) => error === undefined).length).toBeGreaterThan(30);
    expect(sums.filter(({ error }) => error !== undefined).length).toBeGreaterThan(100);
    expect(sums.map(({ text }) => taken(text))).toEqual(sums);
  });

  it("are put on more qubits with the identity on those beside", () => {
    expect([...labelsOf(readSum("0.5 ZX"), 4)]).toEqual([["IIZX", 0.5]]);
    expect([...labelsOf(readSum("Z0 - Z0"), 2)]).toEqual([["II", 0]]);
  });

  it("are refused before they take memory", () => {
    expect(taken("1+".repeat(600_000)).error).toMatch(/at most 1,000,000 characters/);
    const one = readSum("X998");
    const many = { ...one, terms: Array.from({ length: 30_000 }, () => one.terms).flat() };
    expect(() => labelsOf(many, 999)).toThrow(/at most 20,000,000/);
  });
});
