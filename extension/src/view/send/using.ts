/** What a lowered circuit uses of a device, and how its choice of qubits is called. */

import { type CircuitBody, isBlock, walk, wiresOf } from "../../document/circuit";
import { GATES } from "../../document/gates";
import type { LowerResult } from "../../port";

/** The pairs of the device's qubits that gates on two act on, the lower one first. */
export function couplingsOf(body: CircuitBody, qubits: LowerResult["qubits"]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, item] of walk(body.operations)) {
    if (isBlock(item) || item.gate === "barrier") continue;
    const [a, b, ...more] = wiresOf(item).map((wire) => qubits[wire] ?? wire);
    if (a !== undefined && b !== undefined && !more.length) found.add(pairName(a, b));
  }
  return found;
}

export function pairName(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

/** Up to four of a device's gates, those on two qubits first. */
export function gatesShown(native: readonly string[]): string {
  const numOf = (name: string): number => GATES.get(name)?.numQubits ?? 1;
  return native
    .toSorted((a, b) => Number(numOf(b) > 1) - Number(numOf(a) > 1))
    .slice(0, 4)
    .join(", ");
}

/**
 * What is taken where no layout is given: Qiskit searches none at level 0, and at level 1 where the first qubits
 * need a swap.
 *
 * @param found the layout that was taken; null where it is not known, or was given by hand
 */
export function searchedWords(level: number, found: readonly number[] | null): string {
  if (level > 1) return "Best found";
  if (level === 0) return "First qubits";
  if (!found?.length) return "First that fit";
  return found.every((qubit, k) => qubit === k) ? "First qubits" : "Best found";
}

/** A time in the unit that suits it: 68 ns, 2.8 µs, 10.5 ms, 1.2 s. */
export function timeText(seconds: number): string {
  const shown = (value: number, unit: string): string => `${value.toFixed(value < 99.95 ? 1 : 0)} ${unit}`;
  if (seconds < 0.9995e-6) return `${Math.round(seconds * 1e9)} ns`;
  if (seconds < 0.9995e-3) return shown(seconds * 1e6, "µs");
  return seconds < 0.9995 ? shown(seconds * 1e3, "ms") : shown(seconds, "s");
}
