/** Sums of parameters times exact numbers: arithmetic and text. What formulas are made of; as qdesign/affine.py. */

import { byCodePoint } from "./names";
import {
  add,
  equals,
  fromNumber,
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

/** A sum: the plain number is rational here, so that `1/3` stays exact in mid-parse. */
export interface Affine {
  readonly number: Rational;
  readonly pi: Rational;
  readonly terms: ReadonlyMap<string, Rational>;
}

export const NOTHING: ReadonlyMap<string, Rational> = new Map();

export const NULL: Affine = { number: ZERO, pi: ZERO, terms: NOTHING };

export const UNIT: Affine = { ...NULL, number: ONE };

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
export function constantOf(a: Affine): Rational | null {
  if (a.terms.size) return null;
  if (isZero(a.pi)) return a.number;
  return limited(fromNumber(toNumber(a.number) + toNumber(a.pi) * Math.PI));
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
export function settled({ number, pi, terms }: Affine): Affine {
  const plain = toNumber(number);
  const turns = plain ? asMultipleOfPi(plain) : null;
  const sorted = [...terms].filter(([, c]) => !isZero(c)).sort((a, b) => byCodePoint(a[0], b[0]));
  return {
    number: turns ? ZERO : limited(fromNumber(plain)),
    pi: turns ? limited(add(pi, turns)) : pi,
    terms: new Map(sorted),
  };
}

/** What is taken out of a sum that is a factor, so that its first term is a positive integer. */
export function contentOf(value: Affine): Rational {
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
export function smallParts({ number, pi, terms }: Affine): readonly Rational[] {
  const parts = [...terms.values(), pi, number].filter((c) => !isZero(c));
  const largest = LARGEST_DENOMINATOR;
  const isSmall = ({ top, bottom }: Rational): boolean =>
    bottom <= largest && top <= largest * bottom && -top <= largest * bottom;
  return parts.every(isSmall) ? parts : [];
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b);
}

/** The name of a sum that is one parameter, else ''. */
export function aloneIn({ number, pi, terms }: Affine): string {
  const [[name, c] = ["", ZERO] as const] = terms;
  return terms.size === 1 && equals(c, ONE) && isZero(number) && isZero(pi) ? name : "";
}

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
export function sumIn({ pi, radians, terms }: Sum, style: SumStyle, symbol: (name: string) => string): string {
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
