import { describe, expect, it } from "vitest";

import { barsOf, errorOf } from "../../../src/view/jobs/bars";
import { countsTable } from "../../../src/view/jobs/export";
import { cellText } from "../../../src/view/jobs/notebook";
import { amountText, costText, durationText } from "../../../src/view/jobs/words";

const of = (probabilities: Record<string, number>, rest = 0) => ({ probabilities, rest });

describe("bars of counts over what was expected", () => {
  it("have a place for what was never counted", () => {
    const bars = barsOf({ counts: { "00": 10 }, ideal: of({ "00": 0.5, "11": 0.5 }), noise: null }, 32);
    expect(bars).toEqual([
      { key: "00", count: 10, ideal: 0.5, noise: null },
      { key: "11", count: 0, ideal: 0.5, noise: null },
    ]);
  });

  it("sum what has no bar of its own in the last one", () => {
    const counts = { "000": 5, "001": 3, "010": 2, "011": 1 };
    const ideal = of({ "000": 0.5, "001": 0.2, "010": 0.1, "011": 0.05, "111": 0.05 }, 0.1);
    const noise = of({ "000": 0.4, "001": 0.3, "010": 0.1, "100": 0.15 }, 0.05);
    const bars = barsOf({ counts, ideal, noise }, 3);
    expect(bars.map(({ key, count }) => [key, count])).toEqual([
      ["000", 5],
      ["001", 3],
      ["other", 3],
    ]);
    expect(bars[2]?.ideal).toBeCloseTo(0.3, 12);
    expect(bars[2]?.noise).toBeCloseTo(0.3, 12);
    expect(bars.reduce((sum, bar) => sum + (bar.ideal ?? 0), 0)).toBeCloseTo(1, 12);
    expect(bars.reduce((sum, bar) => sum + (bar.noise ?? 0), 0)).toBeCloseTo(1, 12);
  });

  it("tell the ideal rest even where every outcome listed has a bar", () => {
    const bars = barsOf({ counts: { "0": 1 }, ideal: of({ "0": 0.9 }, 0.1), noise: null }, 32);
    expect(bars[1]).toEqual({ key: "other", count: 0, ideal: 0.1, noise: null });
  });

  it("go without an ideal where there is none", () => {
    expect(barsOf({ counts: { "0": 1 }, ideal: null, noise: null }, 32)).toEqual([
      { key: "0", count: 1, ideal: null, noise: null },
    ]);
  });

  it("have a binomial standard error", () => {
    expect(errorOf(284, 4096)).toBeCloseTo(Math.sqrt(4096 * (284 / 4096) * (1 - 284 / 4096)), 12);
    expect(errorOf(0, 100)).toBe(0);
  });

  it("leave as a table with what is known", () => {
    const table = countsTable({ counts: { "1": 4 }, ideal: of({ "0": 1, "1": 0 }), noise: null });
    expect(table).toEqual([
      ["outcome", "count", "standard_error", "ideal"],
      ["0", 0, 0, 1],
      ["1", 4, 0, 0],
    ]);
  });
});

describe("words about jobs", () => {
  it("tell times and sums as a person reads them", () => {
    const texts = [40, 420, 12_000, 100_000, 530_000, 3_600_000, 11_100_000].map(durationText);
    expect(texts).toEqual(["< 0.1 s", "0.4 s", "12 s", "1 min 40 s", "8 min 50 s", "1 h", "3 h 5 min"]);
    expect(amountText(1.678, "USD")).toBe("1.68 USD");
    expect(amountText(0.00123, "USD")).toBe("0.00123 USD");
    const estimate = { low: 1, high: 4.03, unit: "USD", source: "", date: "", parts: {} };
    expect(costText({ cost: null, estimate })).toBe("up to 4.03 USD");
    expect(costText({ cost: 1.68, estimate })).toBe("1.68 USD");
    expect(costText({ cost: null, estimate: { ...estimate, low: 0, high: 0 } })).toBe("");
  });

  it("make a cell whose name can end no line", () => {
    const text = cellText({ id: "9e0c69d7", label: "a\u2028b", num_parts: 0 });
    expect(text).toBe('import qdesign as qd\n\njob = qd.Queue.open().job("9e0c69d7")  # a b\njob.counts');
    const energy = cellText({ id: "9e0c69d7", label: "", num_parts: 2 });
    expect(energy.split("\n").at(-1)).toBe("job.energy, job.energy_error");
  });
});
