/** Exact rationals over bigint, with Python's reading and printing of doubles. */

import { Refusal } from "./errors";

/** In lowest terms, denominator above 0. */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const LARGEST_DENOMINATOR = 1_000_000n;
export const LARGEST_NUMERATOR = 1_000_000_000n;
/** Whole numbers up to here are doubles. */
export const LARGEST_WHOLE = 9007199254740992n;

export const ZERO: Rational = { top: 0n, bottom: 1n };
export const ONE: Rational = { top: 1n, bottom: 1n };

export function rational(top: bigint | number, bottom: bigint | number = 1n): Rational {
  let a = BigInt(top);
  let b = BigInt(bottom);
  if (b < 0n) [a, b] = [-a, -b];
  if (b === 1n) return { top: a, bottom: b };
  const g = gcd(a < 0n ? -a : a, b);
  return g === 1n ? { top: a, bottom: b } : { top: a / g, bottom: b / g };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** Kept exactly while small, else the shortest decimal of its nearest double. */
export function limited(value: Rational): Rational {
  const top = value.top < 0n ? -value.top : value.top;
  if (value.bottom <= LARGEST_DENOMINATOR && top <= LARGEST_NUMERATOR) return value;
  const near = toNumber(value);
  if (!Number.isFinite(near)) {
    throw new Refusal("InvalidAngle", "A number in this angle is beyond 1e308. Use a smaller one.");
  }
  return fromNumber(near);
}

/** The shortest decimal that reads back as `number`. */
export function fromNumber(number: number): Rational {
  if (!Number.isFinite(number)) {
    throw new Refusal("InvalidAngle", `An angle must be finite, and ${pythonText(number)} is not.`);
  }
  return fromDecimal(String(number));
}

/** A decimal such as `-1.5e-7`, exactly. */
export function fromDecimal(text: string): Rational {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = BigInt(whole + fraction === "-" ? "0" : whole + fraction);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

/** The nearest double, ties to even; infinite beyond the range. */
export function toNumber(value: Rational): number {
  const { top, bottom } = value;
  if (top >= -LARGEST_WHOLE && top <= LARGEST_WHOLE && bottom <= LARGEST_WHOLE) {
    return Number(top) / Number(bottom);
  }
  const negative = top < 0n;
  const a = negative ? -top : top;
  // A quotient with bits to spare, its last one sticky, rounds once on its way to a double. The smallest
  // double is 2^-1074: a quotient in its multiples has no bits to spare and is rounded here.
  const shift = Math.min(1074, Math.max(0, 66 + bits(bottom) - bits(a)));
  const scaled = a << BigInt(shift);
  const quotient = scaled / bottom;
  const rest = scaled % bottom;
  const half = Math.min(shift, 1000);
  const part = (whole: bigint): number => Number(whole) / 2 ** half / 2 ** (shift - half);
  const sticky = rest ? 1n : 0n;
  const number =
    quotient > 1n << 60n
      ? part(quotient | sticky)
      : quotient > LARGEST_WHOLE
        ? part((quotient << 1n) | sticky) / 2
        : part(quotient + (2n * rest > bottom || (2n * rest === bottom && quotient & 1n) ? 1n : 0n));
  return negative ? -number : number;
}

function bits(value: bigint): number {
  return value.toString(16).length * 4;
}

export function add(a: Rational, b: Rational): Rational {
  if (a.bottom === b.bottom) return rational(a.top + b.top, a.bottom);
  return rational(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.top * b.top, a.bottom * b.bottom);
}

export function negate(a: Rational): Rational {
  return { top: -a.top, bottom: a.bottom };
}

export function invert(a: Rational): Rational {
  return rational(a.bottom, a.top);
}

export function isZero(a: Rational): boolean {
  return a.top === 0n;
}

export function equals(a: Rational, b: Rational): boolean {
  return a.top === b.top && a.bottom === b.bottom;
}

/** A double as Python's `repr` writes it. */
export function pythonText(number: number): string {
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
  if (number === 0) return Object.is(number, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponent = "0"] = number.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const size = Math.abs(power);
    return `${mantissa}e${power < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
  }
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace("-", "").replace(".", "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
  return `${sign}${whole}.${digits.slice(power + 1) || "0"}`;
}
