/** What an angle that is being typed may go on with: names of parameters and of functions. */

import { FUNCTIONS } from "./functions";
import { isSimpleName } from "./names";

/** A name that the text may end with, and the text with it. */
export interface Completion {
  readonly name: string;
  readonly text: string;
}

const MOST = 5;
const PART = /[\p{L}\p{N}_]/u;
const DIGIT = /\p{N}/u;

/** By the letters that the text ends with; none where these are a name already. */
export function completions(text: string, parameters: readonly string[]): readonly Completion[] {
  const begun = nameAtEnd(text);
  if (!begun || parameters.includes(begun)) return [];
  const start = text.slice(0, -begun.length);
  const lower = begun.toLowerCase();
  const names = parameters.filter((name) => isSimpleName(name) && name.toLowerCase().startsWith(lower));
  const functions = [...FUNCTIONS.keys()].filter((name) => name.startsWith(lower)).map((name) => `${name}(`);
  return [...names, ...functions].slice(0, MOST).map((name) => ({ name, text: start + name }));
}

/** The name that a text ends with: letters, digits and _, not first a digit. */
function nameAtEnd(text: string): string {
  const letters = [...text];
  let start = letters.length;
  while (start > 0 && PART.test(letters[start - 1] ?? "")) start -= 1;
  while (start < letters.length && DIGIT.test(letters[start] ?? "")) start += 1;
  return letters.slice(start).join("");
}
