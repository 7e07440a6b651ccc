import { expect, test } from "vitest";

import type { Verdict } from "../../../src/port";
import { verdictWords } from "../../../src/view/widgets/verdict-badge";

function words(change: Partial<Verdict>): readonly string[] {
  const { tone, words } = verdictWords({
    equal: true,
    method: "exact symbolic reduction of a∘b†",
    points: 0,
    max_error: 0,
    is_exact: true,
    permutation: null,
    ...change,
  });
  return [tone, words];
}

test("an exact verdict stays exact when random points were checked as well", () => {
  expect(words({ points: 20 })).toEqual(["ok", "= exact"]);
});

test("a numeric verdict says its points, whatever its method mentions", () => {
  const numeric = { is_exact: false, max_error: 1e-15 };
  expect(words({ ...numeric, method: "exact in parts; random states", points: 20 })).toEqual(["accent", "= 20 points"]);
  expect(words({ ...numeric, method: "unitaries at random values", points: 1 })).toEqual(["ok", "= at these values"]);
});

test("what was neither proved nor compared is unknown, never an error of 0", () => {
  expect(words({ is_exact: false, max_error: null })).toEqual(["", "? unknown"]);
  expect(words({ equal: null, max_error: null, is_exact: false })).toEqual(["", "? unknown"]);
});

test("unknown and different verdicts never look equal", () => {
  expect(words({ equal: null, is_exact: false, points: 20 })).toEqual(["", "? unknown"]);
  expect(words({ equal: false, is_exact: false, max_error: 0.5, points: 1 })).toEqual(["error", "≠ different"]);
});
