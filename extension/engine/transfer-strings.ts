// What operations do to single Pauli strings. An index has two bits a wire: bit 2k is x of qubit k, bit 2k + 1
// is z, so that a digit is I, X, Z, Y.

import * as program from "./program";
import { Kind, matrixAt, Operation } from "./program";

const EVEN: u32 = 0x5555_5555;

/** Bits of `mask` moved to even places. */
export function spread(mask: u32): u32 {
  let result: u32 = 0;
  for (let rest = mask; rest; rest &= rest - 1) result |= 1 << (2 * ctz(rest));
  return result;
}

@inline
export function indexOf(x: u32, z: u32): u32 {
  return spread(x) | (spread(z) << 1);
}

/** Do two strings anticommute? */
@inline
export function differ(q: u32, p: u32): bool {
  const crossed = ((q & EVEN) << 1) | ((q >> 1) & EVEN);
  return <bool>(popcnt(p & crossed) & 1);
}

/** Sign of -i Q P = sign × (the string of index p ^ q), or 0 where Q and P commute. */
@inline
export function turnSign(q: u32, p: u32): f64 {
  if (!differ(q, p)) return 0;
  const r = p ^ q;
  const y = popcnt(q & (q >> 1) & EVEN) + popcnt(p & (p >> 1) & EVEN)
    - popcnt(r & (r >> 1) & EVEN) + 2 * popcnt((q >> 1) & p & EVEN);
  return (y & 3) == 1 ? 1 : -1;
}

/**
 * A controlled rotation or phase is a product of plain rotations, one for each subset of its controls: the string
 * of one of them, 0 for none, and what it turns by for each radian of the slot's angle.
 */
@inline
export function turnIndex(op: Operation, subset: u32): u32 {
  return indexOf(op.x, subset ^ op.z);
}

@inline
export function turnFactor(op: Operation, subset: u32): f64 {
  const factor: f64 = op.kind == Kind.PHASE ? -2 : 1;
  const share = factor / <f64>(1 << popcnt(op.mask));
  return popcnt(subset & op.value) & 1 ? -share : share;
}

/** What the string that was last moved is multiplied by. */
export let weight: f64 = 1;

/** Where a string is moved to by what moves strings: flips, CZ, exchanges, channels that are mixtures of strings. */
export function moved(op: Operation, index: u32): u32 {
  weight = 1;
  switch (op.kind) {
    case Kind.DEPOLARIZE: {
      const wires = spread(op.x);
      if (index & (wires | (wires << 1))) weight = 1 - program.constant(op.source);
      return index;
    }
    case Kind.CHANNEL: {
      const digit = (index >> (2 * ctz(op.x))) & 3;
      const letter = digit ^ (digit >> 1);
      weight = load<f64>(matrixAt(op.source) + 40 * <usize>letter);
      return index;
    }
    case Kind.EXCHANGE: {
      const a = 2 * ctz(op.x);
      const b = 2 * (31 - clz(op.x));
      const other = ((index >> a) ^ (index >> b)) & 3;
      return index ^ ((other << a) | (other << b));
    }
    case Kind.PHASE: {
      // CZ: x of each wire adds to z of the other; sign where both are X or Y and z differ.
      const a = 2 * ctz(op.mask);
      const b = 2 * (31 - clz(op.mask));
      const xa = (index >> a) & 1;
      const xb = (index >> b) & 1;
      if (xa & xb & ((index >> (a + 1)) ^ (index >> (b + 1)))) weight = -1;
      return index ^ ((xb << (a + 1)) | (xa << (b + 1)));
    }
  }
  return flip(op, index);
}

/** X or CX, on each of its targets. */
function flip(op: Operation, from: u32): u32 {
  let index = from;
  for (let rest = op.x; rest; rest &= rest - 1) {
    const t = 2 * ctz(rest);
    const zt = (index >> (t + 1)) & 1;
    if (op.mask == 0) {
      if (zt) weight = -weight;
      continue;
    }
    const c = 2 * ctz(op.mask);
    const xc = (index >> c) & 1;
    const zc = (index >> (c + 1)) & 1;
    const xt = (index >> t) & 1;
    // Aaronson and Gottesman, arXiv:quant-ph/0406196; an X on the target more for a negative control.
    if (xc & zt & (xt ^ zc ^ 1)) weight = -weight;
    if (op.value == 0 && zt) weight = -weight;
    index ^= (xc << t) | (zt << (c + 1));
  }
  return index;
}
