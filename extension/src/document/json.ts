/**
 * JSON text ↔ values whose objects are maps, so that order and odd keys such as `__proto__` survive.
 *
 * Reading says line and column in words; writing gives the bytes that qdesign/document.py writes.
 */

import { Refusal } from "./errors";

export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

/** What can be written. */
export type Writable = null | boolean | number | string | readonly Writable[] | ReadonlyMap<string, Writable> | Line;

/** A value whose one line is known; `whole` is asked for only where the line is too long. */
export class Line {
  constructor(
    readonly text: string,
    readonly whole: () => Writable,
  ) {}
}

const MAX_DEPTH = 400;
const LINE = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The value of a text; one that is no JSON is told of with the ending of such files. */
export function parseJson(text: string, ending = ".qdesign"): Json {
  return new Reader(text, ending).top();
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly ending: string,
  ) {}

  top(): Json {
    const value = this.value(0);
    this.skip();
    if (this.at < this.text.length) throw this.fail("Extra data");
    return value;
  }

  private fail(what: string, at = this.at): Refusal {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = [...before.slice(before.lastIndexOf("\n") + 1)].length + 1;
    return new Refusal(
      "InvalidDocument",
      `Line ${line}, column ${column}: this is not JSON (${what}). A ${this.ending} file is one JSON text.`,
      { line, column },
    );
  }

  private skip(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at += 1;
    }
  }

  private value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new Refusal("TooLarge", "The document nests too deep to be read.");
    this.skip();
    const c = this.text[this.at];
    if (c === "{") return this.object(depth);
    if (c === "[") return this.list(depth);
    if (c === '"') return this.string();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match) {
      this.at = NUMBER.lastIndex;
      return Number(match[0]);
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) {
      if (this.text.startsWith(word, this.at)) {
        throw new Refusal("InvalidDocument", `The document holds ${word}; numbers must be finite.`);
      }
    }
    throw this.fail("Expecting value");
  }

  private object(depth: number): ReadonlyMap<string, Json> {
    const entries = new Map<string, Json>();
    this.at += 1;
    this.skip();
    if (this.text[this.at] === "}") {
      this.at += 1;
      return entries;
    }
    for (;;) {
      this.skip();
      if (this.text[this.at] !== '"') throw this.fail("Expecting property name enclosed in double quotes");
      const key = this.string();
      this.skip();
      if (this.text[this.at] !== ":") throw this.fail("Expecting ':' delimiter");
      this.at += 1;
      const value = this.value(depth + 1);
      if (entries.has(key)) {
        throw new Refusal("InvalidDocument", `The document has the key '${key.slice(0, 60)}' twice in one object.`);
      }
      entries.set(key, value);
      this.skip();
      const c = this.text[this.at];
      if (c !== "," && c !== "}") throw this.fail("Expecting ',' delimiter");
      this.at += 1;
      if (c === "}") return entries;
    }
  }

  private list(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.at += 1;
    this.skip();
    if (this.text[this.at] === "]") {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      this.skip();
      const c = this.text[this.at];
      if (c !== "," && c !== "]") throw this.fail("Expecting ',' delimiter");
      this.at += 1;
      if (c === "]") return items;
    }
  }

  private string(): string {
    const start = this.at;
    let at = start + 1;
    let from = at;
    let result = "";
    for (;;) {
      const c = this.text.charCodeAt(at);
      if (Number.isNaN(c)) throw this.fail("Unterminated string", start);
      if (c === 34) {
        this.at = at + 1;
        return result + this.text.slice(from, at);
      }
      if (c < 32) throw this.fail("Invalid control character", at);
      if (c !== 92) {
        at += 1;
        continue;
      }
      result += this.text.slice(from, at);
      const letter = this.text[at + 1] ?? "";
      const hex = this.text.slice(at + 2, at + 6);
      if (letter === "u" && /^[0-9a-fA-F]{4}$/.test(hex)) {
        result += String.fromCharCode(Number.parseInt(hex, 16));
        at += 6;
      } else if (Object.hasOwn(ESCAPES, letter)) {
        result += ESCAPES[letter] ?? "";
        at += 2;
      } else throw this.fail("Invalid escape", at);
      from = at;
    }
  }
}

/** What fits in a line is a line, else indented by 1. */
export function writeJson(value: Writable): string {
  const parts: string[] = [];
  write(value, 0, parts);
  return parts.join("");
}

/** Adds the parts of a text, which are joined once: a large document has many. */
function write(value: Writable, indent: number, parts: string[]): void {
  const line = value instanceof Line ? lineOf(value, indent) : withinLine(value, LINE - indent);
  if (line !== null) parts.push(line);
  else if (value instanceof Line) write(value.whole(), indent, parts);
  else if (value === null || typeof value !== "object") parts.push(compactJson(value));
  else {
    const list = isList(value);
    let before = `${list ? "[" : "{"}\n${" ".repeat(indent + 1)}`;
    const between = `,\n${" ".repeat(indent + 1)}`;
    for (const [key, item] of value.entries()) {
      parts.push(before);
      if (!list) parts.push(JSON.stringify(key), ": ");
      write(item, indent + 1, parts);
      before = between;
    }
    parts.push(`\n${" ".repeat(indent)}${list ? "]" : "}"}`);
  }
}

function lineOf({ text }: Line, indent: number): string | null {
  return fits(text, LINE - indent) ? text : null;
}

/** The value in one line if it fits, told without writing all of a large one. */
function withinLine(value: Writable, room: number): string | null {
  if (least(value, room) > room) return null;
  const text = compactJson(value);
  return isEmpty(value) || fits(text, room) ? text : null;
}

function fits(text: string, room: number): boolean {
  return text.length <= room || (text.length <= 2 * room && [...text].length <= room);
}

function isEmpty(value: Writable): boolean {
  if (value === null || typeof value !== "object" || value instanceof Line) return false;
  return isList(value) ? !value.length : !value.size;
}

/** At least so many characters; counting stops beyond `room`. */
function least(value: Writable, room: number): number {
  if (value === null || typeof value !== "object") return 1;
  if (value instanceof Line) return value.text.length / 2;
  let sum = 2;
  if (isList(value)) {
    for (const item of value) {
      sum += 2 + least(item, room - sum);
      if (sum > room + 2) return sum;
    }
    return Math.max(2, sum - 2);
  }
  for (const item of value.values()) {
    sum += 6 + least(item, room - sum);
    if (sum > room + 2) return sum;
  }
  return Math.max(2, sum - 2);
}

function compactJson(value: Writable): string {
  if (typeof value === "number") return String(value + 0 || 0);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (value instanceof Line) return value.text;
  if (isList(value)) return `[${value.map(compactJson).join(", ")}]`;
  const parts: string[] = [];
  for (const [key, item] of value) parts.push(`${JSON.stringify(key)}: ${compactJson(item)}`);
  return `{${parts.join(", ")}}`;
}

export function isList(value: Json): value is readonly Json[];
export function isList(value: Writable): value is readonly Writable[];
export function isList(value: Writable): boolean {
  return Array.isArray(value);
}
