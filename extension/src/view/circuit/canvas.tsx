/** The circuit canvas: keyed SVG that draws the columns in view, and hands pointer events to the tool. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { type CircuitBody, isCircuit } from "../../document/circuit";
import { parameterColors } from "../../scene/colors";
import { afterColumn, boxOf, inView, type Layout, stacked, wireY } from "../../scene/layout";
import type { EditorState, Point, Viewport } from "../../state/state";
import { aside } from "../../state/transaction";
import { fitted, LEFT } from "../../tools/fit";
import { LEAST_ZOOM, zoomed } from "../../tools/viewport";
import { cursorX } from "../../tools/walk";
import { BlockView, Hatches, nameOf, StackView } from "../drawing/gates";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { FIGURES, rankOf, redundantGates } from "../workbench/figures";
import { ZOOM } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { usePointer } from "./canvas-pointer";
import { DisplayView } from "./displays";
import { Invite } from "./invite";

/** Columns drawn beyond the edges, so that panning by less does not draw anew. */
const MARGIN = 320;
/** Below this zoom letters are too small to be read, and are left out. */
const READABLE = 0.3;
/** Milliseconds without a change after which gates that moved are named anew. */
const REST = 100;

const KEYS = "Arrows walk, letters place gates, Enter edits the angle, question mark shows all keys.";

interface Seen {
  readonly left: number;
  readonly right: number;
  readonly coarse: boolean;
}

/** The stretch of the scene that is drawn: what is in view and a margin, in steps. */
function seenBy(viewport: Viewport, width: number): Seen {
  const margin = MARGIN / Math.max(1, viewport.zoom);
  const step = MARGIN / 2;
  const left = Math.floor((viewport.x - margin) / step) * step;
  const right = Math.ceil((viewport.x + width / viewport.zoom + margin) / step) * step;
  return { left, right, coarse: viewport.zoom < READABLE };
}

function onPhone(bench: Workbench): boolean {
  return bench.ui.value.size === "phone";
}

export function Canvas(): JSX.Element {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const [size, setSize] = useState({ width: 800, height: 500 });
  usePointer(bench, svg);
  const placed = useRef(false);

  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      if (!box.width || !box.height) return;
      setSize({ width: box.width, height: box.height });
      if (placed.current) return;
      placed.current = true;
      const layout = bench.layout("document");
      if (layout)
        bench.dispatch(
          aside("view.fit", {
            viewport: fitted(layout, { width: box.width, height: box.height, phone: onPhone(bench) }),
          }),
        );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [bench]);

  const tool = usePart(bench.editor, (e) => e.state.tool.kind);
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const empty = usePart(bench.editor, (e) => {
    const { body } = e.state.preview ?? e.state.document;
    return isCircuit(body) && body.operations.size === 0;
  });
  return (
    <section class="qd-main" data-part="circuit" aria-label="Circuit">
      <svg
        ref={svg}
        class="qd-canvas"
        data-tool={tool}
        tabindex={0}
        role="application"
        aria-label={`Circuit with ${qubits} qubits. ${KEYS}`}
      >
        <Hatches />
        <Drawing size={size} />
      </svg>
      {empty && <Invite />}
      <Zoom size={size} />
      <NoticeBubble />
      <CursorWords />
    </section>
  );
}

/** The scene, moved by the viewport without drawing it again. */
function Drawing({ size }: { readonly size: { readonly width: number; readonly height: number } }): JSX.Element {
  const bench = useWorkbench();
  const group = useRef<SVGGElement>(null);
  const labels = useRef<SVGGElement>(null);
  const first = bench.state.viewport;
  const [seen, setSeen] = useState<Seen>(() => seenBy(first, size.width));
  useLayoutEffect(() => {
    let shown: Viewport | null = null;
    const follow = (): void => {
      // Setting a transform again, even to what it is, would paint the whole drawing anew.
      if (bench.state.viewport === shown) return;
      shown = bench.state.viewport;
      const { x, y, zoom } = shown;
      group.current?.setAttribute("transform", `translate(${-x * zoom} ${-y * zoom}) scale(${zoom})`);
      labels.current?.setAttribute("transform", `translate(${Math.max(LEFT, -x) * zoom} ${-y * zoom}) scale(${zoom})`);
      setSeen((old) => {
        const next = seenBy(bench.state.viewport, size.width);
        return next.left === old.left && next.right === old.right && next.coarse === old.coarse ? old : next;
      });
    };
    follow();
    return bench.editor.subscribe(follow);
  }, [bench, size.width]);
  return (
    <>
      <g ref={group}>
        <Scene seen={seen} />
      </g>
      <g ref={labels}>
        <Labels />
      </g>
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
  const timeCursor = usePart(bench.editor, (e) => e.state.timeCursor);
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
  const parts = inView(layout, seen.left, seen.right);
  return (
    <>
      <Wires layout={layout} seen={seen} />
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
            coarse={seen.coarse}
          />
        ))}
      </g>
      {parts.map(
        (placed) =>
          placed.kind === "display" && (
            <DisplayView key={placed.id} placed={placed} selected={selection.has(placed.id)} />
          ),
      )}
      <RedundantRings layout={layout} seen={seen} />
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
  if (!state.preview) return NO_GHOSTS;
  if (state.tool.kind === "placing") return state.lit;
  return state.tool.kind === "dragging" ? state.tool.ids : NO_GHOSTS;
}

function Wires({ layout, seen }: { readonly layout: Layout; readonly seen: Seen }): JSX.Element {
  const start = Math.max(-20, seen.left);
  const end = Math.min(layout.width + 44, seen.right);
  const rows: JSX.Element[] = [];
  for (let qubit = 0; qubit < layout.numQubits; qubit++) {
    // Wires stand at half pixels, so that one pixel is sharp.
    const y = wireY(qubit, layout.pitch) + 0.5;
    const classical = layout.classicalFrom.get(qubit) ?? Infinity;
    const turn = Math.min(end, classical);
    rows.push(<line key={qubit} class="qd-wire" x1={start} x2={turn} y1={y} y2={y} />);
    if (classical < end) {
      rows.push(
        <path
          key={`c${qubit}`}
          class="qd-wire"
          fill="none"
          d={`M${classical} ${y - 1.5}H${end}M${classical} ${y + 1.5}H${end}`}
        />,
      );
    }
  }
  return <g>{rows}</g>;
}

function Labels(): JSX.Element | null {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => shownBody(e.state)?.qubits);
  const pitch = usePitch(bench);
  if (!qubits) return null;
  const size = 13;
  return (
    <g>
      {qubits.length > 0 && (
        <rect
          x={-LEFT - 4000}
          y={-30}
          width={4000 + LEFT - 20}
          height={wireY(qubits.length - 1, pitch) + 60}
          style={{ fill: "var(--qd-bg-canvas)" }}
        />
      )}
      {qubits.map((label, qubit) => {
        const match = /^([^\d\s]{1,2})(\d{1,4})$/u.exec(label);
        const short = label.length > 9 ? `${label.slice(0, 8)}…` : label;
        return (
          <text key={qubit} class="qd-label" x={-28} y={wireY(qubit, pitch) + 4.5} text-anchor="end" font-size={size}>
            <title>{label}</title>
            {match ? (
              <>
                {match[1]}
                <tspan dy={3} font-size={9.5}>
                  {match[2]}
                </tspan>
              </>
            ) : (
              short
            )}
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
  const ids = useMemo(() => (body && rank ? redundantGates(body, rank) : null), [body, rank]);
  if (!ids) return null;
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
  const timeCursor = usePart(bench.editor, (e) => e.state.timeCursor);
  const cursor = usePart(bench.editor, (e) => e.state.cursor);
  const tool = usePart(bench.editor, (e) => (e.state.tool.kind === "boxing" ? e.state.tool : null));
  const height = wireY(Math.max(0, layout.numQubits - 1), layout.pitch);
  return (
    <>
      {timeCursor !== null && (
        <g
          class="qd-time"
          data-time-cursor=""
          transform={`translate(${Math.round(timeCursor < 0 ? -8 : afterColumn(layout, timeCursor))} 0)`}
        >
          <title>State here. Drag it, or press . to remove it</title>
          <line x1={0.5} x2={0.5} y1={-32} y2={height + 34} />
          <rect x={-34} y={-52} width={69} height={20} rx={10} />
          <text x={0.5} y={-38} text-anchor="middle">
            state here
          </text>
          <rect x={-5} y={-32} width={11} height={height + 66} style={{ fill: "transparent" }} />
        </g>
      )}
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
      {tool && (
        <rect
          class="qd-lasso"
          x={Math.min(tool.from.x, tool.to.x)}
          y={Math.min(tool.from.y, tool.to.y)}
          width={Math.abs(tool.to.x - tool.from.x)}
          height={Math.abs(tool.to.y - tool.from.y)}
        />
      )}
    </>
  );
}

function Zoom({ size }: { readonly size: { readonly width: number; readonly height: number } }): JSX.Element {
  const bench = useWorkbench();
  const zoom = usePart(bench.editor, (e) => Math.round(e.state.viewport.zoom * 100));
  const at = { x: size.width / 2, y: size.height / 2 };
  const change = (factor: number): void =>
    bench.dispatch(aside("view.zoom", { viewport: zoomed(bench.state.viewport, factor, at) }));
  const show = (smallest?: number): void => {
    const layout = bench.layout();
    if (layout)
      bench.dispatch(
        aside("view.fit", { viewport: fitted(layout, { ...size, phone: onPhone(bench) }, smallest, bench.beside) }),
      );
  };
  const fit = (): void => show(LEAST_ZOOM);
  useEffect(() => {
    bench.at(ZOOM).set({ change, fit, open: show, one: () => change(1 / bench.state.viewport.zoom) });
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
        style={{ minWidth: 52 }}
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
    </div>
  );
}

/** Why something was refused, beside the pointer or the selection. */
function NoticeBubble(): JSX.Element | null {
  const bench = useWorkbench();
  const notice = usePart(bench.editor, (e) => e.state.notice);
  if (!notice) return null;
  const at = notice.at ?? besideSelection(bench);
  return (
    <div class="qd-notice" role="alert" style={{ left: `${at.x + 14}px`, top: `${at.y + 14}px` }}>
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
    return { x: (box.right - viewport.x) * viewport.zoom, y: (box.bottom - viewport.y) * viewport.zoom };
  }
  const x = layout ? cursorX(layout, cursor) : 0;
  return { x: (x - viewport.x) * viewport.zoom, y: (wireY(cursor.qubit, layout?.pitch) - viewport.y) * viewport.zoom };
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
