/** From a state that is ready to the outputs that are wanted of it. */

import { exhausted, Refusal } from "../document/errors";
import { cut } from "./measure";
import { binned, entropy, largest } from "./readout";
import type { Source } from "./source";
import type { Output, Shape, Wanted } from "./wanted";

const MOST_DENSITY_QUBITS = 5;
const MOST_CUT_QUBITS = 6;
const MOST_CURVE_POINTS = 10_000;

/** What numbers are read off, with what they are. */
export type Given = Pick<Source, "program" | "terms" | "origin" | "readings" | "ready" | "errorsOf" | "energiesAlong">;

/** What is wanted, or the sentence with which it is refused; null while it is being prepared. */
export function give(wanted: Wanted, source: Given): Output | null {
  try {
    check(wanted, source.program.numQubits);
    const found = output(wanted, source);
    if (!found) return null;
    const origin = isBefore(wanted, source) ? { ...source.origin, isBefore: true } : source.origin;
    return { ...found, origin, errors: isRead(wanted) ? source.errorsOf(wanted) : null };
  } catch (error) {
    if (error instanceof Refusal)
      return { kind: "refused", why: error.message, atValues: error.kind === "InvalidAngle" };
    throw error;
  }
}

/** Could the measurements at the end, which are left out, change it? */
function isBefore(wanted: Wanted, { program, origin, terms }: Given): boolean {
  const { leftOut, numQubits } = program;
  const isLeft = (qubit: number): boolean => ((leftOut >> qubit) & 1) === 1;
  if (!leftOut) return false;
  // A measurement mixes what it measures; of one run it chooses.
  if (origin.kind === "run") return true;
  switch (wanted.kind) {
    case "probabilities":
      return false;
    case "bloch":
    case "density":
      return (wanted.qubits ?? Array.from({ length: numQubits }, (_, k) => k)).some(isLeft);
    case "expectation":
      return wanted.qubits.some((qubit, k) => isLeft(qubit) && "XY".includes(wanted.letters?.[k] ?? "Z"));
    case "energy":
    case "gradient":
    case "curve":
      return terms?.some(({ x }) => x & leftOut) ?? false;
    default:
      return true;
  }
}

/** Is it read off a state, linear in it, and not refused? */
export function isReadable(wanted: Wanted, numQubits: number): boolean {
  try {
    check(wanted, numQubits);
    return isRead(wanted);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function isRead({ kind }: Wanted): boolean {
  return kind !== "gradient" && kind !== "curve" && kind !== "likeliest" && kind !== "amplitudes";
}

function check(wanted: Wanted, numQubits: number): void {
  const qubits = "qubits" in wanted ? wanted.qubits : undefined;
  if (qubits && (new Set(qubits).size !== qubits.length || qubits.some((q) => !(q >= 0 && q < numQubits)))) {
    throw new Refusal("InvalidCircuit", `Qubits ${qubits.join(", ")}: name each once, from 0 to ${numQubits - 1}.`);
  }
  const most = wanted.kind === "density" ? MOST_DENSITY_QUBITS : MOST_CUT_QUBITS;
  const size = wanted.kind === "density" || wanted.kind === "entropy" ? cut(wanted, numQubits).length : 0;
  if (size > most) {
    throw new Refusal("TooLarge", `A density matrix of ${size} qubits is not followed live; choose at most ${most}.`);
  }
}

function output(wanted: Wanted, source: Given): Shape | null {
  const { kind } = wanted;
  switch (kind) {
    case "probabilities": {
      const values = source.readings(wanted);
      if (!values) return null;
      const numQubits = wanted.qubits?.length ?? source.program.numQubits;
      const sums = binned(values, wanted.most ?? Infinity).values;
      return { kind, numQubits, width: 2 ** numQubits / sums.length, values: sums };
    }
    case "likeliest":
      return likeliest(source, wanted.count);
    case "amplitudes": {
      const psi = source.ready().state();
      return { kind, first: wanted.first, values: psi.slice(2 * wanted.first, 2 * (wanted.first + wanted.count)) };
    }
    case "bloch":
      return whole(source.readings(wanted), (vectors) => ({ kind, vectors }));
    case "density":
      return whole(source.readings(wanted), (matrix) => ({ kind, matrix }));
    case "entropy":
      return whole(source.readings(wanted), (matrix) => ({ kind, bits: entropy(matrix) }));
    case "expectation":
      return whole(source.readings(wanted), ([value = 0]) => ({ kind, value }));
    case "energy":
      return whole(source.readings(wanted), (all) => ({
        kind,
        energy: all[0] ?? 0,
        terms: wanted.terms ? all.slice(1) : null,
      }));
    case "gradient":
      return whole(source.readings(wanted), (all) => ({ kind, energy: all[0] ?? 0, derivatives: all.slice(1) }));
    case "curve": {
      const parameter = source.program.parameters.indexOf(wanted.parameter);
      if (parameter < 0) {
        throw new Refusal("InvalidCircuit", `The circuit has no parameter '${wanted.parameter}'.`);
      }
      const points = Math.min(MOST_CURVE_POINTS, Math.max(2, wanted.points));
      const step = (wanted.high - wanted.low) / (points - 1);
      const thetas = Float64Array.from({ length: points }, (_, k) => wanted.low + k * step);
      return { kind, energies: source.energiesAlong(parameter, thetas) };
    }
    default:
      return exhausted(wanted);
  }
}

/** The output of readings that are there. */
function whole(readings: Float64Array | null, make: (readings: Float64Array) => Shape): Shape | null {
  return readings && make(readings);
}

function likeliest(source: Given, count: number): Shape {
  const engine = source.ready();
  const all = engine.probabilities();
  const indices = largest(all, count);
  const psi = engine.state();
  return {
    kind: "likeliest",
    indices,
    probabilities: Float64Array.from(indices, (i) => all[i] as number),
    phases: Float64Array.from(indices, (i) => Math.atan2(psi[2 * i + 1] as number, psi[2 * i] as number)),
  };
}
