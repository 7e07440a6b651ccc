/** Items of one level (a circuit, or the inside of a block) and edits of it that keep columns in order. */

import {
  type CircuitBody,
  clbitsOf,
  type Display,
  type Document,
  type Item,
  isBlock,
  isCircuit,
  spanOf,
  withBody,
} from "./circuit";
import { marked, moved, shifted } from "./columns";
import { Refusal } from "./errors";
import { placesOf, sorted } from "./place";

export type Items = ReadonlyMap<string, Item>;

/** Ids of the blocks around a level, outermost first; empty for the circuit itself. */
export type Path = readonly string[];

export const TOP: Path = [];

export function circuitOf(document: Document): CircuitBody {
  if (!isCircuit(document.body)) {
    throw new Refusal("InvalidCircuit", "This document holds a ZX diagram. Convert it to a circuit first.");
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

/** The document with the items of one level changed; at the top, displays follow their columns. */
export function withLevel(document: Document, path: Path, change: (items: Items) => Items): Document {
  const body = circuitOf(document);
  const before = levelOf(body, path);
  const raw = sorted(change(before));
  if (raw === before) return document;
  const rank = columnRanks(raw);
  const after = marked(rank ? recolumn(raw, rank) : raw);
  const operations = nest(body.operations, path, after);
  const next = withBody(document, { ...body, operations });
  const displays = path.length ? null : followed(document, before, after);
  return displays ? { ...next, layout: { ...next.layout, displays } } : next;
}

function nest(items: Items, path: Path, inner: Items): Items {
  const [head, ...rest] = path;
  if (head === undefined) return inner;
  const block = items.get(head);
  if (!block || !isBlock(block)) return items;
  const operations = nest(block.operations, rest, inner);
  // A block left empty is no longer drawn, so it goes with its last gate.
  if (!operations.size) return without(items, new Set([head]));
  const replaced = new Map(items).set(head, { ...block, operations });
  return settled(replaced);
}

/** New numbers for columns so that none is empty; null when none was. */
function columnRanks(items: Items): ReadonlyMap<number, number> | null {
  const used = [...new Set([...items.values()].map((item) => item.column))].sort((a, b) => a - b);
  return used.every((column, k) => column === k) ? null : new Map(used.map((column, k) => [column, k]));
}

function recolumn(items: Items, rank: ReadonlyMap<number, number>): Items {
  const result = new Map<string, Item>();
  for (const [id, item] of items) {
    result.set(id, shifted(item, rank.get(item.column) ?? item.column));
  }
  return result;
}

/** Displays moved with the items that stood in their column; null when there is nothing to do. */
function followed(document: Document, before: Items, after: Items): ReadonlyMap<string, Display> | null {
  const displays = document.layout?.displays;
  if (!displays?.size) return null;
  let most = 0;
  for (const item of after.values()) most = Math.max(most, item.column);
  const following = new Map<string, Display>();
  for (const [id, display] of displays) {
    let column: number | null = null;
    for (const [itemId, item] of before) {
      const now = after.get(itemId);
      if (item.column <= display.column && now) column = Math.max(column ?? 0, now.column);
    }
    following.set(id, { ...display, column: Math.min(column ?? 0, most) });
  }
  return following;
}

export function without(items: Items, ids: ReadonlySet<string>): Items {
  const kept = new Map<string, Item>();
  for (const [id, item] of items) if (!ids.has(id)) kept.set(id, item);
  return kept.size === items.size ? items : kept;
}

/** Items in their order, each at its own column or the first one to the right that is free. */
export function settled(items: Items): Items {
  const free = new Map<number, number>();
  const result = new Map<string, Item>();
  let changed = false;
  for (const [id, item] of items) {
    const places = placesOf(item);
    let { column } = item;
    for (const place of places) column = Math.max(column, free.get(place) ?? 0);
    for (const place of places) free.set(place, column + 1);
    changed ||= column !== item.column;
    result.set(id, column === item.column ? item : moved(item, column));
  }
  return changed ? marked(sorted(result)) : items;
}

/** Where something new goes: into a column, or between it and the one before. */
export interface Spot {
  readonly path: Path;
  readonly column: number;
  readonly between: boolean;
}

/** Puts items, whose columns count from 0, at a spot; a column that is taken makes room. */
export function put(items: Items, added: Items, spot: Spot): Items {
  const start = Math.max(0, spot.column);
  const width = 1 + Math.max(0, ...[...added.values()].map((item) => item.column));
  const room = spot.between ? false : isFree(items, added, start);
  const result = new Map<string, Item>();
  const waiting = [...added].reverse();
  // New items come behind those of their column, so that the order by columns stays.
  const addBefore = (column: number): void => {
    for (let next = waiting.at(-1); next && next[1].column + start < column; next = waiting.at(-1)) {
      result.set(next[0], moved(next[1], next[1].column + start));
      waiting.pop();
    }
  };
  for (const [id, item] of items) {
    const column = !room && item.column >= start ? item.column + width : item.column;
    addBefore(column);
    result.set(id, shifted(item, column));
  }
  addBefore(Infinity);
  return result;
}

/** Could the items stand from a column on without touching what is there? */
export function isFree(items: Items, added: Items, start: number): boolean {
  const taken = new Map<number, Set<number>>();
  for (const item of added.values()) {
    const places = taken.get(item.column + start) ?? new Set<number>();
    for (const place of placesOf(item)) places.add(place);
    taken.set(item.column + start, places);
  }
  for (const item of items.values()) {
    const places = taken.get(item.column);
    if (places && placesOf(item).some((place) => places.has(place))) return false;
  }
  return keepsBits(items, added, start);
}

/** Do classical bits still come before what reads them? */
function keepsBits(items: Items, added: Items, start: number): boolean {
  for (const item of added.values()) {
    const bits = clbitsOf(item);
    if (!bits.length) continue;
    for (const other of items.values()) {
      const late = other.column === item.column + start && clbitsOf(other).some((bit) => bits.includes(bit));
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
