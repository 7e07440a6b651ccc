/**
 * What a circuit that measures, resets or has conditions inside gives: exactly, over all branches of outcomes while
 * they are few, else as the average of seeded runs with its standard error.
 */

import { Refusal } from "../document/errors";
import type { Engine } from "./engine";
import type { Origin } from "./origin";
import { stateBytes } from "./sizes";

export const MOST_BRANCHES = 1024;
/** States that branches keep on their way, at most. */
const MOST_KEPT_BYTES = 512 * 2 ** 20;
/** Amplitudes times operations that an average may touch, within these numbers of runs. */
const MOST_WORK = 2 ** 26;
const FEWEST_RUNS = 50;
const MOST_RUNS = 1000;

export interface Summary {
  readonly origin: Origin;
  /** In the order that they were read in. */
  readonly means: readonly Float64Array[];
  /** Standard errors; null where the means are exact. */
  readonly errors: readonly Float64Array[] | null;
}

function tooMany(what: string): Refusal {
  return new Refusal(
    "TooLarge",
    `The circuit has more branches of outcomes than are followed, so it has no ${what} here.`,
  );
}

/** Walks the branches and calls `visit` at the end of each; null where they are more than are followed. */
export function walk(engine: Engine, values: Float64Array, visit: () => void): number | null {
  const { numQubits } = engine.program;
  const most = Math.min(MOST_BRANCHES, 2 ** Math.floor(MOST_KEPT_BYTES / stateBytes(numQubits)));
  let count = 0;
  engine.beginBranches(values, false);
  for (let weight = engine.nextBranch(); weight; weight = engine.nextBranch()) {
    if (weight < 0 || ++count > most) return null;
    visit();
  }
  return count;
}

/** Sums over the branches of what `read` gives of each, or averages over runs. */
export function summarize(engine: Engine, values: Float64Array, read: () => readonly Float64Array[]): Summary {
  let means: Float64Array[] | null = null;
  const branches = walk(engine, values, () => {
    const found = read();
    if (!means) means = found.map((each) => each.slice());
    else means.forEach((mean, k) => add(mean, found[k]));
  });
  if (branches !== null) return { origin: { kind: "exact", branches }, means: means ?? [], errors: null };
  return average(engine, values, read);
}

function average(engine: Engine, values: Float64Array, read: () => readonly Float64Array[]): Summary {
  const { operations, numQubits } = engine.program;
  const fitting = Math.floor(MOST_WORK / (operations.length * 2 ** numQubits));
  const runs = Math.min(MOST_RUNS, Math.max(FEWEST_RUNS, fitting));
  let means: Float64Array[] = [];
  let squares: Float64Array[] = [];
  for (let run = 0; run < runs; run++) {
    engine.runTrajectory(values, 0, run);
    const found = read();
    if (!run) {
      means = found.map((each) => new Float64Array(each.length));
      squares = found.map((each) => new Float64Array(each.length));
    }
    // Welford's update: no difference of large sums.
    found.forEach((each, k) => {
      const mean = means[k] as Float64Array;
      const square = squares[k] as Float64Array;
      for (let i = 0; i < each.length; i++) {
        const off = (each[i] as number) - (mean[i] as number);
        mean[i] = (mean[i] as number) + off / (run + 1);
        square[i] = (square[i] as number) + off * ((each[i] as number) - (mean[i] as number));
      }
    });
  }
  const errors = squares.map((each) => each.map((sum) => Math.sqrt(sum / (runs * (runs - 1)))));
  return { origin: { kind: "average", runs }, means, errors };
}

/** Energy of the mixture and its derivatives. */
export function branchedGradient(
  engine: Engine,
  values: Float64Array,
): { readonly energy: number; readonly derivatives: Float64Array } {
  let energy = 0;
  let count = 0;
  let derivatives = new Float64Array(values.length);
  engine.prepareGradient();
  engine.beginBranches(values, true);
  for (let weight = engine.nextBranch(); weight; weight = engine.nextBranch()) {
    if (weight < 0 || ++count > MOST_BRANCHES) throw tooMany("gradient");
    const sofar = engine.branchGradient();
    energy += sofar.energy;
    derivatives = sofar.derivatives;
  }
  return { energy, derivatives: derivatives.slice() };
}

/** Energy of the mixture. */
export function branchedEnergy(engine: Engine, values: Float64Array): number {
  let energy = 0;
  const branches = walk(engine, values, () => {
    energy += engine.expectation();
  });
  if (branches === null) throw tooMany("energy curve");
  return energy;
}

function add(sum: Float64Array, each: Float64Array | undefined): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (each?.[k] ?? 0);
}
