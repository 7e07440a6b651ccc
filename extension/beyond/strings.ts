// Pauli strings as bits with a table that finds them, each with what it is worth.
// Sums of keys (one random key a letter and qubit) name a string, so that of a product is the sum of both.

import { reserve } from "../engine/memory";
import * as turns from "./turns";

/** What stands for a string that is no longer there. */
export const GONE: u32 = 0xffffffff;

export let length: u32 = 0;
/** Bytes of a plane: one word of every string, so that looking at one qubit of all of them reads one after the other. */
let planeBytes: usize = 0;

/** Planes of x words, then of z words. */
let planes: usize = 0;
let names: usize = 0;
let nodes: usize = 0;
let signs: usize = 0;
let splits: usize = 0;
let means: usize = 0;
let nears: usize = 0;
let table: usize = 0;
let tableMask: u32 = 0;
let keys: usize = 0;
/** Does the table hold the strings as they are? */
let fresh: bool = false;
/** What stands in the table for a string that changed, and how often it does. */
const MOVED: u32 = 0xffffffff;
let moved: u32 = 0;

/** The name that the turn's string adds. */
let axisName: u64 = 0;
/** Where it acts within one word of masks, as most do: the planes of that word, and its masks. */
let isNarrow: bool = false;
let narrowX: usize = 0;
let narrowZ: usize = 0;
let maskX: u64 = 0;
let maskZ: u64 = 0;

/** Bytes of room for this many strings. */
export function bytesFor(most: u32): u64 {
  return <u64>most * (16 * turns.words + 8 + 4 + 1 + 4 + 8 + 8) + 4 * <u64>sizeFor(most) + 16 * <u64>turns.qubits + 1024;
}

function sizeFor(most: u32): u32 {
  return <u32>1 << (33 - clz<u32>(most | 8));
}

export function prepare(most: u32): bool {
  length = 0;
  planeBytes = 8 * <usize>most;
  planes = reserve(2 * <u64>turns.words * planeBytes);
  names = reserve(8 * <u64>most);
  nodes = reserve(4 * <u64>most);
  signs = reserve(<u64>most);
  splits = reserve(4 * <u64>most);
  means = reserve(8 * <u64>most);
  nears = reserve(8 * <u64>most);
  const size = sizeFor(most);
  table = reserve(4 * <u64>size);
  tableMask = size - 1;
  keys = reserve(16 * <u64>turns.qubits + 16);
  if (!planes || !names || !nodes || !signs || !splits || !means || !nears || !table || !keys) return false;
  memory.fill(table, 0, 4 * <usize>size);
  fresh = true;
  moved = 0;
  fillKeys();
  return true;
}

function fillKeys(): void {
  let state: u64 = 0x51ed270b9f3a4c17;
  for (let k: u32 = 0; k < 2 * turns.qubits; k++) {
    state += 0x9e3779b97f4a7c15;
    let z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    store<u64>(keys + 8 * k, z ^ (z >> 31));
  }
}

/** The place of a string's first word of x; the next words are a plane further each, z after x. */
@inline
function first(string: u32): usize {
  return planes + 8 * <usize>string;
}

/** Its node in the log; GONE where it is no longer there. */
@inline
export function nodeOf(string: u32): u32 {
  return load<u32>(nodes + 4 * <usize>string);
}

@inline
export function signOf(string: u32): u32 {
  return load<u8>(signs + <usize>string);
}

/** How many turns by parameters split it on its way, at least. */
@inline
export function splitsOf(string: u32): u32 {
  return load<u32>(splits + 4 * <usize>string);
}

/** The mean square of its coefficient over all values. */
@inline
export function meanOf(string: u32): f64 {
  return load<f64>(means + 8 * <usize>string);
}

/** Its coefficient at the bound values. */
@inline
export function nearOf(string: u32): f64 {
  return load<f64>(nears + 8 * <usize>string);
}

export function put(string: u32, node: u32, sign: u32, split: u32, mean: f64, near: f64): void {
  store<u32>(nodes + 4 * <usize>string, node);
  store<u8>(signs + <usize>string, <u8>sign);
  store<u32>(splits + 4 * <usize>string, split);
  store<f64>(means + 8 * <usize>string, mean);
  store<f64>(nears + 8 * <usize>string, near);
}

/** Turn its sign over. */
@inline
export function flip(string: u32): void {
  store<u8>(signs + <usize>string, <u8>(1 - signOf(string)));
}

@inline
export function drop(string: u32): void {
  store<u32>(nodes + 4 * <usize>string, GONE);
}

/** Take the string of a turn, for all that is asked from now on. */
export function pointAt(turn: u32): void {
  turns.pointAt(turn);
  axisName = nameOf(turns.axisX, turns.axisZ);
  isNarrow = turns.touches == 1;
  if (!isNarrow) return;
  const word = <usize>load<u32>(turns.touched);
  narrowX = planes + word * planeBytes;
  narrowZ = narrowX + <usize>turns.words * planeBytes;
  maskX = load<u64>(turns.axisX + 8 * word);
  maskZ = load<u64>(turns.axisZ + 8 * word);
}

function nameOf(x: usize, z: usize): u64 {
  let name: u64 = 0;
  for (let k: u32 = 0; k < turns.words; k++) {
    for (let bits = load<u64>(x + 8 * k); bits; bits &= bits - 1) name ^= key(2 * (64 * k + <u32>ctz<u64>(bits)));
    for (let bits = load<u64>(z + 8 * k); bits; bits &= bits - 1) name ^= key(2 * (64 * k + <u32>ctz<u64>(bits)) + 1);
  }
  return name;
}

@inline
function key(k: u32): u64 {
  return load<u64>(keys + 8 * k);
}

/** The first string from `start` on, and before `end`, that does not commute with the turn's; `end` where there is none. */
export function nextTurned(start: u32, end: u32): u32 {
  if (!isNarrow) {
    while (start < end && !isTurned(first(start))) start++;
    return start;
  }
  const last = narrowX + 8 * <usize>end;
  const toZ = narrowZ - narrowX;
  const onX = maskZ;
  const onZ = maskX;
  for (let at = narrowX + 8 * <usize>start; at < last; at += 8) {
    if (popcnt<u64>((load<u64>(at) & onX) ^ (load<u64>(at + toZ) & onZ)) & 1) return <u32>((at - narrowX) >> 3);
  }
  return end;
}

function isTurned(at: usize): bool {
  const toZ = <usize>turns.words * planeBytes;
  let both: u64 = 0;
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = <usize>load<u32>(turns.touched + 4 * k);
    const x = at + word * planeBytes;
    both ^= load<u64>(x) & load<u64>(turns.axisZ + 8 * word);
    both ^= load<u64>(x + toZ) & load<u64>(turns.axisX + 8 * word);
  }
  return (popcnt<u64>(both) & 1) != 0;
}

/** 1 where -i P A is minus a string, for a string P and the turn's A that do not commute. */
export function productSign(string: u32): u32 {
  const toZ = <usize>turns.words * planeBytes;
  let power: i32 = 0;
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = <usize>load<u32>(turns.touched + 4 * k);
    const x = first(string) + word * planeBytes;
    power += phaseOf(
      load<u64>(x),
      load<u64>(x + toZ),
      load<u64>(turns.axisX + 8 * word),
      load<u64>(turns.axisZ + 8 * word),
    );
  }
  return (power & 3) == 3 ? 1 : 0;
}

/** The power of i in the product of two strings, letter by letter. */
@inline
export function phaseOf(x: u64, z: u64, ax: u64, az: u64): i32 {
  const plus = (~ax & az & x & z) | (ax & ~az & z & ~x) | (ax & az & x & ~z);
  const minus = (~ax & az & x & ~z) | (ax & ~az & x & z) | (ax & az & z & ~x);
  return <i32>popcnt<u64>(plus) - <i32>popcnt<u64>(minus);
}

/** Where the string times the turn's string stands; GONE where it does not. */
export function partnerOf(string: u32): u32 {
  const name = load<u64>(names + 8 * <usize>string) ^ axisName;
  let slot = <u32>name & tableMask;
  let entry = load<u32>(table + 4 * <usize>slot);
  while (entry) {
    const other = entry - 1;
    if (entry != MOVED && load<u64>(names + 8 * <usize>other) == name && isProduct(first(other), first(string))) {
      return other;
    }
    slot = (slot + 1) & tableMask;
    entry = load<u32>(table + 4 * <usize>slot);
  }
  return GONE;
}

/** Is a string another one times the turn's? */
function isProduct(other: usize, at: usize): bool {
  for (let word: u32 = 0; word < turns.words; word++) {
    if (load<u64>(other) != (load<u64>(at) ^ load<u64>(turns.axisX + 8 * word))) return false;
    other += planeBytes;
    at += planeBytes;
  }
  for (let word: u32 = 0; word < turns.words; word++) {
    if (load<u64>(other) != (load<u64>(at) ^ load<u64>(turns.axisZ + 8 * word))) return false;
    other += planeBytes;
    at += planeBytes;
  }
  return true;
}

/** Add the string times the turn's string; its place. */
export function addPartner(string: u32): u32 {
  const made = length++;
  copy(made, string);
  multiply(made);
  enter(made);
  return made;
}

/** Multiply the string by the turn's. Where many of them were, the table waits to be made anew. */
export function replace(string: u32): void {
  if (moved > length >> 1) fresh = false;
  if (fresh) leave(string);
  multiply(string);
  if (fresh) enter(string);
}

/** Take a string out of the table. */
function leave(string: u32): void {
  let slot = <u32>load<u64>(names + 8 * <usize>string) & tableMask;
  while (load<u32>(table + 4 * <usize>slot) != string + 1) slot = (slot + 1) & tableMask;
  store<u32>(table + 4 * <usize>slot, MOVED);
  moved++;
}

function copy(to: u32, from: u32): void {
  let target = first(to);
  let source = first(from);
  for (let word: u32 = 0; word < 2 * turns.words; word++) {
    store<u64>(target, load<u64>(source));
    target += planeBytes;
    source += planeBytes;
  }
  store<u64>(names + 8 * <usize>to, load<u64>(names + 8 * <usize>from));
}

function multiply(string: u32): void {
  const toZ = <usize>turns.words * planeBytes;
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = <usize>load<u32>(turns.touched + 4 * k);
    const x = first(string) + word * planeBytes;
    store<u64>(x, load<u64>(x) ^ load<u64>(turns.axisX + 8 * word));
    store<u64>(x + toZ, load<u64>(x + toZ) ^ load<u64>(turns.axisZ + 8 * word));
  }
  const name = names + 8 * <usize>string;
  store<u64>(name, load<u64>(name) ^ axisName);
}

function enter(string: u32): void {
  let slot = <u32>load<u64>(names + 8 * <usize>string) & tableMask;
  while (load<u32>(table + 4 * <usize>slot)) slot = (slot + 1) & tableMask;
  store<u32>(table + 4 * <usize>slot, string + 1);
}

/** Put in a string that the host wrote; its place, that of an equal one where there is one. Before any turn. */
export function add(at: usize): u32 {
  const made = length;
  let target = first(made);
  for (let word: u32 = 0; word < 2 * turns.words; word++) {
    store<u64>(target, load<u64>(at + 8 * word));
    target += planeBytes;
  }
  axisName = 0;
  store<u64>(names + 8 * <usize>made, nameOf(at, at + 8 * turns.words));
  const old = partnerOf(made);
  if (old != GONE) return old;
  length++;
  enter(made);
  return made;
}

/** Make the table ready for `partnerOf`. */
export function refresh(): void {
  if (fresh) return;
  compact();
}

/** Forget strings that are gone, and make the table anew. */
export function compact(): void {
  let kept: u32 = 0;
  for (let string: u32 = 0; string < length; string++) {
    if (nodeOf(string) == GONE) continue;
    if (kept != string) {
      copy(kept, string);
      put(kept, nodeOf(string), signOf(string), splitsOf(string), meanOf(string), nearOf(string));
    }
    kept++;
  }
  length = kept;
  memory.fill(table, 0, 4 * (<usize>tableMask + 1));
  for (let string: u32 = 0; string < length; string++) enter(string);
  fresh = true;
  moved = 0;
}

/** Qubits that the string acts on. */
export function weightOf(string: u32): u32 {
  return weight(string, 0);
}

/** Qubits that the string times the turn's acts on. */
export function partnerWeight(string: u32): u32 {
  return weight(string, u64.MAX_VALUE);
}

function weight(string: u32, times: u64): u32 {
  const toZ = <usize>turns.words * planeBytes;
  let at = first(string);
  let total: u32 = 0;
  for (let word: u32 = 0; word < turns.words; word++) {
    const x = load<u64>(at) ^ (load<u64>(turns.axisX + 8 * word) & times);
    const z = load<u64>(at + toZ) ^ (load<u64>(turns.axisZ + 8 * word) & times);
    total += <u32>popcnt<u64>(x | z);
    at += planeBytes;
  }
  return total;
}

/** Is it of I and Z alone, so that it has an expectation in |0…0⟩? */
export function isDiagonal(string: u32): bool {
  let at = first(string);
  for (let word: u32 = 0; word < turns.words; word++) {
    if (load<u64>(at)) return false;
    at += planeBytes;
  }
  return true;
}
