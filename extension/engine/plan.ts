// From the operations of a program to stages. A stage is, in this order: an affine permutation of basis
// indices over GF(2) (every CX, SWAP, X), a product of phases exp(-iθ/2 (-1)^parity(mask & index)) (every
// diagonal gate, its mask carried through the permutation), and a layer of operations on disjoint wires.
//
// An operation goes to the earliest stage that its wires allow. Runs of one-qubit gates become
// RZ(φ) RY(θ) RZ(λ); the two diagonal parts join the phases, so that a layer holds real rotations.

import * as euler from "./euler";
import { AXIS_X, AXIS_Y } from "./euler";
import * as program from "./program";
import { Kind, Operation } from "./program";

/** A phase on more wires than this is applied by itself: it would need 2^wires parities. */
const MOST_PARITY_WIRES: u32 = 4;

export { AXIS_X, AXIS_Y };

/** A rotation of one wire about X or Y. `node` is the fused run it stands for, or -1. */
export class Rotation {
  constructor(public wire: u32, public axis: u32, public angle: u32, public node: i32) {}
}

/** A run of one-qubit gates, bound to three angles and a phase. */
export class Node {
  constructor(
    public operations: Array<u32>, public wire: u32, public lambda: u32, public theta: u32, public phi: u32, public gamma: u32,
  ) {}
}

export class Stage {
  /** Output bit t is the parity of `rows[t] & input`, flipped where `shift` has bit t. */
  rows: StaticArray<u32> = new StaticArray<u32>(<i32>program.qubits);
  shift: u32 = 0;
  moved: bool = false;
  /** Distinct masks of phases: over input bits, and when finished over output bits if `after`. */
  masks: Array<u32> = new Array<u32>();
  known: Map<u32, i32> = new Map<u32, i32>();
  /** Angle of mask partTerm[k] = Σ partFactor[k] × angle(partAngle[k]). */
  partTerm: Array<u32> = new Array<u32>();
  partAngle: Array<u32> = new Array<u32>();
  partFactor: Array<f64> = new Array<f64>();
  rotations: Array<Rotation> = new Array<Rotation>();
  /** Numbers of operations that are applied as they are. */
  others: Array<u32> = new Array<u32>();

  /** Are phases those of output indices, after the permutation? Whichever has simpler masks. */
  after: bool = true;
  /** The other index of an index (high, low): high[...] ^ low[...]; input from output if `after`. */
  otherLow: StaticArray<u32> | null = null;
  otherHigh: StaticArray<u32> | null = null;
  /** Terms by where their mask lies; singles by bit, -1 where there is none. */
  zeroTerm: i32 = -1;
  lowSingle: StaticArray<i32> = new StaticArray<i32>(<i32>lowBits).fill(-1);
  highSingle: StaticArray<i32> = new StaticArray<i32>(<i32>(program.qubits - lowBits)).fill(-1);
  lowMany: Array<u32> = new Array<u32>();
  highMany: Array<u32> = new Array<u32>();
  cross: Array<u32> = new Array<u32>();
  /** Distinct low parts of the crossing masks, and which of them each crossing mask has. */
  groups: Array<u32> = new Array<u32>();
  groupOf: Array<u32> = new Array<u32>();
  /** Do phases on wires move with a parameter (or a run)? Then gradients need them. */
  sensitive: bool = false;

  constructor() {
    for (let t: u32 = 0; t < program.qubits; t++) this.rows[t] = 1 << t;
  }

  get hasPhases(): bool {
    return this.masks.length > 0;
  }

  /** Add exp(-i/2 factor × angle × (-1)^parity(mask & current index)). */
  phase(mask: u32, angle: u32, factor: f64): void {
    let input: u32 = 0;
    for (let rest = mask; rest; rest &= rest - 1) input ^= this.rows[ctz(rest)];
    if (popcnt(mask & this.shift) & 1) factor = -factor;
    let term: i32;
    if (this.known.has(input)) {
      term = this.known.get(input);
    } else {
      term = this.masks.length;
      this.known.set(input, term);
      this.masks.push(input);
    }
    this.partTerm.push(term);
    this.partAngle.push(angle);
    this.partFactor.push(factor);
  }

  /** X on the wires of `targets` where the wire `control` is `bit`. */
  controlledFlip(control: u32, bit: bool, targets: u32): void {
    this.moved = true;
    for (let rest = targets; rest; rest &= rest - 1) {
      const target = ctz(rest);
      this.rows[target] ^= this.rows[control];
      const flips = ((this.shift >> control) & 1) ^ (bit ? 0 : 1);
      this.shift ^= flips << target;
    }
  }

  flip(wires: u32): void {
    this.moved = true;
    this.shift ^= wires;
  }

  exchange(a: u32, b: u32): void {
    this.moved = true;
    const row = this.rows[a];
    this.rows[a] = this.rows[b];
    this.rows[b] = row;
    const differ = ((this.shift >> a) ^ (this.shift >> b)) & 1;
    this.shift ^= (differ << a) | (differ << b);
  }

  /** Invert the permutation, carry masks to output bits, sort terms, make gather tables. */
  finish(): void {
    const qubits = program.qubits;
    const inverse = invert(this.rows);
    let trivial = this.shift == 0;
    for (let t: u32 = 0; t < qubits; t++) if (inverse[t] != <u32>1 << t) trivial = false;
    if (trivial) this.moved = false;
    const outputs = new Array<u32>();
    for (let term = 0; term < this.masks.length; term++) {
      let output: u32 = 0;
      for (let rest = this.masks[term]; rest; rest &= rest - 1) output ^= inverse[ctz(rest)];
      outputs.push(output);
    }
    this.after = !this.moved || burden(outputs) < burden(this.masks);
    if (this.after) this.masks = outputs;
    for (let k = 0; k < this.partTerm.length; k++) {
      const mask = this.masks[this.partTerm[k]];
      if (this.after && popcnt(mask & this.shift) & 1) this.partFactor[k] = -this.partFactor[k];
      if (varies(this.partAngle[k]) && mask) this.sensitive = true;
    }
    this.rotations.sort((a, b) => <i32>(32 * a.axis + a.wire) - <i32>(32 * b.axis + b.wire));
    this.sort();
    if (this.moved) this.tabulate(this.after ? inverse : this.rows);
  }

  private sort(): void {
    const low: u32 = (1 << lowBits) - 1;
    for (let term = 0; term < this.masks.length; term++) {
      const mask = this.masks[term];
      if (mask == 0) {
        this.zeroTerm = term;
      } else if ((mask & ~low) == 0) {
        if (popcnt(mask) == 1) this.lowSingle[ctz(mask)] = term;
        else this.lowMany.push(term);
      } else if ((mask & low) == 0) {
        if (popcnt(mask) == 1) this.highSingle[ctz(mask) - lowBits] = term;
        else this.highMany.push(term);
      } else {
        this.cross.push(term);
        let group = this.groups.indexOf(mask & low);
        if (group < 0) group = this.groups.push(mask & low) - 1;
        this.groupOf.push(group);
      }
    }
    crossMost = max(crossMost, crossTables(this.cross.length));
    groupMost = max(groupMost, <u32>this.groups.length);
    termMost = max(termMost, <u32>this.masks.length);
  }

  /** Tables of the map y = rows (x ^ shift) when `after`, else y = rows x ^ shift. */
  private tabulate(rows: StaticArray<u32>): void {
    const high = program.qubits - lowBits;
    const lowTable = new StaticArray<u32>(1 << lowBits);
    const highTable = new StaticArray<u32>(1 << high);
    for (let y: u32 = 0; y < <u32>1 << lowBits; y++) lowTable[y] = image(rows, y);
    for (let y: u32 = 0; y < <u32>1 << high; y++) {
      highTable[y] = this.after
        ? image(rows, (y << lowBits) ^ this.shift)
        : image(rows, y << lowBits) ^ this.shift;
    }
    this.otherLow = lowTable;
    this.otherHigh = highTable;
  }
}

/** Low bits of an index, for which phases and permutations are tabulated; the rest is high. */
export let lowBits: u32 = 0;
export let stages: Array<Stage> = new Array<Stage>();
export let nodes: Array<Node> = new Array<Node>();
/** Angles that the plan adds after those of the slots: constants, then set, and angles of runs. */
export let extras: Array<f64> = new Array<f64>();
let extraVaries: Array<bool> = new Array<bool>();
/** Sizes of the largest tables that a stage needs. */
export let crossMost: u32 = 0;
export let groupMost: u32 = 0;
export let termMost: u32 = 0;
export let anyMoved: bool = false;

/** 2 s when a wire was last used in the permutation or phases of stage s, 2 s + 1 in its layer. */
let levels: StaticArray<u32> = new StaticArray<u32>(0);
/** One-qubit gates of each wire that wait. */
let runs: Array<Array<u32>> = new Array<Array<u32>>();

/** Tables for crossing masks: one low table for each pattern of signs, or none when they are many. */
export function crossTables(count: u32): u32 {
  return count <= 4 && lowBits + count <= program.qubits ? 1 << count : 0;
}

/** Does an angle (of a slot or extra) move with the parameters? */
export function varies(angle: u32): bool {
  return angle < program.slots ? program.moves(angle) : extraVaries[angle - program.slots];
}

/** Make the stages of the program that was read. */
export function make(): void {
  const qubits = program.qubits;
  lowBits = (qubits + 1) >> 1;
  stages = new Array<Stage>();
  nodes = new Array<Node>();
  extras = new Array<f64>();
  extraVaries = new Array<bool>();
  crossMost = groupMost = termMost = 0;
  anyMoved = false;
  levels = new StaticArray<u32>(<i32>qubits).fill(0);
  runs = new Array<Array<u32>>();
  for (let wire: u32 = 0; wire < qubits; wire++) runs.push(new Array<u32>());
  for (let n: u32 = 0; n < program.operations; n++) place(n);
  for (let wire: u32 = 0; wire < qubits; wire++) flush(wire);
  for (let s = 0; s < stages.length; s++) {
    stages[s].finish();
    if (stages[s].moved) anyMoved = true;
  }
  if (stages.length == 0) stages.push(new Stage());
}

function place(n: u32): void {
  const op = program.operation(n);
  const wires = op.mask | op.x | op.z;
  if (popcnt(wires) == 1 && op.mask == 0 && op.kind <= Kind.FLIP) {
    runs[ctz(wires)].push(n);
    return;
  }
  if (op.kind == Kind.PHASE && popcnt(wires) == 1) {
    runs[ctz(wires)].push(n);
    return;
  }
  for (let rest = wires; rest; rest &= rest - 1) flush(ctz(rest));
  if (wires == 0) {
    // A global phase, or a rotation about the empty string, which is one too.
    const factor: f64 = op.kind == Kind.PHASE ? -2 : 1;
    stageAt(0).phase(0, op.source, factor);
  } else if (op.kind == Kind.PHASE && popcnt(wires) <= MOST_PARITY_WIRES) {
    const stage = region(wires);
    addParities(stage, op.source, -2, op.mask, op.value, 0);
  } else if (op.kind == Kind.ROTATION && op.x == 0 && popcnt(op.mask) < MOST_PARITY_WIRES) {
    const stage = region(wires);
    addParities(stage, op.source, 1, op.mask, op.value, op.z);
  } else if (op.kind == Kind.FLIP && popcnt(op.mask) <= 1) {
    const stage = region(wires);
    if (op.mask) stage.controlledFlip(ctz(op.mask), op.value != 0, op.x);
    else stage.flip(op.x);
  } else if (op.kind == Kind.EXCHANGE && op.mask == 0) {
    region(wires).exchange(ctz(op.x), 31 - clz(op.x));
  } else {
    layer(wires).others.push(n);
  }
}

/** exp(-i/2 factor θ [control] (-1)^parity(z)): the control as a sum over parities of its wires. */
function addParities(stage: Stage, slot: u32, factor: f64, mask: u32, value: u32, z: u32): void {
  const weight = factor / <f64>(1 << popcnt(mask));
  let subset: u32 = mask;
  while (true) {
    stage.phase(subset | z, slot, popcnt(subset & value) & 1 ? -weight : weight);
    if (subset == 0) break;
    subset = (subset - 1) & mask;
  }
}

function stageAt(index: u32): Stage {
  while (<u32>stages.length <= index) stages.push(new Stage());
  return stages[index];
}

function earliest(wires: u32): u32 {
  let level: u32 = 0;
  for (let rest = wires; rest; rest &= rest - 1) level = max(level, levels[ctz(rest)]);
  return (level + 1) >> 1;
}

function occupy(wires: u32, level: u32): void {
  for (let rest = wires; rest; rest &= rest - 1) levels[ctz(rest)] = level;
}

/** The stage whose permutation and phases come next for these wires. */
function region(wires: u32): Stage {
  const index = earliest(wires);
  occupy(wires, 2 * index);
  return stageAt(index);
}

/** The stage whose layer comes next for these wires. */
function layer(wires: u32): Stage {
  const index = earliest(wires);
  occupy(wires, 2 * index + 1);
  return stageAt(index);
}

function extra(value: f64, moving: bool): u32 {
  extraVaries.push(moving);
  return program.slots + extras.push(value) - 1;
}

@inline
function isDiagonal(op: Operation): bool {
  return op.kind == Kind.PHASE || (op.kind == Kind.ROTATION && op.x == 0);
}

/** Bring the waiting one-qubit gates of a wire into stages. */
function flush(wire: u32): void {
  const run = runs[wire];
  const length = run.length;
  if (length == 0) return;
  let first = -1;
  let last = -1;
  let onlyFlips = true;
  for (let k = 0; k < length; k++) {
    const op = program.operation(run[k]);
    if (isDiagonal(op)) continue;
    if (first < 0) first = k;
    last = k;
    if (op.kind != Kind.FLIP) onlyFlips = false;
  }
  const bit: u32 = 1 << wire;
  if (onlyFlips) {
    for (let k = 0; k < length; k++) {
      const op = program.operation(run[k]);
      if (op.kind == Kind.FLIP) region(bit).flip(bit);
      else diagonal(op, bit);
    }
  } else {
    for (let k = 0; k < first; k++) diagonal(program.operation(run[k]), bit);
    const op = program.operation(run[first]);
    if (first == last && op.kind == Kind.ROTATION) {
      const axis = op.z ? AXIS_Y : AXIS_X;
      layer(bit).rotations.push(new Rotation(wire, axis, op.source, -1));
    } else {
      fuse(wire, run, first, last);
    }
    for (let k = last + 1; k < length; k++) diagonal(program.operation(run[k]), bit);
  }
  runs[wire] = new Array<u32>();
}

function diagonal(op: Operation, bit: u32): void {
  const stage = region(bit);
  if (op.kind == Kind.ROTATION) stage.phase(bit, op.source, 1);
  else addParities(stage, op.source, -2, op.mask, op.value, 0);
}

/** One run of gates as RZ(λ), RY(θ), RZ(φ) and a global phase, set anew at every bind. */
function fuse(wire: u32, run: Array<u32>, first: i32, last: i32): void {
  const bit: u32 = 1 << wire;
  let moving = false;
  for (let k = first; k <= last; k++) {
    const op = program.operation(run[k]);
    if (op.kind <= Kind.PHASE && program.moves(op.source)) moving = true;
  }
  const operations = run.slice(first, last + 1);
  if (!moving) {
    euler.multiply(operations, true);
    const lambda = euler.lambda;
    const theta = euler.theta;
    const phi = euler.phi;
    stageAt(0).phase(0, extra(euler.gamma, false), -2);
    if (lambda != 0) region(bit).phase(bit, extra(lambda, false), 1);
    layer(bit).rotations.push(new Rotation(wire, euler.axis, extra(theta, false), -1));
    if (phi != 0) region(bit).phase(bit, extra(phi, false), 1);
    return;
  }
  const node = new Node(
    operations, wire, extra(0, true), extra(0, true), extra(0, true), extra(0, true),
  );
  const before = region(bit);
  before.phase(bit, node.lambda, 1);
  before.phase(0, node.gamma, -2);
  layer(bit).rotations.push(new Rotation(wire, AXIS_Y, node.theta, nodes.push(node) - 1));
  region(bit).phase(bit, node.phi, 1);
}

/** How costly a set of masks is: single bits are nearly free, masks that cross the halves cost most. */
function burden(masks: Array<u32>): u32 {
  const low: u32 = (1 << lowBits) - 1;
  let result: u32 = 0;
  for (let k = 0; k < masks.length; k++) {
    if (popcnt(masks[k]) > 1) result += (masks[k] & low) != 0 && (masks[k] & ~low) != 0 ? 8 : 1;
  }
  return result;
}

function image(rows: StaticArray<u32>, index: u32): u32 {
  let result: u32 = 0;
  for (let t = 0; t < rows.length; t++) result |= (popcnt(rows[t] & index) & 1) << t;
  return result;
}

/** Inverse over GF(2) of an invertible matrix, by Gauss and Jordan. */
function invert(rows: StaticArray<u32>): StaticArray<u32> {
  const size = rows.length;
  const left = new StaticArray<u32>(size);
  const right = new StaticArray<u32>(size);
  for (let t = 0; t < size; t++) {
    left[t] = rows[t];
    right[t] = 1 << t;
  }
  for (let column = 0; column < size; column++) {
    let pivot = column;
    while (!((left[pivot] >> column) & 1)) pivot++;
    const a = left[pivot];
    const b = right[pivot];
    left[pivot] = left[column];
    right[pivot] = right[column];
    left[column] = a;
    right[column] = b;
    for (let t = 0; t < size; t++) {
      if (t != column && (left[t] >> column) & 1) {
        left[t] ^= a;
        right[t] ^= b;
      }
    }
  }
  return right;
}
