import { describe, expect, it } from "vitest";

import { barsOf } from "../../../src/view/jobs/queue-tab";

describe("bars of counts over an ideal distribution", () => {
  it("have a place for what was never counted", () => {
    const bars = barsOf({ counts: { "00": 10 }, ideal: { "00": 0.5, "11": 0.5 }, ideal_rest: 0 }, 32);
    expect(bars).toEqual([
      { key: "00", count: 10, ideal: 0.5 },
      { key: "11", count: 0, ideal: 0.5 },
    ]);
  });

  it("sum what has no bar of its own in the last one", () => {
    const counts = { "000": 5, "001": 3, "010": 2, "011": 1 };
    const ideal = { "000": 0.5, "001": 0.2, "010": 0.1, "011": 0.05, "111": 0.05 };
    const bars = barsOf({ counts, ideal, ideal_rest: 0.1 }, 3);
    expect(bars.map(({ key, count }) => [key, count])).toEqual([
      ["000", 5],
      ["001", 3],
      ["other", 3],
    ]);
    expect(bars[2]?.ideal).toBeCloseTo(0.3, 12);
    expect(bars.reduce((sum, bar) => sum + (bar.ideal ?? 0), 0)).toBeCloseTo(1, 12);
  });

  it("tell the ideal rest even where every outcome listed has a bar", () => {
    const bars = barsOf({ counts: { "0": 1 }, ideal: { "0": 0.9 }, ideal_rest: 0.1 }, 32);
    expect(bars[1]).toEqual({ key: "other", count: 0, ideal: 0.1 });
  });

  it("go without an ideal where there is none", () => {
    expect(barsOf({ counts: { "0": 1 }, ideal: null, ideal_rest: null }, 32)).toEqual([
      { key: "0", count: 1, ideal: null },
    ]);
  });
});
