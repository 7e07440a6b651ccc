import { expect, test } from "vitest";

import { attempt } from "../../src/document/errors";
import { loads } from "../../src/document/read";
import type { Figure } from "../../src/port";
import { choicesOf, termText, withObservable } from "../../src/view/analyze/observables";
import {
  cellOf,
  copied,
  hasPoints,
  isTold,
  measured,
  named,
  numberOf,
  stampParts,
} from "../../src/view/analyze/reading";

const DOCUMENT = loads(`{
 "format": "qdesign", "version": 2,
 "parameters": [{"name": "theta_6", "value": 0.5, "low": -3, "high": 3, "step": 0.1}],
 "body": {"kind": "circuit", "qubits": ["q0", "q1"], "clbits": 0, "gates": {},
  "operations": {"a": {"gate": "ry", "qubits": [0], "angles": ["theta_6"], "column": 0}}},
 "observable": {"ZZ": -1, "IX": 0.5}
}`);
const FIGURE: Figure = {
  ...{
    name: "cone",
    title: "Cone",
    value: 0.05351,
    error: 0.0061,
    interval: null,
    basis: "sampled",
    unit: "of theta_6",
  },
  ...{ verdict: "", tone: "plain", says: "theta_6 and theta_61 move.", convention: { pairs: 5000, log: "natural" } },
  ...{ conditions: [], source: "", cell: "qd.analyze.cone(c, H)", reasons: [], chart: null, columns: {}, gates: {} },
};

test("numbers are read with as many digits as their errors leave", () => {
  expect([0.03817, 159 / 256, 12345, -3, 3.21e-7, null].map(numberOf)).toEqual([
    "0.03817",
    "0.62109",
    "12,345",
    "−3",
    "3.21 × 10⁻⁷",
    "—",
  ]);
  expect(measured(FIGURE)).toBe("0.0535");
  expect(measured({ value: 22, error: 0 })).toBe("22");
  expect(copied(FIGURE)).toBe("Cone: 0.05351 ± 0.0061 of theta_6 (sampled, pairs 5,000, log natural)");
});

test("a fact is read with its signs and groups, and a check mark stands only where something is known", () => {
  const seeded = { ...FIGURE, convention: { seed: 7, pairs: 5000, real: true } };
  expect(stampParts(seeded)).toEqual([["sampled"], ["seed", "7"], ["pairs", "5,000"], ["real", "yes"]]);
  const unknown: Figure = { ...FIGURE, value: null, verdict: "unknown", tone: "unknown" };
  expect([FIGURE, unknown].map(isTold)).toEqual([true, false]);
  const reasons = [{ holds: true, words: "It is Clifford.", detail: "" }];
  expect(isTold({ ...FIGURE, value: null, verdict: "easy", reasons })).toBe(true);
});

test("a picture without a point is none", () => {
  const chart = { x: "", y: "", log_x: false, log_y: false };
  const bars = { name: "", kind: "bars", low: [], high: [], labels: [] } as const;
  expect(hasPoints({ ...chart, series: [{ ...bars, x: [], y: [] }] })).toBe(false);
  expect(hasPoints({ ...chart, series: [{ ...bars, x: [1], y: [0] }] })).toBe(true);
});

test("parameters are named in sentences as they are drawn, whole names alone", () => {
  expect(named(FIGURE, DOCUMENT)).toMatchObject({ says: "θ₆ and theta_61 move.", unit: "of θ₆" });
});

test("an observable is the document's, a term of it, or Z on qubits", () => {
  expect(choicesOf(DOCUMENT, "Ising").map(({ label }) => label)).toEqual(["Ising", "⟨Z₀Z₁⟩", "⟨Z₀⟩", "⟨Z₁⟩", "⟨X₀⟩"]);
  expect(termText("XIY")).toBe("⟨Y₀X₂⟩");
  const [own, pair] = choicesOf(DOCUMENT, "Ising");
  expect(own && withObservable(DOCUMENT, own)).toBe(DOCUMENT);
  expect(pair && withObservable(DOCUMENT, pair).observable).toEqual(new Map([["ZZ", 1]]));
});

test("the cell that makes a figure again holds the circuit and what is measured, as code and nothing else", () => {
  const cell = cellOf(FIGURE, DOCUMENT);
  expect(cell).toContain('H = qd.Observable({"ZZ": -1, "IX": 0.5})');
  expect(cell.endsWith("qd.analyze.cone(c, H)")).toBe(true);
  const name = '"""); import os; ("""';
  const odd = attempt(
    () => ({ ...DOCUMENT, body: { ...DOCUMENT.body, unused_parameters: [name] } }) as typeof DOCUMENT,
  );
  if ("value" in odd) expect(cellOf(FIGURE, odd.value)).not.toContain('"""); import os');
});
