/** Looking at a part of the scene: screen to scene, zoom about a point. */

import type { Point, Viewport } from "../state/state";

export const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 4;

/** Scene coordinates that stand in px at a zoom. */
export function scenePoint(viewport: Viewport, screen: Point): Point {
  return { x: viewport.x + screen.x / viewport.zoom, y: viewport.y + screen.y / viewport.zoom };
}

/** A turn of the wheel, as a browser tells it. */
export interface Turn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 for px, else lines. */
  readonly deltaMode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const WHEEL = 0.0016;

/** The wheel moves the sheet, with Shift along the wires; with Ctrl or Cmd it zooms about the pointer. */
export function wheeled(viewport: Viewport, turn: Turn, at: Point): Viewport {
  if (turn.ctrlKey || turn.metaKey)
    return zoomed(viewport, Math.exp(-turn.deltaY * WHEEL * (turn.deltaMode ? 20 : 3)), at);
  const unit = (turn.deltaMode ? 20 : 1) / viewport.zoom;
  const [dx, dy] = turn.shiftKey && !turn.deltaX ? [turn.deltaY, 0] : [turn.deltaX, turn.deltaY];
  return { ...viewport, x: viewport.x + dx * unit, y: viewport.y + dy * unit };
}

/** Zoom about a point on the screen. */
export function zoomed(viewport: Viewport, factor: number, at: Point): Viewport {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, viewport.zoom * factor));
  const fixed = scenePoint(viewport, at);
  return { zoom, x: fixed.x - at.x / zoom, y: fixed.y - at.y / zoom };
}
