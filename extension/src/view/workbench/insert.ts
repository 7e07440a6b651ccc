/** A circuit put into the one that is drawn. */

import type { CircuitBody, Document } from "../../document/circuit";
import { columnsOf } from "../../document/columns";
import { definitionOf } from "../../document/difference";
import { insertItems } from "../../document/edit";
import { findGate } from "../../document/gates";
import { renameGate } from "../../document/group";
import { circuitOf, shiftWires } from "../../document/level";
import { freshName } from "../../document/names";
import { carried, withQubits } from "../../document/put-down";
import type { Workbench } from "./workbench";

/** The document with other names for its composite gates that mean something else in a circuit. */
function withOwnNames(document: Document, circuit: CircuitBody): Document {
  let renamed = document;
  for (const name of circuitOf(document).gates.keys()) {
    const { gates } = circuitOf(renamed);
    if (!circuit.gates.has(name) || definitionOf(name, circuit) === definitionOf(name, { gates })) continue;
    const free = freshName(name, (each) => circuit.gates.has(each) || gates.has(each) || findGate(each) !== undefined);
    renamed = renameGate(renamed, name, free);
  }
  return renamed;
}

/** The drawing with another circuit at the cursor, or at the end; what came is selected. */
export function inserted(bench: Workbench, other: Document): { document: Document; selection: ReadonlySet<string> } {
  const { document, cursor } = bench.state;
  const mine = circuitOf(document);
  const theirs = circuitOf(withOwnNames(other, mine));
  const gates = new Map(mine.gates);
  for (const [name, gate] of theirs.gates) if (!gates.has(name)) gates.set(name, gate);
  const wide = withQubits({ ...document, body: { ...mine, gates } }, theirs.qubits.length);
  const items = carried(theirs.operations.values(), columnsOf(theirs.operations));
  if (!items.length) return { document, selection: new Set() };
  const end = columnsOf(mine.operations).length;
  const here = cursor.visible && !cursor.path.length;
  const column = here ? cursor.column : end;
  const count = circuitOf(wide).qubits.length;
  // At the cursor's wire, or as far up as all of it takes.
  const down = here ? Math.max(0, Math.min(cursor.qubit, count - theirs.qubits.length)) : 0;
  const placed = items.map((item) => shiftWires(item, down, count));
  const made = insertItems(wide, placed, { path: [], column, between: true });
  return { document: made.document, selection: new Set(made.ids) };
}
