/** Typeset pieces as SVG, in the canvas or standing alone in the page. */

import type { JSX } from "preact";

import { anglePiece, namePiece, type Piece } from "../../scene/math";
import { useWorkbench } from "../workbench/workbench";

/** The runs of a piece, its baseline's left end at (x, y). */
export function Runs({ piece, x, y }: { readonly piece: Piece; readonly x: number; readonly y: number }): JSX.Element {
  return (
    <>
      {piece.runs.map((run, k) =>
        run.kind === "rule" ? (
          <line
            key={k}
            x1={x + run.x}
            x2={x + run.x + run.width}
            y1={y + run.y}
            y2={y + run.y}
            stroke="currentColor"
            stroke-width={0.9}
          />
        ) : (
          <text
            key={k}
            x={x + run.x}
            y={y + run.y}
            class={`qd-text-${run.font}`}
            font-size={run.size}
            style={{ whiteSpace: "pre" }}
          >
            {run.text}
          </text>
        ),
      )}
    </>
  );
}

function Alone({ piece, title }: { readonly piece: Piece; readonly title: string }): JSX.Element {
  const width = Math.ceil(piece.width) + 2;
  const height = Math.ceil(piece.up + piece.down) + 2;
  return (
    <svg
      class="qd-typeset"
      width={width}
      height={height}
      role="img"
      aria-label={title}
      style={{ display: "block", overflow: "visible", color: "inherit", fill: "currentColor" }}
    >
      <Runs piece={piece} x={0} y={piece.up + 1} />
    </svg>
  );
}

/** An angle, typeset. */
export function AngleText({
  text,
  size = 15,
  indexed,
}: {
  readonly text: string;
  readonly size?: number;
  readonly indexed?: ReadonlySet<string>;
}): JSX.Element {
  const bench = useWorkbench();
  const piece = anglePiece(text, { size, measure: bench.measure, ...(indexed ? { indexed } : {}) });
  return <Alone piece={piece} title={text} />;
}

/** A parameter's name, typeset. */
export function NameText({
  name,
  size = 15,
  room = Infinity,
}: {
  readonly name: string;
  readonly size?: number;
  readonly room?: number;
}): JSX.Element {
  const bench = useWorkbench();
  return <Alone piece={namePiece(name, { size, room, measure: bench.measure })} title={name} />;
}
