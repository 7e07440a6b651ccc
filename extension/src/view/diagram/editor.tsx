/**
 * The canvas on which a ZX diagram is drawn and edited by the pointer; keys are commands.
 *
 * `usePointer` is one long function, because its handlers share the state of one gesture.
 */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import type { ZxTool } from "../../commands/commands";
import { edgeKey, edgesIn, spidersIn } from "../../commands/zx";
import type { DiagramBody, Document } from "../../document/circuit";
import { addBoundary, addEdge, addSpider, moveSpiders, setSpiderKind } from "../../document/diagram";
import { attempt } from "../../document/errors";
import { count } from "../../scene/describe";
import {
  type DiagramScene,
  describeEdge,
  diagramScene,
  edgeAt,
  nameSpider,
  spiderAt,
  ZX_PITCH,
} from "../../scene/diagram";
import { NO_SELECTION, type Point } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { scenePoint, wheeled, zoomed } from "../../tools/viewport";
import { Shapes } from "../drawing/diagram-shapes";
import { Head } from "../widgets/head";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { SPACE, ZOOM, type Zoom } from "../workbench/slots";
import { useBench } from "../workbench/workbench";
import { TOOL } from "./tool";
import { Dots, numInner, Scaled, useView, type View } from "./view";

const TOOLS: readonly (readonly [ZxTool, string])[] = [
  ["select", "Select and move (V)"],
  ["Z", "Z-spider (Z): click a place, or an edge to put it in"],
  ["X", "X-spider (X): click a place, or an edge to put it in"],
  ["H", "H-box (H): click a place, or an edge to put it in"],
  ["plain", "Plain edge (E): drag from one spider to another, or click both"],
  ["hadamard", "Hadamard edge (D): drag from one spider to another, or click both"],
  ["boundary", "Input or output (B): click the left or right of a spider"],
];

type Doing =
  | {
      readonly kind: "moving";
      readonly from: Point;
      readonly id: string;
      readonly ids: ReadonlySet<string>;
      readonly moved: boolean;
    }
  | {
      readonly kind: "joining";
      readonly from: string;
      readonly start: Point;
      readonly to: Point;
      readonly held: boolean;
    }
  | { readonly kind: "boxing"; readonly from: Point; readonly to: Point; readonly kept: ReadonlySet<string> }
  | { readonly kind: "panning"; readonly from: Point; readonly view: View["view"] };

const KEYS = "Arrows walk, Shift and arrows select, Alt and arrows move, question mark shows all keys.";

interface Spot {
  readonly clientX: number;
  readonly clientY: number;
}

export function ZxEditor({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useBench();
  const scene = useMemo(() => diagramScene(body, bench.measure), [body]);
  const frame = useView(scene, "once");
  const { svg, view } = frame;
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const tool = usePart(bench.at(TOOL), (now) => now);
  const setTool = (next: ZxTool): void => bench.at(TOOL).set(next);
  const pointer = usePointer({ scene, frame, tool, selection });
  const { doing } = pointer;
  useEffect(() => () => bench.at(TOOL).set("select"), [bench]);
  useZoom(frame);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || (!doing && tool === "select")) return;
    event.preventDefault();
    event.stopPropagation();
    if (doing) pointer.drop();
    else setTool("select");
  };
  const from = doing?.kind === "joining" ? scene.byId.get(doing.from) : undefined;
  return (
    <section class="qd-main" data-part="zx" aria-label="ZX diagram">
      <div class="qd-rail" role="toolbar" aria-label="ZX tools" aria-orientation="vertical">
        {TOOLS.map(([name, title]) => (
          <button
            key={name}
            type="button"
            class="qd-button"
            data-icon=""
            aria-pressed={tool === name}
            aria-label={title}
            title={title}
            onClick={() => setTool(name)}
          >
            <ToolIcon tool={name} />
          </button>
        ))}
      </div>
      <Head note={`${count(numInner(body), "spider")} · ${count(body.edges.size, "edge")}`}>
        <button
          type="button"
          class="qd-chip"
          title="Lay out: wires straight, spiders apart (L)"
          onClick={() => runCommand(bench, "zx.layout")}
        >
          Lay out
        </button>
        {bench.asker.can("to_circuit") && (
          <button
            type="button"
            class="qd-chip"
            title="Extract the circuit (Alt+C)"
            onClick={() => runCommand(bench, "zx.extract")}
          >
            Extract circuit
          </button>
        )}
      </Head>
      <svg
        ref={svg}
        class="qd-canvas qd-zx"
        tabindex={0}
        role="application"
        data-tool={tool}
        aria-label={`ZX diagram with ${count(numInner(body), "spider")}. ${KEYS}`}
        onPointerDown={pointer.down}
        onPointerMove={pointer.move}
        onPointerUp={pointer.up}
        onPointerCancel={pointer.drop}
        onDblClick={pointer.open}
        onWheel={pointer.wheel}
        onKeyDown={keys}
      >
        <Dots view={view} />
        <Scaled view={view}>
          <Shapes scene={scene} body={body} selection={selection} />
          {from && doing?.kind === "joining" && (
            <path
              class="qd-edge"
              data-kind={tool === "hadamard" ? "hadamard" : "plain"}
              style={{ opacity: 0.6, pointerEvents: "none" }}
              d={`M${from.x} ${from.y}L${doing.to.x} ${doing.to.y}`}
            />
          )}
          {doing?.kind === "boxing" && (
            <rect
              class="qd-lasso"
              x={Math.min(doing.from.x, doing.to.x)}
              y={Math.min(doing.from.y, doing.to.y)}
              width={Math.abs(doing.to.x - doing.from.x)}
              height={Math.abs(doing.to.y - doing.from.y)}
            />
          )}
        </Scaled>
      </svg>
      <Notice scene={scene} view={view} />
      <div class="qd-hidden" aria-live="polite">
        {selectionWords(body, selection)}
      </div>
    </section>
  );
}

/** Why something was refused, beside the pointer or what is selected. */
function Notice({ scene, view }: { readonly scene: DiagramScene; readonly view: View["view"] }): JSX.Element | null {
  const bench = useBench();
  const notice = usePart(bench.editor, (e) => e.state.notice);
  const selection = usePart(bench.editor, (e) => e.state.selection);
  if (!notice) return null;
  const [id] = selection;
  const chosen = id === undefined ? undefined : scene.byId.get(id);
  const at =
    notice.at ??
    (chosen
      ? { x: Math.max(48, (chosen.x - view.x) * view.zoom), y: (chosen.y - view.y) * view.zoom + 12 }
      : { x: 60, y: 44 });
  return (
    <div class="qd-notice" role="alert" style={{ left: `${at.x + 14}px`, top: `${at.y + 14}px` }}>
      {notice.text}
    </div>
  );
}

function selectionWords(body: DiagramBody, selection: ReadonlySet<string>): string {
  const [edge] = edgesIn(body, selection);
  const ends = edge === undefined ? undefined : body.edges.get(edge);
  if (ends) return describeEdge(ends, body);
  const spiders = spidersIn(body, selection);
  const last = spiders.at(-1);
  if (last === undefined) return "";
  return spiders.length > 1 ? `${nameSpider(body, last)}, ${spiders.length} selected` : nameSpider(body, last);
}

/** The zoom commands act on this view. */
export function useZoom({ svg, view, setView, fit }: View): void {
  const bench = useBench();
  useEffect(() => {
    const middle = (): Point => ({ x: (svg.current?.clientWidth ?? 0) / 2, y: (svg.current?.clientHeight ?? 0) / 2 });
    const zoom: Zoom = {
      change: (factor) => setView(zoomed(view, factor, middle())),
      fit: () => void requestAnimationFrame(fit),
      open: () => void requestAnimationFrame(fit),
      one: () => setView(zoomed(view, 1 / view.zoom, middle())),
    };
    bench.at(ZOOM).set(zoom);
    return () => {
      if (bench.at(ZOOM).value === zoom) bench.at(ZOOM).set(null);
    };
  }, [bench, view]);
}

interface Pointer {
  readonly doing: Doing | null;
  readonly down: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly up: (event: PointerEvent) => void;
  readonly drop: () => void;
  readonly open: (event: MouseEvent) => void;
  readonly wheel: (event: WheelEvent) => void;
}

function usePointer({
  scene,
  frame,
  tool,
  selection,
}: {
  readonly scene: DiagramScene;
  readonly frame: View;
  readonly tool: ZxTool;
  readonly selection: ReadonlySet<string>;
}): Pointer {
  const bench = useBench();
  const { svg, view, setView } = frame;
  const [doing, setDoing] = useState<Doing | null>(null);
  const onScreen = (event: Spot): Point => {
    const box = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const at = (event: Spot): Point => scenePoint(view, onScreen(event));
  const say = (event: Spot, text: string): void =>
    bench.dispatch(aside("notice", { notice: { text, at: onScreen(event) } }));
  const make = (
    event: Spot,
    intent: string,
    change: () => { document: Document; selection?: ReadonlySet<string> },
  ): void => {
    const made = attempt(change);
    if ("refusal" in made) say(event, made.refusal.message);
    else bench.dispatch(step(intent, { notice: null, preview: null, ...made.value }));
  };
  const join = (event: Spot, source: string, target: string): void => {
    make(event, "edge.add", () => ({
      document: addEdge(bench.state.document, { source, target, kind: tool === "hadamard" ? "hadamard" : "plain" }),
    }));
  };
  const place = (event: PointerEvent, kind: "Z" | "X" | "H"): void => {
    const point = at(event);
    const { document } = bench.state;
    const spider = spiderAt(scene, point.x, point.y);
    if (spider && spider.spider.kind !== "boundary") {
      make(event, "spider.kind", () => ({
        document: setSpiderKind(document, spider.id, kind),
        selection: new Set([spider.id]),
      }));
      return;
    }
    const on = spider ? null : edgeAt(scene, point.x, point.y);
    make(event, "spider.add", () => {
      const added = addSpider(
        document,
        {
          kind,
          ...(kind === "H" ? { phase: "pi" } : {}),
          x: snap(point.x / ZX_PITCH.x),
          y: snap(point.y / ZX_PITCH.y),
        },
        on?.id ?? null,
      );
      return { document: added.document, selection: new Set([added.id]) };
    });
  };
  const press = (event: PointerEvent, point: Point): void => {
    const spider = spiderAt(scene, point.x, point.y);
    const more = event.shiftKey || event.ctrlKey || event.metaKey;
    if (spider) {
      const ids = new Set(selection.has(spider.id) || more ? selection : []);
      if (more && selection.has(spider.id)) ids.delete(spider.id);
      else ids.add(spider.id);
      bench.dispatch(aside("select.press", { selection: ids, notice: null }));
      if (ids.has(spider.id)) setDoing({ kind: "moving", from: point, id: spider.id, ids, moved: false });
      return;
    }
    const edge = edgeAt(scene, point.x, point.y);
    const kept = more ? selection : NO_SELECTION;
    bench.dispatch(
      aside("select.box", { selection: edge ? new Set([...kept, edgeKey(edge.id)]) : kept, notice: null }),
    );
    // A finger on nothing moves the sheet; a mouse draws a box.
    if (!edge)
      setDoing(
        event.pointerType === "touch"
          ? { kind: "panning", from: { x: event.clientX, y: event.clientY }, view }
          : { kind: "boxing", from: point, to: point, kept },
      );
  };
  const down = (event: PointerEvent): void => {
    svg.current?.focus({ preventScroll: true });
    svg.current?.setPointerCapture(event.pointerId);
    const point = at(event);
    const spider = spiderAt(scene, point.x, point.y);
    if (event.button === 1 || bench.at(SPACE).value)
      setDoing({ kind: "panning", from: { x: event.clientX, y: event.clientY }, view });
    else if (event.button !== 0) return;
    else if (tool === "Z" || tool === "X" || tool === "H") place(event, tool);
    else if (tool === "boundary") {
      if (!spider) say(event, "Click a spider: left of its middle for an input, right for an output.");
      else
        make(event, "boundary.add", () => ({
          document: addBoundary(bench.state.document, spider.id, point.x < spider.x ? "input" : "output").document,
        }));
    } else if (tool === "plain" || tool === "hadamard") {
      if (doing?.kind === "joining") {
        setDoing(null);
        if (spider && spider.id !== doing.from) join(event, doing.from, spider.id);
      } else if (spider) setDoing({ kind: "joining", from: spider.id, start: point, to: point, held: true });
      else say(event, "Start on a spider: drag to another, or click both.");
    } else press(event, point);
  };
  const move = (event: PointerEvent): void => {
    if (!doing) return;
    const point = at(event);
    if (doing.kind === "panning") {
      setView({
        ...doing.view,
        x: doing.view.x - (event.clientX - doing.from.x) / view.zoom,
        y: doing.view.y - (event.clientY - doing.from.y) / view.zoom,
      });
    } else if (doing.kind === "moving") {
      const by = { x: snap((point.x - doing.from.x) / ZX_PITCH.x), y: snap((point.y - doing.from.y) / ZX_PITCH.y) };
      const preview = moveSpiders(bench.state.document, doing.ids, by);
      if (!doing.moved && preview !== bench.state.document) setDoing({ ...doing, moved: true });
      bench.dispatch(aside("spider.drag", { preview: preview === bench.state.document ? null : preview }));
    } else if (doing.kind === "joining") setDoing({ ...doing, to: point });
    else {
      setDoing({ ...doing, to: point });
      const [left, right] = [Math.min(doing.from.x, point.x), Math.max(doing.from.x, point.x)];
      const [top, bottom] = [Math.min(doing.from.y, point.y), Math.max(doing.from.y, point.y)];
      const inside = scene.spiders
        .filter((s) => s.x >= left && s.x <= right && s.y >= top && s.y <= bottom)
        .map((s) => s.id);
      bench.dispatch(aside("select.box", { selection: new Set([...doing.kept, ...inside]) }));
    }
  };
  const up = (event: PointerEvent): void => {
    if (!doing) return;
    const point = at(event);
    const { preview } = bench.state;
    if (doing.kind === "joining") {
      const target = spiderAt(scene, point.x, point.y);
      const clicked = Math.hypot(point.x - doing.start.x, point.y - doing.start.y) < 6;
      // A click on the first spider waits for a click on the second one.
      if (clicked && doing.held) {
        setDoing({ ...doing, held: false });
        return;
      }
      setDoing(null);
      if (target && target.id !== doing.from) join(event, doing.from, target.id);
      return;
    }
    setDoing(null);
    if (doing.kind !== "moving") return;
    if (preview) bench.dispatch(step("spider.move", { document: preview, preview: null }));
    else if (!doing.moved && !event.shiftKey && !event.ctrlKey && !event.metaKey)
      bench.dispatch(aside("select.press", { selection: new Set([doing.id]), preview: null }));
  };
  const drop = (): void => {
    setDoing(null);
    if (bench.state.preview) bench.dispatch(aside("tool.drop", { preview: null }));
  };
  const open = (event: MouseEvent): void => {
    const point = at(event);
    if (tool === "select" && spiderAt(scene, point.x, point.y)) runCommand(bench, "edit.angle");
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    setView(wheeled(view, event, onScreen(event)));
  };
  return { doing, down, move, up, drop, open, wheel };
}

const snap = (value: number): number => Math.round(value * 4) / 4;

function ToolIcon({ tool }: { readonly tool: ZxTool }): JSX.Element {
  switch (tool) {
    case "select":
      return (
        <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden="true">
          <path
            d="M4 2l10 6-4.5 1.2L7 14z"
            fill="none"
            stroke="currentColor"
            stroke-width={1.4}
            stroke-linejoin="round"
          />
        </svg>
      );
    case "Z":
    case "X":
    case "H":
    case "boundary":
      return (
        <svg width={20} height={20} viewBox="-10 -10 20 20" aria-hidden="true">
          <g class="qd-spider" data-kind={tool}>
            {tool === "H" ? (
              <rect class="qd-disk" x={-7} y={-7} width={14} height={14} rx={2} />
            ) : (
              <circle class="qd-disk" r={tool === "boundary" ? 4.5 : 8} />
            )}
            {tool === "X" && <circle class="qd-inner" r={4.5} />}
          </g>
        </svg>
      );
    case "plain":
    case "hadamard":
      return (
        <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true">
          <path class="qd-edge" data-kind={tool} d="M3 17L17 3" />
        </svg>
      );
  }
}
