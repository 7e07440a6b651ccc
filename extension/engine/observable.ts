// A Pauli sum, real coefficients. Terms that flip nothing are one table of eigenvalues; single X terms go
// by themselves (`flips.ts`); all others are grouped by what they flip, and a group of many gets a table when it is used.

import { beginWithFlips } from "./flips";
import { alternate, get, next, put, stride, swap, times, total, wide } from "./lanes";
import { reserve } from "./memory";
import * as program from "./program";
import { qubits, Status } from "./program";
import { walsh, walshPairs } from "./walsh";

const MAGIC: u32 = 0x4f444751; // "QGDO"
const VERSION: u32 = 1;
const HEADER: u64 = 16;

/** Eigenvalues of the diagonal part: f64 per basis index, or 0 when there is none. */
let diagonal: usize = 0;
/** Single X terms: wire (u32, padded) and coefficient (f64), by wire. */
let lone: usize = 0;
let loneCount: u32 = 0;
/** Groups of equal x: x, first term, end (three u32 each). */
let groups: usize = 0;
let groupCount: u32 = 0;
let terms: u32 = 0;
let coefficients: usize = 0;
let flips: usize = 0;
let signs: usize = 0;
/** Factors of one group of many terms by basis index, of even and of odd ones (2 f64), or 0. */
let factors: usize = 0;
export let observed: bool = false;

export function forget(): void {
  observed = false;
  diagonal = 0;
}

/** Check and take the bytes; terms must come sorted by x. */
export function observe(start: usize, length: u32): i32 {
  forget();
  if (<u64>length < HEADER || load<u32>(start) != MAGIC) return Status.MALFORMED;
  if (load<u32>(start, 4) != VERSION) return Status.VERSION;
  if (load<u32>(start, 8) != qubits) return Status.QUBITS;
  terms = load<u32>(start, 12);
  if (HEADER + 16 * <u64>terms != <u64>length) return Status.MALFORMED;
  coefficients = start + <usize>HEADER;
  flips = coefficients + (<usize>terms << 3);
  signs = flips + (<usize>terms << 2);
  const all: u32 = (1 << qubits) - 1;
  for (let n: u32 = 0; n < terms; n++) {
    if ((xOf(n) | zOf(n)) & ~all || (n && xOf(n) < xOf(n - 1))) return Status.MALFORMED;
  }
  groups = reserve(12 * <u64>terms);
  lone = reserve(16 * <u64>qubits);
  if (groups == 0 || lone == 0) return Status.MEMORY;
  groupCount = loneCount = 0;
  factors = 0;
  let n: u32 = 0;
  while (n < terms) {
    const first = n;
    const x = xOf(n);
    while (n < terms && xOf(n) == x) n++;
    if (x == 0 && program.noisy && !program.averaged) {
      continue;
    } else if (x == 0) {
      if (!tabulate(n)) return Status.MEMORY;
    } else if (popcnt(x) == 1 && n == first + 1 && zOf(first) == 0) {
      const at = lone + (<usize>loneCount << 4);
      loneCount += 1;
      store<u32>(at, ctz(x));
      store<f64>(at, coefficient(first), 8);
    } else {
      if (factors == 0 && isMany(first, n)) {
        factors = reserve(<u64>16 << qubits);
        if (factors == 0) return Status.MEMORY;
      }
      const at = groups + 12 * <usize>groupCount;
      groupCount += 1;
      store<u32>(at, x);
      store<u32>(at, first, 4);
      store<u32>(at, n, 8);
    }
  }
  observed = true;
  return Status.OK;
}

@inline
function coefficient(term: u32): f64 {
  return load<f64>(coefficients + (<usize>term << 3));
}

@inline
function xOf(term: u32): u32 {
  return load<u32>(flips + (<usize>term << 2));
}

@inline
function zOf(term: u32): u32 {
  return load<u32>(signs + (<usize>term << 2));
}

/** Eigenvalues of the first `count` terms, all diagonal: a Walsh–Hadamard transform of coefficients. */
function tabulate(count: u32): bool {
  const size: usize = 1 << qubits;
  diagonal = reserve(<u64>max<usize>(size, 2) << 3);
  if (diagonal == 0) return false;
  memory.fill(diagonal, 0, size << 3);
  for (let n: u32 = 0; n < count; n++) {
    const at = diagonal + (<usize>zOf(n) << 3);
    store<f64>(at, load<f64>(at) + coefficient(n));
  }
  walsh(diagonal, qubits);
  return true;
}

/** |ψ_i|² into `result` (T each; none when 0), and Σ |ψ_i|² × eigenvalue of the diagonal part. */
export function weigh<T extends number>(psi: usize, result: usize): f64 {
  const size: u32 = 1 << qubits;
  const table = observed ? diagonal : 0;
  let sum = f64x2.splat(0);
  if (size == 1) {
    const a = wide<T>(get<T>(psi));
    const p = total(f64x2.mul(a, a));
    if (result) store<T>(result, <T>p);
    return table ? p * load<f64>(table) : 0;
  }
  for (let i: u32 = 0; i < size; i += 2) {
    const at = psi + i * stride<T>();
    let a: v128;
    let b: v128;
    if (sizeof<T>() == 8) {
      a = v128.load(at);
      b = v128.load(at, 16);
    } else {
      const both = v128.load(at);
      a = f64x2.promote_low_f32x4(both);
      b = f64x2.promote_low_f32x4(v128.shuffle<f64>(both, both, 1, 1));
    }
    a = f64x2.mul(a, a);
    b = f64x2.mul(b, b);
    const p = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
    if (result) putPair<T>(result + <usize>i * sizeof<T>(), p);
    if (table) sum = f64x2.add(sum, f64x2.mul(p, v128.load(table + (<usize>i << 3))));
  }
  return total(sum);
}

/** Write two real numbers. */
@inline
function putPair<T extends number>(pointer: usize, pair: v128): void {
  if (sizeof<T>() == 8) v128.store(pointer, pair);
  else v128.store64_lane(pointer, f32x4.demote_f64x2_zero(pair), 0);
}

/** Re Σ conj(a) b over pairs that differ in one wire, for two wires; one when q is p. */
let pairsP: f64 = 0;
let pairsQ: f64 = 0;

/** Blocks of this many bytes are summed in T, then added in double precision. */
const RUN: usize = 1 << 10;

/** Sum of all lanes in double precision. */
@inline
function lanes<T extends number>(value: v128): f64 {
  if (sizeof<T>() == 8) return total(value);
  const low = f64x2.promote_low_f32x4(value);
  return total(f64x2.add(low, f64x2.promote_low_f32x4(v128.shuffle<f64>(value, value, 1, 1))));
}

/** Products of the two amplitudes inside each f32 register. */
function pairsInside(psi: usize): f64 {
  const bytes: usize = <usize>8 << qubits;
  let sum: f64 = 0;
  for (let block: usize = 0; block < bytes; block += RUN) {
    let part = f32x4.splat(0);
    const end = min(block + RUN, bytes);
    for (let i = block; i < end; i += 16) {
      const a = v128.load(psi + i);
      part = f32x4.add(part, f32x4.mul(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1)));
    }
    sum += lanes<f32>(part);
  }
  return 0.5 * sum;
}

function pairsOne<T extends number>(psi: usize, p: u32): f64 {
  if (sizeof<T>() == 4 && p == 0) return pairsInside(psi);
  const bytes: usize = <usize>stride<T>() << qubits;
  const near: usize = <usize>stride<T>() << p;
  let sum: f64 = 0;
  for (let high: usize = 0; high < bytes; high += near << 1) {
    for (let block = high; block < high + near; block += RUN) {
      let part = v128.splat<T>(<T>0);
      const end = min(block + RUN, high + near);
      for (let i = block; i < end; i += 16) {
        part = v128.add<T>(part, v128.mul<T>(v128.load(psi + i), v128.load(psi + i + near)));
      }
      sum += lanes<T>(part);
    }
  }
  return sum;
}

/** Wires p < q; p is not inside a register. */
function pairsTwo<T extends number>(psi: usize, p: u32, q: u32): void {
  const bytes: usize = <usize>stride<T>() << qubits;
  const near: usize = <usize>stride<T>() << p;
  const far: usize = <usize>stride<T>() << q;
  let sumP: f64 = 0;
  let sumQ: f64 = 0;
  let partP = v128.splat<T>(<T>0);
  let partQ = v128.splat<T>(<T>0);
  let done: usize = 0;
  for (let high: usize = 0; high < bytes; high += far << 1) {
    for (let middle = high; middle < high + far; middle += near << 1) {
      for (let i = middle; i < middle + near; i += 16) {
        const a = v128.load(psi + i);
        const b = v128.load(psi + i + near);
        const c = v128.load(psi + i + far);
        const d = v128.load(psi + i + near + far);
        partP = v128.add<T>(partP, v128.add<T>(v128.mul<T>(a, b), v128.mul<T>(c, d)));
        partQ = v128.add<T>(partQ, v128.add<T>(v128.mul<T>(a, c), v128.mul<T>(b, d)));
      }
      done += near;
      if (sizeof<T>() == 4 && done >= RUN) {
        sumP += lanes<T>(partP);
        sumQ += lanes<T>(partQ);
        partP = partQ = v128.splat<T>(<T>0);
        done = 0;
      }
    }
  }
  pairsP = sumP + lanes<T>(partP);
  pairsQ = sumQ + lanes<T>(partQ);
}

function expectLone<T extends number>(psi: usize): f64 {
  let sum: f64 = 0;
  let k: u32 = 0;
  if (sizeof<T>() == 4 && loneCount && load<u32>(lone) == 0) {
    sum += load<f64>(lone, 8) * pairsInside(psi);
    k = 1;
  }
  for (; k + 1 < loneCount; k += 2) {
    const at = lone + (<usize>k << 4);
    pairsTwo<T>(psi, load<u32>(at), load<u32>(at, 16));
    sum += load<f64>(at, 8) * pairsP + load<f64>(at, 24) * pairsQ;
  }
  if (k < loneCount) {
    const at = lone + (<usize>k << 4);
    sum += load<f64>(at, 8) * pairsOne<T>(psi, load<u32>(at));
  }
  return 2 * sum;
}

/** Σ coefficient i^y (-1)^(z·i) over terms [first, end), y even or odd: what multiplies ψ_i. */
@inline
function factor(first: u32, end: u32, i: u32, odd: u32, many: bool): f64 {
  if (many) return load<f64>(factors + (<usize>i << 4) + (<usize>odd << 3));
  let sum: f64 = 0;
  for (let n = first; n < end; n++) {
    const z = zOf(n);
    const y = popcnt(xOf(n) & z);
    if ((y & 1) != odd) continue;
    const c = coefficient(n);
    sum += (popcnt(i & z) ^ (y >> 1)) & 1 ? -c : c;
  }
  return sum;
}

/** Is a table made faster than the terms are summed for every index? */
@inline
function isMany(first: u32, end: u32): bool {
  return end - first > 1 + (qubits >> 3);
}

/** The table of a group's factors, by a Walsh–Hadamard transform of its coefficients. */
function gatherFactors(first: u32, end: u32): void {
  memory.fill(factors, 0, <usize>16 << qubits);
  for (let n = first; n < end; n++) {
    const y = popcnt(xOf(n) & zOf(n));
    const at = factors + (<usize>zOf(n) << 4) + (<usize>(y & 1) << 3);
    store<f64>(at, load<f64>(at) + (y & 2 ? -coefficient(n) : coefficient(n)));
  }
  walshPairs(factors, qubits);
}

/** Has a group terms with an even (bit 0) or an odd (bit 1) number of Ys? */
function kinds(first: u32, end: u32): u32 {
  let result: u32 = 0;
  for (let n = first; n < end; n++) result |= 1 << (popcnt(xOf(n) & zOf(n)) & 1);
  return result;
}

function expectGroup<T extends number>(psi: usize, x: u32, first: u32, end: u32): f64 {
  const pivot: u32 = 1 << (31 - clz(x));
  const count: u32 = 1 << (qubits - 1);
  const present = kinds(first, end);
  const many = isMany(first, end);
  if (many) gatherFactors(first, end);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let i: u32 = 0;
  for (let n: u32 = 0; n < count; n++, i = next(i, pivot)) {
    const a = wide<T>(get<T>(psi + i * stride<T>()));
    const b = wide<T>(get<T>(psi + (i ^ x) * stride<T>()));
    // Re(conj(b) h a), h real or imaginary
    if (present & 1) {
      even = f64x2.add(even, f64x2.mul(f64x2.mul(a, b), f64x2.splat(factor(first, end, i, 0, many))));
    }
    if (present & 2) {
      const h = f64x2.splat(factor(first, end, i, 1, many));
      odd = f64x2.add(odd, f64x2.mul(f64x2.mul(swap<f64>(a), b), h));
    }
  }
  return 2 * (total(even) + f64x2.extract_lane(odd, 1) - f64x2.extract_lane(odd, 0));
}

/** The part of <ψ|H|ψ> that is not diagonal. */
export function expectOther<T extends number>(psi: usize): f64 {
  let sum = expectLone<T>(psi);
  for (let g: u32 = 0; g < groupCount; g++) {
    const at = groups + 12 * <usize>g;
    sum += expectGroup<T>(psi, load<u32>(at), load<u32>(at, 4), load<u32>(at, 8));
  }
  return sum;
}

/** <ψ|H|ψ>, summed in double precision. */
export function expectation<T extends number>(psi: usize): f64 {
  return (diagonal ? weigh<T>(psi, 0) : 0) + expectOther<T>(psi);
}

function addGroup(psi: usize, result: usize, x: u32, first: u32, end: u32): void {
  const pivot: u32 = 1 << (31 - clz(x));
  const count: u32 = 1 << (qubits - 1);
  const present = kinds(first, end);
  const many = isMany(first, end);
  if (many) gatherFactors(first, end);
  let i: u32 = 0;
  for (let n: u32 = 0; n < count; n++, i = next(i, pivot)) {
    const p = <usize>i << 4;
    const q = <usize>(i ^ x) << 4;
    const re = f64x2.splat(present & 1 ? factor(first, end, i, 0, many) : 0);
    const h = present & 2 ? factor(first, end, i, 1, many) : 0;
    const im = alternate<f64>(-h, h);
    const a = get<f64>(psi + p);
    const b = get<f64>(psi + q);
    put<f64>(result + q, f64x2.add(get<f64>(result + q), times<f64>(a, re, im)));
    put<f64>(result + p, f64x2.add(get<f64>(result + p), times<f64>(b, re, f64x2.neg(im))));
  }
}

/** `result` = H ψ; returns <ψ|H|ψ>. */
export function applyObservable(psi: usize, result: usize): f64 {
  const bytes: usize = <usize>16 << qubits;
  beginWithFlips(psi, result, bytes, diagonal, lone, loneCount);
  for (let g: u32 = 0; g < groupCount; g++) {
    const at = groups + 12 * <usize>g;
    addGroup(psi, result, load<u32>(at), load<u32>(at, 4), load<u32>(at, 8));
  }
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(psi + i), v128.load(result + i)));
  }
  return total(sum);
}

/** Every term of the observable, whatever runs it. */
export function termCount(): u32 {
  return terms;
}

export function termX(n: u32): u32 { return xOf(n); }
export function termZ(n: u32): u32 { return zOf(n); }
export function termCoefficient(n: u32): f64 { return coefficient(n); }
