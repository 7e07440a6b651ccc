/** Commands that place gates, change them and take them away. */

import { bitBefore } from "../document/bits";
import { type Document, findItem, isBlock, isCircuit, type Operation } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { byLevel, insertItems, setConditions } from "../document/edit";
import { Refusal } from "../document/errors";
import { type GateRow, ROWS } from "../document/gates";
import { withoutItems } from "../document/group";
import { circuitOf, levelOf, settled, TOP, withLevel } from "../document/level";
import { compacted } from "../document/place";
import { carried, putDown, withQubits } from "../document/put-down";
import { NO_SELECTION } from "../state/state";
import type { Transaction } from "../state/transaction";
import { startPlacing } from "../tools/pointer";
import {
  type Command,
  type Context,
  chosen,
  command,
  drawn,
  edited,
  effect,
  either,
  nothingChosen,
  type Outcome,
} from "./command";
import { freeControl, hasAngle, numbersOf, soleGate, withControl, withParameters } from "./gate";
import { duplicated, withoutSelected } from "./zx";

function removed(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return null;
  return edited("gate.delete", () => ({
    document: withoutItems(context.state.document, ids),
    selection: NO_SELECTION,
  }));
}

/** An edit of the one gate that is chosen. */
function onGate(
  intent: string,
  edit: (document: Document, id: string, item: Operation) => Document,
): (context: Context) => Outcome {
  return (context) => {
    const gate = soleGate(context.state.document, chosen(context));
    return gate ? edited(intent, () => ({ document: edit(context.state.document, ...gate) })) : nothingChosen();
  };
}

/** Does something hold of the one gate that is chosen? */
function gateFits(holds: (item: Operation, document: Document) => boolean): (context: Context) => boolean {
  return (context) => {
    const { document } = context.state;
    const gate = soleGate(document, chosen(context));
    return gate !== null && holds(gate[1], document);
  };
}

/** Makes the chosen gate wait for the last classical bit, or happen always again. */
/** A gate that waits no longer waits; another waits for the bit that is measured last before it. */
function conditional(context: Context): Outcome {
  const [id] = chosen(context);
  const { document } = context.state;
  if (id === undefined || !isCircuit(document.body)) return nothingChosen();
  const found = findItem(document.body.operations, id)?.item;
  if (found && !isBlock(found) && found.conditions?.length)
    return edited("gate.condition", () => ({ document: setConditions(document, id, []) }));
  return waiting(document, id);
}

/** The gate waits for the bit that is measured last before it. */
export function waiting(document: Document, id: string): Outcome {
  return edited("gate.condition", () => {
    const body = circuitOf(document);
    if (!body.clbits)
      throw new Refusal("InvalidCircuit", "There is no classical bit to wait for. Place a measurement first.");
    const conditions = [{ clbits: [bitBefore(body, id)], value: 1, equal: true }];
    return { document: setConditions(document, id, conditions), selection: new Set([id]) };
  });
}

function duplicate(context: Context): Outcome {
  const { document } = context.state;
  const ids = chosen(context);
  const [group] = isCircuit(document.body) ? byLevel(document, ids) : [];
  if (!group) return null;
  return edited("gate.duplicate", () => {
    const level = levelOf(circuitOf(document), group[0]);
    const items = [...level].filter(([id]) => group[1].has(id)).map(([, item]) => item);
    const columns = columnsOf(level);
    const last = Math.max(...items.map((item) => drawnColumn(columns, item.column)));
    const spot = { path: group[0], column: last + 1, between: true };
    const made = insertItems(document, carried(items, columns), spot);
    return { document: made.document, selection: new Set(made.ids) };
  });
}

function compact({ state }: Context): Outcome {
  if (!isCircuit(state.document.body)) return null;
  return edited("view.compact", () => ({
    document: withLevel(state.document, TOP, (items) => settled(compacted(items))),
  }));
}

/** Puts a gate where the keyboard stands, and goes on behind it. */
export function placeAtCursor(context: Context, gate: string): Outcome {
  const { state } = context;
  if (!isCircuit(state.document.body)) return null;
  const { cursor } = state;
  return edited("gate.type", () => {
    const base = withQubits(state.document, Math.max(1, cursor.qubit + 1));
    const spot = { path: cursor.path, column: cursor.column, between: false };
    const put = putDown(base, { kind: "gate", gate }, { spot, wire: cursor.qubit });
    return {
      document: put.document,
      selection: new Set(put.ids),
      cursor: { ...cursor, column: cursor.column + 1, visible: true },
    };
  });
}

/** Places a gate at the cursor. */
function gateKey(row: GateRow): Command {
  return command(`place.${row.name}`, `Place ${row.label || row.name}${row.numControls ? ` (${row.name})` : ""}`, {
    group: "Gates",
    keys: row.keys,
    on: "circuit",
    run: (context) => placeAtCursor(context, row.name),
  });
}

/** Picks a gate to place by clicks until Escape. */
export function pickGate(gate: string): Transaction {
  return startPlacing({ kind: "gate", gate }, true);
}

export const EDIT: readonly Command[] = [
  command("edit.undo", "Undo", { group: "Edit", keys: ["Mod+Z"], run: effect("undo") }),
  command("edit.redo", "Redo", { group: "Edit", keys: ["Mod+Shift+Z", "Mod+Y"], run: effect("redo") }),
  command("edit.angle", "Edit the angle", {
    group: "Edit",
    keys: ["Enter"],
    menu: ["gate", "spider"],
    fits: (context) => hasAngle(context.state.document, chosen(context)),
    run: effect("edit-angle"),
  }),
  command("gate.parameter", "Make the angle a parameter", {
    group: "Edit",
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item) => numbersOf(item).length > 0),
    run: onGate("gate.parameter", withParameters),
  }),
  command("gate.control", "Add a control", {
    group: "Edit",
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item, document) => freeControl(document, item) !== null),
    run: onGate("gate.control", withControl),
  }),
  command("gate.condition", "If: wait for a classical bit, or always", {
    group: "Edit",
    keys: ["i"],
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item, document) => item.gate !== "barrier" && circuitOf(document).clbits > 0),
    run: conditional,
  }),
  command("edit.cut", "Cut", { group: "Edit", keys: ["Mod+X"], menu: ["gate", "spider"], run: effect("cut") }),
  command("edit.copy", "Copy as OpenQASM", {
    group: "Edit",
    keys: ["Mod+C"],
    menu: ["gate", "spider"],
    run: effect("copy"),
  }),
  command("edit.paste", "Paste", {
    group: "Edit",
    keys: ["Mod+V"],
    menu: ["gate", "wire", "canvas", "spider"],
    run: effect("paste"),
  }),
  command("edit.duplicate", "Duplicate", {
    group: "Edit",
    keys: ["Mod+D"],
    menu: ["gate", "spider"],
    run: either(duplicate, drawn("spider.copy", duplicated)),
  }),
  command("edit.replicate", "Replicate…", {
    group: "Edit",
    keys: ["Mod+Shift+D"],
    on: "circuit",
    menu: ["gate"],
    run: (context) => (chosen(context).size ? { effect: "replicate" } : nothingChosen()),
  }),
  command("edit.delete", "Delete", {
    group: "Edit",
    keys: ["Delete", "Backspace"],
    menu: ["gate", "spider"],
    run: either(removed, drawn("spider.delete", withoutSelected)),
  }),
  command("edit.save", "Save", { group: "Edit", keys: ["Mod+S"], run: effect("save") }),
  command("edit.compact", "Move gates to the left", {
    group: "Edit",
    keys: ["Mod+Shift+L"],
    on: "circuit",
    run: compact,
  }),
  ...ROWS.filter((row) => row.keys.length > 0).map(gateKey),
];
