// Products of two vectors of Pauli expectations, which slopes are read from; and rotations of any string.

import { next, total } from "./lanes";
import { qubits } from "./program";
import { get } from "./transfer-kernels";
import { turnSign } from "./transfer-strings";

/**
 * What slopes of a group are read from: entry (e, f) of the matrix at `overlap` (f64, by rows) gets
 * Σ left[e] right[f] over all places added. Of a group of four the first row is left out, where `keeps`.
 */
export function contract(
  split: bool, left: usize, right: usize, from: u32, count: u32, fixed: u32, size: u32, offsets: usize,
  overlap: usize, keeps: bool,
): void {
  const first = size == 4 && keeps ? 1 : 0;
  if (size == 3 || first) {
    const rest = offsets + (first << 2);
    const to = overlap + (first ? 32 : 0);
    if (split) rows3(true, first, left, right, from, count, fixed, rest, to);
    else if (first) rows3(false, 1, left, right, from, count, fixed, rest, to);
    else rows3(false, 0, left, right, from, count, fixed, rest, to);
    return;
  }
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

/** Three entries of the left with the same three of the right, and with the one before them if asked. */
@inline
function rows3(
  split: bool, first: u32, left: usize, right: usize, from: u32, count: u32, fixed: u32, offsets: usize, to: usize,
): void {
  const a = load<u32>(offsets);
  const b = load<u32>(offsets, 4);
  const c = load<u32>(offsets, 8);
  let xo = f64x2.splat(0);
  let xx = xo;
  let xy = xo;
  let xz = xo;
  let yo = xo;
  let yx = xo;
  let yy = xo;
  let yz = xo;
  let zo = xo;
  let zx = xo;
  let zy = xo;
  let zz = xo;
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    let i: usize = k << 3;
    k = next(k, fixed);
    let j: usize = split ? <usize>k << 3 : i;
    const halves = split ? 1 : 2;
    for (let half = 0; half < halves; half++, i += 16, j += 16) {
      const x = get(split, right + a + i, right + a + j);
      const y = get(split, right + b + i, right + b + j);
      const z = get(split, right + c + i, right + c + j);
      const p = get(split, left + a + i, left + a + j);
      const q = get(split, left + b + i, left + b + j);
      const r = get(split, left + c + i, left + c + j);
      xx = f64x2.add(xx, f64x2.mul(p, x));
      xy = f64x2.add(xy, f64x2.mul(p, y));
      xz = f64x2.add(xz, f64x2.mul(p, z));
      yx = f64x2.add(yx, f64x2.mul(q, x));
      yy = f64x2.add(yy, f64x2.mul(q, y));
      yz = f64x2.add(yz, f64x2.mul(q, z));
      zx = f64x2.add(zx, f64x2.mul(r, x));
      zy = f64x2.add(zy, f64x2.mul(r, y));
      zz = f64x2.add(zz, f64x2.mul(r, z));
      if (first) {
        const o = get(split, right + i, right + j);
        xo = f64x2.add(xo, f64x2.mul(p, o));
        yo = f64x2.add(yo, f64x2.mul(q, o));
        zo = f64x2.add(zo, f64x2.mul(r, o));
      }
    }
    if (split) k = next(k, fixed);
  }
  row3(to, first, xo, xx, xy, xz);
  row3(to + 24 + (first << 3), first, yo, yx, yy, yz);
  row3(to + 48 + (first << 4), first, zo, zx, zy, zz);
}

/** Add a row of sums to three numbers, or four. */
@inline
function row3(to: usize, first: u32, o: v128, x: v128, y: v128, z: v128): void {
  let at = to;
  if (first) {
    store<f64>(at, load<f64>(at) + total(o));
    at += 8;
  }
  store<f64>(at, load<f64>(at) + total(x));
  store<f64>(at, load<f64>(at, 8) + total(y), 8);
  store<f64>(at, load<f64>(at, 16) + total(z), 16);
}

@inline
function inner(split: bool, l: usize, r: usize, from: u32, count: u32, fixed: u32): f64 {
  let sum = f64x2.splat(0);
  let more = sum;
  let k = from;
  for (let n: u32 = 0; n < count; n++) {
    const i = k << 3;
    k = next(k, fixed);
    const j = split ? k << 3 : i;
    sum = f64x2.add(sum, f64x2.mul(get(split, l + i, l + j), get(split, r + i, r + j)));
    if (split) k = next(k, fixed);
    else more = f64x2.add(more, f64x2.mul(v128.load(l + i, 16), v128.load(r + i, 16)));
  }
  return total(f64x2.add(sum, more));
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
