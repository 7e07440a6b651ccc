// Many Pauli strings at once through turns that are multiples of a quarter: columns of bits, one bit a string.
//
// Source: Aaronson and Gottesman, "Improved simulation of stabilizer circuits", arXiv:quant-ph/0406196. Strings go from the end
// of the circuit to its beginning, so that what is left of I and Z alone has the expectation 1 or -1 in |0…0⟩.

import { reserve } from "../engine/memory";
import * as turns from "./turns";
import { Status } from "./turns";

export let count: u32 = 0;
/** Bytes of a column: 128 strings a step. */
let stride: usize = 0;
let columns: usize = 0;
let signs: usize = 0;

/** Take strings that the host wrote. */
export function fill(at: usize, strings: u32): i32 {
  count = strings;
  stride = 16 * <usize>((strings + 127) >> 7);
  columns = reserve(2 * <u64>turns.qubits * stride + 16);
  signs = reserve(<u64>stride + 16);
  if (!columns || !signs) return Status.MEMORY;
  memory.fill(columns, 0, 2 * <usize>turns.qubits * stride);
  memory.fill(signs, 0, stride);
  for (let string: u32 = 0; string < strings; string++) {
    for (let word: u32 = 0; word < 2 * turns.words; word++) {
      const isZ = word >= turns.words;
      const first = 64 * (isZ ? word - turns.words : word);
      const bits = load<u64>(at + 8 * (2 * <usize>turns.words * string + word));
      for (let rest = bits; rest; rest &= rest - 1) {
        const qubit = first + <u32>ctz<u64>(rest);
        setBit(isZ ? zOf(qubit) : xOf(qubit), string);
      }
    }
  }
  return Status.OK;
}

@inline
function setBit(column: usize, string: u32): void {
  const at = column + 8 * <usize>(string >> 6);
  store<u64>(at, load<u64>(at) | (<u64>1 << (string & 63)));
}

@inline
function xOf(qubit: u32): usize {
  return columns + 2 * <usize>qubit * stride;
}

@inline
function zOf(qubit: u32): usize {
  return xOf(qubit) + stride;
}

/** All strings back to the beginning, at the bound values. */
export function run(): i32 {
  for (let turn = turns.count; turn-- > 0; ) {
    const quarter = turns.quarterOf(turns.slotOf(turn));
    if (quarter < 0) return Status.QUARTERS;
    if (quarter) apply(turn, quarter);
  }
  return Status.OK;
}

function apply(turn: u32, quarter: i32): void {
  const first = turns.firstPlace(turn);
  const last = turns.firstPlace(turn + 1);
  for (let at: usize = 0; at < stride; at += 16) {
    // The power of i in string × turn's string, in two bits; it is odd where they do not commute.
    let low = i64x2.splat(0);
    let high = low;
    for (let k = first; k < last; k++) {
      const place = turns.placeAt(k);
      const x = v128.load(xOf(place >> 2) + at);
      const z = v128.load(zOf(place >> 2) + at);
      const letter = place & 3;
      let plus = v128.andnot(x, z);
      let minus = v128.andnot(z, x);
      if (letter == 1) {
        plus = minus;
        minus = v128.and(x, z);
      } else if (letter == 2) {
        minus = plus;
        plus = v128.and(x, z);
      }
      high = v128.xor(high, v128.and(low, plus));
      low = v128.xor(low, plus);
      high = v128.xor(high, v128.andnot(minus, low));
      low = v128.xor(low, minus);
    }
    let flips = low;
    if (quarter == 1) flips = v128.and(low, high);
    else if (quarter == 3) flips = v128.andnot(low, high);
    v128.store(signs + at, v128.xor(v128.load(signs + at), flips));
    if (quarter == 2) continue;
    for (let k = first; k < last; k++) {
      const place = turns.placeAt(k);
      if (place & 1) add(xOf(place >> 2) + at, low);
      if (place & 2) add(zOf(place >> 2) + at, low);
    }
  }
}

@inline
function add(at: usize, bits: v128): void {
  v128.store(at, v128.xor(v128.load(at), bits));
}

@inline
function bitOf(column: usize, string: u32): u64 {
  return (load<u64>(column + 8 * <usize>(string >> 6)) >> (string & 63)) & 1;
}

/** Expectations of the strings (f64 each): 0, 1 or -1. */
export function expect(result: usize): void {
  for (let word: u32 = 0; word < (count + 63) >> 6; word++) {
    let moved: u64 = 0;
    for (let qubit: u32 = 0; qubit < turns.qubits; qubit++) moved |= load<u64>(xOf(qubit) + 8 * word);
    const sign = load<u64>(signs + 8 * word);
    const last = min<u32>(64, count - 64 * word);
    for (let bit: u32 = 0; bit < last; bit++) {
      const value: f64 = (moved >> bit) & 1 ? 0 : (sign >> bit) & 1 ? -1 : 1;
      store<f64>(result + 8 * (64 * <usize>word + bit), value);
    }
  }
}

/** A string as a row again: x, then z. */
export function rowOf(string: u32, row: usize): void {
  memory.fill(row, 0, 16 * <usize>turns.words);
  for (let qubit: u32 = 0; qubit < turns.qubits; qubit++) {
    const at = row + 8 * <usize>(qubit >> 6);
    const bit = qubit & 63;
    store<u64>(at, load<u64>(at) | (bitOf(xOf(qubit), string) << bit));
    const z = at + 8 * <usize>turns.words;
    store<u64>(z, load<u64>(z) | (bitOf(zOf(qubit), string) << bit));
  }
}

export function signOf(string: u32): u64 {
  return bitOf(signs, string);
}
