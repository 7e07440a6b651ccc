import { describe, expect, it } from "vitest";

import { type Document, emptyDocument, isBlock } from "../../src/document/circuit";
import { insertItems, moveItems, newOperation, removeItems, setAngle } from "../../src/document/edit";
import { circuitOf } from "../../src/document/level";
import { isDrawn } from "../../src/document/place";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { randomFrom } from "../random-edit";

type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What two people made of one text, entry by entry: theirs where only they changed it, mine where only I did. */
function merged(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, base)) return theirs;
  if (same(theirs, base) || !isTree(mine) || !isTree(theirs)) return mine;
  const old = isTree(base) ? base : {};
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const entries = [...keys].map((key) => [key, merged(old[key], mine[key], theirs[key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const data = (document: Document): Tree => JSON.parse(dumps(document)) as Tree;

function operations(document: Document): Tree {
  const { body } = data(document);
  return isTree(body) && isTree(body["operations"]) ? body["operations"] : {};
}

/** Ids of the operations whose entries in the text differ. */
function changed(before: Document, after: Document): readonly string[] {
  const [old, now] = [operations(before), operations(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((id) => !same(old[id], now[id]));
}

function drawn(seed: number, gates = 30): Document {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  let document = emptyDocument(5);
  for (let k = 0; k < gates; k++) {
    const wire = below(4);
    const gate = ["h", "rx", "cx"][below(3)] ?? "h";
    const operation = newOperation(document, gate, gate === "cx" ? [wire, wire + 1] : [wire]);
    document = insertItems(document, [operation], { path: [], column: below(12), between: random() < 0.4 }).document;
  }
  return document;
}

describe("an edit in the text", () => {
  it("of an inserted gate is one new entry, wherever it is put", () => {
    for (let seed = 0; seed < 30; seed++) {
      const before = drawn(seed);
      const random = randomFrom(seed + 500);
      for (const between of [true, false]) {
        const spot = { path: [], column: Math.floor(random() * 14), between };
        const { document, ids } = insertItems(before, [newOperation(before, "cx", [3, 1])], spot);
        expect(changed(before, document), `seed ${seed}`).toEqual(ids);
        expect(changed(before, loads(dumps(document)))).toEqual(ids);
      }
    }
  });

  it("of removed, moved and turned gates are their own entries", () => {
    for (let seed = 0; seed < 30; seed++) {
      const before = drawn(seed);
      const all = [...circuitOf(before).operations];
      const [first = "", second = ""] = [all[7]?.[0], all[19]?.[0]];
      expect(new Set(changed(before, removeItems(before, [first, second])))).toEqual(new Set([first, second]));
      const moved = moveItems(before, [first], { spot: { path: [], column: 5, between: true }, wires: 0 });
      expect(changed(before, moved).filter((id) => id !== first)).toEqual([]);
      const turned = all.find(([, item]) => !isBlock(item) && item.gate === "rx")?.[0] ?? "";
      expect(changed(before, setAngle(before, turned, 0, "pi/3"))).toEqual([turned]);
    }
  });

  it("stays small where numbers between two columns run out", () => {
    for (const step of [0, 1]) {
      let document = drawn(1, 60);
      for (let k = 0; k < 150; k++) {
        const spot = { path: [], column: 3 + step * k, between: true };
        const next = insertItems(document, [newOperation(document, "x", [0])], spot).document;
        expect(changed(document, next).length, `insert ${k}`).toBeLessThanOrEqual(40);
        document = next;
      }
      const numbers = [...circuitOf(document).operations.values()].map((item) => item.column);
      expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
    }
  });

  it("of gates put at one place at once keeps both, and moves nothing else", () => {
    for (let seed = 0; seed < 30; seed++) {
      const base = drawn(seed);
      const at = { path: [], column: 5, between: true };
      const [mine, theirs] = [[0, 2] as const, [1] as const].map((wires) =>
        insertItems(base, [newOperation(base, wires.length > 1 ? "cx" : "rx", wires)], at),
      );
      const text = JSON.stringify(merged(data(base), data(mine?.document ?? base), data(theirs?.document ?? base)));
      const both = loads(text);
      expect(new Set(changed(base, both))).toEqual(new Set([...(mine?.ids ?? []), ...(theirs?.ids ?? [])]));
      expect(isDrawn(circuitOf(both).operations)).toBe(true);
    }
  });

  it("merges with another one made at the same time", () => {
    for (let seed = 0; seed < 30; seed++) {
      const base = drawn(seed);
      const mine = insertItems(base, [newOperation(base, "cx", [0, 1])], { path: [], column: 3, between: true });
      const theirs = insertItems(base, [newOperation(base, "rx", [3])], { path: [], column: 9, between: true });
      const gone = [...circuitOf(base).operations.keys()][4] ?? "";
      const other = removeItems(theirs.document, [gone]);
      const text = JSON.stringify(merged(data(base), data(mine.document), data(other)));
      const both = circuitOf(loads(text)).operations;
      expect(both.has(mine.ids[0] ?? "")).toBe(true);
      expect(both.has(theirs.ids[0] ?? "")).toBe(true);
      expect(both.has(gone)).toBe(false);
      expect(both.size).toBe(circuitOf(base).operations.size + 1);
    }
  });

  it("gives gates that two people add at once different ids", () => {
    const base = drawn(1);
    const ids = Array.from({ length: 200 }, () => {
      const made = insertItems(base, [newOperation(base, "h", [0])], { path: [], column: 0, between: true });
      return made.ids[0];
    });
    expect(new Set(ids).size).toBe(200);
  });
});
