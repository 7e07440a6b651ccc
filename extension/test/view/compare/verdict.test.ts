/** What the steps between two sides say of all values, and numbers as they are written. */

import { expect, it } from "vitest";

import type { StoredVerdict } from "../../../src/document/proof";
import { powerText } from "../../../src/view/compare/values";
import { together } from "../../../src/view/compare/verdict";
import { verdictWords } from "../../../src/view/widgets/verdict-badge";

const PROVED: StoredVerdict = { equal: true, method: "tensors", points: 0, max_error: 0, exact: true };
const AT = (points: number): StoredVerdict => ({ ...PROVED, points, exact: false, max_error: 1e-15 });

it("is proved where every step is, else holds at the fewest points of any", () => {
  const words = (...verdicts: StoredVerdict[]): string => verdictWords(together(verdicts, verdicts.length)).how;
  expect(words()).toContain("proved for all values (one drawing)");
  expect(words(PROVED, PROVED)).toContain("proved for all values (by 2 steps)");
  expect(words(PROVED, AT(20), AT(2))).toContain("equal at 2 points (by 3 steps, largest error 1.0e-15)");
  expect(words(PROVED, { ...PROVED, equal: null, exact: false })).toContain("unknown, because one of 2 steps");
  // Two that differ may lead back to where one began.
  expect(words({ ...PROVED, equal: false })).toContain("unknown");
});

it("writes small numbers with their power of ten", () => {
  expect([0, 2.84e-16, 0.0123, 1.5, 20000].map(powerText)).toEqual(["0", "2.8 · 10⁻¹⁶", "0.0123", "1.5", "2.0 · 10⁴"]);
});
