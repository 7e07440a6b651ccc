/** Pauli paths, followed back through a circuit in slices: polynomials in its parameters. */

import { Refusal } from "../document/errors";
import { lettersOfLabel, type PauliLetters, Surrogate } from "./beyond";
import { lettersOf } from "./cones";
import type { Turns } from "./turns";

/** What goes back through the circuit. */
export interface Strings {
  readonly strings: readonly PauliLetters[];
  /** Their coefficients in the sum that is looked for. */
  readonly weights: Float64Array;
}

/** What is followed at most. */
export interface Room {
  /** Strings at one time; fewer where those have too many parts. */
  readonly terms: readonly number[];
  /** Parts that a tick passes over. */
  readonly nodes: number;
  readonly milliseconds: number;
}

/** Of one energy. */
export const ROOM: Room = { terms: [8_000, 2_000], nodes: 4_000_000, milliseconds: 20_000 };

/** Terms of an observable, and what the identity adds. */
export interface Terms extends Strings {
  readonly constant: number;
}

export function termsOf(observable: Iterable<readonly [string, number]>): Terms {
  const all = [...observable];
  const own = all.filter(([label]) => lettersOf(label).size);
  return {
    strings: own.map(([label]) => lettersOfLabel(label)),
    weights: Float64Array.from(own, ([, coefficient]) => coefficient),
    constant: all.reduce((sum, [label, c]) => sum + (lettersOf(label).size ? 0 : c), 0),
  };
}

/** A polynomial that is being made, or is there. */
export class Making {
  surrogate: Surrogate;
  /** The share that is done; 1 where it is there. */
  done = 0;
  private tries = 0;
  private spent = 0;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly turns: Turns,
    private readonly what: Strings,
    /** Values at which sizes of strings count; all values where it is null. */
    private readonly near: Float64Array | null,
    private readonly room: Room = ROOM,
  ) {
    this.surrogate = this.begun();
  }

  private begun(): Surrogate {
    const { module, turns, what, near, room, tries } = this;
    const limits = { maxTerms: room.terms[tries] ?? 0, maxNodes: room.nodes, ...(near ? { near } : {}) };
    return new Surrogate(module, turns, what.strings, what.weights, limits);
  }

  /** Goes on for so long; refused where it comes to nothing. */
  advance(milliseconds: number): void {
    if (this.done >= 1) return;
    const started = performance.now();
    try {
      this.done = this.surrogate.advance(milliseconds);
    } catch (error) {
      if (!(error instanceof Refusal) || ++this.tries >= this.room.terms.length) throw error;
      this.done = 0;
      this.surrogate = this.begun();
    }
    this.spent += performance.now() - started;
    const { milliseconds: most } = this.room;
    if (this.done < 1 && this.spent > most) {
      throw new Refusal("TooLarge", `following Pauli paths took more than ${most / 1000} s`);
    }
  }

  get words(): string {
    return `Pauli paths are followed: ${Math.floor(100 * this.done)} %.`;
  }
}
