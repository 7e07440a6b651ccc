/**
 * What an observable can see of a circuit: a turn drops out where it commutes with every Pauli string that the
 * observable can become, where it turns the phase alone of the state that it meets, or where no string that it makes
 * has a mean in the first state. All three are proofs for all values; as qdesign/analyze/cones.py.
 */

import type { CircuitBody } from "../document/circuit";
import { type Places, type Turn, turnList } from "../live/turns";

const ROUNDS = 4;
/** Turns that are followed; a page does not look at more. */
export const MOST_TURNS = 12_000;
const MOST_OWNERS = 20_000;
const MOST_OWNED = 400_000;
const MOST_PARITY = 4_000_000;
const MOST_BITS = 20_000_000;
/** Turns between two looks at whether somebody still waits. */
const TOLD = 100;

export const BY_COMMUTATION = "it commutes with all that the observable becomes";
export const BY_SUPPORT = "no term of the observable reaches it";
export const BY_PARITY = "no Pauli string that it makes has a mean in the first state";
export const BY_START = "it turns the phase alone of the state that it meets";

/** A Pauli string: bit q of each says whether qubit q has X, has Z; Y has both. */
export interface Word {
  readonly x: bigint;
  readonly z: bigint;
}

export interface Seen {
  readonly turns: readonly Turn[];
  /** Of each turn why it can be left out; empty where it cannot. */
  readonly why: readonly string[];
  /** Of each term on how many qubits its expectation depends. */
  readonly widths: readonly number[];
  /** The observable's strings and those of the rotations that are seen, carried to the start; null where too many. */
  readonly terms: readonly Word[] | null;
  readonly words: readonly Word[] | null;
}

/** Null where the circuit has too many turns; yields how far it is. */
export function* seenBy(body: CircuitBody, observable: ReadonlyMap<string, number>): Generator<number, Seen | null> {
  const turns = turnList(body);
  if (turns.length > MOST_TURNS) return null;
  const terms = termsOf(observable, body.qubits.length);
  const why = turns.map(() => "");
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = why.join();
    yield* fromTheEnd(turns, why, terms, false);
    yield* fromTheStart(turns, why, body.qubits.length);
    if (why.join() === before) break;
  }
  const { widths, strings, added } = yield* fromTheEnd(turns, why, terms, true);
  yield 0.8;
  if (2 * body.qubits.length * strings.count > MOST_BITS) return { turns, why, widths, terms: null, words: null };
  const carried = strings.carried();
  byParity(strings, carried, { count: terms.count, added, why });
  const words = new Map(carried.slice(terms.count).map((word) => [`${word.x},${word.z}`, word]));
  return { turns, why, widths, terms: carried.slice(0, terms.count), words: [...words.values()] };
}

/** Pauli strings by wire: bit s of `x[q]` says whether string s has X or Y on qubit q. */
class Strings {
  constructor(
    readonly x: bigint[],
    readonly z: bigint[],
    public count: number,
  ) {}

  copy(): Strings {
    return new Strings([...this.x], [...this.z], this.count);
  }

  /** The strings that anticommute with one. */
  against(places: Places): bigint {
    let found = 0n;
    for (const [q, letter] of places) {
      if (letter !== "Z") found ^= this.z[q] ?? 0n;
      if (letter !== "X") found ^= this.x[q] ?? 0n;
    }
    return found;
  }

  /** Some strings times one, signs left out. */
  multiply(chosen: bigint, places: Places): void {
    for (const [q, letter] of places) {
      if (letter !== "Z") this.x[q] = (this.x[q] ?? 0n) ^ chosen;
      if (letter !== "X") this.z[q] = (this.z[q] ?? 0n) ^ chosen;
    }
  }

  /** What they become behind a turn, to which some are not blind; is one added? */
  turn({ places, quarters }: Turn, against: bigint): boolean {
    if (quarters !== null) {
      if (quarters % 2) this.multiply(against, places);
      return false;
    }
    this.multiply(1n << BigInt(this.count), places);
    this.count += 1;
    return true;
  }

  carried(): Word[] {
    const turned = (columns: readonly bigint[]): bigint[] => {
      const rows = Array.from({ length: this.count }, () => [] as number[]);
      columns.forEach((column, q) => {
        for (const s of bitsOf(column)) rows[s]?.push(q);
      });
      return rows.map((bits) => bits.reduce((all, bit) => all | (1n << BigInt(bit)), 0n));
    };
    const [x, z] = [turned(this.x), turned(this.z)];
    return x.map((bits, k) => ({ x: bits, z: z[k] ?? 0n }));
  }
}

function termsOf(observable: ReadonlyMap<string, number>, numQubits: number): Strings {
  const labels = [...observable].flatMap(([label, weight]) => (weight ? [label] : []));
  const column = (has: string): bigint[] =>
    Array.from({ length: numQubits }, (_, q) => {
      const bits = labels.map((label) => (has.includes(label[label.length - 1 - q] ?? "I") ? "1" : "0"));
      return bits.length ? BigInt(`0b${bits.reverse().join("")}`) : 0n;
    });
  return new Strings(column("XY"), column("ZY"), labels.length);
}

interface Back {
  readonly widths: readonly number[];
  readonly strings: Strings;
  /** The turns of the strings behind the terms. */
  readonly added: readonly number[];
}

/** Marks turns that no string of the observable sees. */
function* fromTheEnd(turns: readonly Turn[], why: string[], terms: Strings, told: boolean): Generator<number, Back> {
  const strings = terms.copy();
  const added: number[] = [];
  const reached = terms.x.map((x, q) => x | (terms.z[q] ?? 0n));
  const owners = new Owners(terms.count, told);
  for (let k = turns.length - 1; k >= 0; k -= 1) {
    if (k % TOLD === 0) yield 0.8 * (1 - k / turns.length);
    const turn = turns[k];
    if (!turn || why[k]) continue;
    const touched = turn.places.reduce((all, [q]) => all | (reached[q] ?? 0n), 0n);
    const changed = turn.quarters === 0 ? 0n : strings.against(turn.places);
    if (!changed) {
      why[k] = touched ? BY_COMMUTATION : BY_SUPPORT;
      continue;
    }
    const own = owners.those(changed, touched);
    if (strings.turn(turn, changed)) {
      owners.add(own);
      added.push(k);
    }
    for (const [q] of turn.places) reached[q] = (reached[q] ?? 0n) | own;
  }
  const widths = new Array<number>(terms.count).fill(0);
  for (const column of reached) for (const term of bitsOf(column)) widths[term] = (widths[term] ?? 0) + 1;
  return { widths, strings, added };
}

/** Of which terms strings come, as bits; all that are near once that takes too long. */
class Owners {
  private of: bigint[] | null;
  private left = MOST_OWNED;

  constructor(count: number, told: boolean) {
    this.of = told && count <= MOST_OWNERS ? Array.from({ length: count }, (_, term) => 1n << BigInt(term)) : null;
  }

  those(strings: bigint, near: bigint): bigint {
    if (!this.of) return near;
    const bits = bitsOf(strings);
    this.left -= bits.length;
    if (this.left < 0) {
      this.of = null;
      return near;
    }
    return bits.reduce((all, bit) => all | (this.of?.[bit] ?? 0n), 0n);
  }

  add(terms: bigint): void {
    this.of?.push(terms);
  }
}

/** Marks rotations that commute with those before and fix the Clifford state up to a phase. */
function* fromTheStart(turns: readonly Turn[], why: string[], numQubits: number): Generator<number, void> {
  const ones = Array.from({ length: numQubits }, (_, q) => 1n << BigInt(q));
  const strings = new Strings(
    ones.map(() => 0n),
    ones,
    numQubits,
  );
  for (const [k, turn] of turns.entries()) {
    if (k % TOLD === 0) yield 0.8 * (k / turns.length);
    if (why[k]) continue;
    const against = strings.against(turn.places);
    if (against) strings.turn(turn, against);
    else if (turn.quarters === null) why[k] = BY_START;
  }
}

interface Parity {
  /** How many of the strings are terms. */
  readonly count: number;
  readonly added: readonly number[];
  readonly why: string[];
}

/**
 * Marks rotations whose slope is a sum of means of strings that have none in |0…0⟩: whether one can have a mean is a
 * system over GF(2), linear in which rotations take part.
 */
function byParity(strings: Strings, carried: readonly Word[], { count, added, why }: Parity): void {
  const numQubits = strings.x.length;
  if (added.length ** 2 * count * numQubits > MOST_PARITY) return;
  const x = carried.map((word) => word.x);
  const constraint = 1n << BigInt(numQubits);
  const against = carried.map(({ x: bx, z }) => {
    const letters = Array.from({ length: numQubits }, (_, q) => [bit(bx, q), bit(z, q)] as const);
    return strings.against(letters.flatMap(([a, b], q) => (a || b ? [[q, a ? (b ? "Y" : "X") : "Z"] as const] : [])));
  });
  const hasMean = (reached: readonly number[], at: number): boolean => {
    const own = against[reached[at] ?? 0] ?? 0n;
    const [term = 0n, ...later] = reached.slice(0, at).map((k) => (x[k] ?? 0n) | (bit(own, k) ? constraint : 0n));
    const basis = basisOf([...later, ...reached.slice(at).map((k) => x[k] ?? 0n)]);
    return !left(term ^ constraint, basis);
  };
  const moved = new Set<number>();
  for (let term = 0; term < count; term += 1) {
    const reached = [term];
    for (let k = count; k < count + added.length; k += 1)
      if (reached.some((other) => bit(against[k] ?? 0n, other))) reached.push(k);
    reached.forEach((k, at) => at > 0 && !moved.has(k) && hasMean(reached, at) && moved.add(k));
  }
  added.forEach((turn, k) => {
    if (!moved.has(count + k)) why[turn] = BY_PARITY;
  });
}

function basisOf(vectors: readonly bigint[]): ReadonlyMap<number, bigint> {
  const basis = new Map<number, bigint>();
  for (const vector of vectors) {
    const rest = left(vector, basis);
    if (rest) basis.set(lengthOf(rest), rest);
  }
  return basis;
}

/** What the span leaves of a vector; 0 where it is in it. */
function left(vector: bigint, basis: ReadonlyMap<number, bigint>): bigint {
  let rest = vector;
  while (rest) {
    const row = basis.get(lengthOf(rest));
    if (row === undefined) return rest;
    rest ^= row;
  }
  return 0n;
}

const lengthOf = (value: bigint): number => value.toString(2).length;

export const bit = (value: bigint, place: number): boolean => ((value >> BigInt(place)) & 1n) === 1n;

/** Places of the bits that are 1, the lowest first. */
export function bitsOf(value: bigint): number[] {
  if (!value) return [];
  const text = value.toString(2);
  const found: number[] = [];
  for (let k = text.length - 1; k >= 0; k -= 1) if (text[k] === "1") found.push(text.length - 1 - k);
  return found;
}
