/** From a place on a plane to the bottom of its valley. */

import type { Frequencies } from "../live/moving";

export interface Axis {
  /** Of length 1. */
  readonly direction: Float64Array;
  /** Along it, rad: of a parameter its values, of a direction the way from the point. */
  readonly low: number;
  readonly high: number;
  readonly parameter: number | null;
}

type Energy = (x: number, y: number) => number;

/** A place on a plane. */
export type Spot = readonly [x: number, y: number];

/** An axis that may go round: what leaves it on one side comes in on the other. */
export interface Round extends Axis {
  readonly isRound: boolean;
}

export function around(axis: Axis, frequencies: Frequencies | undefined): Round {
  const turns = frequencies ? ((axis.high - axis.low) * frequencies.spacing) / (2 * Math.PI) : 0.5;
  return { ...axis, isRound: turns > 0.5 && Math.abs(turns - Math.round(turns)) < 1e-9 };
}

/** Where the values stand along an axis. */
export function standing(axis: Axis, point: Float64Array): number {
  return axis.parameter === null ? 0 : (point[axis.parameter] as number);
}

function inside({ low, high, isRound }: Round, value: number): number {
  if (!isRound) return Math.min(high, Math.max(low, value));
  return value < low || value > high ? value - (high - low) * Math.floor((value - low) / (high - low)) : value;
}

const MOST_ROUNDS = 80;
const ASIDE = 1e-5;

/** The lowest point that is reached from one, by slopes and what they tell of curvature (BFGS); yields on the way. */
export function* bottom(
  energy: Energy,
  start: Spot,
  x: Round,
  y: Round | null,
  points: number,
): Generator<void, readonly [number, number, number], void> {
  let [s, t] = start;
  let lowest = energy(s, t);
  const slopesAt = (a: number, b: number): Spot => [
    (energy(a + ASIDE, b) - energy(a - ASIDE, b)) / (2 * ASIDE),
    y ? (energy(a, b + ASIDE) - energy(a, b - ASIDE)) / (2 * ASIDE) : 0,
  ];
  // Steps are at most two points of the grid long.
  const most = (2 * (x.high - x.low)) / (points - 1);
  let [xx, xy, yy] = [0, 0, 0];
  let isKnown = false;
  let slopes = slopesAt(s, t);
  for (let round = 0; round < MOST_ROUNDS && Math.hypot(...slopes) > 1e-9; round++) {
    yield;
    const [dx, dy] = slopes;
    const size = Math.hypot(dx, dy);
    let way: Spot = isKnown ? [-(xx * dx + xy * dy), -(xy * dx + yy * dy)] : [-dx, -dy];
    if (way[0] * dx + way[1] * dy >= 0) way = [-dx, -dy];
    let length = Math.min(1, most / Math.hypot(...way));
    let next: Spot | null = null;
    for (let halved = 0; halved < 30; halved++, length /= 2) {
      const there: Spot = [inside(x, s + length * way[0]), y ? inside(y, t + length * way[1]) : 0];
      const found = energy(...there);
      if (found < lowest - 1e-4 * length * Math.abs(way[0] * dx + way[1] * dy)) {
        next = there;
        lowest = found;
        break;
      }
    }
    if (!next) {
      if (!isKnown) break;
      isKnown = false;
      continue;
    }
    const after = slopesAt(...next);
    // Of the step itself, whichever side it came in on.
    [xx, xy, yy] = learned(
      [xx, xy, yy],
      isKnown,
      [length * way[0], length * way[1]],
      [after[0] - dx, after[1] - dy],
      size,
    );
    isKnown = true;
    [s, t] = next;
    slopes = after;
  }
  return [s, t, lowest];
}

type Symmetric = readonly [xx: number, xy: number, yy: number];

/** The inverse Hessian that a step and the change of slopes along it tell (Nocedal and Wright, equation 6.17). */
function learned(known: Symmetric, isKnown: boolean, step: Spot, change: Spot, size: number): [number, number, number] {
  const along = step[0] * change[0] + step[1] * change[1];
  const of = change[0] ** 2 + change[1] ** 2;
  if (!(along > 1e-14 * size)) return [...known];
  const scale = along / of;
  const [xx, xy, yy] = isKnown ? known : [scale, 0, scale];
  const r = 1 / along;
  const u = xx * change[0] + xy * change[1];
  const v = xy * change[0] + yy * change[1];
  const w = r * (1 + r * (change[0] * u + change[1] * v));
  return [
    xx + w * step[0] ** 2 - 2 * r * step[0] * u,
    xy + w * step[0] * step[1] - r * (step[0] * v + step[1] * u),
    yy + w * step[1] ** 2 - 2 * r * step[1] * v,
  ];
}
