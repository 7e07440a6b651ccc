/** A strip with the whole circuit and the window on it, where the circuit does not fit: press or drag to go there. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { densityOf } from "../../scene/density";
import { afterColumn, type Layout } from "../../scene/layout";
import type { Viewport } from "../../state/state";
import { aside } from "../../state/transaction";
import { scaleOf } from "../../tools/sight";
import { usePart } from "../workbench/cell";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { cleared, inksOf, paintDensity } from "./painting";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Px that the strip leaves free at its sides; the zoom buttons stand beside it where they are shown. */
const BESIDE = { phone: 36, narrow: 196, wide: 196 } as const;
/** More of them where fingers press the buttons. */
const BESIDE_FINGERS = 36;
const PAD = 6;
/** Px around the strip. */
const AROUND = 8;
/** Px of height from which a canvas has room for the strip beside its wires. */
const ROOM = 260;
/** Px beyond the circuit to which the strip leads. */
const EDGE = { left: 64, right: 40, top: 60, bottom: 90 } as const;

/** Does some of the circuit stand outside of a window of this size, at this view? */
function overflows(layout: Layout, viewport: Viewport, size: Size): boolean {
  const scale = scaleOf(viewport);
  const high = (layout.numQubits - 1) * layout.pitch * scale.y;
  return layout.width * scale.x > size.width + 4 || high > size.height + 4;
}

/** Px below the drawing that the strip takes of a canvas; 0 where all of the circuit is in the window. */
export function bandOf(bench: Workbench, whole: Size): number {
  const { document, viewport } = bench.state;
  const layout = isCircuit(document.body) ? bench.layout("document") : null;
  if (!layout || whole.height < ROOM || !overflows(layout, viewport, whole)) return 0;
  return stripHeight(layout, whole) + 2 * (PAD + AROUND);
}

/** In a band of the canvas that the drawing leaves free; `size` is what is left above. */
export function Overview({ size, band }: { readonly size: Size; readonly band: number }): JSX.Element | null {
  return band ? (
    <div class="qd-band" style={{ height: `${band}px` }}>
      <Strip size={size} height={band - 2 * (PAD + AROUND)} />
    </div>
  ) : null;
}

function isTouched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

function Strip({ size, height }: { readonly size: Size; readonly height: number }): JSX.Element | null {
  const bench = useWorkbench();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const theme = usePart(bench.ui, (ui) => ui.theme);
  const layout = bench.layout("document");
  const beside = usePart(bench.ui, ({ size }) => BESIDE[size] + (size !== "phone" && isTouched() ? BESIDE_FINGERS : 0));
  const width = Math.max(80, size.width - beside);
  useEffect(() => {
    const element = canvas.current;
    // It is painted when the document changes, not when the window moves.
    const painting = requestAnimationFrame(() => {
      const context = element && cleared(element, { width, height });
      if (context && layout) paintStrip(context, layout, { width, height });
    });
    return () => cancelAnimationFrame(painting);
  }, [body, layout, width, height, theme]);
  useLayoutEffect(() => {
    const follow = (): void => {
      const now = bench.layout("document");
      if (frame.current && now) placeFrame(frame.current, now, { viewport: bench.state.viewport, size, width, height });
    };
    follow();
    return bench.editor.subscribe(follow);
  }, [bench, width, height, size.width, size.height]);
  if (!layout) return null;
  const lead = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = { x: (event.clientX - box.left - PAD) / width, y: (event.clientY - box.top - PAD) / height };
    center(bench, layout, { share, size });
  };
  return (
    <div
      class="qd-overview"
      role="scrollbar"
      tabIndex={0}
      aria-label="Overview of the whole circuit"
      aria-orientation="horizontal"
      aria-controls="qd-circuit"
      aria-valuenow={0}
      aria-valuemin={0}
      aria-valuemax={100}
      title="The whole circuit: click or drag to go there"
      style={{ width: `${width + 2 * PAD}px`, height: `${height + 2 * PAD}px` }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus({ preventScroll: true });
        event.currentTarget.setPointerCapture(event.pointerId);
        lead(event);
      }}
      onPointerMove={(event) => event.buttons & 1 && lead(event)}
      onWheel={(event) => {
        event.preventDefault();
        const { viewport } = bench.state;
        const x = viewport.x + (event.deltaX || event.deltaY) / scaleOf(viewport).x;
        go(bench, layout, { x, y: viewport.y, size });
      }}
      onKeyDown={(event) => {
        if (walk(bench, layout, { key: event.key, size })) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    >
      <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} />
      <div ref={frame} class="qd-overview-window" />
    </div>
  );
}

/** As high as the wires need, within bounds. */
function stripHeight(layout: Layout | null, size: Size): number {
  const wanted = 4 * (layout?.numQubits ?? 1) + 6;
  return Math.round(Math.min(Math.max(18, wanted), 48, Math.max(14, size.height / 8)));
}

function paintStrip(context: CanvasRenderingContext2D, layout: Layout, { width, height }: Size): void {
  const inks = inksOf(context.canvas);
  const rows = Math.max(1, Math.min(layout.numQubits, Math.floor(height / 2)));
  const step = height / rows;
  const y = (row: number): number => (row + 0.5) * step;
  context.fillStyle = inks.wire;
  context.globalAlpha = step >= 4 ? 0.45 : 0.2;
  for (let row = 0; row < rows; row++) context.fillRect(0, Math.round(y(row)), width, 1);
  const pixels = { left: 0, scale: width / Math.max(1, layout.width), width, rows };
  const rowOf = (wire: number): number => Math.min(rows - 1, Math.floor((wire * rows) / layout.numQubits));
  const high = Math.max(1, Math.min(6, step * 0.7));
  paintDensity(context, densityOf(layout, pixels), { rows: { y, height: high }, inks, rowOf });
}

function placeFrame(
  frame: HTMLElement,
  layout: Layout,
  { viewport, size, width, height }: Size & { readonly viewport: Viewport; readonly size: Size },
): void {
  const scale = scaleOf(viewport);
  const high = layout.numQubits * layout.pitch;
  const part = (from: number, length: number, whole: number): readonly [number, number] => {
    const start = Math.max(0, Math.min(1, from / whole));
    return [start, Math.max(start, Math.min(1, (from + length) / whole))];
  };
  const [left, right] = part(viewport.x, size.width / scale.x, Math.max(1, layout.width));
  const [top, bottom] = part(viewport.y + layout.pitch / 2, size.height / scale.y, high);
  // Even a window on three columns of thousands can be seen and held.
  const wide = Math.max(6, (right - left) * width);
  const tall = Math.max(6, (bottom - top) * height);
  const x = Math.min(left * width, width - wide);
  frame.style.transform = `translate(${x + PAD - 2}px, ${Math.min(top * height, height - tall) + PAD - 2}px)`;
  frame.style.width = `${wide + 4}px`;
  frame.style.height = `${tall + 4}px`;
  const strip = frame.parentElement;
  strip?.setAttribute("aria-valuenow", String(Math.round(100 * (left / Math.max(1e-9, 1 - (right - left))))));
  strip?.setAttribute("aria-valuetext", columnsSeen(layout, viewport, size));
}

function columnsSeen(layout: Layout, viewport: Viewport, size: Size): string {
  const count = layout.levels.find((level) => !level.path.length)?.columns.length ?? 0;
  const at = (x: number): number => {
    let column = 0;
    for (let step = 1 << 20; step >= 1; step >>= 1)
      if (column + step <= count && afterColumn(layout, column + step - 1) <= x) column += step;
    return Math.min(count, column + 1);
  };
  return `Columns ${at(viewport.x)} to ${at(viewport.x + size.width / scaleOf(viewport).x)} of ${count}`;
}

/** The window with its middle at a share of the circuit. */
function center(
  bench: Workbench,
  layout: Layout,
  { share, size }: { readonly share: { readonly x: number; readonly y: number }; readonly size: Size },
): void {
  const { viewport } = bench.state;
  const scale = scaleOf(viewport);
  const high = (layout.numQubits - 1) * layout.pitch;
  // Along the wires alone where all of them are in the window.
  const fits = high * scale.y < size.height - 40;
  const x = share.x * layout.width - size.width / scale.x / 2;
  go(bench, layout, { x, y: fits ? viewport.y : share.y * high - size.height / scale.y / 2, size });
}

/** The window at a place, as far as the circuit goes. */
function go(
  bench: Workbench,
  layout: Layout,
  to: { readonly x: number; readonly y: number; readonly size: Size },
): void {
  const { viewport } = bench.state;
  const scale = scaleOf(viewport);
  const within = (value: number, low: number, high: number): number =>
    Math.max(low, Math.min(Math.max(low, high), value));
  const [left, top] = [-EDGE.left / scale.x, -EDGE.top / scale.y];
  const right = layout.width + (EDGE.right - to.size.width) / scale.x;
  const bottom = (layout.numQubits - 1) * layout.pitch + (EDGE.bottom - to.size.height) / scale.y;
  const y = to.y === viewport.y ? to.y : within(to.y, top, bottom);
  bench.dispatch(aside("view.overview", { viewport: { ...viewport, x: within(to.x, left, right), y } }));
}

/** Arrows move by a tenth of the window, pages by most of it, Home and End to the ends. */
function walk(bench: Workbench, layout: Layout, { key, size }: { readonly key: string; readonly size: Size }): boolean {
  const { viewport } = bench.state;
  const scale = scaleOf(viewport);
  const [wide, high] = [size.width / scale.x, size.height / scale.y];
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-wide / 10, 0],
    ArrowRight: [wide / 10, 0],
    ArrowUp: [0, -high / 10],
    ArrowDown: [0, high / 10],
    PageUp: [-wide * 0.9, 0],
    PageDown: [wide * 0.9, 0],
    Home: [-1e9, 0],
    End: [1e9, 0],
  };
  const step = steps[key];
  if (step) go(bench, layout, { x: viewport.x + step[0], y: viewport.y + step[1], size });
  return step !== undefined;
}
