// What became of each string, in the order of its making: one entry of three words a node.
//
// A node is a string with a coefficient, from the turn that made it to the turn that splits it. An entry holds which split
// ends it, the node that takes cos of it, and the one that takes ±sin. The log stands last in memory, so that it grows in place.

import { reserve } from "../engine/memory";

const ENTRY: usize = 12;
const CHUNK: u64 = 3 << 18; // a multiple of an entry and of a line
export const CUT: u32 = 0xffffffff;
export const NEGATIVE: u32 = 0x80000000;

export let nodes: u32 = 0;
let base: usize = 0;
let room: u64 = 0;

export function prepare(): void {
  nodes = 0;
  base = 0;
  room = 0;
}

/** Makes sure that this many more nodes fit. */
export function ready(more: u32): bool {
  const needed = (<u64>nodes + more) * ENTRY;
  if (needed <= room) return true;
  const taken = (needed - room + CHUNK - 1) / CHUNK * CHUNK;
  const at = reserve(taken);
  if (!at) return false;
  if (!base) base = at;
  room += taken;
  return true;
}

@inline
function at(node: u32): usize {
  return base + <usize>node * ENTRY;
}

/** A new node, which nothing ends yet. */
@inline
export function make(): u32 {
  return nodes++;
}

/** Say what ended a node: split number `split`, from 1, and what takes its coefficient. */
@inline
export function end(node: u32, split: u32, cosine: u32, sine: u32): void {
  store<u32>(at(node), split);
  store<u32>(at(node), cosine, 4);
  store<u32>(at(node), sine, 8);
}

@inline
export function splitOf(node: u32): u32 {
  return load<u32>(at(node));
}

@inline
export function cosineOf(node: u32): u32 {
  return load<u32>(at(node), 4);
}

@inline
export function sineOf(node: u32): u32 {
  return load<u32>(at(node), 8);
}
