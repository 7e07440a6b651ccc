/**
 * A circuit as turns exp(-iθ/2 P) about Pauli strings, up to a global phase: what `beyond.wasm` reads.
 *
 * The same bytes as qdesign/simulate/turns.py; a corpus holds both to each other. docs/engine.md has the format.
 */

import { type Angle, NONE, negateAngle, piTimes, readAngle, substitute } from "../document/angle";
import { type CircuitBody, type Operation, parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { flatten, type Plain, upToColumn, withoutFinalMeasurements } from "../document/flatten";
import { isDerived } from "../document/formula";
import type { GateRow } from "../document/gates";
import { toNumber } from "../document/rational";
import { rowOf, type Step, stepsOf } from "./compile";

/** Qubits that strings may have. */
export const MOST_STRING_QUBITS = 4096;
const MOST_CONTROLS = 12;
const VERSION = 1;
const HEADER_BYTES = 32;
const LETTERS = { X: 1, Z: 2, Y: 3 };
const LETTER_OF = ["", "X", "Z", "Y"];
const QUARTER = piTimes(1, 2);

export type Letter = keyof typeof LETTERS;
export type Places = readonly (readonly [qubit: number, letter: Letter])[];
/** Controls: a qubit, and 1 where it must be 1, -1 where it must be 0. */
type Signs = readonly (readonly [qubit: number, sign: number])[];

/** A circuit as `beyond.wasm` reads it. */
export interface Turns {
  readonly data: Uint8Array;
  readonly numQubits: number;
  readonly numTurns: number;
  /** Names of the free ones, in the order of the values. */
  readonly parameters: readonly string[];
  /** Names of the derived ones, whose values follow. */
  readonly derived: readonly string[];
}

/** What of a circuit is taken: `parameters` is the order of the values; columns 0 to `column` alone, all when null. */
export interface TurnsOptions {
  readonly parameters?: readonly string[];
  readonly column?: number | null;
  /** What is taken in place of the body's own operations: the same, flat, without measurements at the end. */
  readonly operations?: readonly Plain[];
}

/** One turn, as a person follows it. */
export interface Turn {
  readonly places: Places;
  /** How many quarter turns it is, mod 4; null where it is no multiple of one. */
  readonly quarters: number | null;
  /** Names in its angle, free and derived. */
  readonly names: readonly string[];
  /** The operation that is drawn, of which it is a part. */
  readonly drawn: Operation | undefined;
}

/** The turns of a circuit, of any gates of the table; measurements at the end are left out. */
export function turnsOf(body: CircuitBody, options: TurnsOptions = {}): Turns {
  return lowered(body, options).build(body.qubits.length);
}

/** The same one by one, first gate first. */
export function turnList(body: CircuitBody): readonly Turn[] {
  return lowered(body, {}).list();
}

function lowered(body: CircuitBody, options: TurnsOptions): Builder {
  const numQubits = body.qubits.length;
  if (numQubits > MOST_STRING_QUBITS) {
    throw new Refusal(
      "TooLarge",
      `${numQubits.toLocaleString("en")} qubits are more than Pauli strings may have here, which is ` +
        `${MOST_STRING_QUBITS.toLocaleString("en")}. Take a smaller circuit.`,
    );
  }
  const builder = new Builder(options.parameters ?? parametersOf(body));
  const own = () => withoutFinalMeasurements(flatten(upToColumn(body, options.column ?? null)).operations);
  for (const operation of options.operations ?? own()) builder.lower(operation);
  return builder;
}

interface Slot {
  readonly constant: number;
  readonly terms: readonly (readonly [symbol: number, coefficient: number])[];
}

/** A turn without its places; equal ones may be one. */
interface Turned {
  readonly slot: number;
  readonly angle: Angle;
  readonly factor: number;
}

/** Turns one behind another. */
class Row {
  readonly turned: Turned[] = [];
  /** Places of all in turn: four times the qubit, and the letter. */
  readonly places: number[] = [];
  /** How many of them there are up to the end of each turn. */
  readonly ends: number[] = [];

  push(turned: Turned, places: Iterable<number>): void {
    for (const place of places) this.places.push(place);
    this.turned.push(turned);
    this.ends.push(this.places.length);
  }

  /** The turns of another one, whose wires are these qubits. */
  append(other: Row, qubits: readonly number[]): void {
    const before = this.places.length;
    for (const place of other.places) this.places.push(4 * (qubits[place >> 2] ?? 0) + (place & 3));
    for (const turned of other.turned) this.turned.push(turned);
    for (const end of other.ends) this.ends.push(before + end);
  }
}

class Builder {
  private readonly names: Map<string, number>;
  private readonly numbers = new Map<string, number>();
  private readonly slots: Slot[] = [];
  private turns = new Row();
  /** Turns of gates without angles and controls, on wires from 0 on. */
  private readonly fixed = new Map<string, Row>();
  /** Of each operation that was lowered, up to which turn it goes. */
  private readonly lowered: Plain[] = [];
  private readonly until: number[] = [];

  constructor(private readonly parameters: readonly string[]) {
    this.names = new Map(parameters.map((name, k) => [name, k]));
  }

  lower(operation: Plain): void {
    const row = rowOf(operation.gate);
    if (row.isIdle || row.name === "barrier") return;
    if (row.kind === "nonunitary" || operation.conditions.length) {
      throw new Refusal(
        "InvalidCircuit",
        `Operation ${row.name} is not unitary: Pauli strings go through gates alone. Remove measurements inside, ` +
          "resets and conditions.",
      );
    }
    const { qubits, angles, controls, anticontrols } = operation;
    if (angles.length || controls.length || anticontrols.length) {
      const signs = [...ones(controls), ...anticontrols.map((q) => [q, -1] as const)];
      this.gate(row, operation, signs);
    } else {
      this.turns.append(this.fixedTurns(row), qubits);
    }
    this.lowered.push(operation);
    this.until.push(this.turns.turned.length);
  }

  private fixedTurns(row: GateRow): Row {
    let turns = this.fixed.get(row.name);
    if (!turns) {
      const before = this.turns;
      this.turns = new Row();
      this.gate(row, { gate: row.name, qubits: Array.from({ length: row.numQubits }, (_, k) => k), angles: [] }, []);
      turns = this.turns;
      this.turns = before;
      this.fixed.set(row.name, turns);
    }
    return turns;
  }

  list(): readonly Turn[] {
    const { turned, places, ends } = this.turns;
    let operation = 0;
    return turned.map(({ angle, factor }, k): Turn => {
      while ((this.until[operation] ?? Infinity) <= k) operation++;
      const own = places.slice(ends[k - 1] ?? 0, ends[k]);
      return {
        places: own.map((place) => [place >> 2, LETTER_OF[place & 3] as Letter] as const),
        quarters: quartersOf(angle, factor),
        names: angle.terms.map(([name]) => name),
        drawn: this.lowered[operation]?.drawn,
      };
    });
  }

  private gate(row: GateRow, { qubits, angles }: Step, signs: Signs): void {
    const formal = new Map(row.angles.map((name, k) => [name, angles[k] ?? NONE]));
    const bound = (text: string): Angle =>
      formal.get(text) ?? (formal.size ? substitute(readAngle(text), formal) : readAngle(text));
    if (row.turn && !signs.length) {
      this.add(bound(row.turn), 1, on(qubits, row.axes));
    } else if (row.phase) {
      this.projector(bound(row.phase), [...signs, ...ones(qubits)], []);
    } else if (row.base) {
      const inner = { gate: row.base, qubits: qubits.slice(row.numControls), angles };
      this.gate(rowOf(row.base), inner, [...signs, ...ones(qubits.slice(0, row.numControls))]);
    } else if (row.generator) {
      this.under(angles[0] ?? NONE, signs, on(qubits, [...row.generator].reverse().join("")));
    } else if (row.turn && !row.angles.length && row.numQubits === 1) {
      // Of the table's own rows these are exactly exp(iφ (1 - A) / 2).
      this.projector(bound(row.turn), signs, on(qubits, row.axes));
    } else if (row.engine === "exchange") {
      this.under(negateAngle(QUARTER), signs, []);
      for (const letter of "XYZ") this.under(QUARTER, signs, on(qubits, letter + letter));
    } else if (!row.definition && !signs.length) {
      this.add(piTimes(1), 1, on(qubits, "Z"));
      this.add(QUARTER, 1, on(qubits, "Y"));
    } else {
      const text = signs.length ? row.controlled || row.definition : row.zx || row.definition;
      for (const step of stepsOf(text)) {
        const wires = step.qubits.map((wire) => qubits[wire] ?? 0);
        const inner = { gate: step.gate, qubits: wires, angles: step.angles.map((angle) => substitute(angle, formal)) };
        this.gate(rowOf(step.gate), inner, signs);
      }
    }
  }

  /** exp(iφ Π) for the product Π of (1 ∓ Z) / 2 of controls, and of (1 - A) / 2 of an axis. */
  private projector(phase: Angle, signs: Signs, axis: Places): void {
    const halves = 2 ** (1 - signs.length - (axis.length ? 1 : 0));
    for (const [sign, places] of subsets(signs)) {
      if (places.length) this.add(phase, -sign * halves, places);
      if (axis.length) this.add(phase, sign * halves, [...places, ...axis]);
    }
  }

  /** exp(-iθ/2 A Π) for the product Π of (1 ∓ Z) / 2 of controls. */
  private under(angle: Angle, signs: Signs, axis: Places): void {
    for (const [sign, places] of subsets(signs)) {
      if (places.length || axis.length) this.add(angle, sign * 2 ** -signs.length, [...places, ...axis]);
    }
  }

  private add(angle: Angle, factor: number, places: Places): void {
    const constant = (Math.PI * toNumber(angle.pi) + angle.radians) * factor + 0;
    const terms = angle.terms.map(([name, c]) => [this.number(name), toNumber(c) * factor] as const);
    const slot = this.slot({ constant, terms: terms.sort(([a], [b]) => a - b) });
    this.turns.push(
      { slot, angle, factor },
      places.map(([q, letter]) => 4 * q + LETTERS[letter]),
    );
  }

  private slot(slot: Slot): number {
    const key = `${slot.constant};${slot.terms.join(";")}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.slots.length;
      this.numbers.set(key, number);
      this.slots.push(slot);
    }
    return number;
  }

  /** The place of a value; derived ones get theirs when they are first met. */
  private number(name: string): number {
    let place = this.names.get(name);
    if (place === undefined) {
      place = this.names.size;
      this.names.set(name, place);
    }
    return place;
  }

  build(numQubits: number): Turns {
    const { slots } = this;
    const { turned, places, ends } = this.turns;
    const terms = slots.flatMap((slot) => slot.terms);
    const counts = [numQubits, this.names.size, slots.length, terms.length, turned.length, places.length];
    const numWords = slots.length + 1 + terms.length + 2 * turned.length + 1 + places.length;
    const data = new Uint8Array(HEADER_BYTES + 8 * (slots.length + terms.length) + 4 * numWords);
    const view = new DataView(data.buffer);
    data.set([..."QGDT"].map((letter) => letter.charCodeAt(0)));
    [VERSION, ...counts].forEach((number, k) => view.setUint32(4 + 4 * k, number, true));
    let at = HEADER_BYTES;
    const float = (number: number): void => {
      view.setFloat64(at, number, true);
      at += 8;
    };
    const word = (number: number): void => {
      view.setUint32(at, number, true);
      at += 4;
    };
    for (const { constant } of slots) float(constant);
    for (const [, coefficient] of terms) float(coefficient);
    let sum = 0;
    word(0);
    for (const slot of slots) word((sum += slot.terms.length));
    for (const [symbol] of terms) word(symbol);
    word(0);
    for (const end of ends) word(end);
    for (const { slot } of turned) word(slot);
    for (const place of places) word(place);
    const derived = [...this.names.keys()].filter(isDerived);
    return { data, numQubits, numTurns: turned.length, parameters: this.parameters, derived };
  }
}

/** A multiple of π/2 in quarter turns mod 4, exactly; null for others. The factor is ± a power of two. */
function quartersOf({ pi, radians, terms }: Angle, factor: number): number | null {
  if (terms.length || radians) return null;
  const [times, by] = Math.abs(factor) < 1 ? [1, 1 / factor] : [factor, 1];
  const [top, bottom] = [2n * pi.top * BigInt(times), pi.bottom * BigInt(by)];
  return top % bottom ? null : ((Number((top / bottom) % 4n) % 4) + 4) % 4;
}

const ones = (qubits: readonly number[]): Signs => qubits.map((q) => [q, 1] as const);

/** Letters on wires, wire 0 first. */
function on(qubits: readonly number[], letters: string): Places {
  return qubits.flatMap((q, k) => (letters[k] === "I" ? [] : [[q, letters[k] as Letter] as const]));
}

/** Products of -s Z over subsets of the controls: the sign, and where Z stands. */
function* subsets(signs: Signs): Generator<readonly [sign: number, places: Places]> {
  if (signs.length > MOST_CONTROLS) {
    throw new Refusal(
      "TooLarge",
      `A gate with ${signs.length} controls is ${(2 ** signs.length).toLocaleString("en")} Pauli rotations; at most ` +
        `${MOST_CONTROLS} controls are taken. Write it with fewer.`,
    );
  }
  for (let mask = 0; mask < 2 ** signs.length; mask++) {
    const chosen = signs.filter((_, k) => (mask >> k) & 1);
    const sign = chosen.reduce((product, [, s]) => -product * s, 1);
    yield [sign, chosen.map(([q]) => [q, "Z"] as const)];
  }
}
