/** What is known of the observable that is shown: its problem, ground energy and ground space. */

import type { Document } from "../../document/circuit";
import { DRAWN_PROBLEMS, type DrawnProblem } from "../../document/drawn";
import { saidProblem } from "../../document/problem";
import { dumps } from "../../document/write";
import { count } from "../../scene/describe";
import { GROUND } from "../workbench/slots";
import type { KnownProblem } from "../workbench/ui";
import type { Workbench } from "../workbench/workbench";

/** A problem that was made, and what is known of it. */
export interface Made extends DrawnProblem, Omit<KnownProblem, "exact"> {
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
  if (known) return { ...known, exact: known.energy };
  const title = madeTitle(bench, document, observable) ?? saidTitle(bench, document, observable);
  return { title, exact: null, sector: "", warning: "", graph: null };
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
