/**
 * Formulas of parameters: sums of products with exact numbers, and what is derived from them.
 *
 * Text is parsed by precedence climbing, never evaluated as code. What is no sum of parameters times numbers
 * becomes a derived parameter: a name that begins with `=` and goes on with the formula's one text. The same law
 * as qdesign/formula.py, held to it by fixtures that Python writes.
 */

import { Refusal } from "./errors";
import { byCodePoint, checkPlainName, isSimpleName, MARK, SPACE } from "./names";

export { MARK };

import {
  add,
  equals,
  fromDecimal,
  fromNumber,
  invert,
  isZero,
  LARGEST_DENOMINATOR,
  LARGEST_NUMERATOR,
  LARGEST_WHOLE,
  limited,
  multiply,
  negate,
  ONE,
  pythonText,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "./rational";

const MAX_TEXT = 20_000;
const MAX_FORMULA = 2_000;
const MAX_DEPTH = 60;
const BARE_NUMBER = /^\d+(\.\d+)?$/;
const BLANK = new RegExp(`[${SPACE}]`, "u");
const TOKEN = new RegExp(
  `[${SPACE}]*(?:(?<number>(?:\\p{Nd}+\\.?\\p{Nd}*|\\.\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?)` +
    "|(?<name>[\\p{L}\\p{Nl}\\p{No}_][\\p{L}\\p{N}_]*(?:\\[\\p{Nd}+\\])*)" +
    "|`(?<quoted>[^`]+)`" +
    "|(?<sign>\\*\\*|[-+*/()^]|[−·×⁄]))",
  "uy",
);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["−", "-"],
  ["·", "*"],
  ["×", "*"],
  ["⁄", "/"],
  ["^", "**"],
]);

/** A function of one number with its derivative. */
interface Curve {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

/** Functions that a formula may have, by name. */
export const FUNCTIONS: ReadonlyMap<string, Curve> = new Map<string, Curve>([
  ["sin", { value: Math.sin, slope: Math.cos }],
  ["cos", { value: Math.cos, slope: (x) => -Math.sin(x) }],
  ["tan", { value: Math.tan, slope: (x) => 1 + Math.tan(x) ** 2 }],
  ["asin", { value: Math.asin, slope: (x) => 1 / Math.sqrt(1 - x * x) }],
  ["acos", { value: Math.acos, slope: (x) => -1 / Math.sqrt(1 - x * x) }],
  ["atan", { value: Math.atan, slope: (x) => 1 / (1 + x * x) }],
  ["exp", { value: Math.exp, slope: Math.exp }],
  ["log", { value: Math.log, slope: (x) => 1 / x }],
  ["sqrt", { value: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) }],
  ["abs", { value: Math.abs, slope: (x) => (x < 0 || Object.is(x, -0) ? -1 : 1) }],
]);

/** A sum: the plain number is rational here, so that `1/3` stays exact in mid-parse. */
export interface Affine {
  readonly number: Rational;
  readonly pi: Rational;
  readonly terms: ReadonlyMap<string, Rational>;
}

/** One operation on formulas: a product with divisors, a power, or a function. */
export interface Derived {
  readonly operation: string;
  readonly operands: readonly Affine[];
  readonly divisors: readonly Affine[];
}

/** What an operation gives: an affine value, or a number times a formula. */
type Result = Affine | { readonly coefficient: Rational; readonly formula: Derived };

const NOTHING: ReadonlyMap<string, Rational> = new Map();
const NULL: Affine = { number: ZERO, pi: ZERO, terms: NOTHING };
const UNIT: Affine = { ...NULL, number: ONE };

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

/** A parameter in a formula's text; of a derived one its formula. */
export function quoted(name: string): string {
  if (!isDerived(name)) return isSimpleName(name) ? name : `\`${name}\``;
  const text = name.slice(MARK.length);
  const { operation, operands } = derivedOf(name);
  // A sign before a sum is worked into it, and here could not be taken out again.
  const [first] = operation === "*" ? operands : [];
  return first && !smallParts(first).length ? `(${text})` : text;
}

// --- values ------------------------------------------------------------------------------------------------------

/** Radians of a sum; NaN where a formula has no value. */
export function sumAt({ number, pi, terms }: Affine, at: (name: string) => number): number {
  let total = toNumber(pi) * Math.PI + toNumber(number);
  for (const [name, c] of terms) total += toNumber(c) * symbolAt(name, at);
  return total;
}

/** The value of a parameter, free or derived; NaN where a formula has none. */
export function symbolAt(name: string, at: (name: string) => number): number {
  return isDerived(name) ? derivedAt(derivedOf(name), at) : at(name);
}

function derivedAt({ operation, operands, divisors }: Derived, at: (name: string) => number): number {
  const parts = operands.map((part) => sumAt(part, at));
  const [first = NaN, second = NaN] = parts;
  let value: number;
  if (operation === "*") {
    value = parts.reduce((a, b) => a * b, 1) / divisors.reduce((total, part) => total * sumAt(part, at), 1);
  } else value = operation === "**" ? first ** second : (FUNCTIONS.get(operation)?.value(first) ?? NaN);
  return Number.isFinite(value) ? value : NaN;
}

/** Adds the derivatives of a parameter's value by the free ones, times `factor`; NaN where there are none. */
export function addSlopes(
  name: string,
  factor: number,
  at: (name: string) => number,
  put: (name: string, slope: number) => void,
): void {
  if (!isDerived(name)) {
    put(name, factor);
    return;
  }
  const formula = derivedOf(name);
  const { operation, operands, divisors } = formula;
  const through = (part: Affine, slope: number): void => {
    for (const [inner, c] of part.terms) addSlopes(inner, factor * slope * toNumber(c), at, put);
  };
  const parts = operands.map((part) => sumAt(part, at));
  const [first = NaN, second = NaN] = parts;
  const [base, exponent] = operands;
  if (operation === "*") {
    const below = divisors.map((part) => sumAt(part, at));
    const under = below.reduce((a, b) => a * b, 1);
    operands.forEach((part, k) => {
      through(part, parts.reduce((total, each, j) => (j === k ? total : total * each), 1) / under);
    });
    const value = parts.reduce((a, b) => a * b, 1) / under;
    divisors.forEach((part, k) => {
      through(part, -value / (below[k] ?? NaN));
    });
  } else if (operation !== "**" && base) through(base, FUNCTIONS.get(operation)?.slope(first) ?? NaN);
  else if (base && exponent) {
    if (base.terms.size && second !== 0) through(base, second * first ** (second - 1));
    if (exponent.terms.size) through(exponent, Math.log(first) * first ** second);
  }
}

// --- operations --------------------------------------------------------------------------------------------------

export function plus(a: Affine, b: Affine, sign: Rational): Affine {
  const terms = new Map(a.terms);
  for (const [name, c] of b.terms) {
    const sum = limited(add(terms.get(name) ?? ZERO, multiply(sign, c)));
    if (isZero(sum)) terms.delete(name);
    else terms.set(name, sum);
  }
  return {
    number: limited(add(a.number, multiply(sign, b.number))),
    pi: limited(add(a.pi, multiply(sign, b.pi))),
    terms,
  };
}

export function times(a: Affine, factor: Rational): Affine {
  if (isZero(factor)) return NULL;
  const terms = a.terms.size
    ? new Map([...a.terms].map(([name, c]) => [name, limited(multiply(c, factor))] as const))
    : NOTHING;
  return { number: limited(multiply(a.number, factor)), pi: limited(multiply(a.pi, factor)), terms };
}

/** The value as one rational when no parameter is in it. */
function constantOf(a: Affine): Rational | null {
  if (a.terms.size) return null;
  if (isZero(a.pi)) return a.number;
  return limited(fromNumber(toNumber(a.number) + toNumber(a.pi) * Math.PI));
}

function productOf(left: Affine, right: Affine): Result {
  const factor = constantOf(right);
  if (factor && (isZero(right.pi) || left.terms.size || !isZero(left.pi))) return times(left, factor);
  const other = constantOf(left);
  return other ? times(right, other) : productFormula([left, right], []);
}

/** The quotient; `right` is not the number 0. */
function quotientOf(left: Affine, right: Affine): Result {
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

/** k/48 where `radians` is a double nearest to k·π/48. */
export function asMultipleOfPi(radians: number): Rational | null {
  const scaled = (radians * 48) / Math.PI;
  const nearest = Math.round(scaled);
  if (Math.abs(scaled - nearest) > 1e-9 || nearest === 0 || Math.abs(nearest) > 48 * 64) return null;
  const exact = rational(nearest, 48);
  const close =
    radians === (Math.PI * Number(exact.top)) / Number(exact.bottom) || radians === toNumber(exact) * Math.PI;
  return close ? exact : null;
}

/** The value as its own text gives it back: terms sorted, the number a double. */
function settled({ number, pi, terms }: Affine): Affine {
  const plain = toNumber(number);
  const turns = plain ? asMultipleOfPi(plain) : null;
  const sorted = [...terms].filter(([, c]) => !isZero(c)).sort((a, b) => byCodePoint(a[0], b[0]));
  return {
    number: turns ? ZERO : limited(fromNumber(plain)),
    pi: turns ? limited(add(pi, turns)) : pi,
    terms: new Map(sorted),
  };
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
      } else share = constantOf(part) ?? ZERO;
      coefficient = multiply(coefficient, over === above ? share : invert(share));
    }
  }
  const [alone] = above;
  if (alone && above.length === 1 && !below.length) return times(alone, coefficient);
  return {
    coefficient: limited(coefficient),
    formula: { operation: "*", operands: sortedByText(above), divisors: sortedByText(below) },
  };
}

function sortedByText(values: readonly Affine[]): readonly Affine[] {
  const keyed = values.map((value) => ({ value, key: sumText(value) }));
  return keyed.sort((a, b) => byCodePoint(a.key, b.key)).map(({ value }) => value);
}

/** What is taken out of a sum that is a factor, so that its first term is a positive integer. */
function contentOf(value: Affine): Rational {
  const parts = smallParts(value);
  const [first] = parts;
  if (!first) return ONE;
  let top = 0n;
  let bottom = 1n;
  for (const part of parts) {
    top = divisorOf(top, part.top < 0n ? -part.top : part.top);
    bottom = (bottom / divisorOf(bottom, part.bottom)) * part.bottom;
  }
  const content = rational(top, bottom);
  if (content.bottom > LARGEST_DENOMINATOR) return ONE;
  return first.top > 0n ? content : negate(content);
}

/** The numbers in a sum; none where one of them would not come back from a product exactly. */
function smallParts({ number, pi, terms }: Affine): readonly Rational[] {
  const parts = [...terms.values(), pi, number].filter((c) => !isZero(c));
  const largest = LARGEST_DENOMINATOR;
  const isSmall = ({ top, bottom }: Rational): boolean =>
    bottom <= largest && top <= largest * bottom && -top <= largest * bottom;
  return parts.every(isSmall) ? parts : [];
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b);
}

// --- text --------------------------------------------------------------------------------------------------------

/** How a language writes sums of products; as `AngleStyle` in qdesign/angle_text.py. */
export interface SumStyle {
  /** Between a number and what it multiplies. */
  readonly times: string;
  readonly quotient: (top: string, bottom: string) => string;
  readonly plus: string;
  readonly minus: string;
  readonly pi: string;
  /** A number that is not negative. */
  readonly decimal: (number: number) => string;
  readonly power: (base: string, exponent: string) => string;
  /** Between two factors. */
  readonly between: string;
}

export const DOCUMENT: SumStyle = {
  times: "*",
  quotient: (top, bottom) => `${top}/${bottom}`,
  plus: " + ",
  minus: " - ",
  pi: "pi",
  decimal: (number) => (Number.isInteger(number) && number < 1e15 ? String(number) : pythonText(number)),
  power: (base, exponent) => `${base}**${exponent}`,
  between: "*",
};

/** What a sum's text is made of: an angle, or a value in mid-parse. */
export interface Sum {
  readonly pi: Rational;
  readonly radians: number;
  readonly terms: Iterable<readonly [string, Rational]>;
}

/** A sum in a style; `symbol` writes a parameter, free or derived. */
function sumIn({ pi, radians, terms }: Sum, style: SumStyle, symbol: (name: string) => string): string {
  let text = "";
  const put = (part: string, isNegative: boolean): void => {
    text = text ? text + (isNegative ? style.minus : style.plus) + part : isNegative ? `-${part}` : part;
  };
  for (const [name, c] of terms) put(productText(c, symbol(name), style), c.top < 0n);
  if (!isZero(pi)) put(productText(pi, style.pi, style), pi.top < 0n);
  if (radians !== 0 || !text) put(style.decimal(Math.abs(radians)), radians < 0);
  return text;
}

/** |coefficient| × factor; as a quotient only what reads back as itself. */
function productText(c: Rational, factor: string, style: SumStyle): string {
  const top = c.top < 0n ? -c.top : c.top;
  const isSmall = top <= LARGEST_NUMERATOR && c.bottom <= LARGEST_DENOMINATOR;
  // Before a sum a number would be worked into it; behind the product it is not.
  const behind = factor.startsWith("(") && style.times !== "";
  const joined = (number: string): string => (behind ? factor + style.times + number : number + style.times + factor);
  if (!isSmall && (c.bottom > 1n || top > LARGEST_WHOLE)) return joined(style.decimal(Math.abs(toNumber(c))));
  const text = top === 1n ? factor : joined(String(top));
  return c.bottom === 1n ? text : style.quotient(text, String(c.bottom));
}

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

/** The name of a sum that is one parameter, else ''. */
function aloneIn({ number, pi, terms }: Affine): string {
  const [[name, c] = ["", ZERO] as const] = terms;
  return terms.size === 1 && equals(c, ONE) && isZero(number) && isZero(pi) ? name : "";
}

interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign" | "end";
  readonly text: string;
  readonly column: number;
}

class Parser {
  /** The last formula that was made. */
  last: Derived | null = null;
  private readonly tokens: readonly Token[];
  private readonly length: number;
  private place = 0;
  private depth = 0;
  private counted = { index: 0, column: 1 };

  constructor(private readonly text: string) {
    this.length = [...text].length;
    if (this.length > MAX_TEXT) {
      throw new Refusal("InvalidAngle", `An angle's text has at most ${MAX_TEXT} characters; this has ${this.length}.`);
    }
    this.tokens = this.scan();
  }

  private scan(): Token[] {
    const tokens: Token[] = [];
    let end = this.text.length;
    while (end && BLANK.test(this.text[end - 1] ?? "")) end -= 1;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < end) {
      const start = TOKEN.lastIndex;
      const groups = TOKEN.exec(this.text)?.groups;
      if (!groups) {
        const rest = this.text.slice(start).replace(new RegExp(`^[${SPACE}]+`, "u"), "");
        const at = this.text.length - rest.length;
        throw this.refusal(
          `'${String.fromCodePoint(this.text.codePointAt(at) ?? 0)}' cannot stand here`,
          this.column(at),
        );
      }
      const kind = (["number", "name", "quoted", "sign"] as const).find((k) => groups[k] !== undefined) ?? "sign";
      const value = groups[kind] ?? "";
      const at = TOKEN.lastIndex - value.length - (kind === "quoted" ? 1 : 0);
      tokens.push({ kind, text: SIGNS.get(value) ?? value, column: this.column(at) });
    }
    return tokens;
  }

  /** The column of a place, counted on from the one that was asked for before: places only rise. */
  private column(index: number): number {
    this.counted = {
      index,
      column: this.counted.column + [...this.text.slice(this.counted.index, index)].length,
    };
    return this.counted.column;
  }

  private refusal(what: string, column: number): Refusal {
    const letters = [...this.text];
    const shown = letters.length <= 60 ? this.text : `${letters.slice(0, 57).join("")}…`;
    return new Refusal(
      "InvalidAngle",
      `Angle '${shown}', column ${column}: ${what}. Write for example pi/2, 0.3 or 2*gamma + pi/4.`,
      { column },
    );
  }

  private peek(): Token {
    return this.tokens[this.place] ?? { kind: "end", text: "", column: this.length + 1 };
  }

  private isSign(...signs: string[]): boolean {
    const token = this.peek();
    return token.kind === "sign" && signs.includes(token.text);
  }

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

/** Decimal digits of any script as 0 to 9; their code points come in runs of ten. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let start = point;
    while (/^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start -= 1;
    return String((point - start) % 10);
  });
}
