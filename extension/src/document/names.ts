/** Names of parameters: what may be one, and their order, as qdesign/angle.py has it. */

import { Refusal } from "./errors";

const MAX_NAME = 100;
const SIMPLE_NAME = /^[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_]*(\[\p{Nd}+\])*$/u;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ENDS = new RegExp(`^[${SPACE}]|[${SPACE}]$`, "u");
const BLANK = new RegExp(`^[${SPACE}]*$`, "u");

/** What the name of a derived parameter begins with. */
export const MARK = "=";

/** `name` if it can name a free parameter, else a refusal. */
export function checkPlainName(name: string): string {
  if (name.startsWith(MARK))
    throw new Refusal("InvalidAngle", `Parameter name '${name}': no name begins with '${MARK}'. Rename it.`);
  if (BLANK.test(name) || [...name].length > MAX_NAME) {
    throw new Refusal("InvalidAngle", `A parameter name has 1 to ${MAX_NAME} characters and is not blank.`);
  }
  if (name.includes("`") || UNPRINTABLE.test(name) || ENDS.test(name)) {
    throw new Refusal(
      "InvalidAngle",
      `Parameter name '${name}': it may not hold line breaks, control characters, ` +
        "backquotes or spaces at its ends. Rename it.",
    );
  }
  return name;
}

/** Can `name` stand in an angle's text without backquotes? */
export function isSimpleName(name: string): boolean {
  return SIMPLE_NAME.test(name) && name !== "pi" && name !== "π";
}

/** Order by code points, as Python sorts. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let k = 0; k < length; k++) {
    if (a.charCodeAt(k) === b.charCodeAt(k)) continue;
    // Where a low surrogate differs, the pairs before agree in their high one, so this still orders.
    return (a.codePointAt(k) ?? 0) - (b.codePointAt(k) ?? 0);
  }
  return a.length - b.length;
}

/** The first of base, base_1, base_2, … that is not taken. */
export function freshName(base: string, taken: (name: string) => boolean): string {
  if (!taken(base)) return base;
  for (let k = 1; ; k++) if (!taken(`${base}_${k}`)) return `${base}_${k}`;
}

/** One more name of a family, numbered on from the last: gamma or gamma_0, gamma_1, …; it is taken from then on. */
export function nextName(names: readonly string[], local: string, taken: Set<string>): string {
  const [, stem = local, last = names.length - 1] = /^(.*)_(\d{1,9})$/.exec(names.at(-1) ?? "") ?? [];
  for (let k = Number(last) + 1; ; k++) {
    const name = `${stem}_${k}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
