// A program in memory: reading its bytes, checking them, and binding values to its angle slots.
// The format is written down in docs/engine.md; qdesign/simulate/program.py makes the same bytes.

import { reserve } from "./memory";

/** What an operation does. */
export namespace Kind {
  export const ROTATION: u32 = 0;
  export const PHASE: u32 = 1;
  export const MATRIX: u32 = 2;
  export const FLIP: u32 = 3;
  export const EXCHANGE: u32 = 4;
  export const MEASURE: u32 = 5;
  export const RESET: u32 = 6;
  export const UNLESS: u32 = 7;
  export const DEPOLARIZE: u32 = 8;
  export const CHANNEL: u32 = 9;
  export const MISREAD: u32 = 10;
}

/** Why a program or an observable was not taken. */
export namespace Status {
  export const OK: i32 = 0;
  export const MALFORMED: i32 = 1;
  export const VERSION: i32 = 2;
  export const MEMORY: i32 = 3;
  export const QUBITS: i32 = 4;
}

export const MOST_QUBITS: u32 = 27;
const MAGIC: u32 = 0x50444751; // "QGDP"
const VERSION: u32 = 1;
const HEADER: u64 = 40;

/** One operation is eight words in this order. */
@unmanaged
export class Operation {
  kind: u32;
  /** Slot of the angle, or number of the matrix. */
  source: u32;
  mask: u32;
  value: u32;
  /** Pauli x mask, target wires of a matrix, flip or exchange, or the wire measured. */
  x: u32;
  z: u32;
  clbit: u32;
  /** For `UNLESS`: how many operations are passed over; for `MISREAD` the slot for reading 0 for 1. */
  skip: u32;
}

export let qubits: u32 = 0;
export let clbits: u32 = 0;
export let parameters: u32 = 0;
export let slots: u32 = 0;
export let operations: u32 = 0;
/** False when it measures, resets or branches: then only trajectories run it. */
export let unitary: bool = true;
/** Has it channels? Then Pauli-transfer vectors run it, or averages of runs. */
export let noisy: bool = false;
/** Is it taken to be averaged over runs? */
export let averaged: bool = false;

export function average(): void {
  averaged = true;
}

let constants: usize = 0;
let coefficients: usize = 0;
let matrices: usize = 0;
let offsets: usize = 0;
let columns: usize = 0;
let stream: usize = 0;

/** Values of the parameters (f64), written by the host. */
export let values: usize = 0;
/** Angles of the slots (f64) once bound, then cos and sin of the half angle (2 f64 a slot). */
export let angles: usize = 0;
/** Derivatives by slot and by parameter (f64). */
export let slotGradient: usize = 0;
export let gradient: usize = 0;
/** Classical bits (one byte each). */
export let bits: usize = 0;

@inline
export function operation(index: u32): Operation {
  return changetype<Operation>(stream + (<usize>index << 5));
}

@inline
export function matrixAt(index: u32): usize {
  return matrices + (<usize>index << 6);
}

/** The part of a slot's angle that no parameter moves. */
@inline
export function constant(slot: u32): f64 {
  return load<f64>(constants + (<usize>slot << 3));
}

@inline
export function angle(slot: u32): f64 {
  return load<f64>(angles + (<usize>slot << 3));
}

/** Check the bytes at `start` and keep them in place. */
export function read(start: usize, length: u32): i32 {
  if (<u64>length < HEADER) return Status.MALFORMED;
  if (load<u32>(start) != MAGIC) return Status.MALFORMED;
  if (load<u32>(start, 4) != VERSION) return Status.VERSION;
  qubits = load<u32>(start, 8);
  clbits = load<u32>(start, 12);
  parameters = load<u32>(start, 16);
  slots = load<u32>(start, 20);
  const terms = load<u32>(start, 24);
  const matrixCount = load<u32>(start, 28);
  operations = load<u32>(start, 32);
  if (qubits > MOST_QUBITS) return Status.QUBITS;
  const needed: u64 = HEADER + 8 * <u64>slots + 8 * <u64>terms + 64 * <u64>matrixCount
    + 4 * (<u64>slots + 1) + 4 * <u64>terms + 32 * <u64>operations;
  if (needed != <u64>length) return Status.MALFORMED;
  constants = start + <usize>HEADER;
  coefficients = constants + (<usize>slots << 3);
  matrices = coefficients + (<usize>terms << 3);
  offsets = matrices + (<usize>matrixCount << 6);
  columns = offsets + ((<usize>slots + 1) << 2);
  stream = columns + (<usize>terms << 2);
  return check(terms, matrixCount);
}

function check(terms: u32, matrixCount: u32): i32 {
  if (load<u32>(offsets) != 0 || load<u32>(offsets + (<usize>slots << 2)) != terms) {
    return Status.MALFORMED;
  }
  for (let slot: u32 = 0; slot < slots; slot++) {
    const at = offsets + (<usize>slot << 2);
    if (load<u32>(at, 4) < load<u32>(at)) return Status.MALFORMED;
  }
  for (let term: u32 = 0; term < terms; term++) {
    if (load<u32>(columns + (<usize>term << 2)) >= parameters) return Status.MALFORMED;
  }
  unitary = true;
  noisy = averaged = false;
  const all: u32 = (1 << qubits) - 1;
  for (let n: u32 = 0; n < operations; n++) {
    const op = operation(n);
    if ((op.mask | op.x | op.z) & ~all) return Status.MALFORMED;
    if (op.value & ~op.mask) return Status.MALFORMED;
    if ((op.x | op.z) & op.mask) return Status.MALFORMED;
    const ones = popcnt(op.x);
    switch (op.kind) {
      case Kind.ROTATION:
        if (op.source >= slots) return Status.MALFORMED;
        break;
      case Kind.PHASE:
        if (op.source >= slots || op.x || op.z) return Status.MALFORMED;
        break;
      case Kind.MATRIX:
        if (op.source >= matrixCount || ones != 1 || op.z) return Status.MALFORMED;
        break;
      case Kind.FLIP:
        if (ones == 0 || op.z) return Status.MALFORMED;
        break;
      case Kind.EXCHANGE:
        if (ones != 2 || op.z) return Status.MALFORMED;
        break;
      case Kind.MEASURE:
        if (ones != 1 || op.clbit >= clbits) return Status.MALFORMED;
        unitary = false;
        break;
      case Kind.RESET:
        if (ones != 1) return Status.MALFORMED;
        unitary = false;
        break;
      case Kind.UNLESS:
        if (op.clbit >= clbits || op.skip >= operations - n || op.source > 1) return Status.MALFORMED;
        unitary = false;
        break;
      case Kind.DEPOLARIZE:
        if (op.source >= slots || ones == 0 || op.mask || moves(op.source)) return Status.MALFORMED;
        unitary = false;
        noisy = true;
        break;
      case Kind.CHANNEL:
        if (op.source + 1 >= matrixCount || ones != 1 || op.mask) return Status.MALFORMED;
        unitary = false;
        noisy = true;
        break;
      case Kind.MISREAD:
        if (op.source >= slots || op.skip >= slots || op.clbit >= clbits) return Status.MALFORMED;
        if (op.mask | op.x | op.z || moves(op.source) || moves(op.skip)) return Status.MALFORMED;
        unitary = false;
        noisy = true;
        break;
      default:
        return Status.MALFORMED;
    }
  }
  return Status.OK;
}

/** Room for values, angles and derivatives, with `extras` angles after those of the slots. */
export function allocate(extras: u32): bool {
  values = reserve(8 * <u64>parameters);
  angles = reserve(8 * (<u64>slots + extras));
  slotGradient = reserve(8 * (<u64>slots + extras));
  gradient = reserve(8 * <u64>parameters);
  bits = reserve(<u64>clbits);
  return values != 0 && angles != 0 && slotGradient != 0 && gradient != 0 && bits != 0;
}

/** Angles of all slots from the parameters' values. */
export function bind(): void {
  for (let slot: u32 = 0; slot < slots; slot++) {
    let sum = load<f64>(constants + (<usize>slot << 3));
    const end = load<u32>(offsets + (<usize>slot << 2), 4);
    for (let term = load<u32>(offsets + (<usize>slot << 2)); term < end; term++) {
      const column = load<u32>(columns + (<usize>term << 2));
      sum += load<f64>(coefficients + (<usize>term << 3)) * load<f64>(values + (<usize>column << 3));
    }
    store<f64>(angles + (<usize>slot << 3), sum);
  }
}

/** Derivatives by parameter from those by slot. */
export function chain(): void {
  memory.fill(gradient, 0, <usize>parameters << 3);
  for (let slot: u32 = 0; slot < slots; slot++) {
    const by = load<f64>(slotGradient + (<usize>slot << 3));
    const end = load<u32>(offsets + (<usize>slot << 2), 4);
    for (let term = load<u32>(offsets + (<usize>slot << 2)); term < end; term++) {
      const at = gradient + (<usize>load<u32>(columns + (<usize>term << 2)) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(coefficients + (<usize>term << 3)) * by);
    }
  }
}

/** Terms of a slot's angle: numbers from `termsStart` up to `termsEnd`. */
@inline
export function termsStart(slot: u32): u32 {
  return load<u32>(offsets + (<usize>slot << 2));
}

@inline
export function termsEnd(slot: u32): u32 {
  return load<u32>(offsets + (<usize>slot << 2), 4);
}

@inline
export function termCoefficient(term: u32): f64 {
  return load<f64>(coefficients + (<usize>term << 3));
}

@inline
export function termParameter(term: u32): u32 {
  return load<u32>(columns + (<usize>term << 2));
}

/** Coefficient of a parameter in a slot's angle. */
export function coefficientOf(slot: u32, parameter: u32): f64 {
  const end = load<u32>(offsets + (<usize>slot << 2), 4);
  for (let term = load<u32>(offsets + (<usize>slot << 2)); term < end; term++) {
    if (load<u32>(columns + (<usize>term << 2)) == parameter) {
      return load<f64>(coefficients + (<usize>term << 3));
    }
  }
  return 0;
}

/** Whether the slot's angle moves with some parameter. */
export function moves(slot: u32): bool {
  const at = offsets + (<usize>slot << 2);
  return load<u32>(at, 4) != load<u32>(at);
}
