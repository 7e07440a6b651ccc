/** The tokens of a formula's text, one after another, and refusals that point into it. */

import { Refusal } from "./errors";
import { SPACE } from "./names";

const MAX_TEXT = 20_000;
const BLANK = new RegExp(`[${SPACE}]`, "u");
const TOKEN = new RegExp(
  `[${SPACE}]*(?:(?<number>(?:\\p{Nd}+\\.?\\p{Nd}*|\\.\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?)` +
    "|(?<name>[\\p{L}\\p{Nl}\\p{No}_][\\p{L}\\p{N}_]*(?:\\[\\p{Nd}+\\])*)" +
    "|`(?<quoted>[^`]+)`" +
    "|(?<sign>\\*\\*|[-+*/()^]|[−·×⁄]))",
  "uy",
);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["−", "-"],
  ["·", "*"],
  ["×", "*"],
  ["⁄", "/"],
  ["^", "**"],
]);

export interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign" | "end";
  readonly text: string;
  readonly column: number;
}

export abstract class Tokens {
  /** How many were taken. */
  protected place = 0;
  protected readonly tokens: readonly Token[];
  private readonly length: number;
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

  protected refusal(what: string, column: number): Refusal {
    const letters = [...this.text];
    const shown = letters.length <= 60 ? this.text : `${letters.slice(0, 57).join("")}…`;
    return new Refusal(
      "InvalidAngle",
      `Angle '${shown}', column ${column}: ${what}. Write for example pi/2, 0.3 or 2*gamma + pi/4.`,
      { column },
    );
  }

  protected peek(): Token {
    return this.tokens[this.place] ?? { kind: "end", text: "", column: this.length + 1 };
  }

  /** Is the next one of these signs? */
  protected isSign(...signs: string[]): boolean {
    const token = this.peek();
    return token.kind === "sign" && signs.includes(token.text);
  }
}

/** Decimal digits of any script as 0 to 9; their code points come in runs of ten. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let start = point;
    while (/^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start -= 1;
    return String((point - start) % 10);
  });
}
