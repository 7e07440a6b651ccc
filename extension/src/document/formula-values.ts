/** Values of formulas, and their derivatives by the free parameters. */

import { type Derived, derivedOf, freeNames, isDerived } from "./formula";
import { FUNCTIONS } from "./functions";
import { toNumber } from "./rational";
import type { Affine } from "./sums";

/** Radians that a start is moved where a formula has no finite slope. */
const ASIDE = 1e-3;

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

/** A start, or where the slope of a formula is not finite there, as of √x at 0, one beside it if that helps. */
export function withSlopes(
  formulas: readonly string[],
  start: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  for (const by of [0, ASIDE, -ASIDE]) {
    const moved = new Map(start);
    for (const name of freeNames(formulas)) moved.set(name, (start.get(name) ?? 0) + by);
    const at = (name: string): number => moved.get(name) ?? 0;
    let smooth = formulas.every((name) => Number.isFinite(symbolAt(name, at)));
    for (const name of formulas) addSlopes(name, 1, at, (_, slope) => (smooth &&= Number.isFinite(slope)));
    if (smooth) return moved;
  }
  return start;
}
