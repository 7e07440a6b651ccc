import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { type CircuitBody, parametersOf } from "../../src/document/circuit";
import { loads } from "../../src/document/read";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine } from "../../src/live/engine";
import { createLiveLoop, type LiveLoop } from "../../src/live/live-loop";
import { originWords } from "../../src/live/origin";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { type Spawn, spawnByWidth, spawnInPage } from "../../src/live/spawn";
import type { LiveResult, Output, Wanted } from "../../src/live/wanted";
import { createWideHandler } from "../../src/live/wide-handler";
import { brickWall, chain, circuit } from "./circuits";
import { beyondBytes, circuitOf, engineBytes } from "./fixtures";

type State = Extract<LiveResult, { readonly kind: "state" }>;

const N = 40;
const PRODUCT = circuit(N, Array.from({ length: N }, (_, q) => `ry(t_${q}) ${q}`).join(";"));

/** −Σ cos t cos t′ − Σ sin t: each qubit is by itself. */
function productEnergy(values: ReadonlyMap<string, number>): number {
  const at = (q: number): number => values.get(`t_${q}`) ?? 0;
  let energy = 0;
  for (let q = 0; q < N; q++) energy -= Math.sin(at(q)) + (q + 1 < N ? Math.cos(at(q)) * Math.cos(at(q + 1)) : 0);
  return energy;
}

const spawnHere: Spawn = ({ onReply, onFailure }) => {
  // As between a worker and its page: what is handed over is gone from where it was.
  const handle = createWideHandler((reply, transfer) => onReply(structuredClone(reply, { transfer: [...transfer] })));
  void handle({ say: "beyond", wasm: beyondBytes() });
  return { send: (ask) => void handle(ask).catch((error) => onFailure(String(error))), close: () => undefined };
};

function loopWith(limit?: number): LiveLoop {
  return createLiveLoop({
    wasm: engineBytes(),
    spawn: spawnByWidth(spawnInPage, async () => spawnHere),
    isWide: true,
    ...(limit === undefined ? {} : { limit }),
  });
}

/** The first state in which all of these are there. */
function whole(live: LiveLoop, ...keys: readonly string[]): Promise<State> {
  return new Promise((resolve, reject) => {
    const stop = live.onResult((result) => {
      if (result.kind === "off") reject(new Error(result.why));
      else if (keys.every((key) => !isWaited(result.outputs.get(key)) && !result.stale.has(key))) {
        stop();
        resolve(result);
      }
    });
  });
}

/** Is it still on its way? */
const isWaited = (output: Output | undefined): boolean =>
  !output || (output.kind === "refused" ? output.why.includes("are followed") : output.isPartial === true);

async function run(body: CircuitBody, wanted: Readonly<Record<string, Wanted>>, values = new Map<string, number>()) {
  const live = loopWith();
  live.setObservable(chain(body.qubits.length));
  live.setValues(values);
  live.request(wanted);
  const result = whole(live, ...Object.keys(wanted));
  live.setCircuit(body, 1);
  return { live, result: await result };
}

const words = (output: Output | undefined): string =>
  output ? (output.kind === "refused" ? output.why : originWords(output.origin)) : "";

interface Case {
  readonly document: string;
  readonly values: Readonly<Record<string, number>>;
  readonly engine: string;
}

describe("a circuit above the live limit", () => {
  it("is followed by the engine that Python takes, too", async () => {
    const corpus = readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf-8");
    const { engines } = JSON.parse(corpus) as { readonly engines: readonly Case[] };
    expect(new Set(engines.map(({ engine }) => engine)).size).toBe(3);
    for (const { document, values, engine } of engines) {
      const live = loopWith();
      live.setObservable(loads(document).observable ?? null);
      live.setValues(new Map(Object.entries(values)));
      live.request({ energy: { kind: "energy" } });
      const came = whole(live, "energy");
      live.setCircuit(circuitOf(document), 1);
      expect((await came).choice?.engine, document).toBe(engine);
      live.dispose();
    }
  });

  const values = new Map(Array.from({ length: N }, (_, q) => [`t_${q}`, 0.1 + 0.05 * q] as const));

  it("has energy, derivatives, Bloch vectors and displays, exactly, that follow the values", async () => {
    const { live, result } = await run(
      PRODUCT,
      {
        energy: { kind: "energy", terms: true },
        gradient: { kind: "gradient" },
        bloch: { kind: "bloch", qubits: [3, 39] },
        shown: { kind: "probabilities", qubits: [7, 2] },
        start: { kind: "expectation", qubits: [5], column: -1 },
      },
      values,
    );
    const { energy, gradient, bloch, shown, start } = Object.fromEntries(result.outputs) as Record<string, Output>;
    if (energy?.kind !== "energy" || gradient?.kind !== "gradient" || bloch?.kind !== "bloch") throw new Error();
    expect(energy.energy).toBeCloseTo(productEnergy(values), 11);
    expect(words(energy)).toBe("exact, light cones");
    const moved = new Map(values).set("t_4", 0.3 + 1e-5);
    const less = new Map(values).set("t_4", 0.3 - 1e-5);
    expect(gradient.derivatives[4]).toBeCloseTo((productEnergy(moved) - productEnergy(less)) / 2e-5, 8);
    expect([...bloch.vectors].map((each) => each.toFixed(9))).toEqual(
      [3, 39].flatMap((q) => {
        const t = 0.1 + 0.05 * q;
        return [Math.sin(t), 0, Math.cos(t)].map((each) => each.toFixed(9));
      }),
    );
    expect(shown?.kind === "probabilities" && shown.values[1]).toBeCloseTo(
      Math.sin(0.225) ** 2 * Math.cos(0.1) ** 2,
      11,
    );
    expect(start?.kind === "expectation" && start.value).toBe(1);
    const next = whole(live, "energy");
    live.setValues(moved);
    const after = (await next).outputs.get("energy");
    expect(after?.kind === "energy" && after.energy).toBeCloseTo(productEnergy(moved), 11);
    live.dispose();
  });

  it("has the energy of another circuit before all else", async () => {
    const live = loopWith();
    const keys: string[][] = [];
    live.setObservable(chain(N));
    live.request({ bloch: { kind: "bloch" }, energy: { kind: "energy" }, gradient: { kind: "gradient" } });
    live.onResult((result) => keys.push(result.kind === "state" ? [...result.outputs.keys()].sort() : []));
    const all = whole(live, "energy", "gradient", "bloch");
    live.setCircuit(PRODUCT, 1);
    await all;
    expect(keys[0]).toEqual(["energy"]);
    expect(keys.at(-1)).toEqual(["bloch", "energy", "gradient"]);
    const again = whole(live, "energy", "gradient", "start");
    const start = { kind: "bloch", qubits: [1], column: -1 } as const;
    live.request({ energy: { kind: "energy" }, gradient: { kind: "gradient" }, start });
    await again;
    live.dispose();
  });

  it("shows the Bloch vectors that there is time for where those of all take too long", async () => {
    // One depends on 20 qubits and some 800 rotations, of any angle.
    const deep = Array.from({ length: 40 }, (_, l) =>
      Array.from({ length: 20 }, (_, q) => `ry(a) ${q};cz ${q} ${(q + 1 + (l % 2)) % 20}`).join(";"),
    ).join(";");
    const live = loopWith();
    live.setEngine("light_cone");
    live.setValues(new Map([["a", 0.3]]));
    live.request({ bloch: { kind: "bloch", qubits: [0, 20] } });
    const came = whole(live, "bloch");
    live.setCircuit(circuit(N, `${deep};ry(b) 20;t 0`), 1);
    const bloch = (await came).outputs.get("bloch");
    expect(bloch?.kind === "bloch" && [bloch.vectors[2], bloch.vectors[5]]).toEqual([NaN, 1]);
    expect(bloch?.kind === "bloch" && bloch.missing).toContain("takes too long");
    live.dispose();
  });

  it("says of each number that is not had why it is not, and which engine fits", async () => {
    const wanted = {
      bars: { kind: "probabilities" },
      amplitudes: { kind: "likeliest", count: 2 },
      energy: { kind: "energy" },
      bloch: { kind: "bloch", qubits: [0, 39] },
      before: { kind: "bloch", qubits: [39], column: 3 * (N - 1) - 1 },
    } as const;
    const ladder = Array.from({ length: N - 1 }, (_, q) => `ry(a_${q}) ${q};cx ${q} ${q + 1};ry(b_${q}) ${q}`).join(
      ";",
    );
    const { live, result } = await run(circuit(N, `${ladder};x 39`), wanted);
    expect(words(result.outputs.get("bars"))).toContain("2^40 probabilities of 40 qubits would need 16 TiB");
    expect(words(result.outputs.get("amplitudes"))).toContain("amplitudes");
    // All angles are 0: quarter turns.
    expect(words(result.outputs.get("energy"))).toBe("exact, stabilizer");
    expect(result.choice?.fits[0]).toMatchObject({ fits: false, why: "a term depends on more than 20 qubits" });
    const bloch = result.outputs.get("bloch");
    // The first qubit is left early, the last depends on all: as long as all are quarter turns it is known.
    expect(bloch?.kind === "bloch" && bloch.vectors[2]).toBeCloseTo(1, 12);
    expect(bloch?.kind === "bloch" && bloch.vectors[5]).toBe(-1);
    const before = result.outputs.get("before");
    expect(before?.kind === "bloch" && before.vectors[2]).toBe(1);
    const turned = whole(live, "bloch");
    live.setValues(new Map([["a_1", 0.3]]));
    const after = (await turned).outputs.get("bloch");
    // The only string that reaches qubit 39 turned once: no string is cut.
    expect(after?.kind === "bloch" && after.vectors[5]).toBeCloseTo(-Math.cos(0.3), 12);
    expect(words(after)).toBe("exact, light cones and Pauli paths");
    live.dispose();
  });

  it("follows Pauli paths where cones are wide and angles are any, and says what is wished for in vain", async () => {
    const n = 6;
    const layer = (l: number): string =>
      Array.from({ length: n }, (_, q) => `ry(a_${l}_${q}) ${q};rzz(b_${l}_${q}) ${q} ${(q + 1) % n};rx(c) ${q}`).join(
        ";",
      );
    const body = circuit(n, `${layer(0)};${layer(1)}`);
    const at = new Map(parametersOf(body).map((name, k) => [name, 0.2 + 0.1 * k] as const));
    const engine = new Engine(await loadEngine(engineBytes()), compile(body));
    engine.observe(encodeObservable(n, pauliTerms(chain(n))));
    const exact = engine.gradient(Float64Array.from(at.values()));
    const derivatives = exact.derivatives.slice();
    const live = loopWith(3);
    live.setObservable(chain(n));
    live.setValues(at);
    live.request({ energy: { kind: "energy" }, gradient: { kind: "gradient" } });
    const came = whole(live, "energy", "gradient");
    live.setCircuit(body, 1);
    const { outputs, choice } = await came;
    const [energy, gradient] = [outputs.get("energy"), outputs.get("gradient")];
    expect(choice?.engine).toBe("pauli");
    expect(words(energy)).toBe("exact, Pauli paths");
    expect(energy?.kind === "energy" && energy.energy).toBeCloseTo(exact.energy, 9);
    derivatives.forEach((each, k) => {
      expect(gradient?.kind === "gradient" && gradient.derivatives[k]).toBeCloseTo(each, 9);
    });
    const refused = new Promise<State>((resolve) => {
      live.onResult((result) => result.kind === "state" && resolve(result));
    });
    live.setEngine("light_cone");
    expect(words((await refused).outputs.get("energy"))).toBe(
      "The energy is not had: a term depends on more than 3 qubits.",
    );
    live.dispose();
  });

  it("names the engine that is wished for, and gives nothing of another", async () => {
    const live = loopWith();
    live.setObservable(chain(N));
    live.setValues(values);
    live.setEngine("stabilizer");
    live.request({ energy: { kind: "energy" }, bloch: { kind: "bloch", qubits: [0] } });
    const came = whole(live, "energy", "bloch");
    live.setCircuit(PRODUCT, 1);
    const { outputs } = await came;
    expect(words(outputs.get("energy"))).toContain("an angle is no multiple of π/2");
    expect(words(outputs.get("bloch"))).toContain("an angle is no multiple of π/2");
    for (const [wish, told] of [
      ["pauli", "exact, Pauli paths"],
      ["light_cone", "exact, light cones"],
    ] as const) {
      const next = whole(live, "energy", "bloch");
      live.setEngine(wish);
      const result = await next;
      expect(["energy", "bloch"].map((key) => words(result.outputs.get(key)))).toEqual([told, told]);
      expect(result.choice?.engine).toBe(wish);
    }
    live.dispose();
  });

  it("has Bloch vectors by Pauli paths within what was cut of them", async () => {
    const n = 12;
    const layer = (l: number): string =>
      Array.from(
        { length: n },
        (_, q) => `ry(${0.2 + 0.03 * l}*p) ${q};rzz(0.1) ${q} ${(q + 1) % n};rx(0.1) ${q}`,
      ).join(";");
    const body = circuit(n, Array.from({ length: 5 }, (_, l) => layer(l)).join(";"));
    const engine = new Engine(await loadEngine(engineBytes()), compile(body));
    engine.run(Float64Array.of(1));
    const exact = engine.blochVectors().slice();
    const live = loopWith(3);
    live.setValues(new Map([["p", 1]]));
    live.request({ bloch: { kind: "bloch", qubits: [0, 7, 11] } });
    const came = whole(live, "bloch");
    live.setCircuit(body, 1);
    const bloch = (await came).outputs.get("bloch");
    if (bloch?.kind !== "bloch" || bloch.origin.kind !== "approximate") throw new Error(words(bloch));
    const { most } = bloch.origin;
    expect(most).toBeLessThan(1);
    [0, 7, 11].forEach((q, k) => {
      for (let j = 0; j < 3; j++)
        expect(Math.abs((bloch.vectors[3 * k + j] ?? NaN) - (exact[3 * q + j] ?? NaN))).toBeLessThanOrEqual(
          most + 1e-12,
        );
    });
    live.dispose();
  });

  it("tells numbers without noise and before the last measurements as such", async () => {
    const live = loopWith(4);
    live.setObservable(new Map([["XIIII", 1]]));
    live.setNoise(new Map([["depolarizing", new Map([["1", 0.1]])]]));
    live.request({ energy: { kind: "energy" } });
    const result = whole(live, "energy");
    live.setCircuit(circuit(5, "h 4; measure 4 -> 0", 1), 1);
    const { outputs, noise } = await result;
    expect(words(outputs.get("energy"))).toBe("exact, stabilizer, without noise, before the last measurements");
    expect(noise?.kind === "off" && noise.why).toContain("without noise");
    live.dispose();
  });

  it("goes back to the state of all qubits at the limit, and on where it is raised", async () => {
    const live = loopWith(4);
    live.setObservable(chain(4));
    live.request({ energy: { kind: "energy" } });
    const four = whole(live, "energy");
    live.setCircuit(brickWall(4, 1), 1);
    expect((await four).choice).toBeUndefined();
    const five = whole(live, "energy");
    live.setObservable(chain(5));
    live.setCircuit(brickWall(5, 1), 2);
    expect((await five).choice?.engine).toBe("light_cone");
    const again = whole(live, "energy");
    live.setLimit(5);
    expect((await again).choice).toBeUndefined();
    live.dispose();
  });
});
