import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine, missingSupport } from "../../src/live/engine";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { blochVector, entropy, marginal, pauliExpectation, reordered } from "../../src/live/readout";
import { CASES, circuitOf, engineBytes, STATES, valuesOf } from "./fixtures";

const module = await loadEngine(engineBytes());
/** As scripts/golden.py has it. */
const TRAJECTORY_SEED = 7;

describe("the page and Python get the same from the same engine", () => {
  it.each(CASES.map((each) => [each.name, each] as const))("%s", (name, each) => {
    const stored = STATES[name];
    if (!stored) throw new Error("no state is stored: run python scripts/golden.py");
    const body = circuitOf(each.document);
    const program = compile(body);
    const engine = new Engine(module, program);
    const values = valuesOf(program.parameters.length);
    if (program.isUnitary) engine.run(values);
    else engine.runTrajectory(values, TRAJECTORY_SEED);
    const state = engine.state().slice();
    expect(createHash("sha256").update(new Uint8Array(state.buffer)).digest("hex")).toBe(stored.state);
    if (stored.bits) expect([...engine.clbits()]).toEqual(stored.bits);
    if (stored.energy !== undefined) {
      const terms = pauliTerms(loads(each.document).observable ?? []);
      engine.observe(encodeObservable(program.numQubits, terms));
      expect(engine.expectation()).toBe(stored.energy);
      const sum = terms.reduce((total, { x, z, coefficient }) => total + coefficient * pauliExpectation(state, x, z), 0);
      expect(sum).toBeCloseTo(stored.energy, 12);
      const { energy, derivatives } = engine.gradient(values);
      expect(energy).toBeCloseTo(stored.energy, 12);
      expectClose(derivatives, stored.gradient);
    }
    if (stored.bloch) {
      engine.run(values);
      expectReadout(engine, stored);
    }
  });
});

function expectReadout(engine: Engine, stored: (typeof STATES)[string]): void {
  expectClose(engine.blochVectors(), stored.bloch);
  expectClose(Float64Array.from(blochVector(engine.reducedState(1 << 2))), stored.bloch?.slice(6, 9));
  expectClose(marginal(engine.probabilities(), engine.program.numQubits, [2, 0]), stored.marginal);
  expectClose(reordered(engine.reducedState(0b1010), [3, 1]), stored.density);
  expect(entropy(engine.reducedState(0b1010))).toBeCloseTo(stored.entropy ?? NaN, 9);
  expect([...engine.sample(20, 11)]).toEqual(stored.sample);
}

function expectClose(found: Float64Array, wanted: readonly number[] | undefined): void {
  expect(found.length).toBe(wanted?.length);
  found.forEach((value, k) => expect(value).toBeCloseTo(wanted?.[k] ?? NaN, 11));
}

describe("the engine's bytes", () => {
  it("may come deflated", async () => {
    const packed = await loadEngine(new Uint8Array(deflateRawSync(engineBytes())));
    expect(WebAssembly.Module.exports(packed)).toEqual(WebAssembly.Module.exports(module));
  });

  it("need SIMD, and here it is", () => {
    expect(missingSupport()).toBeNull();
  });
});
