// Derivatives along a direction of the values: of the state, and of the gradient (a Hessian's product with
// a vector), exact, operation by operation.

import { apply, zero } from "./direct";
import { alternate, get, next, put, swap } from "./lanes";
import { imaginaryPauli } from "./masked";
import { applyObservable } from "./observable";
import * as program from "./program";
import { Kind, Operation, operation, operations, qubits } from "./program";

/** `target` += amount × G `source`, for the generator G = -iP/2 of a rotation or i of a phase. */
function addGenerator(target: usize, source: usize, op: Operation, amount: f64): void {
  const count: u32 = 1 << (qubits - popcnt(op.mask));
  const y = popcnt(op.x & op.z);
  // -i/2 i^y as (real, imaginary) times ±1 by the parity of z.
  const scale = op.kind == Kind.PHASE ? amount : -0.5 * amount;
  const odd = (y & 1) != 0;
  const signed = (y & 2) != 0 ? -scale : scale;
  const factor = odd ? alternate<f64>(-signed, -signed) : alternate<f64>(-signed, signed);
  let k: u32 = 0;
  for (let n: u32 = 0; n < count; n++, k = next(k, op.mask)) {
    const i = k | op.value;
    const value = get<f64>(source + (<usize>i << 4));
    const part = f64x2.mul(odd ? value : swap<f64>(value), factor);
    const at = target + (<usize>(i ^ op.x) << 4);
    put<f64>(at, popcnt(i & op.z) & 1 ? f64x2.sub(get<f64>(at), part) : f64x2.add(get<f64>(at), part));
  }
}

/** How fast a slot's angle moves along `direction` (f64 by parameter). */
function speed(slot: u32, direction: usize): f64 {
  let sum: f64 = 0;
  const end = program.termsEnd(slot);
  for (let term = program.termsStart(slot); term < end; term++) {
    sum += program.termCoefficient(term) * load<f64>(direction + (<usize>program.termParameter(term) << 3));
  }
  return sum;
}

/** The state at `psi`, and its derivative along `direction` at `slope`; angles must be bound. */
export function forward(psi: usize, slope: usize, direction: usize): void {
  zero<f64>(psi);
  memory.fill(slope, 0, <usize>16 << qubits);
  for (let n: u32 = 0; n < operations; n++) {
    const op = operation(n);
    apply<f64>(psi, op, false);
    apply<f64>(slope, op, false);
    if (op.kind > Kind.PHASE) continue;
    const amount = speed(op.source, direction);
    if (amount != 0) addGenerator(slope, psi, op, amount);
  }
}

/**
 * Derivative along `direction` of all derivatives of the energy, left by parameter in the gradient.
 * `buffers` has room for four states.
 */
export function hessianProduct(buffers: usize, direction: usize): void {
  const bytes: usize = <usize>16 << qubits;
  const psi = buffers;
  const slope = psi + bytes;
  const left = slope + bytes;
  const leftSlope = left + bytes;
  forward(psi, slope, direction);
  applyObservable(psi, left);
  applyObservable(slope, leftSlope);
  memory.fill(program.slotGradient, 0, <usize>program.slots << 3);
  for (let n: i32 = <i32>operations - 1; n >= 0; n--) {
    const op = operation(n);
    if (op.kind <= Kind.PHASE) {
      if (program.moves(op.source)) {
        const inner = imaginaryPauli(leftSlope, psi, qubits, op.mask, op.value, op.x, op.z)
          + imaginaryPauli(left, slope, qubits, op.mask, op.value, op.x, op.z);
        const at = program.slotGradient + (<usize>op.source << 3);
        store<f64>(at, load<f64>(at) + (op.kind == Kind.ROTATION ? inner : -2 * inner));
      }
      const amount = speed(op.source, direction);
      if (amount != 0) {
        addGenerator(slope, psi, op, -amount);
        addGenerator(leftSlope, left, op, -amount);
      }
    }
    apply<f64>(psi, op, true);
    apply<f64>(slope, op, true);
    apply<f64>(left, op, true);
    apply<f64>(leftSlope, op, true);
  }
  program.chain();
}
