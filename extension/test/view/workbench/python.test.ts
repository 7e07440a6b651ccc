import { expect, test } from "vitest";

import type { Verdict } from "../../../src/port";
import { verdictWords } from "../../../src/view/workbench/python";

function words(change: Partial<Verdict>): readonly string[] {
  const { tone, words } = verdictWords({
    equal: true,
    method: "exact symbolic reduction of a∘b†",
    points: 0,
    max_error: 0,
    ...change,
  });
  return [tone, words];
}

test("an exact verdict stays exact when random points were checked as well", () => {
  expect(words({ points: 20 })).toEqual(["ok", "= exact"]);
});

test("a numeric verdict says its points, also when its method mentions exactness", () => {
  expect(words({ method: "random states, as exact reduction stopped", points: 20 })).toEqual(["accent", "= 20 points"]);
  expect(words({ method: "unitaries at random values", points: 1 })).toEqual(["accent", "= 1 point"]);
});

test("unknown and different verdicts never look equal", () => {
  expect(words({ equal: null, points: 20 })).toEqual(["", "? unknown"]);
  expect(words({ equal: false, method: "exact symbolic reduction of a∘b†" })).toEqual(["error", "≠ different"]);
});
