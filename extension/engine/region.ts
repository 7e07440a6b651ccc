// The permutation and phases of a stage in one pass, row by row of the indices that the phases are of:
// either output y = phase(y) × input[other(y)], or output[other(x)] = phase(x) × input x.
//
// Phases are split tables: index y = (high, low), phase = high[...] × low[...] for masks inside one half.
// Masks that cross: few of them, one low table for each pattern of their signs on the high half; many, a
// low table made anew for each high index.

import { alternate, stride, swap, times } from "./lanes";
import { reserve } from "./memory";
import { crossMost, crossTables, lowBits, Stage, termMost } from "./plan";
import { angle, qubits } from "./program";

/** cos and sin of half the angle of each term (2 f64). */
let turns: usize = 0;
/** Low tables in double precision (2 f64 an entry), and one such for high. */
let lowTable: usize = 0;
let highTable: usize = 0;
/** Low tables ready to multiply with: registers (re, re), (-im, im). */
let ready: usize = 0;
/** The low table of one high index. */
let row: usize = 0;

export function allocate(): bool {
  const low: u64 = 16 << lowBits;
  const high: u64 = 16 << (qubits - lowBits);
  turns = reserve(16 * <u64>termMost);
  lowTable = reserve(low * <u64>max<u32>(crossMost, 1));
  highTable = reserve(high);
  ready = reserve(2 * low * <u64>max<u32>(crossMost, 1));
  row = reserve(low);
  return row != 0;
}

/** Sines and cosines of a stage's phases; `sense` is 1, or -1 for the inverse. */
function turn(stage: Stage, sense: f64): void {
  const count = stage.masks.length;
  memory.fill(turns, 0, <usize>count << 4);
  for (let k = 0; k < stage.partTerm.length; k++) {
    const at = turns + (<usize>unchecked(stage.partTerm[k]) << 4);
    const part = unchecked(stage.partFactor[k]) * angle(unchecked(stage.partAngle[k]));
    store<f64>(at, load<f64>(at) + part);
  }
  for (let term = 0; term < count; term++) {
    const at = turns + (<usize>term << 4);
    NativeMath.sincos(0.5 * sense * load<f64>(at));
    store<f64>(at, NativeMath.sincos_cos);
    store<f64>(at, NativeMath.sincos_sin, 8);
  }
}

/** Register times the number (re, im). */
@inline
function by(value: v128, re: f64, im: f64): v128 {
  return times<f64>(value, f64x2.splat(re), alternate<f64>(-im, im));
}

/** exp(-i/2 Σ) over masks of one half: `table[i]` for i below 1 << bits. */
function half(
  table: usize, bits: u32, singles: StaticArray<i32>, many: Array<u32>, masks: Array<u32>,
  shift: u32, start: v128,
): void {
  let value = start;
  for (let bit: u32 = 0; bit < bits; bit++) {
    const term = unchecked(singles[bit]);
    if (term < 0) continue;
    const at = turns + (<usize>term << 4);
    value = by(value, load<f64>(at), -load<f64>(at, 8));
  }
  v128.store(table, value);
  for (let bit: u32 = 0; bit < bits; bit++) {
    const size: usize = <usize>16 << bit;
    const term = unchecked(singles[bit]);
    if (term < 0) {
      memory.copy(table + size, table, size);
      continue;
    }
    // e^{-iθ/2} is in the start: index bit 1 needs e^{iθ} on top.
    const c = load<f64>(turns + (<usize>term << 4));
    const s = load<f64>(turns + (<usize>term << 4), 8);
    const re = f64x2.splat(c * c - s * s);
    const im = alternate<f64>(-2 * c * s, 2 * c * s);
    for (let i: usize = 0; i < size; i += 16) {
      v128.store(table + size + i, times<f64>(v128.load(table + i), re, im));
    }
  }
  for (let k = 0; k < many.length; k++) {
    const term = unchecked(many[k]);
    multiply(table, bits, unchecked(masks[term]) >> shift, turns + (<usize>term << 4));
  }
}

/** `table[i]` times exp(∓iθ/2) by the parity of mask & i. */
function multiply(table: usize, bits: u32, mask: u32, at: usize): void {
  const c = load<f64>(at);
  const s = load<f64>(at, 8);
  const re = f64x2.splat(c);
  const even = alternate<f64>(s, -s);
  const odd = alternate<f64>(-s, s);
  for (let i: u32 = 0; i < <u32>1 << bits; i++) {
    const p = table + (<usize>i << 4);
    v128.store(p, times<f64>(v128.load(p), re, popcnt(i & mask) & 1 ? odd : even));
  }
}

/** A low table as registers that multiply 16 bytes of amplitudes each. */
function unfold<T extends number>(table: usize, result: usize): void {
  const end = table + (<usize>16 << lowBits);
  for (let p = table, q = result; p < end; p += 16 / sizeof<T>() * 8) {
    if (sizeof<T>() == 8) {
      const value = v128.load(p);
      v128.store(q, v128.shuffle<f64>(value, value, 0, 0));
      v128.store(q, f64x2.mul(v128.shuffle<f64>(value, value, 1, 1), alternate<f64>(-1, 1)), 16);
    } else {
      const a = f32x4.demote_f64x2_zero(v128.load(p));
      const b = f32x4.demote_f64x2_zero(v128.load(p, 16));
      v128.store(q, v128.shuffle<f32>(a, b, 0, 0, 4, 4));
      const im = v128.shuffle<f32>(a, b, 1, 1, 5, 5);
      v128.store(q, f32x4.mul(im, alternate<f32>(-1, 1)), 16);
    }
    q += 32;
  }
}

/** Pattern of signs of the crossing masks on the high index. */
@inline
function pattern(stage: Stage, high: u32): u32 {
  let result: u32 = 0;
  for (let k = 0; k < stage.cross.length; k++) {
    const mask = unchecked(stage.masks[unchecked(stage.cross[k])]);
    result |= (popcnt(high & (mask >> lowBits)) & 1) << k;
  }
  return result;
}

/** All tables of a stage's phases, times the real number `scale`. */
function prepare<T extends number>(stage: Stage, sense: f64, scale: f64): void {
  turn(stage, sense);
  let start = alternate<f64>(scale, 0);
  if (stage.zeroTerm >= 0) {
    const at = turns + (<usize>stage.zeroTerm << 4);
    start = by(start, load<f64>(at), -load<f64>(at, 8));
  }
  const masks = stage.masks;
  half(highTable, qubits - lowBits, stage.highSingle, stage.highMany, masks, lowBits, start);
  half(lowTable, lowBits, stage.lowSingle, stage.lowMany, masks, 0, alternate<f64>(1, 0));
  const crossing = stage.cross.length;
  const tables = crossTables(crossing);
  if (tables == 0) return;
  const bytes: usize = <usize>16 << lowBits;
  const unfolded: usize = (<usize>stride<T>() << lowBits) << 1;
  const low: u32 = (1 << lowBits) - 1;
  for (let k = 0; k < crossing; k++) {
    const term = unchecked(stage.cross[k]);
    const mask = unchecked(masks[term]) & low;
    for (let signs: usize = 0; signs < <usize>1 << k; signs++) {
      const table = lowTable + signs * bytes;
      split(table, table + (bytes << k), mask, turns + (<usize>term << 4));
    }
  }
  for (let signs: u32 = 0; signs < tables; signs++) {
    unfold<T>(lowTable + <usize>signs * bytes, ready + <usize>signs * unfolded);
  }
}

/** As `multiply` on a low table, and with the opposite angle into `opposite`. */
function split(table: usize, opposite: usize, mask: u32, at: usize): void {
  const c = load<f64>(at);
  const s = load<f64>(at, 8);
  const re = f64x2.splat(c);
  const even = alternate<f64>(s, -s);
  const odd = alternate<f64>(-s, s);
  for (let i: u32 = 0; i < <u32>1 << lowBits; i++) {
    const p = <usize>i << 4;
    const value = v128.load(table + p);
    const straight = f64x2.mul(value, re);
    const turned = f64x2.mul(swap<f64>(value), popcnt(i & mask) & 1 ? odd : even);
    v128.store(table + p, f64x2.add(straight, turned));
    v128.store(opposite + p, f64x2.sub(straight, turned));
  }
}

/** Low table of one high index when many masks cross. */
function refill<T extends number>(stage: Stage, high: u32): void {
  memory.copy(row, lowTable, <usize>16 << lowBits);
  for (let group = 0; group < stage.groups.length; group++) {
    let value = alternate<f64>(1, 0);
    for (let k = 0; k < stage.cross.length; k++) {
      if (unchecked(stage.groupOf[k]) != group) continue;
      const term = unchecked(stage.cross[k]);
      const at = turns + (<usize>term << 4);
      const s = load<f64>(at, 8);
      const odd = popcnt(high & (unchecked(stage.masks[term]) >> lowBits)) & 1;
      value = by(value, load<f64>(at), odd ? -s : s);
    }
    // value = e^{iΘ/2}, and `multiply` takes cos and sin of Θ/2.
    v128.store(scratch, value);
    multiply(row, lowBits, unchecked(stage.groups[group]), scratch);
  }
  unfold<T>(row, ready);
}

const scratch: usize = memory.data(16, 16);

/** One row: phases only. */
@inline
function rowPhases<T extends number>(
  source: usize, target: usize, table: usize, re: v128, im: v128, bytes: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const value = times<T>(v128.load(source + i), v128.load(table), v128.load(table, 16));
    v128.store(target + i, times<T>(value, re, im));
    table += 32;
  }
}

/** 16 bytes of input amplitudes: those at `base ^ offsets[0]`, and in f32 also `base ^ offsets[1]`. */
@inline
function gather<T extends number>(source: usize, base: u32, offsets: usize): v128 {
  const first = source + (base ^ load<u32>(offsets)) * stride<T>();
  if (sizeof<T>() == 8) return v128.load(first);
  const second = source + (base ^ load<u32>(offsets, 4)) * stride<T>();
  return v128.load64_lane(second, v128.load64_zero(first), 1);
}

@inline
function scatter<T extends number>(target: usize, base: u32, offsets: usize, value: v128): void {
  const first = target + (base ^ load<u32>(offsets)) * stride<T>();
  if (sizeof<T>() == 8) {
    v128.store(first, value);
  } else {
    v128.store64_lane(first, value, 0);
    v128.store64_lane(target + (base ^ load<u32>(offsets, 4)) * stride<T>(), value, 1);
  }
}

/** One row: phases (unless `table` is 0), reading from other places. */
@inline
function rowGather<T extends number>(
  source: usize, target: usize, base: u32, offsets: usize, table: usize, re: v128, im: v128,
  bytes: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    let value = gather<T>(source, base, offsets);
    if (table) {
      value = times<T>(value, v128.load(table), v128.load(table, 16));
      value = times<T>(value, re, im);
      table += 32;
    }
    v128.store(target + i, value);
    offsets += 32 / sizeof<T>();
  }
}

/** One row: phases (unless `table` is 0), writing to other places. */
@inline
function rowScatter<T extends number>(
  source: usize, target: usize, base: u32, offsets: usize, table: usize, re: v128, im: v128,
  bytes: usize,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    let value = v128.load(source + i);
    if (table) {
      value = times<T>(value, v128.load(table), v128.load(table, 16));
      value = times<T>(value, re, im);
      table += 32;
    }
    scatter<T>(target, base, offsets, value);
    offsets += 32 / sizeof<T>();
  }
}

/** Two rows with the same table at once: what is read of it and of the offsets serves both. */
@inline
function twoRows<T extends number>(
  gathers: bool, from: usize, next: usize, to: usize, then: usize, base: u32, beyond: u32, offsets: usize,
  re: v128, im: v128, nextRe: v128, nextIm: v128, bytes: usize,
): void {
  let table = ready;
  for (let i: usize = 0; i < bytes; i += 16) {
    const straight = v128.load(table);
    const turned = v128.load(table, 16);
    table += 32;
    let a = gathers ? gather<T>(from, base, offsets) : v128.load(from + i);
    let b = gathers ? gather<T>(next, beyond, offsets) : v128.load(next + i);
    a = times<T>(times<T>(a, straight, turned), re, im);
    b = times<T>(times<T>(b, straight, turned), nextRe, nextIm);
    if (gathers) {
      v128.store(to + i, a);
      v128.store(then + i, b);
    } else {
      scatter<T>(to, base, offsets, a);
      scatter<T>(then, beyond, offsets, b);
    }
    offsets += 32 / sizeof<T>();
  }
}

/** A permutation and phases of which no mask crosses the halves. */
function applyStraight<T extends number>(stage: Stage, source: usize, target: usize, gathers: bool): void {
  const rows: u32 = 1 << (qubits - lowBits);
  const bytes: usize = <usize>stride<T>() << lowBits;
  const offsets = changetype<usize>(stage.otherLow);
  for (let high: u32 = 0; high < rows; high += 2) {
    const at = highTable + (<usize>high << 4);
    const re = alternate<T>(load<f64>(at), load<f64>(at));
    const im = alternate<T>(-load<f64>(at, 8), load<f64>(at, 8));
    const nextRe = alternate<T>(load<f64>(at, 16), load<f64>(at, 16));
    const nextIm = alternate<T>(-load<f64>(at, 24), load<f64>(at, 24));
    const base = unchecked(stage.otherHigh![high]);
    const beyond = unchecked(stage.otherHigh![high + 1]);
    const line = <usize>high * bytes;
    if (gathers) {
      twoRows<T>(
        true, source, source, target + line, target + line + bytes, base, beyond, offsets, re, im, nextRe, nextIm, bytes,
      );
    } else {
      const from = source + line;
      twoRows<T>(false, from, from + bytes, target, target, base, beyond, offsets, re, im, nextRe, nextIm, bytes);
    }
  }
}

/**
 * Apply a stage's permutation and phases: from `source` to `target`, which may be equal when nothing
 * moves. `scale` multiplies everything. The inverse when `back`.
 */
export function applyRegion<T extends number>(
  stage: Stage, source: usize, target: usize, scale: f64, back: bool,
): void {
  const phases = stage.hasPhases || scale != 1;
  if (phases) prepare<T>(stage, back ? -1 : 1, scale);
  const rows: u32 = 1 << (qubits - lowBits);
  const bytes: usize = <usize>stride<T>() << lowBits;
  const unfolded: usize = bytes << 1;
  const many = phases && crossTables(stage.cross.length) == 0;
  const low = stage.moved ? changetype<usize>(stage.otherLow) : 0;
  const gathers = stage.after != back;
  if (phases && stage.moved && stage.cross.length == 0 && rows > 1) {
    applyStraight<T>(stage, source, target, gathers);
    return;
  }
  let re = alternate<T>(1, 1);
  let im = alternate<T>(0, 0);
  for (let high: u32 = 0; high < rows; high++) {
    let table = ready;
    if (phases) {
      const at = highTable + (<usize>high << 4);
      re = alternate<T>(load<f64>(at), load<f64>(at));
      im = alternate<T>(-load<f64>(at, 8), load<f64>(at, 8));
      if (many) refill<T>(stage, high);
      else table += <usize>pattern(stage, high) * unfolded;
    }
    const line = <usize>high * bytes;
    if (!stage.moved) {
      rowPhases<T>(source + line, target + line, table, re, im, bytes);
      continue;
    }
    const base = unchecked(stage.otherHigh![high]);
    if (gathers) {
      if (phases) rowGather<T>(source, target + line, base, low, table, re, im, bytes);
      else rowGather<T>(source, target + line, base, low, 0, re, im, bytes);
    } else {
      if (phases) rowScatter<T>(source + line, target, base, low, table, re, im, bytes);
      else rowScatter<T>(source + line, target, base, low, 0, re, im, bytes);
    }
  }
}
