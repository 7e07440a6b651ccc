/** Ids of what a person adds: random, so that two people who add at once do not choose the same. */

import { type Item, isBlock, walk } from "./circuit";

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
const LENGTH = 10;

let draw = (): Uint8Array => crypto.getRandomValues(new Uint8Array(LENGTH));

/** A new id that none of the given has: 50 random bits behind a letter that says of what. */
export function newId(kind: string, taken: (id: string) => boolean): string {
  for (;;) {
    const id = kind + [...draw()].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    if (!taken(id)) return id;
  }
}

/** For tests: ids from a generator of numbers from 0 to 1, or random ones again. */
export function drawIdsFrom(next: (() => number) | null): void {
  draw = next
    ? () => Uint8Array.from({ length: LENGTH }, () => Math.floor(next() * 256))
    : () => crypto.getRandomValues(new Uint8Array(LENGTH));
}

/** Ids for operations that are added to items, in blocks too. */
export function* newIds(items: ReadonlyMap<string, Item>): Generator<string, never> {
  const inside = new Set<string>();
  for (const item of items.values()) if (isBlock(item)) for (const [id] of walk(item.operations)) inside.add(id);
  for (;;) yield newId("o", (id) => items.has(id) || inside.has(id));
}
