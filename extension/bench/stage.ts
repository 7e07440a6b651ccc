/** Where a slider is moved and its bars are drawn: a canvas of a page, 60 Hz. */

import type { Stage } from "./measure";

const canvas = document.querySelector("canvas");
const context = canvas?.getContext("2d");

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** A moment as a pointer event comes: in a task of its own, anywhere between two frames. */
const event = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 12 + 9 * Math.random()));

export const stage: Stage = {
  frame: event,
  async draw(values) {
    context?.clearRect(0, 0, 800, 200);
    const width = 800 / values.length;
    values.forEach((value, k) => context?.fillRect(k * width, 200 - 200 * value, Math.max(1, width), 200 * value));
    // The frame that shows it, then the first task after its paint.
    await frame();
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  },
};
