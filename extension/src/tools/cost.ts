/**
 * What a descent lowers: an energy at points, exact or sampled with shots, without noise or with it, from programs that
 * are compiled already. With noise it is that of the mixed state, which n qubits hold as 4^n numbers.
 */

import type { Judged } from "../live/beyond";
import { branchedEnergy, branchedGradient } from "../live/branches";
import { ENGINES } from "../live/choice";
import { ConeRuns, Pool } from "../live/cone-runs";
import type { ConePlan } from "../live/cones";
import { Engine } from "../live/engine";
import { type Frequencies, squared } from "../live/moving";
import { EXACT, type Origin } from "../live/origin";
import { Making, type Room, type Terms } from "../live/paths";
import type { Program } from "../live/program";
import type { Turns } from "../live/turns";

/** Work on a polynomial between two rests, ms. */
const SLICE = 12;

/** Terms that are measured together: a program that ends in their basis, and its shots. */
export interface Group {
  readonly program: Program;
  /** Qubits of each term as a bit mask, with its coefficient. */
  readonly terms: readonly (readonly [mask: number, coefficient: number])[];
  readonly shots: number;
}

/** All that crosses to a worker: of a state, or above the live limit of light cones or of Pauli paths. */
export type CostParts = StateParts | ConeParts | PathParts;

export interface ConeParts {
  readonly cones: ConePlan;
  readonly range: number;
}

export interface PathParts {
  readonly paths: { readonly turns: Turns; readonly terms: Terms; readonly room?: Room };
  readonly range: number;
}

export interface StateParts {
  readonly program: Program;
  /** The program with channels, where the energy has noise. */
  readonly noisy: Program | null;
  readonly observable: Uint8Array;
  /** Sum of the sizes of the coefficients, without the identity's. */
  readonly range: number;
  /** Where energies are sampled. */
  readonly sampled: { readonly constant: number; readonly groups: readonly Group[]; readonly seed: number } | null;
}

export interface Energy {
  readonly energy: number;
  /** One standard error; 0 where it is exact. */
  readonly error: number;
}

export interface Slopes extends Energy {
  readonly slopes: Float64Array;
}

export interface Cost {
  readonly size: number;
  readonly range: number;
  readonly isSampled: boolean;
  readonly isNoisy: boolean;
  energy(values: Float64Array): Energy;
  gradient(values: Float64Array): Slopes;
  /** The same energy without shots. */
  exact(values: Float64Array): number;
  /** The energy without shots and without noise, to be told beside it. */
  ideal(values: Float64Array): number;
  /** Frequencies of the energy along a parameter; null where they are many or not on a grid. */
  along(parameter: number): Frequencies | null;
  /** Gets ready in slices, each with the share that is done; before all else, where there is such. */
  prepare?(): Generator<number, void, void>;
  /** How far off the energy at these values is, and the most of all that were found; where energies are truncated. */
  originAt?(values: Float64Array): Origin;
  readonly worst?: Origin;
}

/** What runs programs, and what follows strings, where the parts have such. */
export function costOf(module: WebAssembly.Module, parts: CostParts, beyond: WebAssembly.Module | null = null): Cost {
  if ("paths" in parts) {
    if (!beyond) throw new Error("Pauli paths were asked for without what follows them.");
    return new OfPaths(beyond, parts);
  }
  if ("cones" in parts) return new OfCones(module, parts);
  const ideal = new Ideal(module, parts);
  const exact = parts.noisy ? new Noisy(module, ideal, parts.noisy, parts.observable) : ideal;
  return parts.sampled ? new Sampled(module, exact, parts.sampled) : exact;
}

class OfCones implements Cost {
  readonly isSampled = false;
  readonly isNoisy = false;
  readonly range: number;
  private readonly runs: ConeRuns;

  constructor(module: WebAssembly.Module, { cones, range }: ConeParts) {
    this.range = range;
    this.runs = new ConeRuns(new Pool(module), cones);
  }

  get size(): number {
    return this.runs.plan.parameters.length;
  }

  energy(values: Float64Array): Energy {
    return { energy: this.exact(values), error: 0 };
  }

  exact(values: Float64Array): number {
    return this.runs.energy(values);
  }

  ideal(values: Float64Array): number {
    return this.exact(values);
  }

  gradient(values: Float64Array): Slopes {
    const { energy, derivatives } = this.runs.gradient(values);
    return { energy, slopes: derivatives, error: 0 };
  }

  along(): null {
    return null;
  }
}

/** A polynomial in the parameters, whose sizes count over all values. */
class OfPaths implements Cost {
  readonly isSampled = false;
  readonly isNoisy = false;
  readonly range: number;
  private readonly making: Making;
  private readonly turns: Turns;
  private readonly constant: number;
  private error = 0;
  private most = 0;

  constructor(beyond: WebAssembly.Module, { paths: { turns, terms, room }, range }: PathParts) {
    this.range = range;
    this.turns = turns;
    this.constant = terms.constant;
    this.making = new Making(beyond, turns, terms, null, room);
  }

  get size(): number {
    return this.turns.parameters.length;
  }

  *prepare(): Generator<number, void, void> {
    while (this.making.done < 1) {
      this.making.advance(SLICE);
      yield this.making.done;
    }
  }

  energy(values: Float64Array): Energy {
    return { energy: this.exact(values), error: 0 };
  }

  exact(values: Float64Array): number {
    return this.constant + this.judged(values).energy;
  }

  ideal(values: Float64Array): number {
    return this.exact(values);
  }

  gradient(values: Float64Array): Slopes {
    const { energy, derivatives } = this.making.surrogate.gradient(values);
    return { energy: this.constant + energy, slopes: derivatives.slice(), error: 0 };
  }

  along(): null {
    return null;
  }

  originAt(values: Float64Array): Origin {
    const { estimate, bound } = this.judged(values);
    return this.origin(estimate, bound);
  }

  get worst(): Origin {
    return this.origin(this.error, this.most);
  }

  private origin(error: number, most: number): Origin {
    const by = ENGINES.pauli.words;
    return this.making.surrogate.numCut ? { kind: "approximate", error, most, by } : { ...EXACT, by };
  }

  private judged(values: Float64Array): Judged {
    const found = this.making.surrogate.judged(values);
    this.error = Math.max(this.error, found.estimate);
    this.most = Math.max(this.most, found.bound);
    return found;
  }
}

class Ideal implements Cost {
  readonly isSampled = false;
  readonly isNoisy = false;
  readonly range: number;
  readonly engine: Engine;

  constructor(module: WebAssembly.Module, { program, observable, range }: StateParts) {
    this.range = range;
    this.engine = new Engine(module, program);
    this.engine.observe(observable);
  }

  get size(): number {
    return this.engine.program.parameters.length;
  }

  energy(values: Float64Array): Energy {
    return { energy: this.ideal(values), error: 0 };
  }

  exact(values: Float64Array): number {
    return this.ideal(values);
  }

  ideal(values: Float64Array): number {
    const { engine } = this;
    if (!engine.program.isUnitary) return branchedEnergy(engine, values);
    engine.run(values);
    return engine.expectation();
  }

  gradient(values: Float64Array): Slopes {
    const { engine } = this;
    const found = engine.program.isUnitary ? engine.gradient(values) : branchedGradient(engine, values);
    return { energy: found.energy, slopes: found.derivatives.slice(), error: 0 };
  }

  along(parameter: number): Frequencies | null {
    const found = this.engine.frequenciesOf(parameter);
    return found && squared(found);
  }
}

/** Exact with noise: channels do not depend on values, so that the frequencies are those without. */
class Noisy implements Cost {
  readonly isSampled = false;
  readonly isNoisy = true;
  private readonly engine: Engine;

  constructor(
    module: WebAssembly.Module,
    private readonly without: Ideal,
    noisy: Program,
    observable: Uint8Array,
  ) {
    this.engine = new Engine(module, noisy);
    this.engine.observe(observable);
  }

  get size(): number {
    return this.without.size;
  }

  get range(): number {
    return this.without.range;
  }

  energy(values: Float64Array): Energy {
    return { energy: this.exact(values), error: 0 };
  }

  exact(values: Float64Array): number {
    return this.engine.runNoisy(values);
  }

  ideal(values: Float64Array): number {
    return this.without.ideal(values);
  }

  gradient(values: Float64Array): Slopes {
    const { energy, derivatives } = this.engine.noisyGradient(values);
    return { energy, slopes: derivatives.slice(), error: 0 };
  }

  along(parameter: number): Frequencies | null {
    return this.without.along(parameter);
  }
}

interface Measured {
  readonly engine: Engine;
  readonly group: Group;
}

class Sampled implements Cost {
  readonly isSampled = true;
  private readonly measured: readonly Measured[];
  private draws = 0;

  constructor(
    module: WebAssembly.Module,
    private readonly unsampled: Cost,
    private readonly parts: NonNullable<StateParts["sampled"]>,
  ) {
    this.measured = parts.groups.map((group) => ({ engine: new Engine(module, group.program), group }));
  }

  get size(): number {
    return this.unsampled.size;
  }

  get isNoisy(): boolean {
    return this.unsampled.isNoisy;
  }

  get range(): number {
    return this.unsampled.range;
  }

  exact(values: Float64Array): number {
    return this.unsampled.exact(values);
  }

  ideal(values: Float64Array): number {
    return this.unsampled.ideal(values);
  }

  along(parameter: number): Frequencies | null {
    return this.unsampled.along(parameter);
  }

  /** The sum of the groups' means; the spread of each group's sum has all covariances. */
  energy(values: Float64Array): Energy {
    let energy = this.parts.constant;
    let variance = 0;
    for (const { engine, group } of this.measured) {
      // A draw of its own for each circuit that is measured.
      const seed = this.parts.seed * 2 ** 21 + (this.draws++ % 2 ** 21);
      if (this.isNoisy) engine.runNoisy(values);
      else engine.run(values);
      const drawn = this.isNoisy ? engine.sampleNoisy(group.shots, seed) : engine.sample(group.shots, seed);
      const [mean, spread] = measuredMean(group, drawn);
      energy += mean;
      variance += spread;
    }
    return { energy, error: Math.sqrt(variance) };
  }

  /** Slopes as a device would measure them, by shifts of each parameter; the energy is measured beside. */
  gradient(values: Float64Array): Slopes {
    const slopes = new Float64Array(values.length);
    const moved = values.slice();
    for (let k = 0; k < values.length; k++) {
      const found = this.along(k);
      for (const [shift, weight] of found ? shifts(found) : DIFFERENCE) {
        moved[k] = (values[k] as number) + shift;
        slopes[k] = (slopes[k] as number) + weight * this.energy(moved).energy;
      }
      moved[k] = values[k] as number;
    }
    return { ...this.energy(values), slopes };
  }
}

/** Where formulas leave no few frequencies: a difference wide enough for shots. */
const WIDE = 0.1;
const DIFFERENCE = [
  [WIDE, 1 / (2 * WIDE)],
  [-WIDE, -1 / (2 * WIDE)],
] as const;

/**
 * Shifts of a parameter with the weights of the energies there that give the slope, of so many frequencies.
 *
 * Source: Wierichs, Izaac, Wang, Lin, arXiv:2107.12390, equation 15.
 */
export function shifts({ spacing, count }: Frequencies): readonly (readonly [shift: number, weight: number])[] {
  const most = (count - 1) / 2;
  return Array.from({ length: 2 * most }, (_, j) => {
    const at = ((2 * j + 1) * Math.PI) / (2 * most);
    return [at / spacing, ((j % 2 ? -1 : 1) * spacing) / (4 * most * Math.sin(at / 2) ** 2)] as const;
  });
}

/** The mean of a group's sum over its shots, and the variance of that mean. */
function measuredMean({ terms }: Group, drawn: Uint32Array): readonly [mean: number, variance: number] {
  const known = new Map<number, number>();
  let sum = 0;
  let squares = 0;
  for (const index of drawn) {
    let value = known.get(index);
    if (value === undefined) {
      value = 0;
      for (const [mask, coefficient] of terms) value += odd(index & mask) ? -coefficient : coefficient;
      known.set(index, value);
    }
    sum += value;
    squares += value * value;
  }
  const shots = drawn.length;
  const mean = sum / shots;
  // One shot tells no spread; then it is the largest that there can be.
  if (shots < 2) return [mean, terms.reduce((total, [, c]) => total + Math.abs(c), 0) ** 2];
  return [mean, Math.max(0, squares / shots - mean * mean) / (shots - 1)];
}

function odd(bits: number): boolean {
  let left = bits;
  let count = 0;
  for (; left; left &= left - 1) count += 1;
  return count % 2 === 1;
}
