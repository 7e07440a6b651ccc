/** Walking the canvas by keyboard: where a step from a wire and column leads. */

import { wiresOf } from "../document/circuit";
import type { Path } from "../document/level";
import { placesOf } from "../document/place";
import { GAP, type Layout } from "../scene/layout";
import type { Cursor } from "../state/state";

interface Stand {
  readonly path: Path;
  readonly column: number;
  readonly x: number;
}

/** Every place on a wire that a cursor can stand, from left to right. */
export function standsOn(layout: Layout, qubit: number): readonly Stand[] {
  const stands: Stand[] = [];
  for (const level of layout.levels) {
    if (level.path.length && (qubit < level.top || qubit > level.bottom)) continue;
    for (const [column, strip] of level.columns.entries()) {
      if (!isBlockHere(layout, { path: level.path, column, qubit })) {
        stands.push({ path: level.path, column, x: strip.left + strip.width / 2 });
      }
    }
    const end = level.path.length ? level.right + GAP / 4 : level.right + GAP + 16;
    stands.push({ path: level.path, column: level.columns.length, x: level.columns.length ? end : 16 });
  }
  return stands.sort((a, b) => a.x - b.x);
}

function isBlockHere(layout: Layout, at: { path: Path; column: number; qubit: number }): boolean {
  return layout.blocks.some(
    (block) =>
      block.column === at.column && samePath(block.path, at.path) && block.top <= at.qubit && at.qubit <= block.bottom,
  );
}

const samePath = (a: Path, b: Path): boolean => a.length === b.length && a.every((id, k) => id === b[k]);

/** The x where a cursor is drawn. */
export function cursorX(layout: Layout, cursor: Cursor): number {
  const stand = standsOn(layout, cursor.qubit).find((s) => s.column === cursor.column && samePath(s.path, cursor.path));
  return stand?.x ?? 16;
}

/** The cursor one step on. */
export function walked(layout: Layout, cursor: Cursor, direction: "left" | "right" | "up" | "down"): Cursor {
  const x = cursorX(layout, cursor);
  if (direction === "left" || direction === "right") {
    const stands = standsOn(layout, cursor.qubit);
    const next =
      direction === "right" ? stands.find((s) => s.x > x + 0.5) : [...stands].reverse().find((s) => s.x < x - 0.5);
    return next ? { ...cursor, path: next.path, column: next.column, visible: true } : { ...cursor, visible: true };
  }
  const qubit = Math.max(0, Math.min(layout.numQubits - 1, cursor.qubit + (direction === "down" ? 1 : -1)));
  const stands = standsOn(layout, qubit);
  const next = stands.reduce<Stand | null>(
    (best, s) => (!best || Math.abs(s.x - x) < Math.abs(best.x - x) - 0.5 ? s : best),
    null,
  );
  return next ? { qubit, path: next.path, column: next.column, visible: true } : { ...cursor, qubit, visible: true };
}

/** The cursor at an end of its wire. */
export function walkedToEnd(layout: Layout, cursor: Cursor, end: "start" | "end"): Cursor {
  const stand = standsOn(layout, cursor.qubit).at(end === "start" ? 0 : -1);
  return stand ? { ...cursor, path: stand.path, column: stand.column, visible: true } : cursor;
}

/** The gate under a cursor: one that acts on its wire first, else one drawn across it. */
export function itemAtCursor(layout: Layout, cursor: Cursor): string | null {
  let crossing: string | null = null;
  for (const placed of layout.small) {
    if (placed.kind !== "gate" || placed.column !== cursor.column || !samePath(placed.path, cursor.path)) continue;
    if (wiresOf(placed.item).includes(cursor.qubit)) return placed.id;
    if (placesOf(placed.item).includes(cursor.qubit)) crossing = placed.id;
  }
  return crossing;
}
