// The log as a polynomial: a program of splits over places that strings stand in, forth for coefficients and back for
// expectations.
//
// A split takes one string to two, or two that meet to two. Strings that are there at one time have a place each, which others
// take after them, so that a pass stays within as few numbers as there are strings. What was cut has a place of its own behind
// those. What reaches neither a cut nor a string of I and Z is left out.

import { reserve } from "../engine/memory";
import * as log from "./log";
import * as propagate from "./propagate";
import * as strings from "./strings";
import { GONE } from "./strings";
import * as turns from "./turns";
import { Status } from "./turns";

/** Splits of one kind stand together: of one string (its place, then those of what it becomes), of two with + and with -. */
const KINDS: u32 = 3;
const SINGLE: u32 = 0;
const SINGLE_BYTES: usize = 12;
const DOUBLE_BYTES: usize = 16;
/** The place of what reaches nothing, whose expectation is 0. */
const NOWHERE: u32 = 0;
/** A place among what was cut, until it is known where those begin. */
const AMONG_CUT: u32 = 0x80000000;
const PLUS: u32 = 1;
const MINUS: u32 = 2;
const NONE: u32 = 0xffffffff;
const REACHES: u8 = 1;
const REACHES_CUT: u8 = 2;

/** Nodes that reach an expectation: the parts of the polynomial. */
export let alive: u32 = 0;
/** Splits that a pass goes over. */
let length: u32 = 0;
let program: usize = 0;
/** Where each run ends in the program (u32): a run for each kind, of each split of the log. */
let ends: usize = 0;
/** Places of strings, without those of what was cut. */
let held: u32 = 0;
let numCut: u32 = 0;
/** Places of strings that came to the beginning, with 1 or 2 for + and -. */
let finals: usize = 0;
let numFinals: u32 = 0;
/** Expectations of what each split makes (2 f64), where slopes are asked for. */
let kept: usize = 0;
let expectations: usize = 0;
let coefficients: usize = 0;

/** Bytes that a log of this many nodes and its polynomial need. */
export function bytesFor(nodes: f64): f64 {
  return 49 * nodes;
}

// While the program is made: of each node its place and what it reaches, of each split the nodes that it ends.
let places: usize = 0;
let flags: usize = 0;
let parents: usize = 0;
let firstMade: u32 = 0;
/** Places that are free, as a stack. */
let free: usize = 0;
let numFree: u32 = 0;

export function finish(): i32 {
  const count = log.nodes;
  firstMade = numRootNodes();
  const made = (count - firstMade) >> 1;
  places = reserve(4 * (<u64>count + 1));
  flags = reserve(<u64>count + 1);
  parents = reserve(8 * (<u64>made + 1));
  free = reserve(4 * (<u64>count + 1));
  ends = reserve(4 * (<u64>KINDS * (propagate.splits + 1) + 1));
  if (!places || !flags || !parents || !free || !ends) return Status.MEMORY;
  endStrings();
  mark(count);
  pair(count, made);
  program = reserve(<u64>length * DOUBLE_BYTES + 16);
  finals = reserve(8 * (<u64>strings.length + 1));
  kept = reserve(16 * (<u64>length + 1));
  if (!program || !finals || !kept) return Status.MEMORY;
  const end = arrange(made);
  expectations = reserve(8 * (<u64>held + 1));
  coefficients = reserve(8 * (<u64>held + numCut + 1));
  if (!expectations || !coefficients) return Status.MEMORY;
  for (let at = program; at < end; at += 4) settle(at);
  for (let k: u32 = 0; k < propagate.numRoots; k++) settle(propagate.roots + 4 * <usize>k);
  return Status.OK;
}

/** Strings that were asked for, each once: the first nodes. */
function numRootNodes(): u32 {
  let most: u32 = 0;
  for (let k: u32 = 0; k < propagate.numRoots; k++) most = max(most, load<u32>(propagate.roots + 4 * <usize>k) + 1);
  return most;
}

/** Strings that came to the beginning: in |0…0⟩ each has the expectation 0, 1 or -1. */
function endStrings(): void {
  for (let string: u32 = 0; string < strings.length; string++) {
    const node = strings.nodeOf(string);
    if (node == GONE) continue;
    const value = strings.isDiagonal(string) ? (strings.signOf(string) ? MINUS : PLUS) : 0;
    log.end(node, 0, value, 0);
  }
}

@inline
function flagOf(node: u32): u8 {
  return load<u8>(flags + <usize>node);
}

@inline
function sineOf(node: u32): u32 {
  return log.sineOf(node) & ~log.NEGATIVE;
}

/** What each node reaches; what takes its coefficient was made later. */
function mark(count: u32): void {
  alive = 0;
  for (let node = count; node-- > 0; ) {
    const split = log.splitOf(node);
    let flag: u8 = 0;
    if (split == log.CUT) flag = REACHES_CUT;
    else if (split == 0) flag = log.cosineOf(node) ? REACHES : 0;
    else {
      flag = flagOf(log.cosineOf(node)) | flagOf(sineOf(node));
      alive += flag & REACHES;
    }
    store<u8>(flags + <usize>node, flag);
  }
}

/** The one or two nodes that each split ends, found by the two that it makes, of which the first is even behind the roots. */
function pair(count: u32, made: u32): void {
  length = 0;
  memory.fill(parents, 0xff, 8 * <usize>made);
  for (let node: u32 = 0; node < count; node++) {
    const split = log.splitOf(node);
    if (split == 0 || split == log.CUT || !flagOf(node)) continue;
    const isSecond = log.cosineOf(node) > sineOf(node);
    const first = isSecond ? sineOf(node) : log.cosineOf(node);
    store<u32>(parents + 4 * <usize>(first - firstMade) + (isSecond ? 4 : 0), node);
    if (!isSecond) length++;
  }
}

@inline
function parentOf(made: u32): u32 {
  return load<u32>(parents + 8 * <usize>made);
}

@inline
function otherParentOf(made: u32): u32 {
  return load<u32>(parents + 8 * <usize>made, 4);
}

function kindOf(made: u32): u32 {
  if (otherParentOf(made) == NONE) return SINGLE;
  return log.sineOf(parentOf(made)) & log.NEGATIVE ? 2 : 1;
}

/** Writes the program and gives its end. */
function arrange(made: u32): usize {
  held = 1;
  numCut = numFree = numFinals = 0;
  for (let node: u32 = 0; node < firstMade; node++) takePlace(node);
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    const at = propagate.roots + 4 * <usize>k;
    store<u32>(at, placeOf(load<u32>(at)));
  }
  let at = program;
  let next: u32 = 0;
  for (let split: u32 = 1; split <= propagate.splits; split++) {
    const start = next;
    while (next < made && (parentOf(next) == NONE || log.splitOf(parentOf(next)) == split)) next++;
    for (let kind: u32 = 0; kind < KINDS; kind++) {
      for (let k = start; k < next; k++) {
        if (parentOf(k) != NONE && kindOf(k) == kind) at = write(at, k, kind);
      }
      store<u32>(ends + 4 * <usize>(KINDS * split + kind), <u32>(at - program));
    }
  }
  store<u32>(ends + 4 * <usize>(KINDS - 1), 0);
  return at;
}

function write(at: usize, made: u32, kind: u32): usize {
  const parent = parentOf(made);
  store<u32>(at, placeOf(parent));
  at += 4;
  if (kind != SINGLE) {
    const other = placeOf(otherParentOf(made));
    store<u32>(at, other);
    at += 4;
    leave(other);
  }
  leave(placeOf(parent));
  const first = firstMade + 2 * made;
  store<u32>(at, takePlace(first));
  store<u32>(at, takePlace(first + 1), 4);
  return at + 8;
}

@inline
function placeOf(node: u32): u32 {
  return load<u32>(places + 4 * <usize>node);
}

function leave(place: u32): void {
  store<u32>(free + 4 * <usize>numFree, place);
  numFree++;
}

function popFree(): u32 {
  numFree--;
  return load<u32>(free + 4 * <usize>numFree);
}

function takePlace(node: u32): u32 {
  let place = NOWHERE;
  if (log.splitOf(node) == log.CUT) place = AMONG_CUT | numCut++;
  else if (flagOf(node)) {
    place = numFree ? popFree() : held++;
    if (log.splitOf(node) == 0) {
      store<u32>(finals + 8 * <usize>numFinals, place);
      store<u32>(finals + 8 * <usize>numFinals, log.cosineOf(node), 4);
      numFinals++;
    }
  }
  store<u32>(places + 4 * <usize>node, place);
  return place;
}

/** What was cut stands behind the strings. */
function settle(at: usize): void {
  const place = load<u32>(at);
  if (place & AMONG_CUT) store<u32>(at, held + (place & ~AMONG_CUT));
}

/** The end of a run, and so the start of the next. */
@inline
function endOf(run: u32): usize {
  return program + <usize>load<u32>(ends + 4 * <usize>run);
}

@inline
function expectation(at: usize): f64 {
  const place = load<u32>(at);
  return load<f64>(expectations + 8 * <usize>(place < held ? place : NOWHERE));
}

@inline
function put(numbers: usize, at: usize, value: f64): void {
  store<f64>(numbers + 8 * <usize>load<u32>(at), value);
}

@inline
function coefficient(at: usize): f64 {
  return load<f64>(coefficients + 8 * <usize>load<u32>(at));
}

/** The expectation of every string that was asked for, at the bound values; to `result` (f64 each). */
export function expect(result: usize): void {
  back(false);
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    store<f64>(result + 8 * <usize>k, expectation(propagate.roots + 4 * <usize>k));
  }
}

/** Expectations, from the beginning of the circuit to its end; what each split makes is kept, where that is asked. */
@inline
function back(keeps: bool): void {
  memory.fill(expectations, 0, 8 * <usize>held);
  for (let k: u32 = 0; k < numFinals; k++) {
    const at = finals + 8 * <usize>k;
    put(expectations, at, load<u32>(at, 4) == MINUS ? -1 : 1);
  }
  let to = kept + 16 * <usize>length;
  for (let split = propagate.splits; split > 0; split--) {
    const slot = load<u32>(propagate.splitSlots + 4 * <usize>split);
    const cos = turns.cosine(slot);
    const sin = turns.sine(slot);
    const run = KINDS * split;
    to = backDoubles(endOf(run + 1), endOf(run + 2), cos, -sin, to, keeps);
    to = backDoubles(endOf(run), endOf(run + 1), cos, sin, to, keeps);
    const start = endOf(run - 1);
    for (let at = endOf(run); at > start; ) {
      at -= SINGLE_BYTES;
      const own = expectation(at + 4);
      const other = expectation(at + 8);
      to = keep(to, own, other, keeps);
      put(expectations, at, cos * own + sin * other);
    }
  }
}

@inline
function backDoubles(start: usize, end: usize, cos: f64, sin: f64, to: usize, keeps: bool): usize {
  for (let at = end; at > start; ) {
    at -= DOUBLE_BYTES;
    const own = expectation(at + 8);
    const other = expectation(at + 12);
    to = keep(to, own, other, keeps);
    put(expectations, at, cos * own + sin * other);
    put(expectations, at + 4, cos * other - sin * own);
  }
  return to;
}

@inline
function keep(to: usize, own: f64, other: f64, keeps: bool): usize {
  if (!keeps) return to;
  store<f64>(to - 16, own);
  store<f64>(to - 16, other, 8);
  return to - 16;
}

/** Coefficients of the strings (f64 each) into the places where they begin. */
function seed(weights: usize): void {
  for (let k: u32 = 0; k < propagate.numRoots; k++) put(coefficients, propagate.roots + 4 * <usize>k, 0);
  for (let k: u32 = 0; k < propagate.numRoots; k++) {
    const at = propagate.roots + 4 * <usize>k;
    put(coefficients, at, coefficient(at) + load<f64>(weights + 8 * <usize>k));
  }
}

/** Derivatives of Σ weight × expectation at the bound values. */
export function slopes(weights: usize): void {
  turns.clearSlopes();
  back(true);
  forth(weights, true);
  turns.foldSlopes();
}

/** Coefficients, from the end of the circuit to its beginning, and slopes by what was kept, where that is asked. */
@inline
function forth(weights: usize, slopes: bool): void {
  seed(weights);
  let from = kept;
  let slope: f64 = 0;
  for (let split: u32 = 1; split <= propagate.splits; split++) {
    const slot = load<u32>(propagate.splitSlots + 4 * <usize>split);
    const cos = turns.cosine(slot);
    const sin = turns.sine(slot);
    const run = KINDS * split;
    slope = 0;
    const end = endOf(run);
    for (let at = endOf(run - 1); at < end; at += SINGLE_BYTES) {
      const own = coefficient(at);
      if (slopes) {
        slope += own * (cos * load<f64>(from, 8) - sin * load<f64>(from));
        from += 16;
      }
      put(coefficients, at + 4, cos * own);
      put(coefficients, at + 8, sin * own);
    }
    for (let kind: u32 = 1; kind < KINDS; kind++) {
      const sign: f64 = kind == 1 ? 1 : -1;
      const turn = sign * sin;
      const grow = sign * cos;
      const last = endOf(run + kind);
      for (let at = endOf(run + kind - 1); at < last; at += DOUBLE_BYTES) {
        const own = coefficient(at);
        const other = coefficient(at + 4);
        if (slopes) {
          slope += load<f64>(from) * (-sin * own - grow * other) + load<f64>(from, 8) * (grow * own - sin * other);
          from += 16;
        }
        put(coefficients, at + 8, cos * own - turn * other);
        put(coefficients, at + 12, cos * other + turn * own);
      }
    }
    if (slopes) turns.addSlope(slot, slope);
  }
}

/** The sum of sizes of what was cut at the bound values: no expectation is off by more. */
export let cutSize: f64 = 0;
/** The sum of squares of the same. */
export let cutSquares: f64 = 0;

export function weighCuts(weights: usize): void {
  forth(weights, false);
  cutSize = cutSquares = 0;
  const start = coefficients + 8 * <usize>held;
  const end = start + 8 * <usize>numCut;
  for (let at = start; at < end; at += 8) {
    const value = load<f64>(at);
    cutSize += abs(value);
    cutSquares += value * value;
  }
}
