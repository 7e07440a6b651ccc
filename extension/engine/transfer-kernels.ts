// What acts on vectors of Pauli expectations: matrices on the lowest digit, and matrices that mix a few entries of
// one digit or two.

import { next } from "./lanes";

/**
 * Apply a 4 × 4 matrix to the lowest digit of `vector`, or its transpose. Its first row is (1, 0, 0, 0), as of all
 * that keeps the trace.
 */
export function applyFirst(vector: usize, bytes: usize, m: usize, transposed: bool): void {
  // Without a part along I, as for most channels, some of the work is left out.
  const shifts = load<f64>(m, 32) != 0 || load<f64>(m, 64) != 0 || load<f64>(m, 96) != 0;
  if (!shifts) firstOf(false, false, vector, bytes, m, transposed);
  else if (transposed) firstOf(true, true, vector, bytes, m, true);
  else firstOf(true, false, vector, bytes, m, false);
}

/** The four entries of the lowest digit lie together: two such rows at a time. */
@inline
function firstOf(shifts: bool, back: bool, vector: usize, bytes: usize, m: usize, transposed: bool): void {
  const across = right(4, transposed);
  const along = down(4, transposed);
  const ux = v128.load64_splat(m, 40);
  const uz = v128.load64_splat(m + along + 2 * across);
  const uy = v128.load64_splat(m + along + 3 * across);
  const vx = v128.load64_splat(m + 2 * along + across);
  const vz = v128.load64_splat(m, 80);
  const vy = v128.load64_splat(m + 2 * along + 3 * across);
  const wx = v128.load64_splat(m + 3 * along + across);
  const wz = v128.load64_splat(m + 3 * along + 2 * across);
  const wy = v128.load64_splat(m, 120);
  const a = v128.load64_splat(m, 32);
  const b = v128.load64_splat(m, 64);
  const c = v128.load64_splat(m, 96);
  for (let p = vector; p < vector + bytes; p += 64) {
    const a0 = v128.load(p);
    const b0 = v128.load(p, 16);
    const a1 = v128.load(p, 32);
    const b1 = v128.load(p, 48);
    let one = v128.shuffle<f64>(a0, a1, 0, 2);
    const x = v128.shuffle<f64>(a0, a1, 1, 3);
    const z = v128.shuffle<f64>(b0, b1, 0, 2);
    const y = v128.shuffle<f64>(b0, b1, 1, 3);
    let u = sum3(ux, x, uz, z, uy, y);
    let v = sum3(vx, x, vz, z, vy, y);
    let w = sum3(wx, x, wz, z, wy, y);
    if (shifts && back) {
      one = f64x2.add(one, sum3(a, x, b, z, c, y));
    } else if (shifts) {
      u = f64x2.add(u, f64x2.mul(a, one));
      v = f64x2.add(v, f64x2.mul(b, one));
      w = f64x2.add(w, f64x2.mul(c, one));
    }
    v128.store(p, v128.shuffle<f64>(one, u, 0, 2));
    v128.store(p, v128.shuffle<f64>(v, w, 0, 2), 16);
    v128.store(p, v128.shuffle<f64>(one, u, 1, 3), 32);
    v128.store(p, v128.shuffle<f64>(v, w, 1, 3), 48);
  }
}

// A group of m entries is mixed by an m × m matrix at every place of the other digits. A place is the index of an
// entry that is 0 in the digits of `fixed`; an offset is where an entry lies from there, in bytes. Where the lowest
// digit is mixed two places are taken at a time (`split`), one in each lane; else four lie together.

@inline
export function get(split: bool, p: usize, q: usize): v128 {
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
    const keeps = load<f64>(m) == 1 && load<f64>(m, 8) == 0 && load<f64>(m, 16) == 0 && load<f64>(m, 24) == 0;
    if (keeps && !split && transposed) shiftBack(p, q, r, s, from, count, fixed, m);
    else if (keeps && !split) shift3(p, q, r, s, from, count, fixed, m);
    else if (split) mix4(true, p, q, r, s, from, count, fixed, m, transposed);
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

/** Four entries of which the first stays as it is and is added to the others. */
function shift3(
  p: usize, q: usize, r: usize, s: usize, from: u32, count: u32, fixed: u32, m: usize,
): void {
  const a = v128.load64_splat(m, 32);
  const b = v128.load64_splat(m, 64);
  const c = v128.load64_splat(m, 96);
  const xx = v128.load64_splat(m, 40);
  const xy = v128.load64_splat(m, 48);
  const xz = v128.load64_splat(m, 56);
  const yx = v128.load64_splat(m, 72);
  const yy = v128.load64_splat(m, 80);
  const yz = v128.load64_splat(m, 88);
  const zx = v128.load64_splat(m, 104);
  const zy = v128.load64_splat(m, 112);
  const zz = v128.load64_splat(m, 120);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    let i: usize = k << 3;
    k = next(k, fixed);
    for (let half = 0; half < 2; half++, i += 16) {
      const one = v128.load(p + i);
      const x = v128.load(q + i);
      const y = v128.load(r + i);
      const z = v128.load(s + i);
      v128.store(q + i, f64x2.add(sum3(xx, x, xy, y, xz, z), f64x2.mul(a, one)));
      v128.store(r + i, f64x2.add(sum3(yx, x, yy, y, yz, z), f64x2.mul(b, one)));
      v128.store(s + i, f64x2.add(sum3(zx, x, zy, y, zz, z), f64x2.mul(c, one)));
    }
  }
}

/** The transpose of `shift3`. */
function shiftBack(
  p: usize, q: usize, r: usize, s: usize, from: u32, count: u32, fixed: u32, m: usize,
): void {
  const a = v128.load64_splat(m, 32);
  const b = v128.load64_splat(m, 64);
  const c = v128.load64_splat(m, 96);
  const xx = v128.load64_splat(m, 40);
  const xy = v128.load64_splat(m, 72);
  const xz = v128.load64_splat(m, 104);
  const yx = v128.load64_splat(m, 48);
  const yy = v128.load64_splat(m, 80);
  const yz = v128.load64_splat(m, 112);
  const zx = v128.load64_splat(m, 56);
  const zy = v128.load64_splat(m, 88);
  const zz = v128.load64_splat(m, 120);
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    let i: usize = k << 3;
    k = next(k, fixed);
    for (let half = 0; half < 2; half++, i += 16) {
      const x = v128.load(q + i);
      const y = v128.load(r + i);
      const z = v128.load(s + i);
      v128.store(p + i, f64x2.add(v128.load(p + i), sum3(a, x, b, y, c, z)));
      v128.store(q + i, sum3(xx, x, xy, y, xz, z));
      v128.store(r + i, sum3(yx, x, yy, y, yz, z));
      v128.store(s + i, sum3(zx, x, zy, y, zz, z));
    }
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
