// Pauli strings as rows of bits with a table that finds them, each with what it is worth.
// Sums of keys (one random key a letter and qubit) name a string, so that of a product is the sum of both.

import { reserve } from "../engine/memory";
import * as turns from "./turns";

/** What stands for a string that is no longer there. */
export const GONE: u32 = 0xffffffff;

export let length: u32 = 0;
let capacity: u32 = 0;
let rowBytes: usize = 0;

let rows: usize = 0;
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

/** The name that the turn's string adds. */
let axisName: u64 = 0;
/** Where it acts within one word of masks, as most do: the places of that word in a row, and its masks. */
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
  capacity = most;
  length = 0;
  rowBytes = 16 * turns.words;
  rows = reserve(<u64>most * rowBytes);
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
  if (!rows || !names || !nodes || !signs || !splits || !means || !nears || !table || !keys) return false;
  memory.fill(table, 0, 4 * <usize>size);
  fresh = true;
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

@inline
function row(string: u32): usize {
  return rows + <usize>string * rowBytes;
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
  narrowX = 8 * <usize>load<u32>(turns.touched);
  narrowZ = narrowX + 8 * <usize>turns.words;
  maskX = load<u64>(turns.axisX + narrowX);
  maskZ = load<u64>(turns.axisZ + narrowX);
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
    while (start < end && !isTurned(row(start))) start++;
    return start;
  }
  const step = rowBytes;
  const x = narrowX;
  const z = narrowZ;
  const onX = maskZ;
  const onZ = maskX;
  const last = row(end);
  let at = row(start);
  while (at < last) {
    if (popcnt<u64>((load<u64>(at + x) & onX) ^ (load<u64>(at + z) & onZ)) & 1) return start;
    at += step;
    start++;
  }
  return end;
}

function isTurned(at: usize): bool {
  let both: u64 = 0;
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = load<u32>(turns.touched + 4 * k);
    const x = load<u64>(at + 8 * word);
    const z = load<u64>(at + 8 * (turns.words + word));
    both ^= (x & load<u64>(turns.axisZ + 8 * word)) ^ (z & load<u64>(turns.axisX + 8 * word));
  }
  return (popcnt<u64>(both) & 1) != 0;
}

/** 1 where -i P A is minus a string, for a string P and the turn's A that do not commute. */
export function productSign(string: u32): u32 {
  const at = row(string);
  let power: i32 = 0;
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = load<u32>(turns.touched + 4 * k);
    power += phaseOf(
      load<u64>(at + 8 * word),
      load<u64>(at + 8 * (turns.words + word)),
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
  return find(row(string), turns.axisX, turns.axisZ, load<u64>(names + 8 * <usize>string) ^ axisName);
}

function find(at: usize, x: usize, z: usize, name: u64): u32 {
  let slot = <u32>name & tableMask;
  let entry = load<u32>(table + 4 * <usize>slot);
  while (entry) {
    const other = entry - 1;
    if (load<u64>(names + 8 * <usize>other) == name && isProduct(row(other), at, x, z)) return other;
    slot = (slot + 1) & tableMask;
    entry = load<u32>(table + 4 * <usize>slot);
  }
  return GONE;
}

function isProduct(other: usize, at: usize, x: usize, z: usize): bool {
  const half: usize = 8 * <usize>turns.words;
  for (let k: usize = 0; k < half; k += 8) {
    if (load<u64>(other + k) != (load<u64>(at + k) ^ load<u64>(x + k))) return false;
    if (load<u64>(other + half + k) != (load<u64>(at + half + k) ^ load<u64>(z + k))) return false;
  }
  return true;
}

/** Add the string times the turn's string; its place. */
export function addPartner(string: u32): u32 {
  const made = length++;
  memory.copy(row(made), row(string), rowBytes);
  store<u64>(names + 8 * <usize>made, load<u64>(names + 8 * <usize>string));
  multiply(made);
  enter(made);
  return made;
}

/** Multiply the string by the turn's; the table then waits to be made anew. */
export function replace(string: u32): void {
  multiply(string);
  fresh = false;
}

function multiply(string: u32): void {
  const at = row(string);
  for (let k: u32 = 0; k < turns.touches; k++) {
    const word = load<u32>(turns.touched + 4 * k);
    const x = at + 8 * word;
    const z = at + 8 * (turns.words + word);
    store<u64>(x, load<u64>(x) ^ load<u64>(turns.axisX + 8 * word));
    store<u64>(z, load<u64>(z) ^ load<u64>(turns.axisZ + 8 * word));
  }
  const name = names + 8 * <usize>string;
  store<u64>(name, load<u64>(name) ^ axisName);
}

function enter(string: u32): void {
  let slot = <u32>load<u64>(names + 8 * <usize>string) & tableMask;
  while (load<u32>(table + 4 * <usize>slot)) slot = (slot + 1) & tableMask;
  store<u32>(table + 4 * <usize>slot, string + 1);
}

/** Put in a string that the host wrote; its place, that of an equal one where there is one. */
export function add(at: usize): u32 {
  const name = nameOf(at, at + 8 * turns.words);
  const empty = turns.axisX;
  const old = find(at, empty, empty, name);
  if (old != GONE) return old;
  const made = length++;
  memory.copy(row(made), at, rowBytes);
  store<u64>(names + 8 * <usize>made, name);
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
      memory.copy(row(kept), row(string), rowBytes);
      store<u64>(names + 8 * <usize>kept, load<u64>(names + 8 * <usize>string));
      put(kept, nodeOf(string), signOf(string), splitsOf(string), meanOf(string), nearOf(string));
    }
    kept++;
  }
  length = kept;
  memory.fill(table, 0, 4 * (<usize>tableMask + 1));
  for (let string: u32 = 0; string < length; string++) enter(string);
  fresh = true;
}

/** Qubits that the string acts on. */
export function weightOf(string: u32): u32 {
  return weight(row(string), turns.axisX, turns.axisX, false);
}

/** Qubits that the string times the turn's acts on. */
export function partnerWeight(string: u32): u32 {
  return weight(row(string), turns.axisX, turns.axisZ, true);
}

function weight(at: usize, x: usize, z: usize, times: bool): u32 {
  const half: usize = 8 * <usize>turns.words;
  let total: u32 = 0;
  for (let k: usize = 0; k < half; k += 8) {
    const bx = load<u64>(at + k) ^ (times ? load<u64>(x + k) : 0);
    const bz = load<u64>(at + half + k) ^ (times ? load<u64>(z + k) : 0);
    total += <u32>popcnt<u64>(bx | bz);
  }
  return total;
}

/** Is it of I and Z alone, so that it has an expectation in |0…0⟩? */
export function isDiagonal(string: u32): bool {
  const at = row(string);
  for (let k: u32 = 0; k < turns.words; k++) if (load<u64>(at + 8 * k)) return false;
  return true;
}
