/** What is known of the document's observable: its problem, ground energy and ground space. */

import { DRAWN_PROBLEMS } from "../../document/drawn";
import { dumps } from "../../document/write";
import { count } from "../../scene/describe";
import { GROUND } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";

type Terms = ReadonlyMap<string, number>;

/** Asks anew whenever the observable is another one, also by undo and from the host; forgets the old at once. */
export function followObservable(bench: Workbench): () => void {
  let known: Terms | undefined;
  const look = (): void => {
    const { observable } = bench.state.document;
    if (observable === known || (observable && known && isSame(observable, known))) return;
    known = observable;
    bench.at(GROUND).set(null);
    const problem = observable ? { title: titleOf(bench, observable), exact: null } : null;
    bench.ui.patch({ problem, energies: [], ended: "" });
    if (observable) queueMicrotask(() => void askExact(bench, () => known === observable));
  };
  look();
  return bench.editor.subscribe(look);
}

/** The ground energy from Python, where one answers. */
async function askExact(bench: Workbench, isWanted: () => boolean): Promise<void> {
  if (!bench.asker.can("exact") || !isWanted()) return;
  const answer = await bench.asker.ask<"exact">({ ask: "exact", document: dumps(bench.state.document) });
  if (answer.kind !== "done" || !isWanted()) return;
  const { title, energy, dimension } = answer.result;
  const [buffer] = answer.buffers;
  bench.at(GROUND).set(buffer && dimension !== null ? { weights: new Float64Array(buffer), dimension } : null);
  bench.ui.patch({ problem: { title: title || (bench.ui.value.problem?.title ?? ""), exact: energy } });
}

/** That of a problem that pages make themselves, until Python says of others. */
function titleOf(bench: Workbench, observable: Terms): string {
  const [label = ""] = observable.keys();
  for (const row of bench.ui.value.catalog.problem) {
    if (row.num_qubits !== null && row.num_qubits !== label.length) continue;
    const drawn = DRAWN_PROBLEMS.get(row.name)?.(label.length);
    if (drawn && isSame(drawn, observable)) return row.title;
  }
  return `Observable of ${count(observable.size, "term")}`;
}

function isSame(a: Terms, b: Terms): boolean {
  return a.size === b.size && [...a].every(([label, value]) => Math.abs((b.get(label) ?? NaN) - value) < 1e-9);
}
