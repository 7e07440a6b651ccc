/** What the page and the worker say to each other. A tick names only what changed since the last one. */

import type { CircuitBody, DiagramBody } from "../document/circuit";
import type { Channels } from "../document/noise";
import type { DenseMap } from "../rewriting/tensor";
import type { Wish } from "./choice";
import type { Costs } from "./costs";
import type { Plan } from "./placing";
import type { LiveResult, Samples, Wanted } from "./wanted";

export interface Values {
  readonly names: readonly string[];
  readonly numbers: Float64Array;
}

export type ToWorker =
  /** First of all: the engine's bytes. */
  | { readonly say: "start"; readonly wasm: Uint8Array }
  /** Before that, to the worker of circuits above the limit: the bytes of beyond.wasm. */
  | { readonly say: "beyond"; readonly wasm: Uint8Array }
  | {
      readonly say: "tick";
      readonly id: number;
      readonly revision: number;
      readonly circuit?: CircuitBody | null;
      readonly observable?: readonly (readonly [string, number])[];
      readonly wanted?: readonly (readonly [string, Wanted])[];
      readonly values?: Values;
      readonly grabbed?: string | null;
      readonly limit?: number;
      /** Seed of the run to follow; null for all branches. */
      readonly run?: number | null;
      /** The noise that the circuit is looked at with; null for none. */
      readonly noise?: Channels | null;
      /** Above the limit: what finds the numbers. */
      readonly engine?: Wish;
      /** Qubits up to which noise is exact; said with the noise. */
      readonly exact?: number;
    }
  | { readonly say: "sample"; readonly id: number; readonly shots: number; readonly seed: number }
  | { readonly say: "place"; readonly id: number; readonly plan: Plan }
  /** The map of a diagram at values; the diagram of the ask before where it is left out. */
  | { readonly say: "map"; readonly id: number; readonly body?: DiagramBody; readonly values: Values }
  /** What the noise of each gate costs. */
  | {
      readonly say: "costs";
      readonly id: number;
      readonly circuit: CircuitBody;
      readonly noise: Channels;
      readonly values: Values;
    };

export type FromWorker =
  /** The engine came; it may not run here, which every result then says. */
  | { readonly say: "ready"; readonly runs: boolean }
  /** `id` is the tick's; null for what was prepared since the last tick. */
  | { readonly say: "result"; readonly id: number | null; readonly result: LiveResult }
  | {
      readonly say: "sampled";
      readonly id: number;
      readonly drawn: Omit<Samples, "seed">;
    }
  | { readonly say: "placed"; readonly id: number; readonly shapes: Float64Array }
  | { readonly say: "costed"; readonly id: number; readonly costs: Costs }
  | { readonly say: "mapped"; readonly id: number; readonly map: DenseMap }
  | { readonly say: "refused"; readonly id: number; readonly why: string };

/** Sends a reply; the buffers go along without being copied. */
export type Post = (reply: FromWorker, transfer: readonly ArrayBuffer[]) => void;
