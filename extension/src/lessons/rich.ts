/** A paragraph of a lesson → pieces of text: **bold**, *italic*, `code` and $formulas$. Nothing of it is markup. */

export interface Part {
  readonly text: string;
  readonly italic: boolean;
  readonly at: "line" | "below" | "above";
}

export type Piece =
  | { readonly kind: "plain" | "bold" | "italic" | "code"; readonly text: string }
  | { readonly kind: "formula"; readonly text: string; readonly parts: readonly Part[] };

const MARKED = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\$(.+?)\$/g;

export function piecesOf(paragraph: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of paragraph.matchAll(MARKED)) {
    const [whole, bold, italic, code, formula] = match;
    if (match.index > from) pieces.push({ kind: "plain", text: paragraph.slice(from, match.index) });
    if (bold !== undefined) pieces.push({ kind: "bold", text: bold });
    else if (italic !== undefined) pieces.push({ kind: "italic", text: italic });
    else if (code !== undefined) pieces.push({ kind: "code", text: code });
    else if (formula !== undefined) pieces.push({ kind: "formula", text: formula, parts: partsOf(formula) });
    from = match.index + whole.length;
  }
  if (from < paragraph.length) pieces.push({ kind: "plain", text: paragraph.slice(from) });
  return pieces;
}

const RUNS = /([_^])(?:\{([^}]*)\}|(.))|(\p{L}+)|([^\p{L}_^]+)|(.)/gu;

/** Single letters are symbols, longer words functions; `_` and `^` put what follows, or all in {…}, lower or higher. */
function partsOf(formula: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [, mark, braced, single, letters, other, rest] of formula.matchAll(RUNS)) {
    if (mark) {
      const text = braced ?? single ?? "";
      parts.push({ text, italic: isSymbol(text), at: mark === "_" ? "below" : "above" });
    } else {
      const text = letters ?? other ?? rest ?? "";
      parts.push({ text, italic: isSymbol(text), at: "line" });
    }
  }
  return parts;
}

const isSymbol = (text: string): boolean => /^\p{L}$/u.test(text);
