import { expect, test } from "vitest";

import type { Chart } from "../../src/port";
import { axesOf, rowsOf } from "../../src/scene/chart";

const size = { width: 300, height: 160 };
const NONE = { low: [], high: [], labels: [], name: "" };
const chart = (more: Partial<Chart>): Chart => ({ x: "", y: "", log_x: false, log_y: false, series: [], ...more });

test("bars at whole numbers have ticks there alone, from 0 up", () => {
  const bars = { ...NONE, kind: "bars", x: [0, 1, 2], y: [0.1, 0.4, 0.2] } as const;
  const { x, y, left, right, bottom, step } = axesOf(chart({ series: [bars] }), size);
  expect(x.ticks.map(({ text }) => text)).toEqual(["0", "1", "2"]);
  expect(y.place(0)).toBeCloseTo(bottom);
  expect(step).toBeCloseTo((right - left) / 3);
  expect(y.ticks[0]?.text).toBe("0");
});

test("a logarithmic axis has powers of ten, and what is not above 0 does not stretch it", () => {
  const points = { ...NONE, kind: "points", x: [2, 3, 4], y: [0.1, 0.01, 0] } as const;
  const { y } = axesOf(chart({ series: [points], log_y: true }), size);
  expect(y.ticks.map(({ text }) => text)).toEqual([".01", ".03", ".1"]);
  expect(y.place(0.1) - y.place(0.03)).toBeLessThan(0);
});

test("a chart of nothing, of one point or of one value has finite axes", () => {
  for (const [xs, ys] of [
    [[], []],
    [[3], [0]],
    [
      [1, 1],
      [-2, -2],
    ],
  ] as const)
    for (const log of [false, true]) {
      const line = { ...NONE, kind: "line", x: xs, y: ys } as const;
      const { x, y } = axesOf(chart({ series: [line], log_x: log, log_y: log }), size);
      for (const at of [x.place(xs[0] ?? 0), y.place(ys[0] ?? 0), ...y.ticks.map((tick) => tick.at)])
        expect(Number.isFinite(at)).toBe(true);
    }
});

test("names of marks that would lie over each other stand in rows", () => {
  expect(
    rowsOf([
      { at: 10, width: 30 },
      { at: 20, width: 30 },
      { at: 80, width: 30 },
    ]),
  ).toEqual([0, 1, 0]);
});
