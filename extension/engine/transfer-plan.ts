// From the operations of a noisy program to steps on its vector of Pauli expectations:
//
// * MIX: everything between other things on one or two wires as one matrix that mixes few entries (`Step`);
// * TABLE: a permutation of all strings with weights, where many gates and mixtures of strings follow each other;
// * TURN: a rotation on three wires or more.
//
// Operations are first put into stages as early as they can be: what has two wires or more, then runs on single
// wires, then turns. Channels that are nearly diagonal go along with the gate behind them.

import * as program from "./program";
import { Kind, matrixAt, Operation, operation, qubits } from "./program";
import { act, fixed, identity, isSignFlip, lossOf, Mode, scratch } from "./transfer-matrices";

export namespace Is {
  export const MIX: u32 = 0;
  export const TABLE: u32 = 1;
  export const TURN: u32 = 2;
}

/** Entries that are mixed with each other at most, so that two steps become one: four take longer than two by two. */
const MOST_JOINED: u32 = 2;
/** The same for channels on single wires before a gate. */
const MOST_MIXED: u32 = 4;
/** What a change of a run's derivatives by its channels' inverses may cost of their accuracy. */
const MOST_LOSS: f64 = 1e3;
/** Operations of one step on two wires at most: those of each are gone through for every new one. */
const MOST_OPS: i32 = 16;
/** Steps on two wires in a row that are worth a table of all strings. */
const FEW: i32 = 2;

export class Step {
  kind: u32 = Is.MIX;
  /** The wires of a MIX, a < b, or a = b for one alone. */
  a: u32 = 0;
  b: u32 = 0;
  mask: u32 = 0;
  ops: Array<u32> = new Array<u32>();
  /** Has it an angle that parameters move? */
  moving: bool = false;
  /** Groups of entries that are mixed: their sizes, and the entries of one after another. */
  count: u32 = 0;
  sizes: StaticArray<u8> = new StaticArray<u8>(16);
  rows: StaticArray<u8> = new StaticArray<u8>(16);
  /** Where these entries lie (u32 each, bytes), the whole matrix of one wire, and those of the groups (f64). */
  offsets: usize = 0;
  /** For each entry: where its row is, where the offsets of its group are, and how many (u32 each, 16 bytes). */
  finds: usize = 0;
  whole: usize = 0;
  groups: usize = 0;
  /** A table: source and weight of every index. */
  sources: usize = 0;
  weights: usize = 0;
  /** At which step the states are compared for its derivatives: no step from there on comes before it on its wires. */
  checkpoint: i32 = -1;

  /** Entries of one of its digits, or two. */
  get size(): u32 {
    return this.a == this.b ? 4 : 16;
  }

  /** The wires below this one are all that it needs. */
  get top(): u32 {
    return 32 - clz(this.mask);
  }
}

class Stage {
  moves: Array<u32> = new Array<u32>();
  runs: Array<Step> = new Array<Step>();
  turns: Array<u32> = new Array<u32>();
}

export let steps: Array<Step> = new Array<Step>();
let stages: Array<Stage> = new Array<Stage>();
let levels: StaticArray<u32> = new StaticArray<u32>(0);
let waiting: Array<Array<u32>> = new Array<Array<u32>>();
/** By which factor what waits on a wire may lose accuracy when it is undone. */
let losses: StaticArray<f64> = new StaticArray<f64>(0);

/** Sort the operations into steps; false when one has no Pauli-transfer form here. */
export function make(): bool {
  steps = new Array<Step>();
  stages = new Array<Stage>();
  levels = new StaticArray<u32>(<i32>qubits).fill(0);
  losses = new StaticArray<f64>(<i32>qubits).fill(1);
  waiting = new Array<Array<u32>>();
  for (let wire: u32 = 0; wire < qubits; wire++) waiting.push(new Array<u32>());
  for (let n: u32 = 0; n < program.operations; n++) {
    if (!place(n)) return false;
  }
  for (let wire: u32 = 0; wire < qubits; wire++) flush(wire);
  for (let s = 0; s < stages.length; s++) finish(stages[s]);
  findCheckpoints();
  return true;
}

function earliest(wires: u32, level: u32): Stage {
  let latest: u32 = 0;
  for (let rest = wires; rest; rest &= rest - 1) latest = max(latest, levels[ctz(rest)]);
  const index = (latest + 1) >> 1;
  for (let rest = wires; rest; rest &= rest - 1) levels[ctz(rest)] = 2 * index + level;
  while (<u32>stages.length <= index) stages.push(new Stage());
  return stages[index];
}

function flush(wire: u32): void {
  const run = waiting[wire];
  if (run.length) earliest(1 << wire, 1).runs.push(mixOf(wire, wire, run));
  forget(wire);
}

function forget(wire: u32): void {
  waiting[wire] = new Array<u32>();
  losses[wire] = 1;
}

@inline
function wiresOf(op: Operation): u32 {
  return op.mask | op.x | op.z;
}

@inline
function moves(op: Operation): bool {
  return op.kind <= Kind.PHASE && program.moves(op.source);
}

function place(n: u32): bool {
  const op = operation(n);
  const wires = wiresOf(op);
  if (wires == 0) return op.kind <= Kind.PHASE;
  if (op.kind == Kind.MEASURE || op.kind == Kind.UNLESS) return false;
  if (popcnt(wires) == 1) {
    const wire = ctz(wires);
    if (moves(op) && losses[wire] > MOST_LOSS) flush(wire);
    losses[wire] *= lossOf(op);
    waiting[wire].push(n);
    return true;
  }
  const turns = (op.kind == Kind.ROTATION && popcnt(op.mask) <= 3)
    || (op.kind == Kind.PHASE && popcnt(op.mask) <= 4);
  if (!turns && !isMove(op)) return false;
  if (turns && popcnt(wires) > 2) {
    for (let rest = wires; rest; rest &= rest - 1) flush(ctz(rest));
    earliest(wires, 1).turns.push(n);
    return true;
  }
  for (let rest = wires; rest; rest &= rest - 1) {
    if (!isLight(waiting[ctz(rest)])) flush(ctz(rest));
  }
  const into = earliest(wires, 0).moves;
  for (let rest = wires; rest; rest &= rest - 1) {
    const run = waiting[ctz(rest)];
    for (let k = 0; k < run.length; k++) into.push(run[k]);
    forget(ctz(rest));
  }
  into.push(n);
  return true;
}

/** Does it move whole strings? */
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

/** Are all operations of a run the same at every value, and diagonal but for what they add to Z? */
function isLight(run: Array<u32>): bool {
  for (let k = 0; k < run.length; k++) {
    const op = operation(run[k]);
    if (op.kind <= Kind.PHASE || !isDiagonal(op, true)) return false;
  }
  return true;
}

/** Is an operation without an angle, on one wire, diagonal? With `decays` an entry that adds I to Z may be there. */
function isDiagonal(op: Operation, decays: bool): bool {
  fixed(op, scratch);
  for (let i: usize = 0; i < 4; i++) {
    for (let j: usize = 0; j < 4; j++) {
      const off = i != j && !(decays && i == 2 && j == 0);
      if (off && load<f64>(scratch + 32 * i + 8 * j) != 0) return false;
    }
  }
  return true;
}

function mixOf(a: u32, b: u32, ops: Array<u32>): Step {
  const step = new Step();
  step.a = a;
  step.b = b;
  step.mask = (1 << a) | (1 << b);
  step.ops = ops;
  shape(step);
  return step;
}

/** Which entries a step mixes; the most of them in a group. */
function shape(step: Step): u32 {
  const size = step.size;
  identity(scratch, size);
  step.moving = false;
  for (let k = 0; k < step.ops.length; k++) {
    const op = operation(step.ops[k]);
    if (moves(op)) step.moving = true;
    act(op, step.a, step.b, size, scratch, Mode.SHAPE);
    for (let e: u32 = 0; e < size * size; e++) {
      const at = scratch + (<usize>e << 3);
      if (load<f64>(at) != 0) store<f64>(at, 1);
    }
  }
  const group = new StaticArray<u32>(16);
  for (let i: u32 = 0; i < size; i++) group[i] = i;
  for (let i: u32 = 0; i < size; i++) {
    for (let j: u32 = 0; j < size; j++) {
      if (load<f64>(scratch + (<usize>(i * size + j) << 3)) == 0 || group[i] == group[j]) continue;
      const from = max(group[i], group[j]);
      const to = min(group[i], group[j]);
      for (let k: u32 = 0; k < size; k++) {
        if (group[k] == from) group[k] = to;
      }
    }
  }
  let most: u32 = 0;
  let place = 0;
  step.count = 0;
  for (let first: u32 = 0; first < size; first++) {
    let members: u32 = 0;
    for (let i: u32 = 0; i < size; i++) {
      if (group[i] != first) continue;
      step.rows[place++] = <u8>i;
      members++;
    }
    if (members) step.sizes[step.count++] = <u8>members;
    most = max(most, members);
  }
  return most;
}

/** The steps of a stage, one after another. */
function finish(stage: Stage): void {
  finishMoves(stage.moves);
  for (let wire: u32 = 0; wire < qubits; wire++) {
    for (let k = 0; k < stage.runs.length; k++) {
      if (stage.runs[k].a == wire) steps.push(stage.runs[k]);
    }
  }
  for (let k = 0; k < stage.turns.length; k++) steps.push(bare(Is.TURN, [stage.turns[k]]));
}

function bare(kind: u32, ops: Array<u32>): Step {
  const step = new Step();
  step.kind = kind;
  step.ops = ops;
  for (let k = 0; k < ops.length; k++) {
    step.mask |= wiresOf(operation(ops[k]));
    if (moves(operation(ops[k]))) step.moving = true;
  }
  return step;
}

function finishMoves(ops: Array<u32>): void {
  const made = new Array<Step>();
  const before = new Array<Array<u32>>();
  for (let wire: u32 = 0; wire < qubits; wire++) before.push(new Array<u32>());
  let tabled = true;
  for (let k = 0; k < ops.length; k++) {
    const op = operation(ops[k]);
    const wires = wiresOf(op);
    const single = popcnt(wires) == 1;
    if (single ? !isDiagonal(op, false) : !isMove(op)) tabled = false;
    if (single) {
      before[ctz(wires)].push(ops[k]);
    } else if (popcnt(wires) == 2) {
      const a = ctz(wires);
      const b: u32 = 31 - clz(wires);
      join(made, a, b, before[a], before[b], ops[k]);
      before[a] = new Array<u32>();
      before[b] = new Array<u32>();
    } else {
      for (let rest = wires; rest; rest &= rest - 1) {
        apart(made, before[ctz(rest)]);
        before[ctz(rest)] = new Array<u32>();
      }
      made.push(bare(Is.TABLE, [ops[k]]));
    }
  }
  if (tabled && made.length > FEW) {
    steps.push(bare(Is.TABLE, ops));
    return;
  }
  for (let k = 0; k < made.length; k++) steps.push(made[k]);
}

/** Operations on single wires as steps of their own. */
function apart(made: Array<Step>, ops: Array<u32>): void {
  for (let k = 0; k < ops.length; k++) {
    const wire = ctz(wiresOf(operation(ops[k])));
    made.push(mixOf(wire, wire, [ops[k]]));
  }
}

/** Put what waits on two wires and an operation on both into the last step on them, or into one of its own. */
function join(made: Array<Step>, a: u32, b: u32, onA: Array<u32>, onB: Array<u32>, n: u32): void {
  const mask: u32 = (1 << a) | (1 << b);
  let before = onA.concat(onB);
  if (before.length && shape(mixOf(a, b, before.concat([n]))) > MOST_JOINED) {
    if (onA.length && append(made, a, onA)) before = onB;
    else if (onB.length && append(made, b, onB)) before = onA;
  }
  const next = before.concat([n]);
  for (let k = made.length - 1; k >= 0; k--) {
    const last = made[k];
    if (!(last.mask & mask)) continue;
    if (last.mask != mask || last.kind != Is.MIX || last.ops.length >= MOST_OPS) break;
    const old = last.ops;
    last.ops = old.concat(next);
    if (loses(last.ops) || shape(last) > MOST_JOINED) {
      last.ops = old;
      shape(last);
      break;
    }
    return;
  }
  if (before.length) {
    const whole = mixOf(a, b, next);
    if (!loses(next) && shape(whole) <= MOST_MIXED) {
      made.push(whole);
      return;
    }
    apart(made, before);
  }
  made.push(mixOf(a, b, [n]));
}

/** Put operations on one wire into the last step on it, if that goes on to mix entries by two. */
function append(made: Array<Step>, wire: u32, ops: Array<u32>): bool {
  for (let k = made.length - 1; k >= 0; k--) {
    const last = made[k];
    if (!(last.mask & (1 << wire))) continue;
    if (last.kind != Is.MIX || last.ops.length >= MOST_OPS) return false;
    const old = last.ops;
    last.ops = old.concat(ops);
    if (shape(last) <= MOST_JOINED) return true;
    last.ops = old;
    shape(last);
    return false;
  }
  return false;
}

/** Would derivatives lose accuracy, because a moving angle comes behind channels that can hardly be undone? */
function loses(ops: Array<u32>): bool {
  let loss: f64 = 1;
  for (let k = 0; k < ops.length; k++) {
    const op = operation(ops[k]);
    if (moves(op) && loss > MOST_LOSS) return true;
    loss *= lossOf(op);
  }
  return false;
}

function findCheckpoints(): void {
  let last = -1;
  let touched: u32 = 0;
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k];
    if (step.moving) {
      if (last < 0 || step.mask & touched) {
        last = k;
        touched = 0;
      }
      step.checkpoint = last;
    }
    touched |= step.mask;
  }
}

/** An earlier step with the same table, or -1. */
export function alike(index: i32): i32 {
  const mine = steps[index].ops;
  for (let s = 0; s < index; s++) {
    if (steps[s].kind != Is.TABLE || steps[s].ops.length != mine.length) continue;
    let equal = true;
    for (let k = 0; equal && k < mine.length; k++) equal = isSame(operation(mine[k]), operation(steps[s].ops[k]));
    if (equal) return s;
  }
  return -1;
}

function isSame(a: Operation, b: Operation): bool {
  if (a.kind != b.kind || a.mask != b.mask || a.value != b.value || a.x != b.x) return false;
  if (a.kind == Kind.DEPOLARIZE) return program.constant(a.source) == program.constant(b.source);
  return a.kind != Kind.CHANNEL || memory.compare(matrixAt(a.source), matrixAt(b.source), 128) == 0;
}
