/** The noise of the live loop: what is wanted with it, exactly up to some qubits, else as the average of runs. */

import type { CircuitBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import type { Channels } from "../document/noise";
import { AveragedSource, MOST_RUNS } from "./averaged";
import { NOISY, NoisySource } from "./noisy";
import { compileNoisy, noNoise } from "./noisy-program";
import { EXACT, type Origin } from "./origin";
import type { PauliTerm } from "./program";
import { USUAL_EXACT } from "./sizes";
import type { Source } from "./source";
import type { Followed, Output, Wanted } from "./wanted";

/** Columns that are followed with noise at once. */
const MOST_SOURCES = 16;
/** Milliseconds of runs in a tick, and between two. */
const IN_TICK = 8;
const BETWEEN = 40;
const SAMPLING = 5000;
/** From this many qubits on, derivatives wait until nothing is held. */
const FEWEST_PATIENT_QUBITS = 7;

/** The circuit that is followed. */
export interface Looked {
  readonly module: WebAssembly.Module;
  readonly circuit: CircuitBody;
  readonly parameters: readonly string[];
  readonly values: Float64Array;
  readonly terms: readonly PauliTerm[] | null;
  /** Seed of the one run that is followed; null for none. */
  readonly run: number | null;
  readonly isHeld: boolean;
}

export class WithNoise {
  private channels: Channels | null = null;
  private exact = USUAL_EXACT;
  /** By column. */
  private readonly sources = new Map<number, NoisySource | AveragedSource>();
  /** Why noise is not followed in this circuit; undefined until it is known. */
  private why: string | null | undefined = null;

  set(channels: Channels | null, exact: number): void {
    this.channels = channels;
    this.exact = exact;
    this.clear();
  }

  clear(): void {
    this.sources.clear();
    this.why = undefined;
  }

  /** Goes to a point; `end` is the whole circuit without noise. */
  moveTo(looked: Looked, end: () => Source): void {
    if (this.why === undefined) this.why = this.whyNot(looked, end);
    for (const source of this.sources.values()) source.moveTo(looked.values);
  }

  /** Is noise on, and followed? */
  private get follows(): boolean {
    return this.channels !== null && !this.why;
  }

  get followed(): Followed | null {
    if (!this.channels) return null;
    if (this.why) return { kind: "off", why: this.why };
    const end = this.sources.get(Infinity);
    if (end instanceof AveragedSource) return { kind: "on", components: 0, runs: end.runs };
    return { kind: "on", components: 4 ** (end?.program.numQubits ?? 0), runs: null };
  }

  /** Where numbers with noise come from; null where there is none. */
  get origin(): Origin | null {
    return this.follows ? originOf(this.sources.get(Infinity)) : null;
  }

  /** Does a derivative wait until nothing is held? */
  waits({ kind }: Wanted, { circuit, isHeld }: Looked): boolean {
    return this.follows && isHeld && kind === "gradient" && circuit.qubits.length >= FEWEST_PATIENT_QUBITS;
  }

  /** What is wanted with noise, the output that is there as its ideal; as it is where noise is off. */
  of(wanted: Wanted, column: number, ideal: Source, output: Output, looked: Looked): Output {
    if (!this.follows) return output;
    try {
      const source = this.sourceAt(column, ideal, looked);
      // Amplitudes are refused with noise's own sentence; what else is refused is so without noise too.
      if (output.kind === "refused" && wanted.kind !== "likeliest" && wanted.kind !== "amplitudes") return output;
      if (source instanceof AveragedSource && !source.runs) source.more(IN_TICK);
      const given =
        source instanceof AveragedSource ? source.give(wanted) : { shape: source.give(wanted), errors: null };
      if (output.kind === "refused") return output;
      const { origin, errors: _none, ...shape } = output;
      const from = { ...originOf(source), isBefore: origin.isBefore ?? false };
      return { ...given.shape, origin: from, errors: given.errors, ideal: shape };
    } catch (error) {
      if (error instanceof Refusal) return { kind: "refused", why: error.message };
      throw error;
    }
  }

  /** Are there averages that more runs make better? */
  get lacks(): boolean {
    return [...this.sources.values()].some((each) => each instanceof AveragedSource && each.runs < MOST_RUNS);
  }

  /** Runs a little more. */
  prepare(): void {
    for (const source of this.sources.values()) {
      if (source instanceof AveragedSource && source.runs < MOST_RUNS) source.more(BETWEEN);
    }
  }

  /** Shots as they are read with noise; null where noise is off or not followed. */
  sample(looked: Looked, end: () => Source, shots: number, seed: number): Uint32Array | null {
    this.moveTo(looked, end);
    if (!this.follows) return null;
    const source = this.sourceAt(Infinity, end(), looked);
    return source instanceof AveragedSource ? source.sample(shots, seed, SAMPLING) : source.sample(shots, seed);
  }

  private whyNot(looked: Looked, end: () => Source): string | null {
    if (!this.channels) return null;
    try {
      const why = noNoise(looked.circuit, this.channels, looked.run);
      if (why === null) this.sourceAt(Infinity, end(), looked);
      return why;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  private sourceAt(column: number, ideal: Source, looked: Looked): NoisySource | AveragedSource {
    const known = this.sources.get(column);
    if (known) return known;
    const { module, circuit, parameters, terms } = looked;
    const { channels } = this;
    if (!channels) throw new Error("There is no noise.");
    const end = column === Infinity;
    const at = end ? null : column;
    const readout = end ? channels : null;
    const exact = circuit.qubits.length <= this.exact;
    const program = compileNoisy(circuit, channels, { parameters, column: at, isRead: exact && end });
    const made = exact
      ? new NoisySource(module, program, terms, ideal, readout)
      : new AveragedSource(module, program, terms, readout);
    made.moveTo(looked.values);
    if (this.sources.size >= MOST_SOURCES) {
      this.sources.delete([...this.sources.keys()].find((key) => key !== Infinity) ?? Infinity);
    }
    this.sources.set(column, made);
    return made;
  }
}

function originOf(source: NoisySource | AveragedSource | undefined): Origin {
  if (!source) return EXACT;
  return source instanceof AveragedSource ? { kind: "average", runs: source.runs, isNoisy: true } : NOISY;
}
