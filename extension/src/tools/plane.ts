/**
 * The energy over a plane through a point: along two parameters, or along directions. Where both are parameters with
 * few frequencies, all of it follows exactly from the outer product of two sets of values; else each point is run.
 * With noise that is so, too, and each plane has the energies without it beside.
 */

import { type Frequencies, samplePoints } from "../live/moving";
import { type Axis, around, bottom, type Round, type Spot, standing } from "./bottom";
import type { Cost } from "./cost";

export type Way =
  | { readonly kind: "parameter"; readonly index: number; readonly low: number; readonly high: number }
  /** A direction of length 1 in all parameters, so far both ways from the point, rad. */
  | { readonly kind: "random" | "slope" | "steepest" | "softest"; readonly seed: number; readonly reach: number };

export type { Axis } from "./bottom";

export interface PlaneAsk {
  readonly point: Float64Array;
  readonly x: Way;
  /** None where there is one parameter. */
  readonly y: Way | null;
}

/** Energies over a plane. */
export interface Sheet {
  /** Row by row from the lowest y, shape (points, points), or (1, points); NaN where it is not run yet. */
  readonly energies: Float64Array;
  readonly low: number;
  readonly high: number;
  /** The lowest energy of the plane, between its points too, once it is found. */
  readonly lowest: { readonly x: number; readonly y: number; readonly energy: number } | null;
}

export interface Plane extends Sheet {
  readonly point: Float64Array;
  readonly x: Axis;
  readonly y: Axis | null;
  /** Along each axis. */
  readonly points: number;
  /** How many energies were run of each; the rest follow from them exactly. */
  readonly runs: number;
  /** The same without noise, where the energies have it. */
  readonly ideal: Sheet | null;
}

/** Energies along both axes through a place. */
export interface Cuts {
  readonly x: Float64Array;
  readonly y: Float64Array | null;
  /** The energy at the place itself. */
  readonly here: number;
  /** The same without noise, where these have it. */
  readonly ideal: Cuts | null;
}

/** Points along an axis where each is run, where all follow from few, and of a cut. */
const RUN = 41;
const FINE = 81;
const CUT = 65;
/** Valleys whose bottom is looked for, and the points around one. */
const MOST_VALLEYS = 6;
const AROUND = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => [i, j] as const)).filter(([i, j]) => i || j);
/** Places across whose weights are kept. */
const MOST_KERNELS = 4 * FINE;
/** A Hessian takes a gradient for each parameter. */
export const MOST_CURVED = 200;

type Energy = (x: number, y: number) => number;
type At = (values: Float64Array) => number;

/** What `planeOf` ends with, for cuts: the energy anywhere on it. */
export interface Field {
  readonly plane: Plane;
  readonly energy: Energy;
  /** The one without noise, where that has it. */
  readonly ideal: Energy | null;
}

/** Fills a plane; yields it as it fills. */
export function* planeOf(cost: Cost, { point, x, y }: PlaneAsk): Generator<Plane, Field, void> {
  const across = axisOf(cost, point, x, null);
  const up = y && axisOf(cost, point, y, across.direction);
  const few = fewOf(cost, across, up);
  const points = few ? FINE : RUN;
  const rows = up ? points : 1;
  const place = (s: number, t: number): Float64Array => placeOn(point, across, up, s, t);
  const own = (at: At): Filling => new Filling(few ? mixed(few, at, place) : (s, t) => at(place(s, t)), points, rows);
  const main = own((values) => cost.exact(values));
  const without = cost.isNoisy ? own((values) => cost.ideal(values)) : null;
  const each = without ? [main, without] : [main];
  let runs = few ? few.across.count * few.up.count : 0;
  const made = (): Plane => ({
    point,
    x: across,
    y: up,
    points,
    runs,
    ...main.sheet,
    ideal: without?.sheet ?? null,
  });
  for (let row = 0; row < rows; row++) {
    for (const filling of each) filling.fill(row, across, up);
    if (!few) {
      runs += points;
      if (row + 1 < rows) yield made();
    }
  }
  const stands = [standing(across, point), up ? standing(up, point) : 0] as const;
  for (const filling of each)
    for (const _ of filling.settle(around(across, few?.across), up && around(up, few?.up), stands)) yield made();
  return { plane: made(), energy: main.energy, ideal: without?.energy ?? null };
}

/** Energies of a plane, row by row. */
class Filling {
  private readonly energies: Float64Array;
  private low = Infinity;
  private high = -Infinity;
  private lowest: Sheet["lowest"] = null;

  constructor(
    readonly energy: Energy,
    private readonly points: number,
    private readonly rows: number,
  ) {
    this.energies = new Float64Array(points * rows).fill(NaN);
  }

  fill(row: number, x: Axis, y: Axis | null): void {
    const { points } = this;
    for (let k = 0; k < points; k++) {
      const e = this.energy(valueAt(x, k, points), y ? valueAt(y, row, points) : 0);
      this.energies[row * points + k] = e;
      if (e < this.low) this.low = e;
      if (e > this.high) this.high = e;
    }
  }

  /** Looks for the lowest energy between the points, too, and from where the values stand; yields on the way. */
  *settle(x: Round, y: Round | null, stands: Spot): Generator<void, void, void> {
    const { points } = this;
    let found: Sheet["lowest"] = null;
    const spot = (at: number): Spot => [
      valueAt(x, at % points, points),
      y ? valueAt(y, Math.floor(at / points), points) : 0,
    ];
    const inside = stands[0] >= x.low && stands[0] <= x.high && (!y || (stands[1] >= y.low && stands[1] <= y.high));
    for (const start of [...this.valleys().map(spot), ...(inside ? [stands] : [])]) {
      const [s, t, energy] = yield* bottom(this.energy, start, x, y, points);
      if (!found || energy < found.energy) found = { x: s, y: t, energy };
    }
    this.lowest = found;
  }

  /** Points that are lower than those around, where the bottom of the lowest valley may be: the lowest ones first. */
  private valleys(): readonly number[] {
    const { energies, points, rows } = this;
    const at = (k: number, row: number): number =>
      k < 0 || row < 0 || k >= points || row >= rows ? Infinity : (energies[row * points + k] as number);
    const found: { readonly index: number; readonly energy: number; readonly deepest: number }[] = [];
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < points; k++) {
        const energy = at(k, row);
        let [lowest, highest] = [Infinity, energy];
        for (const [i, j] of AROUND) {
          const e = at(k + i, row + j);
          lowest = Math.min(lowest, e);
          if (e < Infinity) highest = Math.max(highest, e);
        }
        // Between points it goes down less than it goes up around.
        if (energy <= lowest) found.push({ index: row * points + k, energy, deepest: 2 * energy - highest });
      }
    }
    if (!found.length) return [0];
    return found
      .sort((a, b) => a.energy - b.energy)
      .filter(({ deepest }) => deepest <= this.low)
      .slice(0, MOST_VALLEYS)
      .map(({ index }) => index);
  }

  get sheet(): Sheet {
    const { low, high, lowest } = this;
    return { energies: this.energies.slice(), low: Math.min(low, lowest?.energy ?? low), high, lowest };
  }
}

/** The plane as it is without noise. */
export function withoutNoise(plane: Plane): Plane {
  return plane.ideal ? { ...plane, ...plane.ideal, ideal: null } : plane;
}

/** Energies along both axes through (x, y). */
export function cutsOf({ plane, energy, ideal }: Field, x: number, y: number): Cuts {
  const along = (axis: Axis, at: (value: number) => number): Float64Array =>
    Float64Array.from({ length: CUT }, (_, k) => at(valueAt(axis, k, CUT)));
  const both = (of: Energy): Omit<Cuts, "ideal"> => ({
    x: along(plane.x, (value) => of(value, y)),
    y: plane.y && along(plane.y, (value) => of(x, value)),
    here: of(x, y),
  });
  return { ...both(energy), ideal: ideal && { ...both(ideal), ideal: null } };
}

export function valueAt({ low, high }: Axis, k: number, points: number): number {
  return low + ((high - low) * k) / (points - 1);
}

/** The values at a place of the plane. */
export function placeOn(point: Float64Array, x: Axis, y: Axis | null, s: number, t: number): Float64Array {
  const values = point.slice();
  for (const [axis, by] of [[x, s] as const, [y, t] as const]) {
    if (!axis) continue;
    if (axis.parameter !== null) values[axis.parameter] = by;
    else for (let k = 0; k < values.length; k++) values[k] = (values[k] as number) + by * (axis.direction[k] as number);
  }
  return values;
}

/** Where values stand along both axes, and how far they are off the plane, rad. */
export function standOn({ point, x, y }: Pick<Plane, "point" | "x" | "y">, values: Float64Array): Stand {
  const off = values.map((value, k) => value - (point[k] as number));
  const along = (axis: Axis | null): number => {
    if (!axis) return 0;
    if (axis.parameter !== null) {
      off[axis.parameter] = 0;
      return values[axis.parameter] as number;
    }
    const by = off.reduce((sum, each, k) => sum + each * (axis.direction[k] as number), 0);
    for (let k = 0; k < off.length; k++) off[k] = (off[k] as number) - by * (axis.direction[k] as number);
    return by;
  };
  const [s, t] = [along(x), along(y)];
  return { x: s, y: t, off: Math.sqrt(off.reduce((sum, each) => sum + each * each, 0)) };
}

export interface Stand {
  readonly x: number;
  readonly y: number;
  readonly off: number;
}

/** Frequencies along both axes, where they take fewer values than the grid has points. */
interface Few {
  readonly across: Frequencies;
  readonly up: Frequencies;
}

function fewOf(cost: Cost, x: Axis, y: Axis | null): Few | null {
  const one = { spacing: 1, count: 1 };
  const across = x.parameter === null ? null : cost.along(x.parameter);
  const up = y ? (y.parameter === null ? null : cost.along(y.parameter)) : one;
  return across && up && across.count * up.count < RUN * (y ? RUN : 1) ? { across, up } : null;
}

/** The trigonometric polynomial over both parameters. */
function mixed({ across, up }: Few, at: At, place: (s: number, t: number) => Float64Array): Energy {
  const table = samplePoints(up).map((t) => samplePoints(across).map((s) => at(place(s, t))));
  // Rows are filled one after another, and all with the same places across.
  const known = new Map<number, Float64Array>();
  const row = new Float64Array(across.count);
  let last = NaN;
  return (s, t) => {
    if (t !== last) {
      row.fill(0);
      kernel(up, t).forEach((weight, j) => {
        for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) + weight * (table[j]?.[k] as number);
      });
      last = t;
    }
    let weights = known.get(s);
    if (!weights) {
      if (known.size > MOST_KERNELS) known.clear();
      weights = kernel(across, s);
      known.set(s, weights);
    }
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += (weights[k] as number) * (row[k] as number);
    return sum;
  };
}

/** What each of the samples adds to the value at a place. */
function kernel(frequencies: Frequencies, theta: number): Float64Array {
  const { spacing, count } = frequencies;
  return Float64Array.from(samplePoints(frequencies), (point) => {
    let weight = 1 / count;
    for (let k = 1; 2 * k < count; k++) weight += (2 / count) * Math.cos(k * spacing * (theta - point));
    return weight;
  });
}

function axisOf(cost: Cost, point: Float64Array, way: Way, other: Float64Array | null): Axis {
  if (way.kind === "parameter") {
    const direction = point.map((_, k) => (k === way.index ? 1 : 0));
    return { direction, low: way.low, high: way.high, parameter: way.index };
  }
  const { reach } = way;
  return { direction: directionOf(cost, point, way, other), low: -reach, high: reach, parameter: null };
}

/** Of length 1, at a right angle to the other axis. */
function directionOf(
  cost: Cost,
  point: Float64Array,
  { kind, seed }: Exclude<Way, { readonly kind: "parameter" }>,
  other: Float64Array | null,
): Float64Array {
  const random = gaussian(point.length, seed);
  const found =
    kind === "slope"
      ? cost.gradient(point).slopes
      : kind === "steepest" || kind === "softest"
        ? curved(cost, point, kind === "steepest")
        : random;
  return (
    beside(found, other) ??
    beside(random, other) ??
    beside(
      point.map((_, k) => (k ? 0 : 1)),
      null,
    ) ??
    found
  );
}

function beside(vector: Float64Array, other: Float64Array | null): Float64Array | null {
  const along = other ? vector.reduce((sum, each, k) => sum + each * (other[k] as number), 0) : 0;
  const rest = vector.map((each, k) => each - along * (other?.[k] ?? 0));
  const length = Math.hypot(...rest);
  return length > 1e-9 ? rest.map((each) => each / length) : null;
}

function gaussian(size: number, seed: number): Float64Array {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  for (let k = 0; k < 8; k++) next();
  return Float64Array.from({ length: size }, () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
}

const NEAR = 1e-4;

/** The eigenvector of the Hessian whose curvature is the largest, or the lowest. */
function curved(cost: Cost, point: Float64Array, largest: boolean): Float64Array {
  const rows = Array.from(point, (_, k) => {
    const [ahead, behind] = [1, -1].map((sign) => {
      const moved = point.slice();
      moved[k] = (moved[k] as number) + sign * NEAR;
      return cost.gradient(moved).slopes;
    });
    return point.map((_each, j) => ((ahead?.[j] ?? 0) - (behind?.[j] ?? 0)) / (2 * NEAR));
  });
  const bound = Math.max(1e-9, ...rows.map((row) => row.reduce((sum, each) => sum + Math.abs(each), 0)));
  // Shifted by a bound of its size, the wanted end of the spectrum is the largest: power steps find it.
  let vector = gaussian(point.length, 7);
  for (let round = 0; round < 400; round++) {
    const next = vector.map((each, j) => {
      const image = (rows[j] as Float64Array).reduce((sum, entry, k) => sum + entry * (vector[k] as number), 0);
      return bound * each + (largest ? image : -image);
    });
    const length = Math.hypot(...next) || 1;
    vector = next.map((each) => each / length);
  }
  return vector;
}
