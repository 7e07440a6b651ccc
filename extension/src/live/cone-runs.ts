/** Runs a plan of light cones: energy and derivatives as sums over small circuits, each run again where it moved. */

import type { ConePlan, Part } from "./cones";
import { Engine } from "./engine";
import type { Program } from "./program";
import { stateBytes } from "./sizes";

/** Engines that are kept: browsers give few memories, and each holds some states. */
const MOST_ENGINES = 48;
const MOST_BYTES = 512 * 2 ** 20;
/** State, spare state, adjoint and tables, by the size of a state. */
const BUFFERS = 4;

/** What a part gave, and at which values. */
interface Known {
  readonly values: Float64Array;
  energy: number;
  derivatives: Float64Array | null;
  isSet: boolean;
}

/** Engines of small programs, some of which are kept. */
export class Pool {
  private readonly engines = new Map<Program, Engine>();
  private bytes = 0;
  /** What the programs that are not kept share. */
  private spare: Engine | null = null;

  constructor(private readonly module: WebAssembly.Module) {}

  of(program: Program): Engine {
    const kept = this.engines.get(program);
    if (kept) return kept;
    if (this.spare?.program === program) return this.spare;
    const bytes = BUFFERS * stateBytes(program.numQubits);
    if (this.engines.size >= MOST_ENGINES || this.bytes + bytes > MOST_BYTES) {
      this.spare = new Engine(this.module, program, "exact", this.spare);
      return this.spare;
    }
    const engine = new Engine(this.module, program);
    this.engines.set(program, engine);
    this.bytes += bytes;
    return engine;
  }
}

export class ConeRuns {
  /** The observable that an engine has now. */
  private readonly observed = new WeakMap<Engine, number>();
  private readonly known: readonly Known[];

  constructor(
    private readonly pool: Pool,
    readonly plan: ConePlan,
  ) {
    this.known = plan.parts.map(({ places }) => ({
      values: new Float64Array(places.length),
      energy: 0,
      derivatives: null,
      isSet: false,
    }));
  }

  /** The energy at values in the order of the plan's parameters. */
  energy(values: Float64Array): number {
    let energy = this.plan.constant;
    this.plan.parts.forEach((part, k) => {
      const known = this.known[k] as Known;
      if (moved(known, part.places, values)) {
        const engine = this.engineOf(part);
        engine.run(known.values);
        known.energy = engine.expectation();
        known.derivatives = null;
        known.isSet = true;
      }
      energy += known.energy;
    });
    return energy;
  }

  /** Derivatives by all parameters, part after part, so that a caller may rest in between. */
  *slopes(values: Float64Array): Generator<void, Float64Array, void> {
    const slopes = new Float64Array(this.plan.parameters.length);
    for (let k = 0; k < this.plan.parts.length; k++) {
      const part = this.plan.parts[k] as Part;
      const known = this.known[k] as Known;
      if (moved(known, part.places, values) || !known.derivatives) {
        const found = this.engineOf(part).gradient(known.values);
        known.energy = found.energy;
        known.derivatives = found.derivatives.slice();
        known.isSet = true;
        yield;
      }
      part.places.forEach((place, j) => {
        slopes[place] = (slopes[place] as number) + (known.derivatives?.[j] ?? 0);
      });
    }
    return slopes;
  }

  /** Derivatives at once. */
  gradient(values: Float64Array): { readonly energy: number; readonly derivatives: Float64Array } {
    const way = this.slopes(values);
    let next = way.next();
    while (!next.done) next = way.next();
    return { energy: this.energy(values), derivatives: next.value };
  }

  /** Energies where one parameter has these values and the others stay. */
  along(values: Float64Array, parameter: number, thetas: Float64Array): Float64Array {
    const energies = new Float64Array(thetas.length).fill(this.energy(values));
    this.plan.parts.forEach((part, k) => {
      const known = this.known[k] as Known;
      const places = [...part.places.keys()].filter((j) => part.places[j] === parameter);
      if (!places.length) return;
      const engine = this.engineOf(part);
      const at = known.values.slice();
      thetas.forEach((theta, t) => {
        for (const j of places) at[j] = theta;
        engine.run(at);
        energies[t] = (energies[t] as number) + engine.expectation() - known.energy;
      });
    });
    return energies;
  }

  /** How many parts a parameter takes part in. */
  partsWith(parameter: number): number {
    return this.plan.parts.filter(({ places }) => places.includes(parameter)).length;
  }

  private engineOf({ program, observable }: Part): Engine {
    const engine = this.pool.of(this.plan.programs[program] as Program);
    if (this.observed.get(engine) !== observable) {
      engine.observe(this.plan.observables[observable] as Uint8Array);
      this.observed.set(engine, observable);
    }
    return engine;
  }
}

/** Takes over a part's own values; did one move? */
function moved(known: Known, places: Uint32Array, values: Float64Array): boolean {
  let isMoved = !known.isSet;
  for (let j = 0; j < places.length; j++) {
    const value = values[places[j] as number] as number;
    if (known.values[j] !== value) {
      known.values[j] = value;
      isMoved = true;
    }
  }
  if (isMoved) {
    known.isSet = false;
    known.derivatives = null;
  }
  return isMoved;
}
