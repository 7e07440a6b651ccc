/** What is drawn, in words: titles, and what a screen reader says. */

import { bitNames, conditionWords, unwrittenBits, unwrittenWords } from "../document/bits";
import { anglesOf, type Block, type CircuitBody, isBlock, wiresOf } from "../document/circuit";
import { withDrawnControls } from "../document/edit";
import { GATES } from "../document/gates";
import { cut } from "./cut";
import type { Placed } from "./layout";
import { labelOf } from "./look";
import { plainAngle } from "./math";

/** "RZZ 2γ + π/4 on q1 and q2, column 5". */
function describe({ id, item, column }: Exclude<Placed, { readonly kind: "display" }>, body: CircuitBody): string {
  const place = `column ${column + 1}`;
  if (isBlock(item)) {
    const name = item.name ? `Block ${item.name}` : "Block";
    return `${name} repeated ${item.count} times on ${wires(wiresOf(item), body)}, ${place}`;
  }
  const open = withDrawnControls(item);
  const angles = anglesOf(open).map(plainAngle).join(", ");
  const parts = [`${spoken(open.gate)}${angles ? ` ${angles}` : ""} on ${wires(open.qubits, body)}`];
  if (open.controls?.length) parts.push(`controlled by ${wires(open.controls, body)}`);
  if (open.anticontrols?.length) parts.push(`controlled by 0 on ${wires(open.anticontrols, body)}`);
  const names = bitNames(body);
  for (const condition of item.conditions ?? []) parts.push(`if ${conditionWords(condition, names)}`);
  const unwritten = item.conditions && unwrittenBits(body).get(id);
  if (unwritten) parts.push(unwrittenWords(unwritten, names));
  return `${parts.join(", ")}, ${place}`;
}

function spoken(gate: string): string {
  const row = GATES.get(gate);
  if (row?.symbol === "phase") return row.title;
  return row?.kind === "nonunitary" ? `${gate.slice(0, 1).toUpperCase()}${gate.slice(1)}` : labelOf(gate);
}

/** The values of ℓ: from the one that the parameters of the first repetition have as their last index, else from 1. */
export function layersOf({ count, indexed }: Pick<Block, "count" | "indexed">): string {
  const numbers = [...(indexed?.values() ?? [])].map((names) => names.map((name) => /(\d{1,9})\]?$/.exec(name)?.[1]));
  const first = Number(numbers[0]?.[0] ?? NaN);
  const rise = numbers.every((each) => each.every((number, k) => Number(number) === first + k));
  const from = rise && numbers.length ? first : 1;
  if (count > 6) return `${from} … ${from + count - 1}`;
  return Array.from({ length: count }, (_, k) => from + k).join(", ");
}

export function wires(list: readonly number[], body: CircuitBody): string {
  const names = list.map((wire) => body.qubits[wire] ?? `q${wire}`);
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}` : (names[0] ?? "no qubit");
}

/** Where the first qubit, by the name that its wire has now, stands in bitstrings. */
export function orderWords(qubits: readonly string[], order: "q0_right" | "q0_left"): string {
  const name = (qubits[0] ?? "q0").replace(/^([^\d\s]{1,2})(\d{1,4})$/u, (_, base: string, index: string) => {
    return base + index.replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
  });
  const shown = cut(name, 12);
  return order === "q0_right" ? `${shown} rightmost` : `${shown} leftmost`;
}

const DISPLAYS = {
  bloch: "Bloch sphere",
  probabilities: "Probabilities",
  expectation: "Expectation",
  density: "Reduced state",
} as const;

export function describePlaced(placed: Placed, body: CircuitBody): string {
  if (placed.kind !== "display") return describe(placed, body);
  const { kind, qubits } = placed.display;
  const place = placed.column < 0 ? "at the start" : `after column ${placed.column + 1}`;
  return `${DISPLAYS[kind]} of ${wires(qubits, body)} ${place}`;
}

/** "a", "a and b", "a, b and c". */
export function listWords(list: readonly string[]): string {
  return list.length > 1 ? `${list.slice(0, -1).join(", ")} and ${list.at(-1) ?? ""}` : (list[0] ?? "");
}

/** "1 spider", "2 spiders". */
export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
