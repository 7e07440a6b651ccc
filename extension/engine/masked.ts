// Operations on any wires under any positive and negative controls, one amplitude or pair at a time.
// They are the meaning of every operation; the fused kernels only do the same faster.
//
// A control is (mask, value): the operation acts where index & mask == value. A Pauli string is (x, z):
// P|i> = i^popcnt(x & z) (-1)^popcnt(z & i) |i ^ x>, so that X, Z and x = z = 1, Y, come out as usual.

import { alternate, get, next, put, stride, swap, times, total, wide } from "./lanes";

/** exp(-iθ/2 P) with x ≠ 0, given c = cos(θ/2) and s = sin(θ/2). */
export function rotate<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, x: u32, z: u32, c: f64, s: f64,
): void {
  const pivot: u32 = 1 << (31 - clz(x));
  const fixed = mask | pivot;
  const count: u32 = 1 << (qubits - popcnt(fixed));
  const keep = alternate<T>(c, c);
  const y = popcnt(x & z);
  const amount = y & 2 ? -s : s;
  let k: u32 = 0;
  if (y & 1) {
    const plus = alternate<T>(amount, amount);
    const minus = alternate<T>(-amount, -amount);
    for (let n: u32 = 0; n < count; n++, k = next(k, fixed)) {
      const i = k | value;
      const odd = popcnt(i & z) & 1;
      const p = psi + i * stride<T>();
      const q = psi + (i ^ x) * stride<T>();
      const a = get<T>(p);
      const b = get<T>(q);
      put<T>(p, v128.add<T>(v128.mul<T>(a, keep), v128.mul<T>(b, odd ? plus : minus)));
      put<T>(q, v128.add<T>(v128.mul<T>(b, keep), v128.mul<T>(a, odd ? minus : plus)));
    }
  } else {
    const plus = alternate<T>(amount, -amount);
    const minus = alternate<T>(-amount, amount);
    for (let n: u32 = 0; n < count; n++, k = next(k, fixed)) {
      const i = k | value;
      const turn = popcnt(i & z) & 1 ? minus : plus;
      const p = psi + i * stride<T>();
      const q = psi + (i ^ x) * stride<T>();
      const a = get<T>(p);
      const b = get<T>(q);
      put<T>(p, v128.add<T>(v128.mul<T>(a, keep), v128.mul<T>(swap<T>(b), turn)));
      put<T>(q, v128.add<T>(v128.mul<T>(b, keep), v128.mul<T>(swap<T>(a), turn)));
    }
  }
}

/** exp(-iθ/2 Z-string z): amplitudes times c ∓ is. */
export function rotateDiagonal<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, z: u32, c: f64, s: f64,
): void {
  const count: u32 = 1 << (qubits - popcnt(mask));
  const re = alternate<T>(c, c);
  const even = alternate<T>(s, -s);
  const odd = alternate<T>(-s, s);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, mask)) {
    const i = k | value;
    const p = psi + i * stride<T>();
    put<T>(p, times<T>(get<T>(p), re, popcnt(i & z) & 1 ? odd : even));
  }
}

/** Amplitudes under the control times c + is. */
export function phase<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, c: f64, s: f64,
): void {
  const count: u32 = 1 << (qubits - popcnt(mask));
  const re = alternate<T>(c, c);
  const im = alternate<T>(-s, s);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, mask)) {
    const p = psi + (k | value) * stride<T>();
    put<T>(p, times<T>(get<T>(p), re, im));
  }
}

/** A 2 × 2 matrix (eight f64 at `matrix`, by rows) on the wire of `target`; its adjoint if asked. */
export function matrix<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, target: u32, matrix: usize, adjoint: bool,
): void {
  const fixed = mask | target;
  const count: u32 = 1 << (qubits - popcnt(fixed));
  const s: f64 = adjoint ? -1 : 1;
  const upper: usize = adjoint ? 32 : 16;
  const lower: usize = adjoint ? 16 : 32;
  const re00 = alternate<T>(load<f64>(matrix), load<f64>(matrix));
  const re01 = alternate<T>(load<f64>(matrix + upper), load<f64>(matrix + upper));
  const re10 = alternate<T>(load<f64>(matrix + lower), load<f64>(matrix + lower));
  const re11 = alternate<T>(load<f64>(matrix, 48), load<f64>(matrix, 48));
  const i00 = s * load<f64>(matrix, 8);
  const i01 = s * load<f64>(matrix + upper, 8);
  const i10 = s * load<f64>(matrix + lower, 8);
  const i11 = s * load<f64>(matrix, 56);
  const im00 = alternate<T>(-i00, i00);
  const im01 = alternate<T>(-i01, i01);
  const im10 = alternate<T>(-i10, i10);
  const im11 = alternate<T>(-i11, i11);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, fixed)) {
    const p = psi + (k | value) * stride<T>();
    const q = psi + (k | value | target) * stride<T>();
    const a = get<T>(p);
    const b = get<T>(q);
    put<T>(p, v128.add<T>(times<T>(a, re00, im00), times<T>(b, re01, im01)));
    put<T>(q, v128.add<T>(times<T>(a, re10, im10), times<T>(b, re11, im11)));
  }
}

/** Exchange amplitudes i and i ^ flip: an X on every wire of `flip`. */
export function flip<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, flip: u32,
): void {
  exchangePairs<T>(psi, qubits, mask | (1 << (31 - clz(flip))), value, flip);
}

/** Exchange the two wires of `wires`. */
export function exchange<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, wires: u32,
): void {
  exchangePairs<T>(psi, qubits, mask | wires, value | (1 << ctz(wires)), wires);
}

@inline
function exchangePairs<T extends number>(
  psi: usize, qubits: u32, fixed: u32, value: u32, flip: u32,
): void {
  const count: u32 = 1 << (qubits - popcnt(fixed));
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, fixed)) {
    const p = psi + (k | value) * stride<T>();
    const q = psi + ((k | value) ^ flip) * stride<T>();
    const a = get<T>(p);
    put<T>(p, get<T>(q));
    put<T>(q, a);
  }
}

/** Im <left| P |right> under the control, for any Pauli string. */
export function imaginaryPauli(
  left: usize, right: usize, qubits: u32, mask: u32, value: u32, x: u32, z: u32,
): f64 {
  const count: u32 = 1 << (qubits - popcnt(mask));
  const y = popcnt(x & z);
  let sum = f64x2.splat(0);
  let k: u32 = 0;
  // <left|P|right> = Σ i^y (-1)^(z·i) conj(left[i ^ x]) right[i]
  if (y & 1) {
    for (let n: u32 = 0; n < count; n++, k = next(k, mask)) {
      const i = k | value;
      const product = f64x2.mul(get<f64>(left + ((i ^ x) << 4)), get<f64>(right + (i << 4)));
      sum = popcnt(i & z) & 1 ? f64x2.sub(sum, product) : f64x2.add(sum, product);
    }
    return y & 2 ? -total(sum) : total(sum);
  }
  for (let n: u32 = 0; n < count; n++, k = next(k, mask)) {
    const i = k | value;
    const product = f64x2.mul(get<f64>(left + ((i ^ x) << 4)), swap<f64>(get<f64>(right + (i << 4))));
    sum = popcnt(i & z) & 1 ? f64x2.sub(sum, product) : f64x2.add(sum, product);
  }
  const value_ = f64x2.extract_lane(sum, 0) - f64x2.extract_lane(sum, 1);
  return y & 2 ? -value_ : value_;
}

/** Sum of |ψ_i|² under the control. */
export function weight<T extends number>(psi: usize, qubits: u32, mask: u32, value: u32): f64 {
  const count: u32 = 1 << (qubits - popcnt(mask));
  let sum = f64x2.splat(0);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, mask)) {
    const a = wide<T>(get<T>(psi + (k | value) * stride<T>()));
    sum = f64x2.add(sum, f64x2.mul(a, a));
  }
  return total(sum);
}

/** Keep only what is under the control, times `factor`; the rest becomes zero. */
export function project<T extends number>(
  psi: usize, qubits: u32, mask: u32, value: u32, factor: f64,
): void {
  const size: u32 = 1 << qubits;
  const keep = alternate<T>(factor, factor);
  const drop = alternate<T>(0, 0);
  for (let i: u32 = 0; i < size; i++) {
    const p = psi + i * stride<T>();
    put<T>(p, (i & mask) == value ? v128.mul<T>(get<T>(p), keep) : drop);
  }
}

