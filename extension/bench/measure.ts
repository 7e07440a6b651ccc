/** Times a slider: a ring of RY, RZ and CX, energy of an Ising chain, probabilities and Bloch vectors. */

import { createLiveLoop, type LiveLoop } from "../src/live/live-loop";
import { spawnInPage } from "../src/live/spawn";
import type { Wanted } from "../src/live/wanted";
import { chain, ring } from "../test/live/circuits";

export interface Row {
  readonly name: string;
  readonly qubits: number;
  readonly gates: number;
  /** From a new value to its result, ms. */
  readonly median: number;
  readonly tail: number;
  /** Engine and outputs alone, median ms. */
  readonly engine: number;
  /** The first result after grabbing, ms. */
  readonly grab: number;
  /** From a new value to the frame after its result was drawn; 0 where nothing is drawn. */
  readonly painted: number;
  readonly paintedTail: number;
}

type Size = readonly [qubits: number, frames: number, ...goals: (number | null)[]];

const OUTPUTS: Readonly<Record<string, Wanted>> = {
  bars: { kind: "probabilities", most: 4096 },
  bloch: { kind: "bloch" },
  energy: { kind: "energy" },
};

export interface Stage {
  /** Waits for a moment in which the slider moves. */
  frame(): Promise<void>;
  /** Draws the probabilities and waits until they are seen; absent where nothing is. */
  readonly draw?: (values: Float64Array) => Promise<void>;
}

/** One drag of each kind: no parameter grabbed, one grabbed, with the gradient bar too. */
export async function measureLoop(live: LiveLoop, size: Size, stage: Stage): Promise<readonly Row[]> {
  const [qubits] = size;
  const body = ring(qubits, 4);
  const names = [...body.operations.values()].flatMap((item) => ("angles" in item ? (item.angles ?? []) : []));
  const values = new Map(names.map((name, k) => [name, 0.1 + 0.05 * k]));
  live.setObservable(chain(qubits));
  live.setValues(values);
  live.request(OUTPUTS);
  const ready = result(live);
  live.setCircuit(body, qubits);
  await ready;
  const rows: Row[] = [];
  for (const name of ["one slider, run anew", "one slider, grabbed", "grabbed, with the gradient"]) {
    if (name.includes("gradient")) {
      live.request({ ...OUTPUTS, gradient: { kind: "gradient" } });
      await result(live);
    }
    rows.push({
      name,
      qubits,
      gates: body.operations.size,
      ...(await drag(live, values, name.includes("grabbed"), size, stage)),
    });
  }
  return rows;
}

type Timed = Omit<Row, "name" | "qubits" | "gates">;

async function drag(
  live: LiveLoop,
  values: Map<string, number>,
  grabbed: boolean,
  size: Size,
  stage: Stage,
): Promise<Timed> {
  const parameter = "y_2_1";
  const times: number[] = [];
  const painted: number[] = [];
  const engine: number[] = [];
  const before = performance.now();
  if (grabbed) {
    live.grab(parameter);
    await result(live);
  }
  const grab = performance.now() - before;
  for (let k = 0; k < size[1]; k++) {
    await stage.frame();
    const start = performance.now();
    values.set(parameter, Math.sin(k / 7));
    live.setValues(values);
    const found = await result(live);
    times.push(performance.now() - start);
    engine.push(found.milliseconds);
    const bars = found.outputs.get("bars");
    if (stage.draw && bars?.kind === "probabilities") {
      await stage.draw(bars.values);
      painted.push(performance.now() - start);
    }
  }
  if (grabbed) {
    live.release();
    await result(live);
  }
  return {
    median: quantile(times, 0.5),
    tail: quantile(times, 0.95),
    engine: quantile(engine, 0.5),
    grab: grabbed ? grab : 0,
    painted: quantile(painted, 0.5),
    paintedTail: quantile(painted, 0.95),
  };
}

type State = Extract<Parameters<Parameters<LiveLoop["onResult"]>[0]>[0], { readonly kind: "state" }>;

/** The next result. */
export function result(live: LiveLoop): Promise<State> {
  return new Promise((resolve, reject) => {
    const stop = live.onResult((found) => {
      stop();
      if (found.kind === "state") resolve(found);
      else reject(new Error(found.why));
    });
  });
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** In this process, without a worker. */
export async function measureAll({
  wasm,
  sizes,
}: {
  readonly wasm: Uint8Array;
  readonly sizes: readonly Size[];
}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    const live = createLiveLoop({ wasm, spawn: spawnInPage });
    rows.push(...(await measureLoop(live, size, { frame: () => Promise.resolve() })));
    live.dispose();
  }
  return rows;
}
