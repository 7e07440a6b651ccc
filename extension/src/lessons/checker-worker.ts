/** The Web Worker of checks: `view/lesson/checker.ts` holds it as text. */

import { createChecker, type ToChecker } from "./checker";

const take = createChecker((found) => self.postMessage(found));

self.onmessage = (event: MessageEvent<ToChecker>) => {
  // A bug must be loud: as an error of the worker, which the page hears.
  take(event.data).catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  });
};
