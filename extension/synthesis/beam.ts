/** The shortest walk that a beam search finds: at each step the best few states, one pair gate longer. */

import { change, isMapped, isNear, Sides } from "./map";
import { below, random } from "./random";
import {
  against,
  apply,
  begin,
  copyState,
  frameDistance,
  hash,
  isPlaced,
  isFixed,
  jitter,
  LEVELS,
  left,
  level,
  look,
  lookAtRows,
  makeRoom,
  noteAt,
  pairGate,
  put,
  settle,
  stride,
  touched,
  wires,
  word,
} from "./walk";

const MOST_NODES: i32 = 1 << 20;
const MOST_WIDTH: i32 = 256;

// --- how states are judged ---

export let width: i32 = 1;
/** Of each level of what comes next against the level before it. */
let discount: f64 = 0.3;
/** Of the frame's distance while there are rotations. */
let frameShare: f64 = 0.1;
/** Gates that a rotation yet to be done is thought to cost. */
let rate: f64 = 1.5;
let noise: f64 = 0;
/** Must a gate shorten one of the shortest that can come next, or any of those that can? */
let onlyShortest: bool = true;
const weights = new StaticArray<f64>(LEVELS);

export function judgeBy(
  beamWidth: i32,
  levelDiscount: f64,
  shareOfFrame: f64,
  gatesEach: f64,
  mostNoise: f64,
  shortest: bool,
): void {
  width = min(beamWidth, MOST_WIDTH);
  discount = levelDiscount;
  frameShare = shareOfFrame;
  rate = gatesEach;
  noise = mostNoise;
  onlyShortest = shortest;
}

export function judgeAtRandom(mostWidth: i32): void {
  const share = 0.4 * random() * random() + (below(4) == 0 ? 0.5 * random() : 0.0);
  judgeBy(
    1 + below(mostWidth),
    0.1 + 0.7 * random(),
    share,
    0.5 + 1.5 * random(),
    below(2) ? 0.6 * random() : 0.0,
    below(3) != 0,
  );
}

const strings = new Sides();
const rows = new Sides();

function lookAtStrings(state: i32): void {
  for (let q = 0; q < wires; q++) unchecked((strings.acts[q] = word(state, q) | word(state, wires + q)));
  strings.look();
}

/** Gates that are thought to be missing. */
function missing(state: i32): f64 {
  if (isMapped) lookAtStrings(state);
  let sum: f64 = rate * <f64>left(state);
  for (let k = 0; k < LEVELS; k++) {
    const those = level(state, k);
    if (!those) break;
    let weight: i32 = isMapped ? strings.cost(those) : -(<i32>popcnt(those));
    for (let q = 0; q < wires && !isMapped; q++) weight += <i32>popcnt((word(state, q) | word(state, wires + q)) & those);
    sum += unchecked(weights[k]) * <f64>weight;
  }
  return sum + (left(state) == 0 ? 1.0 : frameShare) * frameDistance(state);
}

// --- the best gates so far ---

const scores = new StaticArray<f64>(3 * MOST_WIDTH);
const parents = new StaticArray<i32>(3 * MOST_WIDTH);
const gates = new StaticArray<i32>(3 * MOST_WIDTH);
let offered: i32 = 0;
let mostOffered: i32 = 0;

function offer(score: f64, parent: i32, gate: i32): void {
  let k = offered;
  if (k == mostOffered) {
    if (score >= unchecked(scores[k - 1])) return;
    k--;
  } else offered++;
  while (k > 0 && unchecked(scores[k - 1]) > score) {
    unchecked((scores[k] = scores[k - 1]));
    unchecked((parents[k] = parents[k - 1]));
    unchecked((gates[k] = gates[k - 1]));
    k--;
  }
  unchecked((scores[k] = score));
  unchecked((parents[k] = parent));
  unchecked((gates[k] = gate));
}

const anti = new StaticArray<u64>(3 * 64);
const same = new StaticArray<u64>(3 * 64);
const now = new StaticArray<f64>(64);

/** Gates looked at so far, of all searches: how much was done. */
export let effort: f64 = 0;

/** Those that can come next and act on the fewest wires. */
function shortest(state: i32): u64 {
  let best: i32 = 2 * wires + 1;
  let found: u64 = 0;
  for (let scan = level(state, 0); scan; scan &= scan - 1) {
    const place = ctz(scan);
    let weight: i32 = isMapped ? strings.cost((<u64>1) << (<u64>place)) : 0;
    for (let q = 0; q < wires && !isMapped; q++) weight += <i32>(((word(state, q) | word(state, wires + q)) >> place) & 1);
    if (weight < best) {
      best = weight;
      found = 0;
    }
    if (weight == best) found |= (<u64>1) << place;
  }
  return found;
}

function touchedAfter(state: i32, wire: i32, axis: i32, byX: u64, byZ: u64): f64 {
  const at = 2 * wires + wire;
  let xx = word(state, at);
  let xz = word(state, at + wires);
  let zx = word(state, at + 2 * wires);
  let zz = word(state, at + 3 * wires);
  if (axis != 2) {
    xx ^= byX;
    zx ^= byZ;
  }
  if (axis != 0) {
    xz ^= byX;
    zz ^= byZ;
  }
  return touched(xx, xz, zx, zz);
}

/** What a pair gate changes of the frame's distance on a map. */
function mappedChange(state: i32, a: i32, b: i32, P: i32, Q: i32, bX: u64, bZ: u64, aX: u64, aZ: u64): f64 {
  return rowsChange(state, a, b, P, bX, bZ) + rowsChange(state, b, a, Q, aX, aZ);
}

function rowsChange(state: i32, wire: i32, other: i32, axis: i32, byX: u64, byZ: u64): f64 {
  const at = 2 * wires + wire;
  let xx = word(state, at);
  let xz = word(state, at + wires);
  let zx = word(state, at + 2 * wires);
  let zz = word(state, at + 3 * wires);
  const before = <i32>popcnt((xx & zz) ^ (xz & zx));
  if (axis != 2) {
    xx ^= byX;
    zx ^= byZ;
  }
  if (axis != 0) {
    xz ^= byX;
    zz ^= byZ;
  }
  const was = unchecked(rows.acts[wire]);
  const is = xx | xz | zx | zz | (isFixed ? (<u64>1) << (<u64>wire) : 0);
  const both = <i32>popcnt((xx & zz) ^ (xz & zx)) - before;
  return <f64>change(is & ~was, was & ~is, rows.behind(wire, other)) + 0.5 * <f64>both;
}

/** Offers every gate that helps a state on. */
function expand(state: i32, parent: i32, score: f64): void {
  const n = wires;
  if (isMapped) {
    lookAtStrings(state);
    lookAtRows(state, rows);
  }
  const hasRotations = left(state) != 0;
  const goal: u64 = !hasRotations ? 0 : onlyShortest ? shortest(state) : level(state, 0);
  let levels: i32 = 0;
  while (levels < LEVELS && level(state, levels)) levels++;
  for (let q = 0; q < n; q++) {
    const x = word(state, q);
    const z = word(state, n + q);
    unchecked((anti[3 * q] = z));
    unchecked((anti[3 * q + 1] = x ^ z));
    unchecked((anti[3 * q + 2] = x));
    unchecked((same[3 * q] = x & ~z));
    unchecked((same[3 * q + 1] = x & z));
    unchecked((same[3 * q + 2] = z & ~x));
    const at = 2 * n + q;
    unchecked((now[q] = touched(word(state, at), word(state, at + n), word(state, at + 2 * n), word(state, at + 3 * n))));
  }
  const share: f64 = hasRotations ? frameShare : 1.0;
  for (let a = 0; a < n - 1; a++) {
    const actsA = word(state, a) | word(state, n + a);
    const frameA = 2 * n + a;
    for (let b = a + 1; b < n; b++) {
      const actsB = word(state, b) | word(state, n + b);
      if (isMapped && !isNear(a, b)) continue;
      if (hasRotations && ((isMapped ? actsA | actsB : actsA & actsB) & goal) == 0) continue;
      const behindA: u64 = isMapped ? strings.behind(a, b) : 0;
      const behindB: u64 = isMapped ? strings.behind(b, a) : 0;
      const frameB = 2 * n + b;
      for (let P = 0; P < 3; P++) {
        const againstA = unchecked(anti[3 * a + P]);
        const sameA = unchecked(same[3 * a + P]);
        for (let Q = 0; Q < 3; Q++) {
          const againstB = unchecked(anti[3 * b + Q]);
          const sameB = unchecked(same[3 * b + Q]);
          let value = score;
          if (hasRotations) {
            const offA = againstB & sameA;
            const offB = againstA & sameB;
            const onA = againstB & ~actsA;
            const onB = againstA & ~actsB;
            const good = (offA & ~behindA) | (offB & ~behindB) | (onA & behindA) | (onB & behindB);
            if ((good & goal) == 0) continue;
            const bad = (onA & ~behindA) | (onB & ~behindB) | (offA & behindA) | (offB & behindB);
            for (let k = 0; k < levels; k++) {
              const those = level(state, k);
              value += unchecked(weights[k]) * <f64>(<i32>popcnt(bad & those) - <i32>popcnt(good & those));
            }
          }
          const bX = against(Q, word(state, frameB), word(state, frameB + n));
          const bZ = against(Q, word(state, frameB + 2 * n), word(state, frameB + 3 * n));
          const aX = against(P, word(state, frameA), word(state, frameA + n));
          const aZ = against(P, word(state, frameA + 2 * n), word(state, frameA + 3 * n));
          const moved = isMapped
            ? mappedChange(state, a, b, P, Q, bX, bZ, aX, aZ)
            : touchedAfter(state, a, P, bX, bZ) + touchedAfter(state, b, Q, aX, aZ) - unchecked(now[a]) - unchecked(now[b]);
          value += share * moved + jitter(noise);
          offer(value, parent, pairGate(a, b, P, Q));
          effort += 1;
        }
      }
    }
  }
}

// --- the search ---

const nodeParents = new StaticArray<i32>(MOST_NODES);
const nodeGates = new StaticArray<i32>(MOST_NODES);
let nodes: i32 = 0;
const judged = new StaticArray<f64>(2 * MOST_WIDTH);
const places = new StaticArray<i32>(64);

/** The gates of the walk that was found. */
export const found = new StaticArray<i32>(MOST_NODES);
export let foundLength: i32 = 0;

const NODE = 0;
const KEY = 1;
const GATE = 2;

/**
 * Searches for a walk that costs at most `limit`: its gates, and what `exchangeCost` says of where its wires end.
 * Returns the cost, or -1 where none was found.
 */
export function search(limit: i32, exchangeCost: (places: StaticArray<i32>) => i32): i32 {
  let weight: f64 = 1;
  for (let k = 0; k < LEVELS; k++) {
    unchecked((weights[k] = weight));
    weight *= discount;
  }
  makeRoom(2 * width + 1);
  const spare = 2 * width * stride;
  nodes = 0;
  let current = 0;
  let count = 1;
  begin(0);
  look(0);
  settle(0);
  put(0, noteAt(NODE), <u64>0xffffffff);
  unchecked((judged[0] = missing(0)));
  // On a map the rest of the frame is brought to single wires by whoever asked.
  const isOpen = isMapped && !isFixed;
  let best = -1;
  let bestNode = -1;
  let idle = 0;
  for (let length = 0; count > 0; length++) {
    for (let i = current; i < current + count; i++) {
      const state = i * stride;
      if (left(state) != 0 || !(isOpen || isPlaced(state, places))) continue;
      const cost = length + (isOpen ? <i32>frameDistance(state) : exchangeCost(places));
      if (cost > limit) continue;
      best = cost;
      bestNode = <i32>word(state, noteAt(NODE));
      limit = cost - 1;
    }
    if (length >= limit || nodes + width > MOST_NODES) break;
    offered = 0;
    mostOffered = width == 1 ? 1 : 3 * width;
    for (let i = current; i < current + count; i++) expand(i * stride, i, unchecked(judged[i]));
    const after = current == 0 ? width : 0;
    count = advance(after, spare);
    current = after;
    // Rows of a frame may go round in circles.
    if (count > 0 && left(current * stride) == 0) idle++;
    if (idle > (isOpen ? wires : 6 * wires + 60)) break;
  }
  if (best >= 0) trace(bestNode);
  return best;
}

/** Makes the states that were offered, sorted from `base` on, each once; how many there are. */
function advance(base: i32, spare: i32): i32 {
  let kept = 0;
  for (let c = 0; c < offered; c++) {
    const parent = unchecked(parents[c]) * stride;
    copyState(parent, spare);
    apply(spare, unchecked(gates[c]));
    settle(spare);
    const key = hash(spare);
    let isKnown = false;
    for (let i = base; i < base + kept && !isKnown; i++) isKnown = word(i * stride, noteAt(KEY)) == key;
    if (isKnown) continue;
    const value = missing(spare) + jitter(noise);
    let k = base + kept;
    if (kept == width) {
      if (value >= unchecked(judged[k - 1])) continue;
      k--;
    } else kept++;
    for (; k > base && unchecked(judged[k - 1]) > value; k--) {
      copyState((k - 1) * stride, k * stride);
      unchecked((judged[k] = judged[k - 1]));
    }
    put(spare, noteAt(KEY), key);
    put(spare, noteAt(GATE), <u64>unchecked(gates[c]));
    copyState(spare, k * stride);
    unchecked((judged[k] = value));
  }
  for (let i = base; i < base + kept; i++) {
    const state = i * stride;
    unchecked((nodeParents[nodes] = <i32>word(state, noteAt(NODE))));
    unchecked((nodeGates[nodes] = <i32>word(state, noteAt(GATE))));
    put(state, noteAt(NODE), <u64>nodes);
    nodes++;
  }
  return kept;
}

function trace(node: i32): void {
  foundLength = 0;
  for (; node >= 0; node = unchecked(nodeParents[node])) unchecked((found[foundLength++] = nodeGates[node]));
  for (let i = 0, j = foundLength - 1; i < j; i++, j--) {
    const gate = unchecked(found[i]);
    unchecked((found[i] = found[j]));
    unchecked((found[j] = gate));
  }
}
