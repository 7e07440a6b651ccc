import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { CATALOG } from "../../src/document/catalog.generated";
import { cutsOf, type Field, type PlaneAsk, placeOn, planeOf, valueAt, withoutNoise } from "../../src/tools/plane";
import { METHODS, type Options } from "../../src/tools/steps";
import { costIn } from "./costs";

interface Case {
  readonly document: string;
  readonly values: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly energies: readonly (readonly number[])[];
  readonly lowest: number;
  readonly steps: readonly number[];
}

const CASES = (
  JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
    readonly tuned: readonly Case[];
  }
).tuned;

const options = CATALOG.optimizer.find(({ name }) => name === "adam")?.options ?? [];
const ADAM: Options = Object.fromEntries(options.map(({ name, default: value }) => [name, Number(value)]));

function filled(document: string, ask: PlaneAsk): Field {
  const way = planeOf(costIn(document), ask);
  let next = way.next();
  while (!next.done) next = way.next();
  return next.value;
}

function parameter(index: number) {
  return { kind: "parameter", index, low: 0, high: 2 * Math.PI } as const;
}

describe("an energy with noise", () => {
  it("has Python's landscapes, from few runs, and its own ideal beside", () => {
    let most = 0;
    for (const { document, values, x, y, energies, lowest } of CASES) {
      const point = Float64Array.from(values);
      const field = filled(document, { point, x: parameter(x), y: parameter(y) });
      const turn = (2 * Math.PI) / energies.length;
      energies.forEach((column, k) => {
        column.forEach((wanted, j) => {
          most = Math.max(most, Math.abs(field.energy(turn * k, turn * j) - wanted));
        });
      });
      const { plane } = field;
      expect(plane.runs).toBeLessThan(plane.energies.length / 10);
      // The map goes to 2π in both, and a half angle repeats only further on.
      expect(plane.lowest?.energy).toBeLessThan(lowest + 1e-6);
      const cost = costIn(document);
      const there = placeOn(point, plane.x, plane.y, valueAt(plane.x, 7, plane.points), 0);
      expect(plane.energies[7]).toBeCloseTo(cost.exact(there), 12);
      expect(withoutNoise(plane).energies[7]).toBeCloseTo(cost.ideal(there), 12);
      const cuts = cutsOf(field, 0.4, 0.3);
      const start = placeOn(point, plane.x, plane.y, 0, 0.3);
      expect([cuts.x[0], cuts.ideal?.x[0]]).toEqual([
        expect.closeTo(cost.exact(start), 12),
        expect.closeTo(cost.ideal(start), 12),
      ]);
    }
    expect(most).toBeLessThan(1e-12);
  });

  it("is lowered by Python's steps of Adam", () => {
    for (const { document, values, steps } of CASES) {
      const cost = costIn(document);
      expect(cost.isNoisy).toBe(true);
      const first = Float64Array.from(values);
      const way = METHODS["adam"]?.({ cost, first, options: ADAM, steps: steps.length, random: Math.random });
      const energies = [...(way ?? [])].map(({ energy }) => energy);
      expect(energies).toEqual(steps.map((energy) => expect.closeTo(energy, 12)));
    }
  });

  it("along directions is that of its runs, and the slope is the noisy one", () => {
    const [, { document, values }] = CASES as readonly [Case, Case];
    const point = Float64Array.from(values);
    const cost = costIn(document);
    const way = { seed: 3, reach: 1 };
    const { plane } = filled(document, { point, x: { kind: "slope", ...way }, y: { kind: "random", ...way } });
    const middle = (plane.energies.length - 1) / 2;
    expect(plane.energies[middle]).toBeCloseTo(cost.exact(point), 12);
    expect(plane.ideal?.energies[middle]).toBeCloseTo(cost.ideal(point), 12);
    const { slopes } = cost.gradient(point);
    const length = Math.hypot(...slopes);
    expect([...plane.x.direction]).toEqual([...slopes].map((each) => expect.closeTo(each / length, 12)));
  });

  it("is sampled from what is read with noise, and shifts give its slopes", () => {
    for (const { document, values } of CASES.slice(0, 4)) {
      const point = Float64Array.from(values);
      const sampled = costIn(document, { shots: 20_000, seed: 5 });
      const { energy, error, slopes } = sampled.gradient(point);
      const exact = costIn(document).gradient(point);
      expect(Math.abs(energy - exact.energy)).toBeLessThan(5 * error);
      slopes.forEach((slope, k) => {
        expect(Math.abs(slope - (exact.slopes[k] ?? 0))).toBeLessThan(20 * error);
      });
      expect(sampled.exact(point)).toBeCloseTo(exact.energy, 12);
    }
  });
});
