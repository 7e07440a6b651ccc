/** Classical bits in words: by their register, as programs and outcomes name them, and those read before written. */

import { type CircuitBody, type Item, isBlock, walk } from "./circuit";
import { clbitRegisters } from "./registers";
import type { Condition } from "./schema.generated";

interface Names {
  readonly registers: CircuitBody["registers"];
  readonly names: readonly string[];
}

/** Of the last circuits asked about, so that the list stays the same object while bits do. */
let last: Names = { registers: undefined, names: [] };

/** The names of a circuit's bits: `c[0]`, and the register's alone where that has no other bit. */
export function bitNames({ clbits, registers }: CircuitBody): readonly string[] {
  if (last.registers === registers && last.names.length === clbits) return last.names;
  const names = Array.from({ length: clbits }, (_, bit) => `c[${bit}]`);
  if (registers !== undefined) {
    for (const { name, wires } of clbitRegisters(registers, clbits)) {
      wires.forEach((bit, k) => (names[bit] = wires.length > 1 || name === "c" ? `${name}[${k}]` : name));
    }
  }
  last = { registers, names };
  return names;
}

/** What a gate waits for: a register by its name where all of it is meant, else its bits. */
export function conditionWords(condition: Condition, names: readonly string[]): string {
  const bits = condition.clbits.map((bit) => names[bit] ?? `c[${bit}]`);
  return `${wholeOf(bits, names) ?? bits.join(" ")} ${condition.equal ? "=" : "≠"} ${condition.value}`;
}

/** The register that bits are, in its order and without any left. */
function wholeOf(bits: readonly string[], names: readonly string[]): string | undefined {
  const [, register] = /^(.*)\[0\]$/su.exec(bits[0] ?? "") ?? [];
  if (register === undefined || bits.length < 2 || bits.some((bit, k) => bit !== `${register}[${k}]`)) return undefined;
  return names.includes(`${register}[${bits.length}]`) ? undefined : register;
}

/** The bit that is measured last before a gate; where none is, the last of all. */
export function bitBefore({ operations, clbits }: CircuitBody, id: string): number {
  let last = clbits - 1;
  let found = false;
  for (const [each, item] of walk(operations)) {
    if (each === id) break;
    if (isBlock(item) || item.gate !== "measure") continue;
    const [bit] = item.clbits ?? [];
    if (bit !== undefined) [last, found] = [bit, true];
  }
  if (found) return last;
  for (const [, item] of walk(operations)) if (!isBlock(item)) last = item.clbits?.[0] ?? last;
  return last;
}

const NONE: ReadonlyMap<string, readonly number[]> = new Map();
const unread = new WeakMap<ReadonlyMap<string, Item>, ReadonlyMap<string, readonly number[]>>();

/** By the ids of the gates that wait: the bits that nothing is measured into before, so that they are 0 there. */
export function unwrittenBits({ operations, clbits }: CircuitBody): ReadonlyMap<string, readonly number[]> {
  if (!clbits) return NONE;
  let found = unread.get(operations);
  if (!found) {
    const written = new Set<number>();
    const waiting = new Map<string, readonly number[]>();
    see(operations, written, waiting);
    found = waiting;
    unread.set(operations, found);
  }
  return found;
}

function see(items: ReadonlyMap<string, Item>, written: Set<number>, waiting: Map<string, readonly number[]>): void {
  for (const [id, item] of items) {
    if (isBlock(item)) {
      // From the second repetition on, all that the block measures is there.
      if (item.count > 1) for (const [, each] of walk(item.operations)) writes(each, written);
      if (item.count) see(item.operations, written, waiting);
      continue;
    }
    const bits = (item.conditions ?? []).flatMap((condition) => condition.clbits).filter((bit) => !written.has(bit));
    if (bits.length) waiting.set(id, [...new Set(bits)]);
    writes(item, written);
  }
}

function writes(item: Item, written: Set<number>): void {
  if (!isBlock(item) && item.gate === "measure") for (const bit of item.clbits ?? []) written.add(bit);
}

/** What is odd about bits that nothing is measured into. */
export function unwrittenWords(bits: readonly number[], names: readonly string[]): string {
  const list = bits.map((bit) => names[bit] ?? `c[${bit}]`);
  const last = list.at(-1) ?? "";
  if (list.length < 2) return `${last} is read before anything is measured into it: it is 0 here`;
  return `${list.slice(0, -1).join(", ")} and ${last} are read before anything is measured into them: they are 0 here`;
}
