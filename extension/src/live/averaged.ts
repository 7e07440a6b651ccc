/**
 * The state after a column with noise as the average of seeded runs, where 4^n numbers are too many. Runs go on between
 * ticks; what is told comes with its standard error, of probabilities and of what is read off them with a bound of it.
 */

import { Refusal } from "../document/errors";
import type { Channels } from "../document/noise";
import { readoutOf } from "./channels";
import { Engine } from "./engine";
import { encodeObservable, type PauliTerm, type Program, pauliTerms } from "./program";
import { binned, marginal, parity } from "./readout";
import type { Shape, Wanted } from "./wanted";

/** Runs after which an average is left as it is. */
export const MOST_RUNS = 1000;
/** Fewer have no error. */
const FEWEST_RUNS = 2;
/** Terms of an observable as it is read. */
const MOST_TERMS = 100_000;

export class AveragedSource {
  readonly engine: Engine;
  runs = 0;
  private values: Float64Array | null = null;

  constructor(
    module: WebAssembly.Module,
    readonly program: Program,
    terms: readonly PauliTerm[] | null,
    /** Whose readout errors act on what is read; null where none do. */
    private readonly readout: Channels | null,
  ) {
    this.engine = new Engine(module, program, "runs");
    if (terms) this.engine.observe(encodeObservable(program.numQubits, asRead(terms, readout)));
  }

  moveTo(values: Float64Array): void {
    if (this.values && values.every((value, k) => value === this.values?.[k])) return;
    this.values = values.slice();
    this.engine.beginRuns(values, 0);
    this.runs = 0;
  }

  /** Runs for about so many milliseconds, and a few in any case. */
  more(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    do this.runs = this.engine.moreRuns(FEWEST_RUNS);
    while (this.runs < MOST_RUNS && performance.now() < end);
  }

  /** What is wanted as far as it is averaged, with errors; it was checked already. */
  give(wanted: Wanted): { readonly shape: Shape; readonly errors: Float64Array } {
    const { kind } = wanted;
    const { numQubits } = this.program;
    switch (kind) {
      case "probabilities": {
        const all = this.probabilities();
        const values = wanted.qubits ? marginal(all, numQubits, wanted.qubits) : all;
        const size = wanted.qubits?.length ?? numQubits;
        const sums = binned(values, wanted.most ?? Infinity).values;
        const shape = { kind, numQubits: size, width: 2 ** size / sums.length, values: sums } as const;
        // A number from 0 to 1 with mean p has at most the variance p (1 - p).
        return { shape, errors: sums.map((p) => Math.sqrt(Math.max(0, p * (1 - p)) / (this.runs - 1))) };
      }
      case "bloch": {
        const { sums, squares } = this.engine.runsVectors();
        const qubits = wanted.qubits ?? Array.from({ length: numQubits }, (_, q) => q);
        const places = qubits.flatMap((qubit) => [3 * qubit, 3 * qubit + 1, 3 * qubit + 2]);
        const vectors = Float64Array.from(places, (at) => (sums[at] ?? 0) / this.runs);
        const errors = Float64Array.from(places, (at) => {
          const spread = (squares[at] ?? 0) - (sums[at] ?? 0) ** 2 / this.runs;
          return Math.sqrt(Math.max(0, spread) / (this.runs * (this.runs - 1)));
        });
        return { shape: { kind, vectors }, errors };
      }
      case "energy": {
        const { mean, spread } = this.engine.runsEnergy();
        const error = Math.sqrt(spread / (this.runs * (this.runs - 1)));
        return { shape: { kind, energy: mean, terms: null }, errors: Float64Array.of(error) };
      }
      case "expectation": {
        if ([...(wanted.letters ?? "")].some((letter) => letter !== "Z")) throw notAveraged();
        const mask = wanted.qubits.reduce((all, qubit) => all | (1 << qubit), 0);
        const value = this.probabilities().reduce((sum, p, index) => sum + (parity(index & mask) ? -p : p), 0);
        return { shape: { kind, value }, errors: Float64Array.of(Math.sqrt((1 - value * value) / (this.runs - 1))) };
      }
      default:
        throw notAveraged();
    }
  }

  /** Basis indices, one of a run each, as they are read; fewer where time runs out. */
  sample(shots: number, seed: number, milliseconds: number): Uint32Array {
    const found = new Uint32Array(shots);
    const end = performance.now() + milliseconds;
    let done = 0;
    this.engine.beginRuns(this.values ?? new Float64Array(), seed);
    while (done < shots && performance.now() < end) {
      const part = this.engine.drawRuns(Math.min(16, shots - done));
      found.set(part, done);
      done += part.length;
    }
    this.values = null;
    return found.subarray(0, done).map(this.misread(seed));
  }

  private misread(seed: number): (index: number) => number {
    let state = seed >>> 0;
    const uniform = (): number => {
      // Mulberry32, by Tommy Ettinger.
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const chances = Array.from({ length: this.program.numQubits }, (_, qubit) => this.chancesOf(qubit));
    return (index) =>
      chances.reduce((read, chance, qubit) => {
        const wrong = chance[(index >> qubit) & 1] ?? 0;
        return wrong && uniform() < wrong ? read ^ (1 << qubit) : read;
      }, index);
  }

  /** How often 0 and 1 of a qubit are read wrongly. */
  private chancesOf(qubit: number): readonly [number, number] {
    const found = this.readout && readoutOf(this.readout, qubit);
    return found ? [(1 - found.slope - found.offset) / 2, (1 - found.slope + found.offset) / 2] : [0, 0];
  }

  /** Of all basis states, as they are read. */
  private probabilities(): Float64Array {
    const all = this.engine.runsProbabilities().map((sum) => sum / this.runs);
    for (let qubit = 0; qubit < this.program.numQubits; qubit++) {
      const [wrong, right] = this.chancesOf(qubit);
      if (!wrong && !right) continue;
      const bit = 1 << qubit;
      for (let index = 0; index < all.length; index++) {
        if (index & bit) continue;
        const [zero, one] = [all[index] as number, all[index | bit] as number];
        all[index] = zero * (1 - wrong) + one * right;
        all[index | bit] = zero * wrong + one * (1 - right);
      }
    }
    return all;
  }
}

function notAveraged(): Refusal {
  return new Refusal("TooLarge", "On so many qubits noise is averaged over runs, which does not give this here.");
}

/** What has the expectation that is read of an observable, each letter in its own basis; as in Python. */
function asRead(terms: readonly PauliTerm[], readout: Channels | null): readonly PauliTerm[] {
  if (!readout) return terms;
  const found = new Map<string, number>();
  for (const { label, coefficient } of terms) {
    let parts = new Map([[label, coefficient]]);
    [...label].forEach((letter, place) => {
      const errs = letter === "I" ? null : readoutOf(readout, label.length - 1 - place);
      if (!errs) return;
      const next = new Map([...parts].map(([part, c]) => [part, errs.slope * c]));
      if (errs.offset) {
        for (const [part, c] of parts) next.set(`${part.slice(0, place)}I${part.slice(place + 1)}`, errs.offset * c);
      }
      parts = next;
      if (parts.size + found.size > MOST_TERMS) {
        throw new Refusal(
          "TooLarge",
          "Readout errors make too many terms of this observable. Give the same error for 0 and 1.",
        );
      }
    });
    for (const [part, c] of parts) found.set(part, (found.get(part) ?? 0) + c);
  }
  return pauliTerms(found);
}
