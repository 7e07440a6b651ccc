/**
 * A language's table, English → its words, and a text of the screen → the same in that language.
 *
 * A key may have places: `{}` for what somebody named, which stays as it is; `{w}` for words, which are looked up too;
 * `{n}` for a number. They stand in the same order in both. A text is looked up whole, then as one with places, then in
 * pieces. What the document itself names is never looked up.
 */

export type Words = Readonly<Record<string, string>>;

interface Form {
  /** What stands between the places of the English text, and of the other. */
  readonly english: readonly string[];
  readonly other: readonly string[];
  readonly kinds: readonly string[];
  readonly weight: number;
}

export interface Table {
  readonly exact: ReadonlyMap<string, string>;
  /** By the two letters that they begin with, else end with, else by nothing; the most literal first. */
  readonly forms: ReadonlyMap<string, readonly Form[]>;
}

const PLACE = /\{[wn]?\}/u;
export const PLACES = /\{[wn]?\}/gu;
const WORDY = /\p{L}{2}/u;
const NUMBER = /^[\d.,\u2009]{1,20}$/u;
/** Longer ones are texts of people. */
const LONGEST = 700;
const KEPT = 4000;
/** Letters of a form that no list has by chance. */
const LONG = 8;

export function tableOf(words: Words): Table {
  const exact = new Map<string, string>();
  const forms = new Map<string, Form[]>();
  for (const [english, other] of Object.entries(words)) {
    if (!PLACE.test(english)) {
      exact.set(english, other);
      continue;
    }
    const parts = english.split(PLACES);
    const weight = parts.join("").replace(/[^\p{L}]/gu, "").length;
    const form = { english: parts, other: other.split(PLACES), kinds: english.match(PLACES) ?? [], weight };
    const key = keyOf(parts[0] ?? "", parts.at(-1) ?? "");
    forms.set(key, [...(forms.get(key) ?? []), form]);
  }
  for (const each of forms.values()) each.sort((a, b) => b.weight - a.weight);
  return { exact, forms };
}

const keyOf = (start: string, end: string): string =>
  start.length > 1 ? `^${start.slice(0, 2)}` : end.length > 1 ? `$${end.slice(-2)}` : "";

/** What says a text in the table's language; null where it has no words for it. */
export type Speak = (text: string) => string | null;

/**
 * Args: `owned` tells a text that the document or a person named; `loose` also takes forms of short words, and lists:
 * so are the titles of what is drawn, which say its gates.
 */
export function speaker(table: Table, owned: (text: string) => boolean, loose = false): Speak {
  const known = new Map<string, string | null>();
  const whole = (text: string): string | null => {
    const found = table.exact.get(text);
    return found === undefined || owned(text) ? null : found;
  };
  const least = loose ? 2 : 4;
  const formed = (text: string, depth: number, atLeast = least): string | null => {
    for (const key of [`^${text.slice(0, 2)}`, `$${text.slice(-2)}`, ""]) {
      for (const form of table.forms.get(key) ?? []) {
        const values = form.weight < 2 ? null : placesOf(text, form);
        // Short forms say numbers, such as "2 of 4": with words they could be anybody's.
        if (values && (form.weight >= atLeast || values.every((value) => NUMBER.test(value))))
          return filled(form, values, (value) => said(value, depth + 1) ?? value);
      }
    }
    return null;
  };
  const pieces = (text: string, depth: number): string | null => {
    const sentences = text.split(/(?<=[.!?…]) /u);
    if (loose && sentences.length > 1) return joined(sentences, " ", depth);
    for (const mark of loose ? ["\n", " · ", ", "] : ["\n", " · "]) {
      if (text.includes(mark)) return joined(text.split(mark), mark, depth);
    }
    if (sentences.length > 1) return joined(sentences, " ", depth);
    const open = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
    if (open > 0) {
      const [before, inside] = [text.slice(0, open), text.slice(open + 2, -1)];
      const both = [said(before, depth + 1), said(inside, depth + 1)];
      return both[0] === null && both[1] === null ? null : `${both[0] ?? before} (${both[1] ?? inside})`;
    }
    if (/^(?:Ctrl|Shift|Alt)\+./u.test(text)) return joined(text.split("+"), "+", depth);
    return null;
  };
  const joined = (parts: readonly string[], mark: string, depth: number): string | null => {
    const each = parts.map((part) => said(part, depth + 1));
    return each.some((part) => part !== null) ? each.map((part, k) => part ?? parts[k]).join(mark) : null;
  };
  const said = (text: string, depth: number): string | null => {
    const core = text.trim();
    if (depth > 5 || core.length > LONGEST || !WORDY.test(core)) return null;
    const flat = core.replace(/[ \t\n]+/gu, " ");
    if (owned(flat) || owned(core)) return null;
    const found =
      whole(flat) ??
      (loose ? (formed(flat, depth, LONG) ?? pieces(core, depth)) : null) ??
      formed(flat, depth) ??
      pieces(core, depth);
    if (found === null) return null;
    const start = text.indexOf(core);
    return text.slice(0, start) + found + text.slice(start + core.length);
  };
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = said(text, 0);
    if (known.size > KEPT) known.clear();
    known.set(text, made);
    return made;
  };
}

/** What stands at the places of a text that is of this form: found from the left, in linear time. */
function placesOf(text: string, { english, kinds }: Form): readonly string[] | null {
  const [start = ""] = english;
  const end = english.at(-1) ?? "";
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return null;
  const values: string[] = [];
  let at = start.length;
  for (let k = 1; k < english.length; k++) {
    const part = english[k] ?? "";
    const isLast = k === english.length - 1;
    const next = isLast ? text.length - end.length : part === "" ? at : text.indexOf(part, at);
    if (next < at) return null;
    const value = text.slice(at, next);
    if (kinds[k - 1] === "{n}" && !NUMBER.test(value)) return null;
    values.push(value);
    at = next + part.length;
  }
  return values;
}

function filled({ other, kinds }: Form, values: readonly string[], say: (value: string) => string): string {
  const parts = values.map((value, k) => (kinds[k] === "{w}" ? say(value) : value) + (other[k + 1] ?? ""));
  return (other[0] ?? "") + parts.join("");
}
