/** Probabilities as bars: the axis, and paths of what is expected, exact and sampled. */

import type { Samples } from "../live/wanted";

/** Room around the bars. */
export const ROOM = { left: 34, top: 8, bottom: 20 } as const;

/** Up to so many qubits bars are named. */
const MOST_NAMED = 12;

export interface Plot {
  readonly numQubits: number;
  /** Number of bars, and of the basis states that each sums. */
  readonly count: number;
  readonly width: number;
  /** From bar to bar. */
  readonly step: number;
  /** Where 0 is, and how high the axis is up to its `top`. */
  readonly y0: number;
  readonly tall: number;
  readonly top: number;
  readonly isReversed: boolean;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function plotOf(size: Size, plot: Pick<Plot, "numQubits" | "count" | "width" | "top" | "isReversed">): Plot {
  const y0 = size.height - ROOM.bottom;
  return { ...plot, step: (size.width - ROOM.left) / plot.count, y0, tall: y0 - ROOM.top };
}

/** Px between lines of the axis, for their words. */
const LEAST_GAP = 13;

/** Tops of the axis with the distance of its lines. */
const SCALES = [
  [0.05, 0.01],
  [0.1, 0.05],
  [0.2, 0.1],
  [0.3, 0.1],
  [0.4, 0.1],
  [0.6, 0.2],
  [0.8, 0.2],
  [1, 0.25],
] as const;

/** The top of the axis: it keeps still while something is dragged, and grows when it must. */
export function niceTop(most: number): number {
  return SCALES.find(([top]) => most <= top)?.[0] ?? 1;
}

/** Lines of the axis: their heights, sharp on the screen, and what they say. */
export function axisLines({ top, y0, tall }: Plot): readonly { readonly y: number; readonly text: string }[] {
  const finest = SCALES.find(([each]) => each === top)?.[1] ?? 0.25;
  const steps = Math.round(top / finest);
  // Every second or so where lines would be too close for their words.
  const every = [1, 2, 3, 4, 5].find((k) => steps % k === 0 && (tall * k) / steps >= LEAST_GAP) ?? steps;
  const gap = finest * every;
  return Array.from({ length: Math.round(top / gap) + 1 }, (_, k) => {
    const value = Number((k * gap).toFixed(3));
    return {
      y: Math.round(y0 - (value / top) * tall) + 0.5,
      text: value === 0 ? "0" : value.toFixed(2).replace(/^0/, ""),
    };
  });
}

/** Names of bars, as many as have room. */
export function barNames(plot: Plot): readonly { readonly x: number; readonly text: string }[] {
  const { numQubits, count, width, step, isReversed } = plot;
  if (numQubits > MOST_NAMED) return [];
  const every = Math.max(1, 2 ** Math.ceil(Math.log2((6.6 * numQubits + 6) / step)));
  return Array.from({ length: Math.ceil(count / every) }, (_, j) => {
    const text = (place(plot, j * every) * width).toString(2).padStart(numQubits, "0");
    return { x: ROOM.left + (j * every + 0.5) * step, text: isReversed ? [...text].reverse().join("") : text };
  });
}

/** Where a bar stands among the bars. */
function place({ count, isReversed }: Plot, k: number): number {
  return isReversed ? reversed(k, Math.round(Math.log2(count))) : k;
}

/** A plot of outcomes, whose bars stand in the order given. */
export function outcomesPlot(size: Size, count: number, top: number): Plot {
  return plotOf(size, { numQubits: 0, count: Math.max(1, count), width: 1, top, isReversed: false });
}

/** The bar at a place among the bars. */
export function barAt(plot: Plot, slot: number): number {
  return place(plot, Math.max(0, Math.min(plot.count - 1, slot)));
}

/** What a bar stands for: a basis state, or the first and the last of those that it sums. */
export function barName({ numQubits, width, isReversed }: Plot, k: number): string {
  const text = (state: number): string => {
    const bits = numQubits ? state.toString(2).padStart(numQubits, "0") : "";
    return isReversed ? [...bits].reverse().join("") : bits;
  };
  return width > 1 ? `${text(k * width)} to ${text((k + 1) * width - 1)}` : text(k);
}

/** Whiskers of one standard error around the tops of bars. */
export function errorsPath(plot: Plot, values: ArrayLike<number>, errors: ArrayLike<number> | null): string {
  let d = "";
  for (let k = 0; errors && k < errors.length; k++) {
    const error = errors[k] ?? 0;
    const height = (value: number): string => heightOf(plot, value).toFixed(2);
    const x = middleOf(plot, k);
    if (error) d += `M${x} ${height((values[k] ?? 0) - error)}V${height((values[k] ?? 0) + error)}`;
  }
  return d;
}

/** Where a value is, within the axis. */
export function heightOf({ y0, tall, top }: Plot, value: number): number {
  return y0 - Math.max(0, Math.min(1, value / top)) * tall;
}

/** The middle of a bar. */
export function middleOf(plot: Plot, k: number): number {
  return ROOM.left + (place(plot, k) + 0.5) * plot.step;
}

export function barsPath(plot: Plot, values: ArrayLike<number>): string {
  const { step, y0, tall, top } = plot;
  const w = Math.max(1, Math.min(step - (step > 8 ? 6 : step > 3 ? 1 : 0), 22));
  let d = "";
  for (let k = 0; k < values.length; k++) {
    const h = Math.min(1, (values[k] ?? 0) / top) * tall;
    if (h < 0.2) continue;
    const x = middleOf(plot, k) - w / 2;
    const r = Math.min(2, w / 4, h);
    const over = `q0 ${-r} ${r} ${-r}h${(w - 2 * r).toFixed(1)}q${r} 0 ${r} ${r}`;
    d += `M${x.toFixed(1)} ${y0}v${(-h + r).toFixed(2)}${over}v${(h - r).toFixed(2)}z`;
  }
  return d;
}

/** Total variation and fidelity, (Σ √pq)², of two distributions: of Qiskit's Hellinger fidelity the same number. */
export function apart(
  one: Float64Array,
  other: Float64Array,
): { readonly variation: number; readonly fidelity: number } {
  let variation = 0;
  let common = 0;
  one.forEach((p, k) => {
    const q = other[k] ?? 0;
    variation += Math.abs(p - q) / 2;
    common += Math.sqrt(Math.max(0, p) * Math.max(0, q));
  });
  return { variation, fidelity: common * common };
}

/** Ticks over the bars; none when they are of another number of states. */
export function ticksPath(plot: Plot, values: Float64Array | null): string {
  if (values?.length !== plot.count) return "";
  const w = Math.min(plot.step, 26);
  let d = "";
  values.forEach((value, k) => {
    d += `M${middleOf(plot, k) - w / 2} ${plot.y0 - Math.min(1, value / plot.top) * plot.tall}h${w}`;
  });
  return d;
}

/** How often each bar was sampled; all qubits were. */
export function barCounts(plot: Plot, shots: Samples): Float64Array {
  const sums = new Float64Array(plot.count);
  for (const [bits, n] of shots.counts) {
    const k = Math.floor(Number.parseInt(bits, 2) / plot.width);
    if (k < plot.count) sums[k] = (sums[k] ?? 0) + n;
  }
  return sums;
}

/** Outlines of what was sampled, over the bars of what is expected. */
export function shotsPath(plot: Plot, shots: Samples): string {
  const sums = barCounts(plot, shots).map((n) => n / Math.max(1, shots.shots));
  const w = Math.max(2, Math.min(plot.step - 4, 22));
  let d = "";
  sums.forEach((value, k) => {
    if (!value) return;
    const h = Math.min(1, value / plot.top) * plot.tall;
    d += `M${middleOf(plot, k) - w / 2} ${plot.y0}v${-h}h${w}v${h}`;
  });
  return d;
}

function reversed(k: number, bits: number): number {
  let result = 0;
  for (let b = 0; b < bits; b++) if (k & (1 << b)) result |= 1 << (bits - 1 - b);
  return result;
}
