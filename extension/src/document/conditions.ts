/** Conditions told by whole registers and single bits alone, as qdesign/decisions.py tells them. */

import type { Condition, Operation } from "./circuit";
import type { Register } from "./registers";

type Term = readonly Condition[];

const MAX_TERMS = 64;

/**
 * When all conditions hold: one of the terms, and never two; null where these are too many.
 * Where the conditions contradict each other, one term does.
 */
export function onRegisters(conditions: Term, registers: readonly Register[]): readonly Term[] | null {
  let result: readonly Term[] = [[]];
  const never: Condition[] = [];
  for (const condition of conditions) {
    const parts = partsOf(condition, registers);
    const terms = condition.equal
      ? [parts]
      : parts.map((part, k) => [...parts.slice(0, k), ...(part ? [opposite(part)] : [])]);
    never.push(...(terms[0] ?? []));
    result = result.flatMap((left) => terms.flatMap((right) => merged(left, right)));
    if (result.length > MAX_TERMS) return null;
  }
  return result.length ? result : [never];
}

/** That bits hold a value: whole registers by their numbers, others bit by bit. */
function partsOf({ clbits, value }: Condition, registers: readonly Register[]): Term {
  const wanted = new Map(clbits.map((bit, k) => [bit, Math.floor(value / 2 ** k) % 2]));
  return registers.flatMap(({ wires }) => {
    const bits = wires.map((bit) => wanted.get(bit));
    if (!bits.includes(undefined)) {
      return [
        { clbits: wires, value: bits.reduce<number>((sum, bit, k) => sum + (bit ?? 0) * 2 ** k, 0), equal: true },
      ];
    }
    return wires.flatMap((bit, k) => (bits[k] === undefined ? [] : [{ clbits: [bit], value: bits[k], equal: true }]));
  });
}

/** When a condition does not hold. */
export function opposite({ clbits, value, equal }: Condition): Condition {
  return clbits.length === 1 ? { clbits, value: 1 - value, equal } : { clbits, value, equal: !equal };
}

const same = (a: Condition, b: Condition): boolean =>
  a.value === b.value && a.equal === b.equal && a.clbits.join() === b.clbits.join();

/** Both terms at once, without repetition; none where they contradict each other. */
function merged(left: Term, right: Term): readonly Term[] {
  const made = [...left];
  for (const next of right) {
    const known = made.filter(({ clbits }) => clbits.join() === next.clbits.join());
    if (known.some((old) => same(opposite(old), next))) return [];
    if (next.equal && known.some((old) => old.equal && old.value !== next.value)) return [];
    if (!made.some((old) => same(old, next))) made.push(next);
  }
  return [made];
}

export function sameConditions(a: Term, b: Term): boolean {
  return a.length === b.length && a.every((c, k) => b[k] !== undefined && same(c, b[k]));
}

/** Whether it measures into a bit of its own conditions. */
export function writesOwn({ conditions = [], clbits = [] }: Pick<Operation, "conditions" | "clbits">): boolean {
  return conditions.some((each) => clbits.some((bit) => each.clbits.includes(bit)));
}

/** Neighbors under the same conditions, as long as none of them writes a bit of these. */
export function groupsOf<T extends Pick<Operation, "conditions" | "clbits">>(operations: readonly T[]): readonly T[][] {
  const made: T[][] = [];
  for (const operation of operations) {
    const last = made.at(-1);
    const alike = sameConditions(last?.[0]?.conditions ?? [], operation.conditions ?? []);
    if (last && alike && !writesOwn(last.at(-1) ?? operation)) last.push(operation);
    else made.push([operation]);
  }
  return made;
}
