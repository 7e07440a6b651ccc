/** Text of an angle → its parts, by precedence climbing; never evaluated as code. */

import { Refusal } from "./errors";
import { checkName, SPACE } from "./names";
import {
  add,
  fromDecimal,
  fromNumber,
  invert,
  isZero,
  limited,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "./rational";

const MAX_TEXT = 20_000;
const MAX_DEPTH = 60;
const BLANK = new RegExp(`[${SPACE}]`, "u");
const TOKEN = new RegExp(
  `[${SPACE}]*(?:(?<number>(?:\\p{Nd}+\\.?\\p{Nd}*|\\.\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?)` +
    "|(?<name>[\\p{L}\\p{Nl}\\p{No}_][\\p{L}\\p{N}_]*(?:\\[\\p{Nd}+\\])*)" +
    "|`(?<quoted>[^`]+)`" +
    "|(?<sign>[-+*/()]|[−·×⁄]))",
  "uy",
);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["−", "-"],
  ["·", "*"],
  ["×", "*"],
  ["⁄", "/"],
]);

interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign" | "end";
  readonly text: string;
  readonly column: number;
}

/** A value in mid-parse: like an angle, with the plain number still rational. */
export interface Affine {
  readonly number: Rational;
  readonly pi: Rational;
  readonly terms: ReadonlyMap<string, Rational>;
}

/** The parts of the angle that `text` denotes, or a refusal with the column. */
export function parseAngle(text: string): Affine {
  return new Parser(text).angle();
}

const NOTHING: ReadonlyMap<string, Rational> = new Map();

function plus(a: Affine, b: Affine, sign: Rational): Affine {
  const terms = new Map(a.terms);
  for (const [name, c] of b.terms) terms.set(name, limited(add(terms.get(name) ?? ZERO, multiply(sign, c))));
  return {
    number: limited(add(a.number, multiply(sign, b.number))),
    pi: limited(add(a.pi, multiply(sign, b.pi))),
    terms,
  };
}

function times(a: Affine, factor: Rational): Affine {
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

class Parser {
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

  angle(): Affine {
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
    const value = this.factor();
    if (!this.followsNumber()) return value;
    const next = this.peek();
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

  private combine(left: Affine, right: Affine, operator: Token): Affine {
    const divisor = constantOf(right);
    if (operator.text === "/") {
      if (!divisor) throw this.refusal("it divides by a parameter, which is not affine", operator.column);
      if (isZero(divisor)) throw this.refusal("it divides by zero", operator.column);
      return times(left, invert(divisor));
    }
    if (divisor && (isZero(right.pi) || left.terms.size || !isZero(left.pi))) return times(left, divisor);
    const factor = constantOf(left);
    if (!factor) {
      throw this.refusal(
        "a product of parameters is not affine; name the product as a parameter of its own",
        operator.column,
      );
    }
    return times(right, factor);
  }

  private factor(): Affine {
    let sign = ONE;
    while (this.isSign("-", "+")) {
      if (this.peek().text === "-") sign = negate(sign);
      this.place += 1;
    }
    const { kind, text, column } = this.peek();
    this.place += 1;
    if (kind === "number") {
      if ([...text].length > 60) throw this.refusal("a number has at most 60 digits", column);
      const plain = asciiDigits(text);
      const exact = /e/i.test(plain) ? fromNumber(Number(plain)) : limited(fromDecimal(plain));
      return { number: multiply(sign, exact), pi: ZERO, terms: NOTHING };
    }
    if (kind === "name" && (text === "pi" || text === "π")) return { number: ZERO, pi: sign, terms: NOTHING };
    if (kind === "name" || kind === "quoted") {
      return { number: ZERO, pi: ZERO, terms: new Map([[checkName(text), sign]]) };
    }
    if (text !== "(") throw this.refusal(text ? `'${text}' cannot stand here` : "it ends too early", column);
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.refusal(`parentheses nest more than ${MAX_DEPTH} deep`, column);
    const inner = this.sum();
    if (!this.isSign(")")) throw this.refusal("a parenthesis is not closed", this.peek().column);
    this.place += 1;
    this.depth -= 1;
    return times(inner, rational(sign.top));
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
