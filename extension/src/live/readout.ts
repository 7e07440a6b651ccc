/** What is read off a state: real and imaginary parts by turns, bit k of an index is qubit k. */

import { binaryEntropy } from "./wanted";

/** 1 when an odd number of bits of `index` is set. */
export function parity(index: number): number {
  let folded = index ^ (index >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >>> (folded & 15)) & 1;
}

/** ⟨P⟩ of the Pauli string with X where only `x` has a bit, Z where only `z` has, Y where both have. */
export function pauliExpectation(psi: Float64Array, x: number, z: number): number {
  const size = psi.length / 2;
  let sum = 0;
  if (x === 0) {
    for (let i = 0; i < size; i++) {
      const a = psi[2 * i] as number;
      const b = psi[2 * i + 1] as number;
      const weight = a * a + b * b;
      sum += parity(i & z) ? -weight : weight;
    }
    return sum;
  }
  const pivot = 1 << (31 - Math.clz32(x));
  const turns = countBits(x & z) & 3;
  for (let i = 0; i < size; i++) {
    if (i & pivot) continue;
    const j = i ^ x;
    const a = psi[2 * i] as number;
    const b = psi[2 * i + 1] as number;
    const c = psi[2 * j] as number;
    const d = psi[2 * j + 1] as number;
    // Re(i^turns conj(ψ_j) ψ_i), up to the sign of i^2
    const part = turns & 1 ? a * d - b * c : a * c + b * d;
    sum += parity(i & z) ? -part : part;
  }
  return turns & 2 ? -2 * sum : 2 * sum;
}

function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count += 1;
  return count;
}

/** Offsets in a state of the basis states of `qubits`, bit j for `qubits[j]`. */
function offsets(qubits: readonly number[]): Int32Array {
  const result = new Int32Array(1 << qubits.length);
  for (let index = 0; index < result.length; index++) {
    let offset = 0;
    qubits.forEach((qubit, j) => {
      if ((index >> j) & 1) offset |= 1 << qubit;
    });
    result[index] = offset;
  }
  return result;
}

function others(numQubits: number, qubits: readonly number[]): readonly number[] {
  return Array.from({ length: numQubits }, (_, q) => q).filter((q) => !qubits.includes(q));
}

/** Probabilities of some qubits, from those of all. */
export function marginal(probabilities: Float64Array, numQubits: number, qubits: readonly number[]): Float64Array {
  const own = offsets(qubits);
  const rest = offsets(others(numQubits, qubits));
  const result = new Float64Array(own.length);
  for (let k = 0; k < own.length; k++) {
    let sum = 0;
    for (let r = 0; r < rest.length; r++) sum += probabilities[(own[k] as number) | (rest[r] as number)] as number;
    result[k] = sum;
  }
  return result;
}

/** Density matrix with bit j for `qubits[j]`, from one whose lowest bit is the lowest of them. */
export function reordered(matrix: Float64Array, qubits: readonly number[]): Float64Array {
  const ascending = [...qubits].sort((a, b) => a - b);
  const places = offsets(qubits.map((qubit) => ascending.indexOf(qubit)));
  const size = places.length;
  const result = new Float64Array(matrix.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = 2 * ((places[row] as number) * size + (places[column] as number));
      const to = 2 * (row * size + column);
      result[to] = matrix[from] as number;
      result[to + 1] = matrix[from + 1] as number;
    }
  }
  return result;
}

/** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ from a density matrix of one qubit. */
export function blochVector(matrix: Float64Array): readonly [number, number, number] {
  const [low = 0, , , , re = 0, im = 0, high = 0] = matrix;
  return [2 * re, 2 * im, low - high];
}

/** Von Neumann entropy of a density matrix, in bits. */
export function entropy(matrix: Float64Array): number {
  let bits = 0;
  for (const weight of eigenvalues(matrix)) bits += binaryEntropy(weight);
  return bits;
}

/**
 * Eigenvalues of a Hermitian matrix A + iB, by cyclic Jacobi rotations of the symmetric matrix
 * [[A, -B], [B, A]], which has each of them twice.
 */
function eigenvalues(matrix: Float64Array): readonly number[] {
  const half = Math.round(Math.sqrt(matrix.length / 2));
  const size = 2 * half;
  const m = new Float64Array(size * size);
  for (let row = 0; row < half; row++) {
    for (let k = 0; k < half; k++) {
      const re = matrix[2 * (row * half + k)] as number;
      const im = matrix[2 * (row * half + k) + 1] as number;
      m[row * size + k] = re;
      m[(row + half) * size + k + half] = re;
      m[row * size + k + half] = -im;
      m[(row + half) * size + k] = im;
    }
  }
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) off = Math.max(off, rotate(m, size, p, q));
    }
    if (off < 1e-12) break;
  }
  return Array.from({ length: size }, (_, k) => m[k * size + k] as number)
    .sort((a, b) => b - a)
    .filter((_, k) => k % 2 === 0);
}

/** Makes entry (p, q) zero; returns how large it was. */
function rotate(m: Float64Array, size: number, p: number, q: number): number {
  const entry = m[p * size + q] as number;
  if (Math.abs(entry) < 1e-15) return 0;
  const slope = ((m[q * size + q] as number) - (m[p * size + p] as number)) / (2 * entry);
  const t = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.hypot(1, slope));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const a = m[k * size + p] as number;
    const b = m[k * size + q] as number;
    m[k * size + p] = c * a - s * b;
    m[k * size + q] = s * a + c * b;
  }
  for (let k = 0; k < size; k++) {
    const a = m[p * size + k] as number;
    const b = m[q * size + k] as number;
    m[p * size + k] = c * a - s * b;
    m[q * size + k] = s * a + c * b;
  }
  return Math.abs(entry);
}

/** The values, or sums of runs of `width` of them so that at most `most` are left. */
export function binned(values: Float64Array, most: number): { readonly width: number; readonly values: Float64Array } {
  let width = 1;
  while (values.length / width > Math.max(1, most)) width *= 2;
  if (width === 1) return { width, values: values.slice() };
  const sums = new Float64Array(values.length / width);
  for (let k = 0; k < sums.length; k++) {
    let sum = 0;
    for (let i = k * width; i < (k + 1) * width; i++) sum += values[i] as number;
    sums[k] = sum;
  }
  return { width, values: sums };
}

/** Indices of the `count` largest values, falling; equal ones by index. */
export function largest(values: Float64Array, count: number): Uint32Array {
  const kept: number[] = [];
  let least = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (kept.length >= count && value <= least) continue;
    let at = kept.length;
    while (at > 0 && (values[kept[at - 1] as number] as number) < value) at -= 1;
    kept.splice(at, 0, i);
    if (kept.length > count) kept.pop();
    least = kept.length ? (values[kept[kept.length - 1] as number] as number) : -1;
  }
  return Uint32Array.from(kept);
}
