/** Bad input or a limit, in one or two plain sentences: what is wrong, what is allowed, what to do. */

export type RefusalKind =
  | "InvalidAngle"
  | "InvalidCircuit"
  | "InvalidDocument"
  | "InvalidText"
  | "TooLarge"
  | "Unsupported";

/** Where it is wrong, as far as known. Lines and columns count from 1. */
export interface Place {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The one error of the front end that is meant for the person; every other exception is a bug. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly place: Place;

  constructor(kind: RefusalKind, message: string, place: Place = {}) {
    super(message);
    this.kind = kind;
    this.place = place;
  }
}

/** The value of `make`, or the sentence with which it was refused. */
export function attempt<T>(make: () => T): { readonly value: T } | { readonly refusal: Refusal } {
  try {
    return { value: make() };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

/** Marks the end of a switch over a union: the compiler proves that nothing is left. */
export function exhausted(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
