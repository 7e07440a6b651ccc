/** Both circuits in one drawing, what changed marked by sign, line and color. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Document } from "../../document/circuit";
import type { Change } from "../../document/difference";
import { parameterColors } from "../../scene/colors";
import type { Compared, Marked } from "../../scene/compared";
import { describePlaced } from "../../scene/describe";
import { boxOf, inView, type Layout, wireY } from "../../scene/layout";
import type { Viewport } from "../../state/state";
import { fitted, LEFT } from "../../tools/fit";
import { FAR, held, sightOf } from "../../tools/sight";
import { zoomed } from "../../tools/viewport";
import { Hatches, StillLayout } from "../drawing/gates";
import { usePanning } from "../drawing/panning";
import { Wires } from "../drawing/wires";
import { useSize } from "../widgets/use-size";
import { ZOOM } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";

/** Gates beyond this many in the window, and all from afar, are drawn as plain boxes. */
const MOST = 1500;
const MARGIN = 320;

export const SIGNS: Readonly<Record<Change, string>> = { kept: "", removed: "−", added: "+", changed: "≠" };
const SAID: Readonly<Record<Change, string>> = { kept: "", removed: "Removed", added: "Added", changed: "Other angle" };

interface Props {
  readonly both: Compared;
  readonly layout: Layout;
  readonly names: readonly [string, string];
  readonly documents: readonly [Document, Document];
  /** The change that is gone to; -1 for none. */
  readonly at: number;
  readonly onWalk: ((by: number) => void) | undefined;
}

export function Halves({ both, layout, names, documents, at, onWalk }: Props): JSX.Element {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const [element, setElement] = useState<SVGSVGElement | null>(null);
  const size = useSize(element);
  const [chosen, setChosen] = useState<Viewport | null>(null);
  const whole = fitted(layout, { ...size, phone: false }, FAR);
  const view = chosen ?? whole;
  const look = (next: Viewport): void => setChosen(held(next, sightOf(layout, size)));
  const panning = usePanning(svg, view, look);
  const now = both.changes[at];
  useLayoutEffect(() => {
    setElement(svg.current);
    svg.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const placed = layout.byId.get(now?.ids[0] ?? "");
    if (!placed) return;
    const { left, right, top, bottom } = boxOf(placed);
    const inside = (low: number, high: number, from: number, px: number): boolean =>
      low >= from && high <= from + px / view.zoom;
    const x = inside(left - LEFT, right, view.x, size.width) ? view.x : (left + right - size.width / view.zoom) / 2;
    const y = inside(top, bottom, view.y, size.height) ? view.y : (top + bottom - size.height / view.zoom) / 2;
    look({ ...view, x, y });
  }, [now]);
  useEffect(() => {
    const change = (factor: number): void => look(zoomed(view, factor, { x: size.width / 2, y: size.height / 2 }));
    const fit = (): void => setChosen(null);
    const zoom = { change, fit, open: fit, one: () => change(1 / view.zoom), selection: fit };
    bench.at(ZOOM).set(zoom);
    return () => {
      if (bench.at(ZOOM).value === zoom) bench.at(ZOOM).set(null);
    };
  });
  const keys = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by || !onWalk) return;
    event.preventDefault();
    event.stopPropagation();
    onWalk(by);
  };
  const words = both.words.map(([, each]) => each).join(", ");
  return (
    <div class="qd-compare-sheet">
      <svg
        ref={svg}
        class="qd-canvas"
        data-tool="look"
        tabindex={0}
        role="application"
        aria-label={`${names.join(" above ")}: ${words}. Left and right arrows walk from change to change.`}
        onKeyDown={keys}
        {...panning}
      >
        <Hatches />
        <g transform={`translate(${-view.x * view.zoom} ${-view.y * view.zoom}) scale(${view.zoom})`}>
          <Scene both={both} layout={layout} documents={documents} view={view} width={size.width} now={now} />
          <Names both={both} layout={layout} names={names} x={Math.max(-LEFT, view.x)} />
        </g>
      </svg>
      <div class="qd-hidden" aria-live="polite">
        {now && `${SAID[now.change]}: ${spoken(now, both, layout)}, ${at + 1} of ${both.changes.length}`}
      </div>
    </div>
  );
}

/** What a change is about: of an angle, what it was and what it is. */
function spoken({ ids }: Marked, { body }: Compared, layout: Layout): string {
  return ids
    .flatMap((id) => layout.byId.get(id) ?? [])
    .map((placed) => describePlaced(placed, body))
    .join(", then ");
}

interface SceneProps extends Pick<Props, "both" | "layout" | "documents"> {
  readonly view: Viewport;
  readonly width: number;
  readonly now: Marked | undefined;
}

function Scene({ both, layout, documents, view, width, now }: SceneProps): JSX.Element {
  const bench = useWorkbench();
  const colors = useMemo(() => {
    const [before, after] = documents.map(parameterColors);
    return new Map([...(before ?? []), ...(after ?? [])]);
  }, [documents[0].parameters, documents[1].parameters]);
  // In steps, so that moving by less draws nothing anew.
  const left = Math.floor(view.x / MARGIN) * MARGIN - MARGIN;
  const right = left + width / view.zoom + 3 * MARGIN;
  const parts = useMemo(() => inView(layout, left, right), [layout, left, right]);
  const blocks = layout.blocks.filter((block) => block.left <= right && block.left + block.width >= left);
  const end = layout.width + 28;
  const rows = [...both.body.qubits.keys()].filter((qubit) => qubit !== both.gap);
  return (
    <>
      <line class="qd-compare-gap" x1={-4000} x2={end + 4000} y1={wireY(both.gap) - 13.5} y2={wireY(both.gap) - 13.5} />
      <Wires layout={layout} rows={rows} left={-20} right={end} gap={both.gap} />
      <Marks both={both} layout={layout} left={left} right={right} now={now} />
      {view.zoom < FAR || parts.length > MOST ? (
        <path
          class="qd-compare-far"
          d={parts
            .map(boxOf)
            .map((box) => `M${box.left} ${box.top}H${box.right}V${box.bottom}H${box.left}Z`)
            .join("")}
        />
      ) : (
        <StillLayout
          blocks={blocks}
          parts={parts}
          body={both.body}
          colors={colors}
          measure={(words) => bench.measure(words, "ui", 12)}
        />
      )}
    </>
  );
}

interface MarksProps extends Pick<Props, "both" | "layout"> {
  readonly left: number;
  readonly right: number;
  readonly now: Marked | undefined;
}

/** Around each gate that a change is about, below it, with the sign at the corner. */
function Marks({ both, layout, left, right, now }: MarksProps): JSX.Element {
  return (
    <>
      {both.changes.flatMap((marked) =>
        marked.ids.map((id) => {
          const placed = layout.byId.get(id);
          const box = placed && boxOf(placed);
          if (!box || box.right < left || box.left > right) return null;
          return (
            <g key={id} class="qd-compare-mark" data-change={marked.change} data-now={marked === now ? "" : undefined}>
              <title>{SAID[marked.change]}</title>
              <rect
                x={box.left - 5}
                y={box.top - 5}
                width={box.right - box.left + 10}
                height={box.bottom - box.top + 10}
                rx={7}
              />
              <circle cx={box.right + 4} cy={box.top - 4} r={7.5} />
              <text x={box.right + 4} y={box.top} text-anchor="middle">
                {SIGNS[marked.change]}
              </text>
            </g>
          );
        }),
      )}
    </>
  );
}

/** Names of wires and of both halves, which stay at the left. */
function Names({
  both,
  layout,
  names,
  x,
}: Pick<Props, "both" | "layout" | "names"> & { readonly x: number }): JSX.Element {
  return (
    <g transform={`translate(${x + LEFT} 0)`}>
      <rect
        class="qd-compare-side"
        x={-LEFT - 4000}
        y={-60}
        width={4000 + LEFT - 20}
        height={wireY(layout.numQubits) + 60}
      />
      {both.body.qubits.map((label, qubit) => (
        <text key={qubit} class="qd-label" x={-28} y={wireY(qubit) + 4.5} text-anchor="end">
          <title>{label}</title>
          {label.length > 6 ? `${label.slice(0, 5)}…` : label}
        </text>
      ))}
      {names.map((name, k) => (
        <text key={k} class="qd-compare-name" x={-LEFT + 8} y={k ? wireY(both.gap) + 8 : -36}>
          {name}
        </text>
      ))}
    </g>
  );
}
