/** Which template is drawn, and the same with other layers: shown in place of the drawing, which stays as it is. */

import { useEffect, useReducer } from "preact/hooks";

import type { TemplateRow } from "../../document/catalog.generated";
import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import type { OptionValue } from "../../document/options";
import { dumps } from "../../document/write";
import { usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { askTemplate, drawnTemplate } from "../workbench/templates";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { CHOSEN } from "./chosen";

/** What is drawn, as a template and the options with which it is made. */
export interface Recognized {
  readonly row: TemplateRow;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly layers: number;
}

/** The document that figures are of, and how it came to be. */
export interface Shown {
  readonly document: Document;
  readonly drawn: Recognized | null;
  /** Layers of `document`. */
  readonly layers: number;
  /** Why it cannot be had with the layers that were chosen; empty where it can. */
  readonly why: string;
}

/** Layers that can be chosen. */
const MOST = 12;
const LAYERS = "layers";

interface Kept {
  /** What each body is; null where it is no template with layers, absent where that is not known. */
  readonly recognized: WeakMap<CircuitBody, Recognized | null>;
  /** Bodies of templates by layers, or why there is none. */
  readonly made: WeakMap<CircuitBody, Map<number, Document | string>>;
  /** The last document of each, so that what is known of it stays known. */
  readonly shown: WeakMap<CircuitBody, readonly [of: Document, shown: Document]>;
}

const KEPT = slot((): Kept => ({ recognized: new WeakMap(), made: new WeakMap(), shown: new WeakMap() }));

/** The numbers of layers that can be chosen: from 1 to 12, and what is drawn. */
export function layersOf({ row, layers }: Recognized): readonly number[] {
  const option = row.options.find(({ name }) => name === LAYERS);
  const [low, high] = [option?.low ?? 1, Math.min(MOST, option?.high ?? MOST)];
  const listed = Array.from({ length: Math.max(0, high - low + 1) }, (_, k) => low + k);
  return listed.includes(layers) ? listed : [...listed, layers].sort((a, b) => a - b);
}

/** Asks once a body rests which template it is; draws again with what came. */
export function useShown(document: Document): Shown {
  const bench = useWorkbench();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const { layers: chosen } = usePart(bench.at(CHOSEN), (each) => each);
  const catalog = usePart(bench.ui, (ui) => ui.catalog.template);
  const { body } = document;
  const kept = bench.at(KEPT);
  const drawn = (isCircuit(body) && kept.recognized.get(body)) || null;
  const count = drawn && chosen && chosen.of === body ? chosen.count : null;
  useEffect(() => {
    if (!isCircuit(body)) return undefined;
    let open = true;
    void recognize(bench, document, body, catalog).then(() => open && draw(0));
    return () => {
      open = false;
    };
  }, [bench, body, catalog]);
  useEffect(() => {
    if (!drawn || count === null || !isCircuit(body)) return undefined;
    let open = true;
    void make(bench, document, body, drawn, count).then(() => open && draw(0));
    return () => {
      open = false;
    };
  }, [bench, body, drawn, count]);
  const own: Shown = { document, drawn, layers: drawn?.layers ?? 1, why: "" };
  if (!drawn || count === null || count === drawn.layers || !isCircuit(body)) return own;
  const made = kept.made.get(body)?.get(count);
  if (made === undefined) return own;
  if (typeof made === "string") return { ...own, why: made };
  return { document: shownOf(kept, made, document), drawn, layers: count, why: "" };
}

async function recognize(
  bench: Workbench,
  document: Document,
  body: CircuitBody,
  catalog: readonly TemplateRow[],
): Promise<void> {
  const { recognized } = bench.at(KEPT);
  if (recognized.has(body) || !bench.asker.can("recognize") || !body.operations.size) return;
  const answer = await bench.asker.ask<"recognize">({ ask: "recognize", document: dumps(document) });
  if (answer.kind !== "done") return;
  const { name, options } = answer.result;
  const row = catalog.find((each) => each.name === name);
  const layers = options[LAYERS];
  recognized.set(body, row && typeof layers === "number" ? { row, options, layers } : null);
}

async function make(
  bench: Workbench,
  document: Document,
  body: CircuitBody,
  { row, options }: Recognized,
  layers: number,
): Promise<void> {
  const { made } = bench.at(KEPT);
  const known = made.get(body) ?? new Map<number, Document | string>();
  made.set(body, known);
  if (known.has(layers)) return;
  const wanted = { ...options, [LAYERS]: layers };
  const found = drawnTemplate(document, row, wanted) ?? (await askTemplate(bench, row, wanted));
  if (found !== null) known.set(layers, found);
}

/** With the observable that is drawn, and the values of parameters of the same name. */
function shownOf({ shown }: Kept, made: Document, drawn: Document): Document {
  const body = made.body as CircuitBody;
  const last = shown.get(body);
  if (last?.[0] === drawn) return last[1];
  const values = new Map(drawn.parameters.map(({ name, value }) => [name, value]));
  const { observable: _own, problem: _named, ...rest } = made;
  const next: Document = {
    ...rest,
    ...(drawn.observable ? { observable: drawn.observable } : {}),
    ...(drawn.problem ? { problem: drawn.problem } : {}),
    parameters: made.parameters.map((each) => ({ ...each, value: values.get(each.name) ?? each.value })),
  };
  shown.set(body, [drawn, next]);
  return next;
}
