/** Rings around gates and spiders by how their parameters stand; each kind has its dash and its letter. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import type { CircuitBody, DiagramBody } from "../../document/circuit";
import { boxOf, type Placed } from "../../scene/layout";
import { usePart } from "../workbench/cell";
import { FIGURES } from "../workbench/figures";
import { KINDS, type Mark, marksOf, OVERLAY, POINTED_AT, ranks } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

export interface Ringed {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of its corners, where it has no square ones. */
  readonly round?: number;
}

/** The rings of what is in view; nothing while the overlay is off or nothing is known. */
export function StandingMarks({
  body,
  boxes,
}: {
  readonly body: CircuitBody | DiagramBody;
  readonly boxes: () => readonly Ringed[];
}): JSX.Element | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "redundancy");
  const pointed = usePart(bench.at(POINTED_AT), (now) => now);
  const rank = usePart(bench.at(FIGURES), (now) =>
    now.body && ranks(body, now.body) ? (now.result?.rank ?? null) : null,
  );
  const marks = useMemo(() => (on && rank ? marksOf(body, rank) : null), [body, rank, on]);
  if (!marks) return null;
  return (
    <g class="qd-standings">
      {boxes().map((box) => {
        const mark = marks.get(box.id);
        return (
          mark && <Ring key={box.id} box={box} mark={mark} lit={pointed !== null && mark.names.includes(pointed)} />
        );
      })}
    </g>
  );
}

/** Boxes of gates, to draw rings around. */
export function gateBoxes(parts: readonly Placed[]): readonly Ringed[] {
  return parts.map((placed) => {
    const { left, top, right, bottom } = boxOf(placed);
    return { id: placed.id, left, top, width: right - left, height: bottom - top };
  });
}

function Ring({ box, mark, lit }: { readonly box: Ringed; readonly mark: Mark; readonly lit: boolean }): JSX.Element {
  const letter = KINDS.find(({ kind }) => kind === mark.kind)?.letter;
  const round = (box.round ?? 4) + 4;
  return (
    <g data-kind={mark.kind} data-lit={lit ? "" : undefined}>
      <rect x={box.left - 4} y={box.top - 4} width={box.width + 8} height={box.height + 8} rx={round} />
      {letter && (
        <g transform={`translate(${box.left + box.width + 2} ${box.top - 3})`}>
          <title>{mark.words}</title>
          <circle r={7} />
          <text y={3.5} text-anchor="middle">
            {letter}
          </text>
        </g>
      )}
    </g>
  );
}
