/** The functions that formulas may have. */

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
