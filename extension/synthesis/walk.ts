/**
 * A walk: Pauli rotations and a Clifford, seen through the pair gates applied so far. A rotation that acts on one qubit
 * alone is done; the walk ends where every row of the frame is on one wire, whichever that is.
 *
 * A pair gate is the Clifford (1 + P + Q - PQ)/2 of a Pauli P on one wire and Q on another: a CX between changes of
 * axes, its own inverse. Signs are left to whoever builds the circuit. Up to 64 rotations are in sight at a time, one
 * bit each: those next in order, so that what commutes may go in any order.
 *
 * `@ts-ignore` stands where AssemblyScript has decorators and TypeScript, which editors check by, has none.
 */

import { isMapped, Sides } from "./map";
import { random } from "./random";

export const LEVELS: i32 = 6;
const SIGHT: i32 = 64;

/** Wires and rotations of the walk at hand; the rotations' axes as they stand at its end. */
export let wires: i32 = 0;
export let rotations: i32 = 0;
export let axesX = new StaticArray<u64>(0);
export let axesZ = new StaticArray<u64>(0);
/** Where the frame begins: x and z of what each X becomes, then of each Z; by wire, one bit a row. */
export const frameStart = new StaticArray<u64>(4 * 64);

/** Words of a state: x and z of the rotations by wire, the frame by wire, then the parts below. */
let blockersAt: i32 = 0;
let levelsAt: i32 = 0;
let restAt: i32 = 0;
export let stride: i32 = 0;
export let pool = new StaticArray<u64>(0);

export function resize(numWires: i32, numRotations: i32): void {
  wires = numWires;
  rotations = numRotations;
  blockersAt = 6 * wires;
  levelsAt = blockersAt + SIGHT;
  restAt = levelsAt + LEVELS;
  stride = restAt + 6;
}

export function makeRoom(states: i32): void {
  if (pool.length < states * stride) pool = new StaticArray<u64>(states * stride);
}

/** May all rotations go in any order, also those that do not commute? The map is another one then. */
let inAnyOrder: bool = false;

export function orderFreely(free: bool): void {
  inAnyOrder = free;
}

export function makeAxes(most: i32): void {
  axesX = new StaticArray<u64>(most + SIGHT);
  axesZ = new StaticArray<u64>(most + SIGHT);
}

// @ts-ignore: decorator
@inline
export function word(state: i32, at: i32): u64 {
  return unchecked(pool[state + at]);
}
// @ts-ignore: decorator
@inline
export function put(state: i32, at: i32, value: u64): void {
  unchecked((pool[state + at] = value));
}

/** Rotations in sight; the next to come into sight; how many are not done; then what the search notes. */
// @ts-ignore: decorator
@inline
export function inSight(state: i32): u64 {
  return word(state, restAt);
}
// @ts-ignore: decorator
@inline
export function next(state: i32): i32 {
  return <i32>word(state, restAt + 1);
}
// @ts-ignore: decorator
@inline
export function left(state: i32): i32 {
  return <i32>word(state, restAt + 2);
}
// @ts-ignore: decorator
@inline
export function noteAt(k: i32): i32 {
  return restAt + 3 + k;
}
// @ts-ignore: decorator
@inline
export function level(state: i32, k: i32): u64 {
  return word(state, levelsAt + k);
}

export function copyState(from: i32, to: i32): void {
  const base = changetype<usize>(pool);
  memory.copy(base + ((<usize>to) << 3), base + ((<usize>from) << 3), (<usize>stride) << 3);
}

/** A state at the start, nothing done yet and nothing in sight. */
export function begin(state: i32): void {
  for (let k = 0; k < stride; k++) put(state, k, 0);
  for (let k = 0; k < 4 * wires; k++) put(state, 2 * wires + k, unchecked(frameStart[k]));
  put(state, restAt + 2, <u64>rotations);
}

/** Rotations come into sight while there is room, in order, each in the lowest free place. */
export function look(state: i32): void {
  const n = wires;
  let sight = inSight(state);
  let coming = next(state);
  while (coming < rotations && ~sight != 0) {
    const place = <i32>ctz(~sight);
    const bit: u64 = (<u64>1) << (<u64>place);
    const x = unchecked(axesX[coming]);
    const z = unchecked(axesZ[coming]);
    let anti: u64 = 0;
    for (let q = 0; q < n; q++) {
      const hasX = (popcnt(word(state, 2 * n + q) & x) + popcnt(word(state, 4 * n + q) & z)) & 1;
      const hasZ = (popcnt(word(state, 3 * n + q) & x) + popcnt(word(state, 5 * n + q) & z)) & 1;
      const oldX = word(state, q);
      const oldZ = word(state, n + q);
      if (hasX) anti ^= oldZ;
      if (hasZ) anti ^= oldX;
      put(state, q, hasX ? oldX | bit : oldX & ~bit);
      put(state, n + q, hasZ ? oldZ | bit : oldZ & ~bit);
    }
    put(state, blockersAt + place, inAnyOrder ? 0 : anti & sight);
    sight |= bit;
    coming++;
  }
  put(state, restAt, sight);
  put(state, restAt + 1, <u64>coming);
  sortLevels(state);
}

/** What can come next, what can come after one of those, and so on; the last level has all the rest. */
function sortLevels(state: i32): void {
  let rest = inSight(state);
  for (let k = 0; k < LEVELS - 1; k++) {
    let now: u64 = 0;
    let scan = rest;
    while (scan) {
      const place = <i32>ctz(scan);
      scan &= scan - 1;
      if ((word(state, blockersAt + place) & rest) == 0) now |= (<u64>1) << (<u64>place);
    }
    put(state, levelsAt + k, now);
    rest &= ~now;
  }
  put(state, levelsAt + LEVELS - 1, rest);
}

/** Rotations that can come next and act on one wire. */
export function ready(state: i32): u64 {
  let one: u64 = 0;
  let two: u64 = 0;
  for (let q = 0; q < wires; q++) {
    const acts = word(state, q) | word(state, wires + q);
    two |= one & acts;
    one |= acts;
  }
  return one & ~two & level(state, 0);
}

export function drop(state: i32, done: u64): void {
  put(state, restAt, inSight(state) & ~done);
  put(state, restAt + 2, <u64>left(state) - <u64>popcnt(done));
  for (let k = 0; k < SIGHT; k++) put(state, blockersAt + k, word(state, blockersAt + k) & ~done);
  for (let k = 0; k < 2 * wires; k++) put(state, k, word(state, k) & ~done);
}

/** Does all rotations that can be done without another pair gate. */
export function settle(state: i32): void {
  for (let done = ready(state); done; done = ready(state)) {
    drop(state, done);
    look(state);
  }
}

// --- pair gates: P and Q are 0 for X, 1 for Y, 2 for Z ---

export function pairGate(a: i32, b: i32, P: i32, Q: i32): i32 {
  return ((a * 64 + b) * 3 + P) * 3 + Q;
}
export function wireA(gate: i32): i32 {
  return gate / 576;
}
export function wireB(gate: i32): i32 {
  return (gate / 9) & 63;
}
export function axisA(gate: i32): i32 {
  return (gate / 3) % 3;
}
export function axisB(gate: i32): i32 {
  return gate % 3;
}

/** Which of the strings anticommute with an axis. */
// @ts-ignore: decorator
@inline
export function against(axis: i32, x: u64, z: u64): u64 {
  return axis == 0 ? z : axis == 2 ? x : x ^ z;
}

function applyTo(state: i32, x: i32, z: i32, gate: i32): void {
  const a = wireA(gate);
  const b = wireB(gate);
  const P = axisA(gate);
  const Q = axisB(gate);
  const xa = word(state, x + a);
  const za = word(state, z + a);
  const xb = word(state, x + b);
  const zb = word(state, z + b);
  const byA = against(P, xa, za);
  const byB = against(Q, xb, zb);
  if (P != 2) put(state, x + a, xa ^ byB);
  if (P != 0) put(state, z + a, za ^ byB);
  if (Q != 2) put(state, x + b, xb ^ byA);
  if (Q != 0) put(state, z + b, zb ^ byA);
}

export function applyToFrame(state: i32, gate: i32): void {
  applyTo(state, 2 * wires, 3 * wires, gate);
  applyTo(state, 4 * wires, 5 * wires, gate);
}

export function apply(state: i32, gate: i32): void {
  applyTo(state, 0, wires, gate);
  applyToFrame(state, gate);
}

// --- figures ---

/** Of a wire of the frame: how many rows touch it, half as many again where both X and Z of a row do. */
export function touched(xx: u64, xz: u64, zx: u64, zz: u64): f64 {
  return <f64>popcnt(xx | xz | zx | zz) + 0.5 * <f64>popcnt((xx & zz) ^ (xz & zx));
}

const rows = new Sides();
/** Must each row of the frame end on the wire where it began? */
export let isFixed: bool = false;
export function fix(fixed: bool): void {
  isFixed = fixed;
}

/** Which rows of the frame act on each wire; those that have to end there count as if they did. */
export function lookAtRows(state: i32, sides: Sides): void {
  const n = wires;
  for (let q = 0; q < n; q++) {
    const x = 2 * n + q;
    const acts = word(state, x) | word(state, x + n) | word(state, x + 2 * n) | word(state, x + 3 * n);
    unchecked((sides.acts[q] = acts | (isFixed ? (<u64>1) << (<u64>q) : 0)));
  }
  sides.look();
}

function mappedDistance(state: i32): f64 {
  const n = wires;
  lookAtRows(state, rows);
  let both: i32 = -n;
  for (let q = 0; q < n; q++) {
    const x = 2 * n + q;
    both += <i32>popcnt((word(state, x) & word(state, x + 3 * n)) ^ (word(state, x + n) & word(state, x + 2 * n)));
  }
  return <f64>rows.cost(n == 64 ? ~(<u64>0) : ((<u64>1) << (<u64>n)) - 1) + 0.5 * <f64>both;
}

/** How far the frame is from single wires; 0 there. */
export function frameDistance(state: i32): f64 {
  const n = wires;
  if (isMapped) return mappedDistance(state);
  let sum: f64 = 0;
  for (let q = 0; q < n; q++) {
    const x = 2 * n + q;
    sum += touched(word(state, x), word(state, x + n), word(state, x + 2 * n), word(state, x + 3 * n));
  }
  return sum - 1.5 * <f64>n;
}

export function hash(state: i32): u64 {
  let h: u64 = <u64>left(state) * 0x9e3779b97f4a7c15;
  for (let k = 2 * wires; k < 6 * wires; k++) {
    h = (h ^ word(state, k)) * 0x9e3779b97f4a7c15;
    h ^= h >> 29;
  }
  return h;
}

/** Does every row stand on one wire? Then `places` says on which. */
export function isPlaced(state: i32, places: StaticArray<i32>): bool {
  const n = wires;
  for (let q = 0; q < n; q++) {
    const x = 2 * n + q;
    const rows = word(state, x) | word(state, x + n) | word(state, x + 2 * n) | word(state, x + 3 * n);
    if (popcnt(rows) != 1) return false;
    unchecked((places[<i32>ctz(rows)] = q));
  }
  return true;
}

/** A number from 0 up to `most`, at random; 0 without asking where that is all there is. */
export function jitter(most: f64): f64 {
  return most > 0 ? most * random() : 0;
}
