/** The axes of a figure's chart: where each number stands in a frame of some size, and which are written beside. */

import type { Chart } from "../port";
import { axisTicks } from "./axis";
import type { Size } from "./bars";
import { numberText } from "./math";

type Series = Chart["series"][number];

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** One axis: pixels of a number, and its ticks. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

export interface Axes {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Axis;
  readonly y: Axis;
  /** From bar to bar, in pixels; 0 where there are none. */
  readonly step: number;
}

const DIGIT = 6.2;
const ROOM = { left: 26, right: 10, top: 8, bottom: 32 } as const;
/** Pixels that points keep from the sides. */
const INSET = 14;
/** Ticks of numbers stand at least so far apart. */
const APART = { x: 52, y: 30 } as const;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Space for names of marks above the plot. */
const MARK = 13;

export function axesOf({ series, log_x, log_y }: Chart, { width, height }: Size): Axes {
  const bars = series.filter(({ kind }) => kind === "bars");
  const labels = bars[0]?.labels ?? [];
  const spacing = spacingOf(bars);
  const [low, high] = spanOf(
    series.flatMap(({ x }) => x),
    log_x,
  );
  const tall = series.filter(({ kind }) => kind !== "marks");
  const [least, most] = heightsOf(tall, log_y);
  const yTexts = (log_y ? decades(least, most) : axisTicks(least, most, (height - ROOM.bottom) / APART.y)).map(textOf);
  const left = Math.max(ROOM.left, 10 + DIGIT * Math.max(0, ...yTexts.map(({ text }) => text.length)));
  const [right, bottom] = [Math.max(left + 20, width - ROOM.right), height - ROOM.bottom];
  const top = ROOM.top + (tall.length < series.length ? MARK * 2 : 0);
  const dots = series.some(({ kind }) => kind === "points") && !bars.length ? INSET : 0;
  const half = spacing / 2;
  const across = scale([low - half, high + half], [left + dots, right - dots], log_x);
  const up = scale([least, most], [bottom, top], log_y);
  const round = log_x ? decades(low, high) : roundOf(bars, [low - half, high + half], (right - left) / APART.x);
  const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
  const few = Math.max(1, Math.ceil((labels.length * (8 + DIGIT * longest)) / (right - left)));
  const named = labels.map((text, k): Tick => ({ at: across(bars[0]?.x[k] ?? 0), text }));
  return {
    ...{ left, right, top, bottom },
    x: {
      place: across,
      ticks: labels.length
        ? named.filter((_, k) => k % few === 0)
        : round.map((tick) => ({ ...textOf(tick), at: across(tick) })),
    },
    y: { place: up, ticks: yTexts.map(({ at, text }) => ({ at: up(at), text })) },
    step: spacing ? Math.abs(across(low + (log_x ? low : spacing)) - across(low)) : 0,
  };
}

/** Of few bars at whole numbers these alone. */
function roundOf(bars: readonly Series[], [low, high]: readonly [number, number], count: number): readonly number[] {
  const places = [...new Set(bars.flatMap(({ x }) => x))];
  const ticks = axisTicks(low, high, count);
  if (places.length && places.every(Number.isInteger) && high - low < 40)
    return ticks.filter(Number.isInteger).filter((tick) => tick > low && tick < high);
  return ticks;
}

/** From bar to bar on the axis; 1 where one stands alone. */
function spacingOf(bars: readonly Series[]): number {
  const places = [...new Set(bars.flatMap(({ x }) => x))].sort((a, b) => a - b);
  if (!places.length) return 0;
  return Math.min(Infinity, ...places.slice(1).map((x, k) => x - (places[k] ?? x))) || 1;
}

function spanOf(values: readonly number[], log: boolean): readonly [number, number] {
  const held = log ? values.filter((value) => value > 0) : values;
  const [low, high] = [least(held, 0), most(held, 1)];
  if (low < high) return [low, high];
  return log ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
}

/** What must be seen of heights: all of them, from 0 where none is below. */
function heightsOf(series: readonly Series[], log: boolean): readonly [number, number] {
  const all = series.flatMap(({ y, low, high }) => [...y, ...low, ...high]).filter((value) => !log || value > 0);
  if (log) {
    const [low, high] = [least(all, 0.1), most(all, 1)];
    return [low / 1.4, high * 1.4];
  }
  const [low, high] = [Math.min(0, least(all, 0)), Math.max(0, most(all, 1))];
  return low < high ? [low * 1.06, high * 1.06] : [low, low + 1];
}

// Not by spreading, which has an end at some 100,000 values.
const least = (values: readonly number[], none: number): number =>
  values.length ? values.reduce((a, b) => Math.min(a, b)) : none;
const most = (values: readonly number[], none: number): number =>
  values.length ? values.reduce((a, b) => Math.max(a, b)) : none;

function scale(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
  log: boolean,
): (value: number) => number {
  const of = (value: number): number => (log ? Math.log10(Math.max(value, 1e-300)) : value);
  const span = of(high) - of(low) || 1;
  return (value) => start + ((end - start) * (of(value) - of(low))) / span;
}

/** Powers of ten, and 3 times these where there are few. */
function decades(low: number, high: number): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.max(1, Math.ceil((to - from) / 5));
  const powers = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => 10 ** (from + k * step));
  const all = to - from <= 3 ? powers.flatMap((power) => [power, 3 * power]) : powers;
  return all.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
}

/** ".03", "2", "10⁻⁵". */
function textOf(value: number): Tick {
  const size = Math.abs(value);
  if (size > 0 && (size < 0.001 || size >= 1e5)) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const front = Number((value / 10 ** power).toPrecision(2));
    const raised = String(Math.abs(power)).replace(/\d/g, (digit) => RAISED[Number(digit)] ?? "");
    return { at: value, text: `${front === 1 ? "" : `${front}·`}10${power < 0 ? "⁻" : ""}${raised}` };
  }
  return { at: value, text: numberText(Number(value.toPrecision(6))).replace(/^([−-]?)0\./, "$1.") };
}

/** Names of marks so that none lies over another: in which row each stands, the nearest to the plot being 0. */
export function rowsOf(marks: readonly { readonly at: number; readonly width: number }[]): readonly number[] {
  const ends: number[] = [];
  const order = marks.map((_, k) => k).sort((a, b) => (marks[a]?.at ?? 0) - (marks[b]?.at ?? 0));
  const rows = marks.map(() => 0);
  for (const k of order) {
    const { at, width } = marks[k] ?? { at: 0, width: 0 };
    const row = ends.findIndex((end) => end + 6 <= at - width / 2);
    const taken = row === -1 ? ends.length : row;
    ends[taken] = at + width / 2;
    rows[k] = taken;
  }
  return rows;
}
