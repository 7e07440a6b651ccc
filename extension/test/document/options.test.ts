import { describe, expect, it } from "vitest";

import { CATALOG, type RowOption } from "../../src/document/catalog.generated";
import { readOptions, typedOf } from "../../src/document/options";
import { MORE_TEMPLATES } from "../../src/document/templates.generated";

const BASE = { title: "", default: null, low: null, high: null, choices: [], titles: [], unit: "", help: "" };
const OPTIONS: readonly RowOption[] = [
  { ...BASE, name: "n", title: "Qubits", kind: "integer", default: 4, low: 1, high: 10_000 },
  { ...BASE, name: "r", title: "Bond length", kind: "number", low: 0.1, unit: "Å" },
  { ...BASE, name: "p", title: "Periodic", kind: "flag", default: false },
  { ...BASE, name: "c", title: "As few", kind: "choice", default: "t", choices: ["t", "depth"] },
  { ...BASE, name: "e", title: "Edges", kind: "text", default: "" },
];

describe("options of a form", () => {
  it("start from the defaults of every row, which are allowed", () => {
    for (const row of [...CATALOG.template, ...MORE_TEMPLATES, ...CATALOG.problem, ...CATALOG.optimizer]) {
      const { values, wrong } = readOptions(row.options, typedOf(row.options));
      expect([row.name, [...wrong.values()]]).toEqual([row.name, []]);
      for (const option of row.options) expect(values[option.name]).toBe(option.default);
    }
  });

  it("are read by their kind", () => {
    const typed = { n: " 12 ", r: "1.5e0", p: true, c: "depth", e: "0-1,1-2" };
    expect(readOptions(OPTIONS, typed).values).toEqual({ n: 12, r: 1.5, p: true, c: "depth", e: "0-1,1-2" });
  });

  it("are refused in a sentence with what is allowed", () => {
    const { values, wrong } = readOptions(OPTIONS, { n: "2.5", r: "−1", p: false, c: "x", e: "" });
    expect([...wrong.values()]).toEqual([
      "Qubits must be a whole number from 1 to 10,000.",
      "Bond length must be a number from 0.1 Å.",
      "As few must be one of t, depth.",
    ]);
    expect(values).toEqual({ p: false, e: "" });
    for (const n of ["", "0", "10001", "1e3", "NaN", "Infinity", "0x10"])
      expect(readOptions(OPTIONS, { n }).wrong.has("n")).toBe(true);
  });
});
