/** Paints a circuit from afar on a canvas: the strip below the drawing, and the drawing where gates would be specks. */

import { type Density, LEVELS, TONES, type Tone } from "../../scene/density";

const INKS = {
  rotation: "--qd-gate-rotation-line",
  clifford: "--qd-gate-clifford-line",
  controlled: "--qd-gate-controlled",
  nonunitary: "--qd-gate-nonunitary-line",
  composite: "--qd-gate-composite-line",
  display: "--qd-line-strong",
  wire: "--qd-wire",
  block: "--qd-block-line",
  accent: "--qd-accent",
  text: "--qd-text-2",
  quiet: "--qd-text-3",
  line: "--qd-line",
} as const;

export type Inks = Readonly<Record<keyof typeof INKS, string>>;

/** The theme's colors as a canvas takes them. */
export function inksOf(element: HTMLElement): Inks {
  const inks: Record<string, string> = {};
  const before = element.style.color;
  for (const [name, property] of Object.entries(INKS)) {
    element.style.color = `var(${property})`;
    inks[name] = getComputedStyle(element).color;
  }
  element.style.color = before;
  return inks as Inks;
}

/** A canvas with as many dots as the screen has on so many px, empty. */
export function cleared(
  canvas: HTMLCanvasElement,
  { width, height }: { readonly width: number; readonly height: number },
): CanvasRenderingContext2D | null {
  const dots = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * dots), Math.round(height * dots)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext("2d");
  context?.setTransform(dots, 0, 0, dots, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Where rows stand. */
export interface Rows {
  /** Middle of a row. */
  readonly y: (row: number) => number;
  readonly height: number;
}

/** Wires, then frames of blocks, lines between wires, and gates by their classes. */
export function paintDensity(
  context: CanvasRenderingContext2D,
  density: Density,
  { rows, inks, rowOf }: { readonly rows: Rows; readonly inks: Inks; readonly rowOf: (wire: number) => number },
): void {
  context.fillStyle = inks.block;
  for (const block of density.blocks) {
    const top = rows.y(rowOf(block.top)) - rows.height * 0.75;
    const height = rows.y(rowOf(block.bottom)) + rows.height * 0.75 - top;
    context.globalAlpha = 0.15;
    context.fillRect(block.from, top, Math.max(1, block.to - block.from), height);
  }
  // Where many lines share a pixel, each is faint: their density shows, and gates are not covered.
  context.globalAlpha = Math.max(0.07, Math.min(0.6, 4 * density.scale));
  context.fillStyle = inks.controlled;
  for (const { x, top, bottom } of density.links) context.fillRect(x, rows.y(top), 1, rows.y(bottom) - rows.y(top));
  for (const tone of TONES) paintTone(context, density, { tone, rows, inks });
  context.globalAlpha = 1;
}

function paintTone(
  context: CanvasRenderingContext2D,
  { runs }: Density,
  { tone, rows, inks }: { readonly tone: Tone; readonly rows: Rows; readonly inks: Inks },
): void {
  context.fillStyle = inks[tone];
  const height = tone === "controlled" ? Math.max(1, rows.height * 0.6) : rows.height;
  for (let level = 1; level <= LEVELS; level++) {
    context.globalAlpha = 0.25 + (0.7 * level) / LEVELS;
    for (const run of runs.get(tone) ?? [])
      if (run.level === level) context.fillRect(run.from, rows.y(run.row) - height / 2, run.to - run.from, height);
  }
}
