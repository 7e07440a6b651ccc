// From the operations of a noisy program to stages: a permutation of Pauli strings with weights (CX, SWAP,
// CZ and depolarizing on several qubits: the same at every value), then a layer of real 4 × 4 matrices on
// single qubits (runs of gates and channels), then rotations on several qubits.

import { reserve } from "./memory";
import * as program from "./program";
import { Kind, Operation, operation, qubits } from "./program";

/** A Pauli rotation on several wires: r_P and r_QP turn into each other where Q and P anticommute. */
export class Turn {
  constructor(public index: u32, public slot: u32, public factor: f64) {}
}

export class Stage {
  /** Operations of the permutation, in order; then its table: source and weight of every index. */
  moves: Array<u32> = new Array<u32>();
  sources: usize = 0;
  weights: usize = 0;
  /** For each wire with a matrix: its operations, and where its matrix (16 f64) is. */
  wires: Array<u32> = new Array<u32>();
  runs: Array<Array<u32>> = new Array<Array<u32>>();
  turns: Array<Turn> = new Array<Turn>();
}

export let stages: Array<Stage> = new Array<Stage>();
let levels: StaticArray<u32> = new StaticArray<u32>(0);
let waiting: Array<Array<u32>> = new Array<Array<u32>>();
/** Sort the operations into stages; false when one has no Pauli-transfer form here. */
export function make(): bool {
  stages = new Array<Stage>();
  levels = new StaticArray<u32>(<i32>qubits).fill(0);
  waiting = new Array<Array<u32>>();
  for (let wire: u32 = 0; wire < qubits; wire++) waiting.push(new Array<u32>());
  stageAt(0);
  for (let n: u32 = 0; n < program.operations; n++) {
    if (!place(n)) return false;
  }
  for (let wire: u32 = 0; wire < qubits; wire++) flush(wire);
  return true;
}

function stageAt(index: u32): Stage {
  while (<u32>stages.length <= index) stages.push(new Stage());
  return stages[index];
}

function earliest(wires: u32, level: u32): Stage {
  let latest: u32 = 0;
  for (let rest = wires; rest; rest &= rest - 1) latest = max(latest, levels[ctz(rest)]);
  const index = (latest + 1) >> 1;
  for (let rest = wires; rest; rest &= rest - 1) levels[ctz(rest)] = 2 * index + level;
  return stageAt(index);
}

function flush(wire: u32): void {
  const run = waiting[wire];
  if (run.length == 0) return;
  const stage = earliest(1 << wire, 1);
  stage.wires.push(wire);
  stage.runs.push(run);
  waiting[wire] = new Array<u32>();
}

function place(n: u32): bool {
  const op = operation(n);
  const wires = op.mask | op.x | op.z;
  if (wires == 0) return op.kind <= Kind.PHASE;
  if (popcnt(wires) == 1 && op.kind != Kind.MEASURE && op.kind != Kind.UNLESS) {
    waiting[ctz(wires)].push(n);
    return true;
  }
  for (let rest = wires; rest; rest &= rest - 1) flush(ctz(rest));
  if (isMove(op)) {
    earliest(wires, 0).moves.push(n);
    return true;
  }
  if (op.kind == Kind.ROTATION && popcnt(op.mask) <= 3) {
    turn(earliest(wires, 1), op, op.x, op.z, 1);
    return true;
  }
  if (op.kind == Kind.PHASE && popcnt(op.mask) <= 4) {
    turn(earliest(wires, 1), op, 0, 0, -2);
    return true;
  }
  return false;
}

/** CZ with a fixed angle π? */
function isSignFlip(op: Operation): bool {
  return op.kind == Kind.PHASE && popcnt(op.mask) == 2 && op.value == op.mask
    && !program.moves(op.source) && Math.abs(Math.abs(program.constant(op.source)) - Math.PI) < 1e-12;
}

function isMove(op: Operation): bool {
  switch (op.kind) {
    case Kind.FLIP:
      return popcnt(op.mask) <= 1;
    case Kind.EXCHANGE:
      return op.mask == 0;
    case Kind.DEPOLARIZE:
      return true;
    case Kind.PHASE:
      return isSignFlip(op);
  }
  return false;
}

/** A controlled rotation as plain ones: the control is a sum over parities of its wires. */
function turn(stage: Stage, op: Operation, x: u32, z: u32, factor: f64): void {
  const weight = factor / <f64>(1 << popcnt(op.mask));
  let subset: u32 = op.mask;
  while (true) {
    const index = spread(x) | (spread(subset ^ z) << 1);
    if (index) {
      const signed = popcnt(subset & op.value) & 1 ? -weight : weight;
      stage.turns.push(new Turn(index, op.source, signed));
    }
    if (subset == 0) break;
    subset = (subset - 1) & op.mask;
  }
}

/** Bits of `mask` moved to even places. */
export function spread(mask: u32): u32 {
  let result: u32 = 0;
  for (let rest = mask; rest; rest &= rest - 1) result |= 1 << (2 * ctz(rest));
  return result;
}

/** The tables of permutations; false without room. */
export function tabulateAll(): bool {
  const bytes = <u64>8 << (2 * qubits);
  for (let s = 0; s < stages.length; s++) {
    const stage = stages[s];
    if (stage.moves.length == 0) continue;
    const same = alike(s);
    if (same >= 0) {
      stage.sources = stages[same].sources;
      stage.weights = stages[same].weights;
      continue;
    }
    stage.sources = reserve(bytes >> 1);
    stage.weights = reserve(bytes);
    if (stage.sources == 0 || stage.weights == 0) return false;
    tabulate(stage);
  }
  return true;
}

/** An earlier stage with the same permutation, or -1. */
function alike(index: i32): i32 {
  const mine = stages[index].moves;
  for (let s = 0; s < index; s++) {
    const theirs = stages[s].moves;
    if (mine.length != theirs.length) continue;
    let equal = true;
    for (let k = 0; k < mine.length; k++) {
      const a = operation(mine[k]);
      const b = operation(theirs[k]);
      if (a.kind != b.kind || a.mask != b.mask || a.value != b.value || a.x != b.x
        || (a.kind == Kind.DEPOLARIZE && program.constant(a.source) != program.constant(b.source))) {
        equal = false;
        break;
      }
    }
    if (equal) return s;
  }
  return -1;
}

function tabulate(stage: Stage): void {
  const size: u32 = 1 << (2 * qubits);
  for (let i: u32 = 0; i < size; i++) {
    let index = i;
    let weight: f64 = 1;
    for (let k = 0; k < stage.moves.length; k++) {
      const op = operation(stage.moves[k]);
      if (op.kind == Kind.DEPOLARIZE) {
        const wires = spread(op.x);
        if (index & (wires | (wires << 1))) weight *= 1 - program.constant(op.source);
      } else if (op.kind == Kind.EXCHANGE) {
        const a = 2 * ctz(op.x);
        const b = 2 * (31 - clz(op.x));
        const differ = ((index >> a) ^ (index >> b)) & 3;
        index ^= (differ << a) | (differ << b);
      } else if (op.kind == Kind.PHASE) {
        // CZ: x of each wire adds to z of the other; sign where both are X or Y and z differ.
        const a = 2 * ctz(op.mask);
        const b = 2 * (31 - clz(op.mask));
        const xa = (index >> a) & 1;
        const xb = (index >> b) & 1;
        if (xa & xb & ((index >> (a + 1)) ^ (index >> (b + 1)))) weight = -weight;
        index ^= (xb << (a + 1)) | (xa << (b + 1));
      } else {
        weight *= flip(op, index);
        index = flipped;
      }
    }
    store<u32>(stage.sources + (<usize>index << 2), i);
    store<f64>(stage.weights + (<usize>index << 3), weight);
  }
}

let flipped: u32 = 0;

/** X or CX on one Pauli: the new index in `flipped`, and its sign. */
function flip(op: Operation, index: u32): f64 {
  let sign: f64 = 1;
  for (let rest = op.x; rest; rest &= rest - 1) {
    const t = 2 * ctz(rest);
    const zt = (index >> (t + 1)) & 1;
    if (op.mask == 0) {
      if (zt) sign = -sign;
      continue;
    }
    const c = 2 * ctz(op.mask);
    const xc = (index >> c) & 1;
    const zc = (index >> (c + 1)) & 1;
    const xt = (index >> t) & 1;
    // Aaronson and Gottesman, arXiv:quant-ph/0406196; an X on the target more for a negative control.
    if (xc & zt & (xt ^ zc ^ 1)) sign = -sign;
    if (op.value == 0 && zt) sign = -sign;
    index ^= (xc << t) | (zt << (c + 1));
  }
  flipped = index;
  return sign;
}
