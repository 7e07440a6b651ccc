/** What colors the drawing: how its parameters stand, a Pauli web, or what noise costs. One at a time, without undo. */

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import { gatesUsing } from "../../document/uses";
import type { Costs } from "../../live/costs";
import type { FiguresResult } from "../../port";
import { plainAngle, plainName } from "../../scene/math";
import { Cell } from "./cell";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

export type Overlay = "redundancy" | "webs" | "costs";

export const OVERLAY = slot(() => new Cell<Overlay | null>(null));
/** What the noise of each gate of a body costs, or why that is not told. */
export const COSTS = slot(() => new Cell<{ readonly body: CircuitBody; readonly told: Costs | string } | null>(null));
/** The parameter that is pointed at in the legend. */
export const POINTED_AT = slot(() => new Cell<string | null>(null));

export function toggleOverlay(bench: Workbench, overlay: Overlay): void {
  bench.at(OVERLAY).set(bench.at(OVERLAY).value === overlay ? null : overlay);
  bench.at(POINTED_AT).set(null);
}

type Rank = NonNullable<FiguresResult["rank"]>;
export type Standing = Rank["standings"][number];
export type Kind = Standing["kind"];

/** In the order of legends: the last ones give way to the first. */
export const KINDS: readonly { readonly kind: Kind; readonly letter: string; readonly help: string }[] = [
  { kind: "free", letter: "", help: "Moves what no other parameter moves" },
  { kind: "fusible", letter: "F", help: "By ZX its angle adds up with that of one other parameter" },
  { kind: "redundant", letter: "R", help: "Others move the same: its derivative is a sum of theirs" },
  { kind: "dead", letter: "D", help: "The energy of this observable from |0…0⟩ does not move with it" },
];

/** How many parameters stand how. */
export function tally(rank: Rank): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>(KINDS.map(({ kind }) => [kind, 0]));
  for (const { kind } of rank.standings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** A gate or a spider, colored. */
export interface Mark {
  readonly kind: Kind;
  readonly names: readonly string[];
  /** How each of them stands, with what takes its part. */
  readonly words: string;
}

/** "b: fusible; at 0, with a → a + b". */
function wordsOf({ name, kind, becomes, found }: Standing): string {
  const others = Object.entries(becomes).map(([other, angle]) => `${plainName(other)} → ${plainAngle(angle)}`);
  const rest = others.length ? `at 0, with ${others.join(", ")}` : found;
  return `${plainName(name)}: ${kind}${rest && kind !== "free" ? `; ${rest}` : ""}`;
}

/** Gates or spiders with parameters: free where one of these is, else as the first of the legend that they have. */
export function marksOf(body: CircuitBody | DiagramBody, { standings }: Rank): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  const order = KINDS.map(({ kind }) => kind);
  for (const standing of standings) {
    const { name, kind } = standing;
    for (const id of gatesUsing(body, name)) {
      const known = marks.get(id);
      const first = known && order.indexOf(known.kind) <= order.indexOf(kind) ? known.kind : kind;
      const words = [...(known ? [known.words] : []), wordsOf(standing)].join("\n");
      marks.set(id, { kind: first, names: [...(known?.names ?? []), name], words });
    }
  }
  return marks;
}

/** Of a circuit that is drawn its diagram is colored too, and the other way round: they have the same parameters. */
export function ranks(body: CircuitBody | DiagramBody, drawn: CircuitBody | DiagramBody): boolean {
  return body === drawn || isCircuit(drawn) !== isCircuit(body);
}
