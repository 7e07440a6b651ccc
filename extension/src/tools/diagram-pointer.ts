/** The pointer on the ZX canvas as a state machine: (state, view, event) → transaction and viewport. */

import { dragged } from "../document/boundaries";
import type { Document } from "../document/circuit";
import { addBoundary, addEdge, addSpider, diagramOf, setSpiderKind } from "../document/diagram";
import { attempt } from "../document/errors";
import { type DiagramScene, edgeAt, spiderAt, ZX_PITCH } from "../scene/diagram";
import { edgeKey } from "../state/selection";
import {
  type Asked,
  type EditorState,
  IDLE,
  NO_SELECTION,
  type Point,
  type ToolState,
  type Viewport,
  type ZxTool,
} from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";
import { colorChange, dropped, pulled } from "./gestures";
import { stroked } from "./stroke";

export interface DiagramEvent {
  readonly kind: "down" | "move" | "up" | "cancel" | "double";
  /** In scene coordinates. */
  readonly point: Point;
  /** In px of the canvas. */
  readonly screen: Point;
  /** Is what is pressed added to the selection? */
  readonly more: boolean;
  /** Is something pulled out of what is pressed? */
  readonly apart: boolean;
  readonly pan: boolean;
  readonly touch: boolean;
}

/** What the canvas shows, and the tool that is chosen on it. */
export interface DiagramView {
  readonly scene: DiagramScene;
  readonly viewport: Viewport;
  readonly tool: ZxTool;
  /** Do gestures take rules? Else they draw. */
  readonly proving: boolean;
}

/** What an event comes to: a transaction, another viewport, a rule to take, a phase to edit, or nothing. */
export interface DiagramChange {
  readonly transaction?: Transaction;
  readonly viewport?: Viewport;
  readonly rule?: Rule;
  readonly phase?: true;
}

export type Rule = Extract<Asked, { readonly kind: "rule" }>;

const NOTHING: DiagramChange = {};
/** Closer to where it began, the end of a press is that of a click. */
const SLACK = 6;

export function diagramTool(state: EditorState, view: DiagramView, event: DiagramEvent): DiagramChange {
  if (event.kind === "cancel") return done("tool.drop", { preview: null, tool: IDLE });
  if (event.kind === "down") return down(state, view, event);
  if (event.kind === "double") return double(state, view, event);
  const { tool } = state;
  switch (tool.kind) {
    case "panning":
      return event.kind === "move" ? { viewport: panned(tool, event.screen) } : done("view.pan", { tool: IDLE });
    case "moving":
      return event.kind === "move" ? drag(state, view, { tool, event }) : letGo(state, tool, event);
    case "stroking":
      return event.kind === "move" ? stroke(state, view, { tool, event }) : asked(tool.asked, event);
    case "joining":
      return event.kind === "move"
        ? done("edge.drag", { tool: { ...tool, to: event.point } })
        : joinOnUp(state, view, { tool, event });
    case "boxing":
      return event.kind === "move" ? box(view, tool, event) : done("select.box", { tool: IDLE });
    default:
      return NOTHING;
  }
}

type Held<K extends ToolState["kind"]> = Extract<ToolState, { readonly kind: K }>;

function done(intent: string, change: Partial<EditorState>): DiagramChange {
  return { transaction: aside(intent, change) };
}

/** A step made by an edit, or why not, beside the pointer. */
function made(
  intent: string,
  event: DiagramEvent,
  edit: () => { readonly document: Document; readonly selection?: ReadonlySet<string> },
): DiagramChange {
  const change = attempt(edit);
  if ("refusal" in change) return said(event, change.refusal.message);
  return { transaction: step(intent, { notice: null, preview: null, tool: IDLE, ...change.value }) };
}

function said(event: DiagramEvent, text: string): DiagramChange {
  return done("notice", { tool: IDLE, notice: { text, at: event.screen } });
}

function down(state: EditorState, view: DiagramView, event: DiagramEvent): DiagramChange {
  const { scene, tool } = view;
  const { point } = event;
  if (event.pan) return pan(view, event);
  const spider = spiderAt(scene, point.x, point.y);
  switch (tool) {
    case "select":
      return press(state, view, event);
    case "wand":
      return done("rule.stroke", { tool: { kind: "stroking", points: [point], asked: null }, notice: null });
    case "Z":
    case "X":
    case "H":
      return place(state, { ...view, kind: tool }, event);
    case "boundary":
      if (!spider) return said(event, "Click a spider: left of its middle for an input, right for an output.");
      return made("boundary.add", event, () => ({
        document: addBoundary(state.document, spider.id, point.x < spider.x ? "input" : "output").document,
      }));
    case "plain":
    case "hadamard":
      if (state.tool.kind === "joining") {
        if (!spider || spider.id === state.tool.from) return done("edge.drop", { tool: IDLE });
        return join(state, view, { source: state.tool.from, target: spider.id, event });
      }
      if (!spider) return said(event, "Start on a spider: drag to another, or click both.");
      return done("edge.press", {
        tool: { kind: "joining", from: spider.id, start: point, to: point, held: true },
      });
  }
}

function pan({ viewport }: DiagramView, event: DiagramEvent): DiagramChange {
  return done("view.pan", { tool: { kind: "panning", from: event.screen, viewport } });
}

function panned({ from, viewport }: Held<"panning">, to: Point): Viewport {
  const { x, y, zoom } = viewport;
  return { zoom, x: x - (to.x - from.x) / zoom, y: y - (to.y - from.y) / zoom };
}

/** On a spider its kind is set; on an edge the new spider comes into it. */
function place(
  { document }: EditorState,
  { scene, kind }: DiagramView & { readonly kind: "Z" | "X" | "H" },
  event: DiagramEvent,
): DiagramChange {
  const { point } = event;
  const spider = spiderAt(scene, point.x, point.y);
  if (spider && spider.spider.kind !== "boundary") {
    return made("spider.kind", event, () => ({
      document: setSpiderKind(document, spider.id, kind),
      selection: new Set([spider.id]),
    }));
  }
  const edge = spider ? null : edgeAt(scene, point.x, point.y);
  const phase = kind === "H" ? { phase: "pi" } : {};
  return made("spider.add", event, () => {
    const place = { x: snap(point.x / ZX_PITCH.x), y: snap(point.y / ZX_PITCH.y) };
    const added = addSpider(document, { kind, ...phase, ...place }, edge?.id ?? null);
    return { document: added.document, selection: new Set([added.id]) };
  });
}

function press({ selection }: EditorState, view: DiagramView, event: DiagramEvent): DiagramChange {
  const { point, more } = event;
  const spider = spiderAt(view.scene, point.x, point.y);
  if (spider) {
    const apart = view.proving && event.apart && spider.spider.kind !== "boundary";
    const ids = new Set(selection.has(spider.id) || more ? selection : []);
    if (more && selection.has(spider.id)) ids.delete(spider.id);
    else ids.add(spider.id);
    const tool: ToolState = ids.has(spider.id)
      ? { kind: "moving", from: point, id: spider.id, ids, moved: false, apart, onto: null, asked: null }
      : IDLE;
    return done("select.press", { selection: ids, notice: null, tool });
  }
  const edge = edgeAt(view.scene, point.x, point.y);
  const kept = more ? selection : NO_SELECTION;
  if (edge) {
    return done("select.press", { selection: new Set([...kept, edgeKey(edge.id)]), notice: null, tool: IDLE });
  }
  // A finger on nothing moves the sheet; a mouse draws a box.
  const tool: ToolState = event.touch
    ? { kind: "panning", from: event.screen, viewport: view.viewport }
    : { kind: "boxing", from: point, to: point, kept };
  return done("select.box", { selection: kept, notice: null, tool });
}

function drag(
  { document }: EditorState,
  view: DiagramView,
  { tool, event }: { readonly tool: Held<"moving">; readonly event: DiagramEvent },
): DiagramChange {
  const { point } = event;
  if (tool.apart) return pull(document, tool, point);
  const by = { x: snap((point.x - tool.from.x) / ZX_PITCH.x), y: snap((point.y - tool.from.y) / ZX_PITCH.y) };
  const preview = dragged(document, tool.ids, by);
  const moved = preview !== document;
  const body = diagramOf(document);
  const alone = view.proving && tool.ids.size === 1 && body.spiders.get(tool.id)?.kind !== "boundary";
  const onto = alone && moved ? (spiderAt(view.scene, point.x, point.y, tool.id)?.id ?? null) : null;
  const asked = onto === null ? null : onto === tool.onto ? tool.asked : dropped(body, tool.id, onto);
  // Over another spider it is shown where it was: what is drawn then is what the rule would make of it.
  return done("spider.drag", {
    preview: moved && onto === null ? preview : null,
    tool: { ...tool, moved: tool.moved || moved, onto, asked },
  });
}

/** A spider of its own comes out of the one that is held, to where the pointer is. */
function pull(document: Document, tool: Held<"moving">, { x, y }: Point): DiagramChange {
  const far = Math.hypot(x - tool.from.x, y - tool.from.y) >= SLACK;
  const at = { x: snap(x / ZX_PITCH.x), y: snap(y / ZX_PITCH.y) };
  const same = tool.asked?.kind === "rule" && tool.asked.at?.x === at.x && tool.asked.at.y === at.y;
  const now = same ? tool.asked : far ? pulled(diagramOf(document), tool.id, at) : null;
  return done("rule.pull", { tool: { ...tool, moved: tool.moved || far, asked: now } });
}

function letGo({ preview }: EditorState, tool: Held<"moving">, event: DiagramEvent): DiagramChange {
  if (tool.asked) return asked(tool.asked, event);
  if (preview) return { transaction: step("spider.move", { document: preview, preview: null, tool: IDLE }) };
  const alone = !tool.moved && !event.more ? { selection: new Set([tool.id]) } : {};
  return done("select.press", { tool: IDLE, ...alone });
}

/** Closer to the last point of a stroke, another one says nothing new. */
const STEP = 3;
const MOST_POINTS = 1_000;

function stroke(
  { document }: EditorState,
  { scene }: DiagramView,
  { tool, event }: { readonly tool: Held<"stroking">; readonly event: DiagramEvent },
): DiagramChange {
  const { point, more } = event;
  const last = tool.points.at(-1);
  if (!last || tool.points.length >= MOST_POINTS || Math.hypot(point.x - last.x, point.y - last.y) < STEP)
    return NOTHING;
  const points = [...tool.points, point];
  const asked = stroked(diagramOf(document), scene, { points, color: more ? "x" : "z" });
  return done("rule.stroke", { tool: { kind: "stroking", points, asked } });
}

/** What was held is let go; the rule that was asked for is taken, or why there is none is said. */
function asked(what: Asked | null, event: DiagramEvent): DiagramChange {
  const transaction = aside("tool.drop", { preview: null, tool: IDLE });
  if (!what) return { transaction };
  if (what.kind === "rule") return { transaction, rule: what };
  return done("notice", { tool: IDLE, preview: null, notice: { text: what.why, at: event.screen } });
}

/** While proving a spider changes its color; while drawing its phase is edited. */
function double({ document }: EditorState, view: DiagramView, event: DiagramEvent): DiagramChange {
  const spider = spiderAt(view.scene, event.point.x, event.point.y);
  if (view.tool !== "select" || !spider) return NOTHING;
  if (!view.proving) return { phase: true };
  return asked(colorChange(diagramOf(document), spider.id), event);
}

function box({ scene }: DiagramView, tool: Held<"boxing">, { point }: DiagramEvent): DiagramChange {
  const [left, right] = [Math.min(tool.from.x, point.x), Math.max(tool.from.x, point.x)];
  const [top, bottom] = [Math.min(tool.from.y, point.y), Math.max(tool.from.y, point.y)];
  const inside = scene.spiders.filter((s) => s.x >= left && s.x <= right && s.y >= top && s.y <= bottom);
  return done("select.box", {
    tool: { ...tool, to: point },
    selection: new Set([...tool.kept, ...inside.map(({ id }) => id)]),
  });
}

function joinOnUp(
  state: EditorState,
  view: DiagramView,
  { tool, event }: { readonly tool: Held<"joining">; readonly event: DiagramEvent },
): DiagramChange {
  const { point } = event;
  // A click on the first spider waits for a click on the second one.
  if (tool.held && Math.hypot(point.x - tool.start.x, point.y - tool.start.y) < SLACK) {
    return done("edge.press", { tool: { ...tool, held: false } });
  }
  const target = spiderAt(view.scene, point.x, point.y);
  if (!target || target.id === tool.from) return done("edge.drop", { tool: IDLE });
  return join(state, view, { source: tool.from, target: target.id, event });
}

function join(
  { document }: EditorState,
  { tool }: DiagramView,
  { source, target, event }: { readonly source: string; readonly target: string; readonly event: DiagramEvent },
): DiagramChange {
  const kind = tool === "hadamard" ? "hadamard" : "plain";
  return made("edge.add", event, () => ({ document: addEdge(document, { source, target, kind }) }));
}

const snap = (value: number): number => Math.round(value * 4) / 4;
