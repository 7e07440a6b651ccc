/** "State here": a line behind a column, dragged or moved by keys; the state is shown as it is there. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { TAG_HEIGHT } from "../../scene/hit";
import { afterColumn, boxOf, type Layout, wireY } from "../../scene/layout";
import { shownTime } from "../../state/time";
import { step } from "../../state/transaction";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

/** Half of its label's width. */
const HALF = 34;
const HELP = "State here. Drag it, or move it with the arrows; Delete removes it";

export function TimeCursor({ layout }: { readonly layout: Layout }): JSX.Element | null {
  const column = usePart(useWorkbench().editor, (e) => shownTime(e.state));
  return column === null ? null : <Marker layout={layout} column={column} />;
}

function Marker({ layout, column }: { readonly layout: Layout; readonly column: number }): JSX.Element {
  const bench = useWorkbench();
  const away = usePart(bench.editor, ({ state: { tool } }) => tool.kind === "timing" && tool.away);
  const marker = useRef<SVGGElement>(null);
  // Where it goes away, keys go on working.
  useLayoutEffect(() => () => void (marker.current?.matches(":focus") && bench.focusCanvas()), [bench]);
  const last = (layout.levels.find((level) => !level.path.length)?.columns.length ?? 0) - 1;
  const press = (event: KeyboardEvent): void => {
    const to = moved(event.key, column, last);
    if (to === undefined || event.ctrlKey || event.metaKey || bench.state.tool.kind !== "idle") return;
    event.preventDefault();
    event.stopPropagation();
    bench.dispatch(step("time.move", { timeCursor: to, notice: null }));
  };
  const height = wireY(Math.max(0, layout.numQubits - 1), layout.pitch);
  const x = Math.round(column < 0 ? -8 : afterColumn(layout, column));
  const low = labelFoot(layout, x);
  return (
    <g
      ref={marker}
      class={away ? "qd-time qd-ghost" : "qd-time"}
      data-time-cursor=""
      tabindex={0}
      role="slider"
      aria-label="State here"
      aria-valuemin={0}
      aria-valuemax={last + 1}
      aria-valuenow={column + 1}
      aria-valuetext={column < 0 ? "at the start" : `after column ${column + 1}`}
      onKeyDown={press}
      transform={`translate(${x} 0)`}
    >
      <title>{HELP}</title>
      <line x1={0.5} x2={0.5} y1={low} y2={height + 34} />
      <rect x={-HALF} y={low - 20} width={2 * HALF + 1} height={20} rx={10} />
      <text x={0.5} y={low - 6} text-anchor="middle">
        state here
      </text>
      <rect x={-5} y={-32} width={11} height={height + 66} style={{ fill: "transparent" }} />
    </g>
  );
}

/** The foot of its label: above the wires, and above what is written over blocks there. */
function labelFoot(layout: Layout, x: number): number {
  const over = layout.blocks.filter((block) => block.left < x + HALF && block.left + block.width > x - HALF);
  return Math.min(-32, ...over.map((block) => boxOf(block).top - TAG_HEIGHT - 4));
}

/** Where a key moves it, null for away; undefined for a key that does not. */
function moved(key: string, column: number, last: number): number | null | undefined {
  switch (key) {
    case "ArrowLeft":
      return Math.max(-1, column - 1);
    case "ArrowRight":
      return Math.min(last, column + 1);
    case "Home":
      return -1;
    case "End":
      return last;
    case "Delete":
    case "Backspace":
      return null;
    default:
      return undefined;
  }
}
