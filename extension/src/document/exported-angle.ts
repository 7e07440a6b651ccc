/** Angles in the styles of other languages; as qdesign/angle_text.py. */

import { pythonText } from "./rational";
import type { SumStyle } from "./sums";

export const OPENQASM: SumStyle = {
  times: "*",
  quotient: (top, bottom) => `${top}/${bottom}`,
  plus: " + ",
  minus: " - ",
  pi: "pi",
  decimal: pythonText,
  power: (base, exponent) => `${base}**${exponent}`,
  between: "*",
};

export const QISKIT: SumStyle = {
  ...OPENQASM,
  times: " * ",
  quotient: (top, bottom) => `${top} / ${bottom}`,
};

export const LATEX: SumStyle = {
  times: "",
  quotient: (top, bottom) => `\\frac{${top}}{${bottom}}`,
  plus: "+",
  minus: "-",
  pi: "\\pi",
  decimal: sixDigits,
  power: (base, exponent) => `{${base}}^{${exponent}}`,
  between: "\\,",
};

/** A function as OpenQASM 3 has it; of an absolute value there is only the root of a square. */
export function openqasmCall(name: string, argument: string): string {
  if (name === "abs") return `sqrt((${argument})**2)`;
  return `${arcName(name)}(${argument})`;
}

/** A function of Qiskit's expressions, which is their method. */
export function qiskitCall(name: string, argument: string): string {
  if (name === "abs") return `abs(${argument})`;
  return name === "sqrt" ? `((${argument}) ** 0.5)` : `(${argument}).${arcName(name)}()`;
}

export function latexCall(name: string, argument: string): string {
  if (name === "sqrt") return `\\sqrt{${argument}}`;
  return name === "abs" ? `\\left|${argument}\\right|` : `\\${arcName(name)}\\left(${argument}\\right)`;
}

/** `asin` is `arcsin` in most languages. */
function arcName(name: string): string {
  return /^a(?:sin|cos|tan)$/.test(name) ? `arc${name.slice(1)}` : name;
}

/** Six digits, as C's %g writes them. */
function sixDigits(number: number): string {
  const [digits = "0", exponent = "0"] = number.toExponential(5).split("e");
  const power = Number(exponent);
  const short = (text: string): string => String(Number(text));
  if (power >= -4 && power < 6) return short(number.toFixed(Math.max(0, 5 - power)));
  return `${short(digits)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
