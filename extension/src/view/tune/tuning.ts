/** Play and reset, and the end of what optimizes: parameters that move by themselves. */

import { setValues } from "../../document/parameters";
import { aside, step } from "../../state/transaction";
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

/** All parameters back to the values that they came with. */
export function resetValues(bench: Workbench): void {
  stopOptimizing(bench);
  const document = setValues(bench.state.document, bench.exchange.startValues);
  bench.ui.patch({ energies: [], ended: "" });
  if (document !== bench.state.document) bench.dispatch(step("parameter.reset", { document, preview: null }));
}

const running = new WeakMap<Workbench, (why: string) => void>();

/** An optimization began; `end` ends it, with a reason in words. */
export function begun(bench: Workbench, end: (why: string) => void): void {
  running.set(bench, end);
}

/** Ends it: what was reached is one step, or is offered where something else was drawn or set meanwhile. */
export function stopOptimizing(bench: Workbench, why = "stopped"): void {
  const end = running.get(bench);
  running.delete(bench);
  end?.(why);
}
