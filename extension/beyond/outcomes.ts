// Outcomes of measuring every qubit at the end, drawn from a table of the strings Z of each qubit.
//
// Products of these strings without an X have a fixed sign: parities of outcomes that are certain. What is left is free, so
// that outcomes are a fixed one plus any sum of some vectors. Elimination finds them.

import { reserve } from "../engine/memory";
import { uniform } from "../engine/random";
import { phaseOf } from "./strings";
import * as table from "./table";
import * as turns from "./turns";
import { Status } from "./turns";

let rows: usize = 0;
let signs: usize = 0;
/** By row: the outcomes that change where this row's sign does. */
let vectors: usize = 0;
/** Rows that have a pivot: they are free. */
let pivots: usize = 0;
let fixed: usize = 0;

/** Find what is free and what is fixed. */
export function prepare(): i32 {
  const n = turns.qubits;
  const words = <u64>turns.words;
  rows = reserve(16 * words * n + 16);
  signs = reserve(<u64>n + 16);
  vectors = reserve(8 * words * n + 16);
  pivots = reserve(<u64>n + 16);
  fixed = reserve(8 * words + 16);
  if (!rows || !signs || !vectors || !pivots || !fixed) return Status.MEMORY;
  memory.fill(vectors, 0, <usize>(8 * words) * n);
  memory.fill(pivots, 0, n);
  memory.fill(fixed, 0, <usize>(8 * words));
  for (let row: u32 = 0; row < n; row++) {
    table.rowOf(row, rowAt(row));
    store<u8>(signs + row, <u8>table.signOf(row));
    const at = vectorAt(row) + 8 * <usize>(row >> 6);
    store<u64>(at, <u64>1 << (row & 63));
  }
  for (let qubit: u32 = 0; qubit < n; qubit++) eliminate(qubit);
  for (let row: u32 = 0; row < n; row++) {
    if (!load<u8>(pivots + row) && load<u8>(signs + row)) addTo(fixed, vectorAt(row), turns.words);
  }
  return Status.OK;
}

@inline
function rowAt(row: u32): usize {
  return rows + 16 * <usize>turns.words * row;
}

@inline
function vectorAt(row: u32): usize {
  return vectors + 8 * <usize>turns.words * row;
}

@inline
function hasX(row: u32, qubit: u32): bool {
  return ((load<u64>(rowAt(row) + 8 * <usize>(qubit >> 6)) >> (qubit & 63)) & 1) != 0;
}

function eliminate(qubit: u32): void {
  const n = turns.qubits;
  let pivot: u32 = 0;
  while (pivot < n && (load<u8>(pivots + pivot) || !hasX(pivot, qubit))) pivot++;
  if (pivot == n) return;
  store<u8>(pivots + pivot, 1);
  for (let row = pivot + 1; row < n; row++) {
    if (load<u8>(pivots + row) || !hasX(row, qubit)) continue;
    multiply(row, pivot);
    addTo(vectorAt(pivot), vectorAt(row), turns.words);
  }
}

/** A row times another, which commutes with it. */
function multiply(row: u32, other: u32): void {
  const half: usize = 8 * <usize>turns.words;
  const a = rowAt(row);
  const b = rowAt(other);
  let power: i32 = 0;
  for (let k: usize = 0; k < half; k += 8) {
    power += phaseOf(load<u64>(a + k), load<u64>(a + half + k), load<u64>(b + k), load<u64>(b + half + k));
  }
  addTo(a, b, 2 * turns.words);
  const sign = load<u8>(signs + row) ^ load<u8>(signs + other) ^ ((power & 3) == 2 ? 1 : 0);
  store<u8>(signs + row, <u8>sign);
}

function addTo(to: usize, from: usize, words: u32): void {
  for (let k: usize = 0; k < 8 * <usize>words; k += 8) store<u64>(to + k, load<u64>(to + k) ^ load<u64>(from + k));
}

/** Outcomes of this many shots, bit k of each qubit k (u64 words). */
export function draw(shots: u32, result: usize): void {
  const bytes: usize = 8 * <usize>turns.words;
  for (let shot: u32 = 0; shot < shots; shot++) {
    const at = result + bytes * shot;
    memory.copy(at, fixed, bytes);
    for (let row: u32 = 0; row < turns.qubits; row++) {
      if (load<u8>(pivots + row) && uniform() < 0.5) addTo(at, vectorAt(row), turns.words);
    }
  }
}
