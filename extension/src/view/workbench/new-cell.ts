/** Code for a notebook: a new cell in the one at hand, or the clipboard where there is none. */

import { NEW_CELL } from "../../port";
import type { Workbench } from "./workbench";

/** Puts it there and says `done`; `line` is what to type where even copying fails. */
export async function putCell(bench: Workbench, code: string, done: string, line: string): Promise<void> {
  const event = new CustomEvent(NEW_CELL, { detail: { code, near: bench.root }, cancelable: true });
  if (!window.dispatchEvent(event)) {
    bench.say("ok", done);
    return;
  }
  try {
    await navigator.clipboard.writeText(code);
    bench.say("ok", "The cell is copied: paste it into a notebook.");
  } catch {
    bench.say("error", `The browser did not let it be copied. In a notebook: ${line}`);
  }
}
