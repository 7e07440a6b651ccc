/** What is under a point of the scene: an item, or the spot where something would land. */

import type { Path } from "../document/level";
import type { Landing } from "../document/put-down";
import type { Point } from "../state/state";
import { boxOf, GAP, inView, type Layout, type LevelPlace, lowerBound, type Placed } from "./layout";

/** Of what is written over a block. */
export const TAG_HEIGHT = 22;

/** The item drawn at a point, gates before blocks; a block is hit on its edge and its tag. */
export function hitItem(layout: Layout, point: Point): Placed | null {
  for (const placed of inView(layout, point.x - 1, point.x + 1)) {
    const box = boxOf(placed);
    if (point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom) return placed;
  }
  for (const block of [...layout.blocks].reverse()) {
    const box = boxOf(block);
    const inside =
      point.x >= box.left && point.x <= box.right && point.y >= box.top - TAG_HEIGHT && point.y <= box.bottom;
    if (!inside) continue;
    const edge = point.y < box.top + 4 || point.y > box.bottom - 4 || point.x < box.left + 4 || point.x > box.right - 4;
    if (edge) return block;
  }
  return null;
}

/** Ids of the outermost items that lie wholly between two corners. */
export function itemsInBox(layout: Layout, a: Point, b: Point): ReadonlySet<string> {
  const left = Math.min(a.x, b.x);
  const right = Math.max(a.x, b.x);
  const top = Math.min(a.y, b.y);
  const bottom = Math.max(a.y, b.y);
  const found = new Set<string>();
  const within = (placed: Placed): boolean => {
    const box = boxOf(placed);
    return box.left >= left - 4 && box.right <= right + 4 && box.top >= top - 8 && box.bottom <= bottom + 8;
  };
  for (const block of layout.blocks) if (within(block)) found.add(block.id);
  for (const placed of inView(layout, left, right)) {
    if (!within(placed)) continue;
    if (placed.kind === "gate" && placed.path.some((id) => found.has(id))) continue;
    found.add(placed.id);
  }
  for (const block of layout.blocks) if (block.path.some((id) => found.has(id))) found.delete(block.id);
  return found;
}

/** The innermost level around a point. */
function levelAt(layout: Layout, point: Point): LevelPlace | undefined {
  let path: Path = [];
  for (const block of layout.blocks) {
    const box = boxOf(block);
    const inside = point.x > box.left + 4 && point.x < box.right - 4 && point.y > box.top && point.y < box.bottom;
    if (inside && block.path.length >= path.length) path = [...block.path, block.id];
  }
  return layout.levels.find((level) => level.path.join("\n") === path.join("\n"));
}

/**
 * Where something would land: into the column under the point where that is free, between two columns
 * near a gap. `occupied` says whether the cargo would touch something in that column.
 */
export function landingAt(layout: Layout, point: Point, occupied: (landing: Landing) => boolean): Landing | null {
  const wire = Math.round(point.y / layout.pitch);
  if (!layout.numQubits || wire < 0 || wire >= layout.numQubits) return null;
  const level = levelAt(layout, point);
  if (!level) return null;
  const { columns, path } = level;
  const column = lowerBound(columns.length, (k) => {
    const strip = columns[k];
    return strip !== undefined && strip.left + strip.width + GAP / 2 >= point.x;
  });
  const strip = columns[column];
  if (!strip) return { spot: { path, column: columns.length, between: false }, wire };
  const into: Landing = { spot: { path, column, between: false }, wire };
  const edge = Math.min(8, strip.width / 4);
  const before = point.x < strip.left + edge;
  const after = point.x > strip.left + strip.width - edge;
  if (!before && !after && !occupied(into)) return into;
  const late = after || (!before && point.x > strip.left + strip.width / 2);
  const next = column + (late ? 1 : 0);
  if (next >= columns.length) return { spot: { path, column: next, between: false }, wire };
  return { spot: { path, column: next, between: true }, wire };
}

/** The column of the top level that a point lies in or after; -1 before the first. */
export function columnBefore(layout: Layout, x: number): number {
  const columns = layout.levels.find((level) => !level.path.length)?.columns ?? [];
  return (
    lowerBound(columns.length, (k) => {
      const strip = columns[k];
      return strip !== undefined && strip.left + strip.width / 2 > x;
    }) - 1
  );
}
