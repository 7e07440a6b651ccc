/**
 * engine.wasm with types: one `Engine` is one instance with one program.
 *
 * Views of its memory hold until the next call; nothing here knows the document.
 */

import { Refusal } from "../document/errors";
import { Chain } from "./chain";
import type { Frequencies } from "./moving";
import { Kind, type Program } from "./program";
import { stateText } from "./sizes";

/** Qubits whose double-precision state fits in the engine's 4 GiB, with room to work. */
export const MOST_ENGINE_QUBITS = 26;
const QUBITS_STATUS = 4;
const MEMORY_STATUS = 3;
const ALL = 0xffffffff;
/** States that a gradient keeps on its way; beyond, they are run backward. */
const MOST_KEPT_BYTES = 128 * 2 ** 20;
/** Tables of probabilities along a grabbed parameter; beyond, its states are mixed. */
const MOST_TABLE_BYTES = 128 * 2 ** 20;

interface Exports {
  readonly memory: WebAssembly.Memory;
  begin(bytes: number): number;
  take(start: number, length: number, plain: number): number;
  input(bytes: number): number;
  observe(start: number, length: number): number;
  valuesAt(): number;
  stateAt(): number;
  gradientAt(): number;
  bitsAt(): number;
  run(count: number): void;
  runTrajectory(count: number, low: number, high: number): void;
  prepareTables(most: number): void;
  probabilities(): number;
  expectation(): number;
  prepareGradient(most: number): number;
  beginBranches(keeps: number): number;
  nextBranch(): number;
  branchGradient(): number;
  gradient(): number;
  statesOf(parameter: number): number;
  spacingOf(): number;
  grab(parameter: number): number;
  move(value: number): number;
  energyAlong(value: number): number;
  blochVectors(result: number): void;
  reducedState(mask: number, result: number): void;
  sample(shots: number, low: number, high: number, result: number): void;
  noisyTick(): number;
  noisyVectorAt(): number;
  noisyProbabilities(): number;
  prepareNoisyGradient(): number;
  noisyGradient(): number;
  takeRuns(start: number, length: number): number;
  prepareRuns(): number;
  beginRuns(low: number, high: number): void;
  moreRuns(count: number): number;
  runsEnergy(): number;
  runsSpread(): number;
  runsTablesAt(): number;
  runsVectorsAt(): number;
  drawRuns(count: number, result: number, outcomes: number): void;
}

/** A module with one function that returns a 128-bit vector: valid only where SIMD is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Why the engine cannot run here, in words; null where it can. */
export function missingSupport(): string | null {
  const editing = "Editing goes on, and live simulation is off.";
  if (typeof WebAssembly !== "object") return `This browser has no WebAssembly. ${editing}`;
  if (WebAssembly.validate(SIMD_PROBE)) return null;
  return `This browser has no WebAssembly SIMD. ${editing} Chrome 91, Firefox 89 and Safari 16.4 have it.`;
}

/** The engine compiled, once for all instances, from the bytes of engine.wasm or from the same deflated. */
export async function loadEngine(bytes: Uint8Array): Promise<WebAssembly.Module> {
  const missing = missingSupport();
  if (missing) throw new Refusal("TooLarge", missing);
  const plain = bytes[0] === 0 && bytes[1] === "a".charCodeAt(0) ? bytes : await inflate(bytes);
  return WebAssembly.compile(plain as BufferSource);
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Refuses more qubits than the engine can address, before anything is taken. */
export function checkMemory(numQubits: number): void {
  if (numQubits <= MOST_ENGINE_QUBITS) return;
  throw new Refusal(
    "TooLarge",
    `${numQubits} qubits need ${stateText(numQubits)}; the engine addresses 4 GiB. Simulate fewer qubits.`,
  );
}

export class Engine {
  private readonly exports: Exports;
  /** A buffer for results, which only ever grows. */
  private scratch = { at: 0, bytes: 0 };
  private readonly chain: Chain | null;

  constructor(
    module: WebAssembly.Module,
    readonly program: Program,
    /** One that is run exactly, or one whose runs are averaged. */
    as: "exact" | "runs" = "exact",
    /** Its memory is taken over; the engine that had it is used no more. */
    former: Engine | null = null,
  ) {
    checkMemory(program.numQubits);
    this.chain = program.derived.length ? new Chain(program.parameters, program.derived) : null;
    this.exports = former?.exports ?? (new WebAssembly.Instance(module, {}).exports as unknown as Exports);
    const { data } = program;
    const start = this.exports.begin(data.length) >>> 0;
    this.bytes(start, data.length).set(data);
    if (as === "runs") this.checkStatus(this.exports.takeRuns(start, data.length));
    else this.checkStatus(this.exports.take(start, data.length, 0));
  }

  /** Take an observable, as `encodeObservable` writes it, in place of the one before. */
  observe(data: Uint8Array): void {
    const start = this.reserve(data.length);
    this.bytes(start, data.length).set(data);
    this.checkStatus(this.exports.observe(start, data.length));
  }

  private reserve(bytes: number): number {
    const start = this.exports.input(bytes) >>> 0;
    if (!start) this.checkStatus(MEMORY_STATUS);
    return start;
  }

  private room(bytes: number): number {
    if (bytes > this.scratch.bytes) this.scratch = { at: this.reserve(bytes), bytes };
    return this.scratch.at;
  }

  /** Bind values (radians, in the program's order) and run all operations of a unitary program. */
  run(values: Float64Array): void {
    if (!this.program.isUnitary) throw new Error("Only a trajectory can be run of this program.");
    this.bind(values);
    this.exports.run(ALL);
  }

  /** Refuses values at which a formula of parameters has none. */
  check(values: Float64Array): void {
    this.chain?.extended(values);
  }

  /** Frequencies of the state along a parameter (its index); null when they are many or not on a grid. */
  frequenciesOf(parameter: number): Frequencies | null {
    if (this.chain?.used.has(parameter)) return null;
    const count = this.exports.statesOf(parameter);
    return count ? { spacing: this.exports.spacingOf(), count } : null;
  }

  /** Take hold of a parameter with frequencies, the others at these values, for `move` and `energyAlong`. */
  grab(values: Float64Array, parameter: number): void {
    this.bind(values);
    this.checkStatus(this.exports.grab(parameter));
  }

  /** Put the grabbed parameter to a value; returns the energy. The state follows when it is first read. */
  move(value: number): number {
    return this.exports.move(value);
  }

  /** The energy for a value of the grabbed parameter; the state stays as it is. */
  energyAlong(value: number): number {
    return this.exports.energyAlong(value);
  }

  /**
   * One trajectory: measurements drawn, resets done, conditions followed. `seed` is below 2^53; `shot` and
   * the seed's lower 32 bits tell many trajectories apart.
   */
  runTrajectory(values: Float64Array, seed: number, shot?: number): void {
    this.bind(values);
    if (shot === undefined) this.exports.runTrajectory(ALL, seed >>> 0, Math.floor(seed / 2 ** 32));
    else this.exports.runTrajectory(ALL, shot, seed >>> 0);
  }

  /** Start on all branches of outcomes; `keeps` what `branchGradient` needs. */
  beginBranches(values: Float64Array, keeps: boolean): void {
    this.bind(values);
    this.checkStatus(this.exports.beginBranches(keeps ? 1 : 0));
  }

  /**
   * Run to the end of the next branch: its weight, 0 when there is none, -1 when memory ran out. The state is
   * projected and not normalized, so that what is read off all of them adds up to the mixture's.
   */
  nextBranch(): number {
    return this.exports.nextBranch();
  }

  /** Energy of the branch alone, and derivatives of all until now; spends the state. */
  branchGradient(): { readonly energy: number; readonly derivatives: Float64Array } {
    const energy = this.exports.branchGradient();
    return { energy, derivatives: this.derivatives() };
  }

  /** The state of the last run, real and imaginary parts by turns; may be written to. */
  state(): Float64Array {
    return this.floats(this.exports.stateAt(), 2 * 2 ** this.program.numQubits);
  }

  /** |ψ|² of the last run. */
  probabilities(): Float64Array {
    this.exports.prepareTables(MOST_TABLE_BYTES);
    const at = this.exports.probabilities();
    if (!at) this.checkStatus(MEMORY_STATUS);
    return this.floats(at, 2 ** this.program.numQubits);
  }

  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn. */
  blochVectors(): Float64Array {
    const count = 3 * this.program.numQubits;
    const at = this.room(8 * count);
    this.exports.blochVectors(at);
    return this.floats(at, count);
  }

  /** Density matrix of the qubits of `mask`, row by row, real and imaginary parts by turns; lowest qubit first. */
  reducedState(mask: number): Float64Array {
    let count = 2;
    for (let rest = mask; rest; rest &= rest - 1) count *= 4;
    const at = this.room(8 * count);
    this.exports.reducedState(mask, at);
    return this.floats(at, count);
  }

  /** Basis indices drawn from the state of the last run: those that Python draws with this seed. */
  sample(shots: number, seed: number): Uint32Array {
    const at = this.room(4 * shots);
    this.probabilities();
    this.exports.sample(shots, seed >>> 0, Math.floor(seed / 2 ** 32), at);
    return new Uint32Array(this.exports.memory.buffer, at, shots);
  }

  /** Classical bits of the last trajectory. */
  clbits(): Uint8Array {
    return this.bytes(this.exports.bitsAt(), this.program.numClbits);
  }

  /** Expectation of the observable in the state of the last run. */
  expectation(): number {
    return this.exports.expectation();
  }

  /** Expectation, and its derivatives by the values, per radian; replaces the state by another. */
  gradient(values: Float64Array): { readonly energy: number; readonly derivatives: Float64Array } {
    this.prepareGradient();
    this.bind(values);
    const energy = this.exports.gradient();
    return { energy, derivatives: this.derivatives() };
  }

  /** Run a program with channels; returns the energy, 0 without an observable. */
  runNoisy(values: Float64Array): number {
    this.bind(values);
    return this.exports.noisyTick();
  }

  /** tr(ρ P) of every Pauli string of the last noisy run; digit k, base 4, is qubit k's letter: I, X, Z, Y. */
  pauliVector(): Float64Array {
    return this.floats(this.exports.noisyVectorAt(), 4 ** this.program.numQubits);
  }

  /** Probabilities of reading each basis state, of the last noisy run. */
  noisyProbabilities(): Float64Array {
    const at = this.exports.noisyProbabilities();
    if (!at) this.checkStatus(MEMORY_STATUS);
    return this.floats(at, 2 ** this.program.numQubits);
  }

  /** Energy with noise, and its derivatives by the values, per radian. */
  noisyGradient(values: Float64Array): { readonly energy: number; readonly derivatives: Float64Array } {
    this.checkStatus(this.exports.prepareNoisyGradient());
    this.bind(values);
    const energy = this.exports.noisyGradient();
    return { energy, derivatives: this.derivatives() };
  }

  /** Basis indices drawn from the probabilities of the last noisy run, as Python draws them. */
  sampleNoisy(shots: number, seed: number): Uint32Array {
    const at = this.room(4 * shots);
    this.noisyProbabilities();
    this.exports.sample(shots, seed >>> 0, Math.floor(seed / 2 ** 32), at);
    return new Uint32Array(this.exports.memory.buffer, at, shots);
  }

  /** Start to average runs with noise at these values; the same seed gives the same runs. */
  beginRuns(values: Float64Array, seed: number): void {
    this.checkStatus(this.exports.prepareRuns());
    this.bind(values);
    this.exports.beginRuns(seed >>> 0, Math.floor(seed / 2 ** 32));
  }

  /** `count` runs more; how many there are now. */
  moreRuns(count: number): number {
    return this.exports.moreRuns(count);
  }

  /** The average energy, and the sum of squares of what each run's is off it. */
  runsEnergy(): { readonly mean: number; readonly spread: number } {
    return { mean: this.exports.runsEnergy(), spread: this.exports.runsSpread() };
  }

  /** Sums of probabilities over the runs. */
  runsProbabilities(): Float64Array {
    return this.floats(this.exports.runsTablesAt(), 2 ** this.program.numQubits);
  }

  /** Sums of (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of every qubit over the runs, and of their squares. */
  runsVectors(): { readonly sums: Float64Array; readonly squares: Float64Array } {
    const both = this.floats(this.exports.runsVectorsAt(), 6 * this.program.numQubits);
    return { sums: both.subarray(0, both.length / 2), squares: both.subarray(both.length / 2) };
  }

  /** A basis index of each of `count` runs more. */
  drawRuns(count: number): Uint32Array {
    const at = this.room(count * (4 + this.program.numClbits));
    this.exports.drawRuns(count, at, at + 4 * count);
    return new Uint32Array(this.exports.memory.buffer, at, count).slice();
  }

  prepareGradient(): void {
    this.checkStatus(this.exports.prepareGradient(MOST_KEPT_BYTES));
  }

  private bind(values: Float64Array): void {
    if (values.length !== this.program.parameters.length) {
      throw new Error(`${values.length} values were given for ${this.program.parameters.length} parameters.`);
    }
    const all = this.chain?.extended(values) ?? values;
    this.floats(this.exports.valuesAt(), all.length).set(all);
  }

  /** The derivatives just found, by the free parameters. */
  private derivatives(): Float64Array {
    const { parameters, derived } = this.program;
    const slopes = this.floats(this.exports.gradientAt(), parameters.length + derived.length);
    if (!this.chain) return slopes;
    return this.chain.folded(slopes, this.floats(this.exports.valuesAt(), parameters.length));
  }

  private checkStatus(status: number): void {
    if (status === MEMORY_STATUS) {
      throw new Refusal(
        "TooLarge",
        `${this.program.numQubits} qubits do not fit with what was asked: the engine's memory cannot grow further. ` +
          "Simulate fewer qubits.",
      );
    }
    if (status === QUBITS_STATUS && this.program.operations.some(([kind]) => kind >= Kind.DEPOLARIZE)) {
      throw new Refusal(
        "Unsupported",
        "A gate of this circuit has too many controls to be followed with noise. Numbers are without noise.",
      );
    }
    if (status) throw new Error(`The engine refused these bytes (status ${status}).`);
  }

  // Growing replaces the memory's buffer, so views are made anew each time.
  private bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, start >>> 0, length);
  }

  private floats(start: number, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, start >>> 0, length);
  }
}
