/**
 * Sums of Pauli strings as they are typed, and as Qiskit, PennyLane and OpenFermion print them.
 *
 * Reads like qdesign/pauli_text.py; the corpus holds both alike, their refusals too.
 */

import { Refusal } from "./errors";
import { codePoints, Tokens } from "./pauli-tokens";

const MAX_TEXT = 1_000_000;
const MAX_QUBITS = 1_000;
const MAX_LETTERS = 20_000_000;
const ROUNDING = 1e-12;
const MIXED = "a string with a letter a qubit stands beside numbered letters";

const DENSE = /^[IXYZ]+$/;
const SPARSE = /^(?:[IXYZ]_?[0-9]+)+$/;
const PREFIX = /^(?:qml|pennylane|qd|qdesign)\./;
const ON_WIRES: ReadonlyMap<string, string> = new Map([
  ["I", "I"],
  ["X", "X"],
  ["Y", "Y"],
  ["Z", "Z"],
  ["Identity", "I"],
  ["PauliX", "X"],
  ["PauliY", "Y"],
  ["PauliZ", "Z"],
]);
const LISTS: ReadonlySet<string> = new Set(["SparsePauliOp", "SparsePauliOp.from_list", "Observable"]);

/** A Pauli string by its masks, bit k for qubit k and Y in both, with its complex coefficient. */
interface Term {
  readonly x: bigint;
  readonly z: bigint;
  readonly re: number;
  readonly im: number;
}

/** What a text says: real coefficients of strings. */
export interface PauliSum {
  readonly terms: readonly Term[];
  /** Letters of its strings with a letter a qubit; null where it has none. */
  readonly size: number | null;
  /** Qubits that it needs. */
  readonly fewest: number;
}

/** The sum that a text says; refuses what is none, and says in which line and column. */
export function readSum(text: string): PauliSum {
  if (text.length > 2 * MAX_TEXT || codePoints(text) > MAX_TEXT) {
    throw new Refusal("TooLarge", "The text of an observable has at most 1,000,000 characters.");
  }
  return new Reader(text).read();
}

/** Coefficients by label on so many qubits: at least as many as it needs, the identity on those beside. */
export function labelsOf({ terms }: PauliSum, qubits: number): ReadonlyMap<string, number> {
  const letters = terms.length * qubits;
  if (letters > MAX_LETTERS) {
    const [many, all] = [terms.length.toLocaleString("en"), letters.toLocaleString("en")];
    const allowed = `at most ${MAX_LETTERS.toLocaleString("en")} are taken`;
    throw new Refusal("TooLarge", `${many} terms on ${qubits} qubits are ${all} letters; ${allowed}.`);
  }
  const found = terms.filter(({ re }) => re !== 0).map(({ x, z, re }) => [labelOf(x, z, qubits), re] as const);
  return new Map(found.length ? found : [["I".repeat(qubits), 0]]);
}

function labelOf(x: bigint, z: bigint, qubits: number): string {
  const [xs, zs] = [x.toString(2).padStart(qubits, "0"), z.toString(2).padStart(qubits, "0")];
  let label = "";
  for (let k = 0; k < qubits; k++) label += "IXZY"[(xs[k] === "1" ? 1 : 0) + (zs[k] === "1" ? 2 : 0)];
  return label;
}

/** Reads one text from left to right; a token is looked at before it is taken. */
class Reader extends Tokens {
  private size: number | null = null;
  private far = -1;
  private farAt = 0;

  read(): PauliSum {
    this.skipLines();
    if (this.isA("end")) this.fail("the text is empty. Write a sum, for example 0.5 ZZ - X0", this.at);
    const name = this.isA("word") ? this.token.replace(PREFIX, "") : "";
    let terms: readonly Term[];
    if (LISTS.has(name)) {
      this.take();
      this.expect("(");
      terms = this.listed();
      this.expect(")");
    } else if (this.is("{") || (this.is("[") && this.beginsList())) terms = this.listed();
    else terms = this.sum();
    this.skipLines();
    if (!this.isA("end")) this.wrong();
    return this.collected(terms);
  }

  // --- lists of strings and coefficients

  private beginsList(): boolean {
    return `'"(`.includes(this.ahead());
  }

  /** `{"ZZ": 0.5}`, `["ZZ"], coeffs=[0.5]` or `[("ZZ", 0.5)]`. */
  private listed(): readonly Term[] {
    if (this.is("{")) return this.items("}", () => this.named());
    const { at } = this;
    this.need("[");
    const terms = this.items("]", () => this.item());
    if (!this.is(",")) return terms;
    this.take();
    if (this.is("coeffs")) {
      this.take();
      this.expect("=");
    }
    this.need("[");
    const factors = this.items("]", () => this.scalar());
    if (this.is(",")) this.take();
    if (factors.length !== terms.length) {
      this.fail(`${terms.length} Pauli strings and ${factors.length} coefficients differ in number`, at);
    }
    return terms.map((term, k) => productOf(term, factors[k] ?? ONE));
  }

  private items(end: string, item: () => Term): readonly Term[] {
    const terms: Term[] = [];
    this.take();
    while (this.token !== end || !this.isA("sign")) {
      terms.push(item());
      if (!this.is(",")) break;
      this.take();
    }
    this.expect(end);
    return terms;
  }

  private named(): Term {
    const masks = this.label();
    this.expect(":");
    return { ...this.scalar(), ...masks };
  }

  private item(): Term {
    if (!this.is("(")) return { ...ONE, ...this.label() };
    this.take();
    const masks = this.label();
    this.expect(",");
    const value = this.scalar();
    this.expect(")");
    return { ...value, ...masks };
  }

  private label(): Masks {
    if (!this.isA("text")) this.wrong("a Pauli string in quotation marks");
    const { token, at } = this;
    this.take();
    return this.string(token.slice(1, -1), at);
  }

  private scalar(): Term {
    const { at } = this;
    const [term, ...more] = scalars(this.sum());
    if (!term || more.length || term.x || term.z) this.fail("a number is expected here", at);
    return term;
  }

  // --- sums and products

  private sum(): readonly Term[] {
    const terms: Term[] = [];
    for (;;) {
      const sign = this.signs();
      const { terms: found } = this.product();
      for (const term of found) terms.push(sign > 0 ? term : negative(term));
      if (this.isA("line")) {
        this.skipLines();
        if (this.isA("end")) return terms;
      } else if (!this.is("+") && !this.is("-")) return terms;
    }
  }

  private signs(): number {
    let sign = 1;
    while (this.is("+") || this.is("-")) {
      if (this.is("-")) sign = -sign;
      this.take();
      this.skipLines();
    }
    return sign;
  }

  private product(): Factor {
    let { terms, dense } = this.factor();
    for (;;) {
      const { at } = this;
      const divides = this.is("/");
      let sign = 1;
      if (divides || this.is("*")) {
        this.take();
        this.skipLines();
        sign = this.signs();
      } else if (this.isA("number")) this.fail(`a sign is missing before ${this.token.slice(0, 20)}`, at);
      else if (!this.isA("word") && !this.is("(") && !this.is("[")) return { terms, dense };
      const next = this.factor();
      if (dense && next.dense) this.fail("two Pauli strings stand side by side: write one letter a qubit", at);
      if (dense !== next.dense && hasLetters(dense ? next.terms : terms)) {
        this.fail(`${MIXED}: write all as in Z0 Z1, or one string as in ZZ`, at);
      }
      dense ||= next.dense;
      const more = sign < 0 ? next.terms.map(negative) : next.terms;
      terms = divides ? this.divided(terms, more, at) : this.times(terms, more, at);
    }
  }

  private times(left: readonly Term[], right: readonly Term[], at: number): readonly Term[] {
    if (left.length > 1 && right.length > 1) this.fail("a product of two sums is not read: multiply it out", at);
    return left.flatMap((a) => right.map((b) => productOf(a, b)));
  }

  private divided(left: readonly Term[], right: readonly Term[], at: number): readonly Term[] {
    const [first] = right;
    if (!first || right.length > 1 || first.x || first.z || first.im || !first.re) {
      this.fail("only a real number that is not 0 can divide", at);
    }
    return left.map(({ x, z, re, im }) => ({ x, z, re: re / first.re, im: im / first.re }));
  }

  private factor(): Factor {
    const { kind, token, at } = this;
    if (kind === "number") {
      this.take();
      const imaginary = token.endsWith("j");
      const value = Number(imaginary ? token.slice(0, -1) : token);
      if (!Number.isFinite(value)) this.fail(`${token.slice(0, 20)} is too large`, at);
      return { terms: [{ ...ONE, re: imaginary ? 0 : value, im: imaginary ? value : 0 }], dense: false };
    }
    if (kind === "word") return this.word(token, at);
    if (token === "(") {
      this.take();
      const before = this.size;
      this.size = null;
      const terms = scalars(this.sum());
      const inside: number | null = this.size;
      this.size = before;
      if (inside !== null) this.sized(inside, at);
      this.expect(")");
      return { terms, dense: inside !== null };
    }
    if (token === "[") {
      this.take();
      if (this.isA("number") && this.ahead() === "]") this.wrong("a Pauli string, as in [Z0 Z1]");
      const found = this.is("]") ? { terms: [ONE], dense: false } : this.product();
      this.expect("]");
      return found;
    }
    return this.wrong();
  }

  // --- Pauli strings

  private word(token: string, at: number): Factor {
    this.take();
    const letter = ON_WIRES.get(token.replace(PREFIX, ""));
    if ((this.is("(") || this.is("[")) && letter) {
      return { terms: [{ ...ONE, ...this.onWires(letter) }], dense: false };
    }
    const masks = this.string(token, at);
    if (this.is("(") && this.at === at + token.length) this.wrong("a sign or a blank behind a Pauli string");
    return { terms: [{ ...ONE, ...masks }], dense: token !== "I" && DENSE.test(token) };
  }

  /** Masks of `ZZII` or `Z0Z3`; I alone is the identity on any number of qubits. */
  private string(word: string, at: number): Masks {
    const plain = word.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
    if (DENSE.test(plain)) {
      if (plain.length > MAX_QUBITS) this.fail("a Pauli string has at most 1,000 letters", at);
      if (plain !== "I") this.sized(plain.length, at);
      const bits = (letters: string): bigint =>
        BigInt(`0b${plain.replace(/./g, (c) => (letters.includes(c) ? "1" : "0"))}`);
      return { x: bits("XY"), z: bits("YZ") };
    }
    const shown = [...word].slice(0, 20).join("");
    if (!SPARSE.test(plain)) {
      this.fail(
        `'${shown}' is no Pauli string: write one letter I, X, Y or Z a qubit, as in ZZII, or name qubits, as in Z0 Z3`,
        at,
      );
    }
    let masks: Masks = { x: 0n, z: 0n };
    for (const [, letter = "", digits = ""] of plain.matchAll(/([IXYZ])_?([0-9]+)/g)) {
      const one = this.letter(letter, digits, at);
      if ((masks.x | masks.z) & (one.x | one.z)) this.fail(`'${shown}' names a qubit twice`, at);
      masks = { x: masks.x | one.x, z: masks.z | one.z };
    }
    return masks;
  }

  private letter(letter: string, digits: string, at: number): Masks {
    if (digits.length > 6 || Number(digits) >= MAX_QUBITS) {
      this.fail(`qubit ${digits.slice(0, 9)} is too far: give 0 to ${MAX_QUBITS - 1}`, at);
    }
    const qubit = Number(digits);
    if (qubit > this.far) [this.far, this.farAt] = [qubit, at];
    const bit = 1n << BigInt(qubit);
    return { x: "XY".includes(letter) ? bit : 0n, z: "YZ".includes(letter) ? bit : 0n };
  }

  /** What stands behind `X`: `(0)`, `(wires=[0])`, `[0]`; of the identity any wires. */
  private onWires(letter: string): Masks {
    const isCalled = this.is("(");
    if (isCalled) {
      this.take();
      if (this.is("wires")) {
        this.take();
        this.expect("=");
      }
    }
    const isList = this.is("[");
    if (isList) this.take();
    let masks: Masks = { x: 0n, z: 0n };
    let count = 0;
    while (this.isA("number") || this.isA("text")) {
      if (!/^[0-9]+$/.test(this.token)) {
        const shown = [...this.token].slice(0, 20).join("");
        this.fail(`wire ${shown} is no number: number the wires from 0`, this.at);
      }
      masks = this.letter(letter, this.token, this.at);
      count += 1;
      this.take();
      if (!this.is(",")) break;
      this.take();
    }
    if (count !== 1 && letter !== "I") this.wrong("one wire");
    if (isList) this.expect("]");
    if (isCalled) this.expect(")");
    return masks;
  }

  private sized(letters: number, at: number): void {
    if (this.size !== null && this.size !== letters) {
      const wanted = "Write one letter a qubit, I where nothing acts";
      this.fail(`${letters} letters stand where others have ${this.size}. ${wanted}`, at);
    }
    this.size = letters;
  }

  private collected(terms: readonly Term[]): PauliSum {
    const { size, far } = this;
    if (!terms.length) this.fail("an observable needs at least one term, for example 0.5 ZZ - X0", 0);
    if (size !== null && far >= size) this.fail(`qubit ${far} is beyond strings of ${size} letters`, this.farAt);
    const sums = new Map<string, Term>();
    for (const { x, z, re, im } of terms) {
      const key = `${x.toString(36)} ${z.toString(36)}`;
      const before = sums.get(key);
      sums.set(key, { x, z, re: (before?.re ?? 0) + re, im: (before?.im ?? 0) + im });
    }
    for (const { x, z, re, im } of sums.values()) {
      if (!(Number.isFinite(re) && Number.isFinite(im))) {
        throw new Refusal("InvalidText", `The coefficient of ${nameOf(x, z)} is not a finite number.`);
      }
      if (Math.abs(im) > ROUNDING * Math.max(1, Math.abs(re))) {
        throw new Refusal(
          "InvalidText",
          `The coefficient of ${nameOf(x, z)} has an imaginary part, so the sum is not Hermitian. Give real numbers.`,
        );
      }
    }
    return { terms: [...sums.values()], size, fewest: size ?? Math.max(1, far + 1) };
  }
}

type Masks = Pick<Term, "x" | "z">;

interface Factor {
  readonly terms: readonly Term[];
  /** Is a string with a letter a qubit in it? */
  readonly dense: boolean;
}

const ONE: Term = { x: 0n, z: 0n, re: 1, im: 0 };

function hasLetters(terms: readonly Term[]): boolean {
  return terms.some(({ x, z }) => x || z);
}

/** Numbers alone as one number; other sums as they are. */
function scalars(terms: readonly Term[]): readonly Term[] {
  if (hasLetters(terms)) return terms;
  const [re, im] = terms.reduce(([a, b], term) => [a + term.re, b + term.im], [0, 0]);
  return [{ ...ONE, re: re ?? 0, im: im ?? 0 }];
}

function negative(term: Term): Term {
  return { ...term, re: -term.re, im: -term.im };
}

/** Y is i X Z, so that a product of strings is one string with a power of i. */
function productOf(left: Term, right: Term): Term {
  const [x, z] = [left.x ^ right.x, left.z ^ right.z];
  const [re, im] = [left.re * right.re - left.im * right.im, left.re * right.im + left.im * right.re];
  if (!((left.x | left.z) & (right.x | right.z))) return { x, z, re, im };
  const power = ones(left.x & left.z) + ones(right.x & right.z) + 2 * ones(left.z & right.x) - ones(x & z);
  switch (((power % 4) + 4) % 4) {
    case 1:
      return { x, z, re: -im, im: re };
    case 2:
      return { x, z, re: -re, im: -im };
    case 3:
      return { x, z, re: im, im: -re };
    default:
      return { x, z, re, im };
  }
}

function ones(mask: bigint): number {
  let count = 0;
  for (const bit of mask.toString(2)) if (bit === "1") count += 1;
  return count;
}

/** `X0 Z3`; the first few letters of many. */
function nameOf(x: bigint, z: bigint): string {
  const letters: string[] = [];
  for (let [k, left] = [0, x | z]; left; k++, left >>= 1n) {
    const bit = BigInt(k);
    if (left & 1n) letters.push(`${"XZY"[Number((x >> bit) & 1n) + 2 * Number((z >> bit) & 1n) - 1]}${k}`);
  }
  return letters.length ? letters.slice(0, 6).join(" ") + (letters.length > 6 ? " …" : "") : "the constant";
}
