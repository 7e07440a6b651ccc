/**
 * Formulas of parameters: sums of products with exact numbers, and what is derived from them.
 *
 * Text is parsed by precedence climbing, never evaluated as code. What is no sum of parameters times numbers
 * becomes a derived parameter: a name that begins with `=` and goes on with the formula's one text. Reading a name
 * takes the parser, and the parser the operations, so the three are one file, which makes it long. The same law as
 * qdesign/formula.py, held to it by fixtures that Python writes.
 */

import { Refusal } from "./errors";
import { asciiDigits, type Token, Tokens } from "./formula-tokens";
import { FUNCTIONS } from "./functions";
import { byCodePoint, checkPlainName, isSimpleName, MARK } from "./names";
import {
  equals,
  fromDecimal,
  fromNumber,
  invert,
  isZero,
  limited,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "./rational";
import {
  type Affine,
  aloneIn,
  constantOf,
  contentOf,
  DOCUMENT,
  NOTHING,
  NULL,
  plus,
  type Sum,
  type SumStyle,
  settled,
  smallParts,
  sumIn,
  times,
  UNIT,
} from "./sums";

const TURN: Affine = { ...NULL, pi: ONE };
const MAX_FORMULA = 2_000;
const MAX_DEPTH = 60;
const BARE_NUMBER = /^\d+(\.\d+)?$/;

/** One operation on formulas: a product with divisors, a power, or a function. */
export interface Derived {
  readonly operation: string;
  readonly operands: readonly Affine[];
  readonly divisors: readonly Affine[];
}

/** What an operation gives: an affine value, or a number times a formula. */
type Result = Affine | { readonly coefficient: Rational; readonly formula: Derived };

export function isDerived(name: string): boolean {
  return name.startsWith(MARK);
}

/** The formula that `text` denotes, or a refusal with the column. */
export function parseFormula(text: string): Affine {
  return new Parser(text).parsed();
}

const known = new Map<string, Derived>();

/** The operation that the name of a derived parameter stands for. */
export function derivedOf(name: string): Derived {
  let formula = known.get(name);
  if (!formula) {
    const parser = new Parser(name.slice(MARK.length));
    const { number, pi, terms } = parser.parsed();
    const one = terms.size === 1 && isZero(number) && isZero(pi) && equals(terms.get(name) ?? ZERO, ONE);
    if (!parser.last || !one) {
      throw new Refusal(
        "InvalidAngle",
        `Parameter name '${name.slice(0, 80)}': names that begin with '${MARK}' are kept for formulas. Rename it.`,
      );
    }
    formula = parser.last;
    remember(name, formula);
  }
  return formula;
}

function remember(name: string, formula: Derived): void {
  if (known.size > 50_000) known.clear();
  known.set(name, formula);
}

/** `name` if it can name a parameter, free or derived, else a refusal. */
export function checkName(name: string): string {
  if (isDerived(name)) derivedOf(name);
  else checkPlainName(name);
  return name;
}

/** The free parameters among names and in the formulas of derived ones, in order. */
export function freeNames(names: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (isDerived(name)) for (const each of freeOf(derivedOf(name))) found.add(each);
    else found.add(name);
  }
  return [...found];
}

const free = new WeakMap<Derived, readonly string[]>();

function freeOf(formula: Derived): readonly string[] {
  let names = free.get(formula);
  if (!names) {
    names = freeNames([...formula.operands, ...formula.divisors].flatMap(({ terms }) => [...terms.keys()]));
    free.set(formula, names);
  }
  return names;
}

/** The parameter b of the derived parameter π·b, which turns by 0 or π where b is 0 or 1; empty for any other name. */
export function booleanTurn(name: string): string {
  if (!isDerived(name)) return "";
  const { operation, operands, divisors } = derivedOf(name);
  const [first, second, third] = operands;
  if (operation !== "*" || divisors.length || !first || !second || third || !isOneTurn(second)) return "";
  const other = aloneIn(first);
  return isDerived(other) ? "" : other;
}

/** A parameter in a formula's text; of a derived one its formula. */
export function quoted(name: string): string {
  if (!isDerived(name)) return isSimpleName(name) ? name : `\`${name}\``;
  const text = name.slice(MARK.length);
  const { operation, operands } = derivedOf(name);
  // A sign before a sum is worked into it, and here could not be taken out again.
  const [first] = operation === "*" ? operands : [];
  return first && !smallParts(first).length ? `(${text})` : text;
}

// --- operations --------------------------------------------------------------------------------------------------

function productOf(left: Affine, right: Affine): Result {
  for (const [value, turn] of [
    [left, right],
    [right, left],
  ] as const) {
    if (value.terms.size && isTurn(turn)) return turned(value, turn.pi);
  }
  const factor = constantOf(right);
  if (factor && (isZero(right.pi) || left.terms.size || !isZero(left.pi))) return times(left, factor);
  const other = constantOf(left);
  return other ? times(right, other) : productFormula([left, right], []);
}

/** Is it a multiple of π and nothing else? */
const isTurn = ({ number, pi, terms }: Affine): boolean => !isZero(pi) && isZero(number) && !terms.size;

const isOneTurn = (value: Affine): boolean => isTurn(value) && equals(value.pi, ONE);

const isOneTerm = ({ number, pi, terms }: Affine): boolean => terms.size === 1 && isZero(number) && isZero(pi);

/** A sum times a multiple of π: a parameter times π is one exact symbol. */
function turned(value: Affine, turns: Rational): Result {
  if (isOneTerm(value)) return productFormula([value, { ...NULL, pi: turns }], []);
  const squared = multiply(value.pi, turns);
  const number = isZero(squared) ? ZERO : limited(fromNumber(toNumber(squared) * Math.PI ** 2));
  let total: Affine = { number, pi: multiply(value.number, turns), terms: NOTHING };
  for (const [name, c] of value.terms) {
    const part = { ...NULL, terms: new Map([[name, multiply(c, turns)]]) };
    total = plus(total, affineOf(productFormula([part, TURN], [])), ONE);
  }
  return total;
}

/** The quotient; `right` is not the number 0. */
function quotientOf(left: Affine, right: Affine): Result {
  if (isTurn(right) && isOneTerm(left)) return productFormula([left], [right]);
  const divisor = constantOf(right);
  if (divisor) return times(left, invert(divisor));
  const top = constantOf(left);
  return top && isZero(top) ? NULL : productFormula([left], [right]);
}

/** The power, or null where two numbers have no finite real one. */
function powerOf(base: Affine, exponent: Affine): Result | null {
  const number = constantOf(base);
  const constant = constantOf(exponent);
  if (constant && equals(constant, ONE)) return base;
  if (constant && isZero(constant)) return UNIT;
  if (!number || !constant) {
    return {
      coefficient: ONE,
      formula: { operation: "**", operands: [settled(base), settled(exponent)], divisors: [] },
    };
  }
  const whole = constant.bottom === 1n && constant.top <= 64n && constant.top >= -64n;
  if (!whole) return numberOf(toNumber(number) ** toNumber(constant));
  if (constant.top < 0n && isZero(number)) return null;
  const size = constant.top < 0n ? -constant.top : constant.top;
  const raised = rational(number.top ** size, number.bottom ** size);
  return { ...NULL, number: limited(constant.top < 0n ? invert(raised) : raised) };
}

/** A function at a formula, or null where a number has no finite value. */
function callOf(name: string, argument: Affine): Result | null {
  if (argument.terms.size) {
    const squared = name === "sqrt" ? squaredIn(argument) : null;
    // As languages without an absolute value write one.
    if (squared) return callOf("abs", squared);
    return { coefficient: ONE, formula: { operation: name, operands: [settled(argument)], divisors: [] } };
  }
  const exact = toNumber(argument.pi) * Math.PI + toNumber(argument.number);
  return numberOf(FUNCTIONS.get(name)?.value(exact) ?? NaN);
}

/** What the sum is the square of, where it is nothing else. */
function squaredIn(value: Affine): Affine | null {
  const name = aloneIn(value);
  const [base, exponent] = isDerived(name) ? derivedOf(name).operands : [];
  const power = exponent && derivedOf(name).operation === "**" ? constantOf(exponent) : null;
  return base && power && equals(power, rational(2, 1)) ? base : null;
}

function numberOf(value: number): Affine | null {
  return Number.isFinite(value) ? settled({ ...NULL, number: fromNumber(value) }) : null;
}

/** The result with a derived parameter for its formula. */
function affineOf(result: Result): Affine {
  if (!("formula" in result)) return result;
  const text = formulaText(result.formula);
  if (text.length > MAX_FORMULA) {
    throw new Refusal(
      "InvalidAngle",
      `The formula '${text.slice(0, 57)}…' has more than 2,000 characters. ` +
        "Name a part of it as a parameter of its own.",
    );
  }
  remember(MARK + text, result.formula);
  return { ...NULL, terms: new Map([[MARK + text, result.coefficient]]) };
}

/** A derived parameter's formula with formulas put for the parameters that are named. */
export function substituted(name: string, formulas: ReadonlyMap<string, Affine>): Affine {
  const { operation, operands, divisors } = derivedOf(name);
  if (!freeOf(derivedOf(name)).some((each) => formulas.has(each))) return { ...NULL, terms: new Map([[name, ONE]]) };
  const parts = operands.map((part) => replaced(part, formulas));
  const [first = NULL, second = NULL] = parts;
  let total: Affine | null = null;
  if (operation === "*") {
    total = parts.reduce((product, part) => affineOf(productOf(product, part)), UNIT);
    for (const part of divisors) {
      const divisor = replaced(part, formulas);
      const constant = constantOf(divisor);
      total = total && !(constant && isZero(constant)) ? affineOf(quotientOf(total, divisor)) : null;
    }
  } else {
    const result = operation === "**" ? powerOf(first, second) : callOf(operation, first);
    total = result && affineOf(result);
  }
  if (!total) {
    throw new Refusal(
      "InvalidAngle",
      `'${name.slice(MARK.length)}' is not a finite real number with these values. Give other ones.`,
    );
  }
  return total;
}

function replaced(part: Affine, formulas: ReadonlyMap<string, Affine>): Affine {
  let total: Affine = { ...part, terms: NOTHING };
  for (const [name, c] of part.terms) {
    const found = isDerived(name)
      ? substituted(name, formulas)
      : (formulas.get(name) ?? { ...NULL, terms: new Map([[name, ONE]]) });
    total = plus(total, times(found, c), ONE);
  }
  return total;
}

/** A product as a number times one formula: factors of factors taken out, sorted by text. */
function productFormula(factors: readonly Affine[], divisors: readonly Affine[]): Result {
  let coefficient = ONE;
  const above: Affine[] = [];
  const below: Affine[] = [];
  for (const [given, over, under] of [
    [factors, above, below],
    [divisors, below, above],
  ] as const) {
    for (const each of given) {
      const part = settled(each);
      let share = ONE;
      const [[name, c] = ["", ZERO] as const] = part.terms;
      if (part.terms.size === 1 && isZero(part.number) && isZero(part.pi)) {
        share = c;
        const inner = isDerived(name) ? derivedOf(name) : null;
        if (inner?.operation === "*") {
          over.push(...inner.operands);
          under.push(...inner.divisors);
        } else over.push({ ...NULL, terms: new Map([[name, ONE]]) });
      } else if (part.terms.size) {
        share = contentOf(part);
        over.push(times(part, invert(share)));
      } else if (isTurn(part)) {
        share = part.pi;
        over.push(TURN);
      } else share = constantOf(part) ?? ZERO;
      coefficient = multiply(coefficient, over === above ? share : invert(share));
    }
  }
  while (above.some(isOneTurn) && below.some(isOneTurn)) {
    for (const list of [above, below]) list.splice(list.findIndex(isOneTurn), 1);
  }
  const [alone] = above;
  if (alone && above.length === 1 && !below.length) return times(alone, coefficient);
  return {
    coefficient: limited(coefficient),
    formula: { operation: "*", operands: sortedByText(above), divisors: sortedByText(below) },
  };
}

function sortedByText(values: readonly Affine[]): readonly Affine[] {
  const keyed = values.map((value) => ({ value, key: sumText(value), last: Number(isOneTurn(value)) }));
  return keyed.sort((a, b) => a.last - b.last || byCodePoint(a.key, b.key)).map(({ value }) => value);
}

// --- text --------------------------------------------------------------------------------------------------------

/** A sum, with the formulas in it, in the style of a language. */
export function styled(
  value: Sum,
  style: SumStyle,
  rename: (name: string) => string,
  call: (name: string, argument: string) => string = plainCall,
): string {
  const symbol = (name: string): string =>
    isDerived(name) ? writtenIn(derivedOf(name), style, symbol, call) : rename(name);
  return sumIn(value, style, symbol);
}

function plainCall(name: string, argument: string): string {
  return `${name}(${argument})`;
}

/** A sum's text as documents have it. */
export function sumText(value: Affine | Sum): string {
  return sumIn("radians" in value ? value : { ...value, radians: toNumber(value.number) }, DOCUMENT, quoted);
}

/** The one text of a formula, which reads back as itself. */
function formulaText(formula: Derived): string {
  return writtenIn(formula, DOCUMENT, quoted, plainCall);
}

function writtenIn(
  { operation, operands, divisors }: Derived,
  style: SumStyle,
  symbol: (name: string) => string,
  call: (name: string, argument: string) => string,
): string {
  const whole = (value: Affine): string => sumIn({ ...value, radians: toNumber(value.number) }, style, symbol);
  const part = (value: Affine, isBare: (inner: Derived) => boolean): string => {
    if (isOneTurn(value)) return whole(value);
    const name = aloneIn(value);
    const bare = name !== "" && (!isDerived(name) || isBare(derivedOf(name)));
    return bare ? whole(value) : `(${whole(value)})`;
  };
  if (operation === "**") {
    const [base = NULL, exponent = NULL] = operands;
    const raised = whole(exponent);
    const name = aloneIn(exponent);
    const bare = BARE_NUMBER.test(raised) || (name !== "" && !isDerived(name));
    const below = BARE_NUMBER.test(whole(base)) ? whole(base) : part(base, (inner) => FUNCTIONS.has(inner.operation));
    return style.power(below, bare ? raised : `(${raised})`);
  }
  if (operation !== "*") return call(operation, whole(operands[0] ?? NULL));
  const factor = (value: Affine): string => part(value, (inner) => inner.operation !== "*");
  const top = operands.map(factor).join(style.times || style.between) || "1";
  return divisors.reduce((text, value) => style.quotient(text, factor(value)), top);
}

/** Precedence climbing. */
class Parser extends Tokens {
  /** The last formula that was made. */
  last: Derived | null = null;
  private depth = 0;

  parsed(): Affine {
    const value = this.sum();
    const token = this.peek();
    if (token.kind !== "end") throw this.refusal(`'${token.text}' cannot stand here`, token.column);
    return value;
  }

  private sum(): Affine {
    let value = this.term();
    while (this.isSign("+", "-")) {
      const sign = this.peek().text === "+" ? ONE : negate(ONE);
      this.place += 1;
      value = plus(value, this.term(), sign);
    }
    return value;
  }

  private term(): Affine {
    let value = this.product();
    while (this.isSign("*", "/")) {
      const operator = this.peek();
      this.place += 1;
      const other = operator.text === "*" ? this.product() : this.factor();
      if (operator.text === "/" && this.followsNumber())
        throw this.refusal("it can be read in two ways; write '*' or parentheses", operator.column);
      value = this.combine(value, other, operator);
    }
    return value;
  }

  /** A factor, or a number right before what it multiplies: 2γ, 3 pi, 2(a + b). */
  private product(): Affine {
    const start = this.place;
    const value = this.factor();
    if (!this.followsNumber()) return value;
    const next = this.peek();
    if (this.tokens.slice(start, this.place).some(({ text }) => text === "**"))
      throw this.refusal("it can be read in two ways; write '*' or parentheses", next.column);
    // Neither 0x10 nor 1_000 is meant as a product.
    if (isZero(value.number) || next.text.startsWith("_"))
      throw this.refusal(`'${next.text}' cannot stand here`, next.column);
    return this.combine(value, this.factor(), { ...next, text: "*" });
  }

  /** Does a name or a parenthesis stand right behind a number? */
  private followsNumber(): boolean {
    const { kind } = this.peek();
    const opens = kind === "name" || kind === "quoted" || this.isSign("(");
    return opens && this.tokens[this.place - 1]?.kind === "number";
  }

  private combine(left: Affine, right: Affine, { text, column }: Token): Affine {
    if (text === "*") return this.kept(productOf(left, right), column);
    const divisor = constantOf(right);
    if (divisor && isZero(divisor)) throw this.refusal("it divides by zero", column);
    return this.kept(quotientOf(left, right), column);
  }

  /** The result; remembered where it is a formula. */
  private kept(result: Result | null, column: number): Affine {
    if (!result) throw this.refusal("it is not a finite real number", column);
    if ("formula" in result) this.last = result.formula;
    try {
      return affineOf(result);
    } catch (error) {
      if (error instanceof Refusal) throw this.refusal(error.message.split(". ")[0] ?? "", column);
      throw error;
    }
  }

  /** A value with its signs; a power binds stronger than they do. */
  private factor(): Affine {
    let sign = ONE;
    while (this.isSign("-", "+")) {
      if (this.peek().text === "-") sign = negate(sign);
      this.place += 1;
    }
    let value = this.value();
    if (this.isSign("**")) {
      const { column } = this.peek();
      this.place += 1;
      value = this.kept(
        powerOf(
          value,
          this.deeper(column, () => this.factor()),
        ),
        column,
      );
    }
    return equals(sign, ONE) ? value : times(value, sign);
  }

  private deeper(column: number, read: () => Affine): Affine {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.refusal(`parentheses nest more than ${MAX_DEPTH} deep`, column);
    const inner = read();
    this.depth -= 1;
    return inner;
  }

  private value(): Affine {
    const { kind, text, column } = this.peek();
    this.place += 1;
    if (kind === "number") {
      if ([...text].length > 60) throw this.refusal("a number has at most 60 digits", column);
      const plain = asciiDigits(text);
      const exact = /e/i.test(plain) ? fromNumber(Number(plain)) : fromDecimal(plain);
      return { ...NULL, number: limited(exact) };
    }
    if (kind === "name" && this.isSign("(")) {
      if (!FUNCTIONS.has(text))
        throw this.refusal(`there is no function '${text}', only ${[...FUNCTIONS.keys()].join(", ")}`, column);
      this.place += 1;
      return this.kept(callOf(text, this.inside(column)), column);
    }
    if (kind === "name" && (text === "pi" || text === "π")) return { ...NULL, pi: ONE };
    if (kind === "name" || kind === "quoted") return { ...NULL, terms: new Map([[checkPlainName(text), ONE]]) };
    if (text !== "(") throw this.refusal(text ? `'${text}' cannot stand here` : "it ends too early", column);
    return this.inside(column);
  }

  /** What stands in a parenthesis that is open. */
  private inside(column: number): Affine {
    const inner = this.deeper(column, () => this.sum());
    if (!this.isSign(")")) throw this.refusal("a parenthesis is not closed", this.peek().column);
    this.place += 1;
    return inner;
  }
}
