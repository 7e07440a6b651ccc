/**
 * Programs: what the engine runs, as versioned bytes made of few kinds of operations.
 *
 * The format is written down in docs/engine.md; qdesign/simulate/program.py makes the same bytes.
 */

import { isDerived } from "../document/formula";

const VERSION = 1;
const PROGRAM_MAGIC = "QGDP";
const OBSERVABLE_MAGIC = "QGDO";
const HEADER_BYTES = 40;
const OBSERVABLE_HEADER_BYTES = 16;
/** Numbers in a place for a matrix. */
const PLACE = 8;

/** What an operation does; the numbers are part of the format. */
export const Kind = {
  ROTATION: 0,
  PHASE: 1,
  MATRIX: 2,
  FLIP: 3,
  EXCHANGE: 4,
  MEASURE: 5,
  RESET: 6,
  UNLESS: 7,
  DEPOLARIZE: 8,
  CHANNEL: 9,
} as const;

/** constant + Σ coefficient × parameter, radians; terms are sorted by parameter index. */
export interface Slot {
  readonly constant: number;
  readonly terms: readonly (readonly [parameter: number, coefficient: number])[];
}

/** kind, source (slot, matrix or wanted bit), mask, value, x, z, clbit, skip. */
export type Words = readonly [number, number, number, number, number, number, number, number];

/** A compiled circuit. */
export interface Program {
  /** The bytes that the engine reads. */
  readonly data: Uint8Array;
  readonly numQubits: number;
  readonly numClbits: number;
  /** Names of the free ones, in the order of the engine's values. */
  readonly parameters: readonly string[];
  /** Names of the derived ones, whose values the engine's follow. */
  readonly derived: readonly string[];
  /** Has it neither measurement, reset, condition nor channel? */
  readonly isUnitary: boolean;
  /** Bit mask of the qubits whose measurements at the end are left out. */
  readonly leftOut: number;
  readonly slots: readonly Slot[];
  readonly operations: readonly Words[];
}

/** Where an operation acts: where `index & mask == value`. */
export interface Control {
  readonly mask: number;
  readonly value: number;
}

export const ALWAYS: Control = { mask: 0, value: 0 };

interface Shared {
  readonly names: Map<string, number>;
  readonly slots: Map<string, readonly [number, Slot]>;
  readonly matrices: Map<string, readonly [number, readonly number[]]>;
}

/**
 * Collects operations and angle slots; `build` gives the program.
 *
 * Qubits and controls are bit masks: bit k is qubit k.
 */
export class ProgramBuilder {
  private readonly shared: Shared;
  private readonly words: Words[] = [];

  constructor(
    readonly numQubits: number,
    private readonly parameters: readonly string[],
    private readonly numClbits: number,
    shared?: Shared,
  ) {
    this.shared = shared ?? {
      names: new Map(parameters.map((name, index) => [name, index])),
      slots: new Map(),
      matrices: new Map(),
    };
  }

  get numOperations(): number {
    return this.words.length;
  }

  /** The slot of an angle; equal angles share one. */
  slot(constant: number, terms: readonly (readonly [name: string, coefficient: number])[]): number {
    const pairs = terms
      .map(([name, coefficient]) => [this.indexOf(name), coefficient] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const key = `${constant};${pairs.join(";")}`;
    const known = this.shared.slots.get(key);
    if (known) return known[0];
    const index = this.shared.slots.size;
    this.shared.slots.set(key, [index, { constant, terms: pairs }]);
    return index;
  }

  private indexOf(name: string): number {
    const { names } = this.shared;
    let index = names.get(name);
    // Derived parameters get their place when they are first met.
    if (index === undefined && isDerived(name)) names.set(name, (index = names.size));
    if (index === undefined) throw new Error(`The program does not take the parameter '${name}'.`);
    return index;
  }

  /** exp(-iθ/2 P): X where only `x` has a bit, Z where only `z` has, Y where both have. */
  rotation(slot: number, x: number, z: number, control: Control = ALWAYS): void {
    this.add(Kind.ROTATION, slot, control, x, z);
  }

  /** Amplitudes under the control times e^{iθ}; all of them when the mask is 0. */
  phase(slot: number, control: Control): void {
    this.add(Kind.PHASE, slot, control);
  }

  /** A fixed unitary, row by row, real and imaginary parts by turns. */
  matrix(entries: readonly number[], target: number, control: Control): void {
    this.add(Kind.MATRIX, this.place(entries), control, 1 << target);
  }

  /** The number of a matrix; one of a channel takes two places. */
  private place(entries: readonly number[]): number {
    const { matrices } = this.shared;
    const key = entries.join();
    const known = matrices.get(key);
    if (known) return known[0];
    let places = 0;
    for (const [, other] of matrices.values()) places += other.length / PLACE;
    matrices.set(key, [places, entries]);
    return places;
  }

  /** X on each qubit of `wires`. */
  flip(wires: number, control: Control): void {
    this.add(Kind.FLIP, 0, control, wires);
  }

  exchange(first: number, second: number, control: Control): void {
    this.add(Kind.EXCHANGE, 0, control, (1 << first) | (1 << second));
  }

  measure(qubit: number, clbit: number): void {
    this.add(Kind.MEASURE, 0, ALWAYS, 1 << qubit, 0, clbit);
  }

  reset(qubit: number): void {
    this.add(Kind.RESET, 0, ALWAYS, 1 << qubit);
  }

  /** Pass over the next `skip` operations unless the classical bit is `bit`. */
  unless(clbit: number, bit: number, skip: number): void {
    this.add(Kind.UNLESS, bit, ALWAYS, 0, 0, clbit, skip);
  }

  /** Every Pauli string that acts on `wires` times 1 - p, p the slot's constant. */
  depolarize(wires: number, slot: number): void {
    this.add(Kind.DEPOLARIZE, slot, ALWAYS, wires);
  }

  /** A channel on one qubit by its Pauli-transfer matrix, row by row, in the order I, X, Y, Z. */
  channel(transfer: readonly number[], qubit: number): void {
    this.add(Kind.CHANNEL, this.place(transfer), ALWAYS, 1 << qubit);
  }

  /** Has it channels so far? */
  get isNoisy(): boolean {
    return this.words.some(([kind]) => kind >= Kind.DEPOLARIZE);
  }

  private add(kind: number, source: number, control: Control, x = 0, z = 0, clbit = 0, skip = 0): void {
    this.words.push([kind, source, control.mask, control.value, x, z, clbit, skip]);
  }

  /** A builder without operations that shares slots and matrices with this one. */
  aside(): ProgramBuilder {
    return new ProgramBuilder(this.numQubits, this.parameters, this.numClbits, this.shared);
  }

  /** Add the operations of a builder made by `aside`. */
  extend(aside: ProgramBuilder): void {
    for (const words of aside.words) this.words.push(words);
  }

  build(leftOut = 0): Program {
    const slots = [...this.shared.slots.values()].map(([, slot]) => slot);
    return {
      data: this.bytes(slots),
      numQubits: this.numQubits,
      numClbits: this.numClbits,
      parameters: this.parameters,
      derived: [...this.shared.names.keys()].slice(this.parameters.length),
      isUnitary: this.words.every(([kind]) => kind < Kind.MEASURE),
      leftOut,
      slots,
      operations: this.words,
    };
  }

  private bytes(slots: readonly Slot[]): Uint8Array {
    const entries = [...this.shared.matrices.values()].flatMap(([, each]) => each);
    const terms = slots.flatMap((slot) => slot.terms);
    const writer = new Writer(
      HEADER_BYTES +
        8 * (slots.length + terms.length) +
        8 * entries.length +
        4 * (slots.length + 1 + terms.length) +
        32 * this.words.length,
    );
    writer.text(PROGRAM_MAGIC);
    for (const count of [
      VERSION,
      this.numQubits,
      this.numClbits,
      this.shared.names.size,
      slots.length,
      terms.length,
      entries.length / PLACE,
      this.words.length,
      0,
    ])
      writer.word(count);
    for (const { constant } of slots) writer.number(constant);
    for (const [, coefficient] of terms) writer.number(coefficient);
    for (const entry of entries) writer.number(entry);
    let offset = 0;
    writer.word(0);
    for (const slot of slots) writer.word((offset += slot.terms.length));
    for (const [parameter] of terms) writer.word(parameter);
    for (const words of this.words) for (const word of words) writer.word(word);
    return writer.bytes;
  }
}

/** A term of an observable: X where only `x` has a bit, Z where only `z` has, Y where both have. */
export interface PauliTerm {
  readonly label: string;
  readonly x: number;
  readonly z: number;
  readonly coefficient: number;
}

/** The terms of an observable; labels as in the document, rightmost letter on qubit 0. */
export function pauliTerms(observable: Iterable<readonly [string, number]>): readonly PauliTerm[] {
  return [...observable].map(([label, coefficient]) => {
    let x = 0;
    let z = 0;
    for (const letter of label) {
      x = (x << 1) | (letter === "X" || letter === "Y" ? 1 : 0);
      z = (z << 1) | (letter === "Z" || letter === "Y" ? 1 : 0);
    }
    return { label, x, z, coefficient };
  });
}

/** The bytes of a real Pauli sum. */
export function encodeObservable(numQubits: number, terms: readonly PauliTerm[]): Uint8Array {
  const ordered = [...terms].sort((a, b) => a.x - b.x || a.z - b.z);
  const writer = new Writer(OBSERVABLE_HEADER_BYTES + 16 * ordered.length);
  writer.text(OBSERVABLE_MAGIC);
  for (const count of [VERSION, numQubits, ordered.length]) writer.word(count);
  for (const { coefficient } of ordered) writer.number(coefficient);
  for (const { x } of ordered) writer.word(x);
  for (const { z } of ordered) writer.word(z);
  return writer.bytes;
}

/** Little-endian bytes, written in order. */
class Writer {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  text(ascii: string): void {
    for (const letter of ascii) this.view.setUint8(this.at++, letter.charCodeAt(0));
  }

  word(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  number(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }
}
