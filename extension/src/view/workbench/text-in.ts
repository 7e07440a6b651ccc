/** Program text into the document: by the page's own reader, or by Python's where that is not enough. */

import { type Document, isCircuit } from "../../document/circuit";
import { columnsOf } from "../../document/columns";
import { insertItems } from "../../document/edit";
import { attempt } from "../../document/errors";
import { circuitOf } from "../../document/level";
import { carried, withQubits } from "../../document/put-down";
import { fromQasm } from "../../document/qasm-read";
import { loads } from "../../document/read";
import { aside, step } from "../../state/transaction";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

/** Why text was not taken, with its place. */
export interface Refused {
  readonly why: string;
  readonly line?: number;
  readonly column?: number;
}

export type Taken = { readonly document: Document } | Refused;

/** The document that program text denotes; `meanwhile` hears what the page's own reader says when Python is asked. */
export async function readProgram(
  bench: Workbench,
  text: string,
  meanwhile?: (refused: Refused) => void,
): Promise<Taken> {
  const own = attempt(() => (text.trimStart().startsWith("{") ? loads(text) : fromQasm(text)));
  if ("value" in own) return { document: own.value };
  const { message, place } = own.refusal;
  if (!bench.asker.can("parse")) return { why: message, ...place };
  meanwhile?.({ why: message, ...place });
  const answer = await bench.asker.ask<"parse">({ ask: "parse", text, format: "openqasm" });
  if (answer.kind === "done") {
    const read = attempt(() => loads(answer.result.document));
    return "value" in read ? { document: read.value } : { why: read.refusal.message };
  }
  if (answer.kind === "failed" && answer.error.kind !== "Disconnected") {
    const { message: why, line, column } = answer.error;
    return { why, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  }
  return { why: message, ...place };
}

/** Pastes program text: as the whole circuit when it is empty, else at the cursor. */
export async function takeText(bench: Workbench, text: string): Promise<void> {
  const taken = await readProgram(bench, text);
  if ("why" in taken) {
    bench.dispatch(aside("paste.refuse", { notice: { text: taken.why, at: { x: 80, y: 20 } } }));
    return;
  }
  const { document } = bench.state;
  const empty = isCircuit(document.body) && document.body.operations.size === 0;
  if (!isCircuit(taken.document.body) || !isCircuit(document.body) || empty) {
    bench.replaceDocument(taken.document, "text.paste");
    bench.at(ZOOM).value?.fit();
    return;
  }
  const pasted = attempt(() => inserted(bench, taken.document));
  if ("refusal" in pasted)
    bench.dispatch(aside("paste.refuse", { notice: { text: pasted.refusal.message, at: null } }));
  else bench.dispatch(step("text.paste", pasted.value));
}

function inserted(bench: Workbench, other: Document): { document: Document; selection: ReadonlySet<string> } {
  const { document, cursor } = bench.state;
  const theirs = circuitOf(other);
  const mine = circuitOf(document);
  const gates = new Map(mine.gates);
  for (const [name, gate] of theirs.gates) if (!gates.has(name)) gates.set(name, gate);
  const wide = withQubits({ ...document, body: { ...mine, gates } }, theirs.qubits.length);
  const items = carried(theirs.operations.values(), columnsOf(theirs.operations));
  if (!items.length) return { document, selection: new Set() };
  const end = columnsOf(mine.operations).length;
  const column = cursor.visible && !cursor.path.length ? cursor.column : end;
  const made = insertItems(wide, items, { path: [], column, between: true });
  return { document: made.document, selection: new Set(made.ids) };
}
