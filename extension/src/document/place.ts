/** Columns: which items share one, and laying items out as far left as they go. */

import { clbitsOf, type GateDefinition, type Item, isBlock, spanOf, walk, wiresOf } from "./circuit";
import { between, columnsOf } from "./columns";
import { GATES } from "./gates";

type Items = ReadonlyMap<string, Item>;

/** The items listed by column, in a stable order; the same map when they already are. */
export function sorted(items: Items): Items {
  let last = -Infinity;
  let ordered = true;
  for (const item of items.values()) {
    if (item.column < last) {
      ordered = false;
      break;
    }
    last = item.column;
  }
  return ordered ? items : new Map([...items].sort((a, b) => a[1].column - b[1].column));
}

/** Ids o1, o2, … that no item has, in blocks either: for texts that are read, so that one text gives one document. */
export function* freshIds(items: Items): Generator<string, never> {
  const inside = new Set<string>();
  for (const item of items.values()) if (isBlock(item)) for (const [id] of walk(item.operations)) inside.add(id);
  for (let count = 1; ; count++) {
    const id = `o${count}`;
    if (!items.has(id) && !inside.has(id)) yield id;
  }
}

/**
 * The items with their own columns where these agree with the order, else laid out anew. Of two that overlap in one
 * column the later one gets a new column behind, so that gates put at one place by two people are told apart.
 */
export function placed(items: Items): Items {
  return withColumns(items, isDrawn(items) ? null : agree(items) ? apart(items) : leftmostColumns(items.values()));
}

function withColumns(items: Items, columns: readonly number[] | null): Items {
  const result = new Map<string, Item>();
  let k = 0;
  let changed = false;
  for (const [id, item] of items) {
    const column = columns?.[k++] ?? item.column;
    let next: Item = column === item.column ? item : { ...item, column };
    if (isBlock(next)) {
      const operations = placed(next.operations);
      if (operations !== next.operations) next = { ...next, operations };
    }
    changed ||= next !== item;
    result.set(id, next);
  }
  return changed ? sorted(result) : items;
}

/** Are the items listed by column, and does none overlap another of its column? */
export function isDrawn(items: Items): boolean {
  let last = -Infinity;
  const taken = new Set<number>();
  for (const item of items.values()) {
    if (item.column < last) return false;
    if (item.column > last) taken.clear();
    last = item.column;
    for (const place of placesOf(item)) {
      if (taken.has(place)) return false;
      taken.add(place);
    }
  }
  return true;
}

/** Does no item stand left of one before it that shares a wire or a bit? */
function agree(items: Items): boolean {
  const last = new Map<number, number>();
  for (const item of items.values()) {
    for (const place of [...wiresOf(item), ...clbitsOf(item).map((bit) => -1 - bit)]) {
      if ((last.get(place) ?? -Infinity) > item.column) return false;
      last.set(place, item.column);
    }
  }
  return true;
}

/** Columns, item by item, such that no two items of one overlap; all anew where there is no room. */
function apart(items: Items): readonly number[] {
  const columns = columnsOf(items);
  const ranks = new Map<number, Map<number, number>>();
  const own = [...items.values()].map((item) => {
    const rank = ranks.get(item.column) ?? new Map<number, number>();
    ranks.set(item.column, rank);
    const places = placesOf(item);
    const first = Math.max(0, ...places.map((place) => rank.get(place) ?? 0));
    for (const place of places) rank.set(place, first + 1);
    return first;
  });
  const most = new Map<number, number>();
  let k = 0;
  for (const { column } of items.values()) most.set(column, Math.max(most.get(column) ?? 0, own[k++] ?? 0));
  const numbers = new Map<number, readonly number[]>();
  for (const [at, column] of columns.entries()) {
    const room = between(column, columns[at + 1] ?? Infinity, most.get(column) ?? 0);
    if (!room) return leftmostColumns(items.values());
    numbers.set(column, [column, ...room]);
  }
  return [...items.values()].map((item, j) => numbers.get(item.column)?.[own[j] ?? 0] ?? item.column);
}

/** Columns as far left as the items go in their order, drawn without overlap. */
export function leftmostColumns(items: Iterable<Item>): number[] {
  const free = new Map<number, number>();
  const columns: number[] = [];
  for (const item of items) {
    const places = placesOf(item);
    let column = 0;
    for (const place of places) column = Math.max(column, free.get(place) ?? 0);
    for (const place of places) free.set(place, column + 1);
    columns.push(column);
  }
  return columns;
}

/** Every wire from the topmost to the lowest, and classical bits as negative numbers. */
export function placesOf(item: Item): readonly number[] {
  // Most gates stand on one wire.
  if (!isBlock(item) && item.qubits.length === 1 && !item.controls && !item.anticontrols) {
    if (!item.clbits && !item.conditions) return item.qubits;
  }
  const places = clbitsOf(item).map((bit) => -1 - bit);
  const span = spanOf(item);
  if (span) for (let wire = span[0]; wire <= span[1]; wire++) places.push(wire);
  return places;
}

/** The items moved as far left as they go, in their order. */
export function compacted(items: Items): Items {
  return withColumns(items, leftmostColumns(items.values()));
}

/** A composite gate's items as they are saved: placed, or with a column each when it nests. */
export function placedDefinition(definition: GateDefinition): GateDefinition {
  const closed = [...definition.operations.values()].every((item) => !isBlock(item) && GATES.has(item.gate));
  const operations = closed ? placed(definition.operations) : renumbered(definition.operations);
  return { ...definition, operations };
}

function renumbered(items: Items): Items {
  const result = new Map<string, Item>();
  let column = 0;
  for (const item of items.values()) {
    const inner = isBlock(item) ? { ...item, operations: renumbered(item.operations) } : item;
    result.set(`o${column + 1}`, { ...inner, column });
    column += 1;
  }
  return result;
}
