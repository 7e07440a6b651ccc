// Noise above what Pauli-transfer vectors hold: many runs of a state, each with its channels drawn by seed, and
// sums over them. A run takes measurements, resets and conditions too.
//
// Operations on one wire are gathered into one matrix a wire, which is applied when something else meets the
// wire. Channels that are Pauli strings are drawn without a look at the state. Of others one Kraus operator is
// drawn: the first one, if the number drawn is so low that this holds for every state, else by the wire's reduced
// state. Only then the state has norm 1 again, and at the end. Run number k has a seed of its own, so that sums
// do not depend on how the runs are cut into slices.
// Source: Dalibard, Castin and Mølmer, Phys. Rev. Lett. 68, 580 (1992).

import { apply, zero } from "./direct";
import { get, next, swap, total } from "./lanes";
import { flip, matrix, project, weight } from "./masked";
import { reserve } from "./memory";
import * as program from "./program";
import { angle, bits, clbits, Kind, matrixAt, Operation, operation, qubits } from "./program";
import { seed, uniform } from "./random";
import { kraus, KRAUS_BYTES } from "./kraus";

/** For each operation: where its 2 × 2 matrix is, or its channel's operators; 0 for all else. */
let places: usize = 0;
/** One 2 × 2 complex matrix (8 f64) a wire, and which of them have something, or are not unitary. */
let pending: usize = 0;
let waiting: u32 = 0;
let lossy: u32 = 0;
/** May the state have another norm than 1? */
let shrunk: bool = false;
const product: usize = memory.data(64, 16);

/** Room for a program of `program.operations`; false without. */
export function allocate(): bool {
  places = reserve(4 * <u64>program.operations);
  pending = reserve(64 * <u64>qubits);
  if (places == 0 || pending == 0) return false;
  for (let n: u32 = 0; n < program.operations; n++) {
    const op = operation(n);
    let place: usize = 0;
    if (op.kind == Kind.CHANNEL) {
      place = alike(op, n);
      if (place == 0) {
        place = reserve(KRAUS_BYTES);
        if (place == 0) return false;
        kraus(matrixAt(op.source), place);
      }
    } else if (isSingle(op)) {
      place = op.kind == Kind.MATRIX ? matrixAt(op.source) : reserve(64);
      if (place == 0) return false;
    }
    store<u32>(places + (n << 2), <u32>place);
  }
  return true;
}

/** Operators of an earlier channel with the same matrix, or 0; few are looked at. */
function alike(op: Operation, before: u32): usize {
  for (let n = <i32>before - 1; n >= max(0, <i32>before - 64); n--) {
    const other = operation(n);
    if (other.kind == Kind.CHANNEL && other.source == op.source) return placeOf(n);
  }
  return 0;
}

@inline
function placeOf(n: u32): usize {
  return load<u32>(places + (n << 2));
}

/** Has it a matrix on one wire? */
function isSingle(op: Operation): bool {
  if (op.kind == Kind.PHASE) return popcnt(op.mask) == 1;
  if (op.kind > Kind.FLIP || op.mask) return false;
  return popcnt(op.x | op.z) == 1;
}

/** Bind the values: angles of all slots, and the matrices of rotations. */
export function bind(): void {
  program.bind();
  for (let n: u32 = 0; n < program.operations; n++) {
    const op = operation(n);
    if (op.kind == Kind.MATRIX || !isSingle(op)) continue;
    const m = placeOf(n);
    memory.fill(m, 0, 64);
    if (op.kind == Kind.FLIP) {
      store<f64>(m, 1, 16);
      store<f64>(m, 1, 32);
    } else if (op.kind == Kind.PHASE) {
      NativeMath.sincos(angle(op.source));
      const at: usize = op.value ? 48 : 0;
      store<f64>(m, 1, 0);
      store<f64>(m, 1, 48);
      store<f64>(m + at, NativeMath.sincos_cos);
      store<f64>(m + at, NativeMath.sincos_sin, 8);
    } else {
      NativeMath.sincos(0.5 * angle(op.source));
      const c = NativeMath.sincos_cos;
      const s = NativeMath.sincos_sin;
      store<f64>(m, c);
      store<f64>(m, c, 48);
      if (op.x && op.z) {
        store<f64>(m, -s, 16);
        store<f64>(m, s, 32);
      } else if (op.x) {
        store<f64>(m, -s, 24);
        store<f64>(m, -s, 40);
      } else {
        store<f64>(m, -s, 8);
        store<f64>(m, s, 56);
      }
    }
  }
}

/** Run number `index` of those that start from a seed, into `psi`. */
export function run(psi: usize, start: u64, index: u32): void {
  seed(start + <u64>index * 0xd1342543de82ef95);
  zero<f64>(psi);
  memory.fill(bits, 0, clbits);
  waiting = lossy = 0;
  shrunk = false;
  for (let n: u32 = 0; n < program.operations; n++) {
    const op = operation(n);
    const place = placeOf(n);
    if (op.kind == Kind.CHANNEL) {
      channel(psi, op.x, place);
    } else if (place) {
      gather(op.kind == Kind.PHASE ? op.mask : op.x | op.z, place);
    } else if (op.kind == Kind.DEPOLARIZE) {
      depolarize(op);
    } else if (op.kind == Kind.UNLESS) {
      if (load<u8>(bits + op.clbit) != <u8>op.source) n += op.skip;
    } else if (op.kind == Kind.MEASURE) {
      store<u8>(bits + op.clbit, <u8>collapse(psi, op.x));
    } else if (op.kind == Kind.MISREAD) {
      const bit = load<u8>(bits + op.clbit);
      if (uniform() < program.constant(bit ? op.skip : op.source)) store<u8>(bits + op.clbit, bit ^ 1);
    } else if (op.kind == Kind.RESET) {
      if (collapse(psi, op.x)) flip<f64>(psi, qubits, 0, 0, op.x);
    } else {
      flush(psi, op.mask | op.x | op.z);
      apply<f64>(psi, op, false);
    }
  }
  flush(psi, waiting);
  if (shrunk) normalize(psi);
}

function normalize(psi: usize): void {
  const end = psi + (<usize>16 << qubits);
  let sum = f64x2.splat(0);
  for (let p = psi; p < end; p += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(p), v128.load(p)));
  const scale = f64x2.splat(1 / NativeMath.sqrt(total(sum)));
  for (let p = psi; p < end; p += 16) v128.store(p, f64x2.mul(v128.load(p), scale));
}

@inline
function matrixOn(wire: u32): usize {
  return pending + (<usize>ctz(wire) << 6);
}

/** Put a matrix behind those that wait on a wire. */
function gather(wire: u32, m: usize): void {
  const mine = matrixOn(wire);
  if (waiting & wire) {
    multiply(m, mine, product);
    memory.copy(mine, product, 64);
  } else {
    memory.copy(mine, m, 64);
    waiting |= wire;
  }
}

/** target = a b, of 2 × 2 complex matrices. */
function multiply(a: usize, b: usize, target: usize): void {
  for (let row: usize = 0; row < 64; row += 32) {
    const re0 = v128.load64_splat(a + row);
    const im0 = alternating(load<f64>(a + row, 8));
    const re1 = v128.load64_splat(a + row + 16);
    const im1 = alternating(load<f64>(a + row, 24));
    for (let column: usize = 0; column < 32; column += 16) {
      const p = v128.load(b + column);
      const q = v128.load(b + column, 32);
      const left = f64x2.add(f64x2.mul(p, re0), f64x2.mul(swap<f64>(p), im0));
      const right = f64x2.add(f64x2.mul(q, re1), f64x2.mul(swap<f64>(q), im1));
      v128.store(target + row + column, f64x2.add(left, right));
    }
  }
}

@inline
function alternating(value: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(-value), 1, value);
}

/** Apply what waits on these wires. */
function flush(psi: usize, wires: u32): void {
  for (let rest = wires & waiting; rest; rest &= rest - 1) {
    const wire: u32 = rest & -rest;
    matrix<f64>(psi, qubits, 0, 0, wire, matrixOn(wire), false);
  }
  waiting &= ~wires;
  lossy &= ~wires;
}

/** X, Y, Z as they are numbered by two random bits: bit 0 for X, bit 1 for Z; Y up to a phase. */
function pauli(wire: u32, letter: u32): void {
  if (letter == 0) return;
  const m = matrixOn(wire);
  if (!(waiting & wire)) {
    memory.fill(m, 0, 64);
    store<f64>(m, 1);
    store<f64>(m, 1, 48);
    waiting |= wire;
  }
  if (letter & 2) {
    v128.store(m, f64x2.neg(v128.load(m, 32)), 32);
    v128.store(m, f64x2.neg(v128.load(m, 48)), 48);
  }
  if (letter & 1) {
    const a = v128.load(m);
    const b = v128.load(m, 16);
    v128.store(m, v128.load(m, 32));
    v128.store(m, v128.load(m, 48), 16);
    v128.store(m, a, 32);
    v128.store(m, b, 48);
  }
}

/** With its probability, any Pauli string on all of its wires, each as likely. */
function depolarize(op: Operation): void {
  if (uniform() >= program.constant(op.source)) return;
  for (let rest = op.x; rest; rest &= rest - 1) pauli(rest & -rest, <u32>(4 * uniform()));
}

/** The reduced state of a wire as it is in memory: ρ00, ρ11, and ρ01 = ⟨0|ρ|1⟩. */
let rho00: f64 = 0;
let rho11: f64 = 0;
let rhoRe: f64 = 0;
let rhoIm: f64 = 0;

function read(psi: usize, wire: u32): void {
  const count: u32 = 1 << (qubits - 1);
  let same = f64x2.splat(0);
  let crossed = f64x2.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, wire)) {
    const a = get<f64>(psi + (k << 4));
    const b = get<f64>(psi + ((k | wire) << 4));
    same = f64x2.add(same, f64x2.mul(a, b));
    crossed = f64x2.add(crossed, f64x2.mul(swap<f64>(a), b));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  rho00 = total(low);
  rho11 = total(high);
  rhoRe = total(same);
  // a b*: `crossed` has (a_im b_re, a_re b_im).
  rhoIm = f64x2.extract_lane(crossed, 0) - f64x2.extract_lane(crossed, 1);
}

/** tr(M ρ M†) of the reduced state that was read, for M at `m`. */
function share(m: usize): f64 {
  let sum: f64 = 0;
  for (let row: usize = 0; row < 64; row += 32) {
    const ar = load<f64>(m + row);
    const ai = load<f64>(m + row, 8);
    const br = load<f64>(m + row, 16);
    const bi = load<f64>(m + row, 24);
    // |a|² ρ00 + |b|² ρ11 + 2 Re(a ρ01 b*)
    const re = ar * br + ai * bi;
    const im = ai * br - ar * bi;
    sum += (ar * ar + ai * ai) * rho00 + (br * br + bi * bi) * rho11 + 2 * (re * rhoRe - im * rhoIm);
  }
  return sum;
}

/** A channel on one wire: one of its operators, drawn. */
function channel(psi: usize, wire: u32, table: usize): void {
  const count = load<u32>(table);
  if (count == 0) {
    // Pauli strings: cumulative probabilities of I, X, Z, then Y.
    const drawn = uniform();
    let letter: u32 = 0;
    while (letter < 3 && drawn >= load<f64>(table + 8 + (<usize>letter << 3))) letter++;
    pauli(wire, letter);
    return;
  }
  const mine = matrixOn(wire);
  const drawn = uniform();
  if (drawn < load<f64>(table, 8)) {
    gather(wire, table + 64);
    lossy |= wire;
    shrunk = true;
    return;
  }
  flush(psi, lossy & ~wire);
  read(psi, wire);
  const before = waiting & wire ? share(mine) : rho00 + rho11;
  let left = drawn * before;
  for (let k: u32 = 0; k < count; k++) {
    const operator = table + 64 + (<usize>k << 6);
    if (waiting & wire) multiply(operator, mine, product);
    else memory.copy(product, operator, 64);
    const part = share(product);
    left -= part;
    if (left >= 0 && k + 1 < count) continue;
    const scale = f64x2.splat(1 / NativeMath.sqrt(part > 0 ? part : 1));
    for (let e: usize = 0; e < 64; e += 16) {
      v128.store(mine + e, f64x2.mul(v128.load(product + e), scale));
    }
    break;
  }
  waiting |= wire;
  lossy |= wire;
  shrunk = false;
}

function collapse(psi: usize, wire: u32): bool {
  flush(psi, lossy | wire);
  const one = weight<f64>(psi, qubits, wire, wire);
  const none = weight<f64>(psi, qubits, wire, 0);
  const outcome = uniform() * (one + none) < one;
  project<f64>(psi, qubits, wire, outcome ? wire : 0, 1 / NativeMath.sqrt(outcome ? one : none));
  shrunk = false;
  return outcome;
}
