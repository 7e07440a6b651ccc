/**
 * Classical bits as lines: from the meter that writes a bit to each gate that waits for it. A line runs along the
 * meter's own wire where that stays classical, else below it, and goes up or down in the gap before the gate, where
 * no gate or word stands.
 */

import { GAP, GATE_HEIGHT, type Layout, type PlacedGate, wireY } from "./layout";

/** The bits that one gate waits for. */
export interface ClassicalLine {
  readonly id: string;
  /** Two strokes side by side. */
  readonly path: string;
  /** Where it leaves a wire. */
  readonly joints: readonly { readonly x: number; readonly y: number }[];
  readonly left: number;
  readonly right: number;
}

/** The name of a bit beside the wire of its meter. */
export interface BitName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
}

export interface Classical {
  readonly lines: readonly ClassicalLine[];
  readonly names: readonly BitName[];
}

interface Meter {
  readonly gate: PlacedGate;
  readonly bit: number;
  readonly y: number;
  /** Does its wire carry the bit from here on? */
  readonly along: boolean;
  /** Whether there is room for the bit's name. */
  readonly named: boolean;
}

const HALF = 1.5;
/** Below wires they are closer. */
const HALF_BELOW = 1;
/** Below the wire, in turns, so that lines of bits measured on one wire lie beside each other. */
const BELOW = [18.5, 22.5, 26] as const;
/** Lines to gates of one column, side by side in the gap before it. */
const ASIDE = [0, 3, -3] as const;
/** From a gate's middle, where a line meets it beside its quantum wire. */
const ENTRY = 6;

const kept = new WeakMap<Layout, Classical>();

/** The classical lines of a layout, computed once; above and below `gap` are bits of two circuits. */
export function classicalOf(layout: Layout, gap = Infinity): Classical {
  const known = kept.get(layout);
  if (known) return known;
  const made = linesOf(layout, gap);
  kept.set(layout, made);
  return made;
}

function linesOf(layout: Layout, gap: number): Classical {
  const upper = new Map<number, Meter>();
  const lower = new Map<number, Meter>();
  const read = new Set<Meter>();
  const perRow = new Map<number, number>();
  const perGap = new Map<number, number>();
  const lines: ClassicalLine[] = [];
  const several = new Set(layout.bits.map((name) => name.replace(/\[\d+\]$/, ""))).size > 1;
  for (const gate of layout.small) {
    if (gate.kind !== "gate") continue;
    const meters = gate.top < gap ? upper : lower;
    const waits = (gate.item.conditions ?? []).flatMap(({ clbits }) => clbits);
    const from = waits.flatMap((bit) => meters.get(bit) ?? []);
    if (from.length) {
      const before = gate.x - gate.width / 2 - GAP / 2;
      const turn = perGap.get(before) ?? 0;
      perGap.set(before, turn + 1);
      for (const meter of from) read.add(meter);
      lines.push(lineOf(gate, from, before + (ASIDE[turn % ASIDE.length] ?? 0)));
    }
    const [bit] = gate.item.clbits ?? [];
    if (gate.item.gate !== "measure" || bit === undefined) continue;
    const meter = meterOf(layout, gate, bit, perRow);
    meters.set(bit, meter);
    // Of several registers it is not plain which one a bit is of.
    if (meter.along && several) read.add(meter);
  }
  return { lines, names: [...read].flatMap((meter) => (meter.named ? [nameOf(meter, layout.bits)] : [])) };
}

/** Above the wire behind its meter, or below the meter before its line. */
function nameOf({ gate, bit, along }: Meter, names: readonly string[]): BitName {
  const text = names[bit] ?? "";
  const y = wireY(gate.top, gate.pitch);
  if (along) return { text, x: gate.x + GATE_HEIGHT / 2 + GAP, y: y - 5, anchor: "start" };
  return { text, x: gate.x - 5, y: y + GATE_HEIGHT / 2 + 9, anchor: "end" };
}

function meterOf(layout: Layout, gate: PlacedGate, bit: number, perRow: Map<number, number>): Meter {
  const wire = gate.item.qubits[0] ?? 0;
  const along = layout.classicalFrom.get(wire) === gate.x;
  const turn = perRow.get(wire) ?? 0;
  if (!along) perRow.set(wire, turn + 1);
  const below = along ? 0.5 : (BELOW[turn % BELOW.length] ?? 0);
  return { gate, bit, along, named: along || !turn, y: wireY(wire, gate.pitch) + below };
}

function lineOf(gate: PlacedGate, from: readonly Meter[], x: number): ClassicalLine {
  const wires = gate.look.targets;
  const top = wireY(Math.min(...wires), gate.pitch);
  const bottom = wireY(Math.max(...wires), gate.pitch);
  const edge = gate.x - reachOf(gate);
  const parts: string[] = [];
  for (const meter of from) if (!meter.along) parts.push(below(meter, x));
  const above = from.filter(({ y }) => y < (top + bottom) / 2).map(({ y }) => y);
  const under = from.filter(({ y }) => y >= (top + bottom) / 2).map(({ y }) => y);
  if (above.length) parts.push(turned({ x, from: Math.min(...above), to: top - ENTRY, edge }));
  if (under.length) parts.push(turned({ x, from: Math.max(...under), to: bottom + ENTRY, edge }));
  const first = Math.min(...from.map((meter) => (meter.along ? x : meter.gate.x)));
  return {
    id: gate.id,
    path: parts.join(""),
    joints: from.map(({ y }) => ({ x, y })),
    left: first - HALF,
    right: edge,
  };
}

/** How far a gate's symbol reaches to the left, where a line meets it. */
function reachOf({ look, width }: PlacedGate): number {
  if (look.symbol === "box" || look.symbol === "tall") return width / 2;
  if (look.symbol === "not") return 7;
  return look.symbol === "measure" || look.symbol === "reset" ? look.width / 2 : 4;
}

/** From a meter down and along below its wire. */
function below({ gate, y }: Meter, x: number): string {
  const start = wireY(gate.top, gate.pitch) + GATE_HEIGHT / 2;
  const half = HALF_BELOW;
  return `M${gate.x - half} ${start}V${y + half}H${x}M${gate.x + half} ${start}V${y - half}H${x}`;
}

/** Up or down, then to the right. */
function turned({ x, from, to, edge }: { x: number; from: number; to: number; edge: number }): string {
  const outer = to > from ? HALF : -HALF;
  return `M${x - HALF} ${from}V${to + outer}H${edge}M${x + HALF} ${from}V${to - outer}H${edge}`;
}
