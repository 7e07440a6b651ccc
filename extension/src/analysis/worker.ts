/** The Web Worker of figures: one figure, told as it comes; who wants it no more ends the worker. */

import { Refusal } from "../document/errors";
import { loadEngine } from "../live/engine";
import type { Figure } from "../port";
import { seeded } from "../tools/descent";
import { make } from "./index";
import type { Asked, OfCircuit } from "./subject";

export interface ToFigures {
  readonly wasm: Uint8Array;
  readonly asked: Asked | OfCircuit;
}

export type FromFigures =
  | { readonly say: "far"; readonly fraction: number }
  | { readonly say: "done"; readonly figure: Figure }
  /** `refused` where that is in the question: asked again, the answer would be the same. */
  | { readonly say: "failed"; readonly why: string; readonly refused: boolean };

self.onmessage = async ({ data: { wasm, asked } }: MessageEvent<ToFigures>) => {
  const post = (reply: FromFigures): void => self.postMessage(reply);
  try {
    const making = make(await loadEngine(wasm), asked, seeded(asked.seed));
    for (let step = making.next(); ; step = making.next()) {
      if (step.done) {
        post({ say: "done", figure: step.value });
        return;
      }
      post({ say: "far", fraction: step.value });
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    post({ say: "failed", why, refused: error instanceof Refusal });
  }
};
