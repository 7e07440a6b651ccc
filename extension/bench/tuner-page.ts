/** Tuning in a page: Adam in its worker while a slider is dragged beside, and ticks with noise of all displays. */

import script from "worker:../src/tools/tuner-worker";

import { parametersOf } from "../src/document/circuit";
import { engine, startLive } from "../src/live/bundled";
import type { Wanted } from "../src/live/wanted";
import { costParts } from "../src/tools/measuring";
import type { FromTuner, ToTuner } from "../src/tools/tuner";
import { chain, ring } from "../test/live/circuits";
import { measureLoop, quantile, result } from "./measure";
import { stage } from "./stage";

const QUBITS = 12;
const LAYERS = 4;
const FRAMES = 120;
const NOISY_QUBITS = 8;
const NOISY_TICKS = 200;
/** What the switch Noise begins with. */
const RATES = new Map([
  ["depolarizing", { "1": 0.0005, "2": 0.012 }],
  ["amplitude_damping", { "1": 0.0005, "2": 0.0005 }],
  ["readout", { one_for_zero: 0.02, zero_for_one: 0.02 }],
]);
/** Bars, Bloch vectors, the energy with its terms, and displays on the drawing. */
const DISPLAYS: Readonly<Record<string, Wanted>> = {
  bars: { kind: "probabilities", most: 4096 },
  bloch: { kind: "bloch" },
  energy: { kind: "energy", terms: true },
  density: { kind: "density", qubits: [0, 1] },
};
const ADAM = { max_steps: 1e7, tolerance: 0, rate: 0.05, mean_share: 0.1, square_share: 0.001, epsilon: 1e-12 };

/** Steps a second, and how long a dragged slider takes until it is painted, meanwhile and without. */
async function tuning(): Promise<object> {
  const alone = await dragged();
  const body = ring(QUBITS, LAYERS);
  const parameters = parametersOf(body);
  const cost = costParts(body, chain(QUBITS), { parameters, shots: null, limit: 20 });
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const send = (ask: ToTuner): void => worker.postMessage(ask);
  let steps = 0;
  const begun = new Promise<void>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FromTuner>) => {
      if (data.say === "steps") steps += data.steps.energies.length;
      resolve();
    };
  });
  const starts = [Float64Array.from(parameters, (_, k) => 0.1 + 0.05 * k)];
  send({ say: "start", wasm: engine });
  send({ say: "descend", id: 1, cost, starts, method: "adam", options: ADAM, tries: ADAM, seed: 1 });
  await begun;
  const [before, from] = [steps, performance.now()];
  const beside = await dragged();
  const rate = ((steps - before) * 1000) / (performance.now() - from);
  worker.terminate();
  return { parameters: parameters.length, rate, alone, beside };
}

interface Dragged {
  /** From one frame to the next, 95th percentile, ms. */
  readonly frames: number;
  /** From a new value to the frame that shows it, median and 95th percentile, ms. */
  readonly painted: number;
  readonly paintedTail: number;
}

async function dragged(): Promise<Dragged> {
  const live = startLive();
  const frames: number[] = [];
  let before = 0;
  let goes = true;
  const tick = (now: number): void => {
    if (before) frames.push(now - before);
    before = now;
    if (goes) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const rows = await measureLoop(live, [QUBITS, FRAMES], stage);
  goes = false;
  live.dispose();
  const { painted = NaN, paintedTail = NaN } = rows.find(({ name }) => name.endsWith("grabbed")) ?? {};
  return { frames: quantile(frames, 0.95), painted, paintedTail };
}

/** Engine and outputs of ticks with noise, ms. */
async function noisy(): Promise<object> {
  const live = startLive();
  const body = ring(NOISY_QUBITS, LAYERS);
  const values = new Map(parametersOf(body).map((name, k) => [name, 0.1 + 0.05 * k]));
  live.setObservable(chain(NOISY_QUBITS));
  live.setNoise(new Map([...RATES].map(([name, rates]) => [name, new Map(Object.entries(rates))])));
  live.setValues(values);
  live.request(DISPLAYS);
  live.setCircuit(body, 1);
  await result(live);
  const times: number[] = [];
  for (let k = 0; k < NOISY_TICKS; k++) {
    values.set("y_2_1", Math.sin(k / 7));
    live.setValues(values);
    times.push((await result(live)).milliseconds);
  }
  live.dispose();
  return { median: quantile(times, 0.5), tail: quantile(times, 0.95) };
}

async function main(): Promise<void> {
  await fetch("/", { method: "POST", body: JSON.stringify({ ...(await tuning()), noisy: await noisy() }) });
}

void main();
