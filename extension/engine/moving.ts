// One parameter that moves while the others stay: a state is Σ_j d_j(v) ψ(v_j), N states for a spectrum of
// N equally spaced frequencies (m + 1 for m plain rotations), and an energy Σ_k e_k(v) E(v_k), exact.
//
// With χ(v) = e^{-i v offset} ψ(v) of frequencies -F, -F + g, …, F: χ(v) = Σ_j D(v - v_j) χ(v_j),
// v_j = 2πj / (N g), D(t) = sin(N g t/2) / (N sin(g t/2)), the Dirichlet kernel.

import { alternate, stride, times } from "./lanes";
import { reserve } from "./memory";
import * as program from "./program";
import { Kind, qubits } from "./program";

/** Frequencies beyond this many are not taken apart. */
export const MOST_STATES: u32 = 33;

/** Spacing g of the frequencies, how many there are, and what phases shift them all by. */
export let spacing: f64 = 0;
export let states: u32 = 0;
export let offset: f64 = 0;

/** Find the spectrum of parameter `index`; false when it is not on a grid of few frequencies. */
export function analyze(index: u32): bool {
  spacing = 0;
  offset = 0;
  let width: f64 = 0;
  for (let n: u32 = 0; n < program.operations; n++) {
    const op = program.operation(n);
    if (op.kind > Kind.PHASE) continue;
    const c = program.coefficientOf(op.source, index);
    if (c == 0) continue;
    width += Math.abs(c);
    if (op.kind == Kind.PHASE) offset += 0.5 * c;
    // A controlled rotation has the eigenvalue 0 as well.
    const halves = op.kind == Kind.ROTATION && op.mask != 0;
    spacing = divisor(spacing, halves ? 0.5 * Math.abs(c) : Math.abs(c));
    if (spacing == 0) return false;
  }
  if (spacing == 0) {
    spacing = 1;
    states = 1;
    return true;
  }
  const count = Math.round(width / spacing);
  if (count >= MOST_STATES) return false;
  states = <u32>count + 1;
  return true;
}

/** Common divisor of two positive reals (0 for none yet), or 0 when none is large enough. */
function divisor(a: f64, b: f64): f64 {
  const least = 1e-3 * Math.max(a, b);
  while (b > 1e-9 * Math.max(1, a)) {
    if (a > 0 && b < least) return 0;
    const rest = a - b * Math.round(a / b);
    a = b;
    b = Math.abs(rest);
  }
  return a;
}

/** The Dirichlet kernel of `count` frequencies. */
export function kernel(count: u32, t: f64): f64 {
  const half = 0.5 * spacing * t;
  const s = NativeMath.sin(half);
  if (Math.abs(s) < 1e-9) {
    // Around a multiple of 2π/g; there it is ±1.
    return NativeMath.cos(<f64>count * half) * NativeMath.cos(half);
  }
  return NativeMath.sin(<f64>count * half) / (<f64>count * s);
}

/** Derivative of the Dirichlet kernel of `states` frequencies. */
export function kernelSlope(t: f64): f64 {
  let sum: f64 = 0;
  for (let k: u32 = 0; k < states; k++) {
    const frequency = spacing * (<f64>k - 0.5 * <f64>(states - 1));
    sum -= frequency * NativeMath.sin(frequency * t);
  }
  return sum / <f64>states;
}

/** target += (re + i im) × source. */
export function add(target: usize, source: usize, re: f64, im: f64): void {
  const bytes: usize = <usize>16 << qubits;
  const real = f64x2.splat(re);
  const imaginary = alternate<f64>(-im, im);
  for (let i: usize = 0; i < bytes; i += 16) {
    const part = times<f64>(v128.load(source + i), real, imaginary);
    v128.store(target + i, f64x2.add(v128.load(target + i), part));
  }
}

/** Value of the parameter at node `k` of `count`. */
export function node(count: u32, k: u32): f64 {
  return (2 * Math.PI * <f64>k) / (<f64>count * spacing);
}

/** States χ(v_j), energies E(v_k) with their count, and coefficients of one mixture. */
let stored: usize = 0;
let storedBytes: u64 = 0;
let energies: usize = 0;
let weights: usize = 0;

export function forget(): void {
  stored = energies = weights = 0;
  storedBytes = 0;
}

/** Room for `count` states; only ever grows. */
export function allocate<T extends number>(count: u32): bool {
  const bytes: u64 = (<u64>stride<T>() << qubits) * count;
  if (bytes > storedBytes) {
    stored = reserve(bytes);
    storedBytes = stored ? bytes : 0;
  }
  if (energies == 0) {
    energies = reserve(16 * MOST_STATES);
    weights = reserve(16 * MOST_STATES);
  }
  return stored != 0 && weights != 0;
}

/** Where state `j` is kept. */
export function place<T extends number>(j: u32): usize {
  return stored + (<usize>stride<T>() << qubits) * j;
}

/** Keep ψ(v_j), run at node `j`, as χ(v_j). */
export function keep<T extends number>(psi: usize, j: u32): void {
  const bytes: usize = <usize>stride<T>() << qubits;
  const target = place<T>(j);
  if (offset == 0) {
    memory.copy(target, psi, bytes);
    return;
  }
  NativeMath.sincos(-offset * node(states, j));
  const re = alternate<T>(NativeMath.sincos_cos, NativeMath.sincos_cos);
  const im = alternate<T>(-NativeMath.sincos_sin, NativeMath.sincos_sin);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(target + i, times<T>(v128.load(psi + i), re, im));
  }
}

/** Mix the states at value `v` into `result`. */
export function mix<T extends number>(v: f64, result: usize): void {
  const bytes: usize = <usize>stride<T>() << qubits;
  for (let j: u32 = 0; j < states; j++) {
    store<f64>(weights + (<usize>j << 3), kernel(states, v - node(states, j)));
  }
  if (states == 2 && offset == 0) {
    mixTwo<T>(result, bytes);
    return;
  }
  const block = min<usize>(bytes, 1 << 14);
  NativeMath.sincos(offset * v);
  const re = alternate<T>(NativeMath.sincos_cos, NativeMath.sincos_cos);
  const im = alternate<T>(-NativeMath.sincos_sin, NativeMath.sincos_sin);
  for (let start: usize = 0; start < bytes; start += block) {
    const end = start + block;
    for (let j: u32 = 0; j < states; j++) {
      const from = place<T>(j);
      const d = load<f64>(weights + (<usize>j << 3));
      const weight = alternate<T>(d, d);
      for (let i = start; i < end; i += 16) {
        const part = v128.mul<T>(v128.load(from + i), weight);
        v128.store(result + i, j ? v128.add<T>(v128.load(result + i), part) : part);
      }
    }
    if (offset == 0) continue;
    for (let i = start; i < end; i += 16) {
      v128.store(result + i, times<T>(v128.load(result + i), re, im));
    }
  }
}

function mixTwo<T extends number>(result: usize, bytes: usize): void {
  const a = alternate<T>(load<f64>(weights), load<f64>(weights));
  const b = alternate<T>(load<f64>(weights, 8), load<f64>(weights, 8));
  const first = stored;
  const second = stored + bytes;
  for (let i: usize = 0; i < bytes; i += 16) {
    const part = v128.mul<T>(v128.load(first + i), a);
    v128.store(result + i, v128.add<T>(part, v128.mul<T>(v128.load(second + i), b)));
  }
}

/** Frequencies of an energy are differences of those of the state. */
export function energyNodes(): u32 {
  return 2 * states - 1;
}

/** Keep the energy at node `k`. */
export function keepEnergy(k: u32, energy: f64): void {
  store<f64>(energies + (<usize>k << 3), energy);
}

/** Energy at value `v` from the energies at its nodes. */
export function energyAt(v: f64): f64 {
  const count = energyNodes();
  let sum: f64 = 0;
  for (let k: u32 = 0; k < count; k++) {
    sum += load<f64>(energies + (<usize>k << 3)) * kernel(count, v - node(count, k));
  }
  return sum;
}
