/** Optimize by a method that runs in Python: what it tells is shown as it comes; it goes on from where it was held. */

import type { Document } from "../../document/circuit";
import type { OptionValue } from "../../document/options";
import { dumps } from "../../document/write";
import type { OptimizeResult, SoFar } from "../../port";
import type { Workbench } from "../workbench/workbench";

interface Asking {
  readonly title: string;
  readonly method: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly seed: number;
  /** Shots a point; 0 for exact energies. */
  readonly shots: number;
  /** Are they lowered with the document's noise? */
  readonly noise: boolean;
  readonly frozen: readonly string[];
  readonly starts: number;
  readonly layerwise: boolean;
  /** Of the run that was held, to go on from; empty to begin. */
  readonly state: string;
  /** The document with the values to start from. */
  readonly start: Document;
  readonly show: (soFar: SoFar) => void;
  readonly end: (result: OptimizeResult) => void;
  readonly stopped: () => void;
  readonly fail: (why: string) => void;
}

/** Asks; returns what gives it up. */
export function askOptimizer(
  bench: Workbench,
  { title, start, show, end, stopped, fail, ...wanted }: Asking,
): () => void {
  let open = true;
  const say = (message: string, fraction: number | null): void =>
    bench.ui.patch({ busy: { title: message, fraction, cancel: stopped } });
  const run = async (): Promise<void> => {
    if (!open) return;
    if (!bench.asker.can("optimize")) {
      fail(`${title} runs in Python, and ${bench.noPython}. Choose Adam, which runs in the page.`);
      return;
    }
    say(title, null);
    const question = { ask: "optimize", document: dumps(start), ...wanted } as const;
    const answer = await bench.asker.ask<"optimize">(question, ({ message, fraction, so_far }) => {
      if (!open) return;
      say(message, fraction);
      if (so_far) show(so_far);
    });
    if (!open) return;
    if (answer.kind === "failed") fail(answer.error.message);
    else if (answer.kind === "cancelled") stopped();
    else end(answer.result);
  };
  queueMicrotask(() => void run());
  return () => {
    open = false;
    bench.asker.cancel("optimize");
    bench.ui.patch({ busy: null });
  };
}

/** Why it ended, and whether it had to be moved on. */
export function endWords(
  {
    why,
    kicks,
    cost,
  }: { readonly why: OptimizeResult["reason"]; readonly kicks: number; readonly cost: "energy" | "loss" },
  goesOn: boolean,
  steps: number,
): string {
  const words = {
    converged: "converged",
    stationary: `stationary: no value changes this ${cost}`,
    cancelled: "stopped",
    "out of steps": goesOn ? "out of steps; Optimize goes on from here" : "out of steps",
    "not a number": `stopped at step ${steps}: the ${cost} is not a number there; the best values are kept`,
  }[why];
  return kicks ? `${words}; kicked off ${kicks === 1 ? "a point" : `${kicks} points`} without slope` : words;
}
