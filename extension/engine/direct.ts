// Runs a program operation by operation: forward, backward, or as one seeded trajectory.

import { alternate, put, stride } from "./lanes";
import {
  exchange, flip, imaginaryPauli, matrix, phase, project, rotate, rotateDiagonal, weight,
} from "./masked";
import {
  angle, bits, clbits, Kind, matrixAt, moves, Operation, operation, qubits, slotGradient,
} from "./program";
import { uniform } from "./random";

/** Put |0…0⟩. */
export function zero<T extends number>(psi: usize): void {
  memory.fill(psi, 0, stride<T>() << qubits);
  put<T>(psi, alternate<T>(1, 0));
}

/** Apply one unitary operation, or its inverse. */
export function apply<T extends number>(psi: usize, op: Operation, inverse: bool): void {
  switch (op.kind) {
    case Kind.ROTATION: {
      const half = angle(op.source) * (inverse ? -0.5 : 0.5);
      NativeMath.sincos(half);
      const c = NativeMath.sincos_cos;
      const s = NativeMath.sincos_sin;
      if (op.x) rotate<T>(psi, qubits, op.mask, op.value, op.x, op.z, c, s);
      else rotateDiagonal<T>(psi, qubits, op.mask, op.value, op.z, c, s);
      break;
    }
    case Kind.PHASE: {
      NativeMath.sincos(inverse ? -angle(op.source) : angle(op.source));
      phase<T>(psi, qubits, op.mask, op.value, NativeMath.sincos_cos, NativeMath.sincos_sin);
      break;
    }
    case Kind.MATRIX:
      matrix<T>(psi, qubits, op.mask, op.value, op.x, matrixAt(op.source), inverse);
      break;
    case Kind.FLIP:
      flip<T>(psi, qubits, op.mask, op.value, op.x);
      break;
    case Kind.EXCHANGE:
      exchange<T>(psi, qubits, op.mask, op.value, op.x);
      break;
  }
}

/** The state of a unitary program, after its first `count` operations. */
export function forward<T extends number>(psi: usize, count: u32): void {
  zero<T>(psi);
  for (let n: u32 = 0; n < count; n++) apply<T>(psi, operation(n), false);
}

/** Add d<H>/dθ of an operation, from the state after it and H times that, carried back: 2 Re <λ|dU ψ>. */
export function addSlope(op: Operation, adjoint: usize, psi: usize): void {
  if (op.kind > Kind.PHASE || !moves(op.source)) return;
  // The generators are -iP/2 and i.
  const inner = imaginaryPauli(adjoint, psi, qubits, op.mask, op.value, op.x, op.z);
  const at = slotGradient + (<usize>op.source << 3);
  store<f64>(at, load<f64>(at) + (op.kind == Kind.ROTATION ? inner : -2 * inner));
}

/** One trajectory: measurements are drawn, resets done, conditions followed. */
export function trajectory<T extends number>(psi: usize, count: u32): void {
  zero<T>(psi);
  memory.fill(bits, 0, clbits);
  for (let n: u32 = 0; n < count; n++) {
    const op = operation(n);
    if (op.kind == Kind.UNLESS) {
      if (load<u8>(bits + op.clbit) != <u8>op.source) n += op.skip;
    } else if (op.kind == Kind.MEASURE) {
      store<u8>(bits + op.clbit, <u8>collapse<T>(psi, op.x));
    } else if (op.kind == Kind.RESET) {
      if (collapse<T>(psi, op.x)) flip<T>(psi, qubits, 0, 0, op.x);
    } else {
      apply<T>(psi, op, false);
    }
  }
}

function collapse<T extends number>(psi: usize, wire: u32): bool {
  const one = weight<T>(psi, qubits, wire, wire);
  const zero = weight<T>(psi, qubits, wire, 0);
  const outcome = uniform() * (one + zero) < one;
  project<T>(psi, qubits, wire, outcome ? wire : 0, 1 / NativeMath.sqrt(outcome ? one : zero));
  return outcome;
}
