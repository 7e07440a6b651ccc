/**
 * Exact angles: (rational × π) + radians + Σ (coefficient × parameter), affine and closed under sums.
 *
 * The same values and the same text as qdesign/angle.py, held to it by fixtures that Python writes.
 */

import { Refusal } from "./errors";
import { checkName, freeNames, isDerived, parseFormula, substituted, sumText } from "./formula";
import { symbolAt } from "./formula-values";
import { byCodePoint } from "./names";
import {
  add,
  equals,
  fromNumber,
  invert,
  isZero,
  limited,
  multiply,
  negate,
  pythonText,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "./rational";
import { type Affine, asMultipleOfPi, type Sum } from "./sums";

/** `terms` are sorted by name and have no zero coefficient; names of derived parameters begin with `=`. */
export interface Angle extends Sum {
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

const parsed = new Map<string, Angle>();

/** The angle that `text` denotes; the same text gives the same object while it is remembered. */
export function readAngle(text: string): Angle {
  let angle = parsed.get(text);
  if (!angle) {
    angle = fromAffine(parseFormula(text));
    if (parsed.size > 50_000) parsed.clear();
    parsed.set(text, angle);
  }
  return angle;
}

function fromAffine({ number, pi, terms }: Affine): Angle {
  return makeAngle(pi, toNumber(number), terms);
}

/** The text of an angle, which reads back as the same angle. */
export function angleText(angle: Angle): string {
  return sumText(angle);
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

/** Radians where every free parameter has a value; NaN where a formula has none. */
export function angleAt(angle: Angle, values: (name: string) => number): number {
  let total = toNumber(angle.pi) * Math.PI + angle.radians;
  for (const [name, c] of angle.terms) total += toNumber(c) * symbolAt(name, values);
  return total;
}

/** The angle with an angle put for each parameter that `angles` names. */
export function substitute(angle: Angle, angles: ReadonlyMap<string, Angle>): Angle {
  if (!anglesParameters(angle).some((name) => angles.has(name))) return angle;
  let total = makeAngle(angle.pi, angle.radians);
  for (const [name, c] of angle.terms) {
    const other = isDerived(name) ? fromAffine(substituted(name, affines(angles))) : angles.get(name);
    total = addAngles(total, other ? scaleAngle(other, c) : makeAngle(ZERO, 0, [[name, c]]));
  }
  return total;
}

function affines(angles: ReadonlyMap<string, Angle>): ReadonlyMap<string, Affine> {
  return new Map(
    [...angles].map(([name, { pi, radians, terms }]) => [
      name,
      { pi, number: fromNumber(radians), terms: new Map(terms) },
    ]),
  );
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

/** Names of the free parameters that it depends on. */
export function anglesParameters(a: Angle): readonly string[] {
  return a.terms.length ? freeNames(a.terms.map(([name]) => name)) : [];
}
