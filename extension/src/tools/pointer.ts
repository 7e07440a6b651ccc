/** The pointer on the circuit canvas as a state machine: (state, event, scene) → transaction. */

import { type Document, isCircuit, spanOf } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { byLevel, controlKind, moveControl, moveItems } from "../document/edit";
import { attempt } from "../document/errors";
import { withoutItems } from "../document/group";
import { circuitOf, type Items, isFree, levelOf, mapWires, without } from "../document/level";
import { type Cargo, cargoSize, type Landing, putDown } from "../document/put-down";
import { columnBefore, hitItem, itemsInBox, landingAt } from "../scene/hit";
import type { Layout } from "../scene/layout";
import { type EditorState, IDLE, NO_SELECTION, type Point, type ToolState } from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";
import { FAR, scaleOf } from "./sight";

export interface PointerEventLike {
  readonly kind: "down" | "move" | "up" | "leave" | "cancel";
  /** In scene coordinates. */
  readonly point: Point;
  /** In px of the canvas. */
  readonly screen: Point;
  readonly shift: boolean;
  readonly pan: boolean;
  readonly onTimeCursor: boolean;
  readonly isTouch: boolean;
  /** Beyond the edges of the canvas, where what is dragged is deleted. */
  readonly outside: boolean;
}

const AWAY = "Release to delete. Esc keeps it.";

/** Px that a pointer may move in a click. */
const SLACK = 4;

function hasMoved({ viewport }: EditorState, from: Point, to: Point): boolean {
  const scale = scaleOf(viewport);
  return Math.hypot((to.x - from.x) * scale.x, (to.y - from.y) * scale.y) >= SLACK;
}

/** What a pointer event does; null for nothing. `layout` is that of the document, not of its preview. */
export function pointerTool(state: EditorState, layout: Layout, event: PointerEventLike): Transaction | null {
  if (!isCircuit(state.document.body)) return null;
  if (event.kind === "cancel") return dropped();
  const { tool } = state;
  switch (tool.kind) {
    case "idle":
      return event.kind === "down" ? press(state, layout, event) : null;
    case "placing":
      return place(state, layout, { tool, event });
    case "pressing":
      return pressed(state, layout, { tool, event });
    case "dragging":
      return drag(state, layout, { tool, event });
    case "boxing":
      return box(state, layout, { tool, event });
    case "panning":
      return pan(state, { tool, event });
    case "timing":
      return time(layout, { tool, event });
    case "sliding":
      return null;
    // What the ZX canvas left undone ends where a circuit is drawn on.
    case "moving":
    case "joining":
    case "stroking":
      return event.kind === "down" ? press(state, layout, event) : null;
  }
}

function dropped(): Transaction {
  return aside("tool.drop", { tool: IDLE, preview: null, notice: null });
}

function press(state: EditorState, layout: Layout, event: PointerEventLike): Transaction {
  if (event.pan) {
    return aside("view.pan", { tool: { kind: "panning", from: event.screen, viewport: state.viewport } });
  }
  if (event.onTimeCursor) return startTiming(state.timeCursor);
  // From afar gates are too small to be taken one by one: a press begins a box.
  const hit = state.viewport.zoom < FAR ? null : hitItem(layout, event.point);
  if (!hit) {
    const kept = event.shift ? state.selection : NO_SELECTION;
    return aside("select.box", {
      tool: { kind: "boxing", from: event.point, to: event.point, kept },
      selection: kept,
      notice: null,
    });
  }
  const selection = state.selection.has(hit.id)
    ? state.selection
    : new Set(event.shift ? [...state.selection, hit.id] : [hit.id]);
  const toggle = event.shift && state.selection.has(hit.id);
  return aside("select.press", {
    tool: { kind: "pressing", id: hit.id, from: event.point, toggle },
    selection,
    notice: null,
  });
}

type In<K extends ToolState["kind"]> = {
  readonly tool: Extract<ToolState, { readonly kind: K }>;
  readonly event: PointerEventLike;
};

function pressed(state: EditorState, layout: Layout, { tool, event }: In<"pressing">): Transaction | null {
  if (event.kind === "up") {
    const selection = tool.toggle ? new Set([...state.selection].filter((id) => id !== tool.id)) : state.selection;
    return aside("select.click", { tool: IDLE, selection });
  }
  if (event.kind !== "move") return null;
  if (!hasMoved(state, tool.from, event.point)) return null;
  const placed = layout.byId.get(tool.id);
  if (!placed) return null;
  const alone = state.selection.size === 1;
  if (placed.kind === "display" && (alone || !byLevel(state.document, state.selection).length)) {
    const carrying: In<"placing">["tool"] = {
      kind: "placing",
      cargo: { kind: "moved", id: placed.id },
      sticky: false,
      spot: null,
      away: false,
    };
    return hover({ ...state, tool: carrying }, layout, { tool: carrying, event });
  }
  const wire = Math.round(tool.from.y / layout.pitch);
  // A dot of one gate alone goes to another wire by itself.
  const control = alone && placed.kind === "gate" && controlKind(placed.item, wire) !== "none";
  const dragging: In<"dragging">["tool"] = {
    kind: "dragging",
    ids: state.selection,
    anchor: { id: tool.id, wire },
    control,
    from: tool.from,
    spot: null,
    away: false,
  };
  return drag({ ...state, tool: dragging }, layout, { tool: dragging, event });
}

function drag(state: EditorState, layout: Layout, { tool, event }: In<"dragging">): Transaction | null {
  if (event.kind === "leave") return null;
  if (event.kind === "up" || event.kind === "down") {
    if (tool.away) return deleted(state.document, tool.ids);
    return state.preview
      ? step("gate.move", { document: state.preview, preview: null, tool: IDLE, notice: null })
      : dropped();
  }
  if (event.outside) return away(state, tool, event);
  const landing = landingAt(layout, event.point, (at) => isTaken(state.document, tool, at));
  if (!landing) return aside("gate.drag", { tool: { ...tool, spot: null, away: false }, preview: null, notice: null });
  if (tool.spot && sameLanding(tool.spot, landing)) return null;
  const moved = attempt(() => moveTo(state.document, tool, landing));
  if ("refusal" in moved) {
    return aside("gate.drag", {
      tool: { ...tool, spot: landing, away: false },
      preview: null,
      notice: { text: moved.refusal.message, at: event.screen },
    });
  }
  const preview = moved.value === state.document ? null : moved.value;
  return aside("gate.drag", { tool: { ...tool, spot: landing, away: false }, preview, notice: null });
}

/** Off the canvas gates stay where they are, faded, until they are let go. */
function away(state: EditorState, tool: In<"dragging">["tool"], event: PointerEventLike): Transaction | null {
  if (tool.away && state.notice) return null;
  return aside("gate.away", {
    tool: { ...tool, spot: null, away: true },
    preview: null,
    notice: { text: AWAY, at: event.screen },
  });
}

function deleted(document: Document, ids: ReadonlySet<string>): Transaction {
  return step("gate.delete", {
    document: withoutItems(document, ids),
    preview: null,
    tool: IDLE,
    notice: null,
    selection: NO_SELECTION,
  });
}

/** Wires that the dragged items move by, held inside the circuit. */
function wireShift(document: Document, tool: In<"dragging">["tool"], landing: Landing): number {
  const body = circuitOf(document);
  let low = Infinity;
  let high = -Infinity;
  for (const [path, ids] of byLevel(document, tool.ids)) {
    for (const [id, item] of levelOf(body, path)) {
      const span = ids.has(id) ? spanOf(item) : null;
      if (span) [low, high] = [Math.min(low, span[0]), Math.max(high, span[1])];
    }
  }
  if (!Number.isFinite(low)) return 0;
  return Math.max(-low, Math.min(body.qubits.length - 1 - high, landing.wire - tool.anchor.wire));
}

function moveTo(document: Document, tool: In<"dragging">["tool"], landing: Landing): Document {
  if (tool.control) {
    const turned = moveControl(document, tool.anchor.id, { from: tool.anchor.wire, to: landing.wire });
    return moveTo(turned, { ...tool, control: false }, { ...landing, wire: tool.anchor.wire });
  }
  const wires = wireShift(document, tool, landing);
  const [group] = byLevel(document, tool.ids);
  const level = group ? levelOf(circuitOf(document), group[0]) : null;
  const drawn = drawnIn(level ?? NOTHING);
  const columns = [...(group?.[1] ?? [])].map((id) => drawn(id) ?? 0);
  const anchor = drawn(tool.anchor.id) ?? Math.min(...columns);
  const column = Math.max(0, landing.spot.column - (anchor - Math.min(...columns)));
  return moveItems(document, tool.ids, { spot: { ...landing.spot, column }, wires });
}

function isTaken(document: Document, tool: In<"dragging">["tool"], landing: Landing): boolean {
  if (tool.control) {
    const turned = attempt(() => moveControl(document, tool.anchor.id, { from: tool.anchor.wire, to: landing.wire }));
    if ("refusal" in turned) return false;
    return isTaken(turned.value, { ...tool, control: false }, { ...landing, wire: tool.anchor.wire });
  }
  const body = circuitOf(document);
  const [group] = byLevel(document, tool.ids);
  if (!group) return false;
  const target = levelOf(body, landing.spot.path);
  const source = levelOf(body, group[0]);
  const wires = wireShift(document, tool, landing);
  const drawn = drawnIn(source);
  const anchor = drawn(tool.anchor.id) ?? 0;
  const moved = attempt(
    () =>
      new Map(
        [...source]
          .filter(([id]) => group[1].has(id))
          .map(([id, item]) => {
            const span = spanOf(item);
            const inside = span !== null && span[0] + wires >= 0 && span[1] + wires < body.qubits.length;
            const column = (drawn(id) ?? 0) - anchor;
            return [id, inside ? mapWires({ ...item, column }, (wire) => wire + wires) : item] as const;
          }),
      ),
  );
  if ("refusal" in moved) return false;
  return !isFree(without(target, group[1]), moved.value, landing.spot.column, columnsOf(target));
}

const NOTHING: Items = new Map();

/** The columns of items of a level as they are drawn. */
function drawnIn(level: Items): (id: string) => number | undefined {
  const columns = columnsOf(level);
  return (id) => {
    const item = level.get(id);
    return item && drawnColumn(columns, item.column);
  };
}

function sameLanding(a: Landing, b: Landing): boolean {
  return (
    a.wire === b.wire &&
    a.spot.column === b.spot.column &&
    a.spot.between === b.spot.between &&
    a.spot.path.length === b.spot.path.length &&
    a.spot.path.every((id, k) => id === b.spot.path[k])
  );
}

function place(state: EditorState, layout: Layout, { tool, event }: In<"placing">): Transaction | null {
  const moved = tool.cargo.kind === "moved" ? new Set([tool.cargo.id]) : null;
  if (event.outside && moved && event.kind === "move") {
    if (tool.away) return null;
    return aside("gate.away", {
      tool: { ...tool, spot: null, away: true },
      preview: null,
      notice: { text: AWAY, at: event.screen },
    });
  }
  if (moved && tool.away && event.kind === "up") return deleted(state.document, moved);
  if (event.kind === "leave")
    return aside("gate.hover", { tool: { ...tool, spot: null }, preview: null, notice: null });
  if (event.kind === "move") return hover(state, layout, { tool: { ...tool, away: false }, event });
  const { isTouch } = event;
  if (isTouch && tool.sticky && event.kind === "down") {
    // A finger has no key to end placing with: a gate that it touches is meant itself.
    const held = hitItem(layout, event.point) && press({ ...state, tool: IDLE }, layout, event);
    // Where it lands is shown under the finger, which may still go elsewhere or be the first of two.
    return held ? { ...held, preview: null } : hover(state, layout, { tool: { ...tool, spot: null }, event });
  }
  const committed = event.kind === (tool.sticky && !isTouch ? "down" : "up");
  if (!committed) return null;
  // What is dragged in from the palette may arrive without a move before it.
  const now = hover(state, layout, { tool: { ...tool, spot: null }, event });
  const preview = now?.preview ?? null;
  const kept = tool.sticky ? { ...tool, spot: null } : IDLE;
  if (!preview) return aside("gate.drop", { tool: kept, preview: null, notice: now?.notice ?? null });
  return step("gate.place", {
    document: preview,
    preview: null,
    notice: null,
    tool: kept,
    selection: now?.lit ?? NO_SELECTION,
    lit: NO_SELECTION,
  });
}

function hover(state: EditorState, layout: Layout, { tool, event }: In<"placing">): Transaction | null {
  const below = Math.round(event.point.y / layout.pitch) === layout.numQubits;
  const landing = below
    ? {
        spot: { path: [], column: Math.max(0, columnBefore(layout, event.point.x) + 1), between: false },
        wire: layout.numQubits,
      }
    : landingAt(layout, event.point, (at) => isOccupied(state.document, tool.cargo, at));
  if (!landing)
    return tool.spot ? aside("gate.hover", { tool: { ...tool, spot: null }, preview: null, notice: null }) : null;
  if (tool.spot && sameLanding(tool.spot, landing)) return null;
  const put = attempt(() => putDown(state.document, tool.cargo, landing));
  if ("refusal" in put) {
    return aside("gate.hover", {
      tool: { ...tool, spot: landing },
      preview: null,
      notice: { text: put.refusal.message, at: event.screen },
    });
  }
  return aside("gate.hover", {
    tool: { ...tool, spot: landing },
    preview: put.value.document,
    notice: null,
    lit: new Set(put.value.ids),
  });
}

function isOccupied(document: Document, cargo: Cargo, landing: Landing): boolean {
  if (cargo.kind === "display" || cargo.kind === "moved") return false;
  const body = circuitOf(document);
  const size = cargoSize(document, cargo);
  const start = Math.min(landing.wire, body.qubits.length - size);
  const ghost = { gate: "barrier", qubits: Array.from({ length: size }, (_, k) => start + k), column: 0 };
  return !isFree(levelOf(body, landing.spot.path), new Map([["", ghost]]), landing.spot.column);
}

function box(state: EditorState, layout: Layout, { tool, event }: In<"boxing">): Transaction | null {
  if (event.kind === "up") {
    const moved = hasMoved(state, tool.from, tool.to);
    const cursor = moved ? state.cursor : cursorAt(state, layout, event.point);
    return aside("select.box", { tool: IDLE, cursor });
  }
  if (event.kind !== "move") return null;
  const selection = new Set([...tool.kept, ...itemsInBox(layout, tool.from, event.point)]);
  return aside("select.box", { tool: { ...tool, to: event.point }, selection });
}

/** The keyboard goes on where the pointer clicked. */
function cursorAt(state: EditorState, layout: Layout, point: Point): EditorState["cursor"] {
  const landing = landingAt(layout, point, () => false);
  if (!landing) return state.cursor;
  return { path: landing.spot.path, qubit: landing.wire, column: landing.spot.column, visible: true };
}

function pan(state: EditorState, { tool, event }: In<"panning">): Transaction | null {
  if (event.kind === "up") {
    // A finger that taps beside the gates means none of them.
    const tapped = event.isTouch && Math.hypot(event.screen.x - tool.from.x, event.screen.y - tool.from.y) < SLACK;
    return aside("view.pan", { tool: IDLE, ...(tapped ? { selection: NO_SELECTION } : {}) });
  }
  if (event.kind !== "move") return null;
  const scale = scaleOf(state.viewport);
  return aside("view.pan", {
    viewport: {
      ...state.viewport,
      x: tool.viewport.x - (event.screen.x - tool.from.x) / scale.x,
      y: tool.viewport.y - (event.screen.y - tool.from.y) / scale.y,
    },
  });
}

function time(layout: Layout, { tool, event }: In<"timing">): Transaction | null {
  if (event.kind === "up") {
    return step("time.move", { timeCursor: tool.away ? null : tool.column, tool: IDLE, notice: null });
  }
  if (event.kind !== "move") return null;
  if (event.outside) {
    // From the palette it comes over the canvas first.
    if (tool.away || tool.column === null) return null;
    return aside("time.away", { tool: { ...tool, away: true }, notice: { text: AWAY, at: event.screen } });
  }
  const column = columnBefore(layout, event.point.x);
  if (!tool.away && column === tool.column) return null;
  return aside("time.drag", { tool: { ...tool, column, away: false }, notice: null });
}

/** Starts carrying "State here" from where it is, or from the palette. */
export function startTiming(column: number | null): Transaction {
  return aside("time.press", { tool: { kind: "timing", column, away: false }, selection: NO_SELECTION, notice: null });
}

/** Starts carrying something: from the palette by drag, or by click until Escape. */
export function startPlacing(cargo: Cargo, sticky: boolean): Transaction {
  return aside("gate.pick", { tool: { kind: "placing", cargo, sticky, spot: null, away: false }, notice: null });
}
