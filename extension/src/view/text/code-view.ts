/** Program text on the screen: what the code editor and the plain field both offer. */

import type { Refused } from "../workbench/text-in";

/** The part of the text that is selected, as offsets. */
export interface Caret {
  readonly anchor: number;
  readonly head: number;
}

export interface CodeView {
  readonly text: string;
  /** Puts in the text of a change made elsewhere. */
  replace(text: string): void;
  mark(fault: Refused | null): void;
  /** Where a person types; null while the focus is elsewhere. */
  caret(): Caret | null;
  close(): void;
}

export interface CodeOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly caret: Caret | null;
  readonly onEdit: (text: string) => void;
  /** Is the text not the drawing's at the moment, so that typing in it would undo what was drawn? */
  readonly isLocked: () => boolean;
  readonly onLeave: () => void;
}

/** Where a fault stands in its line, as offsets in the line's text: a word, or the last letter before its end. */
export function faultIn(line: string, column: number): { readonly from: number; readonly to: number } {
  const from = [...line].slice(0, column - 1).join("").length;
  if (from >= line.length) return { from: Math.max(line.length - 1, 0), to: line.length };
  const [word = ""] = /^(?:[\p{L}\p{N}_]+|.)/u.exec(line.slice(from)) ?? [];
  return { from, to: from + word.length };
}

/** Where two texts differ: from one place on, to one in the old and one in the new. */
export function differing(
  old: string,
  other: string,
): { readonly from: number; readonly to: number; readonly end: number } {
  let from = 0;
  const shorter = Math.min(old.length, other.length);
  while (from < shorter && old[from] === other[from]) from += 1;
  let left = 0;
  while (left < shorter - from && old[old.length - 1 - left] === other[other.length - 1 - left]) left += 1;
  return { from, to: old.length - left, end: other.length - left };
}

/** A text as fields and editors have it: they end lines in one way. */
export const evened = (text: string): string => text.replace(/\r\n?/g, "\n");

/** A text with what was typed in it; its other lines end as they did. */
export function withTyped(text: string, typed: string): string {
  // Each letter typed comes by here: a long text without such ends is not looked through.
  if (!text.includes("\r")) return typed;
  const { from, to, end } = differing(evened(text), typed);
  const added = typed.slice(from, end).replaceAll("\n", text.includes("\r\n") ? "\r\n" : "\n");
  return text.slice(0, unevened(text, from)) + added + text.slice(unevened(text, to));
}

/** Where a place of an evened text stands in the text itself. */
function unevened(text: string, place: number): number {
  let at = place;
  for (let pair = text.indexOf("\r\n"); pair !== -1 && pair < at; pair = text.indexOf("\r\n", pair + 2)) at += 1;
  return at;
}
