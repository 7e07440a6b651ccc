/** Play, reset and optimize: parameters that move by themselves, in the page, with no kernel. */

import { CATALOG, type OptimizerRow } from "../../document/catalog.generated";
import { setValues } from "../../document/parameters";
import { aside, step } from "../../state/transaction";
import { takeResult } from "../workbench/results";
import type { Workbench } from "../workbench/workbench";

const playing = new WeakMap<Workbench, () => void>();

/** Swings a parameter through its range until stopped; the end is one step. */
export function play(bench: Workbench, name: string): void {
  const again = bench.ui.value.playing === name;
  stopPlaying(bench);
  if (again) return;
  const parameter = bench.state.document.parameters.find((p) => p.name === name);
  if (!parameter) return;
  const { low, high, value } = parameter;
  const span = high - low;
  const start = performance.now();
  // Starts where the slider is and turns at the ends.
  const offset = Math.acos(Math.min(1, Math.max(-1, 1 - (2 * (value - low)) / span)));
  let frame = 0;
  const tick = (now: number): void => {
    const turn = ((now - start) / 6000) * 2 * Math.PI + offset;
    const next = low + (span * (1 - Math.cos(turn))) / 2;
    bench.dispatch(aside("parameter.play", { preview: setValues(bench.state.document, new Map([[name, next]])) }));
    frame = requestAnimationFrame(tick);
  };
  bench.loop.grab(name);
  frame = requestAnimationFrame(tick);
  playing.set(bench, () => cancelAnimationFrame(frame));
  bench.ui.patch({ playing: name });
}

export function stopPlaying(bench: Workbench): void {
  playing.get(bench)?.();
  playing.delete(bench);
  if (bench.ui.value.playing === null) return;
  bench.loop.release();
  bench.ui.patch({ playing: null });
  const { preview } = bench.state;
  if (preview) bench.dispatch(step("parameter.play", { document: preview, preview: null }));
}

/** All parameters back to where they started. */
export function resetValues(bench: Workbench): void {
  stopOptimizing(bench);
  const values = new Map(bench.state.document.parameters.map((p) => [p.name, bench.startValues.get(p.name) ?? 0]));
  const document = setValues(bench.state.document, values);
  bench.ui.patch({ energies: [] });
  if (document !== bench.state.document) bench.dispatch(step("parameter.reset", { document, preview: null }));
}

const running = new WeakMap<Workbench, () => void>();
const STILL = 2e-5;

/** Lowers the energy by the gradient of the live loop (Adam); one step of history at the end. */
export function optimize(bench: Workbench): void {
  if (bench.ui.value.optimizing) {
    stopOptimizing(bench);
    return;
  }
  if (!bench.state.document.observable) {
    bench.say("error", "Choose a problem first: its energy is what is lowered.");
    return;
  }
  stopPlaying(bench);
  const { document } = bench.state;
  const adam = optionsOf(bench.ui.value.catalog.optimizer);
  const names = document.parameters.map((p) => p.name);
  const first = names.map(() => 0);
  const second = names.map(() => 0);
  let values = document.parameters.map((p) => p.value);
  let count = 0;
  const energies: number[] = [];
  let reached = document;
  const stop = bench.loop.onResult((result) => {
    if (bench.state.document !== document) {
      stopOptimizing(bench);
      return;
    }
    if (result.kind === "off") {
      bench.say("error", result.why);
      stopOptimizing(bench);
      return;
    }
    const output = result.outputs.get("gradient");
    if (output?.kind === "refused") {
      bench.say("error", output.why);
      stopOptimizing(bench);
      return;
    }
    const fresh = result.parameters.every((name, k) => {
      const index = names.indexOf(name);
      return index >= 0 && Math.abs((result.values[k] ?? 0) - (values[index] ?? 0)) < 1e-12;
    });
    if (output?.kind !== "gradient" || !fresh) return;
    energies.push(output.energy);
    count += 1;
    const slopes = names.map((name) => output.derivatives[result.parameters.indexOf(name)] ?? 0);
    const still = Math.hypot(...slopes) < STILL;
    if (count >= adam.max_steps || still || settled(energies)) {
      stopOptimizing(bench);
      return;
    }
    const rate = adam.rate * (1 - (count - 1) / adam.max_steps);
    values = values.map((value, k) => {
      const g = slopes[k] ?? 0;
      first[k] = (1 - adam.mean_share) * (first[k] ?? 0) + adam.mean_share * g;
      second[k] = (1 - adam.square_share) * (second[k] ?? 0) + adam.square_share * g * g;
      const m = (first[k] ?? 0) / (1 - (1 - adam.mean_share) ** count);
      const v = (second[k] ?? 0) / (1 - (1 - adam.square_share) ** count);
      return value - (rate * m) / (Math.sqrt(v) + adam.epsilon);
    });
    const moved = new Map(names.map((name, k) => [name, values[k] ?? 0]));
    bench.ui.patch({ energies: [...energies] });
    reached = setValues(document, moved);
    bench.dispatch(aside("parameter.optimize", { preview: reached }));
  });
  running.set(bench, () => {
    stop();
    bench.ui.patch({ optimizing: false });
    const made = { title: "Optimize", of: document, document: reached, intent: "parameter.optimize" };
    if (bench.state.document !== document) takeResult(bench, made);
    else if (reached !== document) bench.dispatch(step("parameter.optimize", { document: reached, preview: null }));
  });
  bench.ui.patch({ optimizing: true, energies: [] });
  // Asks for a first gradient at the values as they are.
  bench.loop.setValues(new Map(names.map((name, k) => [name, values[k] ?? 0])));
}

type Adam = Readonly<Record<"max_steps" | "rate" | "mean_share" | "square_share" | "epsilon", number>>;

/** The constants of Adam, as its row states them once for the page and for Python. */
function optionsOf(rows: readonly OptimizerRow[]): Adam {
  const row = rows.find((each) => each.name === "adam") ?? CATALOG.optimizer.find((each) => each.name === "adam");
  const value = (name: keyof Adam): number => Number(row?.options.find((each) => each.name === name)?.default);
  return {
    max_steps: value("max_steps"),
    rate: value("rate"),
    mean_share: value("mean_share"),
    square_share: value("square_share"),
    epsilon: value("epsilon"),
  };
}

function settled(energies: readonly number[]): boolean {
  const last = energies.slice(-20);
  return last.length === 20 && Math.max(...last) - Math.min(...last) < 1e-7;
}

/** Ends it: what was reached is one step, or is offered where something else was drawn or set meanwhile. */
export function stopOptimizing(bench: Workbench): void {
  const end = running.get(bench);
  running.delete(bench);
  end?.();
}
