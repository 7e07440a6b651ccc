/**
 * Where a display stands after a change: on its wires, behind the gate that it stood behind. After an edit gates are
 * known by their ids; in another body (simplified, extracted, typed) by what they are. As in qdesign/following.py.
 */

import {
  type CircuitBody,
  type Display,
  type Document,
  type Item,
  isBlock,
  isCircuit,
  wiresOf,
  withBody,
} from "./circuit";
import { columnsOf, drawnColumn } from "./columns";

type Items = ReadonlyMap<string, Item>;
type Displays = ReadonlyMap<string, Display>;

/** A place: wires, every one when null, behind a column. */
export interface Stand {
  readonly qubits: readonly number[] | null;
  readonly column: number;
}

/** Of items that are gone, the ids of those that do now what they did. */
export type Heirs = ReadonlyMap<string, readonly string[]>;

function on({ qubits }: Stand, item: Item): boolean {
  return qubits === null || wiresOf(item).some((wire) => qubits.includes(wire));
}

/** The column behind which a place is after an edit. */
export function followedColumn(stand: Stand, before: Items, after: Items, heirs?: Heirs): number {
  const columns = columnsOf(before);
  const own = columns[drawnColumn(columns, stand.column)] ?? -Infinity;
  let anchor = -Infinity;
  let lower: number[] = [];
  const later: number[] = [];
  for (const [id, item] of before) {
    if (!on(stand, item)) continue;
    const now = (heirs?.get(id) ?? [id]).flatMap((each) => {
      const heir = after.get(each);
      return heir && on(stand, heir) ? [heir.column] : [];
    });
    if (!now.length) continue;
    if (item.column > own) later.push(Math.min(...now));
    else if (item.column < anchor) continue;
    else {
      if (item.column > anchor) lower = [];
      anchor = item.column;
      lower.push(Math.max(...now));
    }
  }
  // At the start, what is new comes behind it too.
  if (own === -Infinity) for (const item of after.values()) if (on(stand, item)) later.push(item.column);
  // Of several gates in its column, one that stays holds it.
  const low = lower.includes(anchor) ? anchor : Math.max(-Infinity, ...lower);
  const high = Math.min(Infinity, ...later.filter((column) => column > low));
  return settledColumn(stand, { low, high, wanted: anchor === own ? low : own }, columnsOf(after));
}

/** The wanted column where it is from `low` on and in front of `high`; the number stays where it means the same. */
function settledColumn(
  { column }: Stand,
  { low, high, wanted }: { readonly low: number; readonly high: number; readonly wanted: number },
  columns: readonly number[],
): number {
  const fits = wanted >= low && wanted < high;
  const drawn = drawnColumn(columns, fits ? wanted : low > -Infinity ? low : before(columns, high));
  if (drawnColumn(columns, column) === drawn) return column;
  return columns[drawn] ?? (columns[0] ?? 0) - 1;
}

/** The number of the column in front of one. */
function before(columns: readonly number[], column: number): number {
  return columns[drawnColumn(columns, column) - 1] ?? -Infinity;
}

/** The displays after an edit; null where none has moved. `stood` holds the items as they were on these wires. */
export function followed(displays: Displays | undefined, stood: Items, after: Items, heirs?: Heirs): Displays | null {
  return moved(displays, (display) => followedColumn(display, stood, after, heirs));
}

function moved(displays: Displays | undefined, columnOf: (display: Display) => number): Displays | null {
  if (!displays?.size) return null;
  let changed = false;
  const next = new Map<string, Display>();
  for (const [id, display] of displays) {
    const column = columnOf(display);
    changed ||= column !== display.column;
    next.set(id, column === display.column ? display : { ...display, column });
  }
  return changed ? next : null;
}

/** The document with displays, or without any. */
export function withDisplays(document: Document, displays: Displays): Document {
  const { displays: _old, ...layout } = document.layout ?? {};
  if (displays.size) return { ...document, layout: { ...layout, displays } };
  const { layout: _layout, ...rest } = document;
  return Object.keys(layout).length ? { ...rest, layout } : rest;
}

/**
 * The document with another body: displays stay where the gates on their wires are the same before them or behind
 * them, else behind the last one that is the same; those on wires that are gone go. A diagram has no places: in a
 * circuit made of one they stand at the end. As `Document.with_body` in Python.
 */
export function replaceBody(document: Document, given: Document["body"]): Document {
  const next = withBody(document, given);
  const { body } = next;
  const displays = document.layout?.displays;
  if (next === document || !displays || !isCircuit(body)) return next;
  const old = isCircuit(document.body) ? document.body.operations : null;
  const kept = new Map<string, Display>();
  for (const [id, display] of displays) {
    if (display.qubits.every((qubit) => qubit < body.qubits.length)) {
      const column = keptColumn(display, old, body);
      kept.set(id, column === display.column ? display : { ...display, column });
    }
  }
  return withDisplays(next, kept);
}

function keptColumn(stand: Stand, old: Items | null, { operations }: CircuitBody): number {
  const here = (items: Items): Item[] => [...items.values()].filter((item) => on(stand, item));
  const now = here(operations);
  const was = old ? here(old) : [];
  const columns = columnsOf(old ?? operations);
  const own = columns[drawnColumn(columns, stand.column)] ?? -Infinity;
  const count = old ? was.filter((item) => item.column <= own).length : 0;
  const rest = was.length - count;
  const same = (a?: Item, b?: Item): boolean => !!a && !!b && textOf(a) === textOf(b);
  let first = 0;
  while (first < count && same(was[first], now[first])) first += 1;
  let last = 0;
  while (last < Math.min(rest, now.length - first) && same(was.at(-1 - last), now.at(-1 - last))) last += 1;
  const place = old && (first === count || last < rest) ? first : now.length - last;
  const low = now[place - 1]?.column ?? -Infinity;
  const high = now[place]?.column ?? Infinity;
  return settledColumn(stand, { low, high, wanted: stand.column }, columnsOf(operations));
}

/** What an item does, as text, wherever it is drawn. */
function textOf(item: Item): string {
  if (!isBlock(item)) {
    const { column: _column, ...rest } = item;
    return JSON.stringify(Object.entries(rest).sort());
  }
  const { count, name = "", indexed, operations } = item;
  return JSON.stringify([count, name, [...(indexed ?? [])], [...operations.values()].map(textOf)]);
}
