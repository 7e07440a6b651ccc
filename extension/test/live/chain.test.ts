import { describe, expect, it } from "vitest";

import type { CircuitBody } from "../../src/document/circuit";
import { attempt } from "../../src/document/errors";
import { withSlopes } from "../../src/document/formula-values";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine } from "../../src/live/engine";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { engineBytes } from "./fixtures";

const module = await loadEngine(engineBytes());

function withAngle(angle: string): CircuitBody {
  const head = 'OPENQASM 3.0; include "stdgates.inc"; input float x; input float y; qubit[2] q;';
  return circuitOf(
    fromQasm(`${head} ry(x) q[0]; cx q[0], q[1]; rx(${angle}) q[1]; rzz(x*y/2 + y) q[0], q[1]; h q[0];`),
  );
}

function engineOf(body: CircuitBody): Engine {
  const engine = new Engine(module, compile(body));
  engine.observe(
    encodeObservable(
      2,
      pauliTerms([
        ["ZZ", 0.7],
        ["XI", -0.4],
        ["IY", 0.3],
      ]),
    ),
  );
  return engine;
}

describe("derived parameters", () => {
  it.each([
    "2*(pi - x)*(pi - y)",
    "sin(x + 0.3)*cos(y)",
    "x/(2 + y)",
    "(2 + x)**y",
    "-x**3",
    "exp(-x**2)*tan(y/3)",
    "sqrt(1 + x**2) - log(3 + y)",
    "abs(x - y)",
    "arcsin(x/4) + arccos(y/4)*arctan(x)",
  ])("%s: energies move by the gradient along the free ones", (angle) => {
    const engine = engineOf(withAngle(angle));
    expect(engine.program.parameters).toEqual(["x", "y"]);
    const at = [0.7, -0.4];
    const energyAt = (values: readonly number[]): number => {
      engine.run(Float64Array.from(values));
      return engine.expectation();
    };
    const { energy, derivatives } = engine.gradient(Float64Array.from(at));
    expect(energy).toBeCloseTo(energyAt(at), 12);
    const step = 1e-5;
    at.forEach((_, k) => {
      const moved = (by: number): number => energyAt(at.map((value, j) => (j === k ? value + by : value)));
      expect(derivatives[k]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 7);
    });
    expect(derivatives.length).toBe(2);
  });

  it("are named where they have no value, and work again at the next point", () => {
    const engine = engineOf(withAngle("log(x)/y"));
    for (const [x, y, formula] of [
      [-1, 1, "log(x)/y"],
      [1, 0, "log(x)/y"],
    ] as const) {
      const made = attempt(() => engine.run(Float64Array.of(x, y)));
      expect("refusal" in made && made.refusal.message).toBe(
        `'${formula}' is not a finite real number at x = ${x}, y = ${y}. Give other values.`,
      );
    }
    engine.run(Float64Array.of(1, 1));
    expect(Number.isFinite(engine.expectation())).toBe(true);
  });

  it.each(["sqrt(x)", "x**0.5", "x**y", "asin(1 - x)"])(
    "%s has a value at 0, its slope is said to be not finite",
    (angle) => {
      const engine = engineOf(withAngle(angle));
      const at = Float64Array.of(0, 0.5);
      engine.run(at);
      expect(Number.isFinite(engine.expectation())).toBe(true);
      const made = attempt(() => engine.gradient(at));
      expect("refusal" in made && made.refusal.message).toMatch(
        /^The slope of '.*' is not finite at x = 0.*\. Give other values\.$/,
      );
    },
  );

  it("begin beside a point without slopes, and else where they are asked to", () => {
    const begin = (angle: string, x: number): ReadonlyMap<string, number> =>
      withSlopes(
        [`=${angle}`],
        new Map([
          ["x", x],
          ["y", 0],
        ]),
      );
    expect([...begin("sqrt(x)", 0)]).toEqual([
      ["x", 0.001],
      ["y", 0],
    ]);
    expect([...begin("asin(x)", 1)]).toEqual([
      ["x", 0.999],
      ["y", 0],
    ]);
    expect([...begin("sqrt(x)", 2)]).toEqual([
      ["x", 2],
      ["y", 0],
    ]);
    expect([...begin("abs(x)", 0)]).toEqual([
      ["x", 0],
      ["y", 0],
    ]);
    expect([...begin("x**1.5", 0)]).toEqual([
      ["x", 0],
      ["y", 0],
    ]);
  });
});
