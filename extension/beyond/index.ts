/**
 * What is beyond the state vector: a circuit's turns, and Pauli strings that go back through them. docs/engine.md has the format.
 *
 * The host writes turns to `begin` and takes them with `take`, values to `valuesAt`, strings to `stringsAt`, and their
 * coefficients to `weightsAt`. Then either `propagate`, `advance` and `finish` make a polynomial of the values, which `expect`,
 * `slopes` and `weighCuts` evaluate; or `runTable` follows all strings at once, where each turn is a multiple of a quarter.
 */

import { clear, reserve, seal } from "../engine/memory";
import { seed } from "../engine/random";
import * as log from "./log";
import * as outcomes from "./outcomes";
import * as propagate_ from "./propagate";
import * as strings from "./strings";
import * as surrogate from "./surrogate";
import * as table from "./table";
import * as turns from "./turns";
import { Status } from "./turns";

let given: usize = 0;
let weights: usize = 0;
let results: usize = 0;
let count: u32 = 0;
let drawn: usize = 0;
let drawnBytes: u64 = 0;

/** A place for the bytes of a circuit; all from before is gone. 0 where there is no memory. */
export function begin(bytes: u32): usize {
  clear();
  seal();
  drawnBytes = 0;
  count = 0;
  return reserve(<u64>bytes + 8);
}

export function take(start: usize, length: u32): i32 {
  return turns.take(start, length);
}

export function valuesAt(): usize {
  return turns.values;
}

/** A place for strings, words of x and then of z each; 0 where there is no memory. */
export function stringsAt(strings: u32): usize {
  count = strings;
  given = reserve(16 * <u64>turns.words * strings + 16);
  weights = reserve(8 * (<u64>strings + 1));
  results = reserve(8 * (<u64>strings + 1));
  if (!given || !weights || !results) return 0;
  memory.fill(given, 0, 16 * <usize>turns.words * strings);
  for (let k: u32 = 0; k < strings; k++) store<f64>(weights + 8 * k, 1);
  return given;
}

/** Coefficients of the strings, 1 until they are written. */
export function weightsAt(): usize {
  return weights;
}

/** In place of strings by the host: X, Y, Z of each qubit in turn (`letters` 3), or Z alone (1). */
export function singles(letters: u32): i32 {
  if (!stringsAt(letters * turns.qubits)) return Status.MEMORY;
  const bytes: usize = 16 * <usize>turns.words;
  for (let qubit: u32 = 0; qubit < turns.qubits; qubit++) {
    for (let letter: u32 = 0; letter < letters; letter++) {
      const x = given + bytes * (letters * qubit + letter) + 8 * <usize>(qubit >> 6);
      const bit = <u64>1 << (qubit & 63);
      if (letters == 3 && letter < 2) store<u64>(x, bit);
      if (letters == 1 || letter > 0) store<u64>(x + 8 * <usize>turns.words, bit);
    }
  }
  return Status.OK;
}

/** Bytes that are needed at most for strings and nodes. */
export function bytesFor(terms: u32, nodes: f64): f64 {
  return <f64>strings.bytesFor(2 * (terms + (terms >> 2) + 8)) + surrogate.bytesFor(nodes);
}

/**
 * Begin at the end of the circuit. `weight`, `splits`, `terms`, `nodes` limit what is followed; with `near`, coefficients at the
 * bound values rank strings, and those below `least` are cut.
 */
export function propagate(weight: u32, splits: u32, terms: u32, nodes: u32, near: i32, least: f64): i32 {
  turns.bind();
  propagate_.limit(weight, splits, terms, nodes, least, near != 0);
  return propagate_.begin(given, weights, count);
}

/** Go back until so many strings were looked at, each at each turn. */
export function advance(work: u32): i32 {
  return propagate_.advance(work);
}

export function turnsLeft(): u32 {
  return propagate_.left;
}

export function finish(): i32 {
  return surrogate.finish();
}

export function mostStrings(): u32 {
  return propagate_.mostStrings;
}

export function nodesMade(): u32 {
  return log.nodes;
}

/** Nodes that a tick passes over. */
export function nodesAlive(): u32 {
  return surrogate.alive;
}

export function numCut(): f64 {
  return propagate_.numCut;
}

export function cutMean(): f64 {
  return propagate_.cutMean;
}

/** Expectations of all strings at the values, read at the place that it gives. */
export function expect(): usize {
  turns.bind();
  surrogate.expect(results);
  return results;
}

/** Derivatives of the weighted sum by the values, after `expect`. */
export function slopes(): usize {
  surrogate.slopes(weights);
  return turns.gradient;
}

/** The sum of sizes of what was cut at the values of the last `expect`. */
export function weighCuts(): f64 {
  surrogate.weighCuts(weights);
  return surrogate.cutSize;
}

export function cutSquares(): f64 {
  return surrogate.cutSquares;
}

/** Take the strings into a table; then `runTable` follows them. */
export function fillTable(): i32 {
  return table.fill(given, count);
}

/** All strings to the beginning at the values, from the end anew. */
export function runTable(): i32 {
  turns.bind();
  return table.run();
}

export function tableExpect(): usize {
  table.expect(results);
  return results;
}

/** Get ready to draw outcomes; the strings must be those of `singles(1)`. */
export function prepareOutcomes(low: u32, high: u32): i32 {
  seed(<u64>low | (<u64>high << 32));
  return outcomes.prepare();
}

/** Outcomes of shots, read at the place that it gives; 0 where there is no memory. */
export function draw(shots: u32): usize {
  const bytes = 8 * <u64>turns.words * shots;
  if (bytes > drawnBytes) {
    drawn = reserve(bytes);
    if (!drawn) return 0;
    drawnBytes = bytes;
  }
  outcomes.draw(shots, drawn);
  return drawn;
}
