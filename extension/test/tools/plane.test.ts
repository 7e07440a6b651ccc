import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { contour } from "../../src/scene/contours";
import {
  cutsOf,
  type Field,
  type Plane,
  type PlaneAsk,
  placeOn,
  planeOf,
  standOn,
  valueAt,
} from "../../src/tools/plane";
import { costIn } from "./costs";

interface Case {
  readonly name: string;
  readonly document: string;
  readonly values: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly energies: readonly (readonly number[])[];
  readonly lowest: number;
}

const text = readFileSync(new URL("../fixtures/planes.json", import.meta.url), "utf8");
const CASES = JSON.parse(text) as unknown as readonly Case[];

function filled(document: string, ask: PlaneAsk): Field & { readonly told: number } {
  const way = planeOf(costIn(document), ask);
  let told = 0;
  let next = way.next();
  for (; !next.done; next = way.next()) told += 1;
  return { ...next.value, told };
}

function parameter(index: number) {
  return { kind: "parameter", index, low: 0, high: 2 * Math.PI } as const;
}

describe("the energy over a plane", () => {
  it.each(CASES)("is Python's, from few runs: $name", ({ document, values, x, y, energies, lowest }) => {
    const point = Float64Array.from(values);
    const { plane, energy } = filled(document, { point, x: parameter(x), y: parameter(y) });
    energies.forEach((column, k) => {
      column.forEach((wanted, j) => {
        expect(energy((2 * Math.PI * k) / 8, (2 * Math.PI * j) / 8)).toBeCloseTo(wanted, 8);
      });
    });
    expect(plane.lowest?.energy).toBeCloseTo(lowest, 6);
    expect(plane.runs).toBeLessThan(plane.energies.length / 20);
    // What is drawn is what a run gives there.
    const cost = costIn(document);
    for (const index of [0, 1234, plane.energies.length - 1]) {
      const [s, t] = [index % plane.points, Math.floor(index / plane.points)];
      const there = placeOn(point, plane.x, plane.y, at(plane, "x", s), at(plane, "y", t));
      expect(plane.energies[index]).toBeCloseTo(cost.ideal(there), 10);
    }
  });

  it("along directions is run point by point, and its middle is the point", () => {
    const [{ document, values }] = CASES as readonly [Case];
    const point = Float64Array.from(values);
    const cost = costIn(document);
    for (const kind of ["random", "slope", "steepest"] as const) {
      const second = kind === "steepest" ? "softest" : "random";
      const way = { seed: 3, reach: 1 };
      const made = filled(document, { point, x: { kind, ...way }, y: { kind: second, ...way, seed: 9 } });
      const { plane } = made;
      const middle = (plane.energies.length - 1) / 2;
      expect(plane.energies[middle]).toBeCloseTo(cost.ideal(point), 10);
      expect(made.told).toBeGreaterThanOrEqual(plane.points - 1);
      const [a, b] = [plane.x.direction, plane.y?.direction ?? point];
      expect(Math.hypot(...a)).toBeCloseTo(1, 9);
      expect(a.reduce((sum, each, k) => sum + each * (b[k] ?? 0), 0)).toBeCloseTo(0, 9);
      const there = placeOn(point, plane.x, plane.y, 0.4, -0.3);
      expect(standOn(plane, there)).toEqual({
        x: expect.closeTo(0.4, 9),
        y: expect.closeTo(-0.3, 9),
        off: expect.closeTo(0, 9),
      });
      const cuts = cutsOf(made, 0.4, -0.3);
      expect(cuts.x[0]).toBeCloseTo(cost.ideal(placeOn(point, plane.x, plane.y, -1, -0.3)), 10);
      const curvature = (axis: Plane["x"]): number => {
        const [ahead, behind] = [0.01, -0.01].map((by) => cost.ideal(placeOn(point, axis, null, by, 0)));
        return (ahead ?? 0) + (behind ?? 0) - 2 * cost.ideal(point);
      };
      if (kind === "steepest" && plane.y) expect(curvature(plane.x)).toBeGreaterThan(curvature(plane.y));
    }
  });

  it.each(CASES)("tells no lowest energy above one that it has: $name", ({ document, values, x, y }) => {
    const point = Float64Array.from(values, (value) => (value > Math.PI ? value - 2 * Math.PI : value));
    const axis = { kind: "parameter", low: -Math.PI, high: Math.PI } as const;
    const { plane, energy } = filled(document, { point, x: { ...axis, index: x }, y: { ...axis, index: y } });
    const { x: s, y: t, energy: lowest } = plane.lowest ?? { x: 0, y: 0, energy: Infinity };
    expect(Math.max(Math.abs(s), Math.abs(t))).toBeLessThanOrEqual(Math.PI);
    expect(energy(s, t)).toBeCloseTo(lowest, 12);
    expect(lowest).toBeLessThanOrEqual(energy(point[x] as number, point[y] as number) + 1e-12);
    for (let k = 0; k < 3000; k++) {
      const there = energy(((k * 0.618034) % 1) * 6.28 - 3.14, ((k * 0.754878) % 1) * 6.28 - 3.14);
      expect(lowest).toBeLessThanOrEqual(there + 1e-9);
    }
  });

  it("has lines of equal energy between its points", () => {
    // x + y over 3 × 3 points.
    const energies = Float64Array.of(0, 1, 2, 1, 2, 3, 2, 3, 4);
    const found = contour(energies, 3, 1.5);
    expect(found.length).toBe(12);
    for (let k = 0; k < found.length; k += 2) expect((found[k] ?? 0) + (found[k + 1] ?? 0)).toBeCloseTo(1.5, 12);
  });
});

function at({ x, y, points }: Plane, axis: "x" | "y", k: number): number {
  return valueAt(axis === "x" ? x : (y ?? x), k, points);
}
