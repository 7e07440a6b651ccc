/** The Web Worker of figures: one figure, told as it comes; who wants it no more ends the worker. */

import { loadEngine } from "../live/engine";
import type { Figure } from "../port";
import { seeded } from "../tools/descent";
import { make } from "./index";
import type { Asked } from "./subject";

export interface ToFigures {
  readonly wasm: Uint8Array;
  readonly asked: Asked;
}

export type FromFigures =
  | { readonly say: "far"; readonly fraction: number }
  | { readonly say: "done"; readonly figure: Figure }
  | { readonly say: "failed"; readonly why: string };

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
    post({ say: "failed", why: error instanceof Error ? error.message : String(error) });
  }
};
