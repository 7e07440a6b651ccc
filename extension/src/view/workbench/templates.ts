/** Templates of the catalog as documents: drawn by the page where it can, else by Python. */

import { CATALOG, type RowOption, type TemplateRow } from "../../document/catalog.generated";
import type { Document } from "../../document/circuit";
import { DRAWN_PROBLEMS, DRAWN_TEMPLATES } from "../../document/drawn";
import { attempt } from "../../document/errors";
import { replaceBody } from "../../document/follow";
import { circuitOf } from "../../document/level";
import type { OptionValue } from "../../document/options";
import { withProblem } from "../../document/problem";
import { loads } from "../../document/read";
import { onRequest } from "./on-request";
import { takeResult } from "./results";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

type Options = Readonly<Record<string, OptionValue>>;

const later = onRequest(() => import("./later"));

const FEWEST = 4;
const MOST = 12;
/** Qubits, and layers, of what is put on a page. */
const LARGEST = 100;

/** Puts the templates that come with the second script into menus, where Python's own rows do not stand there. */
export async function addTemplates(bench: Workbench): Promise<void> {
  const more = (await later.load(bench))?.MORE_TEMPLATES;
  const { catalog } = bench.ui.value;
  if (!more || catalog.template !== CATALOG.template) return;
  bench.ui.patch({ catalog: { ...catalog, template: [...catalog.template, ...more] } });
}

/** What a form asks for, with bounds that a page can draw. */
export function templateOptions(row: TemplateRow): readonly RowOption[] {
  return row.options.map((option) =>
    option.kind === "integer" ? { ...option, high: Math.min(LARGEST, option.high ?? LARGEST) } : option,
  );
}

/** About as many qubits as are drawn, and as many layers as a card has. */
export function usualOptions(bench: Workbench, row: TemplateRow): Options {
  const { body } = bench.state.document;
  const drawn = body.kind === "circuit" ? body.qubits.length : FEWEST;
  const sizes: Options = { num_qubits: Math.max(FEWEST, Math.min(MOST, drawn)), layers: row.card_layers };
  return Object.fromEntries(
    row.options.flatMap(({ name, default: normal }) => {
      const value = sizes[name] ?? normal;
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Can it be drawn, here or by Python? */
export function canDraw(bench: Workbench, row: Pick<TemplateRow, "name">): boolean {
  return DRAWN_TEMPLATES.has(row.name) || bench.asker.can("template");
}

/** Puts a template in as it comes. */
export function makeTemplate(bench: Workbench, row: TemplateRow): void {
  const options = usualOptions(bench, row);
  const drawn = drawnTemplate(bench.state.document, row, options);
  if (drawn) putTemplate(bench, drawn);
  else void askAndTake(bench, row, options);
}

/** In place of what is drawn, as one step. */
export function putTemplate(bench: Workbench, document: Document): void {
  bench.dispatch({
    document,
    selection: new Set(),
    preview: null,
    timeCursor: null,
    intent: "template.make",
    history: "step",
    origin: "person",
  });
  bench.at(ZOOM).value?.fit();
}

/** A document with the template in place of what it draws; null where only Python can. */
export function drawnTemplate(of: Document, row: TemplateRow, options: Options): Document | null {
  const drawn = DRAWN_TEMPLATES.get(row.name)?.(Number(options["num_qubits"]), Number(options["layers"]));
  if (!drawn) return null;
  const { numQubits, operations } = drawn;
  const body = circuitOf(of);
  const qubits = Array.from({ length: numQubits }, (_, q) => body.qubits[q] ?? `q${q}`);
  const next: Document = replaceBody(of, { ...body, qubits, unused_parameters: [], gates: new Map(), operations });
  const problem = DRAWN_PROBLEMS.get(row.problem)?.(numQubits);
  return withStart(problem ? withProblem(next, problem) : next);
}

/** The same from Python: a document, why there is none, or null where it was given up. */
export async function askTemplate(
  bench: Workbench,
  row: TemplateRow,
  options: Options,
): Promise<Document | string | null> {
  const answer = await bench.asker.ask<"template">({ ask: "template", name: row.name, options });
  if (answer.kind === "failed") return answer.error.message;
  if (answer.kind !== "done") return null;
  const read = attempt(() => loads(answer.result.document));
  return "refusal" in read ? read.refusal.message : withStart(read.value);
}

async function askAndTake(bench: Workbench, row: TemplateRow, options: Options): Promise<void> {
  const of = bench.state.document;
  const document = await askTemplate(bench, row, options);
  if (typeof document === "string") bench.say("error", document);
  else if (document) {
    const finish = (): void => bench.at(ZOOM).value?.fit();
    takeResult(bench, { title: row.title, of, document, intent: "template.make", finish });
  }
}

/** Small different values where there are none, so that a new ansatz moves at once. */
export function withStart(document: Document): Document {
  const value = (k: number): number => Number((0.3 + 0.45 * Math.sin(1.7 * k + 0.5)).toFixed(2));
  return { ...document, parameters: document.parameters.map((p, k) => ({ ...p, value: p.value || value(k) })) };
}
