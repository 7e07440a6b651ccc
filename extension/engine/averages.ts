// Sums over many runs of a noisy program, slice by slice: energy, probabilities and Bloch vectors with what
// their errors need.

import { reserve } from "./memory";
import * as observable from "./observable";
import { blochVectors } from "./outputs";
import * as program from "./program";
import { qubits } from "./program";
import { uniform } from "./random";
import * as trajectories from "./trajectories";

let start: u64 = 0;
let done: u32 = 0;
let mean: f64 = 0;
let squares: f64 = 0;
/** Sums and sums of squares of probabilities (2^n f64 each), then of Bloch vectors (3n f64 each); 0 until asked for. */
let tables: usize = 0;
let vectors: usize = 0;
let one: usize = 0;

export function forget(): void {
  tables = vectors = one = 0;
  done = 0;
}

/** Room for sums of probabilities and Bloch vectors; false without. */
export function prepare(): bool {
  if (tables) return true;
  one = reserve(24 * <u64>qubits);
  vectors = reserve(48 * <u64>qubits);
  tables = one && vectors ? reserve(<u64>16 << qubits) : 0;
  clear();
  return tables != 0;
}

function clear(): void {
  if (!tables) return;
  memory.fill(tables, 0, <usize>16 << qubits);
  memory.fill(vectors, 0, 48 * <usize>qubits);
}

export function begin(seed: u64): void {
  start = seed;
  done = 0;
  mean = squares = 0;
  clear();
  trajectories.bind();
}

/** `count` runs more, added to the sums; how many there are now. */
export function more(psi: usize, count: u32): u32 {
  for (let k: u32 = 0; k < count; k++) {
    trajectories.run(psi, start, done);
    done++;
    const energy = observable.observed ? observable.expectation<f64>(psi) : 0;
    const off = energy - mean;
    mean += off / <f64>done;
    squares += off * (energy - mean);
    if (tables) add(psi);
  }
  return done;
}

function add(psi: usize): void {
  const size: usize = <usize>1 << qubits;
  const second = tables + (size << 3);
  for (let i: usize = 0; i < size; i++) {
    const a = v128.load(psi + (i << 4));
    const both = f64x2.mul(a, a);
    const p = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    const at = i << 3;
    store<f64>(tables + at, load<f64>(tables + at) + p);
    store<f64>(second + at, load<f64>(second + at) + p * p);
  }
  blochVectors<f64>(psi, qubits, one);
  const count: usize = 24 * <usize>qubits;
  for (let at: usize = 0; at < count; at += 8) {
    const value = load<f64>(one + at);
    store<f64>(vectors + at, load<f64>(vectors + at) + value);
    store<f64>(vectors + count + at, load<f64>(vectors + count + at) + value * value);
  }
}

export function energy(): f64 { return mean; }

/** Sum of squares of what energies are off their mean. */
export function spread(): f64 { return squares; }

export function tablesAt(): usize { return tables; }
export function vectorsAt(): usize { return vectors; }

/** One outcome a run: a basis index (u32) at `result`, and its classical bits (a byte each) at `bits`. */
export function outcomes(psi: usize, count: u32, result: usize, bits: usize): void {
  const size: u32 = 1 << qubits;
  for (let k: u32 = 0; k < count; k++) {
    trajectories.run(psi, start, done);
    done++;
    memory.copy(bits + <usize>k * program.clbits, program.bits, program.clbits);
    let left = uniform();
    let index: u32 = 0;
    for (; index < size - 1; index++) {
      const a = v128.load(psi + (<usize>index << 4));
      const both = f64x2.mul(a, a);
      left -= f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
      if (left < 0) break;
    }
    store<u32>(result + (<usize>k << 2), index);
  }
}
