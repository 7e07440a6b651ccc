/** Items of one level (a circuit, or the inside of a block) and edits of it that keep columns in order. */

import { type CircuitBody, clbitsOf, type Document, type Item, isBlock, isCircuit, spanOf, withBody } from "./circuit";
import { columnAt, columnBehind, columnsOf, opened } from "./columns";
import { Refusal } from "./errors";
import { followed, type Heirs, withDisplays } from "./follow";
import { placesOf, sorted } from "./place";

export type Items = ReadonlyMap<string, Item>;

/** Ids of the blocks around a level, outermost first; empty for the circuit itself. */
export type Path = readonly string[];

export const TOP: Path = [];

export function circuitOf(document: Document): CircuitBody {
  if (!isCircuit(document.body)) {
    throw new Refusal("InvalidCircuit", "This document holds a ZX diagram. Take Extract circuit first.");
  }
  return document.body;
}

export function levelOf(body: CircuitBody, path: Path): Items {
  let items = body.operations;
  for (const id of path) {
    const block = items.get(id);
    if (!block || !isBlock(block)) throw new Refusal("InvalidCircuit", "That block is no longer there.");
    items = block.operations;
  }
  return items;
}

/** The document with the items of one level changed; displays follow their gates, or the heirs of these. */
export function withLevel(document: Document, path: Path, change: (items: Items) => Items, heirs?: Heirs): Document {
  const body = circuitOf(document);
  const before = levelOf(body, path);
  const after = sorted(change(before));
  if (after === before) return document;
  const operations = nest(body.operations, path, after);
  const next = withBody(document, { ...body, operations });
  const displays = followed(document.layout?.displays, body.operations, operations, heirs);
  return displays ? withDisplays(next, displays) : next;
}

function nest(items: Items, path: Path, inner: Items): Items {
  const [head, ...rest] = path;
  if (head === undefined) return inner;
  const block = items.get(head);
  if (!block || !isBlock(block)) return items;
  const operations = nest(block.operations, rest, inner);
  // A block left empty is no longer daftern, so it goes with its last gate.
  if (!operations.size) return without(items, new Set([head]));
  const replaced = new Map(items).set(head, { ...block, operations });
  return settled(replaced);
}

export function without(items: Items, ids: ReadonlySet<string>): Items {
  const kept = new Map<string, Item>();
  for (const [id, item] of items) if (!ids.has(id)) kept.set(id, item);
  return kept.size === items.size ? items : kept;
}

/** Items in their order, each at its own column or the first one to the right that is free. */
export function settled(items: Items): Items {
  const columns = columnsOf(items);
  const taken = new Map<number, number>();
  const result = new Map<string, Item>();
  let changed = false;
  for (const [id, item] of items) {
    const places = placesOf(item);
    let { column } = item;
    for (const place of places) {
      const last = taken.get(place);
      if (last !== undefined && last >= column) column = columnBehind(columns, last);
    }
    for (const place of places) taken.set(place, column);
    changed ||= column !== item.column;
    result.set(id, column === item.column ? item : { ...item, column });
  }
  return changed ? sorted(result) : items;
}

/** Where something new goes: into a column as drawn, or between it and the one before. */
export interface Spot {
  readonly path: Path;
  readonly column: number;
  readonly between: boolean;
}

/**
 * Puts items, whose columns count from 0, at a spot; where it is taken, new columns are opened.
 * `columns` are those that the spot counts, also where some of their items are taken away.
 */
export function put(items: Items, added: Items, spot: Spot, columns = columnsOf(items)): Items {
  const start = Math.min(Math.max(0, spot.column), columns.length);
  const width = 1 + Math.max(0, ...[...added.values()].map((item) => item.column));
  const room = !spot.between && isFree(items, added, start, columns);
  const { numbers, changed } = room
    ? { numbers: Array.from({ length: width }, (_, k) => columnAt(columns, start + k)), changed: null }
    : opened(columns, start, width);
  const result = new Map<string, Item>();
  const waiting = [...added].reverse();
  // New items come behind those of their column, so that the order by columns stays.
  const addBefore = (column: number): void => {
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const own = numbers[next[1].column] ?? 0;
      if (own >= column) return;
      result.set(next[0], own === next[1].column ? next[1] : { ...next[1], column: own });
      waiting.pop();
    }
  };
  for (const [id, item] of items) {
    const column = changed?.get(item.column) ?? item.column;
    addBefore(column);
    result.set(id, column === item.column ? item : { ...item, column });
  }
  addBefore(Infinity);
  return result;
}

/** Could the items, whose columns count from 0, stand from a drawn column on without touching what is there? */
export function isFree(items: Items, added: Items, start: number, columns = columnsOf(items)): boolean {
  const taken = new Map<number, Set<number>>();
  for (const item of added.values()) {
    const column = columnAt(columns, item.column + start);
    const places = taken.get(column) ?? new Set<number>();
    for (const place of placesOf(item)) places.add(place);
    taken.set(column, places);
  }
  for (const item of items.values()) {
    const places = taken.get(item.column);
    if (places && placesOf(item).some((place) => places.has(place))) return false;
  }
  return keepsBits(items, added, (column) => columnAt(columns, column + start));
}

/** Do classical bits still come before what reads them? */
function keepsBits(items: Items, added: Items, at: (column: number) => number): boolean {
  for (const item of added.values()) {
    const bits = clbitsOf(item);
    if (!bits.length) continue;
    for (const other of items.values()) {
      const late = other.column === at(item.column) && clbitsOf(other).some((bit) => bits.includes(bit));
      if (late) return false;
    }
  }
  return true;
}

/** An item's wires all moved by `by`; refused at the edge of the circuit. */
export function shiftWires(item: Item, by: number, numQubits: number): Item {
  if (by === 0) return item;
  const span = spanOf(item);
  if (span && (span[0] + by < 0 || span[1] + by >= numQubits)) {
    throw new Refusal("InvalidCircuit", `It would reach over the edge: the circuit has qubits 0 to ${numQubits - 1}.`);
  }
  return mapWires(item, (wire) => wire + by);
}

/** An item with every wire renamed. */
export function mapWires(item: Item, change: (wire: number) => number): Item {
  if (isBlock(item)) {
    const operations = new Map<string, Item>();
    for (const [id, inner] of item.operations) operations.set(id, mapWires(inner, change));
    return { ...item, operations: settled(operations) };
  }
  return {
    ...item,
    qubits: item.qubits.map(change),
    ...(item.controls && { controls: item.controls.map(change) }),
    ...(item.anticontrols && { anticontrols: item.anticontrols.map(change) }),
  };
}
