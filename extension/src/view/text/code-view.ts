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
  readonly onLeave: () => void;
}

/** Where a fault stands in its line, as offsets in the line's text: a word, or the last letter before its end. */
export function faultIn(line: string, column: number): { readonly from: number; readonly to: number } {
  const from = [...line].slice(0, column - 1).join("").length;
  if (from >= line.length) return { from: Math.max(line.length - 1, 0), to: line.length };
  const [word = ""] = /^(?:[\p{L}\p{N}_]+|.)/u.exec(line.slice(from)) ?? [];
  return { from, to: from + word.length };
}
