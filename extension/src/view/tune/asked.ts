/** Optimize by a method that runs in Python: the best values so far are shown as they come. */

import type { Document } from "../../document/circuit";
import type { OptionValue } from "../../document/options";
import { dumps } from "../../document/write";
import type { OptimizeResult } from "../../port";
import type { Workbench } from "../workbench/workbench";

type Values = Readonly<Record<string, number>>;

interface Asking {
  readonly title: string;
  readonly method: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Shots a point; 0 for exact energies. */
  readonly shots: number;
  /** Are they lowered with the document's noise? */
  readonly isNoisy: boolean;
  readonly seed: number;
  /** The document with the values to start from. */
  readonly start: Document;
  readonly show: (energies: readonly number[], values: Values) => void;
  readonly end: (values: Values, why: OptimizeResult["reason"], kicks: number) => void;
  readonly stopped: () => void;
  readonly fail: (why: string) => void;
}

/** Asks; returns what gives it up. */
export function askOptimizer(
  bench: Workbench,
  { title, method, options, shots, isNoisy, seed, start, show, end, stopped, fail }: Asking,
): () => void {
  let open = true;
  const say = (message: string, fraction: number | null): void =>
    bench.ui.patch({ busy: { title: message, fraction, cancel: stopped } });
  const run = async (): Promise<void> => {
    if (!bench.asker.can("optimize")) {
      fail(`${title} runs in Python, and none answers here. Choose Adam, which runs in the page.`);
      return;
    }
    say(title, null);
    const given = { shots, noise: isNoisy, frozen: [], state: "" };
    const question = { ask: "optimize", document: dumps(start), method, options, seed, ...given } as const;
    const answer = await bench.asker.ask<"optimize">(question, ({ message, fraction, so_far }) => {
      if (!open) return;
      say(message, fraction);
      if (so_far) show(so_far.energies, so_far.values);
    });
    if (!open) return;
    if (answer.kind === "failed") fail(answer.error.message);
    else if (answer.kind === "cancelled") stopped();
    else end(answer.result.values, answer.result.reason, answer.result.kicks);
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
  { why, kicks }: { readonly why: OptimizeResult["reason"]; readonly kicks: number },
  goesOn: boolean,
  steps: number,
): string {
  const words = {
    converged: "converged",
    stationary: "stationary: no value changes this energy",
    cancelled: "stopped",
    "out of steps": goesOn ? "out of steps; Optimize goes on from here" : "out of steps",
    "not a number": `stopped at step ${steps}: the energy is not a number there; the best values are kept`,
  }[why];
  return kicks ? `${words}; kicked off ${kicks === 1 ? "a point" : `${kicks} points`} without slope` : words;
}
