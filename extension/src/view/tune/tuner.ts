/** The worker of tuning as the page sees it; in the page itself, in short slices, where workers cannot be made. */

import beyond from "packed:../../../../qdesign/static/beyond.wasm";
import script from "worker:../../tools/tuner-worker";

import type { Wish } from "../../live/choice";
import { createTuner, type FromTuner, type ToTuner } from "../../tools/tuner";
import type { Workbench } from "../workbench/workbench";

/** Work in the page before it draws again, ms. */
const SHORT = 6;

/** What finds energies above the live limit, as it is chosen in the page. */
export function wishOf(bench: Workbench): Wish {
  const { value } = bench.live;
  return (value?.kind === "state" && value.choice?.wish) || "auto";
}

/** How far what comes before all else is. */
export function preparedWords(done: number): string {
  return `Pauli paths are followed: ${Math.floor(100 * done)} %`;
}

export interface Tuner {
  send(ask: ToTuner): void;
  close(): void;
}

/** Starts one; `onFailure` hears why it stopped for good. */
export function startTuner(
  bench: Workbench,
  onReply: (reply: FromTuner) => void,
  onFailure: (why: string) => void,
): Tuner {
  let open = true;
  const hear = (reply: FromTuner): void => {
    if (open) onReply(reply);
  };
  const sent: ToTuner[] = [{ say: "start", wasm: bench.engine, beyond }];
  let send: (ask: ToTuner) => void;
  let worker: Worker | null = null;
  let started = false;
  const here = (): void => {
    worker?.terminate();
    worker = null;
    const take = createTuner(hear, SHORT, (act) => setTimeout(() => open && act()));
    send = (ask) => setTimeout(() => open && take(ask));
    for (const ask of sent.splice(0)) send(ask);
  };
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const made = new Worker(address);
    worker = made;
    made.onmessage = (event: MessageEvent<FromTuner>) => {
      started = true;
      sent.length = 0;
      hear(event.data);
    };
    made.onerror = (event) => {
      event.preventDefault();
      if (!started) here();
      else if (open) onFailure(event.message || "the worker stopped");
    };
    send = (ask) => {
      if (!started) sent.push(ask);
      made.postMessage(ask);
    };
    for (const ask of sent.slice()) made.postMessage(ask);
  } catch {
    send = () => undefined;
    here();
  }
  return {
    send: (ask) => {
      if (open) send(ask);
    },
    close() {
      open = false;
      worker?.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
