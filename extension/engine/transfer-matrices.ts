// Real 4 × 4 matrices of gates and channels on one qubit: 16 f64 by rows, in the order I, X, Z, Y.

import * as program from "./program";
import { angle, Kind, matrixAt, Operation, operation } from "./program";

export const factor: usize = memory.data(128, 16);
const scratch: usize = memory.data(128, 16);

export function identity(matrix: usize): void {
  memory.fill(matrix, 0, 128);
  for (let k: usize = 0; k < 4; k++) store<f64>(matrix + 40 * k, 1);
}

/** `a` = b a. */
export function multiplyInto(b: usize, a: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    for (let j: usize = 0; j < 4; j++) {
      let sum: f64 = 0;
      for (let k: usize = 0; k < 4; k++) {
        sum += load<f64>(b + 32 * i + 8 * k) * load<f64>(a + 32 * k + 8 * j);
      }
      store<f64>(scratch + 32 * i + 8 * j, sum);
    }
  }
  memory.copy(a, scratch, 128);
}

/** Position of X, Y, Z in an index digit. */
const X: usize = 1;
const Z: usize = 2;
const Y: usize = 3;

@inline
function set(matrix: usize, row: usize, column: usize, value: f64): void {
  store<f64>(matrix + 32 * row + 8 * column, value);
}

/** The matrix of one operation on one wire; of its derivative by the angle when `slope`. */
export function matrixOf(op: Operation, target: usize, slope: bool): void {
  identity(target);
  if (op.kind <= Kind.PHASE) {
    // PHASE under value 1 is RZ(θ), under value 0 RZ(-θ), up to a global phase.
    const z = op.kind == Kind.PHASE || op.x == 0;
    const sense: f64 = op.kind == Kind.PHASE && op.value == 0 ? -1 : 1;
    NativeMath.sincos(sense * angle(op.source));
    let c = NativeMath.sincos_cos;
    let s = NativeMath.sincos_sin;
    if (slope) {
      memory.fill(target, 0, 128);
      const turned = c;
      c = -sense * s;
      s = sense * turned;
    }
    const a = z ? X : op.z ? Z : Y;
    const b = z ? Y : op.z ? X : Z;
    set(target, a, a, c);
    set(target, b, b, c);
    set(target, b, a, s);
    set(target, a, b, -s);
  } else if (op.kind == Kind.MATRIX) {
    unitary(matrixAt(op.source), target);
  } else if (op.kind == Kind.FLIP) {
    set(target, Z, Z, -1);
    set(target, Y, Y, -1);
  } else if (op.kind == Kind.RESET) {
    memory.fill(target, 0, 128);
    set(target, 0, 0, 1);
    set(target, Z, 0, 1);
  } else if (op.kind == Kind.DEPOLARIZE) {
    const keep = 1 - program.constant(op.source);
    set(target, X, X, keep);
    set(target, Y, Y, keep);
    set(target, Z, Z, keep);
  } else {
    // A channel: 16 f64 by rows in the order I, X, Y, Z.
    const given = matrixAt(op.source);
    for (let i: usize = 0; i < 4; i++) {
      for (let j: usize = 0; j < 4; j++) {
        const value = load<f64>(given + 32 * ordinary(i) + 8 * ordinary(j));
        set(target, i, j, value);
      }
    }
  }
}

/** Position in I, X, Y, Z of a digit of I, X, Z, Y. */
@inline
function ordinary(digit: usize): usize {
  return digit ^ (digit >> 1);
}

/** Pauli-transfer matrix of a 2 × 2 unitary: ½ tr(P U Q U†). */
function unitary(u: usize, target: usize): void {
  const ar = load<f64>(u);
  const ai = load<f64>(u, 8);
  const br = load<f64>(u, 16);
  const bi = load<f64>(u, 24);
  const cr = load<f64>(u, 32);
  const ci = load<f64>(u, 40);
  const dr = load<f64>(u, 48);
  const di = load<f64>(u, 56);
  // U X U†: entries (0,0) 2 Re(a b*), (0,1) a d* + b c*; likewise for Y and Z.
  set(target, Z, X, 2 * (ar * br + ai * bi));
  set(target, X, X, ar * dr + ai * di + br * cr + bi * ci);
  set(target, Y, X, -(ai * dr - ar * di + bi * cr - br * ci));
  set(target, Z, Y, 2 * (ai * br - ar * bi));
  set(target, X, Y, ai * dr - ar * di - (bi * cr - br * ci));
  set(target, Y, Y, ar * dr + ai * di - (br * cr + bi * ci));
  set(target, Z, Z, ar * ar + ai * ai - br * br - bi * bi);
  set(target, X, Z, ar * cr + ai * ci - br * dr - bi * di);
  set(target, Y, Z, -(ai * cr - ar * ci - bi * dr + br * di));
}

/** The matrix of a run, at `target`. */
export function bindRun(run: Array<u32>, target: usize): void {
  identity(target);
  for (let k = 0; k < run.length; k++) {
    matrixOf(operation(unchecked(run[k])), factor, false);
    multiplyInto(factor, target);
  }
}
