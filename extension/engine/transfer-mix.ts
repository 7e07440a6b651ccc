// Steps that mix few entries of one digit or two: their matrices, and what they do to vectors.

import { reserve } from "./memory";
import { operation } from "./program";
import { contract } from "./transfer-inner";
import { applyFirst, mix } from "./transfer-kernels";
import { act, identity, Mode, narrow, scratch, wide } from "./transfer-matrices";
import { Is, Step } from "./transfer-plan";

/** Qubits of the smallest vector that is worked on: places are taken four at a time. */
export const SMALLEST: u32 = 3;
/** Wires whose entries fit into a processor's nearest memory. */
const LOW: u32 = 6;
/** Places that are gone through for one group after another. */
const CHUNK: u32 = 64;

/** Products of two vectors, group by group. */
const overlap: usize = memory.data(2048, 16);

@inline
function sizeOf(step: Step, group: u32): u32 {
  return unchecked(step.sizes[group]);
}

/** Room for its matrices, and where its entries lie; false without. */
export function prepareMix(step: Step): bool {
  const size = step.size;
  let numbers: u64 = 16;
  for (let g: u32 = 0; g < step.count; g++) numbers += sizeOf(step, g) * sizeOf(step, g);
  step.offsets = reserve(64 + 256 + 8 * numbers);
  step.finds = step.offsets + 64;
  step.whole = step.finds + 256;
  step.groups = step.whole + 128;
  if (!step.offsets) return false;
  let m = step.groups;
  let first: u32 = 0;
  for (let g: u32 = 0; g < step.count; g++) {
    const members = sizeOf(step, g);
    for (let e: u32 = 0; e < members; e++) {
      const find = step.finds + (<usize>unchecked(step.rows[first + e]) << 4);
      store<u32>(find, <u32>m);
      store<u32>(find, <u32>step.offsets + (first << 2), 4);
      store<u32>(find, members, 8);
      m += members << 3;
    }
    first += members;
  }
  for (let i: u32 = 0; i < size; i++) {
    store<u32>(step.offsets + (i << 2), wide(unchecked(step.rows[i]), step.a, step.b) << 3);
  }
  return true;
}

/** Its matrices at the angles that are bound. */
export function bindMix(step: Step): void {
  const size = step.size;
  identity(scratch, size);
  for (let k = 0; k < step.ops.length; k++) {
    act(operation(unchecked(step.ops[k])), step.a, step.b, size, scratch, Mode.VALUE);
  }
  if (size == 4) memory.copy(step.whole, scratch, 128);
  let to = step.groups;
  let first: u32 = 0;
  for (let g: u32 = 0; g < step.count; g++) {
    const end = first + sizeOf(step, g);
    for (let e = first; e < end; e++) {
      const row: u32 = unchecked(step.rows[e]) * size;
      for (let f = first; f < end; f++) {
        store<f64>(to, load<f64>(scratch + (<usize>(row + unchecked(step.rows[f])) << 3)));
        to += 8;
      }
    }
    first = end;
  }
}

/** Apply a step on one wire to the four entries that the wire has for itself. */
export function mixAlone(step: Step, at: usize): void {
  const m = step.whole;
  const one = load<f64>(at);
  const x = load<f64>(at, 8);
  const z = load<f64>(at, 16);
  const y = load<f64>(at, 24);
  for (let row: usize = 0; row < 4; row++) {
    const r = m + (row << 5);
    const sum = load<f64>(r) * one + load<f64>(r, 8) * x + load<f64>(r, 16) * z + load<f64>(r, 24) * y;
    store<f64>(at + (row << 3), sum);
  }
}

/** Is it on low wires alone, of a vector that is much larger? */
export function blocked(step: Step, bytes: usize): bool {
  return step.kind == Is.MIX && step.top <= LOW && bytes > <usize>8 << (2 * LOW);
}

/** Bits of an index that are not those of a place, and places a turn. */
@inline
function fixedOf(step: Step): u32 {
  return (3 << (2 * step.a)) | (3 << (2 * step.b)) | (step.a == 0 ? 0 : 3);
}

/** The bit by which places grow over a chunk. */
function strideOf(fixed: u32, split: bool): u32 {
  let left = split ? 2 * CHUNK : CHUNK;
  let bit: u32 = 1;
  while (fixed & bit) bit <<= 1;
  while (left > 1) {
    left >>= 1;
    bit <<= 1;
    while (fixed & bit) bit <<= 1;
  }
  return bit;
}

/** Apply a step to a vector; its transpose if asked. */
export function applyMix(step: Step, vector: usize, bytes: usize, transposed: bool): void {
  if (step.b == 0) {
    applyFirst(vector, bytes, step.whole, transposed);
    return;
  }
  const split = step.a == 0;
  const fixed = fixedOf(step);
  const stride = strideOf(fixed, split);
  const turns: u32 = <u32>(bytes >> 3) / step.size / (split ? 2 : 4);
  let from: u32 = 0;
  for (let done: u32 = 0; done < turns; done += CHUNK) {
    const count = min(CHUNK, turns - done);
    let m = step.groups;
    let offsets = step.offsets;
    for (let g: u32 = 0; g < step.count; g++) {
      const size = sizeOf(step, g);
      mix(split, vector, from, count, fixed, size, offsets, m, transposed);
      m += <usize>(size * size) << 3;
      offsets += size << 2;
    }
    from = ((from | fixed) + stride) & ~fixed;
  }
}

/** Σ left[e] right[f] over all places, for entries e, f of each group: where these matrices are, one after another. */
export function contractMix(step: Step, left: usize, right: usize, bytes: usize): usize {
  memory.fill(overlap, 0, 2048);
  // Nothing that keeps the trace changes the expectation of I: no slope has a part in its row.
  const keeps = unchecked(step.rows[0]) == 0;
  const split = step.a == 0;
  const fixed = fixedOf(step);
  const stride = strideOf(fixed, split);
  const turns: u32 = <u32>(bytes >> 3) / step.size / (split ? 2 : 4);
  let from: u32 = 0;
  for (let done: u32 = 0; done < turns; done += CHUNK) {
    const count = min(CHUNK, turns - done);
    let to = overlap;
    let offsets = step.offsets;
    for (let g: u32 = 0; g < step.count; g++) {
      const size = sizeOf(step, g);
      contract(split, left, right, from, count, fixed, size, offsets, to, keeps && g == 0);
      to += <usize>(size * size) << 3;
      offsets += size << 2;
    }
    from = ((from | fixed) + stride) & ~fixed;
  }
  return overlap;
}

/**
 * Pull listed strings with their numbers back through a step: what they are made of is added to `vector`, which
 * has 0 elsewhere, and listed at `found`; how many these are.
 */
export function pullMix(step: Step, list: usize, values: usize, count: u32, vector: usize, found: usize): u32 {
  const size = step.size;
  const mask = wide(size - 1, step.a, step.b);
  let made: u32 = 0;
  for (let n: u32 = 0; n < count; n++) {
    const index = load<u32>(list + (n << 2));
    const value = load<f64>(values + (n << 3));
    const find = step.finds + (<usize>narrow(index, step.a, step.b, size) << 4);
    const m: usize = load<u32>(find);
    const offsets: usize = load<u32>(find, 4);
    const rest = vector + (<usize>(index & ~mask) << 3);
    for (let e: u32 = 0, members = load<u32>(find, 8); e < members; e++) {
      const by = load<f64>(m + (e << 3));
      if (by == 0) continue;
      const at = rest + load<u32>(offsets + (e << 2));
      const old = load<f64>(at);
      if (old == 0) store<u32>(found + (made++ << 2), <u32>(at - vector) >> 3);
      store<f64>(at, old + by * value);
    }
  }
  return made;
}
