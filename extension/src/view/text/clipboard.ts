/** Copy, cut and paste through the system's clipboard; what travels is OpenQASM text, or a document of spiders. */

import { chosen } from "../../commands/command";
import { type Item, isCircuit, MAX_BYTES, wiresOf, withBody } from "../../document/circuit";
import { addSpiders, partOf } from "../../document/diagram";
import { byLevel, removeItems } from "../../document/edit";
import { attempt } from "../../document/errors";
import { levelOf, mapWires, TOP } from "../../document/level";
import { compacted } from "../../document/place";
import { toQasm } from "../../document/qasm-write";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import { TAKE, type TextTaken } from "../../port";
import { NO_SELECTION } from "../../state/state";
import { step } from "../../state/transaction";
import { runCommand } from "../workbench/run";
import { POINTED } from "../workbench/slots";
import { takeText } from "../workbench/text-in";
import type { Workbench } from "../workbench/workbench";

/** The selection as a program on its own wires, or null when nothing is selected. */
export function selectionText(bench: Workbench): string | null {
  const { document } = bench.state;
  if (!isCircuit(document.body)) {
    const part = partOf(document, bench.state.selection);
    const { layout: _layout, history: _history, observable: _observable, ...bare } = part;
    return isCircuit(part.body) || !part.body.spiders.size ? null : dumps(bare);
  }
  const { body } = document;
  const ids = chosen({ state: bench.state, layout: bench.layout("document") });
  const items = new Map<string, Item>();
  for (const [path, group] of byLevel(document, ids)) {
    const level = attempt(() => levelOf(body, path.length ? path : TOP));
    if ("refusal" in level) continue;
    for (const [id, item] of level.value) if (group.has(id)) items.set(id, item);
  }
  if (!items.size) return null;
  const wires = [...items.values()].flatMap(wiresOf);
  const low = Math.min(...wires);
  const high = Math.max(...wires);
  const moved = new Map([...items].map(([id, item]) => [id, mapWires(item, (wire) => wire - low)] as const));
  const part = withBody(document, {
    kind: "circuit",
    qubits: body.qubits.slice(low, high + 1),
    clbits: body.clbits,
    gates: body.gates,
    operations: compacted(moved),
  });
  const text = attempt(() => (isCircuit(part.body) ? toQasm(part.body) : ""));
  if ("refusal" in text) {
    bench.say("error", text.refusal.message);
    return null;
  }
  return text.value;
}

/** Adds a part of a diagram to the diagram that is open; says whether it was one. */
function pastedSpiders(bench: Workbench, text: string): boolean {
  const { document } = bench.state;
  if (isCircuit(document.body) || !text.trimStart().startsWith("{")) return false;
  const read = attempt(() => loads(text));
  if (
    "refusal" in read ||
    isCircuit(read.value.body) ||
    read.value.body.inputs.length ||
    read.value.body.outputs.length
  )
    return false;
  const pasted = attempt(() => addSpiders(document, read.value));
  if ("refusal" in pasted) bench.say("error", pasted.refusal.message);
  else
    bench.dispatch(
      step("spider.paste", { document: pasted.value.document, selection: pasted.value.ids, notice: null }),
    );
  return true;
}

/** Takes the one file that was dropped. */
async function takeFile(bench: Workbench, files: FileList): Promise<void> {
  const [file] = files;
  if (!file || files.length > 1) bench.say("error", `${files.length} files were dropped; drop one at a time.`);
  else if (file.size > MAX_BYTES)
    bench.say("error", `'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`);
  else {
    const text = await file.text().catch(() => null);
    if (text === null) bench.say("error", `'${file.name}' could not be read. Drop it again.`);
    else await takeText(bench, text, file.name);
  }
}

/** Listens for the clipboard and for files that are dropped; returns its clean-up. */
export function listenForClipboard(bench: Workbench): () => void {
  const { root } = bench;
  const inField = (event: ClipboardEvent): boolean => {
    const [target] = event.composedPath();
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
  };
  const copy = (event: ClipboardEvent): void => {
    if (inField(event)) return;
    const text = selectionText(bench);
    if (text === null) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut" && !isCircuit(bench.state.document.body)) runCommand(bench, "edit.delete");
    else if (event.type === "cut") {
      const ids = chosen({ state: bench.state, layout: bench.layout("document") });
      bench.dispatch(step("gate.cut", { document: removeItems(bench.state.document, ids), selection: NO_SELECTION }));
    }
  };
  const paste = (event: ClipboardEvent): void => {
    if (inField(event)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    event.preventDefault();
    if (!pastedSpiders(bench, text)) void takeText(bench, text);
  };
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    const { files } = event.dataTransfer ?? {};
    if (!files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    bench.at(POINTED).set({ x: event.clientX, y: event.clientY });
    void takeFile(bench, files);
  };
  const move = (event: PointerEvent): void => bench.at(POINTED).set({ x: event.clientX, y: event.clientY });
  const leave = (): void => bench.at(POINTED).set(null);
  root.addEventListener("pointermove", move, { passive: true });
  root.addEventListener("pointerleave", leave);
  root.addEventListener("copy", copy);
  root.addEventListener("cut", copy);
  root.addEventListener("paste", paste);
  const take = (event: Event): void => {
    const { text, file } = (event as CustomEvent<TextTaken>).detail;
    void takeText(bench, text, file);
  };
  root.addEventListener(TAKE, take);
  root.addEventListener("dragover", over);
  root.addEventListener("drop", drop);
  return () => {
    root.removeEventListener("pointermove", move);
    root.removeEventListener("pointerleave", leave);
    root.removeEventListener("copy", copy);
    root.removeEventListener("cut", copy);
    root.removeEventListener("paste", paste);
    root.removeEventListener(TAKE, take);
    root.removeEventListener("dragover", over);
    root.removeEventListener("drop", drop);
  };
}
