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
import { fitted } from "../../tools/fit";
import { FAR, held, sightOf } from "../../tools/sight";
import { zoomed } from "../../tools/viewport";
import { Hatches, StillLayout } from "../drawing/gates";
import { usePanning } from "../drawing/panning";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { useSize } from "../widgets/use-size";
import { ZOOM } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";

/** Gates beyond this many in the window, and all from afar, are drawn as plain boxes. */
const MOST = 1000;
const MARGIN = 320;
/** The least zoom at first, and px of the scene around both halves. */
const OPENED = 0.6;
const ROOM = 120;

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
  // Both halves are in view where letters can be read so.
  const high = size.height / (wireY(layout.numQubits) + ROOM);
  const first = Math.max(FAR, Math.min(OPENED, high));
  const view = chosen ? held(chosen, sightOf(layout, size)) : fitted(layout, { ...size, phone: false }, first);
  const panning = usePanning(svg, view, setChosen);
  const now = both.changes[at];
  useLayoutEffect(() => {
    setElement(svg.current);
    svg.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const placed = layout.byId.get(now?.ids[0] ?? "");
    if (!placed) return;
    const { left, right, top, bottom } = boxOf(placed);
    // Where it can be read, and in the middle unless it is in view already.
    const zoom = Math.max(OPENED, view.zoom);
    const near = (low: number, high: number, from: number, px: number): number =>
      zoom === view.zoom && low >= from && high <= from + px / zoom ? from : (low + high - px / zoom) / 2;
    setChosen({
      zoom,
      x: near(left - layout.margin, right, view.x, size.width),
      y: near(top, bottom, view.y, size.height),
    });
  }, [now]);
  useEffect(() => {
    const change = (factor: number): void => setChosen(zoomed(view, factor, { x: size.width / 2, y: size.height / 2 }));
    const fit = (): void => setChosen(fitted(layout, { ...size, phone: false }, FAR));
    const zoom = { change, fit, open: fit, one: () => change(1 / view.zoom), selection: fit };
    bench.at(ZOOM).set(zoom);
    return () => {
      if (bench.at(ZOOM).value === zoom) bench.at(ZOOM).set(null);
    };
  });
  // In steps, so that moving by less draws nothing anew.
  const left = Math.floor(view.x / MARGIN - 1) * MARGIN;
  const right = Math.ceil((view.x + size.width / view.zoom) / MARGIN + 1) * MARGIN;
  const top = Math.floor(view.y / MARGIN - 1) * MARGIN;
  const bottom = Math.ceil((view.y + size.height / view.zoom) / MARGIN + 1) * MARGIN;
  const far = view.zoom < FAR;
  const scene = useMemo(
    () => (
      <Scene both={both} layout={layout} documents={documents} seen={{ left, right, top, bottom, far }} now={now} />
    ),
    [layout, left, right, top, bottom, far, now],
  );
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
          {scene}
          <Names both={both} layout={layout} names={names} x={Math.max(-layout.margin, view.x)} />
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
  readonly seen: Seen;
  readonly now: Marked | undefined;
}

interface Seen {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Are letters too small to be read? */
  readonly far: boolean;
}

function isSeen(box: ReturnType<typeof boxOf>, { left, right, top, bottom }: Seen): boolean {
  return box.right >= left && box.left <= right && box.bottom >= top && box.top <= bottom;
}

function Scene({ both, layout, documents, seen, now }: SceneProps): JSX.Element {
  const bench = useWorkbench();
  const colors = new Map(documents.flatMap((each) => [...parameterColors(each)]));
  const parts = inView(layout, seen.left, seen.right).filter((part) => isSeen(boxOf(part), seen));
  const plain = seen.far || parts.length > MOST;
  const blocks = layout.blocks.filter((block) => isSeen(boxOf(block), seen));
  const end = layout.width + 28;
  const rows = [...both.body.qubits.keys()].filter((qubit) => qubit !== both.gap);
  return (
    <>
      <line class="qd-compare-gap" x1={-4000} x2={end + 4000} y1={wireY(both.gap) - 13.5} y2={wireY(both.gap) - 13.5} />
      <Wires layout={layout} rows={rows} left={-20} right={end} gap={both.gap} />
      {plain && (
        <path
          class="qd-compare-far"
          d={parts
            .map(boxOf)
            .map((box) => `M${box.left} ${box.top}H${box.right}V${box.bottom}H${box.left}Z`)
            .join("")}
        />
      )}
      <g data-far={plain ? "" : undefined}>
        <Marks both={both} layout={layout} seen={seen} now={now} />
      </g>
      {!plain && (
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

/** Around each gate that a change is about, below it, with the sign at the corner. */
function Marks({ both, layout, seen, now }: Omit<SceneProps, "documents">): JSX.Element {
  return (
    <>
      {both.changes.flatMap((marked) =>
        marked.ids.map((id) => {
          const placed = layout.byId.get(id);
          const box = placed && boxOf(placed);
          if (!box || !isSeen(box, seen)) return null;
          // What it waits for stands above a gate.
          const top = box.top - (placed.kind === "gate" && placed.look.condition ? 20 : 5);
          return (
            <g key={id} class="qd-compare-mark" data-change={marked.change} data-now={marked === now ? "" : undefined}>
              <title>{SAID[marked.change]}</title>
              <rect x={box.left - 5} y={top} width={box.right - box.left + 10} height={box.bottom + 5 - top} rx={7} />
              <circle cx={box.right + 4} cy={top + 1} r={7.5} />
              <text x={box.right + 4} y={top + 5} text-anchor="middle">
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
    <g transform={`translate(${x + layout.margin} 0)`}>
      <rect
        class="qd-compare-side"
        x={-layout.margin - 4000}
        y={-60}
        width={4000 + layout.margin - 20}
        height={wireY(layout.numQubits) + 60}
      />
      {both.body.qubits.map((label, qubit) => (
        <text key={qubit} class="qd-label" x={-28} y={wireY(qubit) + 4.5} text-anchor="end">
          <title>{label}</title>
          <WireName name={label} short={layout.names[qubit]} />
        </text>
      ))}
      {names.map((name, k) => (
        <text key={k} class="qd-compare-name" x={-layout.margin + 8} y={k ? wireY(both.gap) + 8 : -36}>
          {name}
        </text>
      ))}
    </g>
  );
}
