import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine, missingSupport } from "../../src/live/engine";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { blochVector, entropy, marginal, pauliExpectation, reordered } from "../../src/live/readout";
import { circuit } from "./circuits";
import { CASES, circuitOf, engineBytes, STATES, valuesOf } from "./fixtures";

const module = await loadEngine(engineBytes());
/** As scripts/golden.py has it. */
const TRAJECTORY_SEED = 7;
const MOVED_TO = 1.25;

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
    expect(digest(state)).toBe(stored.state);
    if (stored.bits) expect([...engine.clbits()]).toEqual(stored.bits);
    if (stored.energy !== undefined) {
      const terms = pauliTerms(loads(each.document).observable ?? []);
      engine.observe(encodeObservable(program.numQubits, terms));
      expect(engine.expectation()).toBe(stored.energy);
      const sum = terms.reduce(
        (total, { x, z, coefficient }) => total + coefficient * pauliExpectation(state, x, z),
        0,
      );
      expect(sum).toBeCloseTo(stored.energy, 12);
      const { energy, derivatives } = engine.gradient(values);
      expect(energy).toBeCloseTo(stored.energy, 12);
      expectClose(derivatives, stored.gradient);
    }
    if (stored.moved) {
      engine.grab(values, 0);
      const energy = engine.move(MOVED_TO);
      const probabilities = digest(engine.probabilities());
      expect({ energy, probabilities, state: digest(engine.state()) }).toEqual(stored.moved);
    }
    if (stored.bloch) {
      engine.run(values);
      expectReadout(engine, stored);
    }
  });
});

function digest(numbers: Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}

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

describe("energies along a grabbed parameter", () => {
  it.each([
    ["states are mixed", "ry(b) 0; cx 0 1; ry(a) 0; cx 1 0; rx(b) 1", 2],
    ["states are run on from its stage", `ry(b) 0; cx 0 1; ${"rx(a) 0; rz(a) 0; ".repeat(5)}ry(b) 1`, 11],
  ] as const)("leave the state as it is where %s", (_how, text, count) => {
    const program = compile(circuit(2, text));
    const a = program.parameters.indexOf("a");
    const [engine, other] = [new Engine(module, program), new Engine(module, program)];
    const values = Float64Array.of(0.4, -1.2);
    expect(engine.frequenciesOf(a)?.count).toBe(count);
    engine.grab(values, a);
    engine.move((values[a] = 0.9));
    for (const each of [engine, other]) {
      each.observe(
        encodeObservable(
          2,
          pauliTerms([
            ["XZ", 0.7],
            ["ZI", -0.4],
            ["YY", 1],
          ]),
        ),
      );
    }
    for (const again of [false, true]) {
      if (again) engine.run(values.map((value) => value + 1));
      const before = digest(engine.state());
      for (const theta of [2.5, -0.3]) {
        const along = values.slice();
        along[a] = theta;
        other.run(along);
        expect(engine.energyAlong(theta)).toBeCloseTo(other.expectation(), 12);
      }
      expect(digest(engine.state())).toBe(before);
      engine.observe(
        encodeObservable(
          2,
          pauliTerms([
            ["XX", 0.7],
            ["IZ", 0.4],
          ]),
        ),
      );
      other.observe(
        encodeObservable(
          2,
          pauliTerms([
            ["XX", 0.7],
            ["IZ", 0.4],
          ]),
        ),
      );
    }
  });
});

describe("the engine's bytes", () => {
  it("may come deflated", async () => {
    const packed = await loadEngine(new Uint8Array(deflateRawSync(engineBytes())));
    expect(WebAssembly.Module.exports(packed)).toEqual(WebAssembly.Module.exports(module));
  });

  it("need SIMD, and here it is", () => {
    expect(missingSupport()).toBeNull();
  });
});
