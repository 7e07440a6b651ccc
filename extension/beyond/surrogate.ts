// The log as a polynomial: flat arrays in which a tick is one pass, its gradient a second one.
//
// What is left are the nodes that reach a string of I and Z, and behind those of each split the nodes that only reach a
// cut. Nodes stand by the split that ends them, so that cos and sin are the same for runs of them:
// λ = cos λ[cosine] ± sin λ[sine].

import { reserve } from "../engine/memory";
import * as log from "./log";
import * as propagate from "./propagate";
import * as strings from "./strings";
import { GONE } from "./strings";
import * as turns from "./turns";
import { Status } from "./turns";

/** Runs a split: nodes with + and with - that reach an expectation, and those that only reach a cut. */
const RUNS: u32 = 4;
const NOTHING: u32 = 0;
const ONE: u32 = 1;
const MINUS: u32 = 2;
const FIRST: u32 = 3;
const REACHES: u8 = 1;
const REACHES_CUT: u8 = 2;

export let size: u32 = 0;
/** Nodes that a tick passes over. */
export let alive: u32 = 0;
let runs: usize = 0;
let cosines: usize = 0;
let sines: usize = 0;
/** Expectation of each node's string, and its coefficient (f64). */
let expectations: usize = 0;
let coefficients: usize = 0;
let firstCut: u32 = 0;

/** Bytes that a log of this many nodes and its polynomial need. */
export function bytesFor(nodes: f64): f64 {
  return 45 * nodes;
}

export function finish(): i32 {
  const count = log.nodes;
  const map = reserve(4 * (<u64>count + 1));
  const flags = reserve(<u64>count + 1);
  runs = reserve(4 * (<u64>RUNS * (propagate.splits + 1) + 2));
  if (!map || !flags || !runs) return Status.MEMORY;
  endStrings();
  mark(flags, count);
  place(map, flags, count);
  const room = 8 * (<u64>size + 1);
  cosines = reserve(room / 2);
  sines = reserve(room / 2);
  expectations = reserve(room);
  coefficients = reserve(room);
  if (!cosines || !sines || !expectations || !coefficients) return Status.MEMORY;
  for (let node: u32 = 0; node < count; node++) {
    const at = load<u32>(map + 4 * <usize>node);
    const split = log.splitOf(node);
    if (at < FIRST || split == log.CUT) continue;
    store<u32>(cosines + 4 * <usize>at, load<u32>(map + 4 * <usize>log.cosineOf(node)));
    store<u32>(sines + 4 * <usize>at, load<u32>(map + 4 * <usize>(log.sineOf(node) & ~log.NEGATIVE)));
  }
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    const at = propagate.roots + 4 * k;
    store<u32>(at, load<u32>(map + 4 * <usize>load<u32>(at)));
  }
  memory.fill(expectations, 0, <usize>room);
  store<f64>(expectations + 8 * ONE, 1);
  store<f64>(expectations + 8 * MINUS, -1);
  return Status.OK;
}

/** Strings that came to the beginning: in |0…0⟩ each has the expectation 0, 1 or -1. */
function endStrings(): void {
  for (let string: u32 = 0; string < strings.length; string++) {
    const node = strings.nodeOf(string);
    if (node == GONE) continue;
    const value = strings.isDiagonal(string) ? (strings.signOf(string) ? MINUS : ONE) : NOTHING;
    log.end(node, 0, value, 0);
  }
}

/** What each node reaches; what takes its coefficient was made later. */
function mark(flags: usize, count: u32): void {
  for (let node = count; node-- > 0; ) {
    const split = log.splitOf(node);
    let flag: u8 = 0;
    if (split == log.CUT) flag = REACHES_CUT;
    else if (split == 0) flag = log.cosineOf(node) ? REACHES : 0;
    else {
      flag = load<u8>(flags + <usize>log.cosineOf(node));
      flag |= load<u8>(flags + <usize>(log.sineOf(node) & ~log.NEGATIVE));
    }
    store<u8>(flags + <usize>node, flag);
  }
}

/** The run that a node stands in. */
@inline
function runOf(node: u32, flag: u8): u32 {
  const split = log.splitOf(node);
  if (split == log.CUT) return RUNS * propagate.splits;
  return RUNS * (split - 1) + (flag & REACHES ? 0 : 2) + (log.sineOf(node) >> 31);
}

@inline
function isPlaced(node: u32, flag: u8): bool {
  return flag != 0 && log.splitOf(node) != 0;
}

/** The place of every node, by counting. */
function place(map: usize, flags: usize, count: u32): void {
  const last = RUNS * propagate.splits;
  memory.fill(runs, 0, 4 * (<usize>last + 2));
  for (let node: u32 = 0; node < count; node++) {
    const flag = load<u8>(flags + <usize>node);
    if (!isPlaced(node, flag)) continue;
    const at = runs + 4 * <usize>runOf(node, flag);
    store<u32>(at, load<u32>(at) + 1);
  }
  let next = FIRST;
  alive = 0;
  for (let run: u32 = 0; run <= last; run++) {
    const at = runs + 4 * <usize>run;
    const held = load<u32>(at);
    store<u32>(at, next);
    next += held;
    if (run < last && (run & 2) == 0) alive += held;
  }
  size = next;
  firstCut = load<u32>(runs + 4 * <usize>last);
  store<u32>(runs + 4 * <usize>last, size, 4);
  for (let node: u32 = 0; node < count; node++) {
    const flag = load<u8>(flags + <usize>node);
    let to = NOTHING;
    if (isPlaced(node, flag)) {
      const at = runs + 4 * <usize>runOf(node, flag);
      to = load<u32>(at);
      store<u32>(at, to + 1);
    } else if (log.splitOf(node) == 0) to = log.cosineOf(node);
    store<u32>(map + 4 * <usize>node, to);
  }
  // Each run now says where the next one begins: all of them one further.
  memory.copy(runs + 4, runs, 4 * (<usize>last + 1));
  store<u32>(runs, FIRST);
}

@inline
function startOf(run: u32): u32 {
  return load<u32>(runs + 4 * <usize>run);
}

@inline
function number(at: usize, node: u32): f64 {
  return load<f64>(at + 8 * <usize>node);
}

/** The expectation of every string that was asked for, at the bound values; to `result` (f64 each). */
export function expect(result: usize): void {
  for (let split = propagate.splits; split > 0; split--) {
    const slot = load<u32>(propagate.splitSlots + 4 * <usize>split);
    const cos = turns.cosine(slot);
    const sin = turns.sine(slot);
    const run = RUNS * (split - 1);
    passBack(startOf(run), startOf(run + 1), cos, sin);
    passBack(startOf(run + 1), startOf(run + 2), cos, -sin);
  }
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    store<f64>(result + 8 * k, number(expectations, load<u32>(propagate.roots + 4 * k)));
  }
}

function passBack(start: u32, end: u32, cos: f64, sin: f64): void {
  for (let node = start; node < end; node++) {
    const value =
      cos * number(expectations, load<u32>(cosines + 4 * <usize>node)) +
      sin * number(expectations, load<u32>(sines + 4 * <usize>node));
    store<f64>(expectations + 8 * <usize>node, value);
  }
}

/** Coefficients of the strings (f64 each) into the nodes where they begin. */
function seed(weights: usize): void {
  memory.fill(coefficients, 0, 8 * <usize>size);
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    add(load<u32>(propagate.roots + 4 * k), load<f64>(weights + 8 * k));
  }
}

@inline
function add(node: u32, value: f64): void {
  const at = coefficients + 8 * <usize>node;
  store<f64>(at, load<f64>(at) + value);
}

/** Derivatives of Σ weight × expectation, after `expect` at the same values. */
export function slopes(weights: usize): void {
  seed(weights);
  turns.clearSlopes();
  for (let split: u32 = 1; split <= propagate.splits; split++) {
    const slot = load<u32>(propagate.splitSlots + 4 * <usize>split);
    const cos = turns.cosine(slot);
    const sin = turns.sine(slot);
    const run = RUNS * (split - 1);
    const plus = passOn(startOf(run), startOf(run + 1), cos, sin, 1);
    turns.addSlope(slot, plus + passOn(startOf(run + 1), startOf(run + 2), cos, sin, -1));
  }
  turns.foldSlopes();
}

/** Hands coefficients on, and gives their part of the slope. */
function passOn(start: u32, end: u32, cos: f64, sin: f64, sign: f64): f64 {
  let slope: f64 = 0;
  for (let node = start; node < end; node++) {
    const value = number(coefficients, node);
    const own = load<u32>(cosines + 4 * <usize>node);
    const other = load<u32>(sines + 4 * <usize>node);
    slope += value * (sign * cos * number(expectations, other) - sin * number(expectations, own));
    add(own, cos * value);
    add(other, sign * sin * value);
  }
  return slope;
}

/** The sum of sizes of what was cut at the bound values: no expectation is off by more. */
export let cutSize: f64 = 0;
/** The sum of squares of the same. */
export let cutSquares: f64 = 0;

export function weighCuts(weights: usize): void {
  seed(weights);
  for (let split: u32 = 1; split <= propagate.splits; split++) {
    const slot = load<u32>(propagate.splitSlots + 4 * <usize>split);
    const cos = turns.cosine(slot);
    const sin = turns.sine(slot);
    const run = RUNS * (split - 1);
    for (let k: u32 = 0; k < RUNS; k++) handOn(startOf(run + k), startOf(run + k + 1), cos, k & 1 ? -sin : sin);
  }
  cutSize = cutSquares = 0;
  for (let node = firstCut; node < size; node++) {
    const value = number(coefficients, node);
    cutSize += abs(value);
    cutSquares += value * value;
  }
}

function handOn(start: u32, end: u32, cos: f64, sin: f64): void {
  for (let node = start; node < end; node++) {
    const value = number(coefficients, node);
    add(load<u32>(cosines + 4 * <usize>node), cos * value);
    add(load<u32>(sines + 4 * <usize>node), sin * value);
  }
}
