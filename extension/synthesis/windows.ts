/**
 * Windows: a part of the circuit on a few wires searched for anew, and taken where it costs no more. As good ones are
 * taken too, so that the circuit drifts over plateaus.
 */

import { judgeAtRandom, search } from "./beam";
import {
  cost,
  ends,
  exchangeCost,
  exchanges,
  field,
  finish,
  length,
  names,
  numbers,
  numWires,
  pushFound,
  pushMoved,
  pushOld,
  rotationNames,
  startAnew,
} from "./circuit";
import { isMapped, prepareTree } from "./map";
import { below, random } from "./random";
import {
  against,
  applyToFrame,
  axesX,
  axesZ,
  fix,
  frameStart,
  makeRoom,
  pairGate,
  put,
  resize,
  rotations,
  wires,
  word,
} from "./walk";

const MOST_INSIDE: i32 = 4000;
const MOST_ROTATIONS: i32 = 64;

const FREE = 0;
const OPEN = 1;
const CLOSED = 2;

const BEFORE: u8 = 0;
const INSIDE: u8 = 1;
const BEHIND: u8 = 2;

const inside = new StaticArray<i32>(MOST_INSIDE + 1);
const wireStates = new StaticArray<i32>(64);
let sides = new StaticArray<u8>(0);
let first: i32 = 0;
let stop: i32 = 0;
let numInside: i32 = 0;
let numGates: i32 = 0;

export function prepareWindows(mostOperations: i32): void {
  sides = new StaticArray<u8>(mostOperations);
}

/** One window, anywhere. */
export function improve(): void {
  const most = min(numWires, unchecked(WIDTHS[below(WIDTHS.length)]));
  const width = most < 2 ? 2 : 2 + below(most - 1);
  if (!choose(width, unchecked(GATES[below(GATES.length)]))) return;
  number();
  bringToEnd();
  bringToStart();
  judgeAtRandom(unchecked(BEAMS[below(BEAMS.length)]));
  prepareTree(wires, names);
  // What comes behind a window on a map has to find its wires where they are.
  fix(isMapped);
  const old = numGates + (isMapped ? 0 : 3 * exchanges(ends));
  const better = search(old, exchangeCost);
  if (better < 0) return;
  startAnew();
  for (let k = 0; k < first; k++) pushOld(k);
  for (let k = first; k < stop; k++) if (unchecked(sides[k]) == BEFORE) pushOld(k);
  pushFound();
  for (let k = first; k < stop; k++) if (unchecked(sides[k]) == BEHIND) pushMoved(k);
  for (let k = stop; k < length; k++) pushMoved(k);
  finish(cost - old + better);
}

const WIDTHS: StaticArray<i32> = [3, 4, 6, 8, 10];
const GATES: StaticArray<i32> = [10, 20, 30, 60];
const BEAMS: StaticArray<i32> = [1, 4, 8, 16];

/** Chooses what is inside: operations from a random gate on that can be brought together on `width` wires. */
function choose(width: i32, mostGates: i32): bool {
  if (length == 0) return false;
  first = below(length);
  while (first < length && field(first, 0) >= 0) first++;
  for (let q = 0; q < numWires; q++) unchecked((wireStates[q] = FREE));
  const openness = 0.3 + 0.7 * random();
  let opened = 0;
  let closed = 0;
  let turns = 0;
  numInside = numGates = 0;
  stop = length;
  for (let k = first; k < length; k++) {
    const a = field(k, 1);
    const b = field(k, 0) < 0 ? field(k, 2) : a;
    const stateA = unchecked(wireStates[a]);
    const stateB = unchecked(wireStates[b]);
    let side = stateA == FREE && stateB == FREE ? BEFORE : BEHIND;
    if (a == b) {
      if (stateA == OPEN && turns < MOST_ROTATIONS) {
        side = INSIDE;
        turns++;
      }
    } else if (stateA != CLOSED && stateB != CLOSED && numGates < mostGates) {
      const grows = stateA + stateB == OPEN && opened < width && random() < openness;
      if (opened == 0 || (stateA == OPEN && stateB == OPEN) || grows) {
        side = INSIDE;
        numGates++;
        opened += (stateA == FREE ? 1 : 0) + (stateB == FREE ? 1 : 0);
        unchecked((wireStates[a] = OPEN));
        unchecked((wireStates[b] = OPEN));
      }
    }
    unchecked((sides[k] = side));
    if (side == INSIDE) unchecked((inside[numInside++] = k));
    else if (side == BEHIND) {
      closed += stateA == OPEN ? 1 : 0;
      if (a != b) closed += stateB == OPEN ? 1 : 0;
      unchecked((wireStates[a] = CLOSED));
      unchecked((wireStates[b] = CLOSED));
    }
    if ((opened > 0 && closed >= opened) || numInside >= MOST_INSIDE) {
      stop = k + 1;
      break;
    }
  }
  return numGates >= 2;
}

/** Numbers the wires that are used inside. */
function number(): void {
  let count = 0;
  for (let q = 0; q < numWires; q++) unchecked((numbers[q] = -1));
  for (let i = 0; i < numInside; i++) {
    const k = unchecked(inside[i]);
    for (let f = 1; f <= (field(k, 0) < 0 ? 2 : 1); f++) {
      const wire = field(k, f);
      if (unchecked(numbers[wire]) >= 0) continue;
      unchecked((numbers[wire] = count));
      unchecked((names[count++] = wire));
    }
  }
  let turns = 0;
  for (let i = 0; i < numInside; i++) {
    const rotation = field(unchecked(inside[i]), 0);
    if (rotation >= 0) unchecked((rotationNames[turns++] = rotation));
  }
  resize(count, turns);
  makeRoom(1);
}

const x = new StaticArray<u64>(64);
const z = new StaticArray<u64>(64);

/** The axes of the rotations inside, as they stand at the window's end. */
function bringToEnd(): void {
  for (let q = 0; q < wires; q++) {
    unchecked((x[q] = 0));
    unchecked((z[q] = 0));
  }
  let turns: u64 = 0;
  for (let i = 0; i < numInside; i++) {
    const k = unchecked(inside[i]);
    const a = unchecked(numbers[field(k, 1)]);
    const P = field(k, 3);
    if (field(k, 0) >= 0) {
      const bit: u64 = (<u64>1) << turns;
      turns++;
      if (P != 2) unchecked((x[a] |= bit));
      if (P != 0) unchecked((z[a] |= bit));
      continue;
    }
    const b = unchecked(numbers[field(k, 2)]);
    const Q = field(k, 4);
    const byA = against(P, unchecked(x[a]), unchecked(z[a]));
    const byB = against(Q, unchecked(x[b]), unchecked(z[b]));
    if (P != 2) unchecked((x[a] ^= byB));
    if (P != 0) unchecked((z[a] ^= byB));
    if (Q != 2) unchecked((x[b] ^= byA));
    if (Q != 0) unchecked((z[b] ^= byA));
  }
  for (let k = 0; k < rotations; k++) {
    const bit: u64 = k;
    let axisX: u64 = 0;
    let axisZ: u64 = 0;
    for (let q = 0; q < wires; q++) {
      axisX |= ((unchecked(x[q]) >> bit) & 1) << (<u64>q);
      axisZ |= ((unchecked(z[q]) >> bit) & 1) << (<u64>q);
    }
    unchecked((axesX[k] = axisX));
    unchecked((axesZ[k] = axisZ));
  }
}

/** The frame of the window: X and Z of each wire at its end, as they stand at its start. */
function bringToStart(): void {
  for (let k = 0; k < 6 * wires; k++) put(0, k, 0);
  for (let q = 0; q < wires; q++) {
    put(0, 2 * wires + q, (<u64>1) << (<u64>q));
    put(0, 5 * wires + q, (<u64>1) << (<u64>q));
  }
  for (let i = numInside - 1; i >= 0; i--) {
    const k = unchecked(inside[i]);
    if (field(k, 0) >= 0) continue;
    const a = unchecked(numbers[field(k, 1)]);
    const b = unchecked(numbers[field(k, 2)]);
    applyToFrame(0, pairGate(a, b, field(k, 3), field(k, 4)));
  }
  for (let k = 0; k < 4 * wires; k++) unchecked((frameStart[k] = word(0, 2 * wires + k)));
}
