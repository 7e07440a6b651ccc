/** How a window looks at a drawing: from afar each axis shrinks only until it fits, and something is always in view. */

import { type Layout, wireY } from "../scene/layout";
import type { Viewport } from "../state/state";

/** Below this zoom letters are too small to be read: gates are drawn as density. */
export const FAR = 0.3;
/** Px around a drawing seen from afar: names of wires, numbers of columns, the strip below. */
export const FAR_EDGE: Readonly<Record<"left" | "right" | "top" | "bottom", number>> = {
  left: 44,
  right: 24,
  top: 40,
  bottom: 72,
};
/** Px of a drawing that stay in the window wherever it is moved. */
const KEPT = { x: 48, y: 24 } as const;
/** Scene px that wires are drawn beyond the gates. */
const WIRES = { before: 20, behind: 44 } as const;

/** A drawing in scene px, and the window on it in px. */
export interface Sight {
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
  readonly width: number;
  readonly height: number;
  /** Do both axes have one scale always, because another drawing stands beside? */
  readonly even: boolean;
}

export function sightOf(
  layout: Layout,
  area: { readonly width: number; readonly height: number },
  beside: { readonly top: number; readonly bottom: number } | null = null,
): Sight {
  return {
    right: Math.max(1, layout.width),
    top: Math.min(0, beside?.top ?? 0),
    bottom: Math.max(0, wireY(layout.numQubits - 1, layout.pitch), beside?.bottom ?? 0),
    pitch: layout.pitch,
    width: area.width,
    height: area.height,
    even: beside !== null,
  };
}

/** Px at the edges that a small window can spare. */
function edges({ width, height }: Sight): typeof FAR_EDGE {
  const { left, right, top, bottom } = FAR_EDGE;
  return {
    left: Math.min(left, width / 4),
    right: Math.min(right, width / 4),
    top: Math.min(top, height / 4),
    bottom: Math.min(bottom, height / 4),
  };
}

/** The scale of each axis at which all of it is in the window. */
function whole(sight: Sight): { readonly x: number; readonly y: number } {
  const { left, right, top, bottom } = edges(sight);
  return {
    x: (sight.width - left - right) / sight.right,
    y: (sight.height - top - bottom) / (sight.bottom - sight.top + sight.pitch),
  };
}

/** The zoom from which on nothing more comes into view. */
export function leastZoom(sight: Sight): number {
  const { x, y } = whole(sight);
  return Math.min(sight.even ? 0.1 : FAR, x, y);
}

/** What each axis is stretched by at a zoom; null for nothing. */
export function stretchAt(zoom: number, sight: Sight): Viewport["stretch"] {
  if (zoom >= FAR || sight.even) return undefined;
  const { x, y } = whole(sight);
  // Where a circuit is long and has few wires, these spread while columns close up.
  const spread = FAR * (2 - zoom / FAR);
  return { x: Math.max(1, Math.min(FAR, x) / zoom), y: Math.max(1, Math.min(spread, y) / zoom) };
}

/** A view of the whole drawing from afar. */
export function fromAfar(sight: Sight): Viewport {
  const zoom = leastZoom(sight);
  const stretch = stretchAt(zoom, sight);
  const scale = scaleOf({ x: 0, y: 0, zoom, ...(stretch && { stretch }) });
  const x = sight.right / 2 - sight.width / scale.x / 2;
  const y = (sight.top + sight.bottom) / 2 - sight.height / scale.y / 2;
  return held({ x, y, zoom, ...(stretch && { stretch }) }, sight);
}

/** The view moved so far that some of the drawing is in the window; the same view where it is. */
export function held(viewport: Viewport, sight: Sight): Viewport {
  const { x: scaleX, y: scaleY } = scaleOf(viewport);
  const far = viewport.zoom < FAR && !sight.even;
  const wires = { low: -WIRES.before, high: sight.right + WIRES.behind };
  const rows = { low: sight.top, high: sight.bottom };
  if (far) {
    const { left, right, top, bottom } = edges(sight);
    const gates = { low: 0, high: sight.right };
    return moved(viewport, {
      x: within(viewport.x, wholeRange(sight.width, scaleX, gates, left, right)),
      y: within(viewport.y, wholeRange(sight.height, scaleY, rows, top, bottom)),
    });
  }
  const high = sight.height / scaleY;
  return moved(viewport, {
    x: within(viewport.x, partRange(sight.width / scaleX, wires, KEPT.x / scaleX + WIRES.behind)),
    y: onWire(within(viewport.y, partRange(high, rows, KEPT.y / scaleY)), high, sight),
  });
}

function moved(viewport: Viewport, { x, y }: { readonly x: number; readonly y: number }): Viewport {
  return x === viewport.x && y === viewport.y ? viewport : { ...viewport, x, y };
}

export function scaleOf({ zoom, stretch }: Viewport): { readonly x: number; readonly y: number } {
  return stretch ? { x: zoom * stretch.x, y: zoom * stretch.y } : { x: zoom, y: zoom };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function within(value: number, { low, high }: Range): number {
  return Math.max(low, Math.min(high, value));
}

/** Where a window may start that shows a piece of what it looks at. */
function partRange(window: number, { low, high }: Range, kept: number): Range {
  const least = Math.min(kept, window / 2);
  return { low: low + least - window, high: high - least };
}

/** Where a window may start that shows all of it, or no more than its margins beyond. */
function wholeRange(px: number, scale: number, { low, high }: Range, before: number, behind: number): Range {
  const first = low - before / scale;
  const last = high + behind / scale - px / scale;
  return { low: Math.min(first, last), high: Math.max(first, last) };
}

/** In a window lower than the distance of two wires, one of them. */
function onWire(y: number, height: number, { pitch }: Sight): number {
  if (height >= pitch) return y;
  const wire = Math.round((y + height / 2) / pitch) * pitch;
  return within(y, { low: wire - height * 0.9, high: wire - height * 0.1 });
}
