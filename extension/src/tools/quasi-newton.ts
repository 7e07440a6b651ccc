/** L-BFGS: to rest in few gradients, for many starts. */

import type { Cost } from "./cost";

const KEPT = 10;
const STILL = 1e-6;
const MOST = 300;

export interface Rest {
  readonly energy: number;
  readonly values: Float64Array;
  /** Did it come to rest, or run out of steps? */
  readonly rests: boolean;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

/**
 * Goes down from a point; yields after each step.
 *
 * Source: Nocedal, Mathematics of Computation 35, 773 (1980), with Armijo's rule.
 */
export function* quasiNewton(cost: Cost, first: Float64Array): Generator<void, Rest, void> {
  let values = first;
  let { energy, slopes } = cost.gradient(values);
  const pairs: { readonly s: Float64Array; readonly y: Float64Array; readonly rho: number }[] = [];
  for (let step = 0; step < MOST; step++) {
    if (Math.sqrt(dot(slopes, slopes)) < STILL) return { energy, values, rests: true };
    let way = slopes.map((each) => -each);
    const shares: number[] = [];
    for (const { s, y, rho } of [...pairs].reverse()) {
      const share = rho * dot(s, way);
      shares.push(share);
      way = way.map((each, k) => each - share * (y[k] as number));
    }
    const newest = pairs.at(-1);
    if (newest) {
      const scale = 1 / (newest.rho * dot(newest.y, newest.y));
      way = way.map((each) => each * scale);
    }
    for (const { s, y, rho } of pairs) {
      const share = (shares.pop() ?? 0) - rho * dot(y, way);
      way = way.map((each, k) => each + share * (s[k] as number));
    }
    let promised = dot(way, slopes);
    if (!(promised < 0)) {
      way = slopes.map((each) => -each);
      promised = -dot(slopes, slopes);
      pairs.length = 0;
    }
    // A first step, and none, goes farther than a radian.
    let by = Math.min(1, 1 / Math.sqrt(dot(way, way)));
    const rounding = 4 * Number.EPSILON * Math.abs(energy);
    const here = values;
    const moved = (share: number): Float64Array => here.map((each, k) => each + share * (way[k] as number));
    while (!(cost.energy(moved(by)).energy <= energy + 1e-4 * by * promised + rounding)) {
      by /= 2;
      if (by < 1e-12) return { energy, values, rests: true };
    }
    const next = moved(by);
    const there = cost.gradient(next);
    const before = slopes;
    const s = next.map((each, k) => each - (here[k] as number));
    const y = there.slopes.map((each, k) => each - (before[k] as number));
    const curvature = dot(s, y);
    if (curvature > 1e-12) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > KEPT) pairs.shift();
    values = next;
    energy = there.energy;
    slopes = there.slopes;
    yield;
  }
  return { energy, values, rests: false };
}
