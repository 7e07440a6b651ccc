/** The view that shows a whole drawing; in Split, one for the circuit and the diagram beside it. */

import type { DiagramScene } from "../scene/diagram";
import { GATE_HEIGHT, type Layout, wireY } from "../scene/layout";
import type { Viewport } from "../state/state";
import { FAR, fromAfar, sightOf } from "./sight";

/** Room for what stands above the first wire, in scene px. */
const TOP = 92;
/** Of it what blocks need at least. */
const LEAST_TOP = 60;
/** Px of the zoom buttons in the window's corner. */
const CORNER = 48;
const RIGHT = 72;
const BOTTOM = 60;
/** Beside a diagram, for the numbers of its ends. */
const SIDE = 48;

export interface Area {
  readonly width: number;
  readonly height: number;
  readonly phone: boolean;
}

/** The view that shows a whole circuit, and the diagram beside it in as wide an area, between `smallest` and 125 %. */
export function fitted(layout: Layout, size: Area, smallest = 0.6, beside: DiagramScene | null = null): Viewport {
  const width = layout.width + layout.margin + RIGHT;
  const widest = Math.max(width, beside ? beside.right - beside.left + 2 * SIDE : 0);
  const top = Math.min(0, beside?.top ?? 0);
  const bottom = Math.max(wireY(layout.numQubits - 1, layout.pitch), beside?.bottom ?? 0);
  const height = bottom - top + TOP + BOTTOM;
  // On a phone a gate stays large enough to be touched, and the sheet covers what is low.
  const least = size.phone ? 0.9 : smallest;
  const zoom = Math.min(1.25, Math.max(least, Math.min(size.width / widest, size.height / height)));
  if (zoom < FAR && !beside) return fromAfar(sightOf(layout, size));
  const spareX = Math.max(0, size.width / zoom - width);
  const spareY = Math.max(0, size.height / zoom - height);
  const y = top - TOP - (size.phone ? 0 : spareY / 2) + 12;
  // Small drawings have little air: what lies over the window's corner takes of that above.
  const clear = Math.min(top - LEAST_TOP, bottom + GATE_HEIGHT / 2 + (CORNER - size.height) / zoom);
  return { zoom, x: -layout.margin - Math.min(spareX / 2, 16), y: Math.max(y, clear) };
}

/** Where a diagram beside its circuit starts at a zoom: in the middle, or at its inputs when it is wider. */
export function besideX(scene: DiagramScene, width: number, zoom: number): number {
  const spare = width / zoom - (scene.right - scene.left);
  return scene.left - Math.max(SIDE, spare / 2);
}
