/** The Web Worker of tuning: `view/tune/tuner.ts` holds it as text. */

import { createTuner, type ToTuner } from "./tuner";

/** Work before it listens, ms: what it tells comes about once a frame or two. */
const SLICE = 24;

const channel = new MessageChannel();
let next: (() => void) | null = null;
channel.port1.onmessage = () => next?.();

const take = createTuner(
  (reply) => self.postMessage(reply),
  SLICE,
  // Timers in a row wait some ms each; a message does not.
  (act) => {
    next = act;
    channel.port2.postMessage(null);
  },
);

self.onmessage = (event: MessageEvent<ToTuner>) => take(event.data);
