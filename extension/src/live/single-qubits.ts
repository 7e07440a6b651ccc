/** Bloch vectors of single qubits by Pauli paths: of a few qubits at a time a polynomial, and what was cut of it. */

import { Refusal } from "../document/errors";
import type { PauliLetters } from "./beyond";
import { Making, type Room } from "./paths";
import type { Turns } from "./turns";

/** Qubits of one polynomial: browsers give few memories, and each bound takes a pass over all of it. */
const TOGETHER = 8;
const ROOM: Room = { terms: [8_000, 1_000], nodes: 300_000, milliseconds: 3_000 };
/** All of them together, ms. */
const MOST_MILLISECONDS = 20_000;
/** Work between two rests, ms. */
const SLICE = 4;
/** A component that may be off by so much says nothing. */
const OPEN = 1;
const LETTERS = ["X", "Y", "Z"] as const;

/** Vectors in the order of the qubits, NaN where there are none. */
export interface Singles {
  readonly vectors: Float64Array;
  /** About how far off each component is, and how far at most. */
  readonly estimates: Float64Array;
  readonly bounds: Float64Array;
  /** Why some have none; empty where all have one. */
  readonly why: string;
}

interface Part {
  readonly first: number;
  readonly count: number;
  /** Null where it was refused. */
  making: Making | null;
}

export class SingleQubits {
  private readonly parts: Part[] = [];
  private refused = "";
  private spent = 0;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly turns: Turns,
    private readonly qubits: readonly number[],
    /** Values at which sizes of strings count. */
    private readonly near: Float64Array,
  ) {}

  /** The share of the polynomials that are there. */
  get done(): number {
    const whole = this.parts.reduce((sum, { making, count }) => sum + count * (making?.done ?? 1), 0);
    return this.qubits.length ? whole / this.qubits.length : 1;
  }

  /** Makes what is not there yet, with rests in between. */
  *make(): Generator<void, void, void> {
    const { module, turns, qubits, near, parts } = this;
    for (let first = parts.length * TOGETHER; first < qubits.length || this.isOpen; ) {
      if (!this.isOpen) {
        const own = qubits.slice(first, first + TOGETHER);
        const strings = own.flatMap((q) => LETTERS.map((letter): PauliLetters => [[q, letter]]));
        const what = { strings, weights: new Float64Array(strings.length).fill(1) };
        parts.push({ first, count: own.length, making: new Making(module, turns, what, near, ROOM) });
        first += TOGETHER;
      }
      const part = parts.at(-1) as Part;
      const started = performance.now();
      try {
        if (this.spent > MOST_MILLISECONDS) throw new Refusal("TooLarge", "");
        part.making?.advance(SLICE);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        part.making = null;
        this.refused = "its Pauli paths are too many to follow";
      }
      this.spent += performance.now() - started;
      yield;
    }
  }

  /** Is the last one still being made? */
  private get isOpen(): boolean {
    return (this.parts.at(-1)?.making?.done ?? 1) < 1;
  }

  /** What is had at these values, with rests in between. */
  *at(values: Float64Array): Generator<void, Singles, void> {
    const size = 3 * this.qubits.length;
    const vectors = new Float64Array(size).fill(NaN);
    const [estimates, bounds] = [new Float64Array(size), new Float64Array(size)];
    let why = this.refused;
    for (const { first, count, making } of this.parts) {
      if (!making || making.done < 1) continue;
      const { surrogate } = making;
      const found = surrogate.expectations(values).slice();
      for (let k = 0; k < count; k++) {
        const at = 3 * (first + k);
        for (let j = 0; j < 3 && surrogate.numCut; j++) {
          const { bound, estimate } = surrogate.judgedOne(3 * k + j, found[3 * k + j] ?? 0);
          estimates[at + j] = estimate;
          bounds[at + j] = bound;
          yield;
        }
        for (let j = 0; j < 3; j++) {
          if ((bounds[at + j] ?? 0) >= OPEN) why ||= "what was cut of its Pauli paths leaves it open";
          else vectors[at + j] = Math.max(-1, Math.min(1, found[3 * k + j] ?? NaN));
        }
      }
      yield;
    }
    return { vectors, estimates, bounds, why };
  }
}
