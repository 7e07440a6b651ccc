/**
 * Columns as they are drawn, 0, 1, 2, …, and the marks by which they are saved: numbers that only rise.
 *
 * An edit that opens or closes a column moves what is drawn, and changes no mark of what it did not touch, so that
 * a saved edit is small and two people's edits can be merged. A new column's mark lies between its neighbors'.
 */

import type { Item } from "./circuit";

declare module "./schema.generated" {
  interface Operation {
    /** How its column is saved, where that is not the column itself; null until it is chosen. Not in the text. */
    readonly mark?: number | null;
  }
  interface Block {
    readonly mark?: number | null;
  }
  interface Display {
    readonly mark?: number | null;
  }
}

type Items = ReadonlyMap<string, Item>;

/** Nearer than this, marks are numbered anew. */
const CLOSEST = 1e-6;

/** How an item's column is saved; null where that is not chosen yet. */
export function markOf(item: { readonly column: number; readonly mark?: number | null }): number | null {
  return item.mark === undefined ? item.column : item.mark;
}

/** The item in another column that is the same one to those who saved it. */
export function shifted(item: Item, column: number): Item {
  return column === item.column ? item : { ...item, column, mark: markOf(item) };
}

/** The item in another column, to be marked like those that stand there. */
export function moved(item: Item, column: number): Item {
  return { ...item, column, mark: null };
}

/** Items whose columns are as saved, in the columns that are drawn; deep inside blocks they are already. */
export function dense(items: Items): Items {
  const marks = [...new Set([...items.values()].map((item) => item.column))].sort((a, b) => a - b);
  if (marks.every((mark, k) => mark === k)) return items;
  const place = new Map(marks.map((mark, k) => [mark, k]));
  return new Map([...items].map(([id, item]) => [id, shifted(item, place.get(item.column) ?? 0)]));
}

/** Items listed by column, every mark chosen and rising with the columns. */
export function marked(items: Items): Items {
  const marks = columnMarks(items);
  if (!marks) return items;
  const result = new Map<string, Item>();
  let changed = false;
  for (const [id, item] of items) {
    const mark = marks[item.column] ?? item.column;
    const next = withMark(item, mark);
    changed ||= next !== item;
    result.set(id, next);
  }
  return changed ? result : items;
}

function withMark(item: Item, mark: number): Item {
  if (mark !== item.column) return item.mark === mark ? item : { ...item, mark };
  if (item.mark === undefined) return item;
  const { mark: _old, ...rest } = item;
  return rest;
}

/** The mark of each column, or null when every column is its own mark. */
function columnMarks(items: Items): readonly number[] | null {
  let plain = true;
  const found: (number | null)[] = [];
  for (const item of items.values()) {
    plain &&= item.mark === undefined;
    const mark = markOf(item);
    found[item.column] ??= mark;
  }
  if (plain) return null;
  let last = -Infinity;
  const marks = Array.from(found, (mark) => {
    if (mark === undefined || mark === null || mark <= last) return null;
    last = mark;
    return mark;
  });
  return filled(marks);
}

/** Gaps filled between the marks around them. */
function filled(given: readonly (number | null)[]): readonly number[] {
  const marks: number[] = [];
  for (let start = 0; start < given.length; start++) {
    const own = given[start];
    if (own !== null && own !== undefined) {
      marks.push(own);
      continue;
    }
    let end = start;
    while (end < given.length && (given[end] ?? null) === null) end += 1;
    const low = marks.at(-1) ?? null;
    const high = given[end] ?? null;
    for (let k = start; k < end; k++) marks.push(between(marks.at(-1) ?? low, high, end - k));
    start = end - 1;
  }
  const close = marks.some((mark, k) => k > 0 && mark - (marks[k - 1] ?? 0) < CLOSEST);
  return close ? marks.map((_, k) => k) : marks;
}

/** A number above `low` that leaves room for `count - 1` more below `high`. */
function between(low: number | null, high: number | null, count: number): number {
  if (high === null) return low === null ? 0 : Math.floor(low) + 1;
  if (low === null) return Math.ceil(high) - count;
  // Halves, so that the numbers stay short.
  return low + (high - low) / 2 ** Math.ceil(Math.log2(count + 1));
}

/** The saved number of a column that is drawn. */
export function markOfColumn(items: Items, column: number): number {
  for (const item of items.values()) if (item.column === column) return markOf(item) ?? column;
  return column;
}

/** The column that is drawn for a saved number: the last one not behind it. */
export function columnOfMark(items: Items, mark: number): number {
  let column = 0;
  for (const item of items.values()) if ((markOf(item) ?? item.column) <= mark) column = Math.max(column, item.column);
  return column;
}

/** Items laid out anew: their columns are their marks. */
export function unmarked(item: Item, column: number): Item {
  const { mark: _old, ...rest } = item;
  const next = column === rest.column ? rest : { ...rest, column };
  return item.mark === undefined && next.column === item.column ? item : next;
}
