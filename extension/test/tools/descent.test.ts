import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { CATALOG } from "../../src/document/catalog.generated";
import type { Cost } from "../../src/tools/cost";
import { descent, type Ended, seeded } from "../../src/tools/descent";
import { METHODS, type Options } from "../../src/tools/steps";
import { costIn } from "./costs";

interface Case {
  readonly name: string;
  readonly document: string;
  readonly start: number;
  readonly energy: number;
  readonly is_stationary: boolean;
}

interface StepCase {
  readonly method: string;
  readonly document: string;
  readonly start: readonly number[];
  readonly options: Options;
  readonly signs: readonly number[];
  readonly history: readonly number[];
  readonly values: readonly number[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

const options = CATALOG.optimizer.find(({ name }) => name === "adam")?.options ?? [];
const ADAM: Options = Object.fromEntries(options.map(({ name, default: value }) => [name, Number(value)]));
/** An energy that is a formula. */
function made(
  range: number,
  at: (values: readonly number[]) => { readonly energy: number; readonly slopes: readonly number[] },
): Cost {
  const found = (values: Float64Array) => ({ ...at([...values]), error: 0 });
  return {
    size: 2,
    range,
    isSampled: false,
    isNoisy: false,
    energy: found,
    exact: (values) => found(values).energy,
    ideal: (values) => found(values).energy,
    gradient: (values) => {
      const { slopes, ...rest } = found(values);
      return { ...rest, slopes: Float64Array.from(slopes) };
    },
    along: () => null,
  };
}

function run(first: readonly number[], cost: Cost, seed = 1, steps = 1000): Ended & { readonly counted: number } {
  const given = { method: "adam", options: { ...ADAM, max_steps: steps }, tries: ADAM, random: seeded(seed) };
  const way = descent({ cost, first: Float64Array.from(first), ...given });
  let counted = 0;
  let next = way.next();
  for (; !next.done; next = way.next()) if (next.value) counted += 1;
  return { ...next.value, counted };
}

describe("the steps of a method", () => {
  it.each(read("steps") as readonly StepCase[])("are Python's: $method", (given) => {
    const cost = costIn(given.document);
    let drawn = 0;
    const way = METHODS[given.method]?.({
      cost,
      first: Float64Array.from(given.start),
      options: given.options,
      steps: given.options["max_steps"] ?? 0,
      random: () => ((given.signs[drawn++] ?? 0) + 1) / 2.5,
    });
    if (!way) throw new Error("no such method");
    const steps = [...way];
    let lowest = Infinity;
    const best = steps.map(({ energy }) => (lowest = Math.min(lowest, energy)));
    if (given.method !== "spsa") {
      expect(best).toEqual(given.history.slice(1).map((energy) => expect.closeTo(energy, 8)));
    } else {
      expect([...(steps.at(-1)?.values ?? [])]).toEqual(given.values.map((value) => expect.closeTo(value, 5)));
      expect(drawn).toBe(given.signs.length);
    }
  });

  it("of sampled energies stay within their errors, and shifts give the slopes", () => {
    const [{ document, start }] = read("steps") as readonly [StepCase];
    const exact = costIn(document);
    const sampled = costIn(document, { shots: 40_000, seed: 5 });
    const values = Float64Array.from(start);
    const { energy, error, slopes } = sampled.gradient(values);
    const wanted = exact.gradient(values);
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(energy - wanted.energy)).toBeLessThan(4 * error);
    // Two energies at half weight: a slope has an error of energy's over √2.
    slopes.forEach((slope, k) => {
      expect(Math.abs(slope - (wanted.slopes[k] ?? 0))).toBeLessThan(5 * error);
    });
    // The same seed draws the same.
    expect(costIn(document, { shots: 40_000, seed: 5 }).energy(values)).toEqual(
      costIn(document, { shots: 40_000, seed: 5 }).energy(values),
    );
  });
});

describe("the way down", () => {
  it.each(["adam", "gradient_descent", "rotosolve", "spsa"])("keeps the point with the lowest energy: %s", (method) => {
    const [{ document, start }] = read("steps") as readonly [StepCase];
    const cost = costIn(document);
    const row = CATALOG.optimizer.find(({ name }) => name === method);
    const own = Object.fromEntries((row?.options ?? []).map(({ name, default: value }) => [name, Number(value)]));
    // From low down, with steps that are too long, so that the first ones of Adam and SPSA go up.
    const low = run([...start], cost, 1, 300);
    const first = low.values;
    const given = { method, options: { ...own, max_steps: 12, rate: 0.4, first_step: 1 }, tries: ADAM };
    const way = descent({ cost, first, ...given, random: seeded(3) });
    let lowest = cost.exact(first);
    let went = 0;
    for (let next = way.next(); ; next = way.next()) {
      if (next.done) {
        expect(cost.exact(next.value.values)).toBeLessThanOrEqual(lowest);
        break;
      }
      if (!next.value) continue;
      went += 1;
      lowest = Math.min(lowest, next.value.energy);
      expect(cost.exact(next.value.best)).toBeCloseTo(lowest, 12);
    }
    expect(went).toBeGreaterThan(0);
  });

  it.each(read("descents") as readonly Case[])("from zeros ends like Python's Adam: $name", (given) => {
    const cost = costIn(given.document);
    const zeros = new Float64Array(cost.size);
    expect(cost.ideal(zeros)).toBeCloseTo(given.start, 9);
    const ended = run([...zeros], cost);
    expect(ended.why === "stationary").toBe(given.is_stationary);
    // Kicks differ, and with them the valley that is reached.
    if (given.is_stationary) return;
    expect(given.start - cost.ideal(ended.values)).toBeGreaterThan(0.6 * (given.start - given.energy));
  });

  it("never ends as converged at a maximum or a saddle", () => {
    const saddle = made(2, ([x = 0, y = 0]) => ({
      energy: -Math.cos(x) + Math.cos(y),
      slopes: [Math.sin(x), -Math.sin(y)],
    }));
    for (let seed = 1; seed < 20; seed++) {
      const ended = run([0, 0], saddle, seed);
      expect(saddle.ideal(ended.values)).toBeCloseTo(-2, 6);
      expect([ended.why, ended.kicks]).toEqual(["converged", 1]);
    }
  });

  it("says that a minimum is one where it starts in it, and that nothing changes the energy", () => {
    const valley = made(4, ([x = 0]) => ({ energy: -Math.cos(x), slopes: [Math.sin(x), 0] }));
    expect(run([0, 1], valley)).toMatchObject({ values: Float64Array.of(0, 1), why: "converged", kicks: 0 });
    const plain = made(4, () => ({ energy: 0.5, slopes: [0, 0] }));
    expect(run([0.2, 0.4], plain)).toMatchObject({ why: "stationary", kicks: 0 });
  });

  it("ends after the steps that it is given, and where an energy is not a number", () => {
    const slide = made(4, ([x = 0]) => ({ energy: -x, slopes: [-1, 0] }));
    expect(run([0, 0], slide, 1, 30)).toMatchObject({ why: "out of steps", counted: 30 });
    const cliff = made(4, ([x = 0]) => ({ energy: x > 0.2 ? NaN : -x, slopes: [-1, 0] }));
    const fallen = run([0, 0], cliff);
    expect(fallen.why).toBe("not a number");
    expect(fallen.values[0]).toBeLessThanOrEqual(0.2);
  });
});
