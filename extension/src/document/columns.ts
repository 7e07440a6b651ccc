/**
 * Columns: numbers that rise along each wire. Items with equal numbers are drawn above each other, from left to
 * right; gaps between numbers are not drawn.
 *
 * So a column that is opened gets a number between its neighbors', and nothing else in the document changes. Places
 * on the canvas count columns as they are drawn, from 0: "drawn column". This file translates.
 */

import type { Item } from "./circuit";

type Items = ReadonlyMap<string, Item>;

/** Of a double that can be trusted. */
const DIGITS = 15;
/** Left to numbers that are given anew, so that they have room between them. */
const SHORT = 6;

const known = new WeakMap<Items, readonly number[]>();

/** The numbers of the columns from left to right: drawn column k has number k of the list. */
export function columnsOf(items: Items): readonly number[] {
  const kept = known.get(items);
  if (kept) return kept;
  const numbers: number[] = [];
  let last = -Infinity;
  let rising = true;
  for (const { column } of items.values()) {
    if (column === last) continue;
    rising &&= column > last;
    numbers.push(column);
    last = column;
  }
  const listed = rising ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
  known.set(items, listed);
  return listed;
}

/** The drawn column of a number: the last one that is not right of it, -1 before the first. */
export function drawnColumn(columns: readonly number[], number: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns[middle] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The number of a drawn column; behind the last one they go on in whole numbers. */
export function columnAt(columns: readonly number[], drawn: number): number {
  const last = columns.length - 1;
  return columns[drawn] ?? Math.floor(columns[last] ?? -1) + drawn - last;
}

/** The next column behind a number. */
export function columnBehind(columns: readonly number[], number: number): number {
  return columns[drawnColumn(columns, number) + 1] ?? Math.floor(number) + 1;
}

/**
 * So many short numbers in order between two, either of which may be infinite; null where doubles have no room left.
 * As in qdesign/placing.py.
 */
export function between(low: number, high: number, count: number, digits = DIGITS): readonly number[] | null {
  if (high === Infinity) return rising(low === -Infinity ? 0 : Math.floor(low) + 1, count);
  if (low === -Infinity) return rising(Math.ceil(high) - count, count);
  for (let k = 0, scale = 1; k < digits; k++, scale *= 10) {
    const first = Math.floor(low * scale) + 1;
    const room = Math.ceil(high * scale) - first;
    if (room < count) continue;
    const numbers = rising(0, count).map((j) => (first + Math.floor((room * (2 * j + 1)) / (2 * count))) / scale);
    const ordered = [low, ...numbers, high];
    if (ordered.every((number, j) => j === 0 || (ordered[j - 1] ?? 0) < number)) return numbers;
  }
  return null;
}

function rising(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => first + k);
}

export interface Opened {
  /** The numbers of the new columns. */
  readonly numbers: readonly number[];
  /** New numbers of columns beside them that had to give way; null for nearly every edit. */
  readonly changed: ReadonlyMap<number, number> | null;
}

/** So many new columns in front of a drawn one. Where numbers run out, the nearest columns get new ones. */
export function opened(columns: readonly number[], drawn: number, count: number): Opened {
  for (let reach = 0; ; reach++) {
    const from = Math.max(0, drawn - reach);
    const to = Math.min(columns.length, drawn + reach);
    const low = columns[from - 1] ?? -Infinity;
    const found = between(low, columns[to] ?? Infinity, to - from + count, reach ? SHORT : DIGITS);
    if (!found) continue;
    if (!reach) return { numbers: found, changed: null };
    const start = drawn - from;
    const others = [...found.slice(0, start), ...found.slice(start + count)];
    const changed = new Map(columns.slice(from, to).map((number, k) => [number, others[k] ?? number]));
    return { numbers: found.slice(start, start + count), changed };
  }
}
