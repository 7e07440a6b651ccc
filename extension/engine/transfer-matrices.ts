// Operations on one or two wires as real matrices on the digits of these wires: 4 × 4 or 16 × 16 f64 by rows,
// each digit in the order I, X, Z, Y, the lower wire's first. Runs of operations are multiplied up here.

import * as program from "./program";
import { angle, Kind, matrixAt, Operation, operation } from "./program";
import { moved, turnFactor, turnIndex, turnSign, weight } from "./transfer-strings";

/** What is done with a matrix F: multiply by F, by the transpose of its inverse, or by |F| for where it has entries. */
export namespace Mode {
  export const VALUE: u32 = 0;
  export const INVERSE: u32 = 1;
  export const SHAPE: u32 = 2;
}

/** A matrix that can be worked on, of at most 16 × 16. */
export const scratch: usize = memory.data(2048, 16);
const rows: usize = memory.data(2048, 16);
const single: usize = memory.data(128, 16);
const solved: usize = memory.data(128, 16);

/** Position of X, Z, Y in a digit. */
const X: usize = 1;
const Z: usize = 2;
const Y: usize = 3;

export function identity(matrix: usize, size: u32): void {
  memory.fill(matrix, 0, <usize>(size * size) << 3);
  for (let k: u32 = 0; k < size; k++) store<f64>(matrix + (<usize>(k * size + k) << 3), 1);
}

/** The index of an entry of a matrix on the wires a and b as the index of a string. */
@inline
export function wide(local: u32, a: u32, b: u32): u32 {
  return ((local & 3) << (2 * a)) | ((local >> 2) << (2 * b));
}

@inline
export function narrow(index: u32, a: u32, b: u32, size: u32): u32 {
  const low = (index >> (2 * a)) & 3;
  return size == 4 ? low : low | (((index >> (2 * b)) & 3) << 2);
}

/** Put an operation behind what `matrix` does on the wires a < b, or on a alone where `size` is 4. */
export function act(op: Operation, a: u32, b: u32, size: u32, matrix: usize, mode: u32): void {
  const wires = op.mask | op.x | op.z;
  if (op.kind == Kind.ROTATION || (op.kind == Kind.PHASE && !isSignFlip(op))) {
    turn(op, a, b, size, matrix, mode);
  } else if (popcnt(wires) == 1) {
    fixed(op, single);
    if (mode == Mode.INVERSE && isLossy(op)) invertTransposed(single);
    mix(single, wires == <u32>1 << a ? 1 : 4, size, matrix, mode == Mode.SHAPE);
  } else {
    permute(op, a, b, size, matrix, mode);
  }
}

/** CZ with a fixed angle π? */
export function isSignFlip(op: Operation): bool {
  return op.kind == Kind.PHASE && popcnt(op.mask) == 2 && op.value == op.mask
    && !program.moves(op.source) && Math.abs(Math.abs(program.constant(op.source)) - Math.PI) < 1e-12;
}

@inline
function isLossy(op: Operation): bool {
  return op.kind == Kind.CHANNEL || op.kind == Kind.DEPOLARIZE || op.kind == Kind.RESET;
}

/** How much larger the inverse of an operation can make a vector, about; infinite where it has none. */
export function lossOf(op: Operation): f64 {
  if (!isLossy(op)) return 1;
  if (op.kind == Kind.DEPOLARIZE) return 1 / Math.abs(1 - program.constant(op.source));
  fixed(op, single);
  invertTransposed(single);
  let largest: f64 = 0;
  for (let e: usize = 0; e < 128; e += 8) {
    const value = Math.abs(load<f64>(single + e));
    largest = value <= largest ? largest : value;
  }
  return isFinite(largest) ? largest : Infinity;
}

/** A rotation, or commuting ones: each mixes strings that it does not commute with two by two. */
function turn(op: Operation, a: u32, b: u32, size: u32, matrix: usize, mode: u32): void {
  const theta = mode == Mode.SHAPE ? 0 : angle(op.source);
  const wires = wide(size - 1, a, b);
  let subset: u32 = op.mask;
  while (true) {
    const q = turnIndex(op, subset);
    if (q & wires) {
      NativeMath.sincos(turnFactor(op, subset) * theta);
      const c = mode == Mode.SHAPE ? 1 : NativeMath.sincos_cos;
      const s = mode == Mode.SHAPE ? 1 : NativeMath.sincos_sin;
      for (let i: u32 = 0; i < size; i++) {
        const j = i ^ narrow(q, a, b, size);
        const p = wide(i, a, b);
        const sign = turnSign(q, p);
        if (j < i || sign == 0) continue;
        const signed = mode == Mode.SHAPE ? 1 : sign * s;
        const back = mode == Mode.SHAPE ? 1 : -signed;
        turnRows(matrix + (<usize>(i * size) << 3), matrix + (<usize>(j * size) << 3), size, c, back, signed);
      }
    }
    if (subset == 0) break;
    subset = (subset - 1) & op.mask;
  }
}

/** Rows (p, q) become (c p + up q, c q + down p). */
@inline
function turnRows(p: usize, q: usize, size: u32, c: f64, up: f64, down: f64): void {
  const cc = f64x2.splat(c);
  const uu = f64x2.splat(up);
  const dd = f64x2.splat(down);
  for (let e: usize = 0; e < <usize>size << 3; e += 16) {
    const x = v128.load(p + e);
    const y = v128.load(q + e);
    v128.store(p + e, f64x2.add(f64x2.mul(cc, x), f64x2.mul(uu, y)));
    v128.store(q + e, f64x2.add(f64x2.mul(cc, y), f64x2.mul(dd, x)));
  }
}

/** target = G source, for the generator G of a rotation by its slot's angle. */
export function generate(op: Operation, a: u32, b: u32, size: u32, source: usize, target: usize): void {
  memory.fill(target, 0, <usize>(size * size) << 3);
  let subset: u32 = op.mask;
  while (true) {
    const q = turnIndex(op, subset);
    const by = turnFactor(op, subset);
    for (let i: u32 = 0; q && i < size; i++) {
      const sign = turnSign(q, wide(i, a, b));
      if (sign == 0) continue;
      const j = i ^ narrow(q, a, b, size);
      const to = target + (<usize>(j * size) << 3);
      const from = source + (<usize>(i * size) << 3);
      for (let e: usize = 0; e < <usize>size << 3; e += 8) {
        store<f64>(to + e, load<f64>(to + e) + by * sign * load<f64>(from + e));
      }
    }
    if (subset == 0) break;
    subset = (subset - 1) & op.mask;
  }
}

/** A 4 × 4 matrix on a digit, of weight 1 or 4 in an index of rows. */
function mix(by: usize, digit: u32, size: u32, matrix: usize, shape: bool): void {
  const bytes: usize = <usize>size << 3;
  const step: usize = bytes * digit;
  for (let other: u32 = 0; other < size >> 2; other++) {
    const first = matrix + bytes * (digit == 1 ? 4 * other : other);
    for (let e: usize = 0; e < bytes; e += 8) {
      const one = load<f64>(first + e);
      const x = load<f64>(first + step + e);
      const z = load<f64>(first + 2 * step + e);
      const y = load<f64>(first + 3 * step + e);
      for (let row: usize = 0; row < 4; row++) {
        const m = by + 32 * row;
        let i = load<f64>(m);
        let j = load<f64>(m, 8);
        let k = load<f64>(m, 16);
        let l = load<f64>(m, 24);
        if (shape) {
          i = Math.abs(i);
          j = Math.abs(j);
          k = Math.abs(k);
          l = Math.abs(l);
        }
        store<f64>(first + row * step + e, i * one + j * x + k * z + l * y);
      }
    }
  }
}

/** What moves strings, each with a weight. */
function permute(op: Operation, a: u32, b: u32, size: u32, matrix: usize, mode: u32): void {
  const bytes: usize = <usize>size << 3;
  memory.copy(rows, matrix, bytes * size);
  for (let i: u32 = 0; i < size; i++) {
    const to = narrow(moved(op, wide(i, a, b)), a, b, size);
    let by = weight;
    if (mode == Mode.INVERSE) by = 1 / by;
    if (mode == Mode.SHAPE) by = Math.abs(by);
    for (let e: usize = 0; e < bytes; e += 8) {
      store<f64>(matrix + bytes * to + e, by * load<f64>(rows + bytes * i + e));
    }
  }
}

@inline
function set(matrix: usize, row: usize, column: usize, value: f64): void {
  store<f64>(matrix + 32 * row + 8 * column, value);
}

/** The 4 × 4 matrix of an operation on one wire that has no angle. */
export function fixed(op: Operation, target: usize): void {
  identity(target, 4);
  if (op.kind == Kind.MATRIX) {
    unitary(matrixAt(op.source), target);
  } else if (op.kind == Kind.FLIP) {
    set(target, Z, Z, -1);
    set(target, Y, Y, -1);
  } else if (op.kind == Kind.RESET) {
    memory.fill(target, 0, 128);
    set(target, 0, 0, 1);
    set(target, Z, 0, 1);
  } else if (op.kind == Kind.DEPOLARIZE) {
    const keep = 1 - program.constant(op.source);
    set(target, X, X, keep);
    set(target, Y, Y, keep);
    set(target, Z, Z, keep);
  } else {
    // A channel: 16 f64 by rows in the order I, X, Y, Z.
    const given = matrixAt(op.source);
    for (let i: usize = 0; i < 4; i++) {
      for (let j: usize = 0; j < 4; j++) {
        set(target, i, j, load<f64>(given + 32 * ordinary(i) + 8 * ordinary(j)));
      }
    }
  }
}

/** Position in I, X, Y, Z of a digit of I, X, Z, Y. */
@inline
function ordinary(digit: usize): usize {
  return digit ^ (digit >> 1);
}

/** Pauli-transfer matrix of a 2 × 2 unitary: ½ tr(P U Q U†). */
function unitary(u: usize, target: usize): void {
  const ar = load<f64>(u);
  const ai = load<f64>(u, 8);
  const br = load<f64>(u, 16);
  const bi = load<f64>(u, 24);
  const cr = load<f64>(u, 32);
  const ci = load<f64>(u, 40);
  const dr = load<f64>(u, 48);
  const di = load<f64>(u, 56);
  // U X U†: entries (0,0) 2 Re(a b*), (0,1) a d* + b c*; likewise for Y and Z.
  set(target, Z, X, 2 * (ar * br + ai * bi));
  set(target, X, X, ar * dr + ai * di + br * cr + bi * ci);
  set(target, Y, X, -(ai * dr - ar * di + bi * cr - br * ci));
  set(target, Z, Y, 2 * (ai * br - ar * bi));
  set(target, X, Y, ai * dr - ar * di - (bi * cr - br * ci));
  set(target, Y, Y, ar * dr + ai * di - (br * cr + bi * ci));
  set(target, Z, Z, ar * ar + ai * ai - br * br - bi * bi);
  set(target, X, Z, ar * cr + ai * ci - br * dr - bi * di);
  set(target, Y, Z, -(ai * cr - ar * ci - bi * dr + br * di));
}

/** The transpose of the inverse of a 4 × 4 matrix, in its place, by Gauss and Jordan; NaN where it has none. */
function invertTransposed(matrix: usize): void {
  identity(solved, 4);
  for (let k: usize = 0; k < 4; k++) {
    let best = k;
    for (let i = k + 1; i < 4; i++) {
      if (Math.abs(load<f64>(matrix + 32 * i + 8 * k)) > Math.abs(load<f64>(matrix + 32 * best + 8 * k))) best = i;
    }
    for (let e: usize = 0; e < 32; e += 8) {
      exchange(matrix + 32 * k + e, matrix + 32 * best + e);
      exchange(solved + 32 * k + e, solved + 32 * best + e);
    }
    const scale = 1 / load<f64>(matrix + 32 * k + 8 * k);
    for (let e: usize = 0; e < 32; e += 8) {
      store<f64>(matrix + 32 * k + e, scale * load<f64>(matrix + 32 * k + e));
      store<f64>(solved + 32 * k + e, scale * load<f64>(solved + 32 * k + e));
    }
    for (let i: usize = 0; i < 4; i++) {
      const by = load<f64>(matrix + 32 * i + 8 * k);
      if (i == k || by == 0) continue;
      for (let e: usize = 0; e < 32; e += 8) {
        store<f64>(matrix + 32 * i + e, load<f64>(matrix + 32 * i + e) - by * load<f64>(matrix + 32 * k + e));
        store<f64>(solved + 32 * i + e, load<f64>(solved + 32 * i + e) - by * load<f64>(solved + 32 * k + e));
      }
    }
  }
  for (let i: usize = 0; i < 4; i++) {
    for (let j: usize = 0; j < 4; j++) set(matrix, j, i, load<f64>(solved + 32 * i + 8 * j));
  }
}

@inline
function exchange(p: usize, q: usize): void {
  const value = load<f64>(p);
  store<f64>(p, load<f64>(q));
  store<f64>(q, value);
}
