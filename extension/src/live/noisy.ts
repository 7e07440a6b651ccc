/**
 * The state after a column with noise, as its 4^n Pauli expectations, and the outputs that are wanted of it.
 *
 * Readout errors act on what is read: probabilities, energies, expectations. Bloch vectors and density matrices are the
 * state's before readout.
 */

import { exhausted, Refusal } from "../document/errors";
import type { Channels } from "../document/noise";
import { readoutOf } from "./channels";
import { Engine } from "./engine";
import { cut } from "./measure";
import { mix, samplePoints, squared } from "./moving";
import type { Origin } from "./origin";
import { encodeObservable, type PauliTerm, type Program } from "./program";
import { binned, entropy, marginal } from "./readout";
import type { Source } from "./source";
import type { Shape, Wanted } from "./wanted";

export const NOISY: Origin = { kind: "exact", branches: 1, isNoisy: true };

/** Digits of an index of the Pauli vector, by letter. */
const DIGITS: Readonly<Record<string, number>> = { I: 0, X: 1, Z: 2, Y: 3 };
/** Readout that keeps less than this of an expectation is not undone. */
const LEAST_SLOPE = 1e-6;

export class NoisySource {
  readonly engine: Engine;
  private values: Float64Array = new Float64Array();
  private energy = 0;
  private fresh = false;
  private readonly slopes: readonly (readonly [slope: number, offset: number])[];

  constructor(
    module: WebAssembly.Module,
    readonly program: Program,
    private readonly terms: readonly PauliTerm[] | null,
    /** The same column without noise. */
    private readonly ideal: Source,
    /** Whose readout is at the end of the program; null where none is. */
    readout: Channels | null,
  ) {
    this.engine = new Engine(module, program);
    if (terms) this.engine.observe(encodeObservable(program.numQubits, terms));
    this.slopes = Array.from({ length: program.numQubits }, (_, qubit) => {
      const found = readout && readoutOf(readout, qubit);
      return found ? [found.slope, found.offset] : [1, 0];
    });
  }

  moveTo(values: Float64Array): void {
    this.values = values;
    this.fresh = false;
  }

  private ready(): Engine {
    if (!this.fresh) this.energy = this.engine.runNoisy(this.values);
    this.fresh = true;
    return this.engine;
  }

  /** What is wanted, with noise; it was checked already. */
  give(wanted: Wanted): Shape {
    const { numQubits } = this.program;
    const { kind } = wanted;
    switch (kind) {
      case "probabilities": {
        const all = this.ready().noisyProbabilities();
        const values = wanted.qubits ? marginal(all, numQubits, wanted.qubits) : all;
        const size = wanted.qubits?.length ?? numQubits;
        const sums = binned(values, wanted.most ?? Infinity).values;
        return { kind, numQubits: size, width: 2 ** size / sums.length, values: sums };
      }
      case "bloch":
        return { kind, vectors: this.bloch(wanted.qubits ?? Array.from({ length: numQubits }, (_, q) => q)) };
      case "density":
        return { kind, matrix: this.density(wanted.qubits) };
      case "entropy":
        return { kind, bits: entropy(this.density(cut(wanted, numQubits))) };
      case "expectation":
        return { kind, value: this.ready().pauliVector()[indexOf(wanted.qubits, wanted.letters)] ?? 0 };
      case "energy": {
        const engine = this.ready();
        const { energy } = this;
        if (!wanted.terms) return { kind, energy, terms: null };
        const vector = engine.pauliVector();
        const terms = (this.terms ?? []).map(({ x, z }) => vector[spread(x) + 2 * spread(z)] ?? 0);
        return { kind, energy, terms: Float64Array.from(terms) };
      }
      case "gradient": {
        const { energy, derivatives } = this.engine.noisyGradient(this.values);
        this.fresh = false;
        return { kind, energy, derivatives: derivatives.slice() };
      }
      case "curve":
        return { kind, energies: this.curve(wanted) };
      case "amplitudes":
      case "likeliest":
        throw new Refusal(
          "InvalidCircuit",
          "With noise the state is a mixture, which has no amplitudes. Switch the noise off to see them.",
        );
      default:
        return exhausted(wanted);
    }
  }

  /** Basis indices drawn from its probabilities. */
  sample(shots: number, seed: number): Uint32Array {
    return this.ready().sampleNoisy(shots, seed);
  }

  private curve(wanted: Extract<Wanted, { readonly kind: "curve" }>): Float64Array {
    const parameter = this.program.parameters.indexOf(wanted.parameter);
    const { low, high, points } = wanted;
    const thetas = Float64Array.from({ length: points }, (_, k) => low + (k * (high - low)) / Math.max(1, points - 1));
    const found = this.ideal.engine.frequenciesOf(parameter);
    const fewer = found && squared(found).count < points ? squared(found) : null;
    const samples = [...(fewer ? samplePoints(fewer) : thetas)].map((theta) => {
      const values = this.values.slice();
      values[parameter] = theta;
      return Float64Array.of(this.engine.runNoisy(values));
    });
    this.fresh = false;
    return thetas.map((theta, k) => (fewer ? mix(fewer, samples, theta)[0] : samples[k]?.[0]) ?? 0);
  }

  private bloch(qubits: readonly number[]): Float64Array {
    return Float64Array.from(
      qubits.flatMap((qubit) => {
        const [, x = 0, z = 0, y = 0] = this.reduced([qubit]);
        return [x, y, z];
      }),
    );
  }

  /** Expectations of the strings on some qubits before readout, digit j of an index for `qubits[j]`. */
  private reduced(qubits: readonly number[]): Float64Array {
    const vector = this.ready().pauliVector();
    const found = new Float64Array(4 ** qubits.length);
    for (let index = 0; index < found.length; index++) {
      let at = 0;
      qubits.forEach((qubit, j) => {
        at += ((index >> (2 * j)) & 3) * 4 ** qubit;
      });
      found[index] = vector[at] as number;
    }
    qubits.forEach((qubit, j) => this.undoReadout(found, qubit, j));
    return found;
  }

  /** Of each letter on a qubit, which readout turned into slope × it + offset × what the others have alone. */
  private undoReadout(reduced: Float64Array, qubit: number, place: number): void {
    const [slope, offset] = this.slopes[qubit] ?? [1, 0];
    if (slope === 1 && offset === 0) return;
    if (Math.abs(slope) < LEAST_SLOPE) {
      throw new Refusal("InvalidCircuit", "With this readout error nothing is known of the state. Give a smaller one.");
    }
    const digit = 3 << (2 * place);
    for (let index = 0; index < reduced.length; index++) {
      if (!(index & digit)) continue;
      reduced[index] = ((reduced[index] as number) - offset * (reduced[index & ~digit] as number)) / slope;
    }
  }

  /** Density matrix of some qubits, bit j for `qubits[j]`, row by row, real and imaginary parts by turns. */
  private density(qubits: readonly number[]): Float64Array {
    const reduced = this.reduced(qubits);
    const size = 2 ** qubits.length;
    const matrix = new Float64Array(2 * size * size);
    for (let x = 0; x < size; x++) {
      for (let z = 0; z < size; z++) {
        const value = (reduced[spread(x) + 2 * spread(z)] as number) / size;
        if (!value) continue;
        // P|column⟩ = i^turns (-1)^(z·column) |column ^ x⟩, one turn for each Y.
        const turns = bits(x & z) & 3;
        for (let column = 0; column < size; column++) {
          const signed = bits(z & column) & 1 ? -value : value;
          const at = 2 * ((column ^ x) * size + column) + (turns & 1);
          matrix[at] = (matrix[at] as number) + (turns & 2 ? -signed : signed);
        }
      }
    }
    return matrix;
  }
}

/** Bits moved to even places. */
function spread(mask: number): number {
  let moved = 0;
  for (let bit = 0; mask >> bit; bit++) moved += ((mask >> bit) & 1) * 4 ** bit;
  return moved;
}

function bits(word: number): number {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count += 1;
  return count;
}

/** Where a Pauli string is; all Z where no letters are given. */
function indexOf(qubits: readonly number[], letters: string | undefined): number {
  return qubits.reduce((sum, qubit, j) => sum + (DIGITS[letters?.[j] ?? "Z"] ?? 0) * 4 ** qubit, 0);
}
