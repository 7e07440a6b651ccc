// Weights of parities, for the gradients of phases: Σ_y (-1)^parity(mask & y) Im(conj(left) right).

import { swap, total } from "./lanes";
import { reserve } from "./memory";
import { groupMost, lowBits, Stage, termMost } from "./plan";
import { qubits } from "./program";

/** Σ over high of w for each low index, one row of w, sums by high index. */
let lowSums: usize = 0;
let row: usize = 0;
let highSums: usize = 0;
let groupSums: usize = 0;
/** The weight of every term's parity. */
export let parities: usize = 0;

export function allocate(): bool {
  const low: u64 = 8 << lowBits;
  const high: u64 = 8 << (qubits - lowBits);
  lowSums = reserve(max<u64>(low, 16));
  row = reserve(max<u64>(low, 16));
  highSums = reserve(max<u64>(high, 16));
  groupSums = reserve(high * <u64>groupMost);
  parities = reserve(8 * <u64>termMost);
  return lowSums != 0 && row != 0 && highSums != 0 && groupSums != 0 && parities != 0;
}

/** w of two amplitudes that stand at `p` and `q`. */
@inline
function pair(left: usize, right: usize, p: usize, q: usize): v128 {
  const a = f64x2.mul(v128.load(left + p), swap<f64>(v128.load(right + p)));
  const b = f64x2.mul(v128.load(left + q), swap<f64>(v128.load(right + q)));
  return f64x2.sub(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

@inline
function addTo(table: usize, i: u32, w: v128): void {
  const at = table + (<usize>i << 3);
  v128.store(at, f64x2.add(v128.load(at), w));
}

function oneRow(stage: Stage, left: usize, right: usize, away: bool, high: u32): void {
  const size: u32 = 1 << lowBits;
  const line = (<usize>high << lowBits) << 4;
  const base = away ? unchecked(stage.otherHigh![high]) : 0;
  let sum = f64x2.splat(0);
  for (let i: u32 = 0; i < size; i += 2) {
    let p = line + (<usize>i << 4);
    let q = p + 16;
    if (away) {
      p = <usize>(base ^ unchecked(stage.otherLow![i])) << 4;
      q = <usize>(base ^ unchecked(stage.otherLow![i + 1])) << 4;
    }
    const w = pair(left, right, p, q);
    sum = f64x2.add(sum, w);
    v128.store(row + (<usize>i << 3), w);
    addTo(lowSums, i, w);
  }
  store<f64>(highSums + (<usize>high << 3), total(sum));
}

/** Two rows at once, where nobody needs them one by one. */
function twoRows(stage: Stage, left: usize, right: usize, away: bool, high: u32): void {
  const size: u32 = 1 << lowBits;
  const line = (<usize>high << lowBits) << 4;
  const across: usize = <usize>16 << lowBits;
  const base = away ? unchecked(stage.otherHigh![high]) : 0;
  const beyond = away ? unchecked(stage.otherHigh![high + 1]) : 0;
  let sum = f64x2.splat(0);
  let other = f64x2.splat(0);
  for (let i: u32 = 0; i < size; i += 2) {
    let v: v128;
    let w: v128;
    if (away) {
      const p = unchecked(stage.otherLow![i]);
      const q = unchecked(stage.otherLow![i + 1]);
      v = pair(left, right, <usize>(base ^ p) << 4, <usize>(base ^ q) << 4);
      w = pair(left, right, <usize>(beyond ^ p) << 4, <usize>(beyond ^ q) << 4);
    } else {
      const p = line + (<usize>i << 4);
      v = pair(left, right, p, p + 16);
      w = pair(left, right, p + across, p + across + 16);
    }
    sum = f64x2.add(sum, v);
    other = f64x2.add(other, w);
    addTo(lowSums, i, f64x2.add(v, w));
  }
  store<f64>(highSums + (<usize>high << 3), total(sum));
  store<f64>(highSums + (<usize>high << 3), total(other), 8);
}

/** Weights of all parities of a stage, into `parities`, from both states before the stage. */
export function weighParities(stage: Stage, left: usize, right: usize): void {
  const rows: u32 = 1 << (qubits - lowBits);
  const size: u32 = 1 << lowBits;
  const groups = <u32>stage.groups.length;
  const away = stage.moved && stage.after;
  memory.fill(lowSums, 0, <usize>size << 3);
  for (let high: u32 = 0; high < rows; high++) {
    if (groups == 0 && high + 1 < rows) {
      twoRows(stage, left, right, away, high);
      high += 1;
      continue;
    }
    oneRow(stage, left, right, away, high);
    for (let group: u32 = 0; group < groups; group++) {
      const at = groupSums + (<usize>(group * rows + high) << 3);
      store<f64>(at, signedSum(row, lowBits, unchecked(stage.groups[group])));
    }
  }
  const masks = stage.masks;
  for (let bit: u32 = 0; bit < lowBits; bit++) {
    const term = unchecked(stage.lowSingle[bit]);
    if (term >= 0) weigh(term, signedSum(lowSums, lowBits, 1 << bit));
  }
  for (let bit: u32 = 0; bit < qubits - lowBits; bit++) {
    const term = unchecked(stage.highSingle[bit]);
    if (term >= 0) weigh(term, signedSum(highSums, qubits - lowBits, 1 << bit));
  }
  for (let k = 0; k < stage.lowMany.length; k++) {
    const term = unchecked(stage.lowMany[k]);
    weigh(term, signedSum(lowSums, lowBits, unchecked(masks[term])));
  }
  for (let k = 0; k < stage.highMany.length; k++) {
    const term = unchecked(stage.highMany[k]);
    weigh(term, signedSum(highSums, qubits - lowBits, unchecked(masks[term]) >> lowBits));
  }
  for (let k = 0; k < stage.cross.length; k++) {
    const term = unchecked(stage.cross[k]);
    const sums = groupSums + (<usize>(unchecked(stage.groupOf[k]) * rows) << 3);
    weigh(term, signedSum(sums, qubits - lowBits, unchecked(masks[term]) >> lowBits));
  }
  if (stage.zeroTerm >= 0) weigh(stage.zeroTerm, 0);
}

@inline
function weigh(term: u32, value: f64): void {
  store<f64>(parities + (<usize>term << 3), value);
}

/** Σ_i (-1)^parity(mask & i) table[i]. */
function signedSum(table: usize, bits: u32, mask: u32): f64 {
  const size: usize = <usize>8 << bits;
  if (popcnt(mask) == 1) {
    const step: usize = <usize>mask << 3;
    let sum: f64 = 0;
    if (step == 8) {
      let lanes = f64x2.splat(0);
      for (let i: usize = 0; i < size; i += 16) lanes = f64x2.add(lanes, v128.load(table + i));
      return f64x2.extract_lane(lanes, 0) - f64x2.extract_lane(lanes, 1);
    }
    let even = f64x2.splat(0);
    for (let high: usize = 0; high < size; high += step << 1) {
      for (let i = high; i < high + step; i += 16) {
        even = f64x2.add(even, f64x2.sub(v128.load(table + i), v128.load(table + i + step)));
      }
    }
    sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
    return sum;
  }
  let sum: f64 = 0;
  for (let i: u32 = 0; i < <u32>1 << bits; i++) {
    const value = load<f64>(table + (<usize>i << 3));
    sum += popcnt(i & mask) & 1 ? -value : value;
  }
  return sum;
}
