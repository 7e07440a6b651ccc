/** Sums of products such as 2a/3 + π/4 in the styles of other languages; as qdesign/angle_text.py. */

import type { Angle } from "./angle";
import { isZero, pythonText, type Rational, toNumber } from "./rational";

/** How a language writes sums of products. */
export interface AngleStyle {
  /** Between a number and what it multiplies. */
  readonly times: string;
  readonly quotient: (top: string, bottom: string) => string;
  readonly plus: string;
  readonly minus: string;
  readonly pi: string;
  /** A number that is not negative. */
  readonly decimal: (number: number) => string;
}

export const QISKIT: AngleStyle = {
  times: " * ",
  quotient: (top, bottom) => `${top} / ${bottom}`,
  plus: " + ",
  minus: " - ",
  pi: "pi",
  decimal: pythonText,
};

export const LATEX: AngleStyle = {
  times: "",
  quotient: (top, bottom) => `\\frac{${top}}{${bottom}}`,
  plus: "+",
  minus: "-",
  pi: "\\pi",
  decimal: sixDigits,
};

const LARGEST_NUMERATOR = 10n ** 9n;
const LARGEST_DENOMINATOR = 10n ** 6n;
const LARGEST_WHOLE = 2n ** 53n;

/** The text of an angle; `name` writes a parameter. */
export function exportedAngle(angle: Angle, style: AngleStyle, name: (parameter: string) => string): string {
  let text = "";
  const add = (part: string, isNegative: boolean): void => {
    text = text ? text + (isNegative ? style.minus : style.plus) + part : isNegative ? `-${part}` : part;
  };
  for (const [parameter, c] of angle.terms) add(product(c, name(parameter), style), c.top < 0n);
  if (!isZero(angle.pi)) add(product(angle.pi, style.pi, style), angle.pi.top < 0n);
  if (angle.radians !== 0 || !text) add(style.decimal(Math.abs(angle.radians)), angle.radians < 0);
  return text;
}

/** |coefficient| × factor; as a quotient only what reads back as itself. */
function product(c: Rational, factor: string, style: AngleStyle): string {
  const top = c.top < 0n ? -c.top : c.top;
  const isSmall = top <= LARGEST_NUMERATOR && c.bottom <= LARGEST_DENOMINATOR;
  if (!isSmall && (c.bottom > 1n || top > LARGEST_WHOLE)) {
    return `${style.decimal(Math.abs(toNumber(c)))}${style.times}${factor}`;
  }
  const text = top === 1n ? factor : `${top}${style.times}${factor}`;
  return c.bottom === 1n ? text : style.quotient(text, String(c.bottom));
}

/** Six digits, as C's %g writes them. */
function sixDigits(number: number): string {
  const [digits = "0", exponent = "0"] = number.toExponential(5).split("e");
  const power = Number(exponent);
  const short = (text: string): string => String(Number(text));
  if (power >= -4 && power < 6) return short(number.toFixed(Math.max(0, 5 - power)));
  return `${short(digits)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
