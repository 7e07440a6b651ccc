/** Columns: which items share one, and laying items out as far left as they go. */

import { clbitsOf, type GateDefinition, type Item, isBlock, spanOf, walk, wiresOf } from "./circuit";
import { unmarked } from "./columns";
import { GATES } from "./gates";

type Items = ReadonlyMap<string, Item>;

/** The items listed by column, in a stable order; the same map when they already are. */
export function sorted(items: Items): Items {
  let last = -1;
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

/** The items with their own columns where these agree with the order, else laid out anew. */
export function placed(items: Items, agreed = agree(items)): Items {
  const columns = agreed ? null : leftmostColumns(items.values());
  const result = new Map<string, Item>();
  let k = 0;
  let changed = columns !== null;
  for (const [id, item] of items) {
    let next = columns ? unmarked(item, columns[k++] ?? item.column) : item;
    if (isBlock(next)) {
      const operations = placed(next.operations);
      if (operations !== next.operations) next = { ...next, operations };
    }
    changed ||= next !== item;
    result.set(id, next);
  }
  return changed ? sorted(result) : items;
}

/** Does every item stand after those before it that share a wire or a bit? */
export function agree(items: Items): boolean {
  const free = new Map<number, number>();
  for (const item of items.values()) {
    for (const place of [...wiresOf(item), ...clbitsOf(item).map((bit) => -1 - bit)]) {
      if ((free.get(place) ?? 0) > item.column) return false;
      free.set(place, item.column + 1);
    }
  }
  return true;
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
export function placesOf(item: Item): number[] {
  const places = clbitsOf(item).map((bit) => -1 - bit);
  const span = spanOf(item);
  if (span) for (let wire = span[0]; wire <= span[1]; wire++) places.push(wire);
  return places;
}

/** The items moved as far left as they go, in their order. */
export function compacted(items: Items): Items {
  return placed(items, false);
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
    result.set(`o${column + 1}`, unmarked(inner, column));
    column += 1;
  }
  return result;
}
