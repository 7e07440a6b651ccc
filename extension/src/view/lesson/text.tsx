/** Text of a lesson: text nodes alone, whatever stands in the file. */

import type { JSX } from "preact";

import { type Part, type Piece, piecesOf } from "../../lessons/rich";

export function Paragraphs({ text }: { readonly text: readonly string[] }): JSX.Element {
  return (
    <>
      {text.map((each, k) => (
        <Paragraph key={k} text={each} />
      ))}
    </>
  );
}

function Paragraph({ text }: { readonly text: string }): JSX.Element {
  const pieces = piecesOf(text);
  const alone = pieces.length === 1 && pieces[0]?.kind === "formula";
  return (
    <p class={alone ? "qd-displayed" : undefined}>
      <Pieces pieces={pieces} />
    </p>
  );
}

/** One line, such as a title or a hint. */
export function Line({ text }: { readonly text: string }): JSX.Element {
  return <Pieces pieces={piecesOf(text)} />;
}

/** What a check says, in the language of the page. */
export function Said({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {piecesOf(text).map((piece, k) => (
        <One key={k} piece={piece} />
      ))}
    </>
  );
}

// In the language of the lesson, whatever the page speaks.
const Pieces = ({ pieces }: { readonly pieces: readonly Piece[] }): JSX.Element => (
  <span translate={false}>
    {pieces.map((piece, k) => (
      <One key={k} piece={piece} />
    ))}
  </span>
);

function One({ piece }: { readonly piece: Piece }): JSX.Element {
  switch (piece.kind) {
    case "plain":
      return <>{piece.text}</>;
    case "bold":
      return <strong>{piece.text}</strong>;
    case "italic":
      return <em>{piece.text}</em>;
    case "code":
      return <code>{piece.text}</code>;
    case "formula":
      return <Formula parts={piece.parts} />;
  }
}

function Formula({ parts }: { readonly parts: readonly Part[] }): JSX.Element {
  return (
    <span class="qd-formula">
      {parts.map(({ text, italic, at }, k) => {
        const said = italic ? <i>{text}</i> : text;
        if (at === "below") return <sub key={k}>{said}</sub>;
        if (at === "above") return <sup key={k}>{said}</sup>;
        return <span key={k}>{said}</span>;
      })}
    </span>
  );
}
