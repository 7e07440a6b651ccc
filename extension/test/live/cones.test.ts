import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { type CircuitBody, parametersOf } from "../../src/document/circuit";
import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { ConeRuns, Pool } from "../../src/live/cone-runs";
import { conePlan, groupsOf, lettersOf, wiresOf } from "../../src/live/cones";
import { Engine, loadEngine } from "../../src/live/engine";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { brickWall, chain, circuit } from "./circuits";
import { circuitOf, engineBytes, valuesOf } from "./fixtures";

const module = await loadEngine(engineBytes());

function planOf(body: CircuitBody, observable: ReadonlyMap<string, number>, most = 20) {
  const plan = conePlan(wiresOf(body), observable, { most, parameters: parametersOf(body) });
  if (!plan) throw new Error("a cone is too wide");
  return plan;
}

/** Energy and derivatives of the whole state, and by light cones. */
function both(body: CircuitBody, observable: ReadonlyMap<string, number>) {
  const engine = new Engine(module, compile(body));
  engine.observe(encodeObservable(body.qubits.length, pauliTerms(observable)));
  const values = valuesOf(parametersOf(body).length);
  const runs = new ConeRuns(new Pool(module), planOf(body, observable));
  const whole = engine.gradient(values);
  return { whole: { ...whole, derivatives: whole.derivatives.slice() }, cones: runs.gradient(values), runs, values };
}

/** A ring of RZZ in the order of its edges, and mixers: gates that commute make the cones narrow. */
function qaoa(numQubits: number, layers: number): CircuitBody {
  const parts = Array.from({ length: numQubits }, (_, q) => `h ${q}`);
  for (let layer = 0; layer < layers; layer++) {
    for (let q = 0; q < numQubits; q++) parts.push(`rzz(2*g_${layer}) ${q} ${(q + 1) % numQubits}`);
    for (let q = 0; q < numQubits; q++) parts.push(`rx(b_${layer}) ${q}`);
  }
  return circuit(numQubits, parts.join(";"));
}

const MIXED = [
  "ry(a) 0; h 1; rx(b) 2; crz(c) 0 1; swap 1 2; ccx 0 1 3; u(a, b, c/2) 3; rzz(a) 2 3; y 2; sx 1; cy 1 2",
  "ry(sin(a)*b) 0; cx 0 1; rz(a*b) 1; ryy(b) 1 2; t 2; cp(b) 2 3; iswap 0 3; h 3; rxx(c) 3 0; sdg 0; cz 1 2",
].map((text) => circuit(4, text));

interface Case {
  readonly document: string;
  readonly values: Readonly<Record<string, number>>;
  readonly cones: readonly (readonly [qubits: readonly number[], operations: number])[];
  readonly energy: number;
  readonly slopes: Readonly<Record<string, number>>;
}

const corpus = readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf-8");
const CASES = (JSON.parse(corpus) as { readonly cones: readonly Case[] }).cones;

describe("light cones", () => {
  it("are those of Python, with the same energies and slopes", () => {
    expect(CASES.length).toBe(20);
    for (const { document, values, cones, energy, slopes } of CASES) {
      const body = circuitOf(document);
      const terms = loads(document).observable ?? new Map<string, number>();
      const wires = wiresOf(body);
      const own = [...terms.keys()].map((label) => wires.coneOf(lettersOf(label), 30));
      expect(own.map((cone) => [cone?.qubits, cone?.operations.length])).toEqual(cones);
      const names = parametersOf(body);
      const at = Float64Array.from(names, (name) => values[name] ?? NaN);
      const found = new ConeRuns(new Pool(module), planOf(body, terms)).gradient(at);
      expect(found.energy).toBeCloseTo(energy, 11);
      names.forEach((name, k) => expect(found.derivatives[k], name).toBeCloseTo(slopes[name] ?? NaN, 10));
    }
  });

  it.each([
    ["brick wall", brickWall(11, 4), chain(11)],
    ["ring of RZZ with shared angles", qaoa(10, 2), chain(10)],
    [
      "gates of many kinds",
      MIXED[0] as CircuitBody,
      new Map([
        ["ZZII", 0.5],
        ["IXYI", -1.25],
        ["IIII", 3],
        ["YIIZ", 2],
      ]),
    ],
    [
      "formulas of parameters",
      MIXED[1] as CircuitBody,
      new Map([
        ["ZIIX", 0.5],
        ["IIYI", -1.25],
        ["XXXX", 0.25],
      ]),
    ],
  ])("give the energy and the derivatives of the state: %s", (_, body, observable) => {
    const { whole, cones } = both(body, observable);
    expect(cones.energy).toBeCloseTo(whole.energy, 11);
    expect(cones.derivatives).toHaveLength(whole.derivatives.length);
    cones.derivatives.forEach((each, k) => expect(each).toBeCloseTo(whole.derivatives[k] as number, 10));
  });

  it("run again what moved alone, and give the energies along a parameter", () => {
    const { runs, values } = both(brickWall(11, 2), chain(11));
    const moved = values.slice();
    moved[3] = 0.1;
    const fresh = new ConeRuns(new Pool(module), runs.plan);
    expect(runs.energy(moved)).toBeCloseTo(fresh.energy(moved), 12);
    const along = runs.along(values, 3, Float64Array.of(0.1, values[3] as number));
    expect(along[0]).toBeCloseTo(fresh.energy(moved), 12);
    expect(along[1]).toBeCloseTo(fresh.energy(values), 12);
  });

  it("leave out gates that commute with what is measured and with all behind them", () => {
    const wires = wiresOf(qaoa(30, 1));
    expect(wires.coneOf(lettersOf("I".repeat(13) + "ZZ" + "I".repeat(15)), 20)?.qubits).toEqual([14, 15, 16, 17]);
    const diagonal = wiresOf(circuit(3, "h 0; rzz(a) 0 1; cp(b) 1 2; rz(c) 0"));
    expect(diagonal.coneOf(lettersOf("IIZ"), 20)?.operations).toEqual([0]);
  });

  it("share a small program between cones that are alike, and run smaller ones with larger", () => {
    const plan = planOf(brickWall(100, 4), chain(100));
    expect(plan.widest).toBeLessThanOrEqual(10);
    expect(plan.programs.length).toBeLessThan(16);
    expect(planOf(brickWall(200, 4), chain(200)).programs.length).toBe(plan.programs.length);
    const { groups } = groupsOf(
      wiresOf(brickWall(8, 2)),
      [1, 2].map((q, index) => ({ index, letters: new Map([[q, "*"]]) })),
      20,
    );
    expect(groups).toHaveLength(1);
  });

  it("keep to the width that is allowed, and to circuits without measurements inside", () => {
    const body = brickWall(30, 4);
    expect(conePlan(wiresOf(body), chain(30), { most: 5, parameters: parametersOf(body) })).toBeNull();
    expect(() => wiresOf(circuit(2, "h 0; measure 0 -> 0; x 0", 1))).toThrow("measurements inside");
    expect(wiresOf(circuit(2, "h 0; measure 0 -> 0", 1)).operations).toHaveLength(1);
  });
});
