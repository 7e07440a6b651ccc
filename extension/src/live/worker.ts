/** The Web Worker's entry: `bundled.ts` holds it as text. */

import { createHandler } from "./handler";
import type { ToWorker } from "./messages";

const handle = createHandler((reply, transfer) => self.postMessage(reply, { transfer: [...transfer] }));

self.onmessage = (event: MessageEvent<ToWorker>) => {
  // A bug must be loud: as an error of the worker, which the page hears.
  handle(event.data).catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  });
};
