// All branches of a program that measures, resets or has conditions, depth first. At the end of each the state is
// projected by its outcomes and not normalized, so that what is read off all of them adds up to the mixture's.

import { addSlope, apply, zero } from "./direct";
import { flip, project, weight } from "./masked";
import { reserve } from "./memory";
import * as observable from "./observable";
import * as program from "./program";
import { Kind, Operation } from "./program";

/** A way of a smaller weight is not taken. */
const LEAST: f64 = 1e-12;

// A frame is a collapse on the way to the present end, as it was before: the frames above and below it, its
// operation, the outcome taken, whether the other is still to be taken and its weight; then classical bits and state.
const ABOVE = 0;
const BELOW = 4;
const AT = 8;
const OUTCOME = 12;
const OPEN = 16;
const OTHER = 24;
const HEADER: usize = 64;

let bottom: usize = 0;
let top: usize = 0;
/** By operation: was it done on the way (u8)? */
let done: usize = 0;
let started: bool = false;
/** Is every collapse kept, as derivatives need, or only those with another outcome? */
let keepsAll: bool = false;
let lacksMemory: bool = false;
let heaviness: f64 = 0;

export function forget(): void {
  bottom = top = done = 0;
}

/** Start anew at the values that are bound. */
export function begin(keeps: bool): bool {
  if (done == 0) done = reserve(<u64>program.operations);
  keepsAll = keeps;
  started = lacksMemory = false;
  top = 0;
  memory.fill(program.slotGradient, 0, <usize>program.slots << 3);
  return done != 0;
}

/** Go on to the end of the next branch: its weight; 0 when there is none, -1 when memory ran out. */
export function next(psi: usize): f64 {
  if (!started) {
    started = true;
    heaviness = 1;
    zero<f64>(psi);
    memory.fill(program.bits, 0, program.clbits);
    return follow(psi, 0);
  }
  while (top && !load<u32>(top, OPEN)) top = load<u32>(top, BELOW);
  if (!top) return 0;
  const n = load<u32>(top, AT);
  const outcome = 1 - load<u32>(top, OUTCOME);
  const frame = top;
  heaviness = load<f64>(top, OTHER);
  memory.copy(program.bits, frame + HEADER, program.clbits);
  memory.copy(psi, stateOf(frame), <usize>16 << program.qubits);
  store<u32>(frame, outcome, OUTCOME);
  store<u32>(frame, 0, OPEN);
  if (!keepsAll) top = load<u32>(frame, BELOW);
  settle(psi, program.operation(n), outcome);
  return follow(psi, n + 1);
}

function follow(psi: usize, from: u32): f64 {
  for (let n = from; n < program.operations; n++) {
    const op = program.operation(n);
    store<u8>(done + n, 1);
    if (op.kind == Kind.UNLESS) {
      if (load<u8>(program.bits + op.clbit) == <u8>op.source) continue;
      memory.fill(done + n, 0, op.skip + 1);
      n += op.skip;
    } else if (op.kind >= Kind.MEASURE) {
      collapse(psi, op, n);
      if (lacksMemory) return -1;
    } else {
      apply<f64>(psi, op, false);
    }
  }
  return heaviness;
}

/** Take one outcome, the lower first, and note the other where it has weight. */
function collapse(psi: usize, op: Operation, n: u32): void {
  const one = weight<f64>(psi, program.qubits, op.x, op.x);
  const zero = weight<f64>(psi, program.qubits, op.x, 0);
  const isOpen = one >= LEAST && zero >= LEAST;
  const outcome: u32 = isOpen || zero >= one ? 0 : 1;
  heaviness = outcome ? one : zero;
  if (isOpen || keepsAll) {
    const frame = push();
    if (frame == 0) {
      lacksMemory = true;
      return;
    }
    store<u32>(frame, n, AT);
    store<u32>(frame, outcome, OUTCOME);
    store<u32>(frame, u32(isOpen), OPEN);
    store<f64>(frame, one, OTHER);
    memory.copy(frame + HEADER, program.bits, program.clbits);
    memory.copy(stateOf(frame), psi, <usize>16 << program.qubits);
  }
  settle(psi, op, outcome);
}

function settle(psi: usize, op: Operation, outcome: u32): void {
  project<f64>(psi, program.qubits, op.x, outcome ? op.x : 0, 1);
  if (op.kind == Kind.MEASURE) store<u8>(program.bits + op.clbit, <u8>outcome);
  else if (outcome) flip<f64>(psi, program.qubits, 0, 0, op.x);
}

/** The next frame, taken from memory when it is needed for the first time. */
function push(): usize {
  let frame = bottom;
  if (top) frame = load<u32>(top, ABOVE);
  if (frame == 0) {
    frame = reserve(HEADER + room() + (<u64>16 << program.qubits));
    if (frame == 0) return 0;
    store<u32>(frame, 0, ABOVE);
    store<u32>(frame, <u32>top, BELOW);
    if (top) store<u32>(top, <u32>frame, ABOVE);
    else bottom = frame;
  }
  top = frame;
  return frame;
}

/** Bytes of the classical bits, to a whole line. */
function room(): u64 {
  return (<u64>program.clbits + 63) & ~(<u64>63);
}

function stateOf(frame: usize): usize {
  return frame + HEADER + <usize>room();
}

/**
 * Energy of the present end, its derivatives added to those of the ends before (`gradientAt`); `begin` must have
 * kept all. Spends the state; `adjoint` is a further one. An outcome is undone by taking the state from before it.
 */
export function gradient(psi: usize, adjoint: usize): f64 {
  const energy = observable.applyObservable(psi, adjoint);
  let frame = top;
  for (let n: i32 = <i32>program.operations - 1; n >= 0; n--) {
    if (!load<u8>(done + n)) continue;
    const op = program.operation(n);
    if (op.kind == Kind.UNLESS) continue;
    if (op.kind >= Kind.MEASURE) {
      const outcome = load<u32>(frame, OUTCOME);
      if (op.kind == Kind.RESET && outcome) flip<f64>(adjoint, program.qubits, 0, 0, op.x);
      project<f64>(adjoint, program.qubits, op.x, outcome ? op.x : 0, 1);
      memory.copy(psi, stateOf(frame), <usize>16 << program.qubits);
      frame = load<u32>(frame, BELOW);
      continue;
    }
    addSlope(op, adjoint, psi);
    apply<f64>(psi, op, true);
    apply<f64>(adjoint, op, true);
  }
  program.chain();
  return energy;
}
