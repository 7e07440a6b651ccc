/**
 * A language's table, English → its words, and a text of the screen → the same in that language.
 *
 * A key may have places: `{}` for what somebody named, which stays as it is; `{w}` for words, which are looked up too;
 * `{n}` for a number. They stand in the same order in both. A text is looked up whole, then as one with places, then in
 * pieces. What the document itself names is never looked up. A place takes a number, a formula, a name of the document,
 * what stands in quotes, or a text of the table: never a stretch of somebody's sentence.
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
/** Where one sentence ends and another begins; "… 2 more" is of one. */
const SENTENCES = /(?<=[.!?]|\p{L}…) /u;
/** Letters of a sentence that nobody else writes, beside which another one may stay as it is. */
const OURS = 16;

export function tableOf(words: Words): Table {
  const exact = new Map<string, string>();
  const forms = new Map<string, Form[]>();
  for (const [english, other] of Object.entries(words)) {
    if (!PLACE.test(english)) {
      exact.set(english, other);
      continue;
    }
    const parts = english.split(PLACES);
    const weight = lettersOf(parts.join(""));
    const form = { english: parts, other: other.split(PLACES), kinds: english.match(PLACES) ?? [], weight };
    const key = keyOf(parts[0] ?? "", parts.at(-1) ?? "");
    forms.set(key, [...(forms.get(key) ?? []), form]);
  }
  for (const each of forms.values()) each.sort((a, b) => b.weight - a.weight);
  return { exact, forms };
}

const lettersOf = (text: string): number => text.replace(/[^\p{L}]/gu, "").length;

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
        if (!values || (form.weight < atLeast && !values.every((value) => NUMBER.test(value)))) continue;
        const all = values.map((value, k) => placed(value, form, k, depth));
        if (all.every((each) => each !== null)) return filled(form, all);
      }
    }
    return null;
  };
  /** What stands at a place of a form: null where it does not fit there. */
  const placed = (value: string, form: Form, k: number, depth: number): string | null => {
    const core = value.trim();
    // The ending of a plural, which a language has in its own way.
    if (/^e?s\P{L}{0,3}$/u.test(value) && /\p{L}$/u.test(form.english[k] ?? "")) return value.replace(/^e?s/u, "");
    // The titles of what is drawn take short forms, in which small words could be anybody's.
    if (loose && SMALL.test(core)) return null;
    // Entries of a list are no words of one of them.
    const isWords = form.kinds[k] === "{w}" && !value.includes(" · ");
    const own = isWords
      ? (said(value, depth + 1) ?? (core.includes(", ") ? joined(value.split(", "), ", ", depth) : null))
      : null;
    if (own !== null) return own;
    if (value.includes(" · ") && !owned(core)) return null;
    return isNamed(core) || table.exact.has(core) || isQuotedIn(form, k, core) || isSentenceBeside(form) ? value : null;
  };
  const isNamed = (core: string): boolean =>
    owned(core) ||
    isApart(core) ||
    (core.length < 200 && core.split(LIST).every((each) => owned(each.trim()) || isApart(each.trim())));
  const pieces = (text: string, depth: number): string | null => {
    const sentences = text.split(SENTENCES);
    if (loose && sentences.length > 1) return joined(sentences, " ", depth);
    for (const mark of loose ? ["\n", " · ", ", "] : ["\n", " · ", "; "]) {
      if (text.includes(mark)) return joined(text.split(mark), mark, depth);
    }
    if (sentences.length > 1) return joined(sentences, " ", depth);
    const clause = loose ? null : asSentence(text, depth);
    if (clause !== null) return clause;
    const open = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
    if (open > 0) {
      const [before = null, inside = null] = together([text.slice(0, open), text.slice(open + 2, -1)], depth) ?? [];
      return before === null ? null : `${before} (${inside})`;
    }
    if (/^(?:Ctrl|Shift|Alt)\+./u.test(text)) return joined(text.split("+"), "+", depth);
    return null;
  };
  /** Several sentences of which each is known. */
  const eachSentence = (text: string, depth: number): string | null => {
    const sentences = text.split(SENTENCES);
    const each = sentences.length > 1 ? sentences.map((sentence) => said(sentence, depth + 1)) : [null];
    return each.includes(null) ? null : each.join(" ");
  };
  /** A clause of the table that ends here as a sentence does. */
  const asSentence = (text: string, depth: number): string | null => {
    if (lettersOf(text) < 4 || !/[^.]\.$/u.test(text)) return null;
    const clause = text.slice(0, -1);
    const own = said(clause, depth + 1);
    if (own !== null) return `${own}.`;
    const lowered = said(clause.charAt(0).toLowerCase() + clause.slice(1), depth + 1);
    return lowered === null ? null : `${lowered.charAt(0).toUpperCase()}${lowered.slice(1)}.`;
  };
  const joined = (parts: readonly string[], mark: string, depth: number): string | null =>
    together(parts, depth, mark)?.join(mark) ?? null;
  /** Parts of one text: all are ours or names, or one is so long that it can only be ours. */
  const together = (parts: readonly string[], depth: number, mark = " "): readonly string[] | null => {
    const each = parts.map((part) => said(part, depth + 1));
    const isOurs =
      !(loose && mark === ", ") && each.some((part, k) => part !== null && lettersOf(parts[k] ?? "") >= OURS);
    const fit = each.every((part, k) => part !== null || isOurs || isNamed((parts[k] ?? "").trim()));
    return fit && each.some((part) => part !== null) ? each.map((part, k) => part ?? parts[k] ?? "") : null;
  };
  const tried = new Map<string, string | null>();
  const said = (text: string, depth: number): string | null => {
    const key = `${depth} ${text}`;
    const before = tried.get(key);
    if (before !== undefined) return before;
    const made = look(text, depth);
    tried.set(key, made);
    return made;
  };
  const look = (text: string, depth: number): string | null => {
    const core = text.trim();
    if (depth > 5 || core.length > LONGEST || !WORDY.test(core)) return null;
    const flat = core.replace(/[ \t\n]+/gu, " ");
    if (owned(flat) || owned(core)) return null;
    const found =
      whole(flat) ??
      (loose ? null : eachSentence(core, depth)) ??
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
    tried.clear();
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

function filled({ other }: Form, values: readonly (string | null)[]): string {
  return (other[0] ?? "") + values.map((value, k) => `${value}${other[k + 1] ?? ""}`).join("");
}

const SMALL = /^(?:and|the|of|at|on|in|if|is|or|to|by|from|one|most|free|after|different|what)$/u;
const LIST = /, | and /u;
const QUOTES = ["''", "\u2018\u2019", "\u201c\u201d", '""', "``"] as const;
/** Units, functions and constants of formulas. */
const OF_FORMULAS =
  /\b(?:rad|ms|ns|µs|min|MB|kB|GB|px|pi|cos|sin|tan|arccos|arcsin|arctan|sqrt|exp|ln|log)\b|\b(?:s[opu]|u)(?=\()/gu;
/** A gate, a Pauli word, an acronym; a name with a digit, a point or an underline inside. */
const CAPITALS = /^[A-Z]{2,8}[,;:]?$/u;
const TOKEN = /^[\p{L}\d₀-₉_.=|⟩]+[,;:]?$/u;
const SIGN = /[\d₀-₉_.=|⟩]/u;
const FILE = /\.[a-z][a-z0-9]{1,8}$/u;

/** Is this a number with its unit, a formula, a name that is no word, a file, or in quotes? */
function isApart(text: string): boolean {
  if (text.length > 200) return false;
  if (!WORDY.test(text) || FILE.test(text) || QUOTES.some((pair) => isBetween(text, pair))) return true;
  return text
    .replace(OF_FORMULAS, "")
    .split(/[\s()+*/^,-]/u)
    .every((token) => !WORDY.test(token) || isToken(token));
}

const isToken = (token: string): boolean =>
  CAPITALS.test(token) || (SIGN.test(token) && TOKEN.test(token) && !token.endsWith("."));

function isBetween(text: string, [first = "", last = ""]: string): boolean {
  return text.length > 2 && text.startsWith(first) && text.indexOf(last, 1) === text.length - 1;
}

/** Has the form quotes around this place, and the value none of them inside? */
function isQuotedIn({ english }: Form, k: number, value: string): boolean {
  const before = (english[k] ?? "").slice(-1);
  const after = (english[k + 1] ?? "").slice(0, 1);
  return QUOTES.some((pair) => pair === before + after && value.length < 200 && !value.includes(pair.charAt(1)));
}

/** Is the form a sentence of ours, with another one before or behind it? */
function isSentenceBeside({ english, weight }: Form): boolean {
  if (english.length !== 2 || weight < OURS) return false;
  const [before = "", after = ""] = english;
  return (after === "" && /[.!?] $/u.test(before)) || (before === "" && / $/u.test(after.slice(0, 1)));
}
