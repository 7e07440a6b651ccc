/** The way down an energy by its gradient (Adam), as a machine: it asks for gradients and says why it ended. */

/** The constants of Adam, as its row of the catalog states them once for the page and for Python. */
export type Adam = Readonly<Record<"max_steps" | "rate" | "mean_share" | "square_share" | "epsilon", number>>;

/** Where a gradient is wanted; aside are the points of a try, which may come to nothing. */
export interface Asked {
  readonly values: readonly number[];
  readonly aside: boolean;
}

export interface Answered {
  readonly energy: number;
  readonly slopes: readonly number[];
}

/** As in qdesign.tune: a maximum or a saddle is never "converged". */
export interface Ended {
  readonly values: readonly number[];
  readonly why: "converged" | "stationary" | "out of steps";
  /** How often it was moved on from a point without slope. */
  readonly kicks: number;
}

export type Descent = Generator<Asked, Ended, Answered>;

interface Rest {
  readonly values: readonly number[];
  readonly energy: number;
  readonly steps: number;
  readonly why: "rests" | "out of steps" | "lower";
  /** Was the energy the same everywhere? */
  readonly flat: boolean;
}

const STILL = 2e-5;
/** Steps of a try at most, and how far from the point at rest it starts, rad. */
const TRIED = 300;
const KICK = 0.3;
/** Of the energy's range: a gain that is none. */
const SMALL = 1e-6;

/**
 * Goes down from `first`; where it comes to rest, a kick tells a minimum from a saddle and from a plain.
 *
 * @param range sum of the sizes of the observable's coefficients
 * @param random numbers in [0, 1)
 */
export function* descent(first: readonly number[], adam: Adam, range: number, random: () => number): Descent {
  let place = first;
  let left = adam.max_steps;
  let kicks = 0;
  for (;;) {
    const rest: Rest = yield* down(place, { ...adam, max_steps: left }, -Infinity, false);
    if (rest.why === "out of steps") return { values: rest.values, why: rest.why, kicks };
    left -= rest.steps;
    const goal = rest.energy - SMALL * range;
    const tries = { ...adam, max_steps: TRIED };
    const near: Rest = yield* down(kicked(rest.values, random), tries, goal, true);
    let found = near;
    if (near.why !== "lower" && near.flat) {
      const far = rest.values.map(() => Math.PI * (2 * random() - 1));
      found = yield* down(far, tries, goal, true);
    }
    if (found.why !== "lower") {
      return { values: rest.values, why: near.flat ? "stationary" : "converged", kicks };
    }
    place = found.values;
    kicks += 1;
    if (left < 1) return { values: place, why: "out of steps", kicks };
  }
}

const NEAR = 1e-4;

/** The lowest point of a valley over one or two values, by Newton's steps from a point in it; kept within bounds. */
export function* valley(
  first: readonly number[],
  bounds: readonly (readonly [number, number])[],
): Generator<readonly number[], { readonly values: readonly number[]; readonly energy: number }, Answered> {
  const inside = (values: readonly number[]): readonly number[] =>
    values.map((value, k) => Math.min(bounds[k]?.[1] ?? value, Math.max(bounds[k]?.[0] ?? value, value)));
  let values = first;
  let now = yield values;
  for (let steps = 0; steps < 20; steps++) {
    const [gx = 0, gy = 0] = now.slopes;
    const at: readonly number[] = values;
    const rows: (readonly number[])[] = [];
    for (let k = 0; k < at.length; k++) {
      const ahead: Answered = yield at.map((value, j) => (j === k ? value + NEAR : value));
      rows.push(ahead.slopes.map((slope, j) => (slope - (now.slopes[j] ?? 0)) / NEAR));
    }
    const a = rows[0]?.[0] ?? 1;
    const d = rows[1]?.[1] ?? 1;
    const b = ((rows[0]?.[1] ?? 0) + (rows[1]?.[0] ?? 0)) / 2;
    const det = a * d - b * b;
    const isValley = a > 0 && det > 1e-12;
    let step = isValley ? [(d * gx - b * gy) / det, (a * gy - b * gx) / det] : [0.1 * gx, 0.1 * gy];
    let next = now;
    let moved = at;
    do {
      moved = inside(at.map((value, k) => value - (step[k] ?? 0)));
      next = yield moved;
      step = step.map((each) => each / 2);
    } while (next.energy > now.energy && Math.hypot(...step) > 1e-9);
    const gain = now.energy - next.energy;
    if (gain > 0) {
      values = moved;
      now = next;
    }
    if (gain < 1e-12) break;
  }
  return { values, energy: now.energy };
}

/** Adam until it rests, runs out of steps or is below a goal. */
function* down(first: readonly number[], adam: Adam, goal: number, aside: boolean): Generator<Asked, Rest, Answered> {
  const mean = first.map(() => 0);
  const square = first.map(() => 0);
  const energies: number[] = [];
  let values = first;
  for (;;) {
    const { energy, slopes } = yield { values, aside };
    energies.push(energy);
    const steps = energies.length;
    const still = Math.hypot(...slopes) < STILL || settled(energies);
    const why = energy < goal ? "lower" : still ? "rests" : steps >= adam.max_steps ? "out of steps" : null;
    if (why) {
      const flat = Math.max(...energies) - Math.min(...energies) < 1e-9;
      return { values, energy, steps, why, flat };
    }
    const rate = adam.rate * (1 - (steps - 1) / adam.max_steps);
    values = values.map((value, k) => {
      const g = slopes[k] ?? 0;
      const m = (1 - adam.mean_share) * (mean[k] ?? 0) + adam.mean_share * g;
      const v = (1 - adam.square_share) * (square[k] ?? 0) + adam.square_share * g * g;
      mean[k] = m;
      square[k] = v;
      const size = Math.sqrt(v / (1 - (1 - adam.square_share) ** steps)) + adam.epsilon;
      return value - (rate * m) / (1 - (1 - adam.mean_share) ** steps) / size;
    });
  }
}

function settled(energies: readonly number[]): boolean {
  const last = energies.slice(-20);
  return last.length === 20 && Math.max(...last) - Math.min(...last) < 1e-7;
}

/** So far away in a random direction. */
function kicked(values: readonly number[], random: () => number): readonly number[] {
  const direction = values.map(() => 2 * random() - 1);
  const length = Math.hypot(...direction) || 1;
  return values.map((value, k) => value + (KICK * (direction[k] ?? 0)) / length);
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
