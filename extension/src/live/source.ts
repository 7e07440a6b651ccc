/**
 * The state after a column, ready to be read: it runs the program of that column, or while a parameter is
 * grabbed mixes states taken once. Outputs are computed from it, linear ones mixed too.
 */

import { Refusal } from "../document/errors";
import { branchedEnergy, branchedGradient, type Summary, summarize, walk } from "./branches";
import { Engine } from "./engine";
import { isMixable, measure, type Readable } from "./measure";
import { type Frequencies, mix, samplePoints, squared } from "./moving";
import { EXACT, type Origin } from "./origin";
import { encodeObservable, type PauliTerm, type Program } from "./program";
import { binned } from "./readout";
import { stateBytes } from "./sizes";
import type { Wanted } from "./wanted";

/** Below this many qubits running anew is as fast as mixing. */
const FEWEST_MIXED_QUBITS = 10;
/** From this many qubits on, values to mix are taken between ticks and not all at once. */
const FEWEST_PATIENT_QUBITS = 17;
/** The states of a grabbed parameter may take this much memory. */
const MOST_MIXED_BYTES = 512 * 2 ** 20;

/** What a grabbed parameter has ready: it holds while nothing but that parameter moves. */
interface Mixture {
  readonly parameter: number;
  /** All values as they were when it was taken. */
  readonly values: Float64Array;
  readonly frequencies: Frequencies;
  /** By the text of what is wanted. */
  readonly readings: Map<string, Reading>;
}

/** Values at the sample points of the squared frequencies; those that are taken already. */
interface Reading {
  readonly wanted: Wanted;
  readonly samples: Float64Array[];
}

export class Source implements Readable {
  readonly engine: Engine;
  private mixture: Mixture | null = null;
  private current: Float64Array = new Float64Array();
  /** Does the engine hold the state at the current values? */
  private fresh = false;
  private mixed = false;
  /** What all branches give at the current values, once asked for; in the order of `readKeys`. */
  private summary: Summary | null = null;
  private toRead: () => readonly Wanted[] = () => [];
  private readKeys: readonly string[] = [];

  constructor(
    module: WebAssembly.Module,
    readonly program: Program,
    readonly terms: readonly PauliTerm[] | null,
    /** Seed of the run that is followed of a program that measures, resets or branches; null for all branches. */
    private readonly followed: number | null,
  ) {
    this.engine = new Engine(module, program);
    if (terms) this.engine.observe(encodeObservable(program.numQubits, terms));
  }

  /**
   * Go to these values; `grabbed` is the index of the only parameter that moves, if one is. `toRead`: the linear
   * outputs that will be read there, which branches are walked for together.
   */
  moveTo(values: Float64Array, grabbed: number | null, toRead: () => readonly Wanted[] = () => []): void {
    this.engine.check(values);
    this.current = values;
    this.summary = null;
    this.toRead = toRead;
    this.fresh = false;
    this.mixed = false;
    if (grabbed === null) {
      this.mixture = null;
      return;
    }
    if (this.mixture && !this.holds(this.mixture, grabbed)) this.mixture = null;
    this.mixture ??= this.take(grabbed);
  }

  private holds(mixture: Mixture, grabbed: number): boolean {
    return (
      mixture.parameter === grabbed && mixture.values.every((value, k) => k === grabbed || value === this.current[k])
    );
  }

  private take(grabbed: number): Mixture | null {
    const { numQubits, isUnitary, operations } = this.program;
    if (!isUnitary || numQubits < FEWEST_MIXED_QUBITS) return null;
    const frequencies = this.engine.frequenciesOf(grabbed);
    if (!frequencies || frequencies.count * 2 > operations.length) return null;
    if (frequencies.count * stateBytes(numQubits) > MOST_MIXED_BYTES) return null;
    this.engine.grab(this.current, grabbed);
    return { parameter: grabbed, values: this.current, frequencies, readings: new Map() };
  }

  private valuesAt(parameter: number, theta: number): Float64Array {
    const values = this.current.slice();
    values[parameter] = theta;
    return values;
  }

  /** Were states mixed, and none run, since the last move? */
  get wasMixed(): boolean {
    return this.mixed;
  }

  /** Are numbers those of the mixture of all branches? */
  private get branches(): boolean {
    return !this.program.isUnitary && this.followed === null;
  }

  /** Where the numbers come from. */
  get origin(): Origin {
    if (this.program.isUnitary) return EXACT;
    if (this.followed === null) return this.summarized().origin;
    return { kind: "run", seed: this.followed, bits: this.ready().clbits().slice() };
  }

  private summarized(): Summary {
    if (this.summary) return this.summary;
    const wanted = this.toRead().filter((each) => each.kind !== "energy" || this.terms);
    const { engine, program, terms } = this;
    const end: Readable = { program, terms, ready: () => engine, observedEngine: () => engine, gradient: unread };
    this.readKeys = wanted.map((each) => JSON.stringify(each));
    this.summary = summarize(engine, this.current, () =>
      wanted.map((each) => {
        const values = measure(each, end);
        return each.kind === "probabilities" ? binned(values, each.most ?? Infinity).values : values;
      }),
    );
    this.fresh = false;
    return this.summary;
  }

  /** Standard errors of `readings`; null where they are exact. */
  errorsOf(wanted: Wanted): Float64Array | null {
    if (!this.branches) return null;
    return this.summarized().errors?.[this.readKeys.indexOf(JSON.stringify(wanted))] ?? null;
  }

  /** The engine, holding the state at the current values. */
  ready(): Engine {
    if (this.fresh) return this.engine;
    if (this.branches) {
      const count = walk(this.engine, this.current, () => undefined);
      if (count === 1) return this.engine;
      throw new Refusal(
        "InvalidCircuit",
        `The state is a mixture of ${count ?? "many"} branches of outcomes, which has no amplitudes. ` +
          "Follow one run to see its amplitudes.",
      );
    }
    const { mixture } = this;
    if (mixture) {
      this.engine.move(this.current[mixture.parameter] ?? 0);
      this.mixed = true;
    } else if (this.program.isUnitary) this.engine.run(this.current);
    else this.engine.runTrajectory(this.current, this.followed ?? 0);
    this.fresh = true;
    return this.engine;
  }

  /** The engine with the observable, holding the state at the current values. */
  observedEngine(): Engine {
    this.requireObservable();
    return this.ready();
  }

  private requireObservable(): void {
    if (this.terms) return;
    throw new Refusal("InvalidCircuit", "There is no observable. Choose a problem or write one.");
  }

  /** Energy and derivatives; the engine's state is spent. */
  gradient(): { readonly energy: number; readonly derivatives: Float64Array } {
    this.requireObservable();
    this.fresh = false;
    if (this.branches) return branchedGradient(this.engine, this.current);
    if (!this.program.isUnitary) {
      throw new Refusal("InvalidCircuit", "One run has no gradient. Show all runs to see the mixture's.");
    }
    return this.engine.gradient(this.current);
  }

  /** The energies along a parameter, from as many values as its frequencies need. */
  energiesAlong(parameter: number, thetas: Float64Array): Float64Array {
    this.requireObservable();
    const { engine, mixture } = this;
    if (mixture?.parameter === parameter) return thetas.map((theta) => engine.energyAlong(theta));
    if (!this.program.isUnitary && this.followed !== null) {
      throw new Refusal("InvalidCircuit", "One run has no energy curve. Show all runs to see the mixture's.");
    }
    const found = engine.frequenciesOf(parameter);
    const fewer = found && squared(found).count < thetas.length ? squared(found) : null;
    const samples = [...(fewer ? samplePoints(fewer) : thetas)].map((theta) => {
      const values = this.valuesAt(parameter, theta);
      if (this.branches) return Float64Array.of(branchedEnergy(engine, values));
      engine.run(values);
      return Float64Array.of(engine.expectation());
    });
    this.fresh = false;
    // The engine knows one spectrum at a time: the grabbed parameter's again.
    if (mixture) engine.frequenciesOf(mixture.parameter);
    return thetas.map((theta, k) => (fewer ? mix(fewer, samples, theta)[0] : samples[k]?.[0]) ?? 0);
  }

  /**
   * The numbers of something linear in the projector on the state, mixed when a parameter is grabbed; null
   * when they are to be mixed and not all samples are taken yet.
   */
  readings(wanted: Wanted): Float64Array | null {
    const { mixture } = this;
    if (this.branches && wanted.kind === "energy") this.requireObservable();
    if (this.branches && wanted.kind !== "gradient") {
      const { means } = this.summarized();
      const found = means[this.readKeys.indexOf(JSON.stringify(wanted))];
      if (!found) throw new Error("It was not said that this would be read.");
      return found;
    }
    if (!mixture || !isMixable(wanted)) return measure(wanted, this);
    if (wanted.kind === "energy" && !wanted.terms) {
      this.requireObservable();
      this.mixed = true;
      return Float64Array.of(this.engine.energyAlong(this.current[mixture.parameter] ?? 0));
    }
    const key = JSON.stringify(wanted);
    const reading = mixture.readings.get(key) ?? { wanted, samples: [] };
    mixture.readings.set(key, reading);
    const patient = this.program.numQubits >= FEWEST_PATIENT_QUBITS;
    while (!patient && this.lacks(reading)) this.takeSample(mixture, reading);
    if (this.lacks(reading)) return null;
    this.mixed = true;
    return mix(squared(mixture.frequencies), reading.samples, this.current[mixture.parameter] ?? 0);
  }

  private lacks({ samples }: Reading): boolean {
    return this.mixture !== null && samples.length < squared(this.mixture.frequencies).count;
  }

  private takeSample(mixture: Mixture, reading: Reading): void {
    const here = this.current;
    const theta = samplePoints(squared(mixture.frequencies))[reading.samples.length] ?? 0;
    this.current = this.valuesAt(mixture.parameter, theta);
    this.fresh = false;
    try {
      reading.samples.push(measure(reading.wanted, this));
    } finally {
      this.current = here;
      this.fresh = false;
    }
  }

  /** What is still to be prepared: gradients take long and wait until nothing moves. */
  get lacking(): "nothing" | "quick" | "slow" {
    const left = [...(this.mixture?.readings.values() ?? [])].filter((reading) => this.lacks(reading));
    if (!left.length) return "nothing";
    return left.some(({ wanted }) => wanted.kind !== "gradient") ? "quick" : "slow";
  }

  /** Takes one sample of what is lacking. */
  prepare(): void {
    const { mixture } = this;
    const left = [...(mixture?.readings.values() ?? [])].filter((reading) => this.lacks(reading));
    const reading = left.find(({ wanted }) => wanted.kind !== "gradient") ?? left[0];
    if (mixture && reading) this.takeSample(mixture, reading);
  }
}

function unread(): never {
  throw new Error("Gradients of branches are not read at their ends.");
}
