/** Pure edits of a document: insert, move, remove, angles, wires, controls, measurement, displays. */

import { canonicalAngle } from "./angle";
import { checkItem } from "./check";
import {
  anglesOf,
  anticontrolsOf,
  type Condition,
  controlsOf,
  type Display,
  type Document,
  findItem,
  type Item,
  isBlock,
  type Operation,
  shapeOf,
  walk,
  wiresOf,
} from "./circuit";
import { columnAt, columnsOf, drawnColumn } from "./columns";
import { Refusal } from "./errors";
import { withDisplays } from "./follow";
import { GATES } from "./gates";
import { newId, newIds } from "./ids";
import {
  circuitOf,
  type Items,
  levelOf,
  type Path,
  put,
  type Spot,
  settled,
  shiftWires,
  withLevel,
  without,
} from "./level";
import { sorted } from "./place";

export interface Inserted {
  readonly document: Document;
  readonly ids: readonly string[];
}

/** A gate ready to be placed, on the wires given; missing angles get names that are not used yet. */
export function newOperation(document: Document, gate: string, wires: readonly number[]): Operation {
  const body = circuitOf(document);
  const shape = shapeOf(gate, body.gates);
  if (!shape) throw new Refusal("InvalidCircuit", `There is no gate '${gate}'.`);
  const names = freshParameters(document, gate, shape.angles);
  const operation: Operation = {
    gate,
    qubits: wires,
    column: 0,
    ...(names.length ? { angles: names } : {}),
  };
  return gate === "measure" ? { ...operation, clbits: [freeClbit(document)] } : operation;
}

/** theta_0, theta_1, … so that every new rotation can be tuned at once. */
function freshParameters(document: Document, gate: string, angles: readonly string[]): readonly string[] {
  const taken = new Set(document.parameters.map((p) => p.name));
  const row = GATES.get(gate);
  const base = row?.phase === "phi" || row?.generator === "Z" ? "phi" : "theta";
  return angles.map((angle) => {
    const stem = angles.length > 1 ? angle : base;
    for (let k = 0; ; k++) {
      const name = `${stem}_${k}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  });
}

function freeClbit(document: Document): number {
  const used = new Set<number>();
  for (const [, item] of walk(circuitOf(document).operations)) {
    if (!isBlock(item)) for (const bit of item.clbits ?? []) used.add(bit);
  }
  for (let bit = 0; ; bit++) if (!used.has(bit)) return bit;
}

/** The document with items added at a spot; their columns count from 0. */
export function insertItems(document: Document, added: readonly Item[], spot: Spot): Inserted {
  const wide = withRoom(document, added);
  const body = circuitOf(wide);
  for (const item of added) checkItem(item, { qubits: body.qubits.length, clbits: body.clbits, gates: body.gates });
  const fresh = newIds(body.operations);
  const named = new Map(added.map((item) => [fresh.next().value, withFreshInside(item, fresh)] as const));
  const next = withLevel(wide, spot.path, (items) => put(items, settled(sorted(named)), spot));
  return { document: next, ids: [...named.keys()] };
}

function withFreshInside(item: Item, fresh: Iterator<string, string>): Item {
  if (!isBlock(item)) return item;
  const operations = new Map<string, Item>();
  for (const inner of item.operations.values()) {
    operations.set(fresh.next().value, withFreshInside(inner, fresh));
  }
  return { ...item, operations };
}

/** The document with as many classical bits as the items use. */
function withRoom(document: Document, added: readonly Item[]): Document {
  const body = circuitOf(document);
  let { clbits } = body;
  const look = (item: Item): void => {
    if (isBlock(item)) item.operations.forEach(look);
    else for (const bit of item.clbits ?? []) clbits = Math.max(clbits, bit + 1);
  };
  added.forEach(look);
  return clbits === body.clbits ? document : { ...document, body: { ...body, clbits } };
}

/** The blocks around an item, or a refusal when it is gone. */
export function pathOf(document: Document, id: string): Path {
  const found = findItem(circuitOf(document).operations, id);
  if (!found) throw new Refusal("InvalidCircuit", "That gate is no longer there.");
  return found.blocks;
}

/** The document without the items; what is inside a removed block goes with it. */
export function removeItems(document: Document, ids: Iterable<string>): Document {
  let next = document;
  for (const [path, level] of byLevel(document, ids)) next = withLevel(next, path, (items) => without(items, level));
  return next;
}

/** The ids that are there, grouped by level, inner levels first; those inside a chosen block are left out. */
export function byLevel(document: Document, ids: Iterable<string>): readonly (readonly [Path, ReadonlySet<string>])[] {
  const chosen = new Set(ids);
  const groups = new Map<string, [Path, Set<string>]>();
  const visit = (items: Items, path: Path): void => {
    for (const [id, item] of items) {
      if (chosen.has(id)) {
        const key = path.join("\n");
        const group = groups.get(key) ?? [path, new Set<string>()];
        group[1].add(id);
        groups.set(key, group);
      } else if (isBlock(item)) visit(item.operations, [...path, id]);
    }
  };
  visit(circuitOf(document).operations, []);
  return [...groups.values()].sort((a, b) => b[0].length - a[0].length);
}

/** Where to items go: the spot of the first column, and by how many wires. */
interface Move {
  readonly spot: Spot;
  readonly wires: number;
}

/** The document with items, and displays among them, moved to a spot, keeping their distances; ids stay. */
export function moveItems(document: Document, ids: Iterable<string>, to: Move): Document {
  const chosen = new Set(ids);
  return displaysMoved(document, movedItems(document, chosen, to), chosen, to.wires);
}

/** Chosen displays go along: behind the gate that they stood behind, where that was chosen too. */
function displaysMoved(from: Document, to: Document, ids: ReadonlySet<string>, wires: number): Document {
  let next = to;
  for (const [id, { qubits, column }] of from.layout?.displays ?? []) {
    if (!ids.has(id) || next === from) continue;
    const [old, now] = [circuitOf(from).operations, circuitOf(to).operations];
    const chosen = [...old].filter(([each]) => ids.has(each) && now.has(each));
    const mine = chosen.filter(([, item]) => wiresOf(item).some((wire) => qubits.includes(wire)));
    const gate = mine.filter(([, item]) => item.column <= column).at(-1);
    const drawn = (items: Items, number = 0): number => drawnColumn(columnsOf(items), number);
    const by = (items: Items, [each]: readonly [string, Item]): number => drawn(items, items.get(each)?.column);
    const [first] = chosen;
    const shift = first ? by(now, first) - by(old, first) : 0;
    const behind = gate ? by(now, gate) : drawn(old, column) + shift;
    next = moveDisplay(next, id, { wire: Math.min(...qubits) + wires, column: behind });
  }
  return next;
}

function movedItems(document: Document, ids: ReadonlySet<string>, to: Move): Document {
  const groups = byLevel(document, ids);
  const [group] = groups;
  if (!group) return document;
  if (groups.length > 1) {
    throw new Refusal("InvalidCircuit", "Gates inside and outside of a block do not move together. Select one side.");
  }
  const [path, chosen] = group;
  if (to.spot.path.some((id) => chosen.has(id))) {
    throw new Refusal("InvalidCircuit", "A block cannot be put into itself.");
  }
  const body = circuitOf(document);
  const here = levelOf(body, path);
  const columns = columnsOf(here);
  const drawn = (item: Item | undefined): number => (item ? drawnColumn(columns, item.column) : 0);
  const first = Math.min(...[...chosen].map((id) => drawn(here.get(id))));
  const moved = new Map<string, Item>();
  for (const [id, item] of here) {
    if (!chosen.has(id)) continue;
    moved.set(id, { ...shiftWires(item, to.wires, body.qubits.length), column: drawn(item) - first });
  }
  if (samePath(path, to.spot.path)) {
    return withLevel(document, path, (items) => put(without(items, chosen), moved, to.spot, columns));
  }
  const landed = withLevel(document, to.spot.path, (items) => put(items, moved, to.spot));
  return withLevel(landed, path, (items) => without(items, chosen));
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((id, k) => id === b[k]);
}

/** The document with one item changed; it keeps its column, and others make room. */
export function replaceItem(document: Document, id: string, change: (item: Item) => Item): Document {
  const body = circuitOf(document);
  const path = pathOf(document, id);
  return withLevel(document, path, (items) => {
    const item = items.get(id);
    if (!item) return items;
    const next = change(item);
    if (next === item) return items;
    checkItem(next, { qubits: body.qubits.length, clbits: body.clbits, gates: body.gates });
    return settled(new Map(items).set(id, next));
  });
}

export function replaceOperation(document: Document, id: string, change: (item: Operation) => Operation): Document {
  return replaceItem(document, id, (item) => {
    if (isBlock(item)) throw new Refusal("InvalidCircuit", "This is a block, not a gate.");
    return change(item);
  });
}

/** The document with one angle of a gate changed, as the text of an angle. */
export function setAngle(document: Document, id: string, index: number, text: string): Document {
  const angle = canonicalAngle(text);
  return replaceOperation(document, id, (item) => {
    if (anglesOf(item)[index] === angle) return item;
    return { ...item, angles: anglesOf(item).map((old, k) => (k === index ? angle : old)) };
  });
}

export interface Wires {
  readonly qubits: readonly number[];
  readonly controls: readonly number[];
  readonly anticontrols: readonly number[];
}

/** A gate with its built-in controls as control modifiers: cx becomes x under a control. */
export function withOpenControls(item: Operation): Operation {
  const row = GATES.get(item.gate);
  if (!row?.base || !row.numControls) return item;
  return withWires(
    { ...item, gate: row.base },
    {
      qubits: item.qubits.slice(row.numControls),
      controls: [...item.qubits.slice(0, row.numControls), ...controlsOf(item)],
      anticontrols: anticontrolsOf(item),
    },
  );
}

/** A gate as it is drawn: the controls apart of a row too that is no other row under controls. */
export function withDrawnControls(item: Operation): Operation {
  const open = withOpenControls(item);
  const own = GATES.get(open.gate)?.numControls ?? 0;
  if (!own) return open;
  return withWires(open, {
    qubits: open.qubits.slice(own),
    controls: [...open.qubits.slice(0, own), ...controlsOf(open)],
    anticontrols: anticontrolsOf(open),
  });
}

/** A gate with its controls as a row of the table where there is one: x under a control becomes cx. */
export function withTableControls(item: Operation): Operation {
  const open = withOpenControls(item);
  const controls = controlsOf(open);
  if (!controls.length || anticontrolsOf(open).length) return open;
  for (const row of GATES.values()) {
    if (row.base === open.gate && row.numControls === controls.length) {
      return withWires(
        { ...open, gate: row.name },
        {
          qubits: [...controls, ...open.qubits],
          controls: [],
          anticontrols: [],
        },
      );
    }
  }
  return open;
}

function withWires(item: Operation, wires: Wires): Operation {
  const { controls: _c, anticontrols: _a, column, ...rest } = item;
  return {
    ...rest,
    qubits: wires.qubits,
    ...(wires.controls.length ? { controls: wires.controls } : {}),
    ...(wires.anticontrols.length ? { anticontrols: wires.anticontrols } : {}),
    column,
  };
}

/** The document with other wires under a gate; controls are given with the open form of the gate. */
export function setWires(document: Document, id: string, wires: Wires): Document {
  return replaceOperation(document, id, (item) => withTableControls(withWires(withOpenControls(item), wires)));
}

/** Whether a wire controls a gate. */
export type ControlKind = "none" | "control" | "anticontrol";

export function controlKind(item: Operation, wire: number): ControlKind {
  const open = withOpenControls(item);
  if (controlsOf(open).includes(wire)) return "control";
  return anticontrolsOf(open).includes(wire) ? "anticontrol" : "none";
}

/** The document with a wire set to control a gate, to anti-control it, or neither. */
export function setControl(document: Document, id: string, control: { wire: number; kind: ControlKind }): Document {
  return replaceOperation(document, id, (item) => {
    const open = withOpenControls(item);
    const others = (list: readonly number[]): readonly number[] => list.filter((wire) => wire !== control.wire);
    const wires: Wires = {
      qubits: open.qubits,
      controls: control.kind === "control" ? [...others(controlsOf(open)), control.wire] : others(controlsOf(open)),
      anticontrols:
        control.kind === "anticontrol" ? [...others(anticontrolsOf(open)), control.wire] : others(anticontrolsOf(open)),
    };
    return withTableControls(withWires(open, wires));
  });
}

/** The document with a control of a gate on another wire; on a wire of the gate itself the two change places. */
export function moveControl(
  document: Document,
  id: string,
  { from, to }: { readonly from: number; readonly to: number },
): Document {
  if (from === to) return document;
  const exchanged = (wire: number): number => (wire === from ? to : wire === to ? from : wire);
  return replaceOperation(document, id, (item) => ({
    ...item,
    qubits: item.qubits.map(exchanged),
    ...(item.controls && { controls: item.controls.map(exchanged) }),
    ...(item.anticontrols && { anticontrols: item.anticontrols.map(exchanged) }),
  }));
}

/** The document with conditions on classical bits under which a gate happens; none for always. */
export function setConditions(document: Document, id: string, conditions: readonly Condition[]): Document {
  return replaceOperation(document, id, (item) => {
    const { conditions: _old, ...rest } = item;
    return conditions.length ? { ...rest, conditions } : rest;
  });
}

/** The document with a measurement into another bit, which is added where it is not there yet. */
export function setBit(document: Document, id: string, bit: number): Document {
  const body = circuitOf(document);
  const wide = bit < body.clbits ? document : { ...document, body: { ...body, clbits: bit + 1 } };
  return replaceOperation(wide, id, (item) => ({ ...item, clbits: [bit] }));
}

/** The document with a display elsewhere: its first wire on `wire`, behind a drawn column, as far as there is one. */
export function moveDisplay(
  document: Document,
  id: string,
  to: { readonly wire: number; readonly column: number },
): Document {
  const display = document.layout?.displays?.get(id);
  if (!display) return document;
  const first = Math.min(...display.qubits);
  const room = circuitOf(document).qubits.length - 1 - Math.max(...display.qubits);
  const shift = Math.max(-first, Math.min(to.wire - first, room));
  const column = behindDrawn(document, to.column);
  if (!shift && display.column === column) return document;
  const moved = { ...display, qubits: display.qubits.map((qubit) => qubit + shift), column };
  return withDisplays(document, new Map(document.layout?.displays).set(id, moved));
}

/** The number of a drawn column, or of the last one; in front of the first is the start. */
function behindDrawn(document: Document, drawn: number): number {
  const columns = columnsOf(circuitOf(document).operations);
  const [first = 0] = columns;
  return drawn < 0 ? first - 1 : columnAt(columns, Math.min(drawn, columns.length - 1));
}

/** The document with a display put on wires after a drawn column. */
export function addDisplay(document: Document, display: Display): Document {
  const displays = new Map(document.layout?.displays);
  displays.set(
    newId("d", (id) => displays.has(id)),
    { ...display, column: behindDrawn(document, display.column) },
  );
  return withDisplays(document, displays);
}

export function removeDisplays(document: Document, ids: ReadonlySet<string>): Document {
  const displays = document.layout?.displays;
  if (!displays || ![...displays.keys()].some((id) => ids.has(id))) return document;
  return withDisplays(document, new Map([...displays].filter(([id]) => !ids.has(id))));
}
