// What acts on vectors of Pauli expectations: matrices on one digit, rotations between two strings.

import { qubits } from "./program";

/** Apply a 4 × 4 matrix to one digit of `vector`; its transpose if asked. */
export function applyWire(
  vector: usize, bytes: usize, wire: u32, matrix: usize, transposed: bool,
): void {
  const down: usize = transposed ? 8 : 32;
  const right: usize = transposed ? 32 : 8;
  // Without a part along I, as for most channels, a third of the work is left out.
  const plain = load<f64>(matrix + down) == 0 && load<f64>(matrix + 2 * down) == 0
    && load<f64>(matrix + 3 * down) == 0 && load<f64>(matrix + right) == 0
    && load<f64>(matrix + 2 * right) == 0 && load<f64>(matrix + 3 * right) == 0
    && load<f64>(matrix) == 1;
  const step: usize = <usize>8 << (2 * wire);
  if (wire == 0) {
    if (plain) firstOf(true, vector, bytes, matrix, down, right);
    else firstOf(false, vector, bytes, matrix, down, right);
  } else if (plain) {
    wireOf(true, vector, bytes, step, matrix, down, right);
  } else {
    wireOf(false, vector, bytes, step, matrix, down, right);
  }
}

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

@inline
function wireOf(
  plain: bool, vector: usize, bytes: usize, step: usize, matrix: usize, down: usize, right: usize,
): void {
  const xx = v128.load64_splat(matrix + down + right);
  const xz = v128.load64_splat(matrix + down + 2 * right);
  const xy = v128.load64_splat(matrix + down + 3 * right);
  const zx = v128.load64_splat(matrix + 2 * down + right);
  const zz = v128.load64_splat(matrix + 2 * down + 2 * right);
  const zy = v128.load64_splat(matrix + 2 * down + 3 * right);
  const yx = v128.load64_splat(matrix + 3 * down + right);
  const yz = v128.load64_splat(matrix + 3 * down + 2 * right);
  const yy = v128.load64_splat(matrix + 3 * down + 3 * right);
  for (let high: usize = 0; high < bytes; high += step << 2) {
    for (let i = high; i < high + step; i += 16) {
      const p = vector + i;
      const q = p + (step << 1);
      const x = v128.load(p + step);
      const z = v128.load(q);
      const y = v128.load(q + step);
      let a = f64x2.add(f64x2.add(f64x2.mul(xx, x), f64x2.mul(xz, z)), f64x2.mul(xy, y));
      let b = f64x2.add(f64x2.add(f64x2.mul(zx, x), f64x2.mul(zz, z)), f64x2.mul(zy, y));
      let c = f64x2.add(f64x2.add(f64x2.mul(yx, x), f64x2.mul(yz, z)), f64x2.mul(yy, y));
      if (!plain) {
        const one = v128.load(p);
        a = f64x2.add(a, f64x2.mul(v128.load64_splat(matrix + down), one));
        b = f64x2.add(b, f64x2.mul(v128.load64_splat(matrix + 2 * down), one));
        c = f64x2.add(c, f64x2.mul(v128.load64_splat(matrix + 3 * down), one));
        v128.store(p, rowOf(false, matrix, right, one, x, z, y));
      }
      v128.store(p + step, a);
      v128.store(q, b);
      v128.store(q + step, c);
    }
  }
}

/** The lowest digit, whose four entries lie together: two such rows at a time. */
@inline
function firstOf(
  plain: bool, vector: usize, bytes: usize, matrix: usize, down: usize, right: usize,
): void {
  if (bytes == 32) {
    // One qubit: a second row does not exist.
    memory.copy(pair, vector, 32);
    memory.copy(pair + 32, vector, 32);
    firstOfRows(plain, pair, 64, matrix, down, right);
    memory.copy(vector, pair, 32);
    return;
  }
  firstOfRows(plain, vector, bytes, matrix, down, right);
}

const pair: usize = memory.data(64, 16);

@inline
function firstOfRows(
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

/** Sign of -i Q P = sign × (Pauli of index p ^ q), for anticommuting Q and P. */
@inline
function turnSign(q: u32, p: u32): f64 {
  const r = p ^ q;
  const even: u32 = 0x5555_5555;
  const y = popcnt(q & (q >> 1) & even) + popcnt(p & (p >> 1) & even)
    - popcnt(r & (r >> 1) & even) + 2 * popcnt((q >> 1) & p & even);
  return (y & 3) == 1 ? 1 : -1;
}

/** Rotate by cos and sin of the angle; derivative inner product when `left` is given. */
export function applyTurn(vector: usize, q: u32, c: f64, s: f64): void {
  const size: u32 = 1 << (2 * qubits);
  const crossed = ((q & 0x5555_5555) << 1) | ((q >> 1) & 0x5555_5555);
  const pivot: u32 = 1 << (31 - clz(q));
  for (let i: u32 = 0; i < size; i++) {
    if (i & pivot || !(popcnt(i & crossed) & 1)) continue;
    const p = vector + (<usize>i << 3);
    const o = vector + (<usize>(i ^ q) << 3);
    const a = load<f64>(p);
    const b = load<f64>(o);
    const signed = turnSign(q, i) * s;
    store<f64>(p, c * a - signed * b);
    store<f64>(o, c * b + signed * a);
  }
}

/** <left| d/dθ |right> of a turn at angle 0: right and left on the same side of it. */
export function innerTurn(left: usize, right: usize, q: u32): f64 {
  const size: u32 = 1 << (2 * qubits);
  const crossed = ((q & 0x5555_5555) << 1) | ((q >> 1) & 0x5555_5555);
  const pivot: u32 = 1 << (31 - clz(q));
  let sum: f64 = 0;
  for (let i: u32 = 0; i < size; i++) {
    if (i & pivot || !(popcnt(i & crossed) & 1)) continue;
    const a = <usize>i << 3;
    const b = <usize>(i ^ q) << 3;
    const part = load<f64>(left + b) * load<f64>(right + a) - load<f64>(left + a) * load<f64>(right + b);
    sum += turnSign(q, i) * part;
  }
  return sum;
}


/**
 * Contraction of two vectors over all digits but one: row a, column b of the 16 f64 at `overlap` is
 * Σ left[a] right[b]. Row 0 is left out: no derivative of a matrix that keeps the trace has one.
 */
export function contract(
  left: usize, right: usize, bytes: usize, wire: u32, overlap: usize,
): void {
  const step: usize = <usize>8 << (2 * wire);
  memory.fill(overlap, 0, 128);
  for (let row: usize = 1; row < 4; row++) {
    let s0: f64 = 0;
    let s1: f64 = 0;
    let s2: f64 = 0;
    let s3: f64 = 0;
    for (let high: usize = 0; high < bytes; high += step << 2) {
      for (let i = high; i < high + step; i += 8) {
        const l = load<f64>(left + i + row * step);
        const r = right + i;
        s0 += l * load<f64>(r);
        s1 += l * load<f64>(r + step);
        s2 += l * load<f64>(r + 2 * step);
        s3 += l * load<f64>(r + 3 * step);
      }
    }
    const at = overlap + 32 * row;
    store<f64>(at, s0);
    store<f64>(at, s1, 8);
    store<f64>(at, s2, 16);
    store<f64>(at, s3, 24);
  }
}
