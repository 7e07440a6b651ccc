/**
 * The circuit canvas: keyed SVG that draws the columns in view, and hands pointer events to the tool. It is long
 * because each layer of the drawing is here, in the order in which they lie.
 */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { type CircuitBody, isCircuit } from "../../document/circuit";
import { parameterColors } from "../../scene/colors";
import { afterColumn, boxOf, inView, type Layout, PITCH, stacked, wireY } from "../../scene/layout";
import type { EditorState, Point, Viewport } from "../../state/state";
import { shownTime } from "../../state/time";
import { aside } from "../../state/transaction";
import { fitted } from "../../tools/fit";
import { FAR, type Sight, scaleOf, sightOf } from "../../tools/sight";
import { LEAST_ZOOM, screenPoint, zoomed, zoomedTo } from "../../tools/viewport";
import { cursorX } from "../../tools/walk";
import { CostMarks } from "../drawing/cost-marks";
import { BlockView, Hatches, nameOf, StackView } from "../drawing/gates";
import { gateBoxes, StandingMarks } from "../drawing/standing-marks";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { FIGURES, rankOf, redundantGates } from "../workbench/figures";
import { OVERLAY } from "../workbench/overlay";
import { EDIT_ANGLE, ZOOM } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { usePointer } from "./canvas-pointer";
import { onPhone, type Size, UNMEASURED, useFitted, useFollowed, useHeld, useRevealed } from "./canvas-view";
import { Crumbs } from "./crumbs";
import { DisplayView } from "./displays";
import { Far } from "./far";
import { editAngle, InPlace } from "./in-place";
import { Invite } from "./invite";
import { bandOf, Overview } from "./overview";
import { Replicate } from "./replicate";
import { TimeCursor } from "./time-cursor";

/** Columns drawn beyond the edges, so that panning by less does not draw anew. */
const MARGIN = 320;
/** Gates beyond this many in the window are drawn as density too. */
const MOST = 3000;
/** Milliseconds without a change after which gates that moved are named anew. */
const REST = 100;

const KEYS = "Arrows walk, letters place gates, Enter edits the angle, question mark shows all keys.";

interface Seen {
  readonly left: number;
  readonly right: number;
  /** Wires. */
  readonly top: number;
  readonly bottom: number;
  /** Is it drawn as density? */
  readonly far: boolean;
}

/** The stretch of the scene that is drawn: what is in view and a margin, in steps. */
function seenBy(viewport: Viewport, { width, height }: Size, layout: Layout | null): Seen {
  const margin = MARGIN / Math.max(1, viewport.zoom);
  const step = MARGIN / 2;
  const left = Math.floor((viewport.x - margin) / step) * step;
  const right = Math.ceil((viewport.x + width / viewport.zoom + margin) / step) * step;
  const pitch = layout?.pitch ?? PITCH;
  const top = Math.floor((viewport.y - margin) / step) * (step / pitch);
  const bottom = Math.ceil((viewport.y + height / viewport.zoom + margin) / step) * (step / pitch);
  const share = Math.min(1, (bottom - top) / Math.max(1, layout?.numQubits ?? 1));
  const far = viewport.zoom < FAR || (layout !== null && share * inView(layout, left, right).length > MOST);
  return { left, right, top, bottom, far };
}

function sameSeen(a: Seen, b: Seen): boolean {
  return a.left === b.left && a.right === b.right && a.top === b.top && a.bottom === b.bottom && a.far === b.far;
}

export function Canvas(): JSX.Element {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const [whole, setSize] = useState<Size>(UNMEASURED);
  const band = usePart(bench.editor, () => bandOf(bench, whole));
  const size = useMemo(() => ({ width: whole.width, height: whole.height - band }), [whole, band]);
  const seen = useSeen(bench, size);
  usePointer(bench, svg);
  useHeld(bench, size);
  useRevealed(bench, size);
  useEffect(() => {
    const edit = (): void => editAngle(bench);
    bench.at(EDIT_ANGLE).set(edit);
    return () => {
      if (bench.at(EDIT_ANGLE).value === edit) bench.at(EDIT_ANGLE).set(null);
    };
  }, [bench]);
  useFitted(bench, whole);
  useFollowed(bench, size);

  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      if (width && height) setSize({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [bench]);

  const tool = usePart(bench.editor, (e) => e.state.tool.kind);
  const away = usePart(bench.editor, (e) => "away" in e.state.tool && e.state.tool.away);
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const empty = usePart(bench.editor, (e) => {
    const { body, lesson } = e.state.preview ?? e.state.document;
    return isCircuit(body) && body.operations.size === 0 && !lesson;
  });
  return (
    <section class="qd-main" data-part="circuit" aria-label="Circuit">
      {seen.far && <Far size={size} />}
      <svg
        ref={svg}
        id="qd-circuit"
        class="qd-canvas"
        data-tool={tool}
        data-away={away ? "" : undefined}
        tabindex={0}
        role="application"
        aria-label={`Circuit with ${qubits} qubits. ${KEYS}`}
      >
        <Hatches />
        <Drawing seen={seen} />
      </svg>
      {empty && <Invite size={size} />}
      <Overview size={size} band={band} />
      <Zoom size={size} />
      <NoticeBubble />
      <Crumbs />
      <Replicate />
      <InPlace />
      <CursorWords />
    </section>
  );
}

/** What is in view, followed without drawing anew for every move. */
function useSeen(bench: Workbench, size: Size): Seen {
  const now = (): Seen => seenBy(bench.state.viewport, size, bench.layout("shown"));
  const [seen, setSeen] = useState(now);
  useLayoutEffect(() => {
    const follow = (): void => setSeen((old) => (sameSeen(old, now()) ? old : now()));
    follow();
    return bench.editor.subscribe(follow);
  }, [bench, size.width, size.height]);
  return seen;
}

/** The scene, moved by the viewport without drawing it again. */
function Drawing({ seen }: { readonly seen: Seen }): JSX.Element {
  const bench = useWorkbench();
  const group = useRef<SVGGElement>(null);
  const labels = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    let shown: Viewport | null = null;
    const follow = (): void => {
      // Setting a transform again, even to what it is, would paint the whole drawing anew.
      if (bench.state.viewport === shown) return;
      shown = bench.state.viewport;
      const { x, y } = shown;
      const margin = bench.layout("shown")?.margin ?? 0;
      const scale = scaleOf(shown);
      const scaled = `scale(${scale.x} ${scale.y})`;
      group.current?.setAttribute("transform", `translate(${-x * scale.x} ${-y * scale.y}) ${scaled}`);
      labels.current?.setAttribute(
        "transform",
        `translate(${Math.max(margin, -x) * scale.x} ${-y * scale.y}) ${scaled}`,
      );
    };
    follow();
    return bench.editor.subscribe(follow);
  }, [bench]);
  return (
    <>
      <g ref={group}>{seen.far ? <Lasso /> : <Scene seen={seen} />}</g>
      <g ref={labels}>{!seen.far && <Labels />}</g>
    </>
  );
}

/** From wire to wire, which the diagram beside the circuit may change. */
function usePitch(bench: Workbench): number {
  return usePart(bench.diagram, () => bench.pitch);
}

function shownBody(state: EditorState): CircuitBody | null {
  const { body } = state.preview ?? state.document;
  return isCircuit(body) ? body : null;
}

function Scene({ seen }: { readonly seen: Seen }): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownBody(e.state));
  const displays = usePart(bench.editor, (e) => (e.state.preview ?? e.state.document).layout?.displays);
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const lit = usePart(bench.editor, (e) => e.state.lit);
  const timeCursor = usePart(bench.editor, (e) => shownTime(e.state));
  const ghosts = usePart(bench.editor, (e) => ghostsOf(e.state));
  const colors = useMemo(() => parameterColors(bench.shown), [body]);
  const gates = useRef<SVGGElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => renamed(bench, gates.current), REST);
    return () => clearTimeout(timer);
  }, [bench, body]);
  usePitch(bench);
  const layout = bench.layout("shown");
  if (!body || !layout) return null;
  void displays;
  const limit = timeCursor === null ? Infinity : afterColumn(layout, timeCursor);
  const parts = inView(layout, seen.left, seen.right).filter(
    ({ top, bottom }) => top <= seen.bottom && bottom >= seen.top,
  );
  return (
    <>
      <Wires
        layout={layout}
        rows={rowsIn(layout, seen)}
        left={Math.max(-20, seen.left)}
        right={Math.min(layout.width + 44, seen.right)}
      />
      {layout.blocks
        .filter((block) => block.left <= seen.right && block.left + block.width >= seen.left)
        .map((block) => (
          <BlockView
            key={block.id}
            placed={block}
            body={body}
            colors={colors}
            selected={selection.has(block.id)}
            measure={(text) => bench.measure(text, "ui", 12)}
          />
        ))}
      <g ref={gates}>
        {stacked(parts).map((stack) => (
          <StackView
            key={stack[0].id}
            gates={stack}
            body={body}
            colors={colors}
            after={stack[0].x > limit}
            selection={selection}
            lit={lit}
            ghosts={ghosts}
          />
        ))}
      </g>
      {parts.map(
        (placed) =>
          placed.kind === "display" && (
            <DisplayView
              key={placed.id}
              placed={placed}
              selected={selection.has(placed.id)}
              ghost={ghosts.has(placed.id)}
            />
          ),
      )}
      <RedundantRings layout={layout} seen={seen} />
      <StandingMarks body={body} boxes={() => gateBoxes(parts)} />
      <CostMarks body={body} boxes={() => gateBoxes(parts)} />
      <Marks layout={layout} />
    </>
  );
}

/** Gates that only moved are not drawn again; they are named anew when the drawing rests, since frames go first. */
function renamed(bench: Workbench, gates: SVGGElement | null): void {
  const layout = bench.layout("shown");
  const body = shownBody(bench.state);
  if (!gates || !layout || !body) return;
  const ghosts = ghostsOf(bench.state);
  for (const element of gates.getElementsByClassName("qd-gate")) {
    const id = element.getAttribute("data-id") ?? "";
    const placed = layout.byId.get(id);
    const name = placed && nameOf(placed, body, bench.state.selection.has(id) && !ghosts.has(id));
    if (name !== undefined && name !== element.getAttribute("aria-label")) element.setAttribute("aria-label", name);
  }
}

const NO_GHOSTS: ReadonlySet<string> = new Set();

/** What is not there yet: cargo over the canvas, or gates in mid-drag. */
function ghostsOf(state: EditorState): ReadonlySet<string> {
  const { tool } = state;
  if ("away" in tool && tool.away) return goingOf(tool);
  if (!state.preview) return NO_GHOSTS;
  if (tool.kind === "placing") return state.lit;
  return tool.kind === "dragging" ? tool.ids : NO_GHOSTS;
}

/** What would be deleted if it were let go. */
function goingOf(tool: Extract<EditorState["tool"], { readonly away: boolean }>): ReadonlySet<string> {
  if (tool.kind === "dragging") return tool.ids;
  return tool.kind === "placing" && tool.cargo.kind === "moved" ? new Set([tool.cargo.id]) : NO_GHOSTS;
}

/** The wires in view. */
function rowsIn(layout: Layout, seen: Seen): readonly number[] {
  const first = Math.max(0, Math.ceil(seen.top));
  const last = Math.min(layout.numQubits - 1, Math.floor(seen.bottom));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
}

function Labels(): JSX.Element | null {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => shownBody(e.state)?.qubits);
  const pitch = usePitch(bench);
  const layout = bench.layout("shown");
  if (!qubits || !layout) return null;
  const { names, margin } = layout;
  const size = 13;
  return (
    <g>
      {qubits.length > 0 && (
        <rect
          x={-margin - 4000}
          y={-30}
          width={4000 + margin - 20}
          height={wireY(qubits.length - 1, pitch) + 60}
          style={{ fill: "var(--qd-bg-canvas)" }}
        />
      )}
      {qubits.map((label, qubit) => {
        return (
          <text key={qubit} class="qd-label" x={-28} y={wireY(qubit, pitch) + 4.5} text-anchor="end" font-size={size}>
            <title>{label}</title>
            <WireName name={label} short={names[qubit]} />
          </text>
        );
      })}
    </g>
  );
}

/** Around the gates that only redundant parameters turn. */
function RedundantRings({ layout, seen }: { readonly layout: Layout; readonly seen: Seen }): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownBody(e.state));
  const rank = usePart(bench.at(FIGURES), (figures) => rankOf(figures, body));
  const colored = usePart(bench.at(OVERLAY), (now) => now === "redundancy");
  const ids = useMemo(() => (body && rank ? redundantGates(body, rank) : null), [body, rank]);
  if (!ids || colored) return null;
  return (
    <g class="qd-redundant">
      {layout.small
        .filter((placed) => ids.has(placed.id) && placed.x >= seen.left && placed.x <= seen.right)
        .map((placed) => {
          const box = boxOf(placed);
          return (
            <rect
              key={placed.id}
              x={box.left - 5}
              y={box.top - 5}
              width={box.right - box.left + 10}
              height={box.bottom - box.top + 10}
              rx={8}
            />
          );
        })}
    </g>
  );
}

/** What lies over the gates: the time cursor, the keyboard's cursor, the selection box. */
function Marks({ layout }: { readonly layout: Layout }): JSX.Element {
  const bench = useWorkbench();
  const cursor = usePart(bench.editor, (e) => e.state.cursor);
  return (
    <>
      <TimeCursor layout={layout} />
      {cursor.visible && layout.numQubits > 0 && (
        <rect
          class="qd-cursor"
          x={cursorX(layout, cursor) - 18}
          y={wireY(cursor.qubit, layout.pitch) - 18}
          width={36}
          height={36}
          rx={6}
        />
      )}
      <Lasso />
    </>
  );
}

/** The box that is being drawn around gates. */
function Lasso(): JSX.Element | null {
  const bench = useWorkbench();
  const tool = usePart(bench.editor, (e) => (e.state.tool.kind === "boxing" ? e.state.tool : null));
  return (
    tool && (
      <rect
        class="qd-lasso"
        x={Math.min(tool.from.x, tool.to.x)}
        y={Math.min(tool.from.y, tool.to.y)}
        width={Math.abs(tool.to.x - tool.from.x)}
        height={Math.abs(tool.to.y - tool.from.y)}
      />
    )
  );
}

function Zoom({ size }: { readonly size: Size }): JSX.Element {
  const bench = useWorkbench();
  const zoom = usePart(bench.editor, ({ state }) => {
    const percent = state.viewport.zoom * 100;
    return percent < 1 ? percent.toFixed(1) : String(Math.round(percent));
  });
  const at = { x: size.width / 2, y: size.height / 2 };
  const sight = (): Sight | null => {
    const layout = bench.layout("document");
    return layout && sightOf(layout, size, bench.beside);
  };
  const change = (factor: number): void =>
    bench.dispatch(aside("view.zoom", { viewport: zoomed(bench.state.viewport, factor, at, sight()) }));
  const show = (smallest?: number): void => {
    const layout = bench.layout();
    if (layout)
      bench.dispatch(
        aside("view.fit", { viewport: fitted(layout, { ...size, phone: onPhone(bench) }, smallest, bench.beside) }),
      );
  };
  const fit = (): void => show(LEAST_ZOOM);
  const selection = (): void => {
    const boxes = [...bench.state.selection].flatMap((id) => bench.layout("document")?.byId.get(id) ?? []).map(boxOf);
    const now = sight();
    if (!boxes.length || !now) fit();
    else bench.dispatch(aside("view.selection", { viewport: zoomedTo(around(boxes), now) }));
  };
  useEffect(() => {
    bench.at(ZOOM).set({ change, fit, open: show, one: () => change(1 / bench.state.viewport.zoom), selection });
  });
  return (
    <div class="qd-zoom" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => change(0.8)}>
        −
      </button>
      <button
        type="button"
        aria-label={`Zoom is ${zoom} percent; set to 100`}
        title="Zoom to 100 % (1)"
        data-part="percent"
        onClick={() => change(1 / bench.state.viewport.zoom)}
      >
        {zoom} %
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => change(1.25)}>
        +
      </button>
      <button type="button" aria-label="Fit to the window" title="Fit to the window (F)" onClick={fit}>
        <Icon name="fit" size={13} />
      </button>
      <Colored />
    </div>
  );
}

/** The switch that colors gates by how their parameters stand. */
function Colored(): JSX.Element {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "redundancy");
  return (
    <button
      type="button"
      aria-label="Color by redundancy"
      aria-pressed={on}
      title="Color by redundancy: parameters that are free, fusible, redundant or dead (Alt+R)"
      onClick={() => bench.effect("redundancy")}
    >
      <Icon name="rings" size={14} />
    </button>
  );
}

type Box = ReturnType<typeof boxOf>;

function around(boxes: readonly Box[]): Box {
  return boxes.reduce((a, b) => ({
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
  }));
}

/** Why something was refused, beside the pointer or the selection. */
function NoticeBubble(): JSX.Element | null {
  const bench = useWorkbench();
  const notice = usePart(bench.editor, (e) => e.state.notice);
  if (!notice) return null;
  const at = notice.at ?? besideSelection(bench);
  return (
    <div
      class="qd-notice"
      role="alert"
      style={{ left: `clamp(8px, ${at.x + 14}px, 100% - 240px)`, top: `clamp(8px, ${at.y + 14}px, 100% - 48px)` }}
    >
      {notice.text}
    </div>
  );
}

function besideSelection(bench: Workbench): Point {
  const layout = bench.layout();
  const { viewport, selection, cursor } = bench.state;
  const [id] = selection;
  const placed = id === undefined ? undefined : layout?.byId.get(id);
  if (placed) {
    const box = boxOf(placed);
    return screenPoint(viewport, { x: box.right, y: box.bottom });
  }
  const x = layout ? cursorX(layout, cursor) : 0;
  return screenPoint(viewport, { x, y: wireY(cursor.qubit, layout?.pitch) });
}

/** Says where the keyboard stands and what is there, for screen readers. */
function CursorWords(): JSX.Element {
  const bench = useWorkbench();
  const words = usePart(bench.editor, (e) => {
    const { cursor, selection } = e.state;
    if (!cursor.visible) return "";
    const label = shownBody(e.state)?.qubits[cursor.qubit] ?? "";
    const [id] = selection;
    const placed = id === undefined ? undefined : bench.layout()?.byId.get(id);
    const title = placed ? bench.describe(placed) : "empty";
    return `${label}, column ${cursor.column + 1}: ${title}`;
  });
  return (
    <div class="qd-hidden" aria-live="polite">
      {words}
    </div>
  );
}
