// Rotations about X or Y of many wires, two wires in one pass over memory.
//
// cos(θ/2) is taken out where it is not too small: a' = a - t b, b' = b + t a with t = tan(θ/2) costs one
// multiplication and one addition a real number. The product of all cosines is given back once.

import { alternate, swap } from "./lanes";
import { AXIS_X, AXIS_Y } from "./plan";

/** A rotation costs c a + s b where this is true of it, else a + t b. */
@inline
function mix<T extends number>(full: bool, axis: u32, a: v128, b: v128, c: v128, u: v128): v128 {
  const moved = v128.mul<T>(axis == AXIS_X ? swap<T>(b) : b, u);
  return v128.add<T>(full ? v128.mul<T>(a, c) : a, moved);
}

/** The same on the two amplitudes inside one f32 register. */
@inline
function mixInside(full: bool, axis: u32, a: v128, c: v128, u: v128): v128 {
  const other = axis == AXIS_X
    ? v128.shuffle<f32>(a, a, 3, 2, 1, 0)
    : v128.shuffle<f32>(a, a, 2, 3, 0, 1);
  return f32x4.add(full ? f32x4.mul(a, c) : a, f32x4.mul(other, u));
}

/** What multiplies the upper amplitude on its way down. */
@inline
function down<T extends number>(axis: u32, s: f64): v128 {
  return axis == AXIS_X ? alternate<T>(s, -s) : alternate<T>(-s, -s);
}

/** What multiplies the lower amplitude on its way up. */
@inline
function up<T extends number>(axis: u32, s: f64): v128 {
  return axis == AXIS_X ? alternate<T>(s, -s) : alternate<T>(s, s);
}

@inline
function inside(axis: u32, s: f64): v128 {
  const t = <f32>s;
  return axis == AXIS_X
    ? f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(t), 1, -t), 3, -t)
    : f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(t), 0, -t), 1, -t);
}

@inline
function oneWire<T extends number>(
  full: bool, axis: u32, source: usize, target: usize, bytes: usize, p: u32, c: f64, s: f64,
): void {
  const keep = alternate<T>(c, c);
  if (sizeof<T>() == 4 && p == 0) {
    const turn = inside(axis, s);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(target + i, mixInside(full, axis, v128.load(source + i), keep, turn));
    }
    return;
  }
  const lower = down<T>(axis, s);
  const upper = up<T>(axis, s);
  const near: usize = (2 * sizeof<T>()) << p;
  for (let high: usize = 0; high < bytes; high += near << 1) {
    for (let i = high; i < high + near; i += 16) {
      const a = v128.load(source + i);
      const b = v128.load(source + i + near);
      v128.store(target + i, mix<T>(full, axis, a, b, keep, lower));
      v128.store(target + i + near, mix<T>(full, axis, b, a, keep, upper));
    }
  }
}

@inline
function twoWires<T extends number>(
  full: bool, axis: u32, source: usize, target: usize, bytes: usize,
  p: u32, cp: f64, sp: f64, q: u32, cq: f64, sq: f64,
): void {
  const keepP = alternate<T>(cp, cp);
  const keepQ = alternate<T>(cq, cq);
  const lowerQ = down<T>(axis, sq);
  const upperQ = up<T>(axis, sq);
  const far: usize = (2 * sizeof<T>()) << q;
  if (sizeof<T>() == 4 && p == 0) {
    const turn = inside(axis, sp);
    if (far == 16) {
      // The lowest two wires lie together: one plain loop.
      for (let i: usize = 0; i < bytes; i += 32) {
        const a = mixInside(full, axis, v128.load(source + i), keepP, turn);
        const b = mixInside(full, axis, v128.load(source + i, 16), keepP, turn);
        v128.store(target + i, mix<T>(full, axis, a, b, keepQ, lowerQ));
        v128.store(target + i, mix<T>(full, axis, b, a, keepQ, upperQ), 16);
      }
      return;
    }
    for (let high: usize = 0; high < bytes; high += far << 1) {
      for (let i = high; i < high + far; i += 16) {
        const a = mixInside(full, axis, v128.load(source + i), keepP, turn);
        const b = mixInside(full, axis, v128.load(source + i + far), keepP, turn);
        v128.store(target + i, mix<T>(full, axis, a, b, keepQ, lowerQ));
        v128.store(target + i + far, mix<T>(full, axis, b, a, keepQ, upperQ));
      }
    }
    return;
  }
  const lowerP = down<T>(axis, sp);
  const upperP = up<T>(axis, sp);
  const near: usize = (2 * sizeof<T>()) << p;
  if (near == 16 && far == 32) {
    for (let i: usize = 0; i < bytes; i += 64) {
      const a0 = v128.load(source + i);
      const b0 = v128.load(source + i, 16);
      const c0 = v128.load(source + i, 32);
      const d0 = v128.load(source + i, 48);
      const a1 = mix<T>(full, axis, a0, b0, keepP, lowerP);
      const b1 = mix<T>(full, axis, b0, a0, keepP, upperP);
      const c1 = mix<T>(full, axis, c0, d0, keepP, lowerP);
      const d1 = mix<T>(full, axis, d0, c0, keepP, upperP);
      v128.store(target + i, mix<T>(full, axis, a1, c1, keepQ, lowerQ));
      v128.store(target + i, mix<T>(full, axis, b1, d1, keepQ, lowerQ), 16);
      v128.store(target + i, mix<T>(full, axis, c1, a1, keepQ, upperQ), 32);
      v128.store(target + i, mix<T>(full, axis, d1, b1, keepQ, upperQ), 48);
    }
    return;
  }
  for (let high: usize = 0; high < bytes; high += far << 1) {
    for (let middle = high; middle < high + far; middle += near << 1) {
      for (let i = middle; i < middle + near; i += 16) {
        const from = source + i;
        const a0 = v128.load(from);
        const b0 = v128.load(from + near);
        const c0 = v128.load(from + far);
        const d0 = v128.load(from + near + far);
        const a1 = mix<T>(full, axis, a0, b0, keepP, lowerP);
        const b1 = mix<T>(full, axis, b0, a0, keepP, upperP);
        const c1 = mix<T>(full, axis, c0, d0, keepP, lowerP);
        const d1 = mix<T>(full, axis, d0, c0, keepP, upperP);
        const to = target + i;
        v128.store(to, mix<T>(full, axis, a1, c1, keepQ, lowerQ));
        v128.store(to + near, mix<T>(full, axis, b1, d1, keepQ, lowerQ));
        v128.store(to + far, mix<T>(full, axis, c1, a1, keepQ, upperQ));
        v128.store(to + near + far, mix<T>(full, axis, d1, b1, keepQ, upperQ));
      }
    }
  }
}

/** Rotate wire `p`; `s` is tan(θ/2) when not `full`. `source` may be `target`. */
export function rotateOne<T extends number>(
  full: bool, axis: u32, source: usize, target: usize, bytes: usize, p: u32, c: f64, s: f64,
): void {
  if (axis == AXIS_X) {
    if (full) oneWire<T>(true, AXIS_X, source, target, bytes, p, c, s);
    else oneWire<T>(false, AXIS_X, source, target, bytes, p, c, s);
  } else {
    if (full) oneWire<T>(true, AXIS_Y, source, target, bytes, p, c, s);
    else oneWire<T>(false, AXIS_Y, source, target, bytes, p, c, s);
  }
}

/** Rotate wires `p` < `q` about the same axis. */
export function rotateTwo<T extends number>(
  full: bool, axis: u32, source: usize, target: usize, bytes: usize,
  p: u32, cp: f64, sp: f64, q: u32, cq: f64, sq: f64,
): void {
  if (axis == AXIS_X) {
    if (full) twoWires<T>(true, AXIS_X, source, target, bytes, p, cp, sp, q, cq, sq);
    else twoWires<T>(false, AXIS_X, source, target, bytes, p, cp, sp, q, cq, sq);
  } else {
    if (full) twoWires<T>(true, AXIS_Y, source, target, bytes, p, cp, sp, q, cq, sq);
    else twoWires<T>(false, AXIS_Y, source, target, bytes, p, cp, sp, q, cq, sq);
  }
}

export let innerP: f64 = 0;
export let innerQ: f64 = 0;

/** Lanes of Im(conj(l) P r) of one pair: its upper amplitudes `a`, its lower ones `b`. */
@inline
function turnOf(axis: u32, la: v128, lb: v128, ra: v128, rb: v128): v128 {
  return axis == AXIS_X
    ? f64x2.add(f64x2.mul(lb, swap<f64>(ra)), f64x2.mul(la, swap<f64>(rb)))
    : f64x2.sub(f64x2.mul(lb, ra), f64x2.mul(la, rb));
}

/** What the lanes of a sum come to. */
@inline
function settled(axis: u32, sum: v128): f64 {
  const even = f64x2.extract_lane(sum, 0);
  const odd = f64x2.extract_lane(sum, 1);
  return axis == AXIS_X ? even - odd : even + odd;
}

/** Im <left| X or Y on wire p |right>. */
export function innerOne(axis: u32, left: usize, right: usize, bytes: usize, p: u32): f64 {
  return axis == AXIS_X
    ? innerOneOf(AXIS_X, left, right, bytes, p)
    : innerOneOf(AXIS_Y, left, right, bytes, p);
}

@inline
function innerOneOf(axis: u32, left: usize, right: usize, bytes: usize, p: u32): f64 {
  const near: usize = <usize>16 << p;
  let sum = f64x2.splat(0);
  for (let high: usize = 0; high < bytes; high += near << 1) {
    for (let i = high; i < high + near; i += 16) {
      const l = left + i;
      const r = right + i;
      sum = f64x2.add(sum, turnOf(
        axis, v128.load(l), v128.load(l + near), v128.load(r), v128.load(r + near),
      ));
    }
  }
  return settled(axis, sum);
}

/** Im <left| X or Y |right> on wires p < q at once, into `innerP` and `innerQ`. */
export function innerTwo(
  axis: u32, left: usize, right: usize, bytes: usize, p: u32, q: u32,
): void {
  if (axis == AXIS_X) innerTwoOf(AXIS_X, left, right, bytes, p, q);
  else innerTwoOf(AXIS_Y, left, right, bytes, p, q);
}

@inline
function innerTwoOf(
  axis: u32, left: usize, right: usize, bytes: usize, p: u32, q: u32,
): void {
  const near: usize = <usize>16 << p;
  const far: usize = <usize>16 << q;
  let sumP = f64x2.splat(0);
  let sumQ = f64x2.splat(0);
  for (let high: usize = 0; high < bytes; high += far << 1) {
    for (let middle = high; middle < high + far; middle += near << 1) {
      for (let i = middle; i < middle + near; i += 16) {
        const l = left + i;
        const r = right + i;
        const la = v128.load(l);
        const lb = v128.load(l + near);
        const lc = v128.load(l + far);
        const ld = v128.load(l + near + far);
        const ra = v128.load(r);
        const rb = v128.load(r + near);
        const rc = v128.load(r + far);
        const rd = v128.load(r + near + far);
        // One addition a pair to each sum: chains of additions would wait for each other.
        sumP = f64x2.add(sumP, f64x2.add(turnOf(axis, la, lb, ra, rb), turnOf(axis, lc, ld, rc, rd)));
        sumQ = f64x2.add(sumQ, f64x2.add(turnOf(axis, la, lc, ra, rc), turnOf(axis, lb, ld, rb, rd)));
      }
    }
  }
  innerP = settled(axis, sumP);
  innerQ = settled(axis, sumQ);
}
