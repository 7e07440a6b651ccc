/** The canvas on which a ZX diagram is drawn and edited by the pointer; keys are commands. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type DiagramBody, isCircuit } from "../../document/circuit";
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
import { edgeKey, edgesIn, spidersIn } from "../../state/selection";
import { IDLE, type Point, type Viewport, type ZxTool } from "../../state/state";
import { aside } from "../../state/transaction";
import { type DiagramEvent, diagramTool } from "../../tools/diagram-pointer";
import { revealed, scenePoint, wheeled, zoomed } from "../../tools/viewport";
import { Shapes } from "../drawing/diagram-shapes";
import { StandingMarks } from "../drawing/standing-marks";
import { Head } from "../widgets/head";
import { usePart } from "../workbench/cell";
import { LOOKED, lookAway } from "../workbench/looked";
import { runCommand } from "../workbench/run";
import { IN_DIAGRAM, MEANT, MENU, type Opened, SPACE, ZOOM, type Zoom } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { OverlayChips, ringed } from "./overlays";
import { Chip, Mode, StepChip, strokePath, useEditsTold, useProved, useStepWords } from "./proving";
import { Rail } from "./rail";
import { ComingEdges, Legend, Overlay, useGoing } from "./rule-preview";
import { placeAt, takeRule, useRuleKeys } from "./ruling";
import { PROVING, TOOL } from "./tool";
import { Dots, numInner, Scaled, useView, type View } from "./view";
import { WebEnds, WebLines, Webs } from "./webs";

const KEYS = "Arrows walk, Shift and arrows select, Alt and arrows move, question mark shows all keys.";

type Handler<E> = (event: E) => void;

interface Pointer {
  readonly onPointerDown: Handler<PointerEvent>;
  readonly onPointerMove: Handler<PointerEvent>;
  readonly onPointerUp: Handler<PointerEvent>;
  readonly onPointerCancel: Handler<PointerEvent>;
  readonly onDblClick: Handler<MouseEvent>;
  readonly onWheel: Handler<WheelEvent>;
  readonly onContextMenu: Handler<MouseEvent>;
}

export function ZxEditor({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const settled = useRef<DiagramScene | null>(null);
  const moving = bench.state.preview !== null;
  const scene = useMemo(
    () => diagramScene(body, bench.measure, ZX_PITCH.y, moving ? settled.current : null),
    [body, moving],
  );
  if (!moving) settled.current = scene;
  const frame = useView(scene, "once");
  const { svg, view } = frame;
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const tool = usePart(bench.at(TOOL), (now) => now);
  const doing = usePart(bench.editor, (e) => e.state.tool);
  const going = useGoing(body);
  // Moving the sheet draws none of them again.
  const shapes = useMemo(
    () => <Shapes scene={scene} body={body} selection={selection} going={going} between={<Between scene={scene} />} />,
    [scene, body, selection, going],
  );
  const pointer = usePointer(scene, frame, tool);
  useEffect(() => bench.begin(), [bench]);
  useEffect(
    () => () => {
      bench.at(TOOL).set("select");
      if (bench.state.tool.kind !== "idle") bench.dispatch(aside("tool.drop", { tool: IDLE, preview: null }));
    },
    [bench],
  );
  useZoom(frame);
  useRevealed(scene, frame);
  useProved();
  useEditsTold();
  const ruleKeys = useRuleKeys(bench);
  const keys = (event: KeyboardEvent): void => {
    if (ruleKeys(event)) return;
    const busy = doing.kind !== "idle";
    if (event.key !== "Escape" || (!busy && tool === "select")) return;
    event.preventDefault();
    event.stopPropagation();
    if (busy) bench.dispatch(aside("tool.drop", { tool: IDLE, preview: null }));
    else bench.at(TOOL).set("select");
  };
  const from = doing.kind === "joining" ? scene.byId.get(doing.from) : undefined;
  return (
    <section class="qd-main" data-part="zx" aria-label="ZX diagram">
      <Rail tool={tool} />
      <Head note={`${useStepWords()}${count(numInner(body), "spider")} · ${count(body.edges.size, "edge")}`}>
        <Mode />
        <OverlayChips webs={bench.asker.can("pauli_webs")} />
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
        {...pointer}
        onKeyDown={keys}
      >
        <Dots view={view} />
        <Scaled view={view}>
          {shapes}
          <StandingMarks body={body} boxes={() => ringed(scene)} />
          <WebEnds scene={scene} />
          <Overlay body={body} scene={scene} />
          {from && doing.kind === "joining" && (
            <path
              class="qd-edge"
              data-kind={tool === "hadamard" ? "hadamard" : "plain"}
              style={{ opacity: 0.6, pointerEvents: "none" }}
              d={`M${from.x} ${from.y}L${doing.to.x} ${doing.to.y}`}
            />
          )}
          {doing.kind === "stroking" && <path class="qd-wand-stroke" d={strokePath(doing.points)} />}
          {doing.kind === "boxing" && (
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
      <Legend />
      <StepChip />
      <Webs body={body} />
      <Chip scene={scene} view={view} />
      <Notice scene={scene} view={view} />
      <div class="qd-hidden" aria-live="polite">
        {selectionWords(body, selection)}
      </div>
    </section>
  );
}

/** Over the edges and under the spiders. */
function Between({ scene }: { readonly scene: DiagramScene }): JSX.Element {
  return (
    <>
      <WebLines scene={scene} />
      <ComingEdges scene={scene} />
    </>
  );
}

/** Why something was refused, beside the pointer or what is selected. */
function Notice({ scene, view }: { readonly scene: DiagramScene; readonly view: View["view"] }): JSX.Element | null {
  const bench = useWorkbench();
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

/** The spider that keys walk to stays in the window. */
function useRevealed(scene: DiagramScene, { svg, view, setView }: View): void {
  const bench = useWorkbench();
  useEffect(
    () =>
      bench.store.subscribe(({ state }, _, { intent }) => {
        const placed = intent === "cursor.walk" && scene.byId.get([...state.selection].at(-1) ?? "");
        if (!placed || !svg.current) return;
        const { clientWidth: width, clientHeight: height } = svg.current;
        const moved = revealed(view, placed, { width, height, edge: EDGE });
        if (moved !== view) setView(moved);
      }),
    [bench, scene, view],
  );
}

/** Px of the window's sides that tools and titles lie over. */
const EDGE = { left: 72, right: 40, top: 64, bottom: 40 };

/** The zoom commands act on this view. */
export function useZoom({ svg, view, setView, fit }: View): void {
  const bench = useWorkbench();
  useEffect(() => {
    const middle = (): Point => ({ x: (svg.current?.clientWidth ?? 0) / 2, y: (svg.current?.clientHeight ?? 0) / 2 });
    const zoom: Zoom = {
      change: (factor) => setView(zoomed(view, factor, middle())),
      fit: () => void requestAnimationFrame(fit),
      open: () => void requestAnimationFrame(fit),
      one: () => setView(zoomed(view, 1 / view.zoom, middle())),
      selection: () => setView(selectedView(bench, view, svg.current) ?? view),
    };
    bench.at(ZOOM).set(zoom);
    return () => {
      if (bench.at(ZOOM).value === zoom) bench.at(ZOOM).set(null);
    };
  }, [bench, view]);
}

/** The view of the spiders selected, at most at full size; null when none is. */
function selectedView(bench: Workbench, view: Viewport, svg: SVGSVGElement | null): Viewport | null {
  const { document, selection } = bench.state;
  if (isCircuit(document.body) || !svg) return null;
  const scene = diagramScene(document.body, bench.measure);
  const ends = edgesIn(document.body, selection).flatMap((id) => {
    const edge = document.body.kind === "diagram" ? document.body.edges.get(id) : undefined;
    return edge ? [edge.source, edge.target] : [];
  });
  const chosen = [...spidersIn(document.body, selection), ...ends].flatMap((id) => scene.byId.get(id) ?? []);
  if (!chosen.length) return null;
  const [xs, ys] = [chosen.map(({ x }) => x), chosen.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [width, height] = [svg.clientWidth, svg.clientHeight];
  const zoom = Math.max(0.1, Math.min(1.5, (width - 160) / (right - left + 1), (height - 160) / (bottom - top + 1)));
  return { ...view, zoom, x: (left + right - width / zoom) / 2, y: (top + bottom - height / zoom) / 2 };
}

/** Hands pointer events to the tool. */
function usePointer(scene: DiagramScene, { svg, view, setView }: View, tool: ZxTool): Pointer {
  const bench = useWorkbench();
  const screenOf = (event: MouseEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const act = (kind: DiagramEvent["kind"], event: MouseEvent, pan: boolean): void => {
    const screen = screenOf(event);
    const { transaction, viewport, rule, phase } = diagramTool(
      bench.state,
      { scene, tool, viewport: view, proving: bench.at(PROVING).value },
      {
        kind,
        screen,
        point: scenePoint(view, screen),
        more: event.shiftKey || event.ctrlKey || event.metaKey,
        apart: event.altKey,
        pan,
        touch: event instanceof PointerEvent && event.pointerType === "touch",
      },
    );
    if (viewport) setView(viewport);
    if (transaction) bench.dispatch(transaction);
    if (rule) takeRule(bench, rule.rule, rule.selection, rule.options, rule.at);
    if (phase) runCommand(bench, "edit.angle");
  };
  const hand =
    (kind: DiagramEvent["kind"]) =>
    (event: PointerEvent): void => {
      if (kind === "down") {
        svg.current?.focus({ preventScroll: true });
        svg.current?.setPointerCapture(event.pointerId);
      }
      const pan = event.button === 1 || bench.at(SPACE).value;
      if (kind === "down" && event.button !== 0 && !pan) return;
      if (kind === "down" && !pan && takenThere(bench, scene, scenePoint(view, screenOf(event)))) return;
      act(kind, event, pan);
    };
  useEffect(() => {
    const means = (): Opened | null => meant(bench, scene, { svg, view });
    const placeOf = (page: Point): Point | null => {
      const box = svg.current?.getBoundingClientRect();
      if (!box || page.x < box.left || page.x > box.right || page.y < box.top || page.y > box.bottom) return null;
      const { x, y } = scenePoint(view, { x: page.x - box.left, y: page.y - box.top });
      return { x: x / ZX_PITCH.x, y: y / ZX_PITCH.y };
    };
    bench.at(MEANT).set(means);
    bench.at(IN_DIAGRAM).set(placeOf);
    return () => {
      if (bench.at(MEANT).value === means) bench.at(MEANT).set(null);
      if (bench.at(IN_DIAGRAM).value === placeOf) bench.at(IN_DIAGRAM).set(null);
    };
  }, [bench, scene, view]);
  return {
    onPointerDown: hand("down"),
    onPointerMove: hand("move"),
    onPointerUp: hand("up"),
    onPointerCancel: hand("cancel"),
    onDblClick: (event) => act("double", event, false),
    onContextMenu: (event) => {
      if (event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      const { x, y } = scenePoint(view, screenOf(event));
      const spider = spiderAt(scene, x, y);
      const edge = spider ? null : edgeAt(scene, x, y);
      const key = spider?.id ?? (edge && edgeKey(edge.id));
      const kept = key === null || bench.state.selection.has(key);
      bench.dispatch(
        aside("menu.open", {
          tool: IDLE,
          preview: null,
          notice: null,
          selection: kept ? bench.state.selection : new Set([key]),
        }),
      );
      bench.at(MENU).set({ thing: key === null ? "canvas" : "spider", at: { x: event.clientX, y: event.clientY } });
    },
    onWheel: (event) => {
      event.preventDefault();
      setView(wheeled(view, event, screenOf(event)));
    },
  };
}

/** Takes the rule whose places are outlined at the one under the pointer; elsewhere they are left. */
function takenThere(bench: Workbench, scene: DiagramScene, { x, y }: Point): boolean {
  const looked = bench.at(LOOKED).value;
  if (!looked?.places) return false;
  const thing = spiderAt(scene, x, y) ?? edgeAt(scene, x, y);
  const place = thing && placeAt(looked.places, scene, thing.id);
  if (!place) {
    lookAway(bench);
    return false;
  }
  takeRule(bench, looked.rule, place, looked.options);
  return true;
}

/** What the keyboard means: what is selected, else the whole drawing. */
function meant(bench: Workbench, scene: DiagramScene, { svg, view }: Pick<View, "svg" | "view">): Opened | null {
  const box = svg.current?.getBoundingClientRect();
  if (!box) return null;
  const { selection } = bench.state;
  const placed = [...selection].flatMap((id) => scene.byId.get(id) ?? [])[0];
  const inside = (from: number, size: number): number => Math.max(8, Math.min(size - 8, from));
  const at = placed ? { x: (placed.x - view.x) * view.zoom, y: (placed.y - view.y) * view.zoom + 12 } : { x: 0, y: 0 };
  return {
    thing: selection.size ? "spider" : "canvas",
    at: { x: box.left + inside(at.x, box.width), y: box.top + inside(at.y, box.height) },
  };
}
