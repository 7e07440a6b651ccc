/**
 * What can be asked of the live loop, and what comes back. Arrays are new for every result: keep them.
 *
 * `column` is the time cursor: the state after columns 0 to `column`, -1 for the state at the start; the
 * state at the end when it is left out. Bit k of a basis index is qubit k; with `qubits`, bit j is `qubits[j]`.
 */

import type { Register } from "../document/registers";
import type { Choice } from "./choice";
import type { Origin } from "./origin";

interface AtColumn {
  readonly column?: number;
}

export type Wanted =
  /** Of all qubits or of some; above `most` values, runs of neighbors are summed. */
  | ({ readonly kind: "probabilities"; readonly qubits?: readonly number[]; readonly most?: number } & AtColumn)
  /** The `count` likeliest basis states. */
  | ({ readonly kind: "likeliest"; readonly count: number } & AtColumn)
  /** Amplitudes `first` to `first + count - 1`. */
  | ({ readonly kind: "amplitudes"; readonly first: number; readonly count: number } & AtColumn)
  /** Bloch vectors of all qubits or of some. */
  | ({ readonly kind: "bloch"; readonly qubits?: readonly number[] } & AtColumn)
  /** Density matrix of 1 to 5 qubits. */
  | ({ readonly kind: "density"; readonly qubits: readonly number[] } & AtColumn)
  /** Entanglement entropy between `qubits` and the rest. */
  | ({ readonly kind: "entropy"; readonly qubits: readonly number[] } & AtColumn)
  /** ⟨P⟩ of a Pauli string on `qubits`; letter j of `letters` acts on `qubits[j]`, all Z when left out. */
  | ({ readonly kind: "expectation"; readonly qubits: readonly number[]; readonly letters?: string } & AtColumn)
  /** Expectation of the observable, and of each of its terms. */
  | ({ readonly kind: "energy"; readonly terms?: boolean } & AtColumn)
  /** Derivatives of the energy at the end by every parameter. */
  | { readonly kind: "gradient" }
  /** The energy at the end along one parameter, the others at their values. */
  | {
      readonly kind: "curve";
      readonly parameter: string;
      readonly low: number;
      readonly high: number;
      readonly points: number;
    };

/** What an output holds, by its kind. */
export type Shape =
  /** `values[k]` sums `width` basis states from k × width; float64, shape (2**qubits / width,). */
  | {
      readonly kind: "probabilities";
      readonly numQubits: number;
      readonly width: number;
      readonly values: Float64Array;
    }
  /** By falling probability; phases in radians, -π to π. */
  | {
      readonly kind: "likeliest";
      readonly indices: Uint32Array;
      readonly probabilities: Float64Array;
      readonly phases: Float64Array;
    }
  /** Real and imaginary parts by turns, float64, shape (2 × count,). */
  | { readonly kind: "amplitudes"; readonly first: number; readonly values: Float64Array }
  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn, float64, shape (3 × qubits,). */
  | { readonly kind: "bloch"; readonly vectors: Float64Array }
  /** Row by row, real and imaginary parts by turns, float64, shape (2 × 4**qubits,). */
  | { readonly kind: "density"; readonly matrix: Float64Array }
  /** Bits, from 0 to the number of qubits on the smaller side. */
  | { readonly kind: "entropy"; readonly bits: number }
  | { readonly kind: "expectation"; readonly value: number }
  /** `terms`, when asked for: ⟨P⟩ without its coefficient, in the order of the observable. */
  | { readonly kind: "energy"; readonly energy: number; readonly terms: Float64Array | null }
  /** In the order of the result's `parameters`, per radian. */
  | { readonly kind: "gradient"; readonly energy: number; readonly derivatives: Float64Array }
  /** From `low` to `high`, both included. */
  | { readonly kind: "curve"; readonly energies: Float64Array };

export type Output =
  /** `errors`: standard errors of probabilities, vectors, matrices, energies and expectations; null where exact. */
  | (Shape & {
      readonly origin: Origin;
      readonly errors: Float64Array | null;
      /** With noise on: the same without noise, exact. */
      readonly ideal?: Shape;
      /** Why numbers that are NaN are not had, in a clause. */
      readonly missing?: string;
      /** Is more of it on its way? */
      readonly isPartial?: boolean;
    })
  /** This one cannot be given; why, in a sentence. */
  | { readonly kind: "refused"; readonly why: string; readonly atValues?: boolean };

/** How noise is followed. */
export type Followed =
  /** Exactly by so many Pauli components, or as the average of so many runs. */
  | { readonly kind: "on"; readonly components: number; readonly runs: number | null }
  /** Numbers are without noise; why, in one or two sentences. */
  | { readonly kind: "off"; readonly why: string };

/** What the loop says after a change. */
export type LiveResult =
  | {
      readonly kind: "state";
      readonly revision: number;
      /** Names in order of first use, and the values that the outputs belong to. */
      readonly parameters: readonly string[];
      readonly values: Float64Array;
      /** By the keys of the request; one may be missing when the request is newer. */
      readonly outputs: ReadonlyMap<string, Output>;
      /**
       * Keys of outputs that belong to an earlier point: above 16 qubits some are prepared for a while after a
       * parameter is grabbed. They come with a later result, by itself if nothing else moves.
       */
      readonly stale: ReadonlySet<string>;
      /** Time taken by the engine and the outputs. */
      readonly milliseconds: number;
      /** "moving": states of the grabbed parameter were mixed instead of running the circuit. */
      readonly form: "run" | "moving";
      /** Is noise followed, as how many numbers, or why not; null where none is set. */
      readonly noise: Followed | null;
      /** Where the numbers of the latest column come from. */
      readonly origin: Origin;
      /** Above the live limit: what could find the energy, and what did. */
      readonly choice?: Choice;
    }
  /**
   * Simulation is off; why and what to do, in one or two sentences. `atValues`: only the values are to blame, at which
   * a formula of parameters has no value.
   */
  | { readonly kind: "off"; readonly revision: number; readonly why: string; readonly atValues?: boolean };

export interface Samples {
  /** Classical registers with measurements inside, in order; null where all qubits were sampled. */
  readonly registers: readonly Register[] | null;
  /** By bit string as Qiskit prints it: the last register first, a blank between two, bit 0 of each rightmost. */
  readonly counts: ReadonlyMap<string, number>;
  /** Fewer than were asked for when time ran out. */
  readonly shots: number;
  readonly seed: number;
  /** Were they drawn with noise? */
  readonly isNoisy?: boolean;
}

/** Entropy in bits of one qubit with this Bloch vector; its entanglement where the whole state is pure. */
export function qubitEntropy(x: number, y: number, z: number): number {
  const weight = Math.min(1, (1 + Math.hypot(x, y, z)) / 2);
  return binaryEntropy(weight) + binaryEntropy(1 - weight);
}

export function binaryEntropy(weight: number): number {
  return weight > 1e-15 ? -weight * Math.log2(weight) : 0;
}
