import { describe, expect, it } from "vitest";

import { Trace } from "../../src/tools/trace";

describe("the energies of a run", () => {
  it("numbers steps from 1 and keeps the best so far", () => {
    const trace = new Trace();
    for (const energy of [3, 1, 2]) trace.add(energy);
    expect([trace.steps, trace.kept, trace.lowest]).toEqual([3, 3, 1]);
    expect([0, 1, 2].map((k) => [trace.stepOf(k), trace.at("best", k)])).toEqual([
      [1, 3],
      [2, 1],
      [3, 1],
    ]);
  });

  it("takes numbers that are told, with gaps, and none a second time where a run goes on", () => {
    const trace = new Trace();
    for (const step of [0, 1, 2, 4, 8]) trace.add(-step, 0.1, -step, { step, best: -step });
    for (const step of [6, 8, 9]) trace.add(7, 0.1, 7, { step, best: -8 });
    expect(Array.from({ length: trace.kept }, (_, k) => trace.stepOf(k))).toEqual([0, 1, 2, 4, 8, 9]);
    expect([trace.steps, trace.lowest]).toEqual([9, -8]);
    expect([-1, 0.4, 3.2, 5.9, 6.1, 20].map((step) => trace.nearest(step))).toEqual([0, 0, 3, 3, 4, 5]);
  });

  it("keeps every second step of a very long run", () => {
    const trace = new Trace();
    const count = 2 ** 17 + 10;
    for (let k = 0; k < count; k++) trace.add(k);
    expect([trace.steps, trace.stride, trace.kept]).toEqual([count, 2, count / 2]);
    expect(trace.stepOf(trace.kept - 1)).toBe(count - 1);
    expect(trace.nearest(1001)).toBe(500);
  });
});
