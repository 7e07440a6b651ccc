/** The live loop from request to paint; long because one set-up of page and worker serves all its cases. */

import { afterEach, describe, expect, it } from "vitest";

import type { CircuitBody } from "../../src/document/circuit";
import type { Json } from "../../src/document/json";
import { loads } from "../../src/document/read";
import { createLiveLoop, type LiveLoop } from "../../src/live/live-loop";
import { originWords } from "../../src/live/origin";
import { type Spawn, spawnBest, spawnInPage, spawnNear } from "../../src/live/spawn";
import type { LiveResult, Output, Wanted } from "../../src/live/wanted";
import { chain, circuit, ring } from "./circuits";
import { CASES, circuitOf, engineBytes, STATES, valuesOf } from "./fixtures";

const wasm = engineBytes();
const opened: LiveLoop[] = [];

function open(spawn: Spawn = spawnInPage, limit = 20): LiveLoop {
  const live = createLiveLoop({ wasm, spawn, limit });
  opened.push(live);
  return live;
}

afterEach(() => {
  for (const live of opened.splice(0)) live.dispose();
});

/** The first result after now that fulfills a condition. */
function next(live: LiveLoop, wanted: (result: LiveResult) => boolean = () => true): Promise<LiveResult> {
  return new Promise((resolve) => {
    const stop = live.onResult((result) => {
      if (!wanted(result)) return;
      stop();
      resolve(result);
    });
  });
}

type StateResult = Extract<LiveResult, { readonly kind: "state" }>;

async function nextState(live: LiveLoop, wanted?: (result: LiveResult) => boolean): Promise<StateResult> {
  const result = await next(live, wanted);
  if (result.kind !== "state") throw new Error(result.why);
  return result;
}

function get<K extends Output["kind"]>(
  result: StateResult,
  key: string,
  kind: K,
): Extract<Output, { readonly kind: K }> {
  const output = result.outputs.get(key);
  if (output?.kind !== kind) throw new Error(output?.kind === "refused" ? output.why : `'${key}' is not ${kind}`);
  return output as Extract<Output, { readonly kind: K }>;
}

function named(names: readonly string[], numbers: ArrayLike<number>): ReadonlyMap<string, number> {
  return new Map(names.map((name, k) => [name, numbers[k] ?? 0]));
}

describe("a result", () => {
  it("has Python's energy, gradient and Bloch vectors", async () => {
    const each = CASES.find(({ name }) => STATES[name]?.bloch);
    const stored = each && STATES[each.name];
    if (!each || !stored) throw new Error("no stored case");
    const live = open();
    const body = circuitOf(each.document);
    live.setCircuit(body, 1);
    live.setObservable(loads(each.document).observable ?? null);
    live.request({ e: { kind: "energy", terms: true }, g: { kind: "gradient" }, b: { kind: "bloch" } });
    const { parameters } = await nextState(live);
    live.setValues(named(parameters, valuesOf(parameters.length)));
    const result = await nextState(live);
    expect(get(result, "e", "energy").energy).toBe(stored.energy);
    expect(get(result, "g", "gradient").derivatives.length).toBe(stored.gradient?.length);
    get(result, "g", "gradient").derivatives.forEach((d, k) => expect(d).toBeCloseTo(stored.gradient?.[k] ?? NaN, 11));
    get(result, "b", "bloch").vectors.forEach((v, k) => expect(v).toBeCloseTo(stored.bloch?.[k] ?? NaN, 11));
  });

  it("shows the state after the column of the time cursor", async () => {
    const live = open();
    live.setCircuit(circuit(2, "h 0; cx 0 1; x 1"), 1);
    const at = (column: number): Wanted => ({ kind: "probabilities", column });
    live.request({ start: at(-1), first: at(0), second: at(1), end: { kind: "probabilities" }, beyond: at(99) });
    const result = await nextState(live);
    const shown = (key: string): number[] =>
      [...get(result, key, "probabilities").values].map((p) => Math.round(p * 1e6) / 1e6);
    expect(shown("start")).toEqual([1, 0, 0, 0]);
    expect(shown("first")).toEqual([0.5, 0.5, 0, 0]);
    expect(shown("second")).toEqual([0.5, 0, 0, 0.5]);
    expect(shown("end")).toEqual([0, 0.5, 0.5, 0]);
    expect(shown("beyond")).toEqual([0, 0.5, 0.5, 0]);
  });

  it("leaves measurements at the end out, and mixes those in the middle unless one run is followed", async () => {
    const live = open();
    live.setCircuit(circuit(1, "h 0; measure 0 -> 0", 1), 1);
    live.request({ p: { kind: "probabilities" } });
    const first = await nextState(live);
    expect(first.origin).toEqual({ kind: "exact", branches: 1 });
    expect(get(first, "p", "probabilities").values[1]).toBeCloseTo(0.5, 12);
    live.setCircuit(circuit(1, "ry(pi/3) 0; measure 0 -> 0; x 0", 1), 2);
    const second = await nextState(live);
    expect(second.origin).toEqual({ kind: "exact", branches: 2 });
    expect([...get(second, "p", "probabilities").values].map((p) => p.toFixed(12))).toEqual([
      "0.250000000000",
      "0.750000000000",
    ]);
    live.setRun(3);
    const third = await nextState(live);
    if (third.origin.kind !== "run") throw new Error("one run is followed");
    expect(originWords(third.origin)).toBe("one run, seed 3");
    expect(get(third, "p", "probabilities").values[1]).toBeCloseTo(1 - (third.origin.bits[0] ?? NaN), 12);
    expect(get(third, "p", "probabilities").origin).toEqual(third.origin);
  });

  it("has Python's mixture where the circuit measures, resets or branches inside", async () => {
    const live = open();
    live.request({
      p: { kind: "probabilities" },
      b: { kind: "bloch" },
      e: { kind: "energy" },
      g: { kind: "gradient" },
    });
    let met = 0;
    for (const { name, document } of CASES) {
      const mixture = STATES[name]?.mixture;
      if (!mixture) continue;
      live.setCircuit(circuitOf(document), ++met);
      live.setObservable(loads(document).observable ?? null);
      const { parameters } = await nextState(live);
      live.setValues(named(parameters, valuesOf(parameters.length)));
      const result = await nextState(live);
      expect(result.origin.kind).toBe("exact");
      expectClose(get(result, "p", "probabilities").values, Float64Array.from(mixture.probabilities));
      expectClose(get(result, "b", "bloch").vectors, Float64Array.from(mixture.bloch));
      expectClose(get(result, "e", "energy").energy, mixture.energy);
      expectClose(get(result, "g", "gradient").derivatives, Float64Array.from(mixture.gradient));
    }
    expect(met).toBeGreaterThan(10);
  });

  it("says what is told of the state before the last measurements, where they would change it", async () => {
    const live = open();
    live.setCircuit(circuit(3, "h 0; ry(a) 1; h 2; measure 0 -> 0", 1), 1);
    live.setObservable(new Map([["XII", 1]]));
    live.request({
      bars: { kind: "probabilities" },
      likeliest: { kind: "likeliest", count: 4 },
      measured: { kind: "bloch", qubits: [0] },
      other: { kind: "bloch", qubits: [1, 2] },
      z: { kind: "expectation", qubits: [0] },
      x: { kind: "expectation", qubits: [0], letters: "X" },
      before: { kind: "bloch", column: 0 },
      energy: { kind: "energy" },
      slope: { kind: "gradient" },
    });
    const before = (result: StateResult): readonly string[] =>
      [...result.outputs]
        .filter(([, output]) => output.kind !== "refused" && originWords(output.origin).includes("before the last"))
        .map(([key]) => key)
        .sort();
    expect(before(await nextState(live))).toEqual(["likeliest", "measured", "x"]);
    live.setObservable(
      new Map([
        ["XII", 1],
        ["ZZX", 0.5],
      ]),
    );
    expect(before(await nextState(live))).toEqual(["energy", "likeliest", "measured", "slope", "x"]);
    // A reset behind it makes it a measurement inside: nothing is left out, and numbers are the mixture's.
    live.setCircuit(circuit(3, "h 0; ry(a) 1; h 2; measure 0 -> 0; reset 0", 1), 2);
    expect(before(await nextState(live))).toEqual([]);
  });

  it("follows the energy of the mixture along a parameter", async () => {
    const live = open();
    live.setCircuit(circuit(2, "ry(a) 0; cx 0 1; measure 0 -> 0; rx(a) 1; reset 0; ry(0.3) 0", 1), 1);
    live.setObservable(
      new Map([
        ["ZZ", 1],
        ["YI", 0.5],
      ]),
    );
    live.request({ c: { kind: "curve", parameter: "a", low: -3, high: 3, points: 13 }, e: { kind: "energy" } });
    const { energies } = get(await nextState(live), "c", "curve");
    for (const k of [0, 4, 12]) {
      live.setValues(new Map([["a", -3 + k / 2]]));
      expect(get(await nextState(live), "e", "energy").energy).toBeCloseTo(energies[k] ?? NaN, 11);
    }
  });

  it("averages seeded runs with their errors where branches are many, and says so", async () => {
    const live = open();
    const coin = "ry(pi/3) 0; measure 0 -> 0; reset 0; ";
    live.setCircuit(circuit(1, `${coin.repeat(11)}ry(pi/3) 0; measure 0 -> 0; x 0`, 1), 1);
    live.setObservable(new Map([["Z", 1]]));
    live.request({
      p: { kind: "probabilities" },
      e: { kind: "energy" },
      g: { kind: "gradient" },
      l: { kind: "likeliest", count: 2 },
    });
    const result = await nextState(live);
    const energy = get(result, "e", "energy");
    expect(originWords(energy.origin)).toBe("average of 1,000 runs");
    const error = energy.errors?.[0] ?? NaN;
    expect(error).toBeCloseTo(Math.sqrt(0.75 / 1000), 2);
    expect(Math.abs(energy.energy + 0.5)).toBeLessThan(5 * error);
    expect(get(result, "p", "probabilities").errors?.length).toBe(2);
    expect(result.outputs.get("g")).toMatchObject({ kind: "refused", why: expect.stringContaining("no gradient") });
    expect(result.outputs.get("l")).toMatchObject({ kind: "refused", why: expect.stringContaining("Follow one run") });
    live.setRun(null);
    expect(get(await nextState(live), "e", "energy")).toEqual(energy);
  });

  it("sums neighbors above the number of values asked for and lists the likeliest", async () => {
    const live = open();
    live.setCircuit(circuit(6, "x 5; ry(pi/3) 0; s 0"), 1);
    live.request({
      bars: { kind: "probabilities", most: 8 },
      two: { kind: "probabilities", qubits: [5, 0] },
      top: { kind: "likeliest", count: 2 },
      part: { kind: "amplitudes", first: 32, count: 2 },
    });
    const result = await nextState(live);
    const bars = get(result, "bars", "probabilities");
    expect([bars.width, bars.values.length]).toEqual([8, 8]);
    expect(bars.values[4]).toBeCloseTo(1, 12);
    expect(get(result, "two", "probabilities").values[1]).toBeCloseTo(0.75, 12);
    const top = get(result, "top", "likeliest");
    expect([...top.indices]).toEqual([32, 33]);
    expect(top.phases[1]).toBeCloseTo(Math.PI / 2, 12);
    expect(get(result, "part", "amplitudes").values[3]).toBeCloseTo(0.5, 12);
  });

  it("works without qubits", async () => {
    const live = open();
    live.setCircuit(circuit(0, ""), 1);
    live.request({ p: { kind: "probabilities" }, b: { kind: "bloch" } });
    expect([...get(await nextState(live), "p", "probabilities").values]).toEqual([1]);
  });
});

describe("the newest wins", () => {
  it("skips what was replaced while a tick was open", async () => {
    const live = open();
    const seen: number[] = [];
    live.onResult((result) => {
      if (result.kind === "state") seen.push(result.values[0] ?? NaN);
    });
    live.setCircuit(circuit(1, "ry(a) 0"), 1);
    for (let k = 1; k <= 50; k++) {
      live.setValues(new Map([["a", k]]));
      await Promise.resolve();
    }
    await next(live, (result) => result.kind === "state" && result.values[0] === 50);
    expect(seen.length).toBeLessThan(5);
    expect(seen.at(-1)).toBe(50);
  });

  it("drops results of an old revision", async () => {
    const live = open();
    const seen: number[] = [];
    live.onResult((result) => seen.push(result.revision));
    live.setCircuit(circuit(1, "ry(a) 0"), 1);
    await Promise.resolve();
    await Promise.resolve();
    live.setCircuit(circuit(1, "rx(b) 0"), 2);
    expect((await nextState(live)).parameters).toEqual(["b"]);
    expect(seen).toEqual([2]);
  });

  it("is silent after dispose", async () => {
    const live = open();
    let heard = 0;
    live.onResult(() => heard++);
    live.setCircuit(circuit(1, "h 0"), 1);
    live.dispose();
    await expect(live.sample(1, 0)).rejects.toThrow("not running");
    expect(heard).toBe(0);
  });
});

describe("where there is no state the loop says why", () => {
  it("stops at the live limit and names the setting", async () => {
    const live = open(spawnInPage, 4);
    live.setCircuit(ring(5, 1), 1);
    const result = await next(live);
    expect(result).toMatchObject({
      kind: "off",
      why:
        "5 qubits need 512 bytes for one state. " +
        "Live simulation stops at 4 qubits (setting: live_limit). Editing goes on.",
    });
    live.setLimit(5);
    expect((await next(live)).kind).toBe("state");
  });

  it("computes the memory of a huge circuit and takes none", async () => {
    const live = open();
    live.setCircuit({ ...ring(3, 1), qubits: Array.from({ length: 10_000 }, (_, k) => `q${k}`) }, 1);
    expect(await next(live)).toMatchObject({
      kind: "off",
      why: expect.stringContaining("10000 qubits need 2^10004 bytes"),
    });
  });

  it("refuses a single output in words and gives the others", async () => {
    const live = open();
    live.setCircuit(ring(8, 1), 1);
    live.request({
      e: { kind: "energy" },
      d: { kind: "density", qubits: [0, 1, 2, 3, 4, 5] },
      q: { kind: "bloch", qubits: [8] },
      p: { kind: "probabilities", most: 1 },
    });
    const first = await nextState(live);
    expect(first.outputs.get("e")).toMatchObject({
      kind: "refused",
      why: "There is no observable. Choose a problem or write one.",
    });
    expect(first.outputs.get("d")).toMatchObject({ kind: "refused", why: expect.stringContaining("at most 5") });
    expect(first.outputs.get("q")).toMatchObject({ kind: "refused", why: expect.stringContaining("from 0 to 7") });
    expect(get(first, "p", "probabilities").values[0]).toBeCloseTo(1, 12);
    live.setObservable(new Map([["ZZ", 1]]));
    expect((await nextState(live)).outputs.get("e")).toMatchObject({
      why: "The observable is on 2 qubits and the circuit on 8. Choose one that fits.",
    });
  });

  it("says that an engine that is not WebAssembly cannot be started", async () => {
    const live = createLiveLoop({ wasm: new Uint8Array([1, 2, 3]), spawn: spawnInPage });
    opened.push(live);
    live.setCircuit(ring(2, 1), 1);
    expect(await next(live)).toMatchObject({ kind: "off", why: expect.stringContaining("could not be started") });
  });
});

/** Rotations by different angles, so that no two basis states are equally likely. */
const SPREAD = Array.from({ length: 10 }, (_, q) => `ry(${0.3 + 0.13 * q}) ${q}`).join("; ");
const MIXED: readonly (readonly [string, CircuitBody])[] = [
  ["one rotation", circuit(10, `${SPREAD}; rx(y_0_0) 3; cx 3 4; rzz(b) 3 5; cx 5 3; h 3; h 1`)],
  ["a shared parameter", circuit(10, `${SPREAD}; rx(y_0_0) 0; cx 0 9; ry(y_0_0) 9; rzz(y_0_0) 0 9; rx(b) 3; cx 3 4`)],
  ["phases", circuit(10, `${SPREAD}; p(y_0_0) 0; cp(2*y_0_0) 0 1; rx(b) 0; rx(b) 1; gphase(y_0_0/2); s 1; t 2`)],
  [
    "controlled rotations",
    circuit(10, `${SPREAD}; cry(y_0_0) 0 1; crz(y_0_0) 1 0; rx(b) 1; s 1; s 0; t 1; t 2; h 5; h 6`),
  ],
];

describe("a grabbed parameter", () => {
  it.each(MIXED)("gives by mixing what running gives: %s", async (_, body) => {
    const live = open();
    live.setObservable(chain(10));
    live.setCircuit(body, 1);
    live.request({
      all: { kind: "probabilities" },
      two: { kind: "probabilities", qubits: [9, 0] },
      top: { kind: "likeliest", count: 3 },
      amplitudes: { kind: "amplitudes", first: 0, count: 1024 },
      bloch: { kind: "bloch" },
      density: { kind: "density", qubits: [0, 9] },
      entropy: { kind: "entropy", qubits: [0, 1] },
      expectation: { kind: "expectation", qubits: [0, 9], letters: "XY" },
      energy: { kind: "energy" },
      terms: { kind: "energy", terms: true },
      along: { kind: "curve", parameter: "y_0_0", low: -1, high: 1, points: 60 },
      across: { kind: "curve", parameter: "b", low: -1, high: 1, points: 60 },
      gradient: { kind: "gradient" },
      early: { kind: "bloch", column: 3 },
    });
    const { parameters } = await nextState(live);
    const numbers = Float64Array.from(parameters, (_name, k) => 0.3 + 0.1 * k);
    const grabbed = parameters.indexOf("y_0_0");
    live.setValues(named(parameters, numbers));
    live.grab("y_0_0");
    await nextState(live);
    for (const value of [1.7, -2.9, 8.1]) {
      numbers[grabbed] = value;
      live.setValues(named(parameters, numbers));
      const mixed = await nextState(live);
      live.release();
      const run = await nextState(live);
      live.grab("y_0_0");
      await nextState(live);
      expect([mixed.form, run.form]).toEqual(["moving", "run"]);
      for (const [key, output] of run.outputs) expectClose(mixed.outputs.get(key), output);
    }
  });

  it("still gives the right state when another parameter moves too", async () => {
    const live = open();
    const body = ring(10, 1);
    live.setCircuit(body, 1);
    live.grab("y_0_0");
    live.request({ b: { kind: "bloch", qubits: [0] } });
    const { parameters } = await nextState(live);
    live.setValues(
      named(
        parameters,
        parameters.map((name) => (name === "y_0_5" ? 0.4 : 1)),
      ),
    );
    const mixed = await nextState(live);
    live.release();
    expectClose(mixed.outputs.get("b"), (await nextState(live)).outputs.get("b"));
  });

  it("prepares what is to be mixed between ticks above 16 qubits", async () => {
    const live = open();
    live.setObservable(chain(17));
    live.setCircuit(ring(17, 1), 1);
    live.request({ p: { kind: "probabilities", most: 64 }, b: { kind: "bloch" }, g: { kind: "gradient" } });
    const { parameters } = await nextState(live);
    live.setValues(
      named(
        parameters,
        parameters.map((_, k) => 0.2 + 0.05 * k),
      ),
    );
    const run = await nextState(live);
    live.grab("y_0_3");
    const first = await nextState(live);
    expect([...first.stale]).toEqual(["b", "g"]);
    expect(first.outputs.get("b")).toBe(run.outputs.get("b"));
    const mixed = await nextState(live, (result) => result.kind === "state" && result.stale.size === 0);
    expect(mixed.form).toBe("moving");
    for (const [key, output] of run.outputs) expectClose(mixed.outputs.get(key), output);
  });

  it("gives the energy along any parameter", async () => {
    const live = open();
    live.setObservable(chain(4));
    live.setCircuit(circuit(4, "ry(a) 0; rx(a) 1; cx 0 1; cx 1 2; ry(b) 3; cx 2 3"), 1);
    live.setValues(
      new Map([
        ["a", 0.2],
        ["b", 0.9],
      ]),
    );
    live.request({ curve: { kind: "curve", parameter: "a", low: -3, high: 3, points: 25 }, e: { kind: "energy" } });
    const { energies } = get(await nextState(live), "curve", "curve");
    for (const k of [0, 7, 24]) {
      live.setValues(
        new Map([
          ["a", -3 + 0.25 * k],
          ["b", 0.9],
        ]),
      );
      expect(get(await nextState(live), "e", "energy").energy).toBeCloseTo(energies[k] ?? NaN, 11);
    }
  });
});

function expectClose(found: unknown, wanted: unknown): void {
  if (typeof wanted === "number") expect(found).toBeCloseTo(wanted, 10);
  else if (ArrayBuffer.isView(wanted)) {
    const [a, b] = [found, wanted].map((view) => [...(view as Float64Array)]);
    expect(a?.length).toBe(b?.length);
    b?.forEach((value, k) => expect(a?.[k]).toBeCloseTo(value, 10));
  } else if (wanted && typeof wanted === "object") {
    for (const [key, value] of Object.entries(wanted)) expectClose((found as Record<string, unknown>)[key], value);
  } else expect(found).toEqual(wanted);
}

describe("shots", () => {
  it("are the same for the same seed and follow the probabilities", async () => {
    const live = open();
    live.setCircuit(circuit(2, "ry(pi/3) 0; cx 0 1"), 1);
    const first = await live.sample(20_000, 5);
    expect(await live.sample(20_000, 5)).toEqual(first);
    expect([...first.counts.keys()]).toEqual(["00", "11"]);
    expect((first.counts.get("11") ?? 0) / 20_000).toBeCloseTo(0.25, 1);
    expect((await live.sample(20_000, 6)).counts).not.toEqual(first.counts);
  });

  it("fill the classical bits that measurements name", async () => {
    const live = open();
    live.setCircuit(circuit(2, "x 0; measure 0 -> 2; measure 1 -> 0", 3), 1);
    const { counts, registers } = await live.sample(10, 0);
    expect(counts).toEqual(new Map([["100", 10]]));
    expect(registers).toEqual([{ name: "c", wires: [0, 1, 2] }]);
  });

  it("are named by registers as Qiskit prints them, the last one first", async () => {
    const live = open();
    const register = (name: string, wires: number[]): Json =>
      new Map<string, Json>([
        ["name", name],
        ["wires", wires],
      ]);
    const registers = new Map<string, Json>([
      ["qubits", []],
      ["clbits", [register("a", [0, 1]), register("b", [2])]],
    ]);
    for (const [k, inside] of ["", "; x 0; x 0; measure 0 -> 0; reset 0"].entries()) {
      live.setCircuit({ ...circuit(3, `x 0; x 2; measure 0 -> 0; measure 2 -> 2${inside}`, 3), registers }, k + 1);
      expect((await live.sample(7, 0)).counts).toEqual(new Map([["1 01", 7]]));
    }
  });

  it("are of all qubits where nothing is measured, also after a reset", async () => {
    const live = open();
    live.setCircuit(circuit(3, "x 2; h 0; reset 0"), 1);
    const { counts, registers } = await live.sample(9, 0);
    expect([counts, registers]).toEqual([new Map([["100", 9]]), null]);
  });

  it("follow trajectories where the circuit measures inside", async () => {
    const live = open();
    live.setCircuit(circuit(1, "h 0; measure 0 -> 0; x 0; measure 0 -> 1", 2), 1);
    const { counts, shots } = await live.sample(400, 1);
    expect([...counts.keys()]).toEqual(["01", "10"]);
    expect(shots).toBe(400);
  });

  it("see values that were set just before", async () => {
    const live = open();
    live.setCircuit(circuit(1, "rx(a) 0"), 1);
    live.setValues(new Map([["a", Math.PI]]));
    expect((await live.sample(5, 0)).counts).toEqual(new Map([["1", 5]]));
  });

  it("are refused in words above the limit", async () => {
    const live = open(spawnInPage, 2);
    live.setCircuit(ring(3, 1), 1);
    await expect(live.sample(5, 0)).rejects.toThrow("live_limit");
  });
});

describe("where workers cannot be made", () => {
  it.each([
    [
      "at once",
      (() => {
        throw new Error("forbidden");
      }) satisfies Spawn,
    ],
    [
      "a little later",
      ((listeners) => {
        setTimeout(() => listeners.onFailure("blocked by the page's policy"));
        return { send: () => undefined, close: () => undefined };
      }) satisfies Spawn,
    ],
  ] as readonly (readonly [string, Spawn])[])("the page runs the engine itself: refused %s", async (_, refused) => {
    const live = open(spawnBest("", refused));
    live.setCircuit(circuit(1, "x 0"), 1);
    live.request({ p: { kind: "probabilities" } });
    expect([...get(await nextState(live), "p", "probabilities").values]).toEqual([0, 1]);
  });

  it("new values of a quick circuit are answered before anything else happens", async () => {
    const live = open(spawnNear(spawnInPage));
    live.setObservable(new Map([["Z", 1]]));
    live.request({ e: { kind: "energy" } });
    live.setCircuit(circuit(1, "rx(a) 0"), 1);
    await nextState(live);
    for (const value of [0.1, 0.2, 0.3]) {
      live.setValues(new Map([["a", value]]));
      await nextState(live);
    }
    const heard: number[] = [];
    live.onResult((result) => {
      if (result.kind === "state") heard.push(get(result, "e", "energy").energy);
    });
    const task = new Promise((resolve) => setTimeout(resolve));
    live.setValues(new Map([["a", 0.7]]));
    for (let k = 0; k < 40; k++) await Promise.resolve();
    expect(heard).toEqual([expect.closeTo(Math.cos(0.7), 12)]);
    await task;
    expect((await live.sample(3, 0)).shots).toBe(3);
    live.setCircuit(circuit(1, "x 0"), 2);
    expect(get(await nextState(live), "e", "energy").energy).toBeCloseTo(-1, 12);
  });

  it("a worker that breaks later is named, and another starts with the next circuit", async () => {
    let breakIt = (): void => undefined;
    const live = open((listeners) => {
      breakIt = () => listeners.onFailure("out of memory");
      return spawnInPage(listeners);
    });
    live.setCircuit(circuit(1, "x 0"), 1);
    await nextState(live);
    const said = next(live);
    breakIt();
    expect(await said).toMatchObject({
      kind: "off",
      why: "The simulation stopped (out of memory). It starts again when the circuit changes.",
    });
    live.setCircuit(circuit(1, "x 0"), 2);
    expect((await nextState(live)).revision).toBe(2);
  });
});
