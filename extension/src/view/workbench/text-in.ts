/** Program text into the document: by the page's own reader, or by Python's where that is not enough. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import { loads } from "../../document/read";
import type { Point } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { Cell } from "./cell";
import { NOT_LOADED, onRequest, type Wearing } from "./on-request";
import { slot } from "./slot";
import { POINTED, ZOOM } from "./slots";
import type { Workbench } from "./workbench";

const later = onRequest(() => import("./later"));

/** Why text was not taken, with its place. */
export interface Refused {
  readonly why: string;
  readonly line?: number;
  readonly column?: number;
}

export type Taken = { readonly document: Document } | Refused;

export interface Reading {
  /** The importer of the catalog that Python reads with, or `auto`: the one that takes the text. */
  readonly format?: string;
  /** Hears what the page's own reader says when Python is asked. */
  readonly meanwhile?: (refused: Refused) => void;
}

/** Texts that the page has no reader for: of circuits, and of diagrams. */
const CIRCUITS = /#circuit=|^\s*\{\s*"cols"|\bQuantumCircuit\b/;
const DIAGRAMS = /"(?:wire_|node_)?vertices"|"initial_graph"|"lhs_graph"|\\begin\{tikzpicture\}/;
const NO_PYTHON =
  "Diagrams of ZXLive and TikZ, circuits of Quirk and Qiskit code are read by Python, which does not answer here: " +
  "paste OpenQASM or the text of a .qdesign document.";

/** Are there values of parameters in a text? Programs have none. */
export const hasValues = (text: string): boolean => /^\s*\{/.test(text);

/** The document that a text denotes. */
export async function readProgram(
  bench: Wearing,
  text: string,
  { format = "openqasm", meanwhile }: Reading = {},
): Promise<Taken> {
  const read = text.trimStart().startsWith("{") ? loads : (await later.load(bench))?.fromQasm;
  const own = attempt(() => read?.(text));
  if ("value" in own && own.value) return { document: own.value };
  const { message: said, place } = "refusal" in own ? own.refusal : new Refusal("Unsupported", NOT_LOADED);
  const message = format === "auto" && (CIRCUITS.test(text) || DIAGRAMS.test(text)) ? NO_PYTHON : said;
  if (!bench.asker.can("parse")) return { why: message, ...place };
  meanwhile?.({ why: message, ...place });
  const answer = await bench.asker.ask<"parse">({ ask: "parse", text, format });
  if (answer.kind === "done") {
    const made = attempt(() => loads(answer.result.document));
    return "value" in made ? { document: made.value } : { why: made.refusal.message };
  }
  if (answer.kind === "failed" && answer.error.kind !== "Disconnected") {
    const { message: why, line, column } = answer.error;
    return { why, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  }
  return { why: message, ...place };
}

/** What came from elsewhere, until it is said where it goes. */
export interface Incoming {
  readonly title: string;
  readonly document: Document;
  readonly isValued: boolean;
  /** Where the pointer was on the page. */
  readonly at?: Point | null;
}

export const INCOMING = slot(() => new Cell<Incoming | null>(null));

/** Text that no studio copies: a document, a link to Quirk, Qiskit code. */
const isForeign = (text: string): boolean => /^\s*\{|#circuit=|\bQuantumCircuit\b/.test(text);

/**
 * Takes text: as the whole drawing when there is none, else programs at the cursor; of what comes from elsewhere it is
 * asked where it goes. `file` is the name of the one that it was in.
 */
export async function takeText(bench: Workbench, text: string, file = ""): Promise<void> {
  const at = bench.at(POINTED).value;
  const taken = await readProgram(bench, text, { format: "auto" });
  if ("why" in taken) {
    if (file) bench.say("error", `'${file}' is not taken. ${taken.why}`);
    else bench.dispatch(aside("paste.refuse", { notice: { text: taken.why, at: { x: 80, y: 20 } } }));
    return;
  }
  if (file) bench.ui.patch({ message: null });
  const { body } = bench.state.document;
  const empty = isCircuit(body) ? body.operations.size === 0 : body.spiders.size === 0;
  const incoming = { title: file || "What you pasted", document: taken.document, isValued: hasValues(text), at };
  // A circuit is not put into another unasked where it comes from elsewhere, and a diagram never in its place.
  const asks = file !== "" || (isCircuit(body) && (!isCircuit(taken.document.body) || isForeign(text)));
  if (empty) replaceWith(bench, incoming);
  else if (asks) bench.at(INCOMING).set(incoming);
  else insertAtCursor(bench, incoming);
}

export function replaceWith(bench: Workbench, { document }: Incoming): void {
  bench.at(INCOMING).set(null);
  bench.replaceDocument(document, "text.paste");
  bench.at(ZOOM).value?.fit();
}

/** Puts a circuit in at the cursor, or what is read into the diagram that is open. */
export function insertAtCursor(bench: Workbench, { document, at }: Incoming): void {
  bench.at(INCOMING).set(null);
  later.use(bench, ({ inserted, insertDiagram }) => {
    if (!isCircuit(bench.state.document.body)) {
      void insertDiagram(bench, document, at ?? null);
      return;
    }
    const pasted = attempt(() => inserted(bench, document));
    if ("refusal" in pasted)
      bench.dispatch(aside("paste.refuse", { notice: { text: pasted.refusal.message, at: null } }));
    else bench.dispatch(step("text.paste", pasted.value));
  });
}
