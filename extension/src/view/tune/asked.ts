/** Optimize by a method that runs in Python: the best values so far are shown as they come. */

import type { Document } from "../../document/circuit";
import type { OptionValue } from "../../document/options";
import { dumps } from "../../document/write";
import type { OptimizeResult } from "../../port";
import type { Workbench } from "../workbench/workbench";

interface Run {
  readonly method: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly seed: number;
  /** Does the next one start where this one ends? */
  readonly goesOn: boolean;
  /** The document that is tuned, and with the values to start from. */
  readonly of: Document;
  readonly start: Document;
  readonly show: (values: ReadonlyMap<string, number>) => void;
  /** Ends it with a reason in words, or with none. */
  readonly end: (why: string) => void;
}

/** Asks; returns what gives it up. */
export function askOptimizer(
  bench: Workbench,
  { method, options, seed, goesOn, of, start, show, end }: Run,
): () => void {
  const title = bench.ui.value.catalog.optimizer.find(({ name }) => name === method)?.title ?? method;
  const energies: number[] = [];
  let open = true;
  const say = (message: string, fraction: number | null): void =>
    bench.ui.patch({ busy: { title: message, fraction, cancel: () => end("stopped") } });
  const run = async (): Promise<void> => {
    if (!bench.asker.can("optimize")) {
      bench.say("error", `${title} runs in Python, and none answers here. Choose Adam, which runs in the page.`);
      end("");
      return;
    }
    say(title, null);
    const question = { ask: "optimize", document: dumps(start), method, options, seed } as const;
    const answer = await bench.asker.ask<"optimize">(question, ({ message, fraction, so_far }) => {
      if (!open) return;
      say(message, fraction);
      if (!so_far) return;
      energies.push(...so_far.energies);
      bench.ui.patch({ energies: [...energies], steps: energies.length - 1 });
      show(new Map(Object.entries(so_far.values)));
    });
    if (!open) return;
    if (answer.kind === "failed") {
      bench.say("error", answer.error.message);
      bench.ui.patch({ energies: [] });
      show(new Map(of.parameters.map((p) => [p.name, p.value])));
      end("");
    } else if (answer.kind === "cancelled") end("stopped");
    else {
      const { values, reason, kicks } = answer.result;
      show(new Map(Object.entries(values)));
      end(endWords({ why: reason, kicks }, goesOn));
    }
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
): string {
  const words = {
    converged: "converged",
    stationary: "stationary: no value changes this energy",
    cancelled: "stopped",
    "not a number": "the next energy is not a number; the best values are kept",
    "out of steps": goesOn ? "out of steps; Optimize goes on from here" : "out of steps",
  }[why];
  return kicks ? `${words}; kicked off ${kicks === 1 ? "a point" : `${kicks} points`} without slope` : words;
}
