/** The numbers of one state that are linear in its projector, as one array each. */

import { exhausted } from "../document/errors";
import type { Engine } from "./engine";
import type { PauliTerm, Program } from "./program";
import { blochVector, marginal, pauliExpectation, reordered } from "./readout";
import type { Wanted } from "./wanted";

/** Where numbers are read: an engine that can be brought to the current values. */
export interface Readable {
  readonly program: Program;
  readonly terms: readonly PauliTerm[] | null;
  ready(): Engine;
  observedEngine(): Engine;
  gradient(): { readonly energy: number; readonly derivatives: Float64Array };
}

/** Is it linear in the projector on the state, and small? Then it can be mixed along a parameter. */
export function isMixable(wanted: Wanted): boolean {
  if (wanted.kind === "probabilities") return (wanted.qubits?.length ?? Infinity) <= 8;
  return wanted.kind !== "likeliest" && wanted.kind !== "amplitudes" && wanted.kind !== "curve";
}

/** The numbers of what `isMixable`, and of all probabilities. */
export function measure(wanted: Wanted, source: Readable): Float64Array {
  const { numQubits } = source.program;
  switch (wanted.kind) {
    case "probabilities": {
      const all = source.ready().probabilities();
      return wanted.qubits ? marginal(all, numQubits, wanted.qubits) : all;
    }
    case "bloch":
      return bloch(source.ready(), wanted.qubits);
    case "density":
    case "entropy": {
      const qubits = cut(wanted, numQubits);
      return reordered(source.ready().reducedState(maskOf(qubits)), qubits);
    }
    case "expectation": {
      let x = 0;
      let z = 0;
      wanted.qubits.forEach((qubit, k) => {
        const letter = wanted.letters?.[k] ?? "Z";
        if (letter === "X" || letter === "Y") x |= 1 << qubit;
        if (letter === "Z" || letter === "Y") z |= 1 << qubit;
      });
      return Float64Array.of(pauliExpectation(source.ready().state(), x, z));
    }
    case "energy": {
      const engine = source.observedEngine();
      const energy = engine.expectation();
      if (!wanted.terms) return Float64Array.of(energy);
      const psi = engine.state();
      return Float64Array.of(energy, ...(source.terms ?? []).map(({ x, z }) => pauliExpectation(psi, x, z)));
    }
    case "gradient": {
      const { energy, derivatives } = source.gradient();
      return Float64Array.of(energy, ...derivatives);
    }
    case "likeliest":
    case "amplitudes":
    case "curve":
      throw new Error(`'${wanted.kind}' is not linear.`);
    default:
      return exhausted(wanted);
  }
}

/** A few vectors from density matrices of one qubit, many from one walk over all. */
function bloch(engine: Engine, qubits: readonly number[] | undefined): Float64Array {
  if (!qubits) return engine.blochVectors().slice();
  if (3 * qubits.length < engine.program.numQubits) {
    return Float64Array.from(qubits.flatMap((qubit) => [...blochVector(engine.reducedState(1 << qubit))]));
  }
  const all = engine.blochVectors();
  return Float64Array.from(qubits.flatMap((qubit) => [...all.subarray(3 * qubit, 3 * qubit + 3)]));
}

function maskOf(qubits: readonly number[]): number {
  return qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
}

/** The qubits whose density matrix is taken: the smaller side of a cut has the same entropy. */
export function cut(
  wanted: { readonly kind: string; readonly qubits: readonly number[] },
  numQubits: number,
): readonly number[] {
  const { kind, qubits } = wanted;
  if (kind !== "entropy" || 2 * qubits.length <= numQubits) return qubits;
  return Array.from({ length: numQubits }, (_, q) => q).filter((q) => !qubits.includes(q));
}
