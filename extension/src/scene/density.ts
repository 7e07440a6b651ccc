/** A circuit from afar: how much of what stands on each wire, pixel by pixel, in place of gates. */

import { GATE_HEIGHT, inView, type Layout, type PlacedBlock, type PlacedGate } from "./layout";
import type { GateClass } from "./look";

/** What is told apart by color. */
export type Tone = GateClass | "controlled" | "display";
export const TONES: readonly Tone[] = ["rotation", "clifford", "controlled", "nonunitary", "composite", "display"];

/** The pixels onto which a stretch of the scene is drawn. */
export interface Pixels {
  /** Scene x of the first pixel, and pixels for one unit. */
  readonly left: number;
  readonly scale: number;
  readonly width: number;
  /** Wires share rows where there are fewer rows than wires. */
  readonly rows: number;
}

/** A run of pixels on one row that are covered alike. */
export interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Of LEVELS. */
  readonly level: number;
}

/** A line between rows, for gates on several wires. */
export interface Link {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Density {
  /** Pixels for one unit of the scene. */
  readonly scale: number;
  readonly runs: ReadonlyMap<Tone, readonly Run[]>;
  readonly links: readonly Link[];
  readonly blocks: readonly (PlacedBlock & { readonly from: number; readonly to: number })[];
}

export const LEVELS = 4;
/** Scene px that a control or a sign such as ⊕ is wide. */
const DOT = 19;

/** What to paint: at most as many runs as there are pixels, however many gates there are. */
export function densityOf(layout: Layout, pixels: Pixels): Density {
  const { left, scale, width, rows } = pixels;
  const cover = new Map<Tone, Float32Array>();
  const rowOf = (wire: number): number => Math.min(rows - 1, Math.floor((wire * rows) / layout.numQubits));
  const add = (tone: Tone, wire: number, [from, to]: readonly [number, number]): void => {
    let sums = cover.get(tone);
    if (!sums) cover.set(tone, (sums = new Float32Array(rows * width)));
    const start = rowOf(wire) * width;
    const last = Math.min(width - 1, Math.floor(to));
    for (let x = Math.max(0, Math.floor(from)); x <= last; x++)
      sums[start + x] = (sums[start + x] ?? 0) + Math.min(to, x + 1) - Math.max(from, x);
  };
  const links = new Map<number, Link>();
  const link = (x: number, wires: readonly number[]): void => {
    const [top, bottom] = [rowOf(Math.min(...wires)), rowOf(Math.max(...wires))];
    if (top === bottom || x < 0 || x >= width) return;
    links.set((x * rows + top) * rows + bottom, { x, top, bottom });
  };
  const px = (x: number): number => (x - left) * scale;
  for (const placed of inView(layout, left, left + width / scale)) {
    const span = (wide: number): readonly [number, number] => [px(placed.x - wide / 2), px(placed.x + wide / 2)];
    if (placed.kind === "display") for (const wire of placed.display.qubits) add("display", wire, span(placed.width));
    else cells(placed, (tone, wire, wide) => add(tone, wire, span(wide)));
    if (placed.kind === "gate" && linked(placed)) link(Math.floor(px(placed.x)), wiresOf(placed));
  }
  return {
    scale,
    runs: new Map([...cover].map(([tone, sums]) => [tone, runsOf(sums, width)])),
    links: [...links.values()],
    blocks: layout.blocks
      .map((block) => ({ ...block, from: px(block.left), to: px(block.left + block.width) }))
      .filter(({ from, to }) => to >= 0 && from <= width),
  };
}

function wiresOf({ look }: PlacedGate): readonly number[] {
  return [...look.targets, ...look.controls, ...look.anticontrols];
}

/** Is it drawn as signs on a line? */
function linked({ look }: PlacedGate): boolean {
  return look.symbol !== "tall" && look.symbol !== "barrier" && look.symbol !== "box"
    ? look.targets.length + look.controls.length + look.anticontrols.length > 1
    : look.controls.length + look.anticontrols.length > 0;
}

function cells({ look, width }: PlacedGate, add: (tone: Tone, wire: number, wide: number) => void): void {
  if (look.symbol === "barrier" || look.symbol === "phase") return;
  const boxed = look.symbol === "box" || look.symbol === "tall" || look.symbol === "measure" || look.symbol === "reset";
  const wide = look.symbol === "box" || look.symbol === "tall" ? width : boxed ? GATE_HEIGHT : DOT;
  if (look.symbol === "tall") {
    for (let wire = Math.min(...look.targets); wire <= Math.max(...look.targets); wire++) add(look.kind, wire, wide);
  } else for (const wire of look.targets) add(boxed ? look.kind : "controlled", wire, wide);
  for (const wire of look.controls) add("controlled", wire, DOT / 2);
  for (const wire of look.anticontrols) add("controlled", wire, DOT / 2);
}

/** Pixels in a row that are covered alike, as one run; what is hardly covered still shows. */
function runsOf(sums: Float32Array, width: number): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < sums.length; start += width) {
    let [from, level] = [0, 0];
    for (let x = 0; x <= width; x++) {
      const sum = x < width ? (sums[start + x] ?? 0) : 0;
      const next = sum > 0.05 ? Math.max(1, Math.min(LEVELS, Math.round(sum * LEVELS))) : 0;
      if (next === level) continue;
      if (level) runs.push({ row: start / width, from, to: x, level });
      [from, level] = [x, next];
    }
  }
  return runs;
}
