/** Looking at a part of the scene: screen to scene, zoom about a point. */

import type { Point, Viewport } from "../state/state";
import { held, leastZoom, type Sight, scaleOf, stretchAt } from "./sight";

export const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 4;

/** Scene coordinates that stand in px at a zoom. */
export function scenePoint(viewport: Viewport, screen: Point): Point {
  const scale = scaleOf(viewport);
  return { x: viewport.x + screen.x / scale.x, y: viewport.y + screen.y / scale.y };
}

/** The view moved by no more than it takes to have a point in the window, `edge` px from its sides. */
export function revealed(
  viewport: Viewport,
  point: Point,
  { width, height, edge }: { readonly width: number; readonly height: number; readonly edge: Edge },
): Viewport {
  const at = screenPoint(viewport, point);
  const scale = scaleOf(viewport);
  const over = (value: number, low: number, high: number): number =>
    low > high ? value - (low + high) / 2 : Math.min(0, value - low) + Math.max(0, value - high);
  const [x, y] = [over(at.x, edge.left, width - edge.right), over(at.y, edge.top, height - edge.bottom)];
  return x || y ? { ...viewport, x: viewport.x + x / scale.x, y: viewport.y + y / scale.y } : viewport;
}

export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where in the window a point of the scene is. */
export function screenPoint(viewport: Viewport, point: Point): Point {
  const scale = scaleOf(viewport);
  return { x: (point.x - viewport.x) * scale.x, y: (point.y - viewport.y) * scale.y };
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
export function wheeled(viewport: Viewport, turn: Turn, at: Point, sight: Sight | null = null): Viewport {
  if (turn.ctrlKey || turn.metaKey)
    return zoomed(viewport, Math.exp(-turn.deltaY * WHEEL * (turn.deltaMode ? 20 : 3)), at, sight);
  const unit = turn.deltaMode ? 20 : 1;
  const scale = scaleOf(viewport);
  const [dx, dy] = turn.shiftKey && !turn.deltaX ? [turn.deltaY, 0] : [turn.deltaX, turn.deltaY];
  return { ...viewport, x: viewport.x + (dx * unit) / scale.x, y: viewport.y + (dy * unit) / scale.y };
}

/** Zoom about a point on the screen; how far out, and whether both axes go alike, is told by what is looked at. */
export function zoomed(viewport: Viewport, factor: number, at: Point, sight: Sight | null = null): Viewport {
  const least = sight ? leastZoom(sight) : LEAST_ZOOM;
  const zoom = Math.min(MOST_ZOOM, Math.max(least, viewport.zoom * factor));
  const stretch = sight ? stretchAt(zoom, sight) : undefined;
  const fixed = scenePoint(viewport, at);
  const scale = scaleOf({ ...fixed, zoom, ...(stretch && { stretch }) });
  return { zoom, x: fixed.x - at.x / scale.x, y: fixed.y - at.y / scale.y, ...(stretch && { stretch }) };
}

/** The view of a part of the scene, at most at full size, in the middle of the window. */
export function zoomedTo(
  part: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  sight: Sight,
): Viewport {
  const margin = 60;
  const wide = Math.max(80, sight.width - 2 * margin) / Math.max(1, part.right - part.left);
  const high = Math.max(60, sight.height - 2 * margin) / Math.max(1, part.bottom - part.top);
  const zoom = Math.max(leastZoom(sight), Math.min(1.5, wide, high));
  const stretch = stretchAt(zoom, sight);
  const scale = scaleOf({ x: 0, y: 0, zoom, ...(stretch && { stretch }) });
  const x = (part.left + part.right) / 2 - sight.width / scale.x / 2;
  const y = (part.top + part.bottom) / 2 - sight.height / scale.y / 2;
  return held({ x, y, zoom, ...(stretch && { stretch }) }, sight);
}
