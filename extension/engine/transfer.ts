// Runs noisy programs: a density matrix as its vector of Pauli expectations, r_P = tr(ρ P), 4^n reals.
//
// Wires that nothing has joined yet are kept apart, each with four entries of its own. What is asked for is pulled
// back from the end as long as it is about few strings; only the steps before are run. Gradients compare the pulled
// back observable with the states before moving steps.

import { reserve } from "./memory";
import * as observable from "./observable";
import * as program from "./program";
import { angle, operation, qubits } from "./program";
import { applyTurn } from "./transfer-inner";
import { applyMix, bindMix, blocked, mixAlone, prepareMix, pullMix, SMALLEST } from "./transfer-mix";
import { alike, Is, Step, steps } from "./transfer-plan";
import { compare } from "./transfer-slopes";
import { indexOf, moved, spread, turnFactor, turnIndex, weight } from "./transfer-strings";

export { make } from "./transfer-plan";

let state: usize = 0;
/** Where a table's permutation goes to. */
let other: usize = 0;
/** What is asked for, a number for each string; all 0 while few strings are listed with their numbers instead. */
let adjoint: usize = 0;
/** These strings (u32 each) and their numbers (f64), and room for the next such list. */
let list: usize = 0;
let values: usize = 0;
let listed: u32 = 0;
let nextList: usize = 0;
let isListed: bool = false;
/** Strings that are pulled back further at most. */
let most: u32 = 0;
/** Vectors at checkpoints, one after another. */
let kept: usize = 0;
/** Entries of each wire while nothing joins it (4 f64), and how many wires, the lowest, are joined. */
let apart: usize = 0;
let active: u32 = 0;
/** How many steps `state` is behind. */
let done: i32 = 0;

/** The most strings that one step makes of one. */
const MOST_OF_ONE: u32 = 16;

@inline
function bytesOf(): usize {
  return <usize>8 << (2 * max(qubits, SMALLEST));
}

export function forget(): void {
  state = other = adjoint = list = values = nextList = kept = apart = 0;
}

/** Buffers, tables, and what is the same at every value; false without room. */
export function allocate(): bool {
  const bytes = <u64>bytesOf();
  most = max<u32>(64, (1 << (2 * qubits)) >> 6);
  state = reserve(bytes);
  adjoint = reserve(bytes);
  apart = reserve(32 * <u64>qubits);
  const room = <u64>most * MOST_OF_ONE;
  list = reserve(4 * room);
  nextList = reserve(4 * room);
  values = reserve(8 * room);
  if (!state || !adjoint || !apart || !list || !values || !nextList) return false;
  memory.fill(adjoint, 0, <usize>bytes);
  program.bind();
  for (let s = 0; s < steps.length; s++) {
    const step = unchecked(steps[s]);
    if (step.kind == Is.MIX) {
      if (!prepareMix(step)) return false;
      bindMix(step);
    } else if (step.kind == Is.TABLE && !tabulate(s)) {
      return false;
    }
  }
  return true;
}

function tabulate(index: i32): bool {
  const bytes = <u64>bytesOf();
  if (!other) other = reserve(bytes);
  const step = steps[index];
  const same = alike(index);
  if (same >= 0) {
    step.sources = steps[same].sources;
    step.weights = steps[same].weights;
    return true;
  }
  step.sources = reserve(bytes >> 1);
  step.weights = reserve(bytes);
  if (!other || !step.sources || !step.weights) return false;
  for (let i: u32 = 0; i < <u32>(bytesOf() >> 3); i++) {
    let index = i;
    let by: f64 = 1;
    for (let k = 0; k < step.ops.length; k++) {
      index = moved(operation(step.ops[k]), index);
      by *= weight;
    }
    store<u32>(step.sources + (<usize>index << 2), i);
    store<f64>(step.weights + (<usize>index << 3), by);
  }
  return true;
}

/** Take the values, and start at |0…0⟩. */
function begin(): void {
  program.bind();
  for (let s = 0; s < steps.length; s++) {
    const step = unchecked(steps[s]);
    if (step.moving && step.kind == Is.MIX) bindMix(step);
  }
  memory.fill(state, 0, <usize>8 << (2 * SMALLEST));
  store<f64>(state, 1);
  for (let wire: u32 = 0; wire < qubits; wire++) {
    const at = apart + (<usize>wire << 5);
    store<f64>(at, 1);
    store<f64>(at, 0, 8);
    store<f64>(at, 1, 16);
    store<f64>(at, 0, 24);
  }
  active = 0;
  done = 0;
}

/** Join wires below `top`. */
function join(top: u32): void {
  for (; active < top; active++) {
    const at = apart + (<usize>active << 5);
    const one = load<f64>(at);
    const x = load<f64>(at, 8);
    const z = load<f64>(at, 16);
    const y = load<f64>(at, 24);
    const size: usize = <usize>8 << (2 * active);
    for (let p = state; p < state + size; p += 8) {
      const value = load<f64>(p);
      store<f64>(p, value * one);
      store<f64>(p + size, value * x);
      store<f64>(p + 2 * size, value * z);
      store<f64>(p + 3 * size, value * y);
    }
  }
}

/** Run up to step number `end`. */
function forward(end: i32): void {
  while (done < end) {
    const step = unchecked(steps[done]);
    if (step.kind == Is.MIX && step.a == step.b && step.a >= active) {
      mixAlone(step, apart + (<usize>step.a << 5));
      done++;
      continue;
    }
    join(step.top);
    const bytes = <usize>8 << (2 * max(active, SMALLEST));
    if (step.kind == Is.MIX) {
      let last = done + 1;
      if (blocked(step, bytes)) {
        while (last < end && blocked(unchecked(steps[last]), bytes)) last++;
      }
      applyMixes(done, last, bytes);
      done = last;
    } else {
      if (step.kind == Is.TABLE) permute(step, bytes);
      else turnAll(step, state, bytes, false);
      done++;
    }
  }
}

/** Steps from `from` on; several ones all on low wires are done block by block. */
function applyMixes(from: i32, end: i32, bytes: usize): void {
  if (end == from + 1) {
    applyMix(unchecked(steps[from]), state, bytes, false);
    return;
  }
  const block = min<usize>(bytes, BLOCK);
  for (let start: usize = 0; start < bytes; start += block) {
    for (let s = from; s < end; s++) applyMix(unchecked(steps[s]), state + start, block, false);
  }
}

const BLOCK: usize = 8 << 12;

function permute(step: Step, bytes: usize): void {
  let from = step.sources;
  let by = step.weights;
  for (let p = other; p < other + bytes; p += 16) {
    const first = v128.load64_zero(state + (<usize>load<u32>(from) << 3));
    const both = v128.load64_lane(state + (<usize>load<u32>(from, 4) << 3), first, 1);
    v128.store(p, f64x2.mul(both, v128.load(by)));
    from += 8;
    by += 16;
  }
  const swapped = state;
  state = other;
  other = swapped;
}

function turnAll(step: Step, vector: usize, bytes: usize, back: bool): void {
  const op = operation(step.ops[0]);
  let subset: u32 = op.mask;
  while (true) {
    const q = turnIndex(op, subset);
    if (q) {
      NativeMath.sincos(turnFactor(op, subset) * angle(op.source));
      const s = NativeMath.sincos_sin;
      applyTurn(vector, bytes, q, NativeMath.sincos_cos, back ? -s : s);
    }
    if (subset == 0) break;
    subset = (subset - 1) & op.mask;
  }
}

/** The whole state at the end. */
function settle(): void {
  forward(steps.length);
  join(qubits);
}

/** Run the bound program as far as it is needed for the observable's expectation, and return that. */
export function tick(): f64 {
  begin();
  if (!observable.observed) return 0;
  let end = steps.length;
  if (ask()) {
    while (end > 0 && listed <= most && unchecked(steps[end - 1]).kind != Is.TURN) pullListed(unchecked(steps[--end]));
  }
  forward(end);
  join(qubits);
  return answer();
}

/** List what the observable asks for; false, and nothing is listed, where that is much. */
function ask(): bool {
  const count = observable.termCount();
  listed = 0;
  isListed = count <= most;
  for (let n: u32 = 0; isListed && n < count; n++) {
    enlist(indexOf(observable.termX(n), observable.termZ(n)), observable.termCoefficient(n));
  }
  return isListed;
}

@inline
function enlist(index: u32, value: f64): void {
  store<u32>(list + (listed << 2), index);
  store<f64>(values + (listed << 3), value);
  listed++;
}

/** What is listed, or all terms of the observable, of the state as it is. */
function answer(): f64 {
  let sum: f64 = 0;
  if (isListed) {
    for (let n: u32 = 0; n < listed; n++) sum += load<f64>(values + (n << 3)) * at(load<u32>(list + (n << 2)));
    return sum;
  }
  for (let n: u32 = 0; n < observable.termCount(); n++) {
    sum += observable.termCoefficient(n) * at(indexOf(observable.termX(n), observable.termZ(n)));
  }
  return sum;
}

@inline
function at(index: u32): f64 {
  return load<f64>(state + (<usize>index << 3));
}

/** Pull what is listed back through a step. */
function pullListed(step: Step): void {
  let found: u32 = 0;
  if (step.kind == Is.MIX) {
    found = pullMix(step, list, values, listed, adjoint, nextList);
  } else {
    for (let n: u32 = 0; n < listed; n++) {
      const index: usize = load<u32>(list + (n << 2));
      const source = load<u32>(step.sources + (index << 2));
      store<u32>(nextList + (found++ << 2), source);
      const value = load<f64>(step.weights + (index << 3)) * load<f64>(values + (n << 3));
      const to = adjoint + (<usize>source << 3);
      store<f64>(to, load<f64>(to) + value);
    }
  }
  listed = 0;
  for (let n: u32 = 0; n < found; n++) {
    const index = load<u32>(nextList + (n << 2));
    const from = adjoint + (<usize>index << 3);
    const value = load<f64>(from);
    if (value == 0) continue;
    store<f64>(from, 0);
    enlist(index, value);
  }
}

/** Put what is listed, or the whole observable, into `adjoint`. */
function unlist(): void {
  const count = isListed ? listed : observable.termCount();
  for (let n: u32 = 0; n < count; n++) {
    const index = isListed
      ? load<u32>(list + (n << 2)) : indexOf(observable.termX(n), observable.termZ(n));
    const value = isListed ? load<f64>(values + (n << 3)) : observable.termCoefficient(n);
    const to = adjoint + (<usize>index << 3);
    store<f64>(to, load<f64>(to) + value);
  }
  isListed = false;
}

/** Probabilities (f64) of all basis states, from the strings of Zs. */
export function probabilities(result: usize): void {
  settle();
  const size: usize = 1 << qubits;
  const scale = 1 / <f64>size;
  for (let mask: usize = 0; mask < size; mask++) {
    store<f64>(result + (mask << 3), scale * at(spread(<u32>mask) << 1));
  }
  for (let half: usize = 1; half < size; half <<= 1) {
    for (let high: usize = 0; high < size; high += half << 1) {
      for (let i = high; i < high + half; i++) {
        const p = result + (i << 3);
        const q = p + (half << 3);
        const a = load<f64>(p);
        const b = load<f64>(q);
        store<f64>(p, a + b);
        store<f64>(q, a - b);
      }
    }
  }
}

/** Where r_P is for every P (f64, 4^n). */
export function vectorAt(): usize {
  settle();
  return state;
}

/** The last step at which states are compared; -1 where nothing moves. */
function lastCheckpoint(): i32 {
  let last = -1;
  for (let s = 0; s < steps.length; s++) last = max(last, steps[s].checkpoint);
  return last;
}

/** Room for gradients: the states at all checkpoints but the last one. */
export function prepareGradient(): bool {
  if (kept) return true;
  let count: u64 = 0;
  for (let s = 0; s < steps.length; s++) {
    if (steps[s].checkpoint == s) count++;
  }
  kept = reserve(max<u64>(1, count) * <u64>bytesOf());
  return kept != 0;
}

/** The expectation; derivatives by parameter are left at `program.gradient`. */
export function gradient(): f64 {
  memory.fill(program.slotGradient, 0, <usize>program.slots << 3);
  const last = lastCheckpoint();
  if (last < 0 || !observable.observed) {
    const energy = tick();
    program.chain();
    return energy;
  }
  begin();
  const bytes = bytesOf();
  let end = kept;
  for (let s = 0; s <= last; s++) {
    if (unchecked(steps[s]).checkpoint != s) continue;
    forward(s);
    join(qubits);
    if (s == last) break;
    memory.copy(end, state, bytes);
    end += bytes;
  }
  let right = state;
  let energy: f64 = 0;
  ask();
  if (!isListed) unlist();
  for (let s = steps.length - 1; s >= 0; ) {
    s = pull(s);
    const checkpoint = s + 1;
    if (unchecked(steps[checkpoint]).checkpoint != checkpoint) continue;
    if (checkpoint == last) {
      energy = isListed ? answer() : whole();
    }
    if (isListed) unlist();
    compare(checkpoint, adjoint, right, bytes);
    if (right == kept) break;
    right = right == state ? end - bytes : right - bytes;
    if (right < kept) break;
  }
  memory.fill(adjoint, 0, bytes);
  program.chain();
  return energy;
}

function whole(): f64 {
  let sum: f64 = 0;
  for (let e: usize = 0; e < <usize>8 << (2 * qubits); e += 8) {
    sum += load<f64>(adjoint + e) * load<f64>(state + e);
  }
  return sum;
}

/** Pull back through step number s, or through several on low wires block by block; the number before them. */
function pull(s: i32): i32 {
  const bytes = bytesOf();
  const step = unchecked(steps[s]);
  if (isListed && (listed > most || step.kind == Is.TURN)) unlist();
  if (isListed) {
    pullListed(step);
    return s - 1;
  }
  if (step.kind == Is.TURN) {
    turnAll(step, adjoint, bytes, true);
  } else if (step.kind == Is.TABLE) {
    permuteBack(step, bytes);
  } else {
    let first = s;
    if (blocked(step, bytes)) {
      while (first > 0 && unchecked(steps[first]).checkpoint != first && blocked(unchecked(steps[first - 1]), bytes)) {
        first--;
      }
    }
    const block = first == s ? bytes : min<usize>(bytes, BLOCK);
    for (let start: usize = 0; start < bytes; start += block) {
      for (let k = s; k >= first; k--) applyMix(unchecked(steps[k]), adjoint + start, block, true);
    }
    return first - 1;
  }
  return s - 1;
}

/** The transpose of `permute`. */
function permuteBack(step: Step, bytes: usize): void {
  const size = bytes >> 3;
  for (let j: usize = 0; j < size; j++) {
    const i = <usize>load<u32>(step.sources + (j << 2));
    store<f64>(other + (i << 3), load<f64>(step.weights + (j << 3)) * load<f64>(adjoint + (j << 3)));
  }
  const swapped = adjoint;
  adjoint = other;
  other = swapped;
}
