/** Bad input or a limit, in one or two plain sentences: what is wrong, what is allowed, what to do. */

export type RefusalKind =
  | "InvalidAngle"
  | "InvalidCircuit"
  | "InvalidDocument"
  | "InvalidRequest"
  | "InvalidText"
  /** What only Python can tell. */
  | "NotInPage"
  | "NotUnitary"
  | "TooLarge"
  | "Unsupported";

/** Where it is wrong, as far as known. Lines and columns count from 1. */
export interface Place {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** As Python has them: whatever is neither a letter, a mark, a digit, a sign nor the plain space. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts some of them as spaces.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** What is quoted may be of any kind: lines, halves of characters. */
function oneLine(message: string): string {
  const words = message.split(SPACES).filter((word) => word !== "");
  return words.join(" ").replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** The one error of the front end that is meant for the person; every other exception is a bug. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly place: Place;

  constructor(kind: RefusalKind, message: string, place: Place = {}) {
    super(UNPRINTABLE.test(message) ? oneLine(message) : message);
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
