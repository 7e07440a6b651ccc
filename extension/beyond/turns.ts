// A circuit in memory as turns exp(-iθ/2 P) about Pauli strings: reading its bytes, checking them, binding values.
// The format is written down in docs/engine.md; qdesign/simulate/turns.py and src/live/turns.ts make the same bytes.

import { reserve } from "../engine/memory";

/** Why bytes were not taken, or work was not done. */
export namespace Status {
  export const OK: i32 = 0;
  export const MALFORMED: i32 = 1;
  export const VERSION: i32 = 2;
  export const MEMORY: i32 = 3;
  export const QUBITS: i32 = 4;
  /** More nodes than were allowed. */
  export const NODES: i32 = 5;
  /** A turn that is no multiple of a quarter. */
  export const QUARTERS: i32 = 6;
}

export const MOST_QUBITS: u32 = 4096;
const MAGIC: u32 = 0x54444751; // "QGDT"
const VERSION: u32 = 1;
const HEADER: u64 = 32;
/** How far an angle may be off a multiple of a quarter turn. */
const OFF: f64 = 1e-10;

export let qubits: u32 = 0;
/** Words of 64 bits in a mask; a string is this many of x, then as many of z. */
export let words: u32 = 0;
export let symbols: u32 = 0;
export let slots: u32 = 0;
export let count: u32 = 0;

let constants: usize = 0;
let coefficients: usize = 0;
let offsets: usize = 0;
let columns: usize = 0;
let starts: usize = 0;
let sources: usize = 0;
let places: usize = 0;

/** Values of the symbols (f64), written by the host. */
export let values: usize = 0;
/** Derivatives by symbol (f64). */
export let gradient: usize = 0;
let slotGradient: usize = 0;
/** cos and sin of each slot's angle (2 f64), once bound. */
let waves: usize = 0;
/** Quarter turns of each slot (i32), 0 to 3; -1 where it is another angle. */
let quarters: usize = 0;

/** The string of the turn that is looked at: masks by word, and the words where it acts. */
export let axisX: usize = 0;
export let axisZ: usize = 0;
export let touched: usize = 0;
export let touches: u32 = 0;

export function take(start: usize, length: u32): i32 {
  const status = read(start, length);
  if (status) qubits = 0;
  return status;
}

function read(start: usize, length: u32): i32 {
  if (<u64>length < HEADER || load<u32>(start) != MAGIC) return Status.MALFORMED;
  if (load<u32>(start, 4) != VERSION) return Status.VERSION;
  qubits = load<u32>(start, 8);
  symbols = load<u32>(start, 12);
  slots = load<u32>(start, 16);
  const terms = load<u32>(start, 20);
  count = load<u32>(start, 24);
  const letters = load<u32>(start, 28);
  if (qubits > MOST_QUBITS) return Status.QUBITS;
  const floats = <u64>slots + terms;
  const whole = <u64>slots + 1 + terms + count + 1 + count + letters;
  if (<u64>length != HEADER + 8 * floats + 4 * whole) return Status.MALFORMED;
  words = (qubits + 63) >> 6;
  constants = start + <usize>HEADER;
  coefficients = constants + 8 * slots;
  offsets = coefficients + 8 * terms;
  columns = offsets + 4 * (slots + 1);
  starts = columns + 4 * terms;
  sources = starts + 4 * (count + 1);
  places = sources + 4 * count;
  return ordered(terms, letters) ? room() : Status.MALFORMED;
}

function ordered(terms: u32, letters: u32): bool {
  if (!rising(offsets, slots, terms) || !rising(starts, count, letters)) return false;
  for (let k: u32 = 0; k < terms; k++) if (load<u32>(columns + 4 * k) >= symbols) return false;
  for (let k: u32 = 0; k < count; k++) if (load<u32>(sources + 4 * k) >= slots) return false;
  for (let k: u32 = 0; k < letters; k++) {
    const place = load<u32>(places + 4 * k);
    if (place >> 2 >= qubits || (place & 3) == 0) return false;
  }
  return true;
}

function rising(at: usize, steps: u32, last: u32): bool {
  if (load<u32>(at) != 0 || load<u32>(at + 4 * steps) != last) return false;
  for (let k: u32 = 0; k < steps; k++) if (load<u32>(at + 4 * k) > load<u32>(at + 4 * k, 4)) return false;
  return true;
}

function room(): i32 {
  values = reserve(8 * (<u64>symbols + 1));
  gradient = reserve(8 * (<u64>symbols + 1));
  slotGradient = reserve(8 * (<u64>slots + 1));
  waves = reserve(16 * (<u64>slots + 1));
  quarters = reserve(4 * (<u64>slots + 1));
  axisX = reserve(8 * (<u64>words + 1));
  axisZ = reserve(8 * (<u64>words + 1));
  touched = reserve(4 * (<u64>words + 1));
  if (!values || !gradient || !slotGradient || !waves || !quarters || !touched) return Status.MEMORY;
  memory.fill(values, 0, 8 * symbols);
  memory.fill(axisX, 0, 8 * words);
  memory.fill(axisZ, 0, 8 * words);
  touches = 0;
  return Status.OK;
}

/** Angles of all slots at the values. */
export function bind(): void {
  for (let slot: u32 = 0; slot < slots; slot++) {
    const last = load<u32>(offsets + 4 * slot, 4);
    let angle = load<f64>(constants + 8 * slot);
    for (let k = load<u32>(offsets + 4 * slot); k < last; k++) {
      angle += load<f64>(coefficients + 8 * k) * load<f64>(values + 8 * load<u32>(columns + 4 * k));
    }
    store<f64>(waves + 16 * slot, Math.cos(angle));
    store<f64>(waves + 16 * slot, Math.sin(angle), 8);
    store<i32>(quarters + 4 * slot, quartersOf(angle));
  }
}

function quartersOf(angle: f64): i32 {
  const turns = angle / (0.5 * Math.PI);
  const whole = nearest<f64>(turns);
  if (abs(turns - whole) > OFF) return -1;
  return <i32>(whole - 4 * floor<f64>(whole / 4));
}

@inline
export function slotOf(turn: u32): u32 {
  return load<u32>(sources + 4 * turn);
}

/** Has the slot no symbol? */
@inline
export function isFixed(slot: u32): bool {
  return load<u32>(offsets + 4 * slot) == load<u32>(offsets + 4 * slot, 4);
}

@inline
export function cosine(slot: u32): f64 {
  return load<f64>(waves + 16 * slot);
}

@inline
export function sine(slot: u32): f64 {
  return load<f64>(waves + 16 * slot, 8);
}

/** Quarter turns of a slot at the bound values, 0 to 3; -1 where it is another angle. */
@inline
export function quarterOf(slot: u32): i32 {
  return load<i32>(quarters + 4 * slot);
}

@inline
export function firstPlace(turn: u32): u32 {
  return load<u32>(starts + 4 * turn);
}

/** A letter of a turn's string: qubit × 4 + 1 for X, 2 for Z, 3 for Y. */
@inline
export function placeAt(k: u32): u32 {
  return load<u32>(places + 4 * k);
}

/** Write the string of a turn to `axisX`, `axisZ` and `touched`. */
export function pointAt(turn: u32): void {
  for (let k: u32 = 0; k < touches; k++) {
    const word = load<u32>(touched + 4 * k);
    store<u64>(axisX + 8 * word, 0);
    store<u64>(axisZ + 8 * word, 0);
  }
  touches = 0;
  const last = firstPlace(turn + 1);
  for (let k = firstPlace(turn); k < last; k++) {
    const place = placeAt(k);
    const word = place >> 8;
    const bit = (place >> 2) & 63;
    const x = axisX + 8 * word;
    const z = axisZ + 8 * word;
    if ((load<u64>(x) | load<u64>(z)) == 0) store<u32>(touched + 4 * touches++, word);
    store<u64>(x, load<u64>(x) | (<u64>(place & 1) << bit));
    store<u64>(z, load<u64>(z) | (<u64>((place >> 1) & 1) << bit));
  }
}

export function clearSlopes(): void {
  memory.fill(slotGradient, 0, 8 * slots);
}

@inline
export function addSlope(slot: u32, slope: f64): void {
  store<f64>(slotGradient + 8 * slot, load<f64>(slotGradient + 8 * slot) + slope);
}

/** Derivatives by symbol, from those by slot. */
export function foldSlopes(): void {
  memory.fill(gradient, 0, 8 * symbols);
  for (let slot: u32 = 0; slot < slots; slot++) {
    const slope = load<f64>(slotGradient + 8 * slot);
    const last = load<u32>(offsets + 4 * slot, 4);
    for (let k = load<u32>(offsets + 4 * slot); k < last; k++) {
      const at = gradient + 8 * load<u32>(columns + 4 * k);
      store<f64>(at, load<f64>(at) + load<f64>(coefficients + 8 * k) * slope);
    }
  }
}
