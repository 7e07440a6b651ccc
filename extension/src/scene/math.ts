/** Angles and names as typeset runs: real Greek, subscripts, stacked fractions, a true minus. */

import { readAngle } from "../document/angle";
import { isDerived, styled } from "../document/formula";
import { familyOf } from "../document/parameters";
import { isZero, ONE, type Rational, toNumber, ZERO } from "../document/rational";
import type { SumStyle } from "../document/sums";
import { cut } from "./cut";

export type Font = "ui" | "strong" | "math" | "italic" | "code";

/** Width of a text in px at a size in px. */
export type Measure = (text: string, font: Font, size: number) => number;

/** A text at a place, or a fraction's rule; y counts down from the baseline. */
export type Run =
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly font: Font;
      readonly size: number;
    }
  | { readonly kind: "rule"; readonly x: number; readonly y: number; readonly width: number };

/** Runs with their extent above and below the baseline. */
export interface Piece {
  readonly runs: readonly Run[];
  readonly width: number;
  readonly up: number;
  readonly down: number;
}

const GREEK: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: "α",
    beta: "β",
    gamma: "γ",
    delta: "δ",
    epsilon: "ε",
    zeta: "ζ",
    eta: "η",
    theta: "θ",
    iota: "ι",
    kappa: "κ",
    lambda: "λ",
    lam: "λ",
    mu: "μ",
    nu: "ν",
    xi: "ξ",
    omicron: "ο",
    rho: "ρ",
    sigma: "σ",
    tau: "τ",
    upsilon: "υ",
    phi: "φ",
    chi: "χ",
    psi: "ψ",
    omega: "ω",
    Gamma: "Γ",
    Delta: "Δ",
    Theta: "Θ",
    Lambda: "Λ",
    Xi: "Ξ",
    Sigma: "Σ",
    Phi: "Φ",
    Psi: "Ψ",
    Omega: "Ω",
  }),
);
const LONGEST_NAME = 14;
const LONGEST_FORMULA = 22;
const SCREEN: SumStyle = {
  times: "",
  quotient: (top, bottom) => `${top}/${bottom}`,
  plus: " + ",
  minus: " − ",
  pi: "π",
  decimal: (number) => radiansText(number),
  power: (base, exponent) => `${base}^${exponent}`,
  between: "·",
};

export function textPiece(
  text: string,
  font: Font,
  style: { readonly size: number; readonly measure: Measure },
): Piece {
  const { size, measure } = style;
  return {
    runs: text.trim() ? [{ kind: "text", x: 0, y: 0, text, font, size }] : [],
    width: measure(text, font, size),
    up: size * 0.72,
    down: size * 0.22,
  };
}

function moved(piece: Piece, x: number, y = 0): readonly Run[] {
  return piece.runs.map((run) => ({ ...run, x: run.x + x, y: run.y + y }));
}

/** Pieces beside each other on one baseline. */
export function row(pieces: readonly Piece[]): Piece {
  let x = 0;
  let up = 0;
  let down = 0;
  const runs: Run[] = [];
  for (const piece of pieces) {
    runs.push(...moved(piece, x));
    x += piece.width;
    up = Math.max(up, piece.up);
    down = Math.max(down, piece.down);
  }
  return { runs, width: x, up, down };
}

function fraction(top: Piece, bottom: Piece, size: number): Piece {
  const width = Math.max(top.width, bottom.width) + 2;
  const axis = -size * 0.27;
  const above = axis - 2 - top.down;
  const below = axis + 2 + bottom.up;
  return {
    runs: [
      ...moved(top, (width - top.width) / 2, above),
      { kind: "rule", x: 0, y: axis, width },
      ...moved(bottom, (width - bottom.width) / 2, below),
    ],
    width,
    up: top.up - above,
    down: bottom.down + below,
  };
}

export interface MathStyle {
  readonly size: number;
  readonly measure: Measure;
  /** Names that stand for another parameter in each repetition; they get the index ℓ. */
  readonly indexed?: ReadonlySet<string>;
  /** Px that a name may take; it is cut to fit. */
  readonly room?: number;
}

const SHORTEST_NAME = 3;

/** A parameter's name: Greek where it is spelled out, its index below. */
export function namePiece(name: string, style: MathStyle): Piece {
  for (let longest = LONGEST_NAME; ; longest--) {
    const piece = nameWithin(name, style, longest);
    if (piece.width <= (style.room ?? Infinity) || longest === SHORTEST_NAME) return piece;
  }
}

function nameWithin(name: string, style: MathStyle, longest: number): Piece {
  const { base, index } = shownName(name);
  const main = textPiece(cut(base, longest), "italic", style);
  const small = { ...style, size: style.size * 0.72 };
  const lows: Piece[] = [];
  if (index) lows.push(textPiece(index, /^\d/.test(index) ? "math" : "italic", small));
  if (style.indexed?.has(name)) lows.push(textPiece(index ? ",ℓ" : "ℓ", "italic", small));
  const low = row(lows);
  const drop = style.size * 0.22;
  return {
    runs: [...main.runs, ...moved(low, main.width + 0.5, drop)],
    width: main.width + (lows.length ? low.width + 0.5 : 0),
    up: main.up,
    down: Math.max(main.down, lows.length ? low.down + drop : 0),
  };
}

/** Name and index as they are shown: theta_0 is θ with index 0. */
export function shownName(name: string): { readonly base: string; readonly index: string } {
  const { base, index } = familyOf(name);
  return { base: GREEK.get(base) ?? base, index };
}

/** A name in one line of plain text, for titles: θ₀. */
export function plainName(name: string): string {
  const { base, index } = shownName(name);
  return (
    base +
    [...index].map((c) => (/\d/.test(c) ? String.fromCharCode(0x2080 + Number(c)) : c === "," ? c : `_${c}`)).join("")
  );
}

/** A parameter as it is drawn; of a derived one its formula in one line. */
function symbolPiece(name: string, style: MathStyle): Piece {
  return isDerived(name) ? textPiece(cut(formulaName(name), LONGEST_FORMULA), "math", style) : namePiece(name, style);
}

/** A derived parameter's formula in one line of plain text: sin(x₀)·(x₁ − π). */
function formulaName(name: string): string {
  return styled({ pi: ZERO, radians: 0, terms: [[name, ONE]] }, SCREEN, plainName);
}

/** An angle as it is drawn. */
export function anglePiece(text: string, style: MathStyle): Piece {
  const angle = readAngle(text);
  const parts: { readonly negative: boolean; readonly piece: Piece }[] = [];
  for (const [name, c] of angle.terms) parts.push(product(c, symbolPiece(name, style), style));
  if (!isZero(angle.pi)) parts.push(product(angle.pi, textPiece("π", "italic", style), style));
  if (angle.radians !== 0 || !parts.length) {
    parts.push({ negative: angle.radians < 0, piece: textPiece(radiansText(Math.abs(angle.radians)), "math", style) });
  }
  const pieces: Piece[] = [];
  for (const [k, part] of parts.entries()) {
    if (k > 0) pieces.push(textPiece(part.negative ? " − " : " + ", "math", style));
    else if (part.negative) pieces.push(textPiece("−", "math", style));
    pieces.push(part.piece);
  }
  return row(pieces);
}

function product(c: Rational, factor: Piece, style: MathStyle): { negative: boolean; piece: Piece } {
  const negative = c.top < 0n;
  const top = negative ? -c.top : c.top;
  if (c.bottom > 9999n || top > 9999n) {
    return { negative, piece: row([textPiece(`${numberText(Math.abs(toNumber(c)))} `, "math", style), factor]) };
  }
  if (c.bottom === 1n) {
    return { negative, piece: top === 1n ? factor : row([textPiece(String(top), "math", style), factor]) };
  }
  const size = style.size * 0.78;
  const small = { ...style, size };
  const scaled = scale(factor, 0.78);
  const above = top === 1n ? scaled : row([textPiece(String(top), "math", small), scaled]);
  return { negative, piece: fraction(above, textPiece(String(c.bottom), "math", small), style.size) };
}

function scale(piece: Piece, by: number): Piece {
  return {
    runs: piece.runs.map((run) =>
      run.kind === "text"
        ? { ...run, x: run.x * by, y: run.y * by, size: run.size * by }
        : { ...run, x: run.x * by, y: run.y * by, width: run.width * by },
    ),
    width: piece.width * by,
    up: piece.up * by,
    down: piece.down * by,
  };
}

/** A number for reading: at most four decimals, no trailing zeros, a true minus. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "?";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e7) ? value.toExponential(2) : String(Number(value.toFixed(4)));
  return text.replaceAll("-", "−");
}

/** Radians in a drawing: four significant digits, as in Python's pictures. Titles have them all. */
function radiansText(value: number): string {
  return String(Number(value.toPrecision(4))).replaceAll("-", "−");
}

/** A number with a fixed count of decimals and a true minus, for columns of figures. */
export function fixedText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** A phase in radians: as a fraction of π where it is a simple one, else as a decimal multiple of π. */
export function phaseText(phase: number): string {
  const turns = phase / Math.PI;
  for (const bottom of [1, 2, 3, 4, 5, 6, 8, 12, 16]) {
    const top = Math.round(turns * bottom);
    if (Math.abs(turns * bottom - top) > 1e-9) continue;
    const sign = top < 0 ? "−" : "";
    const size = Math.abs(top) === 1 ? "" : String(Math.abs(top));
    return top ? `${sign}${size}π${bottom > 1 ? `/${bottom}` : ""}` : "0";
  }
  return `${fixedText(turns, 3)}π`;
}

/** Below this, beside quantities of order 1, what is left is the rounding of doubles. */
const ROUNDING = 1e-12;

/** A number with all its figures, as it is copied; rounding noise is 0. */
export function exactText(value: number): string {
  if (Math.abs(value) < ROUNDING) return "0";
  return String(Number(value.toPrecision(12)));
}

/** A number with all its figures and, where it is an average, its standard error. */
export function withError(value: number, error: number | undefined): string {
  return error === undefined ? exactText(value) : `${exactText(value)} ± ${error.toPrecision(2)}`;
}

/** An angle in one line of plain text, exact, for titles and lists: 2γ + π/4. */
export function plainAngle(text: string): string {
  const angle = readAngle(text);
  const parts: string[] = [];
  const add = (c: Rational, symbol: string): void => {
    const top = c.top < 0n ? -c.top : c.top;
    const body = `${top === 1n ? "" : top}${symbol}${c.bottom === 1n ? "" : `/${c.bottom}`}`;
    parts.push(c.top < 0n ? `−${body}` : body);
  };
  for (const [name, c] of angle.terms) add(c, isDerived(name) ? formulaName(name) : plainName(name));
  if (!isZero(angle.pi)) add(angle.pi, "π");
  if (angle.radians !== 0 || !parts.length) parts.push(String(angle.radians).replaceAll("-", "−"));
  return parts.reduce((sum, part) => (part.startsWith("−") ? `${sum} − ${part.slice(1)}` : `${sum} + ${part}`));
}
