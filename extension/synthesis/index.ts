/**
 * Circuits of pair gates for Pauli rotations and a Clifford, found by search; for Python, through wasmtime.
 *
 * `begin` gives a place for the rotations, x then z, one bit a qubit, and then the frame, as `walk.ts` lays it out.
 * `fresh` searches for a circuit, or `take` takes one that was written to `operationsAt`; `improve` shortens it, and
 * `keep` and `back` hold several.
 */

import { effort, judgeBy, search } from "./beam";
import {
  cost,
  ends,
  exchangeCost,
  FIELDS,
  finish,
  length,
  names,
  numbers,
  operations,
  prepare,
  pushFound,
  rotationNames,
  startAnew,
  setCost,
  takeAsIs,
} from "./circuit";
import { map, prepareTree, useMap } from "./map";
import { seed } from "./random";
import { axesX, axesZ, fix, frameStart, makeAxes, orderFreely, resize } from "./walk";
import { improve as improveOne, prepareWindows } from "./windows";

export { orderFreely, seed, useMap };

let numWires: i32 = 0;
let numRotations: i32 = 0;
let mostOperations: i32 = 0;
let given = new StaticArray<u64>(0);

export function begin(wires: i32, rotations: i32, given_operations: i32): usize {
  numWires = wires;
  numRotations = rotations;
  mostOperations = max(given_operations, rotations * (wires + 2)) + 8 * wires * wires + 1000;
  given = new StaticArray<u64>(2 * rotations + 4 * wires);
  makeAxes(rotations);
  prepare(wires, rotations, mostOperations);
  prepareWindows(mostOperations);
  return changetype<usize>(given);
}

/** Where the neighbors of each wire are to be written, one bit each; `useMap` takes them. */
export function mapAt(): usize {
  return changetype<usize>(map);
}

export function operationsAt(): usize {
  return changetype<usize>(operations);
}

export function operationsLength(): i32 {
  return length;
}

export function take(count: i32): i32 {
  takeAsIs(count);
  return cost;
}

/** A circuit from nothing; its cost, or -1 where the search came to no end. */
export function fresh(width: i32, discount: f64, frameShare: f64, rate: f64, noise: f64, shortest: bool): i32 {
  resize(numWires, numRotations);
  for (let k = 0; k < numRotations; k++) {
    unchecked((axesX[k] = given[k]));
    unchecked((axesZ[k] = given[numRotations + k]));
    unchecked((rotationNames[k] = k));
  }
  for (let k = 0; k < 4 * numWires; k++) unchecked((frameStart[k] = given[2 * numRotations + k]));
  for (let q = 0; q < numWires; q++) {
    unchecked((names[q] = q));
    unchecked((numbers[q] = q));
    unchecked((ends[q] = q));
  }
  judgeBy(width, discount, frameShare, rate, noise, shortest);
  prepareTree(numWires, names);
  fix(false);
  const found = search(mostOperations - numRotations, exchangeCost);
  if (found < 0) return -1;
  startAnew();
  pushFound();
  finish(found);
  return cost;
}

/** Looks at windows until `more` effort was made; the cost. */
export function improve(more: f64): i32 {
  const until = effort + more;
  // A window that finds nothing to search costs next to nothing, and yet it counts.
  for (let idle = 0; effort < until && idle < 2000; ) {
    const before = effort;
    improveOne();
    idle = effort > before ? 0 : idle + 1;
  }
  return cost;
}

export function effortMade(): f64 {
  return effort;
}

// --- several circuits ---

class Kept {
  operations: StaticArray<i32> = new StaticArray<i32>(0);
  length: i32 = 0;
  cost: i32 = 0;
  ends: StaticArray<i32> = new StaticArray<i32>(64);
}

const kept: StaticArray<Kept> = [
  new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(),
  new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(), new Kept(),
];

export function keep(place: i32): void {
  const held = kept[place];
  if (held.operations.length < FIELDS * length) held.operations = new StaticArray<i32>(FIELDS * (length + length / 4));
  for (let k = 0; k < FIELDS * length; k++) unchecked((held.operations[k] = operations[k]));
  for (let q = 0; q < numWires; q++) unchecked((held.ends[q] = ends[q]));
  held.length = length;
  held.cost = cost;
}

export function back(place: i32): i32 {
  const held = kept[place];
  for (let k = 0; k < FIELDS * held.length; k++) unchecked((operations[k] = held.operations[k]));
  takeAsIs(held.length);
  for (let q = 0; q < numWires; q++) unchecked((ends[q] = held.ends[q]));
  return setCost(held.cost);
}
