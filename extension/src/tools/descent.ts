/** The way down an energy: steps of a method, and where it rests a kick that tells a minimum from a saddle. */

import type { Cost } from "./cost";
import { METHODS, type Options, type Step } from "./steps";

export interface Ended {
  readonly values: Float64Array;
  /** As in qdesign.tune: a maximum or a saddle is never "converged". */
  readonly why: "converged" | "stationary" | "out of steps" | "not a number";
  /** How often it was moved on from a point without slope. */
  readonly kicks: number;
}

/** A step that counts, and what is left where it is stopped now: of sampled energies the newest point. */
export interface Going extends Step {
  readonly best: Float64Array;
}

/** Null for work beside, which may come to nothing. */
export type Descent = Generator<Going | null, Ended, void>;

export interface Wanted {
  readonly cost: Cost;
  readonly first: Float64Array;
  readonly method: string;
  readonly options: Options;
  /** Constants of Adam, by which it is tried whether something lower is near. */
  readonly tries: Options;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** Steps of a try at most, and how far from the point at rest it starts, rad. */
const TRIED = 300;
const KICK = 0.3;
/** Of the energy's range: a gain that is none. */
const SMALL = 1e-6;

export function* descent({ cost, first, method, options, tries, random }: Wanted): Descent {
  const walk = METHODS[method];
  if (!walk) throw new Error(`No page runs the method '${method}'.`);
  let best: Step = { values: first, ...cost.energy(first) };
  let left = options["max_steps"] ?? 1;
  let kicks = 0;
  const end = (why: Ended["why"]): Ended => ({ values: best.values, why, kicks });
  if (!Number.isFinite(best.energy)) return end("not a number");
  for (;;) {
    const way = walk({ cost, first: best.values, options, steps: left, random });
    let next = way.next();
    for (; !next.done; next = way.next()) {
      const step: Step = next.value;
      // The lowest of many sampled energies is low by luck: there the newest point counts.
      if (Number.isFinite(step.energy) && (cost.isSampled || step.energy <= best.energy)) best = step;
      yield { ...step, best: best.values };
      left -= 1;
      if (!Number.isFinite(step.energy)) return end("not a number");
    }
    if (!next.value) return end("out of steps");
    if (cost.isSampled) return end("converged");
    const goal = best.energy - SMALL * cost.range;
    const near = yield* tried(kicked(best.values, random), goal, { cost, tries, random });
    let found = near;
    if (!near.lower && near.flat) {
      const far = best.values.map(() => Math.PI * (2 * random() - 1));
      found = yield* tried(far, goal, { cost, tries, random });
    }
    if (!found.lower) return end(near.flat ? "stationary" : "converged");
    best = found.lower;
    kicks += 1;
    if (left < 1) return end("out of steps");
  }
}

interface Tried {
  readonly lower: Step | null;
  /** Was the energy the same everywhere? */
  readonly flat: boolean;
}

/** Adam until it is below a goal, rests or runs out of steps. */
function* tried(
  first: Float64Array,
  goal: number,
  { cost, tries, random }: Pick<Wanted, "cost" | "tries" | "random">,
): Generator<null, Tried, void> {
  let [low, high] = [Infinity, -Infinity];
  const walk = METHODS["adam"];
  if (!walk) return { lower: null, flat: true };
  for (const step of walk({ cost, first, options: tries, steps: TRIED, random })) {
    if (step.energy < goal) return { lower: step, flat: false };
    low = Math.min(low, step.energy);
    high = Math.max(high, step.energy);
    yield null;
  }
  return { lower: null, flat: !(high - low > 1e-9) };
}

/** So far away in a random direction. */
function kicked(values: Float64Array, random: () => number): Float64Array {
  const direction = values.map(() => 2 * random() - 1);
  const length = Math.hypot(...direction) || 1;
  return values.map((value, k) => value + (KICK * (direction[k] as number)) / length);
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
