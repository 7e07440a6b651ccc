/** The drawing from afar: density in place of gates, with names of wires and numbers of columns that can be read. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { cutAlike } from "../../scene/cut";
import { densityOf } from "../../scene/density";
import { afterColumn, boxOf, GATE_HEIGHT, type Layout, wireY } from "../../scene/layout";
import type { EditorState } from "../../state/state";
import { shownTime } from "../../state/time";
import { FAR_EDGE, scaleOf } from "../../tools/sight";
import { screenPoint } from "../../tools/viewport";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { cleared, type Inks, inksOf, paintDensity } from "./painting";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Least px between two labels. */
const LABEL = { wire: 13, column: 72 } as const;

/** Painted at most once a frame, and only when what it shows is another. */
export function Far({ size }: { readonly size: Size }): JSX.Element {
  const bench = useWorkbench();
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = usePart(bench.ui, (ui) => ui.theme);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const inks = inksOf(element);
    let frame: number | null = null;
    let painted: readonly unknown[] = [];
    const paint = (): void => {
      frame = null;
      const layout = bench.layout("shown");
      const { viewport, selection } = bench.state;
      const timeCursor = shownTime(bench.state);
      const now = [layout, viewport, selection, timeCursor];
      if (!layout || now.every((each, k) => each === painted[k])) return;
      painted = now;
      const context = cleared(element, size);
      if (context) paintFar(context, { layout, state: bench.state, size, inks });
    };
    const soon = (): void => {
      frame ??= requestAnimationFrame(paint);
    };
    paint();
    const stop = bench.editor.subscribe(soon);
    return () => {
      stop();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [bench, size.width, size.height, theme]);
  return <canvas ref={canvas} class="qd-far" />;
}

interface Scene {
  readonly layout: Layout;
  readonly state: EditorState;
  readonly size: Size;
  readonly inks: Inks;
}

function paintFar(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, state, size, inks } = scene;
  const { viewport } = state;
  const scale = scaleOf(viewport);
  const { y: first } = screenPoint(viewport, { x: 0, y: 0 });
  const step = layout.pitch * scale.y;
  // Wires closer than a pixel share rows.
  const rows = Math.max(1, Math.min(layout.numQubits, Math.ceil(layout.numQubits * step)));
  const y = (row: number): number => first + (row * layout.numQubits * step) / rows;
  const high = Math.max(1, Math.min(GATE_HEIGHT * scale.y, (layout.numQubits * step) / rows));
  const start = screenPoint(viewport, { x: -20, y: 0 }).x;
  const end = screenPoint(viewport, { x: layout.width + 44, y: 0 }).x;
  context.fillStyle = inks.wire;
  context.globalAlpha = step >= 3 ? 0.7 : 0.25;
  for (let row = 0; row < rows; row++) context.fillRect(start, Math.round(y(row)), end - start, 1);
  const pixels = { left: viewport.x, scale: scale.x, width: Math.ceil(size.width), rows };
  const rowOf = (wire: number): number => Math.min(rows - 1, Math.floor((wire * rows) / layout.numQubits));
  paintDensity(context, densityOf(layout, pixels), { rows: { y, height: high }, inks, rowOf });
  paintMarks(context, scene);
  paintLabels(context, scene, { y: first, step });
}

/** What is selected, and the time cursor. */
function paintMarks(context: CanvasRenderingContext2D, { layout, state, size, inks }: Scene): void {
  const { viewport, selection } = state;
  const timeCursor = shownTime(state);
  context.fillStyle = inks.accent;
  for (const id of selection) {
    const placed = layout.byId.get(id);
    if (!placed) continue;
    const box = boxOf(placed);
    const from = screenPoint(viewport, { x: box.left, y: box.top });
    const to = screenPoint(viewport, { x: box.right, y: box.bottom });
    context.globalAlpha = placed.kind === "block" ? 0.3 : 0.8;
    context.fillRect(from.x, from.y, Math.max(1.5, to.x - from.x), Math.max(2, to.y - from.y));
  }
  context.globalAlpha = 1;
  if (timeCursor === null) return;
  const x = timeCursor < 0 ? -8 : afterColumn(layout, timeCursor);
  context.fillRect(Math.round(screenPoint(viewport, { x, y: 0 }).x), 28, 1.5, size.height - 28);
}

function paintLabels(
  context: CanvasRenderingContext2D,
  { layout, state, size, inks }: Scene,
  wires: { readonly y: number; readonly step: number },
): void {
  const body = (state.preview ?? state.document).body;
  if (!isCircuit(body)) return;
  context.globalAlpha = 1;
  context.font = `11px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.fillStyle = inks.text;
  const zero = screenPoint(state.viewport, { x: 0, y: 0 }).x;
  const right = Math.max(FAR_EDGE.left - 12, zero - 10);
  if (zero < FAR_EDGE.left - 2) context.clearRect(0, 0, FAR_EDGE.left - 6, size.height);
  const every = Math.max(1, Math.ceil(LABEL.wire / wires.step));
  const rows = Array.from({ length: Math.ceil(layout.numQubits / every) }, (_, k) => k * every);
  const names = cutAlike(
    rows.map((qubit) => body.qubits[qubit] ?? ""),
    6,
  );
  for (const [k, qubit] of rows.entries()) context.fillText(names[k] ?? "", right, wires.y + qubit * wires.step + 1);
  const columns = layout.levels.find((level) => !level.path.length)?.columns ?? [];
  const pitch = (layout.width / Math.max(1, columns.length)) * scaleOf(state.viewport).x;
  const stride = niceStep(LABEL.column / Math.max(1e-6, pitch));
  const top = Math.max(20, wires.y - wireY(1, layout.pitch) * scaleOf(state.viewport).y * 0.5 - 22);
  context.textAlign = "center";
  context.fillStyle = inks.quiet;
  for (let number = 1; number <= columns.length; number += number === 1 ? Math.max(1, stride - 1) : stride) {
    const strip = columns[number - 1];
    const x = strip ? screenPoint(state.viewport, { x: strip.left + strip.width / 2, y: 0 }).x : 0;
    if (x < FAR_EDGE.left - 8 || x > size.width) continue;
    context.fillText(String(number), x, top);
    context.fillRect(Math.round(x), top + 8, 1, 4);
  }
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((k) => k * power).find((step) => step >= least) ?? 1;
}
