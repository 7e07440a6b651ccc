/** The methods that pages run, each as steps: the same as Python's rows of these names, held to them by a corpus. */

import { type Frequencies, samplePoints } from "../live/moving";
import type { Cost } from "./cost";

/** One step is done: where it is, and the energy there. */
export interface Step {
  readonly values: Float64Array;
  readonly energy: number;
  readonly error: number;
}

/** True at the end where it rests, false where steps ran out. */
export type Steps = Generator<Step, boolean, void>;

export type Options = Readonly<Record<string, number>>;

interface Run {
  readonly cost: Cost;
  readonly first: Float64Array;
  /** Of the row of the catalog. */
  readonly options: Options;
  /** Steps at most. */
  readonly steps: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

export const METHODS: Readonly<Record<string, (run: Run) => Steps>> = {
  adam,
  gradient_descent: gradientDescent,
  spsa,
  rotosolve,
};

/** Can a page run the method by itself? */
export function runsHere(method: string): boolean {
  return Object.hasOwn(METHODS, method);
}

function of(options: Options, name: string, otherwise: number): number {
  const value = options[name];
  return value === undefined || !Number.isFinite(value) ? otherwise : value;
}

/** A slope below this is none; that of sampled energies never is. */
function small(options: Options): number {
  return Math.sqrt(of(options, "tolerance", 1e-10)) * 1e-2;
}

function length(vector: Float64Array): number {
  let sum = 0;
  for (const each of vector) sum += each * each;
  return Math.sqrt(sum);
}

/** Kingma, Ba, arXiv:1412.6980, with a rate that falls to zero over the steps. */
function* adam({ cost, first, options, steps }: Run): Steps {
  const mean = new Float64Array(first.length);
  const square = new Float64Array(first.length);
  const rate = of(options, "rate", 0.05);
  const meanShare = of(options, "mean_share", 0.1);
  const squareShare = of(options, "square_share", 0.001);
  const epsilon = of(options, "epsilon", 1e-12);
  const still = small(options);
  let values = first;
  for (let k = 1; k <= steps; k++) {
    const { energy, error, slopes } = cost.gradient(values);
    if (!cost.isSampled && length(slopes) < still) return true;
    yield { values, energy, error };
    const next = new Float64Array(values.length);
    const meanFix = 1 - (1 - meanShare) ** k;
    const squareFix = 1 - (1 - squareShare) ** k;
    const now = rate * (1 - (k - 1) / steps);
    for (let j = 0; j < values.length; j++) {
      const g = slopes[j] as number;
      const m = (1 - meanShare) * (mean[j] as number) + meanShare * g;
      const v = (1 - squareShare) * (square[j] as number) + squareShare * g * g;
      mean[j] = m;
      square[j] = v;
      next[j] = (values[j] as number) - (now * m) / meanFix / (Math.sqrt(v / squareFix) + epsilon);
    }
    values = next;
  }
  return false;
}

/** A step that gains less than this share of what the slope promises is halved; else the next one is longer. */
const ENOUGH = 1e-4;
const LONGER = 1.25;
const SHORTEST = 1e-14;

/** Against the slope, by steps that find their length; as qdesign/tune/optimizers/gradient_descent.py. */
function* gradientDescent({ cost, first, options, steps }: Run): Steps {
  let rate = of(options, "rate", 0.5) / (cost.range || 1);
  const still = small(options);
  let values = first;
  let here = cost.gradient(values);
  for (let k = 0; k < steps; k++) {
    const { slopes, energy } = here;
    const size = length(slopes);
    const moved = (by: number): Float64Array => values.map((value, j) => value - by * (slopes[j] as number));
    // What is gained by sampled energies drowns in their errors: there the rate falls to zero.
    if (!cost.isSampled) {
      if (size < still) return true;
      const rounding = 4 * Number.EPSILON * Math.abs(energy);
      const least = SHORTEST * rate;
      while (!(cost.energy(moved(rate)).energy <= energy - ENOUGH * rate * size ** 2 + rounding)) {
        rate /= 2;
        if (rate <= least) return true;
      }
    }
    values = moved(cost.isSampled ? rate * (1 - k / steps) : rate);
    if (!cost.isSampled) rate *= LONGER;
    here = cost.gradient(values);
    yield { values, energy: here.energy, error: here.error };
  }
  return false;
}

/** Spall's exponents for few iterations, the share of steps in which the size hardly falls, and bounds of a step. */
const ALPHA = 0.602;
const GAMMA = 0.101;
const STABLE = 0.1;
const EXACT_WIDTH = 1e-3;
const LONGEST = 3;

/** Spall, IEEE Transactions on Aerospace and Electronic Systems 34, 817 (1998); as qdesign/tune/optimizers/spsa.py. */
function* spsa({ cost, first, options, steps, random }: Run): Steps {
  const width = cost.isSampled ? of(options, "perturbation", 0.2) : EXACT_WIDTH;
  const alpha = cost.isSampled ? ALPHA : 0;
  const step = of(options, "first_step", 0.15);
  const later = 1 + STABLE * of(options, "max_steps", steps);
  const still = small(options);
  const signs = (): Float64Array => first.map(() => (random() < 0.5 ? -1 : 1));
  let values = first;
  const slope = (way: Float64Array, by: number): number => {
    const at = (sign: number): number => cost.energy(values.map((v, j) => v + sign * by * (way[j] as number))).energy;
    return (at(1) - at(-1)) / (2 * by);
  };
  const calibrations = of(options, "calibrations", 5);
  const ways = Array.from({ length: calibrations }, signs);
  const usual = ways.reduce((sum, way) => sum + Math.abs(slope(way, width)), 0) / calibrations;
  if (usual <= still) return true;
  let gain = (step * later ** alpha) / usual;
  let seen = [usual];
  for (let k = 0; k < steps; k++) {
    const way = signs();
    const found = slope(way, width / (k + 1) ** GAMMA);
    const factor = (k + later) ** -alpha;
    gain = Math.min(gain, (LONGEST * step) / Math.max(Math.abs(found) * factor, 1e-300));
    values = values.map((v, j) => v - gain * factor * found * (way[j] as number));
    seen = [...seen, Math.abs(found)].slice(-2 * first.length - 8);
    yield { values, ...cost.energy(values) };
    if (!cost.isSampled && Math.max(...seen) <= still) return true;
  }
  return false;
}

/** One parameter after the other to where the energy along it is lowest; as qdesign/tune/optimizers/rotosolve.py. */
function* rotosolve({ cost, first, options, steps }: Run): Steps {
  const spectra = Array.from(first, (_, k) => cost.along(k));
  let values = first.slice();
  let lowest = cost.energy(values).energy;
  for (let round = 0; round < steps; round++) {
    const before = values.slice();
    spectra.forEach((found, k) => {
      if (found && found.count > 1) values = turned(cost, values, k, found);
    });
    values = ahead(cost, values, before);
    // What is far goes back by whole periods: the same energy near zero.
    values = values.map((value, k) => {
      const period = (2 * Math.PI) / (spectra[k]?.spacing ?? 1);
      return Math.abs(value) > Math.max(Math.PI, period / 2) ? value - period * Math.round(value / period) : value;
    });
    const now = cost.energy(values);
    yield { values: values.slice(), ...now };
    const gained = lowest - now.energy;
    if (gained < Math.max(of(options, "tolerance", 1e-10), now.error)) return true;
    lowest = now.energy;
  }
  return false;
}

function turned(cost: Cost, values: Float64Array, k: number, found: Frequencies): Float64Array {
  const next = values.slice();
  const energies = samplePoints(found).map((shift) => {
    next[k] = (values[k] as number) + shift;
    return cost.energy(next).energy;
  });
  const [share, lowest] = lowestPoint(energies);
  const period = (2 * Math.PI) / found.spacing;
  const shift = lowest >= (energies[0] ?? 0) ? 0 : share * period;
  // Values stay near where they were instead of growing by a period each time.
  next[k] = (values[k] as number) + (shift <= period / 2 ? shift : shift - period);
  return next;
}

/** As far along the round's whole move as it goes down: coordinates alone creep in valleys (Hooke and Jeeves). */
function ahead(cost: Cost, values: Float64Array, before: Float64Array): Float64Array {
  const way = values.map((value, k) => value - (before[k] as number));
  let place = values;
  let lowest = cost.energy(place).energy;
  for (let factor = 1; way.some((each) => each !== 0) && factor < 1e4; factor *= 2) {
    const trial: Float64Array = place.map((value, k) => value + factor * (way[k] as number));
    const { energy } = cost.energy(trial);
    if (energy >= lowest) break;
    place = trial;
    lowest = energy;
  }
  return place;
}

/**
 * Where the trigonometric polynomial through an odd number of equally spaced values is lowest: the place as a share of
 * the period, in [0, 1), and the polynomial there.
 */
export function lowestPoint(values: readonly number[]): readonly [share: number, energy: number] {
  const count = values.length;
  const degree = (count - 1) / 2;
  const cosines: number[] = [];
  const sines: number[] = [];
  for (let m = 0; m <= degree; m++) {
    let [c, s] = [0, 0];
    values.forEach((value, j) => {
      c += value * Math.cos((2 * Math.PI * m * j) / count);
      s += value * Math.sin((2 * Math.PI * m * j) / count);
    });
    cosines.push(((m ? 2 : 1) * c) / count);
    sines.push(((m ? 2 : 1) * s) / count);
  }
  if (!degree) return [0, values[0] ?? 0];
  if (degree === 1) {
    const [mean = 0, c = 0] = cosines;
    const s = sines[1] ?? 0;
    return [modulo(Math.atan2(-s, -c) / (2 * Math.PI)), mean - Math.hypot(c, s)];
  }
  const at = (share: number, order: 0 | 1 | 2): number => {
    let sum = 0;
    for (let m = 0; m <= degree; m++) {
      const turn = 2 * Math.PI * m;
      const [c, s] = [cosines[m] ?? 0, sines[m] ?? 0];
      const [cos, sin] = [Math.cos(turn * share), Math.sin(turn * share)];
      sum +=
        order === 0 ? c * cos + s * sin : order === 1 ? turn * (s * cos - c * sin) : -turn * turn * (c * cos + s * sin);
    }
    return sum;
  };
  const fine = 16 * degree;
  const grid = Array.from({ length: fine }, (_, j) => at(j / fine, 0));
  const valleys = grid
    .map((value, j) => [value, j] as const)
    .filter(([value, j]) => value <= (grid[(j + 1) % fine] ?? value) && value <= (grid[(j + fine - 1) % fine] ?? value))
    .sort(([a], [b]) => a - b)
    .slice(0, 4);
  let best: readonly [number, number] = [0, Infinity];
  for (const [value, j] of valleys) {
    let [place, energy] = [j / fine, value];
    for (let round = 0; round < 20; round++) {
      const curvature = at(place, 2);
      const moved = place - at(place, 1) / curvature;
      const there = at(moved, 0);
      if (!(curvature > 0) || there > energy || moved === place) break;
      [place, energy] = [moved, there];
    }
    if (energy < best[1]) best = [modulo(place), energy];
  }
  return best;
}

function modulo(share: number): number {
  return share - Math.floor(share);
}
