/** The tokens of a text of Pauli strings, one after another, and refusals that point into it. */

import { Refusal } from "./errors";

const MAX_DEPTH = 60;

const BLANK = /[ \t\r\u00a0]*/uy;
const BLANKS = /[ \t\r\n\u00a0]*/uy;
const TOKEN = new RegExp(
  "(?<more>\\.\\.\\.|…)" +
    "|(?<number>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?j?)" +
    "|(?<word>[A-Za-z_][A-Za-z0-9_.₀-₉]*)" +
    "|(?<text>'[^'\\n]*'|\"[^\"\\n]*\")" +
    "|(?<sign>[-+*/@()\\[\\]{},:=−·×⊗])" +
    "|(?<line>\\n)",
  "uy",
);
const SAME: ReadonlyMap<string, string> = new Map([
  ["−", "-"],
  ["·", "*"],
  ["×", "*"],
  ["⊗", "*"],
  ["@", "*"],
]);
/** A token is looked at before it is taken; the end is an empty one. Inside brackets line ends are blanks. */
export abstract class Tokens {
  protected kind = "line";
  protected token = "";
  protected at = 0;
  private end = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.take();
  }

  /** The character behind the token and blanks. */
  protected ahead(): string {
    BLANKS.lastIndex = this.end;
    BLANKS.exec(this.text);
    return this.text[BLANKS.lastIndex] ?? " ";
  }

  protected take(): void {
    if (this.isA("sign")) {
      if ("([{".includes(this.token)) this.depth += 1;
      if (")]}".includes(this.token)) this.depth -= 1;
      if (this.depth > MAX_DEPTH) this.fail(`brackets are more than ${MAX_DEPTH} deep`, this.at);
    }
    const blank = this.depth > 0 ? BLANKS : BLANK;
    blank.lastIndex = this.end;
    blank.exec(this.text);
    this.at = blank.lastIndex;
    if (this.at === this.text.length) {
      [this.kind, this.token, this.end] = ["end", "", this.at];
      return;
    }
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    if (!match?.groups) {
      this.fail(`'${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)}' cannot stand here`, this.at);
    }
    const { groups } = match;
    this.kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? "";
    this.end = TOKEN.lastIndex;
    this.token = SAME.get(match[0]) ?? match[0];
    if (this.isA("more")) {
      const out = "print all of it, such as operator.to_list()";
      this.fail(`the text was shortened where it was printed: ${out}`, this.at);
    }
  }

  protected is(sign: string): boolean {
    return this.token === sign;
  }

  protected isA(kind: string): boolean {
    return this.kind === kind;
  }

  protected skipLines(): void {
    while (this.isA("line")) this.take();
  }

  protected need(sign: string): void {
    if (!this.isA("sign") || this.token !== sign) this.wrong(`'${sign}'`);
  }

  protected expect(sign: string): void {
    this.need(sign);
    this.take();
  }

  protected wrong(wanted = ""): never {
    const shown = [...this.token.slice(0, 40)].slice(0, 20).join("");
    const said = this.isA("end")
      ? "the text ends too early"
      : this.isA("line")
        ? "the line ends too early"
        : `'${shown}' cannot stand here`;
    return this.fail(wanted ? `${said}: ${wanted} is expected` : said, this.at);
  }

  protected fail(why: string, at: number): never {
    const before = this.text.slice(0, at).split("\n");
    const column = codePoints(before.at(-1) ?? "") + 1;
    throw new Refusal("InvalidText", `Line ${before.length}, column ${column}: ${why}.`);
  }
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
