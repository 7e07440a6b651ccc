/** What is known of the observable that is shown: its problem, ground energy and ground space. */

import { type Document, isCircuit } from "../../document/circuit";
import { DRAWN_PROBLEMS, type DrawnProblem } from "../../document/drawn";
import { attempt } from "../../document/errors";
import { saidProblem } from "../../document/problem";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import { count } from "../../scene/describe";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { GROUND } from "../workbench/slots";
import type { KnownProblem } from "../workbench/ui";
import type { Workbench } from "../workbench/workbench";

/** A problem that was made, and what is known of it. */
export interface Made extends DrawnProblem, Omit<KnownProblem, "exact" | "how"> {
  /** The lowest energy; null where it is not known at once. */
  readonly energy: number | null;
}

type Terms = ReadonlyMap<string, number>;

/** After how many ms it is asked again where nobody answered. */
const AGAIN = 5_000;

/** Problems whose terms were made from their names a moment ago. */
const made = new WeakMap<Terms, Made>();

export function remember(problem: Made): void {
  made.set(problem.terms, problem);
}

/** The text of the suggested ansatz of the observable, where it was asked for. */
export const SUGGESTED = slot(() => new Cell<string | null>(null));

const texts = new WeakMap<Document["body"], string>();

/** The gates of a circuit as text: the same for equal circuits, whatever their values and the names of their items. */
export function gatesText(document: Document): string {
  const known = texts.get(document.body);
  if (known !== undefined) return known;
  const { format, version, parameters, body } = document;
  const { qubits, gates, operations } = JSON.parse(dumps({ format, version, parameters, body })).body;
  const text = JSON.stringify([qubits?.length, gates, Object.values(operations ?? {})]);
  texts.set(body, text);
  return text;
}

/** Asks anew whenever the observable is another one, also by undo and from the host; forgets the old at once. */
export function followObservable(bench: Workbench): () => void {
  let known: Terms | undefined;
  let said = "";
  const look = (): void => {
    const document = bench.shown;
    const { observable } = document;
    if (observable === known) return;
    const says = JSON.stringify(saidProblem(document));
    if (observable && known && isSame(observable, known) && says === said) return;
    known = observable;
    said = says;
    bench.at(GROUND).set(null);
    bench.at(SUGGESTED).set(null);
    const problem = observable ? atOnce(bench, document, observable) : null;
    bench.ui.patch({ problem });
    bench.request();
    if (observable) queueMicrotask(() => void askExact(bench, () => known === observable));
  };
  look();
  return bench.editor.subscribe(look);
}

/** What is known before Python answers. */
function atOnce(bench: Workbench, document: Document, observable: Terms): KnownProblem {
  const known = made.get(observable);
  if (known) return { ...known, exact: known.energy, how: "" };
  const title = madeTitle(bench, document, observable) ?? saidTitle(bench, document, observable);
  return { title, exact: null, how: "", sector: "", warning: "", graph: null };
}

/** The ground energy from Python, where one answers. */
async function askExact(bench: Workbench, isWanted: () => boolean): Promise<void> {
  if (!bench.asker.can("exact") || !isWanted()) return;
  const document = bench.shown;
  const answer = await bench.asker.ask<"exact">({ ask: "exact", document: dumps(document) });
  if (!isWanted()) return;
  if (answer.kind === "failed" && answer.error.kind === "Disconnected") {
    // A kernel that starts anew, or runs a cell meanwhile, answers later.
    setTimeout(() => void askExact(bench, isWanted), AGAIN);
    return;
  }
  if (answer.kind !== "done") return;
  const { title, energy, dimension, ...more } = answer.result;
  const [buffer] = answer.buffers;
  bench.at(GROUND).set(buffer && dimension !== null ? { weights: new Float64Array(buffer), dimension } : null);
  const { observable } = document;
  const known = title || (observable && (madeTitle(bench, document, observable) ?? plainTitle(observable)));
  bench.ui.patch({ problem: { title: known ?? "", exact: energy, ...more } });
  bench.request();
  if (more.warning && isCircuit(document.body)) await askSuggested(bench, document, isWanted);
}

/** What the problem suggests, so that a circuit that is just that is known to keep its sector. */
async function askSuggested(bench: Workbench, document: Document, isWanted: () => boolean): Promise<void> {
  if (!bench.asker.can("ansatz")) return;
  const answer = await bench.asker.ask<"ansatz">({ ask: "ansatz", document: dumps(document) });
  if (!isWanted() || answer.kind !== "done") return;
  const read = attempt(() => loads(answer.result.document));
  if ("value" in read) bench.at(SUGGESTED).set(gatesText(read.value));
}

/** That of a problem that pages make themselves or that was just made; undefined for others. */
function madeTitle(bench: Workbench, document: Document, observable: Terms): string | undefined {
  const known = made.get(observable);
  if (known) return known.title;
  const [label = ""] = observable.keys();
  const said = saidProblem(document);
  const again = said && DRAWN_PROBLEMS.get(said.name)?.(label.length, said.options);
  if (again && isSame(again.terms, observable)) return again.title;
  for (const row of bench.ui.value.catalog.problem) {
    if (row.num_qubits !== null && row.num_qubits !== label.length) continue;
    const drawn = DRAWN_PROBLEMS.get(row.name)?.(label.length);
    if (drawn && isSame(drawn.terms, observable)) return drawn.title;
  }
  return undefined;
}

/** What the document alone says: only Python can make that problem again and see whether it is so. */
function saidTitle(bench: Workbench, document: Document, observable: Terms): string {
  const [label = ""] = observable.keys();
  const said = saidProblem(document);
  const row = bench.ui.value.catalog.problem.find(({ name }) => name === said?.name);
  if (!row || (row.num_qubits ?? label.length) !== label.length) return plainTitle(observable);
  return `${row.title}, as the document says`;
}

function plainTitle(observable: Terms): string {
  return `Observable of ${count(observable.size, "term")}`;
}

function isSame(a: Terms, b: Terms): boolean {
  return a.size === b.size && [...a].every(([label, value]) => Math.abs((b.get(label) ?? NaN) - value) < 1e-9);
}
