/** Looking at a part of the scene: screen to scene, zoom about a point. */

import type { Point, Viewport } from "../state/state";

export const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 4;

/** Scene coordinates that stand in px at a zoom. */
export function scenePoint(viewport: Viewport, screen: Point): Point {
  return { x: viewport.x + screen.x / viewport.zoom, y: viewport.y + screen.y / viewport.zoom };
}

/** Zoom about a point on the screen. */
export function zoomed(viewport: Viewport, factor: number, at: Point): Viewport {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, viewport.zoom * factor));
  const fixed = scenePoint(viewport, at);
  return { zoom, x: fixed.x - at.x / zoom, y: fixed.y - at.y / zoom };
}
