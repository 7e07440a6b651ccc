/** Play and reset, and the end of what optimizes: parameters that move by themselves. */

import type { Document } from "../../document/circuit";
import { setValues } from "../../document/parameters";
import type { Origin } from "../../live/origin";
import { aside, step } from "../../state/transaction";
import type { Trace } from "../../tools/trace";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
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
  if (document !== bench.state.document) bench.dispatch(step("parameter.reset", { document, preview: null }));
}

interface Going {
  /** Ends it, with a reason in words. */
  readonly end: (why: string) => void;
  /** Rests between two steps, or goes on; null where it cannot. */
  readonly hold: ((rests: boolean) => void) | null;
}

const running = new WeakMap<Workbench, Going>();

/** An optimization began. */
export function begun(bench: Workbench, going: Going): void {
  running.set(bench, going);
}

/** Ends it: what was reached is one step, or is offered where something else was drawn or set meanwhile. */
export function stopOptimizing(bench: Workbench, why = "stopped"): void {
  const going = running.get(bench);
  running.delete(bench);
  going?.end(why);
}

/** Keeps everything and rests, or goes on. */
export function holdOptimizing(bench: Workbench, rests: boolean): void {
  running.get(bench)?.hold?.(rests);
}

/** Can what runs rest? */
export function canRest(bench: Workbench): boolean {
  return (running.get(bench)?.hold ?? null) !== null;
}

/** A run of Optimize, as it is shown: the newest of each. */
export interface Run {
  readonly id: number;
  readonly title: string;
  readonly trace: Trace;
  /** Of which drawing and problem. */
  readonly body: Document["body"];
  readonly observable: Document["observable"];
  /** Names of the values in the trace. */
  readonly names: readonly string[];
  readonly seed: number;
  /** Shots a point; 0 where energies are exact. */
  readonly shots: number;
  /** What is lowered. */
  readonly cost: "energy" | "loss";
  /** Is it that with noise, or without it though it is on? */
  readonly noise: "with" | "without" | "off";
  /** Has the trace the energies without shots and noise beside? */
  readonly hasIdeal: boolean;
  /** Where the energy now comes from, where it is truncated. */
  readonly origin: Origin | null;
  /** The energy where it ended, and one standard error of it; null where it was not told. */
  readonly result: { readonly energy: number; readonly error: number } | null;
  readonly total: number;
  readonly state: "running" | "paused" | "ended";
  /** Why it ended, and the document that it came to. */
  readonly ended: string;
  readonly reached: Document | null;
  /** Seconds that are left; null where that is not known. */
  readonly left: number | null;
}

/** The last runs, the newest last; replaced whenever one goes on. */
export const RUNS = slot(() => new Cell<readonly Run[]>([]));
