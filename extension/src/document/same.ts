/** Whether two documents say the same: every value, and of gates the columns as they are drawn, not their numbers. */

import type { Item } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";

type Items = ReadonlyMap<string, Item>;

/** Looks only at parts that are not the same object, so that little is looked at after an edit. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)));
  if (a instanceof Map || b instanceof Map || Array.isArray(a) !== Array.isArray(b)) return false;
  const [mine, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    mine.length === theirs.size &&
    mine.every(([key, value]) => {
      if (!theirs.has(key)) return false;
      const other: unknown = theirs.get(key);
      return key === "operations" ? sameItems(value as Items, other as Items) : same(value, other);
    })
  );
}

function sameItems(a: Items, b: Items): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  const [mine, theirs] = [columnsOf(a), columnsOf(b)];
  return [...a].every(([id, item]) => {
    const other = b.get(id);
    if (!other || drawnColumn(mine, item.column) !== drawnColumn(theirs, other.column)) return false;
    return item === other || same({ ...item, column: 0 }, { ...other, column: 0 });
  });
}
