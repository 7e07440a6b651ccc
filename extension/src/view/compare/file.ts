/** A file of the person's computer to compare with. */

import { chooseText } from "../workbench/choose-file";
import { compareWith } from "../workbench/comparison";
import { hasValues, readProgram } from "../workbench/text-in";
import type { Workbench } from "../workbench/workbench";

export function chooseFile(bench: Workbench): void {
  chooseText(bench, (name, text) => void compareText(bench, name, text));
}

/** Compares with what is in the person's file. */
export async function compareDisk(bench: Workbench): Promise<void> {
  try {
    const text = await bench.host.can.onDisk?.();
    if (text !== undefined) await compareText(bench, "On disk", text);
  } catch (error) {
    bench.say("error", `The file is not read. ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Compares with what a text holds, or says why it is not taken. */
async function compareText(bench: Workbench, name: string, text: string): Promise<void> {
  const read = await readProgram(bench, text, { format: "auto" });
  if ("why" in read) bench.say("error", `'${name}' is not taken. ${read.why}`);
  else {
    bench.ui.patch({ message: null });
    compareWith(bench, name, read.document, hasValues(text));
  }
}
