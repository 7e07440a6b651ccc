import { expect, test } from "vitest";

import type { Verdict } from "../../../src/port";
import { verdictWords } from "../../../src/view/widgets/verdict-badge";

function words(change: Partial<Verdict>): readonly string[] {
  const { tone, words, how } = verdictWords({
    equal: true,
    method: "reduction of a∘b†",
    points: 0,
    max_error: 0,
    is_exact: true,
    permutation: null,
    ...change,
  });
  return [tone, words, how];
}

test("a proof stays a proof when random points were checked as well", () => {
  const how = "proved for all values (reduction of a∘b†).";
  expect(words({})).toEqual(["ok", "✓ exact", how]);
  expect(words({ points: 20, max_error: 1e-15 })).toEqual(["ok", "✓ exact", how]);
});

test("a numeric verdict says its points, whatever its method mentions", () => {
  const numeric = { is_exact: false, max_error: 1e-15 };
  expect(words({ ...numeric, method: "exact in parts", points: 20 })).toEqual([
    "accent",
    "✓ 20 points",
    "equal at 20 points (exact in parts, largest error 1.0e-15).",
  ]);
  expect(words({ ...numeric, method: "unitaries", points: 1 })[1]).toBe("✓ 1 point");
});

test("what was neither proved nor compared is unknown, never an error of 0", () => {
  const unknown = ["", "? unknown", "unknown, because too large."];
  expect(words({ is_exact: false, max_error: null, method: "too large" })).toEqual(unknown);
  expect(words({ equal: null, max_error: null, is_exact: false, method: "too large" })).toEqual(unknown);
});

test("unknown and different verdicts never look equal", () => {
  expect(words({ equal: null, is_exact: false, points: 20 }).slice(0, 2)).toEqual(["", "? unknown"]);
  expect(words({ equal: false, is_exact: false, max_error: 0.5, points: 1, method: "states" })).toEqual([
    "error",
    "≠ different",
    "different at 1 point (states, largest error 5.0e-1).",
  ]);
  expect(words({ equal: false, max_error: 0, method: "sizes" })[2]).toBe("different (sizes).");
});

test("where qubits went is said beside the verdict", () => {
  expect(words({ permutation: [1, 0] })[2]).toContain("Qubits 0, 1, … of one end at 1, 0 of the other.");
});
