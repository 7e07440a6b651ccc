/**
 * Exact angles: (rational × π) + radians + Σ (coefficient × parameter), affine and closed under sums.
 *
 * The same values and the same text as qdesign/angle.py, held to it by fixtures that Python writes.
 */

import { parseAngle } from "./angle-parser";
import { Refusal } from "./errors";
import { byCodePoint, checkName, isSimpleName } from "./names";
import {
  add,
  equals,
  fromNumber,
  invert,
  isZero,
  LARGEST_DENOMINATOR,
  LARGEST_NUMERATOR,
  LARGEST_WHOLE,
  limited,
  multiply,
  negate,
  pythonText,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "./rational";

/** `terms` are sorted by name and have no zero coefficient. */
export interface Angle {
  readonly pi: Rational;
  readonly radians: number;
  readonly terms: readonly (readonly [string, Rational])[];
}

export const NONE: Angle = { pi: ZERO, radians: 0, terms: [] };

/** An angle from its parts, checked and brought to its one form. */
export function makeAngle(pi: Rational, radians: number, terms: Iterable<readonly [string, Rational]> = []): Angle {
  if (!Number.isFinite(radians)) {
    throw new Refusal("InvalidAngle", `An angle must be finite, and ${pythonText(radians)} is not.`);
  }
  let turns = limited(pi);
  let rest = radians;
  const exact = radians === 0 ? null : asMultipleOfPi(radians);
  if (exact) {
    turns = limited(add(turns, exact));
    rest = 0;
  }
  const kept: [string, Rational][] = [];
  for (const [name, coefficient] of terms) {
    const whole = limited(coefficient);
    checkName(name);
    if (!isZero(whole)) kept.push([name, whole]);
  }
  kept.sort((a, b) => byCodePoint(a[0], b[0]));
  return { pi: turns, radians: rest + 0, terms: kept };
}

function asMultipleOfPi(radians: number): Rational | null {
  const scaled = (radians * 48) / Math.PI;
  const nearest = Math.round(scaled);
  if (Math.abs(scaled - nearest) > 1e-9 || nearest === 0 || Math.abs(nearest) > 48 * 64) return null;
  const exact = rational(nearest, 48);
  const close =
    radians === (Math.PI * Number(exact.top)) / Number(exact.bottom) || radians === toNumber(exact) * Math.PI;
  return close ? exact : null;
}

const parsed = new Map<string, Angle>();

/** The angle that `text` denotes; the same text gives the same object while it is remembered. */
export function readAngle(text: string): Angle {
  let angle = parsed.get(text);
  if (!angle) {
    const parts = parseAngle(text);
    angle = makeAngle(parts.pi, toNumber(parts.number), parts.terms);
    if (parsed.size > 50_000) parsed.clear();
    parsed.set(text, angle);
  }
  return angle;
}

/** The text of an angle, which reads back as the same angle. */
export function angleText(angle: Angle): string {
  const parts = angle.terms.map(([name, c]) => productText(c, isSimpleName(name) ? name : `\`${name}\``));
  if (!isZero(angle.pi)) parts.push(productText(angle.pi, "pi"));
  if (angle.radians !== 0 || !parts.length) parts.push(decimalText(angle.radians));
  return parts.reduce((text, part) => (part.startsWith("-") ? `${text} - ${part.slice(1)}` : `${text} + ${part}`));
}

function decimalText(number: number): string {
  return Number.isInteger(number) && Math.abs(number) < 1e15 ? String(number + 0) : pythonText(number);
}

function productText(coefficient: Rational, factor: string): string {
  const sign = coefficient.top < 0n ? "-" : "";
  const top = coefficient.top < 0n ? -coefficient.top : coefficient.top;
  // Only what reads back as itself: in the text the product comes before the quotient.
  const small = top <= LARGEST_NUMERATOR && coefficient.bottom <= LARGEST_DENOMINATOR;
  if (!small && (coefficient.bottom > 1n || top > LARGEST_WHOLE))
    return `${pythonText(toNumber(coefficient))}*${factor}`;
  const text = top === 1n ? factor : `${top}*${factor}`;
  return sign + (coefficient.bottom === 1n ? text : `${text}/${coefficient.bottom}`);
}

/** The one text of the angle that `text` denotes. */
export function canonicalAngle(text: string): string {
  return angleText(readAngle(text));
}

/** `multiple` × π. */
export function piTimes(top: number, bottom = 1): Angle {
  return makeAngle(rational(top, bottom), 0);
}

export function parameterAngle(name: string): Angle {
  return makeAngle(ZERO, 0, [[name, rational(1)]]);
}

export function radiansAngle(radians: number): Angle {
  return makeAngle(ZERO, radians);
}

export function addAngles(a: Angle, b: Angle): Angle {
  const sums = new Map(a.terms);
  for (const [name, c] of b.terms) sums.set(name, add(sums.get(name) ?? ZERO, c));
  return makeAngle(add(a.pi, b.pi), a.radians + b.radians, sums);
}

export function negateAngle(a: Angle): Angle {
  return makeAngle(
    negate(a.pi),
    -a.radians,
    a.terms.map(([n, c]) => [n, negate(c)] as const),
  );
}

export function scaleAngle(a: Angle, factor: Rational | number): Angle {
  const exact = typeof factor === "number" ? fromNumber(factor) : limited(factor);
  return makeAngle(
    multiply(a.pi, exact),
    a.radians * toNumber(exact),
    a.terms.map(([n, c]) => [n, multiply(c, exact)] as const),
  );
}

export function divideAngle(a: Angle, divisor: number): Angle {
  if (divisor === 0) throw new Refusal("InvalidAngle", "An angle cannot be divided by zero.");
  return scaleAngle(a, invert(fromNumber(divisor)));
}

/** Radians where every parameter has a value; a missing one counts as 0. */
export function angleAt(angle: Angle, values: (name: string) => number): number {
  let total = toNumber(angle.pi) * Math.PI + angle.radians;
  for (const [name, c] of angle.terms) total += toNumber(c) * values(name);
  return total;
}

/** The angle with an angle put for each parameter that `angles` names. */
export function substitute(angle: Angle, angles: ReadonlyMap<string, Angle>): Angle {
  if (!angle.terms.some(([name]) => angles.has(name))) return angle;
  let total = makeAngle(angle.pi, angle.radians);
  for (const [name, c] of angle.terms) {
    const other = angles.get(name);
    total = addAngles(total, other ? scaleAngle(other, c) : makeAngle(ZERO, 0, [[name, c]]));
  }
  return total;
}

export function sameAngle(a: Angle, b: Angle): boolean {
  return (
    a.radians === b.radians &&
    equals(a.pi, b.pi) &&
    a.terms.length === b.terms.length &&
    a.terms.every(([name, c], k) => name === b.terms[k]?.[0] && equals(c, b.terms[k][1]))
  );
}

export function isZeroAngle(a: Angle): boolean {
  return !a.terms.length && isZero(a.pi) && a.radians === 0;
}

export function anglesParameters(a: Angle): readonly string[] {
  return a.terms.map(([name]) => name);
}
