/**
 * beyond.wasm with types: Pauli strings back through a circuit's turns. `Surrogate` is a polynomial in the parameters,
 * of which a tick is one pass; `Table` follows many strings at once where each angle is a multiple of a quarter turn.
 *
 * As qdesign/simulate/beyond.py. One of these is one instance with one circuit; what they give holds until the next
 * call.
 */

import { Refusal } from "../document/errors";
import { Chain } from "./chain";
import { loadEngine } from "./engine";
import type { Turns } from "./turns";

const MEMORY_STATUS = 3;
const NODES_STATUS = 5;
const QUARTERS_STATUS = 6;
const ALL = 0xffffffff;
/** Strings, at each turn anew, between two looks at the clock: a millisecond. */
const WORK = 50_000;

interface Exports {
  readonly memory: WebAssembly.Memory;
  begin(bytes: number): number;
  take(start: number, length: number): number;
  valuesAt(): number;
  stringsAt(count: number): number;
  weightsAt(): number;
  singles(letters: number): number;
  bytesFor(terms: number, nodes: number): number;
  propagate(weight: number, splits: number, terms: number, nodes: number, near: number, least: number): number;
  advance(work: number): number;
  turnsLeft(): number;
  finish(): number;
  mostStrings(): number;
  nodesAlive(): number;
  numCut(): number;
  cutMean(): number;
  expect(): number;
  slopes(): number;
  weighCuts(): number;
  cutSquares(): number;
  fillTable(): number;
  runTable(): number;
  tableExpect(): number;
  prepareOutcomes(low: number, high: number): number;
  draw(shots: number): number;
}

/** A Pauli string by its letters; qubits that are not named have I. */
export type PauliLetters = readonly (readonly [qubit: number, letter: "X" | "Y" | "Z"])[];

/** The letters of a label as Qiskit writes it: the rightmost is qubit 0. */
export function lettersOfLabel(label: string): PauliLetters {
  const found: [number, "X" | "Y" | "Z"][] = [];
  for (let qubit = 0; qubit < label.length; qubit++) {
    const letter = label[label.length - 1 - qubit];
    if (letter === "X" || letter === "Y" || letter === "Z") found.push([qubit, letter]);
  }
  return found;
}

/** beyond.wasm compiled, once for all, from its bytes or from the same deflated. */
export const loadBeyond = loadEngine;

/** An instance with a circuit's turns, and values for them. */
class Held {
  protected readonly exports: Exports;
  private readonly chain: Chain | null;

  constructor(
    module: WebAssembly.Module,
    readonly turns: Turns,
  ) {
    this.chain = turns.derived.length ? new Chain(turns.parameters, turns.derived) : null;
    this.exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.take();
  }

  /** Take the circuit; what was there before is gone. */
  protected take(): void {
    const { data } = this.turns;
    const start = this.exports.begin(data.length) >>> 0;
    if (!start) this.check(MEMORY_STATUS);
    new Uint8Array(this.exports.memory.buffer, start, data.length).set(data);
    this.check(this.exports.take(start, data.length));
  }

  protected write(strings: readonly PauliLetters[]): void {
    const start = this.exports.stringsAt(strings.length) >>> 0;
    if (!start) this.check(MEMORY_STATUS);
    const bytes = 8 * Math.ceil(this.turns.numQubits / 64);
    const all = new Uint8Array(this.exports.memory.buffer, start, 2 * bytes * strings.length);
    strings.forEach((letters, k) => {
      for (const [qubit, letter] of letters) {
        const at = 2 * bytes * k + (qubit >> 3);
        const bit = 1 << (qubit & 7);
        if (letter !== "Z") all[at] = (all[at] ?? 0) | bit;
        if (letter !== "X") all[at + bytes] = (all[at + bytes] ?? 0) | bit;
      }
    });
  }

  protected bind(values: Float64Array): void {
    if (values.length !== this.turns.parameters.length) {
      throw new Error(`${values.length} values were given for ${this.turns.parameters.length} parameters.`);
    }
    const all = this.chain?.extended(values) ?? values;
    this.floats(this.exports.valuesAt(), all.length).set(all);
  }

  /** Derivatives by the free parameters. */
  protected folded(slopes: Float64Array, values: Float64Array): Float64Array {
    return this.chain ? this.chain.folded(slopes, values) : slopes;
  }

  protected check(status: number): void {
    if (status === MEMORY_STATUS) {
      throw new Refusal("TooLarge", "There is no memory left for these Pauli strings. Follow fewer of them.");
    }
    if (status === NODES_STATUS) {
      throw new Refusal("TooLarge", "Too many Pauli strings are met on the way. Follow fewer of them.");
    }
    if (status === QUARTERS_STATUS) {
      throw new Refusal("InvalidAngle", "An angle is no multiple of π/2, so that this is no Clifford circuit.");
    }
    if (status) throw new Error(`beyond.wasm refused a circuit (status ${status}).`);
  }

  // Growing replaces the memory's buffer, so views are made anew each time.
  protected floats(start: number, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, start >>> 0, length);
  }
}

/** What is followed of the strings; what is left out has no limit. */
export interface Limits {
  /** Qubits that a string may act on. */
  readonly maxWeight?: number;
  /** Turns by a parameter that may have split a string on its way. */
  readonly maxFrequency?: number;
  /** Strings at one time; the largest are kept when there are a quarter more. */
  readonly maxTerms?: number;
  /** Parts that may be met on the way; above it is refused. */
  readonly maxNodes?: number;
  /** Values at which sizes count; without them it is the mean square over all values. */
  readonly near?: Float64Array;
  /** Strings with a smaller coefficient at `near` are cut. */
  readonly minSize?: number;
}

/** An energy of which strings were cut. */
export interface Judged {
  readonly energy: number;
  /** It is off by at most this: the sum of sizes of what was cut at these values; it is wide. */
  readonly bound: number;
  /** About how far off it is: the root of the sum of squares of the same. */
  readonly estimate: number;
}

/** Expectations of Pauli strings as a polynomial in cos and sin of a circuit's angles. */
export class Surrogate extends Held {
  readonly numStrings: number;
  private finished = false;

  /** Ready to be made by `advance`; weights are the strings' coefficients in the energy, 1 where none are given. */
  constructor(
    module: WebAssembly.Module,
    turns: Turns,
    strings: readonly PauliLetters[],
    weights?: Float64Array,
    limits: Limits = {},
  ) {
    super(module, turns);
    this.numStrings = strings.length;
    this.write(strings);
    if (weights) this.weigh(weights);
    if (limits.near) this.bind(limits.near);
    const { maxWeight = ALL, maxFrequency = ALL, maxTerms = 20_000, maxNodes = 4_000_000, minSize = 0 } = limits;
    this.check(this.exports.propagate(maxWeight, maxFrequency, maxTerms, maxNodes, limits.near ? 1 : 0, minSize));
  }

  /** Goes on for so long; gives the share that is done, 1 once expectations can be had. */
  advance(milliseconds: number): number {
    const until = performance.now() + milliseconds;
    while (this.exports.turnsLeft()) {
      this.check(this.exports.advance(WORK));
      if (performance.now() >= until) break;
    }
    const left = this.exports.turnsLeft();
    if (left) return 1 - left / this.turns.numTurns;
    if (!this.finished) this.check(this.exports.finish());
    this.finished = true;
    return 1;
  }

  /** Other coefficients of the strings. */
  weigh(weights: Float64Array): void {
    this.floats(this.exports.weightsAt(), this.numStrings).set(weights);
  }

  /** The expectation of every string, in their order. */
  expectations(values: Float64Array): Float64Array {
    this.bind(values);
    return this.floats(this.exports.expect(), this.numStrings);
  }

  /** Σ weight × expectation. */
  energy(values: Float64Array): number {
    const found = this.expectations(values);
    return this.floats(this.exports.weightsAt(), this.numStrings).reduce((sum, w, k) => sum + w * (found[k] ?? 0), 0);
  }

  /** The same with its derivatives by the parameters. */
  gradient(values: Float64Array): { readonly energy: number; readonly derivatives: Float64Array } {
    const energy = this.energy(values);
    const { parameters, derived } = this.turns;
    const slopes = this.floats(this.exports.slopes(), parameters.length + derived.length);
    return { energy, derivatives: this.folded(slopes, values) };
  }

  /** Σ weight × expectation, and how far off it is, from three passes. */
  judged(values: Float64Array): Judged {
    const energy = this.energy(values);
    if (!this.numCut) return { energy, bound: 0, estimate: 0 };
    // No energy is larger than the sum of sizes of all terms.
    const widest = this.floats(this.exports.weightsAt(), this.numStrings).reduce((sum, w) => sum + Math.abs(w), 0);
    const bound = Math.min(this.exports.weighCuts(), widest + Math.abs(energy));
    return { energy, bound, estimate: Math.min(Math.sqrt(this.exports.cutSquares()), bound) };
  }

  /** How far off the expectation of one string is, from a pass after `expectations` at the same values. */
  judgedOne(index: number, expectation: number): Omit<Judged, "energy"> {
    const weights = this.floats(this.exports.weightsAt(), this.numStrings);
    const kept = weights.slice();
    weights.fill(0);
    weights[index] = 1;
    const bound = Math.min(this.exports.weighCuts(), 1 + Math.abs(expectation));
    const estimate = Math.min(Math.sqrt(this.exports.cutSquares()), bound);
    this.weigh(kept);
    return { bound, estimate };
  }

  /** Strings that were cut; 0 where the polynomial is exact. */
  get numCut(): number {
    return this.exports.numCut();
  }

  /** Root mean square over all values of what was cut, where parameters are independent. */
  get rmsError(): number {
    return Math.sqrt(this.exports.cutMean());
  }

  /** The most strings that there were at one time. */
  get numTerms(): number {
    return this.exports.mostStrings();
  }

  /** Parts of the polynomial, which a tick passes over: some 5 ns each. */
  get numNodes(): number {
    return this.exports.nodesAlive();
  }
}

/** Pauli strings through a circuit of quarter turns, all at once. */
export class Table extends Held {
  /** Expectations of strings, each 0, 1 or -1. */
  expectations(strings: readonly PauliLetters[], values: Float64Array): Float64Array {
    this.take();
    this.write(strings);
    this.run(values);
    return this.floats(this.exports.tableExpect(), strings.length);
  }

  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn. */
  blochVectors(values: Float64Array): Float64Array {
    this.take();
    this.check(this.exports.singles(3));
    this.run(values);
    return this.floats(this.exports.tableExpect(), 3 * this.turns.numQubits);
  }

  /** Outcomes of measuring all qubits at the end: bit k of a shot's bytes is qubit k; as Python draws them. */
  sample(shots: number, values: Float64Array, seed: number): { readonly bits: Uint8Array; readonly bytes: number } {
    this.take();
    this.check(this.exports.singles(1));
    this.run(values);
    this.check(this.exports.prepareOutcomes(seed >>> 0, Math.floor(seed / 2 ** 32)));
    const start = this.exports.draw(shots) >>> 0;
    if (!start) this.check(MEMORY_STATUS);
    const bytes = 8 * Math.ceil(this.turns.numQubits / 64);
    return { bits: new Uint8Array(this.exports.memory.buffer, start, bytes * shots), bytes };
  }

  private run(values: Float64Array): void {
    this.bind(values);
    this.check(this.exports.fillTable());
    this.check(this.exports.runTable());
  }
}
