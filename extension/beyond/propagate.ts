// Pauli strings through the turns of a circuit, from the last to the first; what becomes of them is logged.
//
// A turn exp(-iθ/2 A) leaves strings that commute with A, and takes others P to cos θ P + sin θ (-i P A). Quarter turns take
// strings to strings. Sources: Beguš, Gray and Chan, arXiv:2308.05077; Rudolph et al., arXiv:2308.09109; Fontana et al.,
// arXiv:2306.05400.

import { reserve } from "../engine/memory";
import * as log from "./log";
import * as strings from "./strings";
import { GONE } from "./strings";
import * as turns from "./turns";
import { Status } from "./turns";

/** Bins of sizes: eleven bits of exponent and four of the number. */
const BINS: u32 = 1 << 15;

let maxWeight: u32 = 0;
let maxSplits: u32 = 0;
let maxTerms: u32 = 0;
let maxNodes: u32 = 0;
let least: f64 = 0;
/** Are strings ranked by their coefficient at the bound values, and not by their mean square over all? */
let near: bool = false;
let bins: usize = 0;

export let left: u32 = 0;
/** Splits until now, and the slot of each. */
export let splits: u32 = 0;
export let splitSlots: usize = 0;
/** The node of each string that was asked for. */
export let roots: usize = 0;
export let numRoots: u32 = 0;
/** The most strings at one time. */
export let mostStrings: u32 = 0;
export let numCut: f64 = 0;
/** The mean square over all values of what was cut. */
export let cutMean: f64 = 0;
/** The sum of sizes at the bound values of what was cut. */
export let cutNear: f64 = 0;

export function limit(weight: u32, split: u32, terms: u32, nodes: u32, coefficient: f64, isNear: bool): void {
  maxWeight = weight;
  maxSplits = split;
  maxTerms = terms;
  maxNodes = nodes;
  least = coefficient;
  near = isNear;
}

/** Begin with strings that the host wrote, each with its coefficient (f64). */
export function begin(at: usize, weights: usize, count: u32): i32 {
  if (maxTerms < count) maxTerms = count;
  const held = maxTerms + (maxTerms >> 2) + 8;
  left = turns.count;
  splits = 0;
  numRoots = count;
  mostStrings = 0;
  numCut = cutMean = cutNear = 0;
  splitSlots = reserve(4 * (<u64>turns.count + 1));
  roots = reserve(4 * (<u64>count + 1));
  bins = reserve(4 * <u64>BINS);
  if (!splitSlots || !roots || !bins || !strings.prepare(2 * held)) return Status.MEMORY;
  log.prepare();
  if (!log.ready(count)) return Status.MEMORY;
  for (let k: u32 = 0; k < count; k++) {
    const weight = load<f64>(weights + 8 * k);
    const before = strings.length;
    const string = strings.add(at + <usize>k * 16 * turns.words);
    if (string == before) strings.put(string, log.make(), 0, 0, 0, 0);
    const mean = strings.meanOf(string) + weight * weight;
    strings.put(string, strings.nodeOf(string), 0, 0, mean, strings.nearOf(string) + weight);
    store<u32>(roots + 4 * k, strings.nodeOf(string));
  }
  mostStrings = strings.length;
  return Status.OK;
}

/** Go back over turns until so many strings were looked at; `left` says how many turns there still are. */
export function advance(work: u32): i32 {
  for (let done: u64 = 0; done < work && left; done += strings.length + 1) {
    const turn = left - 1;
    const slot = turns.slotOf(turn);
    const quarter = turns.isFixed(slot) ? turns.quarterOf(slot) : -1;
    if (quarter != 0) {
      strings.pointAt(turn);
      if (quarter > 0) quarterTurn(quarter);
      else {
        const status = split(slot);
        if (status) return status;
      }
    }
    left = turn;
  }
  return Status.OK;
}

function quarterTurn(quarter: i32): void {
  const end = strings.length;
  for (let string = strings.nextTurned(0, end); string < end; string = strings.nextTurned(string + 1, end)) {
    if (strings.nodeOf(string) == GONE) continue;
    let flips: u32 = 1;
    if (quarter != 2) {
      flips = strings.productSign(string) ^ (quarter == 3 ? 1 : 0);
      strings.replace(string);
    }
    if (flips) strings.flip(string);
  }
}

function split(slot: u32): i32 {
  strings.refresh();
  const before = strings.length;
  if (log.nodes > maxNodes) return Status.NODES;
  if (!log.ready(2 * before + 2)) return Status.MEMORY;
  const first = log.nodes;
  const cos = turns.cosine(slot);
  const sin = turns.sine(slot);
  const counts: u32 = turns.isFixed(slot) ? 0 : 1;
  const cos2 = counts ? 0.5 : cos * cos;
  const sin2 = counts ? 0.5 : sin * sin;
  const number = splits + 1;
  const weighs = maxWeight < turns.qubits;
  for (let string = strings.nextTurned(0, before); string < before; string = strings.nextTurned(string + 1, before)) {
    // What is gone, or was made just now as a partner, has a higher number.
    const node = strings.nodeOf(string);
    if (node >= first) continue;
    const sign = strings.signOf(string);
    const product = strings.productSign(string);
    const mean = strings.meanOf(string);
    const value = strings.nearOf(string);
    const own = log.make();
    const other = log.make();
    let depth = strings.splitsOf(string) + counts;
    let partner = strings.partnerOf(string);
    let otherSign = sign ^ product;
    let ownMean = cos2 * mean;
    let otherMean = sin2 * mean;
    let ownNear = cos * value;
    let otherNear = sin * value;
    if (partner != GONE && strings.nodeOf(partner) != GONE) {
      otherSign = strings.signOf(partner);
      const flip = product ^ sign ^ otherSign;
      const factor: f64 = flip ? -sin : sin;
      const theirs = strings.nearOf(partner);
      ownMean += sin2 * strings.meanOf(partner);
      otherMean += cos2 * strings.meanOf(partner);
      ownNear = cos * value - factor * theirs;
      otherNear = cos * theirs + factor * value;
      depth = min(depth, strings.splitsOf(partner) + counts);
      log.end(node, number, own, other | (flip ? log.NEGATIVE : 0));
      log.end(strings.nodeOf(partner), number, other, own | (flip ? 0 : log.NEGATIVE));
    } else {
      log.end(node, number, own, other);
    }
    const deep = depth > maxSplits;
    if (deep || isSmall(otherNear) || (weighs && strings.partnerWeight(string) > maxWeight)) {
      cut(other, otherMean, otherNear);
      if (partner != GONE) strings.drop(partner);
    } else {
      if (partner == GONE) partner = strings.addPartner(string);
      strings.put(partner, other, otherSign, depth, otherMean, otherNear);
    }
    if (deep || isSmall(ownNear) || (weighs && strings.weightOf(string) > maxWeight)) {
      cut(own, ownMean, ownNear);
      strings.drop(string);
    } else {
      strings.put(string, own, sign, depth, ownMean, ownNear);
    }
  }
  if (log.nodes == first) return Status.OK;
  splits = number;
  store<u32>(splitSlots + 4 * splits, slot);
  if (strings.length > maxTerms + (maxTerms >> 2)) keepLargest();
  mostStrings = max(mostStrings, strings.length);
  return Status.OK;
}

@inline
function isSmall(value: f64): bool {
  return near && abs(value) < least;
}

function cut(node: u32, mean: f64, value: f64): void {
  log.end(node, log.CUT, 0, 0);
  numCut += 1;
  cutMean += mean;
  cutNear += abs(value);
}

@inline
function sizeOf(string: u32): f64 {
  return near ? abs(strings.nearOf(string)) : strings.meanOf(string);
}

@inline
function binOf(string: u32): u32 {
  return <u32>(reinterpret<u64>(sizeOf(string)) >> 48);
}

/** Cut all but the `maxTerms` largest strings; of equal ones the first stay. */
function keepLargest(): void {
  memory.fill(bins, 0, 4 * BINS);
  for (let string: u32 = 0; string < strings.length; string++) {
    if (strings.nodeOf(string) == GONE) continue;
    const at = bins + 4 * binOf(string);
    store<u32>(at, load<u32>(at) + 1);
  }
  let kept: u32 = 0;
  let bin = BINS;
  while (bin > 0 && kept + load<u32>(bins + 4 * (bin - 1)) <= maxTerms) kept += load<u32>(bins + 4 * --bin);
  // Strings of the last bin that is not taken whole, in their order, as many as there is room for.
  let spare = maxTerms - kept;
  for (let string: u32 = 0; string < strings.length; string++) {
    if (strings.nodeOf(string) == GONE) continue;
    const own = binOf(string);
    if (own >= bin) continue;
    if (own + 1 == bin && spare) {
      spare--;
      continue;
    }
    cut(strings.nodeOf(string), strings.meanOf(string), strings.nearOf(string));
    strings.drop(string);
  }
  strings.compact();
}
