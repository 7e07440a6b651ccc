// What acts on vectors of Pauli expectations: matrices on one digit, matrices that mix a few entries of two
// digits, rotations between two strings, and what slopes are read from.

import { next, total } from "./lanes";
import { qubits } from "./program";
import { turnSign } from "./transfer-strings";

/** Apply a 4 × 4 matrix to the lowest digit of `vector`; its transpose if asked. */
export function applyFirst(vector: usize, bytes: usize, matrix: usize, transposed: bool): void {
  const down: usize = transposed ? 8 : 32;
  const right: usize = transposed ? 32 : 8;
  // Without a part along I, as for most channels, a third of the work is left out.
  const plain = load<f64>(matrix + down) == 0 && load<f64>(matrix + 2 * down) == 0
    && load<f64>(matrix + 3 * down) == 0 && load<f64>(matrix + right) == 0
    && load<f64>(matrix + 2 * right) == 0 && load<f64>(matrix + 3 * right) == 0
    && load<f64>(matrix) == 1;
  if (bytes == 32) {
    // One qubit: a second row does not exist.
    memory.copy(pair, vector, 32);
    memory.copy(pair + 32, vector, 32);
    firstOf(false, pair, 64, matrix, down, right);
    memory.copy(vector, pair, 32);
  } else if (plain) {
    firstOf(true, vector, bytes, matrix, down, right);
  } else {
    firstOf(false, vector, bytes, matrix, down, right);
  }
}

const pair: usize = memory.data(64, 16);

/** `row` of the matrix on (one, x, z, y). */
@inline
function rowOf(
  plain: bool, matrix: usize, right: usize, one: v128, x: v128, z: v128, y: v128,
): v128 {
  const sum = f64x2.add(
    f64x2.add(
      f64x2.mul(v128.load64_splat(matrix + right), x),
      f64x2.mul(v128.load64_splat(matrix + 2 * right), z),
    ),
    f64x2.mul(v128.load64_splat(matrix + 3 * right), y),
  );
  return plain ? sum : f64x2.add(sum, f64x2.mul(v128.load64_splat(matrix), one));
}

/** The four entries of the lowest digit lie together: two such rows at a time. */
@inline
function firstOf(
  plain: bool, vector: usize, bytes: usize, matrix: usize, down: usize, right: usize,
): void {
  for (let p = vector; p < vector + bytes; p += 64) {
    const a0 = v128.load(p);
    const b0 = v128.load(p, 16);
    const a1 = v128.load(p, 32);
    const b1 = v128.load(p, 48);
    const one = v128.shuffle<f64>(a0, a1, 0, 2);
    const x = v128.shuffle<f64>(a0, a1, 1, 3);
    const z = v128.shuffle<f64>(b0, b1, 0, 2);
    const y = v128.shuffle<f64>(b0, b1, 1, 3);
    const i = plain ? one : rowOf(false, matrix, right, one, x, z, y);
    const u = rowOf(plain, matrix + down, right, one, x, z, y);
    const v = rowOf(plain, matrix + 2 * down, right, one, x, z, y);
    const w = rowOf(plain, matrix + 3 * down, right, one, x, z, y);
    v128.store(p, v128.shuffle<f64>(i, u, 0, 2));
    v128.store(p, v128.shuffle<f64>(v, w, 0, 2), 16);
    v128.store(p, v128.shuffle<f64>(i, u, 1, 3), 32);
    v128.store(p, v128.shuffle<f64>(v, w, 1, 3), 48);
  }
}

// A group of m entries is mixed by an m × m matrix at every place of the other digits. A place is the index of an
// entry that is 0 in the digits of `fixed`; an offset is where an entry lies from there, in bytes. Where the lowest
// digit is mixed two places are taken at a time (`split`), one in each lane; else four lie together.

@inline
function get(split: bool, p: usize, q: usize): v128 {
  return split ? v128.load64_lane(q, v128.load64_zero(p), 1) : v128.load(p);
}

@inline
function put(split: bool, p: usize, q: usize, value: v128): void {
  if (split) {
    v128.store64_lane(p, value, 0);
    v128.store64_lane(q, value, 1);
  } else {
    v128.store(p, value);
  }
}

@inline
function sum2(a: v128, x: v128, b: v128, y: v128): v128 {
  return f64x2.add(f64x2.mul(a, x), f64x2.mul(b, y));
}

@inline
function sum3(a: v128, x: v128, b: v128, y: v128, c: v128, z: v128): v128 {
  return f64x2.add(sum2(a, x, b, y), f64x2.mul(c, z));
}

/** Bytes between two entries of a matrix of m × m in a row and in a column, of its transpose if asked. */
@inline
function right(m: usize, transposed: bool): usize {
  return transposed ? m << 3 : 8;
}

@inline
function down(m: usize, transposed: bool): usize {
  return transposed ? 8 : m << 3;
}

/**
 * Mix a group of `size` entries from the place `from` on, `count` times.
 *
 * `offsets` has one u32 an entry, `m` the matrix (f64, by rows).
 */
export function mix(
  split: bool, vector: usize, from: u32, count: u32, fixed: u32, size: u32, offsets: usize, m: usize,
  transposed: bool,
): void {
  const p = vector + load<u32>(offsets);
  const q = vector + load<u32>(offsets, 4);
  if (size == 1) {
    const by = load<f64>(m);
    if (by == 1) return;
    if (split) scale(true, p, from, count, fixed, by);
    else scale(false, p, from, count, fixed, by);
  } else if (size == 2 && load<f64>(m) == 0 && load<f64>(m, 24) == 0) {
    const up = load<f64>(m + right(2, transposed));
    const low = load<f64>(m + down(2, transposed));
    if (split) exchange(true, p, q, from, count, fixed, up, low);
    else exchange(false, p, q, from, count, fixed, up, low);
  } else if (size == 2) {
    if (split) mix2(true, p, q, from, count, fixed, m, transposed);
    else mix2(false, p, q, from, count, fixed, m, transposed);
  } else if (size == 3) {
    const r = vector + load<u32>(offsets, 8);
    if (split) mix3(true, p, q, r, from, count, fixed, m, transposed);
    else mix3(false, p, q, r, from, count, fixed, m, transposed);
  } else if (size == 4) {
    const r = vector + load<u32>(offsets, 8);
    const s = vector + load<u32>(offsets, 12);
    if (split) mix4(true, p, q, r, s, from, count, fixed, m, transposed);
    else mix4(false, p, q, r, s, from, count, fixed, m, transposed);
  } else {
    mixMany(split, vector, from, count, fixed, size, offsets, m, transposed);
  }
}

@inline
function scale(split: bool, p: usize, from: u32, count: u32, fixed: u32, by: f64): void {
  const a = f64x2.splat(by);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const at = p + (k << 3);
    k = next(k, fixed);
    const too = split ? p + (k << 3) : at;
    put(split, at, too, f64x2.mul(a, get(split, at, too)));
    if (split) k = next(k, fixed);
    else v128.store(at, f64x2.mul(a, v128.load(at, 16)), 16);
  }
}

@inline
function exchange(
  split: bool, p: usize, q: usize, from: u32, count: u32, fixed: u32, up: f64, low: f64,
): void {
  const a = f64x2.splat(up);
  const b = f64x2.splat(low);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const i = k << 3;
    k = next(k, fixed);
    const j = split ? k << 3 : i;
    const x = get(split, p + i, p + j);
    const y = get(split, q + i, q + j);
    put(split, p + i, p + j, f64x2.mul(a, y));
    put(split, q + i, q + j, f64x2.mul(b, x));
    if (split) {
      k = next(k, fixed);
    } else {
      const u = v128.load(p + i, 16);
      const v = v128.load(q + i, 16);
      v128.store(p + i, f64x2.mul(a, v), 16);
      v128.store(q + i, f64x2.mul(b, u), 16);
    }
  }
}

@inline
function mix2(
  split: bool, p: usize, q: usize, from: u32, count: u32, fixed: u32, m: usize, transposed: bool,
): void {
  const a = v128.load64_splat(m);
  const b = v128.load64_splat(m + right(2, transposed));
  const c = v128.load64_splat(m + down(2, transposed));
  const d = v128.load64_splat(m, 24);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const i = k << 3;
    k = next(k, fixed);
    const j = split ? k << 3 : i;
    const x = get(split, p + i, p + j);
    const y = get(split, q + i, q + j);
    put(split, p + i, p + j, sum2(a, x, b, y));
    put(split, q + i, q + j, sum2(c, x, d, y));
    if (split) {
      k = next(k, fixed);
    } else {
      const u = v128.load(p + i, 16);
      const v = v128.load(q + i, 16);
      v128.store(p + i, sum2(a, u, b, v), 16);
      v128.store(q + i, sum2(c, u, d, v), 16);
    }
  }
}

@inline
function mix3(
  split: bool, p: usize, q: usize, r: usize, from: u32, count: u32, fixed: u32, m: usize, transposed: bool,
): void {
  const across = right(3, transposed);
  const along = down(3, transposed);
  const xx = v128.load64_splat(m);
  const xy = v128.load64_splat(m + across);
  const xz = v128.load64_splat(m + 2 * across);
  const yx = v128.load64_splat(m + along);
  const yy = v128.load64_splat(m, 32);
  const yz = v128.load64_splat(m + along + 2 * across);
  const zx = v128.load64_splat(m + 2 * along);
  const zy = v128.load64_splat(m + 2 * along + across);
  const zz = v128.load64_splat(m, 64);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const i = k << 3;
    k = next(k, fixed);
    const j = split ? k << 3 : i;
    const x = get(split, p + i, p + j);
    const y = get(split, q + i, q + j);
    const z = get(split, r + i, r + j);
    put(split, p + i, p + j, sum3(xx, x, xy, y, xz, z));
    put(split, q + i, q + j, sum3(yx, x, yy, y, yz, z));
    put(split, r + i, r + j, sum3(zx, x, zy, y, zz, z));
    if (split) {
      k = next(k, fixed);
    } else {
      const u = v128.load(p + i, 16);
      const v = v128.load(q + i, 16);
      const w = v128.load(r + i, 16);
      v128.store(p + i, sum3(xx, u, xy, v, xz, w), 16);
      v128.store(q + i, sum3(yx, u, yy, v, yz, w), 16);
      v128.store(r + i, sum3(zx, u, zy, v, zz, w), 16);
    }
  }
}

/** A row of four on what was read. */
@inline
function sum4(m: usize, across: usize, x: v128, y: v128, z: v128, w: v128): v128 {
  return f64x2.add(
    sum2(v128.load64_splat(m), x, v128.load64_splat(m + across), y),
    sum2(v128.load64_splat(m + 2 * across), z, v128.load64_splat(m + 3 * across), w),
  );
}

@inline
function mix4(
  split: bool, p: usize, q: usize, r: usize, s: usize, from: u32, count: u32, fixed: u32, m: usize,
  transposed: bool,
): void {
  const across = right(4, transposed);
  const along = down(4, transposed);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    let i: usize = k << 3;
    k = next(k, fixed);
    let j: usize = split ? <usize>k << 3 : i;
    const halves = split ? 1 : 2;
    for (let half = 0; half < halves; half++) {
      const x = get(split, p + i, p + j);
      const y = get(split, q + i, q + j);
      const z = get(split, r + i, r + j);
      const w = get(split, s + i, s + j);
      put(split, p + i, p + j, sum4(m, across, x, y, z, w));
      put(split, q + i, q + j, sum4(m + along, across, x, y, z, w));
      put(split, r + i, r + j, sum4(m + 2 * along, across, x, y, z, w));
      put(split, s + i, s + j, sum4(m + 3 * along, across, x, y, z, w));
      i += 16;
      j += 16;
    }
    if (split) k = next(k, fixed);
  }
}

const many: usize = memory.data(256, 16);

/** Any number of entries up to 16. */
function mixMany(
  split: bool, vector: usize, from: u32, count: u32, fixed: u32, size: u32, offsets: usize, m: usize,
  transposed: bool,
): void {
  const across = right(size, transposed);
  const along = down(size, transposed);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    let i: usize = vector + (k << 3);
    k = next(k, fixed);
    let j: usize = split ? vector + (k << 3) : i;
    const halves = split ? 1 : 2;
    for (let half = 0; half < halves; half++) {
      for (let e: usize = 0; e < size; e++) {
        const offset: usize = load<u32>(offsets + (e << 2));
        v128.store(many + (e << 4), split ? get(true, i + offset, j + offset) : v128.load(i + offset));
      }
      for (let e: usize = 0; e < size; e++) {
        let sum = f64x2.splat(0);
        for (let f: usize = 0; f < size; f++) {
          const by = v128.load64_splat(m + e * along + f * across);
          sum = f64x2.add(sum, f64x2.mul(by, v128.load(many + (f << 4))));
        }
        const offset: usize = load<u32>(offsets + (e << 2));
        if (split) put(true, i + offset, j + offset, sum);
        else v128.store(i + offset, sum);
      }
      i += 16;
      j += 16;
    }
    if (split) k = next(k, fixed);
  }
}

/**
 * What slopes of a group are read from: entry (e, f) of the matrix at `overlap` (f64, by rows) gets
 * Σ left[e] right[f] over all places added.
 */
export function contract(
  split: bool, left: usize, right: usize, from: u32, count: u32, fixed: u32, size: u32, offsets: usize,
  overlap: usize,
): void {
  for (let e: u32 = 0; e < size; e++) {
    const l = left + load<u32>(offsets + (e << 2));
    for (let f: u32 = 0; f < size; f++) {
      const r = right + load<u32>(offsets + (f << 2));
      const at = overlap + (<usize>(e * size + f) << 3);
      const found = split ? inner(true, l, r, from, count, fixed) : inner(false, l, r, from, count, fixed);
      store<f64>(at, load<f64>(at) + found);
    }
  }
}

@inline
function inner(split: bool, l: usize, r: usize, from: u32, count: u32, fixed: u32): f64 {
  let sum = f64x2.splat(0);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const i = k << 3;
    k = next(k, fixed);
    const j = split ? k << 3 : i;
    sum = f64x2.add(sum, f64x2.mul(get(split, l + i, l + j), get(split, r + i, r + j)));
    if (split) k = next(k, fixed);
    else sum = f64x2.add(sum, f64x2.mul(v128.load(l + i, 16), v128.load(r + i, 16)));
  }
  return total(sum);
}

/** Rotate by cos and sin of the angle. */
export function applyTurn(vector: usize, bytes: usize, q: u32, c: f64, s: f64): void {
  const size: u32 = <u32>(bytes >> 3);
  const pivot: u32 = 1 << (31 - clz(q));
  for (let i: u32 = 0; i < size; i++) {
    if (i & pivot) continue;
    const sign = turnSign(q, i);
    if (sign == 0) continue;
    const p = vector + (<usize>i << 3);
    const o = vector + (<usize>(i ^ q) << 3);
    const a = load<f64>(p);
    const b = load<f64>(o);
    const signed = sign * s;
    store<f64>(p, c * a - signed * b);
    store<f64>(o, c * b + signed * a);
  }
}

/** <left| d/dθ |right> of a turn at angle 0: right and left on the same side of it. */
export function innerTurn(left: usize, right: usize, q: u32): f64 {
  const size: u32 = 1 << (2 * qubits);
  const pivot: u32 = 1 << (31 - clz(q));
  let sum: f64 = 0;
  for (let i: u32 = 0; i < size; i++) {
    if (i & pivot) continue;
    const sign = turnSign(q, i);
    if (sign == 0) continue;
    const a = <usize>i << 3;
    const b = <usize>(i ^ q) << 3;
    sum += sign * (load<f64>(left + b) * load<f64>(right + a) - load<f64>(left + a) * load<f64>(right + b));
  }
  return sum;
}
