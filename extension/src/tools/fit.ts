/** The view that shows a whole drawing; in Split, one for the circuit and the diagram beside it. */

import type { DiagramScene } from "../scene/diagram";
import { GATE_HEIGHT, type Layout, wireY } from "../scene/layout";
import type { Viewport } from "../state/state";
import { FAR, fromAfar, scaleOf, sightOf } from "./sight";

/** Room for what stands above the first wire, in scene px. */
const TOP = 92;
/** Of it what blocks need at least. */
const LEAST_TOP = 60;
/** Px of the zoom buttons in the window's corner. */
const CORNER = 48;
/** Height of a phone's drawing below which the choice of the view lies over it, and what that needs. */
const SHORT = 480;
const SWITCH = 24;
const RIGHT = 72;
const BOTTOM = 60;
/** Beside a diagram, for the numbers of its ends. */
const SIDE = 48;
/** Px of width from which on a small drawing is shown larger than 125 %, up to 200 %: a wall is read from afar. */
const WALL = 1600;

export interface Area {
  readonly width: number;
  readonly height: number;
  readonly phone: boolean;
}

type Bounds = Pick<DiagramScene, "left" | "right" | "top" | "bottom">;

/** The view of a whole circuit and the diagram beside it, in as wide an area: `smallest` to 125 %, on a wall 200 %. */
export function fitted(layout: Layout, size: Area, smallest = 0.6, beside: Bounds | null = null): Viewport {
  const width = layout.width + layout.margin + RIGHT;
  const widest = Math.max(width, beside ? beside.right - beside.left + 2 * SIDE : 0);
  const top = Math.min(0, beside?.top ?? 0);
  const bottom = Math.max(wireY(layout.numQubits - 1, layout.pitch), beside?.bottom ?? 0);
  const height = bottom - top + TOP + BOTTOM;
  // On a phone a gate stays large enough to be touched, and the sheet covers what is low.
  const least = size.phone ? 0.9 : smallest;
  const most = Math.max(1.25, Math.min(2, size.width / WALL));
  const zoom = Math.min(most, Math.max(least, Math.min(size.width / widest, size.height / height)));
  if (zoom < FAR && !beside) return fromAfar(sightOf(layout, size));
  const spareX = Math.max(0, size.width / zoom - width);
  const spareY = Math.max(0, size.height / zoom - height);
  // On a short phone the choice of the view lies over the drawing.
  const y = top - TOP - (size.phone ? (size.height < SHORT ? SWITCH : 0) : spareY / 2) + 12;
  // Small drawings have little air: what lies over the window's corner takes of that above.
  const clear = Math.min(top - LEAST_TOP, bottom + GATE_HEIGHT / 2 + (CORNER - size.height) / zoom);
  return { zoom, x: -layout.margin - Math.min(spareX / 2, 16), y: Math.max(y, clear) };
}

interface Followed {
  readonly before: Layout;
  readonly layout: Layout;
  readonly area: Area;
  readonly beside: DiagramScene | null;
}

/**
 * The view of a circuit that is another now: where new wires lie below the window all is shown, and what
 * became so short that most of the window is empty comes back; else as it was.
 */
export function followed(viewport: Viewport, { before, layout, area, beside }: Followed): Viewport {
  const { x, y } = scaleOf(viewport);
  const low = wireY(layout.numQubits - 1, layout.pitch) + GATE_HEIGHT / 2;
  if (layout.numQubits > before.numQubits && low > viewport.y + area.height / y)
    return fitted(layout, area, 0.6, beside);
  const start = -layout.margin - 16;
  const wide = area.width / x;
  const isScrolledOff = viewport.x > start && layout.width < viewport.x + wide / 2;
  if (beside || layout.width >= before.width || viewport.zoom < FAR || !isScrolledOff) return viewport;
  return { ...viewport, x: Math.max(start, layout.width + RIGHT - wide) };
}

/** Where a diagram beside its circuit starts at a zoom: in the middle, or at its inputs when it is wider. */
export function besideX(scene: DiagramScene, width: number, zoom: number): number {
  const spare = width / zoom - (scene.right - scene.left);
  return scene.left - Math.max(SIDE, spare / 2);
}
