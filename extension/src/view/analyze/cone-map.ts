/** A circuit of any size as a map of few cells: how many of the gates in each a figure is about. */

import { type CircuitBody, type Item, wiresOf } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";

type IsInside = (id: string, item: Item) => boolean;

/** Cells by how much of them is inside: none, up to a third, up to two, more; each with row and column. */
export interface ConeMap {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly (readonly (readonly [row: number, column: number])[])[];
}

const ROWS = 40;
const COLUMNS = 80;
const LEVELS = 3;

/** The wires that are drawn: all, or of many those that are seen, the first few where none is. */
export function shownWires({ qubits, operations }: CircuitBody, isInside: IsInside, most: number): readonly number[] {
  const all = qubits.map((_, wire) => wire);
  if (all.length <= most) return all;
  const seen = new Set([...operations].flatMap(([id, item]) => (isInside(id, item) ? wiresOf(item) : [])));
  return seen.size ? all.filter((wire) => seen.has(wire)) : all.slice(0, most);
}

export function coneMap(
  { qubits }: CircuitBody,
  wires: readonly number[],
  items: ReadonlyMap<string, Item>,
  isInside: IsInside,
): ConeMap {
  const placed = columnsOf(items);
  const places = [...items].map(([id, item]) => [id, item, drawnColumn(placed, item.column)] as const);
  const width = places.reduce((most, [, , column]) => Math.max(most, column + 1), 1);
  const [rows, columns] = [Math.min(ROWS, Math.max(1, wires.length)), Math.min(COLUMNS, width)];
  const rowOf = new Array<number>(qubits.length).fill(-1);
  wires.forEach((wire, k) => {
    rowOf[wire] = Math.floor((k * rows) / wires.length);
  });
  const [all, inside] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  for (const [id, item, column] of places) {
    const isIn = isInside(id, item);
    for (const wire of wiresOf(item)) {
      const row = rowOf[wire] ?? -1;
      if (row < 0) continue;
      const cell = row * columns + Math.floor((column * columns) / width);
      all[cell] = (all[cell] ?? 0) + 1;
      if (isIn) inside[cell] = (inside[cell] ?? 0) + 1;
    }
  }
  const cells = Array.from({ length: LEVELS + 1 }, () => [] as [number, number][]);
  all.forEach((count, cell) => {
    if (!count) return;
    const level = Math.ceil((LEVELS * (inside[cell] ?? 0)) / count);
    cells[level]?.push([Math.floor(cell / columns), cell % columns]);
  });
  return { rows, columns, cells };
}
