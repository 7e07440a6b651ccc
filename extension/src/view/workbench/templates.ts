/** Takes a template of the catalog over: drawn by the page where it can, else by Python. */

import type { TemplateRow } from "../../document/catalog.generated";
import { type Document, withBody } from "../../document/circuit";
import { DRAWN_PROBLEMS, DRAWN_TEMPLATES, type DrawnTemplate } from "../../document/drawn";
import { attempt } from "../../document/errors";
import { circuitOf } from "../../document/level";
import { loads } from "../../document/read";
import { takeResult } from "./results";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

const FEWEST = 4;
const MOST = 12;

/** Puts a template in, on about as many qubits as are drawn. */
export function makeTemplate(bench: Workbench, row: TemplateRow): void {
  const { body } = bench.state.document;
  const drawn = body.kind === "circuit" ? body.qubits.length : FEWEST;
  const numQubits = Math.max(FEWEST, Math.min(MOST, drawn));
  const draw = DRAWN_TEMPLATES.get(row.name);
  if (draw) putTemplate(bench, row, draw(numQubits, row.card_layers));
  else void askTemplate(bench, row, numQubits);
}

function putTemplate(bench: Workbench, row: TemplateRow, { numQubits, operations }: DrawnTemplate): void {
  const { document } = bench.state;
  const body = circuitOf(document);
  const qubits = Array.from({ length: numQubits }, (_, q) => body.qubits[q] ?? `q${q}`);
  const next: Document = withBody(document, { ...body, qubits, unused_parameters: [], gates: new Map(), operations });
  const observable = DRAWN_PROBLEMS.get(row.problem)?.(numQubits);
  bench.dispatch({
    document: withStart({ ...next, ...(observable && { observable }) }),
    selection: new Set(),
    preview: null,
    timeCursor: null,
    intent: "template.make",
    history: "step",
    origin: "person",
  });
  bench.at(ZOOM).value?.fit();
}

/** Small different values where there are none, so that a new ansatz moves at once. */
function withStart(document: Document): Document {
  const value = (k: number): number => Number((0.3 + 0.45 * Math.sin(1.7 * k + 0.5)).toFixed(2));
  return { ...document, parameters: document.parameters.map((p, k) => ({ ...p, value: p.value || value(k) })) };
}

async function askTemplate(bench: Workbench, row: TemplateRow, numQubits: number): Promise<void> {
  const of = bench.state.document;
  const answer = await bench.asker.ask<"template">({
    ask: "template",
    name: row.name,
    num_qubits: numQubits,
    layers: row.card_layers,
  });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind !== "done") return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) bench.say("error", read.refusal.message);
  else {
    const finish = (): void => bench.at(ZOOM).value?.fit();
    const document = withStart(read.value);
    takeResult(bench, { title: row.title, of, document, intent: "template.make", finish });
  }
}
