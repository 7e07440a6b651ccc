import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { type CircuitBody, isCircuit, parametersOf } from "../../src/document/circuit";
import { attempt } from "../../src/document/errors";
import { type Channels, noiseOf } from "../../src/document/noise";
import { loads } from "../../src/document/read";
import { createHandler } from "../../src/live/handler";
import type { FromWorker } from "../../src/live/messages";
import { compileNoisy } from "../../src/live/noisy-program";
import { originWords } from "../../src/live/origin";
import type { LiveResult, Output, Wanted } from "../../src/live/wanted";
import { circuit } from "./circuits";
import { engineBytes, valuesOf } from "./fixtures";

interface Numbers {
  readonly probabilities: readonly number[];
  readonly bloch: readonly number[];
  readonly density: readonly number[];
  readonly energy: number;
  readonly gradient: readonly number[];
}

interface NoiseCase {
  readonly document: string;
  /** Base64; null where it is refused. */
  readonly program: string | null;
  readonly numbers: Numbers | null;
}

const CASES = (
  JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
    readonly noise: readonly NoiseCase[];
  }
).noise;

const NOTHING: Channels = new Map();

function read(text: string): {
  body: CircuitBody;
  channels: Channels;
  observable: readonly (readonly [string, number])[];
} {
  const document = loads(text);
  if (!isCircuit(document.body)) throw new Error("a circuit is expected");
  const { body, observable } = document;
  return { body, channels: noiseOf(document)?.channels ?? NOTHING, observable: [...(observable ?? [])] };
}

/** What the live loop gives of a circuit with noise. */
async function look(
  body: CircuitBody,
  channels: Channels | null,
  wanted: Readonly<Record<string, Wanted>>,
  observable: readonly (readonly [string, number])[] = [],
  exact = 8,
): Promise<Extract<LiveResult, { readonly kind: "state" }>> {
  const heard: FromWorker[] = [];
  const handle = createHandler((reply) => heard.push(reply));
  await handle({ say: "start", wasm: engineBytes() });
  const names = parametersOf(body);
  const values = { names, numbers: valuesOf(names.length) };
  const given = { circuit: body, noise: channels, exact, observable, values, wanted: Object.entries(wanted) };
  await handle({ say: "tick", id: 1, revision: 1, ...given });
  const newest = (): Extract<LiveResult, { readonly kind: "state" }> => {
    const last = heard.at(-1);
    if (last?.say !== "result" || last.result.kind !== "state") throw new Error(JSON.stringify(last));
    return last.result;
  };
  const waits = (): boolean => {
    const { noise } = newest();
    return noise?.kind === "on" && noise.runs !== null && noise.runs < 1000;
  };
  while (waits()) await new Promise((resolve) => setTimeout(resolve, 10));
  return newest();
}

function found<K extends Output["kind"]>(output: Output | undefined, kind: K): Extract<Output, { readonly kind: K }> {
  if (output?.kind !== kind) throw new Error(`${kind} is expected: ${JSON.stringify(output)}`);
  return output as Extract<Output, { readonly kind: K }>;
}

function near(one: ArrayLike<number>, other: ArrayLike<number>): void {
  expect(one.length).toBe(other.length);
  for (let k = 0; k < one.length; k++) expect(Math.abs((one[k] ?? NaN) - (other[k] ?? NaN))).toBeLessThan(1e-9);
}

describe("noise as Python has it", () => {
  it("makes the bytes that Python makes, and refuses what Python refuses", () => {
    let taken = 0;
    for (const { document, program } of CASES) {
      const { body, channels } = read(document);
      const made = attempt(() => compileNoisy(body, channels, { parameters: parametersOf(body) }).data);
      if (program === null) expect("refusal" in made, document).toBe(true);
      else if ("refusal" in made) throw made.refusal;
      else expect(same(made.value, new Uint8Array(Buffer.from(program, "base64"))), document).toBe(true);
      taken += program === null ? 0 : 1;
    }
    expect(taken).toBeGreaterThan(CASES.length / 4);
  });

  it("gives Python's numbers within 1e-9", async () => {
    const told = CASES.filter(({ numbers }) => numbers !== null);
    expect(told.length).toBeGreaterThan(3);
    for (const { document, numbers } of told) {
      const { body, channels, observable } = read(document);
      const wanted: Record<string, Wanted> = {
        all: { kind: "probabilities" },
        bloch: { kind: "bloch" },
        density: { kind: "density", qubits: body.qubits.length > 1 ? [0, 1] : [0] },
        energy: { kind: "energy" },
        gradient: { kind: "gradient" },
      };
      const { outputs } = await look(body, channels, wanted, observable);
      near(found(outputs.get("all"), "probabilities").values, numbers?.probabilities ?? []);
      near(found(outputs.get("bloch"), "bloch").vectors, numbers?.bloch ?? []);
      near(found(outputs.get("density"), "density").matrix, numbers?.density ?? []);
      near([found(outputs.get("energy"), "energy").energy], [numbers?.energy ?? NaN]);
      near(found(outputs.get("gradient"), "gradient").derivatives, numbers?.gradient ?? []);
    }
  });
});

/** The same bytes, but that an exponential may differ in its last digit: then equal as numbers. */
function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [a, b] = [view(one), view(other)];
  for (let at = 0; at < one.length; at += 4) {
    if (a.getUint32(at) === b.getUint32(at)) continue;
    const start = at - (at % 8);
    if (!(Math.abs(a.getFloat64(start, true) - b.getFloat64(start, true)) < 1e-15)) return false;
  }
  return true;
}

const WITH: Channels = new Map([
  ["depolarizing", new Map([["2", 0.1]])],
  ["readout", new Map([["one_for_zero", 0.02]])],
]);

describe("the live loop with noise", () => {
  it("gives the ideal beside what is noisy, and says so", async () => {
    const bell = circuit(2, "h 0; cx 0 1");
    const { outputs, noise, origin } = await look(bell, WITH, { all: { kind: "probabilities" } });
    const all = found(outputs.get("all"), "probabilities");
    expect(noise).toEqual({ kind: "on", components: 16, runs: null });
    expect(originWords(origin)).toBe("exact, with noise");
    expect(originWords(all.origin)).toBe("exact, with noise");
    near(found(all.ideal as Output, "probabilities").values, [0.5, 0, 0, 0.5]);
    expect(all.values[0]).toBeLessThan(0.48);
  });

  it("has no amplitudes", async () => {
    const { outputs } = await look(circuit(1, "h 0"), WITH, { most: { kind: "likeliest", count: 2 } });
    expect(found(outputs.get("most"), "refused").why).toContain("no amplitudes");
  });

  it.each([
    ["a measurement in the middle", circuit(1, "measure 0 -> 0; h 0", 1), "without conditions"],
    ["seventeen qubits", circuit(17, "h 0"), "at most 16 qubits"],
  ])("shows %s without noise and says why", async (_, body, why) => {
    const { outputs, noise } = await look(body, WITH, { bloch: { kind: "bloch" } });
    expect(noise).toMatchObject({ kind: "off", why: expect.stringContaining(why) });
    expect(originWords(found(outputs.get("bloch"), "bloch").origin)).toBe("exact");
  });
});

describe("what gates cost", () => {
  it("is the fidelity that is gained without the noise behind each", async () => {
    const heard: FromWorker[] = [];
    const handle = createHandler((reply) => heard.push(reply));
    await handle({ say: "start", wasm: engineBytes() });
    const body = circuit(2, "h 0; cx 0 1; rx(theta) 0");
    const values = { names: ["theta"], numbers: Float64Array.of(0.3) };
    const noise: Channels = new Map([["depolarizing", new Map([["2", 0.01]])]]);
    await handle({ say: "costs", id: 7, circuit: body, noise, values });
    const last = heard.at(-1);
    if (last?.say !== "costed") throw new Error(JSON.stringify(last));
    const { fidelity, costs } = last.costs;
    // Fully mixed on two qubits with probability 0.01: 1/4 of it is the ideal state.
    expect(fidelity).toBeCloseTo(1 - 0.0075, 12);
    near([...costs.values()], [0, 0.0075, 0]);
    expect([...costs.keys()]).toEqual([...body.operations.keys()]);
  });
});

describe("noise on many qubits", () => {
  it("is the average of seeded runs, within its errors of what is exact", async () => {
    const body = circuit(3, "h 0; cx 0 1; rx(a) 2; cx 1 2; ry(b) 0");
    const noise: Channels = new Map([...WITH, ["amplitude_damping", new Map([["1", 0.1]])]]);
    const observable = [
      ["ZZI", -1],
      ["IIX", 0.5],
    ] as const;
    const wanted: Record<string, Wanted> = {
      all: { kind: "probabilities" },
      bloch: { kind: "bloch" },
      energy: { kind: "energy" },
    };
    const exact = await look(body, noise, wanted, observable);
    const averaged = await look(body, noise, wanted, observable, 0);
    expect(originWords(averaged.origin)).toBe("average of 1,000 runs, with noise");
    const within = (one: ArrayLike<number>, other: ArrayLike<number>, errors: Float64Array | null): void => {
      for (let k = 0; k < one.length; k++) {
        expect(Math.abs((one[k] ?? NaN) - (other[k] ?? NaN))).toBeLessThan(6 * (errors?.[k] ?? NaN) + 1e-9);
      }
    };
    const [a, b] = [averaged.outputs, exact.outputs].map((outputs) => ({
      all: found(outputs.get("all"), "probabilities"),
      bloch: found(outputs.get("bloch"), "bloch"),
      energy: found(outputs.get("energy"), "energy"),
    }));
    within(a?.all.values ?? [], b?.all.values ?? [], a?.all.errors ?? null);
    within(a?.bloch.vectors ?? [], b?.bloch.vectors ?? [], a?.bloch.errors ?? null);
    within([a?.energy.energy ?? NaN], [b?.energy.energy ?? NaN], a?.energy.errors ?? null);
  });
});
