/** The same in a page: a Web Worker where the page's policy allows one, bars drawn on a canvas, 60 Hz. */

import { startLive } from "../src/live/bundled";
import { measureLoop, type Row } from "./measure";
import { stage } from "./stage";

declare global {
  interface Window {
    readonly given: readonly (readonly [number, number])[];
  }
}

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
  for (const size of window.given) {
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
