/** Two circuits and what changed → one circuit to draw: both above each other, what is in both in the same columns. */

import { anglesOf, type CircuitBody, type Document, type Item, isBlock } from "../document/circuit";
import { type Change, type Difference, differenceOf } from "../document/difference";
import { placesOf } from "../document/place";
import { count } from "./describe";

export interface Compared {
  /** The wires of the circuit before, one that is not drawn, the wires of the circuit after. */
  readonly body: CircuitBody;
  /** The wire between both. */
  readonly gap: number;
  /** What changed, from left to right, with its ids in the drawing. */
  readonly changes: readonly Marked[];
  /** How much changed, in words that go by the marks; what has none goes by "kept". */
  readonly words: readonly (readonly [Change, string])[];
}

export interface Marked {
  readonly change: Change;
  readonly ids: readonly string[];
}

export function compared(first: CircuitBody, second: CircuitBody): Compared {
  const difference = differenceOf(first, second);
  const { before, after, entries } = difference;
  const gap = before.qubits.length;
  const free = new Map<number, number>();
  const operations: (readonly [string, Item])[] = [];
  const changes: (Marked & { readonly column: number })[] = [];
  for (const entry of entries) {
    const mine = entry.before === null ? undefined : before.operations.get(entry.before);
    const theirs = entry.after === null ? undefined : after.operations.get(entry.after);
    const parts = [...(mine ? [named(mine, "a")] : []), ...(theirs ? [lowered(theirs, gap + 1)] : [])];
    // Bits of each half order its own gates alone.
    const places = parts.flatMap((part, k) =>
      placesOf(part).map((place) => (place < 0 && (k || !mine) ? place - before.clbits : place)),
    );
    const column = Math.max(0, ...places.map((place) => free.get(place) ?? 0));
    for (const place of places) free.set(place, column + 1);
    const ids = parts.map((part, k) => {
      const id = `${k || !mine ? "b" : "a"}${operations.length}`;
      operations.push([id, { ...part, column }]);
      return id;
    });
    if (entry.change !== "kept") changes.push({ change: entry.change, ids, column });
  }
  return {
    body: {
      kind: "circuit",
      qubits: [...before.qubits, "", ...after.qubits],
      clbits: Math.max(before.clbits, after.clbits),
      ...(after.registers && { registers: after.registers }),
      gates: new Map([...before.gates, ...after.gates]),
      operations: new Map(operations.sort(([, p], [, q]) => p.column - q.column)),
    },
    gap,
    changes: changes.sort((p, q) => p.column - q.column),
    words: wordsOf(difference),
  };
}

/** An item with ids inside that no other half has. */
function named(item: Item, half: "a" | "b"): Item {
  if (!isBlock(item)) return item;
  const inner = [...item.operations].map(([id, each]) => [`${half}${id}`, named(each, half)] as const);
  return { ...item, operations: new Map(inner) };
}

/** An item of the lower half. */
function lowered(item: Item, by: number): Item {
  if (isBlock(item)) {
    const inner = [...item.operations].map(([id, each]) => [`b${id}`, lowered(each, by)] as const);
    return { ...item, operations: new Map(inner) };
  }
  const { controls, anticontrols } = item;
  const moved = (wires: readonly number[]): readonly number[] => wires.map((wire) => wire + by);
  return {
    ...item,
    qubits: moved(item.qubits),
    ...(controls && { controls: moved(controls) }),
    ...(anticontrols && { anticontrols: moved(anticontrols) }),
  };
}

function wordsOf({ before, after, entries, counts }: Difference): Compared["words"] {
  let angles = 0;
  for (const entry of entries) {
    if (entry.change !== "changed") continue;
    const [p, q] = [before.operations.get(entry.before ?? ""), after.operations.get(entry.after ?? "")];
    if (!p || !q || isBlock(p) || isBlock(q)) angles += 1;
    else angles += anglesOf(p).filter((angle, k) => angle !== anglesOf(q)[k]).length;
  }
  const more = after.qubits.length - before.qubits.length;
  const { removed, added } = counts;
  const words: (readonly [Change, string])[] = [];
  if (removed) words.push(["removed", `${count(removed, "gate")} removed`]);
  if (added) words.push(["added", `${removed ? added : count(added, "gate")} added`]);
  if (angles) words.push(["changed", `${count(angles, "angle")} changed`]);
  if (!words.length) words.push(["kept", "The gates are the same"]);
  if (more) words.push(["kept", `${count(Math.abs(more), "qubit")} ${more > 0 ? "more" : "fewer"}`]);
  return words;
}

/** How many values of parameters that both have are others, in words; empty for none. */
export function movedWords(first: Document, second: Document): string {
  const values = new Map(first.parameters.map(({ name, value }) => [name, value]));
  const moved = second.parameters.filter(({ name, value }) => (values.get(name) ?? value) !== value).length;
  return moved ? `${count(moved, "value")} changed` : "";
}
