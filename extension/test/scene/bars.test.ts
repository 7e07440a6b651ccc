import { expect, test } from "vitest";

import { axisLines, barNames, barsPath, niceTop, plotOf, shotsPath, ticksPath } from "../../src/scene/bars";

const size = { width: 434, height: 128 };
const two = { numQubits: 2, count: 4, width: 1, top: 1, isReversed: false };

test("the axis ends at the next round number, and lines divide it", () => {
  expect([0.01, 0.3, 0.31, 0.99].map(niceTop)).toEqual([0.05, 0.3, 0.4, 1]);
  expect(axisLines(plotOf(size, two)).map(({ text }) => text)).toEqual(["0", ".25", ".50", ".75", "1.00"]);
  expect(axisLines(plotOf(size, { ...two, top: 0.1 })).map(({ y }) => y)).toEqual([108.5, 58.5, 8.5]);
});

test("bars are named in the order of qubits that is shown", () => {
  const texts = (isReversed: boolean): readonly string[] =>
    barNames(plotOf(size, { ...two, isReversed })).map(({ text }) => text);
  expect(texts(false)).toEqual(["00", "01", "10", "11"]);
  // In the place of the second bar stands basis state 2, whose bits are read from qubit 0 on.
  expect(texts(true)).toEqual(["00", "01", "10", "11"]);
  expect(barNames(plotOf(size, { ...two, numQubits: 13 }))).toEqual([]);
});

test("a bar stands where its basis state is named", () => {
  const left = (path: string): number => Number(/^M([\d.]+)/.exec(path)?.[1]);
  const only = (isReversed: boolean): number => left(barsPath(plotOf(size, { ...two, isReversed }), [0, 1, 0, 0]));
  expect([only(false), only(true)]).toEqual([34 + 150 - 11, 34 + 250 - 11]);
});

test("exact values of another number of states, and none, have no ticks", () => {
  expect(ticksPath(plotOf(size, two), null)).toBe("");
  expect(ticksPath(plotOf(size, two), new Float64Array(8))).toBe("");
  expect(ticksPath(plotOf(size, two), new Float64Array([1, 0, 0, 0]))).toMatch(/^M71 8h26M/);
});

test("samples are summed into the bar that holds their state", () => {
  const shots = {
    registers: null,
    shots: 10,
    seed: 1,
    counts: new Map([
      ["000", 5],
      ["001", 5],
    ]),
  };
  const path = shotsPath(plotOf(size, { ...two, numQubits: 3, width: 2 }), shots);
  expect(path).toBe("M73 108v-100h22v100");
});

test("lines of the axis leave their words room however low the plot is, and keep both ends", () => {
  for (const top of [0.05, 0.1, 0.3, 0.6, 1]) {
    for (let height = 40; height < 300; height += 7) {
      const lines = axisLines(
        plotOf({ width: 300, height }, { numQubits: 2, count: 4, width: 1, top, isReversed: false }),
      );
      const gaps = lines.slice(1).map(({ y }, k) => (lines[k]?.y ?? 0) - y);
      expect(lines.length === 2 || Math.min(...gaps) >= 12).toBe(true);
      expect(lines[0]?.text).toBe("0");
      expect(Number(lines.at(-1)?.text)).toBe(top);
    }
  }
});
