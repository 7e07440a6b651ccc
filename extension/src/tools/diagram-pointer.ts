/** The pointer on the ZX canvas as a state machine: (state, view, event) → transaction and viewport. */

import { dragged } from "../document/boundaries";
import type { Document } from "../document/circuit";
import { addBoundary, addEdge, addSpider, setSpiderKind } from "../document/diagram";
import { attempt } from "../document/errors";
import { type DiagramScene, edgeAt, spiderAt, ZX_PITCH } from "../scene/diagram";
import { edgeKey } from "../state/selection";
import {
  type EditorState,
  IDLE,
  NO_SELECTION,
  type Point,
  type ToolState,
  type Viewport,
  type ZxTool,
} from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";

export interface DiagramEvent {
  readonly kind: "down" | "move" | "up" | "cancel";
  /** In scene coordinates. */
  readonly point: Point;
  /** In px of the canvas. */
  readonly screen: Point;
  /** Is what is pressed added to the selection? */
  readonly more: boolean;
  readonly pan: boolean;
  readonly touch: boolean;
}

/** What the canvas shows, and the tool that is chosen on it. */
export interface DiagramView {
  readonly scene: DiagramScene;
  readonly viewport: Viewport;
  readonly tool: ZxTool;
}

/** What an event comes to: a transaction, another viewport, both or neither. */
export interface DiagramChange {
  readonly transaction?: Transaction;
  readonly viewport?: Viewport;
}

const NOTHING: DiagramChange = {};
/** Closer to where it began, the end of a press is that of a click. */
const SLACK = 6;

export function diagramTool(state: EditorState, view: DiagramView, event: DiagramEvent): DiagramChange {
  if (event.kind === "cancel") return done("tool.drop", { preview: null, tool: IDLE });
  if (event.kind === "down") return down(state, view, event);
  const { tool } = state;
  switch (tool.kind) {
    case "panning":
      return event.kind === "move" ? { viewport: panned(tool, event.screen) } : done("view.pan", { tool: IDLE });
    case "moving":
      return event.kind === "move" ? drag(state, tool, event) : letGo(state, tool, event);
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
    const ids = new Set(selection.has(spider.id) || more ? selection : []);
    if (more && selection.has(spider.id)) ids.delete(spider.id);
    else ids.add(spider.id);
    const tool: ToolState = ids.has(spider.id)
      ? { kind: "moving", from: point, id: spider.id, ids, moved: false }
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

function drag({ document }: EditorState, tool: Held<"moving">, { point }: DiagramEvent): DiagramChange {
  const by = { x: snap((point.x - tool.from.x) / ZX_PITCH.x), y: snap((point.y - tool.from.y) / ZX_PITCH.y) };
  const preview = dragged(document, tool.ids, by);
  const moved = preview !== document;
  return done("spider.drag", { preview: moved ? preview : null, tool: { ...tool, moved: tool.moved || moved } });
}

function letGo({ preview }: EditorState, tool: Held<"moving">, { more }: DiagramEvent): DiagramChange {
  if (preview) return { transaction: step("spider.move", { document: preview, preview: null, tool: IDLE }) };
  const alone = !tool.moved && !more ? { selection: new Set([tool.id]) } : {};
  return done("select.press", { tool: IDLE, ...alone });
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
