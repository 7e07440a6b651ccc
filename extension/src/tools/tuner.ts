/**
 * The worker's side of tuning: one piece of work at a time (a descent, a plane, many starts), in slices between which
 * it listens; what it tells comes once a slice, however many steps there were.
 */

import { Refusal } from "../document/errors";
import { loadEngine } from "../live/engine";
import type { Origin } from "../live/origin";
import { type Cost, type CostParts, costOf } from "./cost";
import { type Descent, descent, type Ended, seeded } from "./descent";
import { type Cuts, cutsOf, type Field, type Plane, type PlaneAsk, planeOf } from "./plane";
import { quasiNewton } from "./quasi-newton";
import type { Options } from "./steps";

export type ToTuner =
  /** First of all: the bytes of the engine, and of beyond.wasm. */
  | { readonly say: "start"; readonly wasm: Uint8Array; readonly beyond?: Uint8Array }
  | {
      readonly say: "descend";
      readonly id: number;
      readonly cost: CostParts;
      /** The lowest of these is where it starts. */
      readonly starts: readonly Float64Array[];
      readonly method: string;
      readonly options: Options;
      readonly tries: Options;
      readonly seed: number;
    }
  /** Stops between two steps and keeps everything, or goes on. */
  | { readonly say: "pause" | "resume" | "stop"; readonly id: number }
  | { readonly say: "plane"; readonly id: number; readonly cost: CostParts; readonly ask: PlaneAsk }
  /** Of the plane that was asked for last. */
  | { readonly say: "cuts"; readonly id: number; readonly x: number; readonly y: number }
  | {
      readonly say: "minima";
      readonly id: number;
      readonly cost: CostParts;
      readonly starts: number;
      readonly seed: number;
    };

/** Steps since the last telling, and where it is now. */
export interface Steps {
  readonly energies: Float64Array;
  /** Standard errors of these; null where the energies are exact. */
  readonly errors: Float64Array | null;
  /** The energies there without shots and without noise; null where these are such. */
  readonly ideals: Float64Array | null;
  readonly values: Float64Array;
  /** What is left where it is stopped now: the lowest of exact energies, the newest of sampled ones. */
  readonly best: Float64Array;
  /** Where the energy now comes from, where it is truncated. */
  readonly origin: Origin | null;
  /** Where it passed since then, so far apart that a line through them shows the way. */
  readonly places: readonly Float64Array[];
}

/** What is said of a bug of ours. */
export const WENT_WRONG = "Something went wrong inside qdesign (the browser's console has the details).";

/** Radians between places of the way that are told, and how many of them at once. */
const APART = 0.05;
const MOST_TOLD = 12;

/** Where random starts and what lies below them ended. */
export interface Minima {
  readonly done: number;
  readonly starts: number;
  /** Energies where they began, and where each came to rest or ran out of steps. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Mean over the parameters of the variance of the derivative at the starts. */
  readonly variance: number;
  /** How many came to rest. */
  readonly rested: number;
  /** Where the energies come from, where they are truncated. */
  readonly origin: Origin | null;
}

export type FromTuner =
  /** So much of what comes before all else is done. */
  | { readonly say: "preparing"; readonly id: number; readonly done: number }
  | { readonly say: "steps"; readonly id: number; readonly steps: Steps }
  | { readonly say: "ended"; readonly id: number; readonly ended: Ended; readonly energy: number }
  /** With where its energies come from, where they are truncated. */
  | { readonly say: "plane"; readonly id: number; readonly plane: Plane; readonly origin: Origin | null }
  | { readonly say: "cuts"; readonly id: number; readonly cuts: Cuts }
  | { readonly say: "minima"; readonly id: number; readonly minima: Minima }
  | { readonly say: "failed"; readonly id: number; readonly why: string };

/** Work that is cut into pieces; a piece tells nothing, or what to post when the slice ends. */
type Work = Generator<void, void, void>;

interface Going {
  readonly id: number;
  readonly work: Work;
  /** Tells what gathered since the last slice. */
  readonly tell: () => void;
  paused: boolean;
}

/** Takes asks; `slice` is how long it works before it listens, `later` how it goes on after that. */
export function createTuner(
  post: (reply: FromTuner) => void,
  slice: number,
  later: (act: () => void) => void,
): (ask: ToTuner) => void {
  let module: Promise<WebAssembly.Module> | null = null;
  let beyond: (() => Promise<WebAssembly.Module>) | null = null;
  let going: Going | null = null;
  let field: Field | null = null;
  let newest = 0;
  const fail = (id: number, error: unknown): void => {
    going = null;
    if (error instanceof Refusal) post({ say: "failed", id, why: error.message });
    else if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) {
      post({ say: "failed", id, why: "This browser gives no more memory. Use fewer qubits, or close other tabs." });
    } else {
      // A bug of ours: who waits hears that it ended, and the console hears of the bug.
      post({ say: "failed", id, why: WENT_WRONG });
      later(() => {
        throw error;
      });
    }
  };
  const pump = (mine: Going): void => {
    if (going !== mine || mine.paused) return;
    try {
      const end = performance.now() + slice;
      let done = false;
      while (!done && performance.now() < end) done = mine.work.next().done ?? false;
      mine.tell();
      if (done) going = null;
      else later(() => pump(mine));
    } catch (error) {
      mine.tell();
      fail(mine.id, error);
    }
  };
  const begin = async (id: number, parts: CostParts, make: (cost: Cost) => Omit<Going, "id" | "paused">) => {
    newest = id;
    going = null;
    try {
      if (!module) throw new Error("Work was asked for before the engine.");
      const ready = await module;
      if (newest !== id) return;
      const strings = "paths" in parts && beyond ? await beyond() : null;
      if (newest !== id) return;
      const cost = costOf(ready, parts, strings);
      const mine: Going = { id, paused: false, ...prepared(id, cost, make(cost), post) };
      going = mine;
      pump(mine);
    } catch (error) {
      fail(id, error);
    }
  };
  return (ask) => {
    switch (ask.say) {
      case "start":
        module = loadEngine(ask.wasm);
        module.catch(() => undefined);
        if (ask.beyond) {
          const bytes = ask.beyond;
          beyond = () => loadEngine(bytes);
        }
        return;
      case "descend":
        void begin(ask.id, ask.cost, (cost) => descending(ask, cost, post));
        return;
      case "plane":
        field = null;
        void begin(ask.id, ask.cost, (cost) => filling(ask, cost, post, (found) => (field = found)));
        return;
      case "minima":
        void begin(ask.id, ask.cost, (cost) => starting(ask, cost, post));
        return;
      case "cuts":
        if (field) post({ say: "cuts", id: ask.id, cuts: cutsOf(field, ask.x, ask.y) });
        return;
      case "pause":
        if (going?.id === ask.id) going.paused = true;
        return;
      case "resume":
        if (going?.id === ask.id && going.paused) {
          going.paused = false;
          pump(going);
        }
        return;
      case "stop":
        if (ask.id === newest) newest = -1;
        if (going?.id === ask.id) going = null;
        return;
    }
  };
}

type Job<K extends ToTuner["say"]> = Extract<ToTuner, { readonly say: K }>;
type Made = Omit<Going, "id" | "paused">;

/** What gets the cost ready before the rest, where it takes that. */
function prepared(id: number, cost: Cost, { work, tell }: Made, post: (reply: FromTuner) => void): Made {
  let newest: number | null = null;
  function* whole(): Work {
    for (const done of cost.prepare?.() ?? []) {
      newest = done;
      yield;
    }
    newest = null;
    yield* work;
  }
  return {
    work: whole(),
    tell: () => {
      if (newest === null) tell();
      else post({ say: "preparing", id, done: newest });
    },
  };
}

function descending(ask: Job<"descend">, cost: Cost, post: (reply: FromTuner) => void): Made {
  const { id, starts, method, options, tries, seed } = ask;
  let energies: number[] = [];
  let errors: number[] = [];
  let ideals: number[] = [];
  let values: Float64Array | null = null;
  let best: Float64Array = starts[0] ?? new Float64Array(cost.size);
  const hasIdeal = cost.isSampled || cost.isNoisy;
  let places: Float64Array[] = [];
  let passed: Float64Array | null = null;
  const pass = (at: Float64Array): void => {
    const from = passed;
    if (from && Math.sqrt(at.reduce((sum, each, k) => sum + (each - (from[k] as number)) ** 2, 0)) < APART) return;
    passed = at;
    places.push(at);
    if (places.length > MOST_TOLD) places = places.filter((_, k) => k % 2 === 0);
  };
  const tell = (): void => {
    if (!values) return;
    const steps: Steps = {
      energies: Float64Array.from(energies),
      errors: cost.isSampled ? Float64Array.from(errors) : null,
      ideals: hasIdeal ? Float64Array.from(ideals) : null,
      values,
      best,
      places,
      origin: cost.originAt?.(best) ?? null,
    };
    places = [];
    [energies, errors, ideals, values] = [[], [], [], null];
    post({ say: "steps", id, steps });
  };
  function* work(): Work {
    let first = starts[0] ?? new Float64Array(cost.size);
    let lowest = Infinity;
    for (const start of starts.length > 1 ? starts : []) {
      const { energy } = cost.energy(start);
      if (energy < lowest) [first, lowest] = [start, energy];
      yield;
    }
    const way: Descent = descent({ cost, first, method, options, tries, random: seeded(seed) });
    let next = way.next();
    for (; !next.done; next = way.next()) {
      const step = next.value;
      if (step) {
        energies.push(step.energy);
        errors.push(step.error);
        if (hasIdeal) ideals.push(cost.ideal(step.values));
        ({ values, best } = step);
        pass(step.values);
      }
      yield;
    }
    tell();
    post({ say: "ended", id, ended: next.value, energy: cost.exact(next.value.values) });
  }
  return { work: work(), tell };
}

function filling(
  { id, ask }: Job<"plane">,
  cost: Cost,
  post: (reply: FromTuner) => void,
  keep: (field: Field) => void,
): Made {
  let newest: Plane | null = null;
  const tell = (): void => {
    if (newest) post({ say: "plane", id, plane: newest, origin: cost.worst ?? null });
    newest = null;
  };
  function* work(): Work {
    const rows = planeOf(cost, ask);
    let next = rows.next();
    for (; !next.done; next = rows.next()) {
      newest = next.value;
      yield;
    }
    newest = next.value.plane;
    keep(next.value);
  }
  return { work: work(), tell };
}

function starting({ id, starts, seed }: Job<"minima">, cost: Cost, post: (reply: FromTuner) => void): Made {
  const [first, last] = [new Float64Array(starts), new Float64Array(starts)];
  const [sum, squares] = [new Float64Array(cost.size), new Float64Array(cost.size)];
  let [done, rested] = [0, 0];
  const tell = (): void => {
    const variances = sum.map((each, k) => (squares[k] as number) / done - (each / done) ** 2);
    const variance = done > 1 ? (variances.reduce((a, b) => a + b, 0) / variances.length) * (done / (done - 1)) : NaN;
    post({
      say: "minima",
      id,
      minima: {
        done,
        starts,
        first: first.slice(0, done),
        last: last.slice(0, done),
        variance,
        rested,
        origin: cost.worst ?? null,
      },
    });
  };
  function* work(): Work {
    for (let k = 0; k < starts; k++) {
      const random = seeded(seed + k);
      const start = Float64Array.from({ length: cost.size }, () => Math.PI * (2 * random() - 1));
      const { energy, slopes } = cost.gradient(start);
      const { energy: lowest, rests, values } = yield* quasiNewton(cost, start);
      first[k] = energy;
      last[k] = lowest;
      slopes.forEach((g, j) => {
        sum[j] = (sum[j] as number) + g;
        squares[j] = (squares[j] as number) + g * g;
      });
      done = k + 1;
      if (rests) rested += 1;
      // How far off both ends are.
      cost.originAt?.(start);
      cost.originAt?.(values);
    }
  }
  return { work: work(), tell };
}
