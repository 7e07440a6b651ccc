/** The Web Worker for circuits above the live limit: `view/workbench/wide.ts` holds it as text. */

import type { ToWorker } from "./messages";
import { createWideHandler } from "./wide-handler";

const handle = createWideHandler((reply, transfer) => self.postMessage(reply, { transfer: [...transfer] }));

self.onmessage = (event: MessageEvent<ToWorker>) => {
  // A bug must be loud: as an error of the worker, which the page hears.
  handle(event.data).catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  });
};
