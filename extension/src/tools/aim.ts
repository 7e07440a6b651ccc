/** What a menu is opened on: what is under a point of the canvas, or where the keyboard stands. */

import { hitItem, landingAt } from "../scene/hit";
import { boxOf, inView, type Layout, type Placed, wireY } from "../scene/layout";
import { type EditorState, IDLE, NO_SELECTION, type Point } from "../state/state";
import { aside, type Transaction } from "../state/transaction";
import { FAR } from "./sight";
import { screenPoint } from "./viewport";
import { cursorX, itemAtCursor } from "./walk";

export type Thing = "gate" | "wire" | "canvas" | "spider" | "parameter";

/** A thing, and what is selected for its menu to act on. */
export interface Aim {
  readonly thing: Thing;
  readonly transaction: Transaction;
}

/** Scene units from a wire that still mean it. */
const REACH = 12;

/**
 * What is under a point: a gate is selected, for a classical wire its meter; on a wire and beside it the keyboard's
 * cursor goes there.
 */
export function aimed(state: EditorState, layout: Layout, point: Point): Aim {
  const rest = { tool: IDLE, preview: null, notice: null };
  const hit = state.viewport.zoom < FAR ? null : (hitItem(layout, point) ?? meterOf(layout, point));
  if (hit) {
    const selection = state.selection.has(hit.id) ? state.selection : new Set([hit.id]);
    return { thing: "gate", transaction: aside("menu.open", { ...rest, selection }) };
  }
  const landing = landingAt(layout, point, () => false);
  if (!landing || state.viewport.zoom < FAR) return { thing: "canvas", transaction: aside("menu.open", rest) };
  const { spot, wire } = landing;
  const cursor = { path: spot.path, qubit: wire, column: spot.column, visible: true };
  const near = Math.abs(point.y - wireY(wire, layout.pitch)) <= REACH;
  return {
    thing: near ? "wire" : "canvas",
    transaction: aside("menu.open", { ...rest, cursor, selection: NO_SELECTION }),
  };
}

/** The meter that a classical wire under a point comes from: what can be done with the bit is done there. */
function meterOf(layout: Layout, { x, y }: Point): Placed | null {
  const wire = Math.round(y / layout.pitch);
  const from = layout.classicalFrom.get(wire);
  if (from === undefined || x < from || Math.abs(y - wireY(wire, layout.pitch)) > REACH) return null;
  const meters = inView(layout, from, from);
  return (
    meters.find((placed) => placed.kind === "gate" && placed.x === from && placed.look.targets[0] === wire) ?? null
  );
}

/** What the keyboard means, and where in the window its menu opens. */
export function meant(state: EditorState, layout: Layout): { readonly thing: Thing; readonly at: Point } {
  const { selection, cursor, viewport } = state;
  const [id] = selection.size || !cursor.visible ? selection : [itemAtCursor(layout, cursor)];
  const placed = id === undefined || id === null ? undefined : layout.byId.get(id);
  if (placed) {
    const { left, bottom } = boxOf(placed);
    return { thing: "gate", at: screenPoint(viewport, { x: left, y: bottom }) };
  }
  if (!cursor.visible) return { thing: "canvas", at: { x: 0, y: 0 } };
  const y = wireY(cursor.qubit, layout.pitch) + REACH;
  return { thing: "wire", at: screenPoint(viewport, { x: cursorX(layout, cursor), y }) };
}
