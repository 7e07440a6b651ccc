/** One of two drawings beside each other: looked at, moved and zoomed as one, what is chosen lit in both. */

import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import type { Colors } from "../../scene/colors";
import { boundsOf, type DiagramScene, diagramScene } from "../../scene/diagram";
import { inView, type Layout, layoutOf, wireY } from "../../scene/layout";
import type { Measure } from "../../scene/math";
import type { Viewport } from "../../state/state";
import { Shapes } from "../drawing/diagram-shapes";
import { Hatches, StillLayout } from "../drawing/gates";
import { usePanning } from "../drawing/panning";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { useWorkbench } from "../workbench/workbench";

/** Beyond this many gates or spiders in a drawing, those outside the window are left out. */
const AROUND = 200;
/** A pointer that moved less than this many px clicked. */
const CLICK = 4;

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A body at its places. */
export type Placing = Extent &
  (
    | { readonly kind: "circuit"; readonly body: CircuitBody; readonly layout: Layout }
    | { readonly kind: "zx"; readonly body: DiagramBody; readonly scene: DiagramScene }
  );

export function placed(body: CircuitBody | DiagramBody, measure: Measure, pitch: number | undefined): Placing {
  if (isCircuit(body)) {
    const layout = layoutOf(body, undefined, measure, pitch);
    const bottom = wireY(Math.max(0, layout.numQubits - 1), layout.pitch) + 16;
    const top = layout.blocks.length ? -44 : -16;
    return { kind: "circuit", body, layout, left: -layout.margin, right: layout.width + 28, top, bottom };
  }
  const scene = diagramScene(body, measure);
  return { kind: "zx", body, scene, ...boundsOf(scene) };
}

/** From row to row of a diagram, so that a circuit beside it stands on the same rows. */
export function pitchOf(bodies: readonly (CircuitBody | DiagramBody | null)[], measure: Measure): number | undefined {
  const diagram = bodies.find((body) => body && !isCircuit(body));
  return diagram && !isCircuit(diagram) ? diagramScene(diagram, measure).rowPitch : undefined;
}

/** Where each drawing is anchored along the wires: at one place where both are on one plane, else where it begins. */
export function anchorsOf(both: readonly (Placing | null)[]): readonly number[] {
  const [a, b] = both;
  if (a && b && alike(a, b)) {
    const shared = Math.min(a.left, b.left);
    return [shared, shared];
  }
  return [a?.left ?? 0, b?.left ?? 0];
}

/** Are they drawn on one plane? */
function alike(a: Placing, b: Placing): boolean {
  if (a.kind === "circuit" || b.kind === "circuit") return a.kind === b.kind;
  const [mine, theirs] = [a.body.spiders, b.body.spiders];
  let same = 0;
  for (const [id, { x, y }] of mine) {
    const other = theirs.get(id);
    if (other?.x === x && other.y === y) same += 1;
  }
  return 2 * same >= Math.min(mine.size, theirs.size);
}

/** Px around the drawings; more above, for what links them. */
const EDGE = { x: 56, top: 64, bottom: 44 } as const;
/** What links give up of theirs in a low window. */
const LINKS = -32;

/** Zoom at which both begin where they are wider, and in low windows at least: letters can be read. */
export const READABLE = { most: 0.75, least: 0.5 } as const;
/** What shows all of both. */
const WHOLE = { most: 0.1, least: 0.1 } as const;

/** One view of both drawings from where they begin; x is told from the anchors. */
export function fittedBoth(
  both: readonly (Placing | null)[],
  size: { readonly width: number; readonly height: number },
  readable: Record<"most" | "least", number> = WHOLE,
): Viewport {
  const anchors = anchorsOf(both);
  let [width, top, bottom] = [120, 0, 0];
  both.forEach((each, k) => {
    if (!each) return;
    const anchor = anchors[k] ?? 0;
    width = Math.max(width, each.right - anchor);
    [top, bottom] = [Math.min(top, each.top), Math.max(bottom, each.bottom)];
  });
  const edge = Math.min(EDGE.x, size.width / 10);
  const wide = (size.width - 2 * edge) / width;
  const high = (size.height - EDGE.top - EDGE.bottom) / Math.max(1, bottom - top);
  const zoom = Math.min(1.25, Math.max(readable.least, Math.min(high, Math.max(wide, readable.most))));
  const spare = size.height - EDGE.top - EDGE.bottom - (bottom - top) * zoom;
  return {
    zoom,
    x: -Math.max(edge, (size.width - width * zoom) / 2) / zoom,
    y: top - (EDGE.top + Math.max(LINKS, spare / 2)) / zoom,
  };
}

interface Props {
  readonly colors: Colors;
  readonly placing: Placing;
  readonly label: string;
  readonly view: Viewport;
  readonly setView: (view: Viewport) => void;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (ids: ReadonlySet<string>) => void;
}

export function SideView({ colors, placing, label, view, setView, chosen, choose }: Props): JSX.Element {
  const svg = useRef<SVGSVGElement>(null);
  const panning = usePanning(svg, view, setView);
  const from = useRef({ x: 0, y: 0 });
  const left = Math.floor(view.x / AROUND - 1) * AROUND;
  const right = Math.ceil((view.x + (svg.current?.clientWidth ?? 1600) / view.zoom) / AROUND + 1) * AROUND;
  const scene = useMemo(
    () =>
      placing.kind === "zx" ? (
        <Shapes scene={placing.scene} body={placing.body} selection={chosen} />
      ) : (
        <CircuitScene colors={colors} placing={placing} chosen={chosen} left={left} right={right} />
      ),
    [placing, chosen, colors, left, right],
  );
  const click = (event: MouseEvent): void => {
    if (Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y) > CLICK) return;
    const root = svg.current?.getRootNode() as globalThis.Document | ShadowRoot;
    const hit = root.elementFromPoint(event.clientX, event.clientY)?.closest("[data-id], [data-spider]");
    const id =
      hit && svg.current?.contains(hit) ? hit.getAttribute(placing.kind === "zx" ? "data-spider" : "data-id") : null;
    const kept = event.shiftKey ? [...chosen] : [];
    if (id !== null && kept.includes(id)) choose(new Set(kept.filter((each) => each !== id)));
    else choose(new Set(id === null ? kept : [...kept, id]));
  };
  return (
    <svg
      ref={svg}
      class="qd-canvas"
      data-tool="look"
      tabindex={0}
      role="application"
      aria-label={`${label}. Click a part to light it on both sides.`}
      {...panning}
      onPointerDown={(event) => {
        from.current = { x: event.clientX, y: event.clientY };
        panning.onPointerDown(event);
      }}
      onClick={click}
    >
      <Hatches />
      <g transform={`translate(${-view.x * view.zoom} ${-view.y * view.zoom}) scale(${view.zoom})`}>{scene}</g>
    </svg>
  );
}

interface SceneProps {
  readonly colors: Colors;
  readonly placing: Extract<Placing, { readonly kind: "circuit" }>;
  readonly chosen: ReadonlySet<string>;
  readonly left: number;
  readonly right: number;
}

function CircuitScene({ colors, placing: { layout, body }, chosen, left, right }: SceneProps): JSX.Element {
  const bench = useWorkbench();
  const end = layout.width + 28;
  return (
    <>
      <Wires layout={layout} rows={[...body.qubits.keys()]} left={-20} right={end} />
      {body.qubits.map((name, qubit) => (
        <text key={qubit} class="qd-label" x={-28} y={wireY(qubit, layout.pitch) + 4.5} text-anchor="end">
          <title>{name}</title>
          <WireName name={name} short={layout.names[qubit]} />
        </text>
      ))}
      <StillLayout
        blocks={layout.blocks}
        parts={inView(layout, left, right)}
        body={body}
        colors={colors}
        measure={(words) => bench.measure(words, "ui", 12)}
        lit={chosen}
      />
    </>
  );
}
