/** The same in a page: a Web Worker where the page's policy allows one, bars drawn on a canvas, 60 Hz. */

import { startLive } from "../src/live/bundled";
import { measureLoop, type Row, type Stage } from "./measure";

declare global {
  interface Window {
    readonly sizes: readonly (readonly [number, number])[];
  }
}

const canvas = document.querySelector("canvas");
const context = canvas?.getContext("2d");

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** A moment as a pointer event comes: in a task of its own, anywhere between two frames. */
const event = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 12 + 9 * Math.random()));

const stage: Stage = {
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

async function main(): Promise<void> {
  let place = "page";
  const Made = Worker;
  window.Worker = class extends Made {
    constructor(address: string | URL) {
      super(address);
      this.addEventListener("message", () => (place = "worker"));
    }
  };
  const rows: Row[] = [];
  let said = "";
  for (const size of window.sizes) {
    const live = startLive();
    try {
      rows.push(...(await measureLoop(live, size, stage)));
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
    live.dispose();
  }
  await fetch("/", { method: "POST", body: JSON.stringify({ place, rows, said }) });
}

void main();
