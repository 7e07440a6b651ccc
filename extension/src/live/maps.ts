/** Linear maps of circuits and diagrams: how they are asked of the engine and of tensors, how two of them compare. */

import {
  type CircuitBody,
  type DiagramBody,
  type Item,
  isCircuit,
  isUnitary,
  withoutFinalMeasurements,
} from "../document/circuit";
import { type DenseMap, overlap } from "../rewriting/tensor";
import type { PauliTerm } from "./program";
import { pauliExpectation } from "./readout";

type Body = CircuitBody | DiagramBody;

/** Open wires up to which a map is worked out whole; beyond, the state from |0…0⟩ alone. */
export const MOST_WIRES = 12;
/** Qubits of a state that is drawn. */
export const MOST_STATE = 16;

/** Numbers of open wires at the beginning and the end. */
export function openWires(body: Body): { readonly inputs: number; readonly outputs: number } {
  if (isCircuit(body)) return { inputs: body.qubits.length, outputs: body.qubits.length };
  return { inputs: body.inputs.length, outputs: body.outputs.length };
}

/** Is the map worked out whole? */
export function isWhole(body: Body): boolean {
  const { inputs, outputs } = openWires(body);
  return inputs + outputs <= MOST_WIRES;
}

/** Why a body has no map that is worked out here; empty where it has. */
export function whyNoMap(body: Body): string {
  if (isCircuit(body) && ![...withoutFinalMeasurements(body).operations.values()].every(isUnitary)) {
    return "This circuit measures, resets or waits for bits inside, so that it is no linear map.";
  }
  const { outputs } = openWires(body);
  if (!isWhole(body) && outputs > MOST_STATE) {
    return `States of ${outputs} qubits are not drawn here; up to ${MOST_STATE} they are.`;
  }
  return "";
}

/**
 * The circuit on half of a maximally entangled state: amplitude row + column × 2ⁿ of its result is an entry of its
 * matrix over √2ⁿ.
 */
export function doubled(given: CircuitBody): CircuitBody {
  const body = withoutFinalMeasurements(given);
  const n = body.qubits.length;
  const first = Math.min(0, ...[...body.operations.values()].map(({ column }) => column)) - 2;
  const pairs = body.qubits.flatMap((_, k): (readonly [string, Item])[] => [
    [`pair h ${k}`, { gate: "h", qubits: [n + k], column: first }],
    [`pair cx ${k}`, { gate: "cx", qubits: [n + k, k], column: first + 1 }],
  ]);
  const qubits = [...body.qubits, ...body.qubits.map((_, k) => `pair ${k}`)];
  return { ...body, qubits, operations: new Map([...pairs, ...body.operations]) };
}

/** A matrix from the amplitudes of a doubled circuit, real and imaginary parts by turns. */
export function undoubled(amplitudes: Float64Array, numQubits: number): DenseMap {
  const size = 2 ** numQubits;
  const scale = Math.sqrt(size);
  const [re, im] = [new Float64Array(size * size), new Float64Array(size * size)];
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      const at = 2 * (row + size * column);
      re[row * size + column] = scale * (amplitudes[at] ?? 0);
      im[row * size + column] = scale * (amplitudes[at + 1] ?? 0);
    }
  }
  return { rows: size, columns: size, re, im };
}

/** A diagram with |0⟩ at each input: what it makes of |0…0⟩, up to a factor √2 an input. */
export function fromZeros(body: DiagramBody): DiagramBody {
  const inputs = new Set(body.inputs);
  const spiders = new Map(
    [...body.spiders].map(([id, s]) => [id, inputs.has(id) ? { kind: "X" as const, x: s.x, y: s.y } : s]),
  );
  return { ...body, spiders, inputs: [] };
}

/** A column of a map as a map of its own. */
export function columnOf(map: DenseMap, column: number): DenseMap {
  const pick = (part: Float64Array): Float64Array =>
    Float64Array.from({ length: map.rows }, (_, row) => part[row * map.columns + column] ?? 0);
  return { rows: map.rows, columns: 1, re: pick(map.re), im: pick(map.im) };
}

/** Two maps of one shape, both drawn to one scale. */
export interface Comparison {
  /** The first at the size of an isometry (Frobenius norm √columns), and the second times `scalar` at that size. */
  readonly maps: readonly [DenseMap, DenseMap];
  /** The first is this times the second, as far as it is; null where one of them is 0. Very large or small: ∞ or 0. */
  readonly scalar: { readonly size: number; readonly phase: number } | null;
  /** The largest magnitude of an entry of the difference, and where. */
  readonly worst: number;
  readonly at: { readonly row: number; readonly column: number };
  /** The largest magnitude of an entry of either. */
  readonly most: number;
  /** At these values; null where rounding hides it. */
  readonly equal: boolean | null;
  /** Which of them are 0 here. */
  readonly zeros: readonly [boolean, boolean];
}

const EQUAL = 1e-9;
const DIFFERENT = 1e-7;
const NOTHING = 1e-12;

/** Are two maps equal up to a scalar, and where are they not? Null where their shapes differ. */
export function compareMaps(a: DenseMap, b: DenseMap): Comparison | null {
  if (a.rows !== b.rows || a.columns !== b.columns) return null;
  const unit = Math.sqrt(a.columns);
  const [sizeA, sizeB] = [normOf(a), normOf(b)];
  const zeros = [sizeA < NOTHING * unit, sizeB < NOTHING * unit] as const;
  const { re, im } = overlap(a, b);
  const phase = Math.hypot(re, im) > NOTHING * sizeA * sizeB ? Math.atan2(im, re) : 0;
  const maps = [scaled(a, zeros[0] ? 0 : unit / sizeA, 0), scaled(b, zeros[1] ? 0 : unit / sizeB, phase)] as const;
  let [worst, at, most] = [0, 0, 0];
  for (let k = 0; k < a.re.length; k++) {
    const [p, q, x, y] = [maps[0].re[k] ?? 0, maps[0].im[k] ?? 0, maps[1].re[k] ?? 0, maps[1].im[k] ?? 0];
    const off = Math.hypot(p - x, q - y);
    if (off > worst) [worst, at] = [off, k];
    most = Math.max(most, Math.hypot(p, q), Math.hypot(x, y));
  }
  const scalar = zeros[0] || zeros[1] ? null : { size: (sizeA / sizeB) * 2 ** ((a.log2 ?? 0) - (b.log2 ?? 0)), phase };
  const equal = zeros[0] !== zeros[1] ? false : worst <= EQUAL ? true : worst >= DIFFERENT ? false : null;
  return { maps, scalar, worst, at: { row: Math.floor(at / a.columns), column: at % a.columns }, most, equal, zeros };
}

/** A map at the size of an isometry, and its largest magnitude. */
export function drawnMap(map: DenseMap): { readonly map: DenseMap; readonly most: number; readonly zero: boolean } {
  const unit = Math.sqrt(map.columns);
  const size = normOf(map);
  const zero = size < NOTHING * unit;
  const drawn = scaled(map, zero ? 0 : unit / size, 0);
  let most = 0;
  for (let k = 0; k < drawn.re.length; k++) most = Math.max(most, Math.hypot(drawn.re[k] ?? 0, drawn.im[k] ?? 0));
  return { map: drawn, most, zero };
}

function scaled(map: DenseMap, by: number, phase: number): DenseMap {
  const [c, s] = [by * Math.cos(phase), by * Math.sin(phase)];
  return {
    ...map,
    re: map.re.map((x, k) => c * x - s * (map.im[k] ?? 0)),
    im: map.im.map((y, k) => c * y + s * (map.re[k] ?? 0)),
  };
}

function normOf({ re, im }: DenseMap): number {
  let sum = 0;
  for (let k = 0; k < re.length; k++) sum += (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** Probabilities of a state of any length; all 0 where it is 0. */
export function probabilitiesOf({ re, im }: DenseMap): Float64Array {
  const weights = re.map((x, k) => x * x + (im[k] ?? 0) ** 2);
  const sum = weights.reduce((all, each) => all + each, 0);
  return sum > NOTHING ** 2 ? weights.map((each) => each / sum) : weights.fill(0);
}

/** ⟨ψ|H|ψ⟩ / ⟨ψ|ψ⟩ of a state, exact; null of 0. */
export function energyOf(terms: readonly PauliTerm[], { re, im }: DenseMap): number | null {
  const state = Float64Array.from({ length: 2 * re.length }, (_, k) => (k % 2 ? im : re)[k >> 1] ?? 0);
  const size = pauliExpectation(state, 0, 0);
  if (size < NOTHING ** 2) return null;
  return terms.reduce((sum, { x, z, coefficient }) => sum + coefficient * pauliExpectation(state, x, z), 0) / size;
}
