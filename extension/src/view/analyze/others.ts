/** The ansätze beside the one that is drawn: templates and examples of the catalog, files. */

import type { TemplateRow } from "../../document/catalog.generated";
import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { askLong } from "../workbench/ask-long";
import { Cell } from "../workbench/cell";
import { chooseText } from "../workbench/choose-file";
import { slot } from "../workbench/slot";
import { askTemplate, drawnTemplate, usualOptions } from "../workbench/templates";
import { readProgram } from "../workbench/text-in";
import type { Workbench } from "../workbench/workbench";

export interface Other {
  readonly id: number;
  readonly name: string;
  readonly document: Document;
}

export const OTHERS = slot(() => new Cell<readonly Other[]>([]));

let count = 0;

function add(bench: Workbench, name: string, document: Document): void {
  if (!isCircuit(document.body)) {
    bench.say("error", `'${name}' is a diagram, and circuits are compared here. Extract its circuit first.`);
    return;
  }
  count += 1;
  const others = bench.at(OTHERS);
  others.set([...others.value, { id: count, name, document }]);
}

/** The last one that was taken away, and where it stood. */
export const TAKEN = slot(() => new Cell<{ readonly other: Other; readonly place: number } | null>(null));

export function remove(bench: Workbench, id: number): void {
  const others = bench.at(OTHERS);
  const place = others.value.findIndex((each) => each.id === id);
  const other = others.value[place];
  if (other) bench.at(TAKEN).set({ other, place });
  others.set(others.value.filter((each) => each.id !== id));
}

export function putBack(bench: Workbench): void {
  const others = bench.at(OTHERS);
  const taken = bench.at(TAKEN).value;
  if (!taken) return;
  others.set([...others.value.slice(0, taken.place), taken.other, ...others.value.slice(taken.place)]);
  bench.at(TAKEN).set(null);
}

/** As it is drawn now, to be looked at beside what it becomes. */
export function addDrawing(bench: Workbench, name: string, document: Document): void {
  const before = bench.at(OTHERS).value.filter((each) => each.name.startsWith(name)).length;
  add(bench, `${name} ${before + 1}`, document);
}

/** On as many qubits as are drawn, where it can be. */
export async function addTemplate(bench: Workbench, row: TemplateRow): Promise<void> {
  const of = bench.state.document;
  const drawn = isCircuit(of.body) ? of.body.qubits.length : 4;
  const sized = row.options.find(({ name }) => name === "num_qubits");
  const fits = sized && drawn >= (sized.low ?? 1) && drawn <= (sized.high ?? Infinity);
  const options = { ...usualOptions(bench, row), ...(fits ? { num_qubits: drawn } : {}) };
  const made = drawnTemplate(of, row, options) ?? (await askTemplate(bench, row, options));
  if (typeof made === "string") bench.say("error", made);
  else if (made) add(bench, row.title, made);
}

export async function addExample(bench: Workbench, name: string, title: string): Promise<void> {
  const answer = await askLong(bench, "Making the example", { ask: "example", name });
  if (!answer) return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) bench.say("error", read.refusal.message);
  else add(bench, title, read.value);
}

export function addFile(bench: Workbench): void {
  chooseText(bench, (name, text) => void addText(bench, name, text));
}

/** OpenQASM, or any other text that can be opened. */
export function addClipboard(bench: Workbench): void {
  navigator.clipboard.readText().then(
    (text) => void addText(bench, "clipboard", text),
    () => bench.say("error", "This page may not read the clipboard. Save the text as a file and add that."),
  );
}

async function addText(bench: Workbench, name: string, text: string): Promise<void> {
  const read = await readProgram(bench, text, { format: "auto" });
  if ("why" in read) bench.say("error", `'${name}' is not taken. ${read.why}`);
  else add(bench, name.replace(/\.[^.]*$/, ""), read.document);
}
