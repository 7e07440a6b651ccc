import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt } from "../../src/document/errors";
import { loads } from "../../src/document/read";
import { lettersOfLabel, loadBeyond, Surrogate, Table } from "../../src/live/beyond";
import { turnsOf } from "../../src/live/turns";
import { chain, circuit, ring } from "./circuits";
import { circuitOf, valuesOf } from "./fixtures";

interface Case {
  readonly document: string;
  /** Base64; null where it is refused. */
  readonly turns: string | null;
  readonly numbers: {
    readonly energy: number;
    readonly gradient: readonly number[];
    readonly nodes: number;
    readonly cut: readonly [energy: number, count: number, rms: number, bound: number, estimate: number];
  } | null;
  readonly shots?: readonly (readonly number[])[];
  readonly bloch?: readonly number[];
}

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));
const CASES = (JSON.parse(read("../../build/corpus.json").toString()) as { readonly beyond: readonly Case[] }).beyond;
const module = await loadBeyond(new Uint8Array(read("../../../qdesign/static/beyond.wasm")));

function made(surrogate: Surrogate): Surrogate {
  while (surrogate.advance(1000) < 1);
  return surrogate;
}

describe("the page and Python go back through circuits alike", () => {
  it("makes the same bytes, and refuses the same circuits", () => {
    for (const each of CASES) {
      const turns = attempt(() => turnsOf(circuitOf(each.document)));
      const bytes = "value" in turns ? Buffer.from(turns.value.data).toString("base64") : null;
      expect(bytes, each.document).toBe(each.turns);
    }
    expect(CASES.filter((each) => each.turns).length).toBeGreaterThan(50);
  });

  it("gets the same numbers from them, whole and with strings cut", () => {
    const told = CASES.filter((each) => each.numbers);
    expect(told.length).toBeGreaterThan(5);
    for (const { document, numbers } of told) {
      const turns = turnsOf(circuitOf(document));
      const terms = [...(loads(document).observable ?? [])];
      const strings = terms.map(([label]) => lettersOfLabel(label));
      const weights = Float64Array.from(terms, ([, weight]) => weight);
      const values = valuesOf(turns.parameters.length);
      const whole = made(new Surrogate(module, turns, strings, weights));
      const { energy, derivatives } = whole.gradient(values);
      expect(energy).toBeCloseTo(numbers?.energy ?? NaN, 12);
      numbers?.gradient.forEach((slope, k) => expect(derivatives[k]).toBeCloseTo(slope, 10));
      expect([whole.numNodes, whole.numCut]).toEqual([numbers?.nodes, 0]);
      const few = made(new Surrogate(module, turns, strings, weights, { maxWeight: 2, maxFrequency: 3 }));
      const { energy: about, bound, estimate } = few.judged(values);
      const cut = [about, few.numCut, few.rmsError, bound, estimate];
      cut.forEach((number, k) => expect(number).toBeCloseTo(numbers?.cut[k] ?? NaN, 12));
    }
  });

  it("follows a table of 70 qubits, and draws the same outcomes with a seed", () => {
    const each = CASES.find(({ shots }) => shots);
    if (!each?.shots) throw new Error("a case with shots is expected");
    const table = new Table(module, turnsOf(circuitOf(each.document)));
    const none = new Float64Array();
    expect([...table.blochVectors(none)]).toEqual(each.bloch);
    const { bits, bytes } = table.sample(each.shots.length, none, 5);
    each.shots.forEach((shot, k) => expect([...bits.subarray(bytes * k, bytes * k + shot.length)]).toEqual(shot));
  });
});

describe("what is beyond the state vector", () => {
  it("goes back in parts, and says how far it is", () => {
    const turns = turnsOf(ring(8, 4));
    const terms = [...chain(8)];
    const surrogate = new Surrogate(
      module,
      turns,
      terms.map(([label]) => lettersOfLabel(label)),
    );
    const shares: number[] = [];
    for (let share = 0; share < 1; ) shares.push((share = surrogate.advance(0)));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it("says in words what it cannot do", () => {
    const tilted = new Table(module, turnsOf(circuit(1, "rx(a) 0")));
    expect([...tilted.blochVectors(Float64Array.of(Math.PI / 2))]).toEqual([0, -1, 0]);
    const at = (value: number) => attempt(() => tilted.blochVectors(Float64Array.of(value)));
    expect(at(0.3)).toMatchObject({ refusal: { message: expect.stringContaining("no multiple of π/2") } });
    const inside = attempt(() => turnsOf(circuit(2, "measure 0 -> 0; h 0", 1)));
    expect(inside).toMatchObject({ refusal: { message: expect.stringContaining("gates alone") } });
    const many = new Surrogate(module, turnsOf(ring(8, 4)), [lettersOfLabel("ZZZZZZZZ")], undefined, { maxNodes: 50 });
    const made = attempt(() => many.advance(1000));
    expect(made).toMatchObject({ refusal: { message: expect.stringContaining("Follow fewer") } });
  });
});
