/** A complex matrix as cells: magnitude as how strong, phase as color. A pointer or arrow keys mark one. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { DenseMap } from "../../rewriting/tensor";
import { fixedText, phaseText } from "../../scene/math";
import { cssColor, mixedColor, type Rgb, readColor } from "../../scene/phase-color";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export interface MapCell {
  readonly row: number;
  readonly column: number;
}

/** Px of a cell at most and at least. */
const CELL = { most: 24, full: 12, least: 5 } as const;
/** Rows and columns that are drawn. */
export const MOST_CELLS = 32;

/** A basis state as it is written, qubit 0 rightmost. */
export function bits(index: number, count: number): string {
  return count ? index.toString(2).padStart(count, "0") : "";
}

/** "0.354, phase π/4": an entry in words. */
export function entryWords(map: DenseMap, { row, column }: MapCell): string {
  const at = row * map.columns + column;
  const [re, im] = [map.re[at] ?? 0, map.im[at] ?? 0];
  const size = Math.hypot(re, im);
  return size < 1e-12 ? "0" : `${fixedText(size, 3)}, phase ${phaseText(Math.atan2(im, re))}`;
}

/** Opaque, as bytes of an image in their order: red first. */
const pixelOf = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

interface Props {
  readonly map: DenseMap;
  readonly most: number;
  readonly label: string;
  /** Px to stand in. */
  readonly height: number;
  readonly width: number;
  readonly cell: MapCell;
  /** Framed in the color of errors. */
  readonly worst: MapCell | null;
  readonly onCell: (cell: MapCell) => void;
}

export function HeatMap({ map, most, label, height, width, cell, worst, onCell }: Props): JSX.Element {
  const bench = useWorkbench();
  const theme = usePart(bench.ui, (ui) => ui.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { rows, columns } = map;
  const fits = Math.floor(Math.min(height / rows, width / columns, CELL.most));
  const size = Math.max(CELL.least, Math.max(rows, columns) > 8 ? Math.min(fits, CELL.full) : fits);
  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen) return;
    const scale = window.devicePixelRatio || 1;
    element.width = Math.round(columns * size * scale);
    element.height = Math.round(rows * size * scale);
    const ground: Rgb = readColor(getComputedStyle(element).backgroundColor);
    // Pixel by pixel: a fill for each cell would take longer than all else.
    const image = pen.createImageData(element.width, element.height);
    const pixels = new Uint32Array(image.data.buffer);
    const gap = size >= 6 ? 1 : 0;
    const edge = (at: number): number => Math.round(at * scale);
    pixels.fill(pixelOf(ground));
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        const color = pixelOf(mixedColor(map.re[at] ?? 0, map.im[at] ?? 0, most, ground));
        const [left, right] = [edge(column * size), edge((column + 1) * size - gap)];
        for (let y = edge(row * size); y < edge((row + 1) * size - gap); y++) {
          pixels.fill(color, y * element.width + left, y * element.width + right);
        }
      }
    }
    pen.putImageData(image, 0, 0);
  }, [map, most, size, theme]);
  const over = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return;
    const to = (at: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(at / size)));
    onCell({ row: to(event.clientY - box.top, rows), column: to(event.clientX - box.left, columns) });
  };
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const row = Math.max(0, Math.min(rows - 1, cell.row + (by[0] ?? 0)));
    onCell({ row, column: Math.max(0, Math.min(columns - 1, cell.column + (by[1] ?? 0))) });
  };
  const frame = (row: number, column: number, high: number, wide: number): Readonly<Record<string, string>> => ({
    top: `${row * size - 1.5}px`,
    left: `${column * size - 1.5}px`,
    height: `${high * size + 2}px`,
    width: `${wide * size + 2}px`,
  });
  return (
    <div
      class="qd-heat"
      role="img"
      tabIndex={0}
      aria-label={`${label}, ${rows} × ${columns}. Row ${cell.row}, column ${cell.column}: ${entryWords(map, cell)}`}
      style={{ width: `${columns * size}px`, height: `${rows * size}px` }}
      onPointerMove={over}
      onPointerDown={over}
      onKeyDown={keys}
    >
      <canvas ref={canvas} style={{ width: `${columns * size}px`, height: `${rows * size}px` }} />
      <i data-mark="row" style={frame(cell.row, 0, 1, columns)} />
      <i data-mark="column" style={frame(0, cell.column, rows, 1)} />
      {worst && <i data-mark="worst" style={frame(worst.row, worst.column, 1, 1)} />}
    </div>
  );
}

/** Which color is which phase. */
export function PhaseWheel(): JSX.Element {
  const slices = Array.from({ length: 36 }, (_, k) => {
    const [a, b] = [(k * Math.PI) / 18, ((k + 1.1) * Math.PI) / 18];
    const at = (angle: number, r: number): string =>
      `${(r * Math.cos(angle)).toFixed(2)} ${(-r * Math.sin(angle)).toFixed(2)}`;
    const d = `M${at(a, 19)}A19 19 0 0 0 ${at(b, 19)}L${at(b, 11)}A11 11 0 0 1 ${at(a, 11)}Z`;
    return <path key={k} d={d} fill={cssColor(mixedColor(Math.cos(a), Math.sin(a), 1, [0, 0, 0]))} />;
  });
  return (
    <svg class="qd-wheel" viewBox="-32 -22 64 44" width={64} height={44} role="img" aria-label="Phase as color">
      {slices}
      <text class="qd-axis" x={23} y={4}>
        0
      </text>
      <text class="qd-axis" x={-23} y={4} text-anchor="end">
        π
      </text>
    </svg>
  );
}
