/**
 * The circuit at hand: pair gates, and rotations about an axis of one wire, in order; wires may end exchanged.
 *
 * `@ts-ignore` stands where AssemblyScript has decorators and TypeScript, which editors check by, has none.
 */

import { found, foundLength } from "./beam";
import { isMapped } from "./map";
import {
  apply,
  axisA,
  axisB,
  begin,
  drop,
  inSight,
  isFixed,
  isPlaced,
  look,
  next,
  ready,
  rotations,
  wireA,
  wireB,
  wires,
  word,
} from "./walk";

/** Five numbers an operation: the rotation or -1 for a pair gate, its wires, its axes. */
export const FIELDS: i32 = 5;
export let operations = new StaticArray<i32>(0);
export let length: i32 = 0;
let made = new StaticArray<i32>(0);
let madeLength: i32 = 0;
export let numWires: i32 = 0;
/** Pair gates, and three for each exchange of wires that is left to be undone. */
export let cost: i32 = 0;
/** Where each wire of the input ends. */
export const ends = new StaticArray<i32>(64);

/** Names of the wires and rotations of the walk at hand. */
export const names = new StaticArray<i32>(64);
export let rotationNames = new StaticArray<i32>(0);

const newEnds = new StaticArray<i32>(64);
const inPlace = new StaticArray<i32>(64);
const axesAfter = new StaticArray<i32>(3 * 64);
/** By wire of the circuit, its number in the walk, or -1. */
export const numbers = new StaticArray<i32>(64);

export function prepare(wiresOfAll: i32, mostRotations: i32, mostOperations: i32): void {
  numWires = wiresOfAll;
  operations = new StaticArray<i32>(FIELDS * mostOperations);
  made = new StaticArray<i32>(FIELDS * mostOperations);
  rotationNames = new StaticArray<i32>(mostRotations + 64);
}

/** Takes the first `count` operations as the circuit; its wires end where they began. */
export function takeAsIs(count: i32): void {
  length = count;
  cost = 0;
  for (let k = 0; k < count; k++) if (unchecked(operations[FIELDS * k]) < 0) cost++;
  for (let q = 0; q < numWires; q++) unchecked((ends[q] = q));
}

// @ts-ignore: decorator
@inline
export function field(k: i32, f: i32): i32 {
  return unchecked(operations[FIELDS * k + f]);
}

function push(rotation: i32, a: i32, b: i32, P: i32, Q: i32): void {
  const at = FIELDS * madeLength++;
  unchecked((made[at] = rotation));
  unchecked((made[at + 1] = a));
  unchecked((made[at + 2] = b));
  unchecked((made[at + 3] = P));
  unchecked((made[at + 4] = Q));
}

export function startAnew(): void {
  madeLength = 0;
}

export function pushOld(k: i32): void {
  push(field(k, 0), field(k, 1), field(k, 2), field(k, 3), field(k, 4));
}

/** An operation behind the walk: on the wires where the walk ends, about the axes that it makes of them. */
export function pushMoved(k: i32): void {
  const rotation = field(k, 0);
  let a = field(k, 1);
  let b = field(k, 2);
  let P = field(k, 3);
  let Q = field(k, 4);
  const first = unchecked(numbers[a]);
  if (first >= 0) {
    P = unchecked(axesAfter[3 * first + P]);
    a = unchecked(names[unchecked(inPlace[first])]);
  }
  const second = rotation < 0 ? unchecked(numbers[b]) : -1;
  if (second >= 0) {
    Q = unchecked(axesAfter[3 * second + Q]);
    b = unchecked(names[unchecked(inPlace[second])]);
  }
  push(rotation, a, b, P, Q);
}

export function finish(newCost: i32): void {
  const old = operations;
  operations = made;
  made = old;
  length = madeLength;
  cost = newCost;
  for (let q = 0; q < numWires; q++) unchecked((ends[q] = newEnds[q]));
}

// --- exchanged wires ---

const seen = new StaticArray<i32>(64);

export function exchanges(places: StaticArray<i32>): i32 {
  let sum = 0;
  for (let i = 0; i < numWires; i++) unchecked((seen[i] = 0));
  for (let i = 0; i < numWires; i++) {
    let size = 0;
    for (let j = i; !unchecked(seen[j]); j = unchecked(places[j])) {
      unchecked((seen[j] = 1));
      size++;
    }
    if (size > 1) sum += size - 1;
  }
  return sum;
}

const TOO_MUCH: i32 = 1 << 28;

/** What exchanges cost when the walk's wires end in `places`. */
export function exchangeCost(places: StaticArray<i32>): i32 {
  for (let k = 0; k < wires && isFixed; k++) if (unchecked(places[k]) != k) return TOO_MUCH;
  for (let k = 0; k < numWires; k++) {
    let end = unchecked(ends[k]);
    const number = unchecked(numbers[end]);
    if (number >= 0) end = unchecked(names[unchecked(places[number])]);
    unchecked((newEnds[k] = end));
  }
  return isMapped ? 0 : 3 * exchanges(newEnds);
}

// --- a walk that was found, as operations ---

const inPlaceOf = new StaticArray<i32>(64);

function axisOf(x: u64, z: u64): i32 {
  return x ? (z ? 1 : 0) : 2;
}

/** Pushes the operations of the walk that was found. */
export function pushFound(): void {
  begin(0);
  pushReady();
  for (let i = 0; i < foundLength; i++) {
    const gate = unchecked(found[i]);
    push(-1, unchecked(names[wireA(gate)]), unchecked(names[wireB(gate)]), axisA(gate), axisB(gate));
    apply(0, gate);
    pushReady();
  }
  isPlaced(0, inPlace);
  exchangeCost(inPlace);
  for (let row = 0; row < wires; row++) {
    const at = 2 * wires + unchecked(inPlace[row]);
    const bit: u64 = row;
    const xx = (word(0, at) >> bit) & 1;
    const xz = (word(0, at + wires) >> bit) & 1;
    const zx = (word(0, at + 2 * wires) >> bit) & 1;
    const zz = (word(0, at + 3 * wires) >> bit) & 1;
    unchecked((axesAfter[3 * row] = axisOf(xx, xz)));
    unchecked((axesAfter[3 * row + 1] = axisOf(xx ^ zx, xz ^ zz)));
    unchecked((axesAfter[3 * row + 2] = axisOf(zx, zz)));
  }
}

function pushReady(): void {
  lookAndNote();
  for (let done = ready(0); done; done = ready(0)) {
    for (let scan = done; scan; scan &= scan - 1) {
      const place = ctz(scan);
      for (let q = 0; q < wires; q++) {
        const x = (word(0, q) >> place) & 1;
        const z = (word(0, wires + q) >> place) & 1;
        if (x | z) push(unchecked(rotationNames[unchecked(inPlaceOf[<i32>place])]), unchecked(names[q]), 0, axisOf(x, z), 0);
      }
    }
    drop(0, done);
    lookAndNote();
  }
}

/** `look`, noting which rotation comes into which place. */
function lookAndNote(): void {
  let free = ~inSight(0);
  for (let coming = next(0); coming < rotations && free; coming++) {
    unchecked((inPlaceOf[<i32>ctz(free)] = coming));
    free &= free - 1;
  }
  look(0);
}

export function setCost(value: i32): i32 {
  cost = value;
  return cost;
}
