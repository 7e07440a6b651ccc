import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { CATALOG } from "../../src/document/catalog.generated";
import { circuitOf } from "../../src/document/level";
import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine } from "../../src/live/engine";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { type Adam, type Answered, descent, type Ended, seeded, valley } from "../../src/tools/descent";
import { engineBytes } from "../live/fixtures";

interface Case {
  readonly name: string;
  readonly document: string;
  readonly start: number;
  readonly energy: number;
  readonly is_stationary: boolean;
}

const text = readFileSync(new URL("../fixtures/descents.json", import.meta.url), "utf8");
const CASES = JSON.parse(text) as unknown as readonly Case[];
const options = CATALOG.optimizer.find(({ name }) => name === "adam")?.options ?? [];
const ADAM = Object.fromEntries(options.map(({ name, default: value }) => [name, Number(value)])) as Adam;
const module = await loadEngine(engineBytes());

function run(first: readonly number[], slope: (values: readonly number[]) => Answered, range = 4, seed = 1): Ended {
  const way = descent(first, ADAM, range, seeded(seed));
  let next = way.next();
  while (!next.done) next = way.next(slope(next.value.values));
  return next.value;
}

describe("the way down", () => {
  it.each(CASES)("from zeros ends like Python's Adam: $name", ({ document, start, energy, is_stationary }) => {
    const drawn = loads(document);
    const program = compile(circuitOf(drawn));
    const engine = new Engine(module, program);
    engine.observe(encodeObservable(program.numQubits, pauliTerms(drawn.observable ?? [])));
    const slope = (values: readonly number[]): Answered => {
      const found = engine.gradient(Float64Array.from(values));
      return { energy: found.energy, slopes: [...found.derivatives] };
    };
    const zeros = program.parameters.map(() => 0);
    expect(slope(zeros).energy).toBeCloseTo(start, 9);
    const ended = run(zeros, slope);
    expect(ended.why === "stationary").toBe(is_stationary);
    const reached = slope(ended.values).energy;
    // Kicks differ, and with them the valley that is reached.
    if (!is_stationary) expect(start - reached).toBeGreaterThan(0.6 * (start - energy));
  });

  it("never ends as converged at a maximum or a saddle", () => {
    const saddle = ([x = 0, y = 0]: readonly number[]): Answered => ({
      energy: -Math.cos(x) + Math.cos(y),
      slopes: [Math.sin(x), -Math.sin(y)],
    });
    for (let seed = 1; seed < 20; seed++) {
      const ended = run([0, 0], saddle, 2, seed);
      expect(saddle(ended.values).energy).toBeCloseTo(-2, 6);
      expect([ended.why, ended.kicks]).toEqual(["converged", 1]);
    }
  });

  it("says that a minimum is one, where it starts in it", () => {
    const valley = ([x = 0]: readonly number[]): Answered => ({ energy: -Math.cos(x), slopes: [Math.sin(x), 0] });
    expect(run([0, 1], valley)).toEqual({ values: [0, 1], why: "converged", kicks: 0 });
  });

  it("says that nothing changes the energy", () => {
    const plain = (): Answered => ({ energy: 0.5, slopes: [0, 0] });
    expect(run([0.2, 0.4], plain)).toEqual({ values: [0.2, 0.4], why: "stationary", kicks: 0 });
  });

  it("ends after the steps of the catalog", () => {
    let asked = 0;
    const slide = ([x = 0]: readonly number[]): Answered => {
      asked += 1;
      return { energy: -x, slopes: [-1] };
    };
    expect(run([0], slide).why).toBe("out of steps");
    expect(asked).toBe(ADAM.max_steps);
  });
});

describe("the bottom of a valley", () => {
  const hills = ([x = 0, y = 0]: readonly number[]): Answered => ({
    energy: -Math.cos(x - 0.3) - Math.cos(y + x),
    slopes: [Math.sin(x - 0.3) + Math.sin(y + x), Math.sin(y + x)],
  });
  const bottom = (first: readonly number[], bounds: readonly (readonly [number, number])[]): readonly number[] => {
    const way = valley(first, bounds);
    let next = way.next();
    while (!next.done) next = way.next(hills(next.value));
    return [...next.value.values, next.value.energy];
  };

  it("is the true minimum, from a point of a grid", () => {
    const [x, y, energy] = bottom(
      [0.5, -0.1],
      [
        [-4, 4],
        [-4, 4],
      ],
    );
    expect(energy).toBeCloseTo(-2, 12);
    expect([x, y]).toEqual([expect.closeTo(0.3, 6), expect.closeTo(-0.3, 6)]);
  });

  it("stays within bounds", () => {
    const [x = 0, y = 0] = bottom(
      [0.8, -0.5],
      [
        [0.5, 1],
        [-1, 0],
      ],
    );
    expect(x).toBeGreaterThanOrEqual(0.5);
    expect(y).toBeGreaterThanOrEqual(-1);
  });
});
