/** What an SVG on the page draws, as outlines and words with their colors: what a PDF is made of. */

import {
  type Color,
  type Face,
  isPlain,
  isSymbol,
  type Mark,
  type Outline,
  type Painted,
  type Painting,
  type Words,
} from "../../scene/pdf";
import { widthIn } from "../../scene/widths";

/** Everything drawn in an SVG whose styles are written in; colors are as on white. */
export function marksOf(svg: SVGSVGElement): readonly Mark[] {
  const marks: Mark[] = [];
  const paintings = new Map<string, Painting>();
  for (const element of svg.querySelectorAll<SVGGraphicsElement>("rect, circle, line, path, text")) {
    if (element.closest("defs")) continue;
    if (element instanceof SVGTextContentElement) marks.push(...wordsOf(element, paintings));
    else marks.push(outlineOf(element, svg));
  }
  return marks;
}

function outlineOf(element: SVGGraphicsElement, svg: SVGSVGElement): Outline {
  const style = getComputedStyle(element);
  const { x, y } = offset(element);
  const [, hatch] = /url\(["']?#([\w-]+)/.exec(style.fill) ?? [];
  const stripe = hatch === undefined ? null : svg.querySelector(`#${hatch} rect:last-child`);
  const fill = stripe ? getComputedStyle(stripe).fill : style.fill;
  return {
    kind: "outline",
    path: pathOf(element),
    x,
    y,
    hatched: stripe !== null,
    fill: colorOf(fill, Number(style.fillOpacity) * Number(style.opacity)),
    stroke: colorOf(style.stroke, Number(style.opacity)),
    width: parseFloat(style.strokeWidth),
    dash: style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat),
  };
}

function offset(element: SVGGraphicsElement): { readonly x: number; readonly y: number } {
  const matrix = element.getCTM();
  return { x: matrix?.e ?? 0, y: matrix?.f ?? 0 };
}

function pathOf(element: SVGGraphicsElement): string {
  const [get, path] = [(name: string): number => Number(element.getAttribute(name) ?? 0), element.getAttribute("d")];
  switch (element.tagName) {
    case "line":
      return `M${get("x1")} ${get("y1")}L${get("x2")} ${get("y2")}`;
    case "circle": {
      const [x, y, r] = [get("cx"), get("cy"), get("r")];
      return `M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r} ${y}A${r} ${r} 0 0 1 ${x - r} ${y}Z`;
    }
    case "rect": {
      const [x, y, w, h] = [get("x"), get("y"), get("width"), get("height")];
      const r = Math.min(get("rx"), w / 2, h / 2);
      if (!r) return `M${x} ${y}h${w}v${h}h${-w}Z`;
      const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
      const right = `H${x + w - r}${corner(r, r)}V${y + h - r}${corner(-r, r)}`;
      const left = `H${x + r}${corner(-r, -r)}V${y + r}${corner(r, -r)}`;
      return `M${x + r} ${y}${right}${left}Z`;
    }
    default:
      return path ?? "";
  }
}

/** Runs of letters of one font, each where the page has it; text with letters of no such font is painted whole. */
function wordsOf(element: SVGTextContentElement, paintings: Map<string, Painting>): readonly (Words | Painted)[] {
  const words: (Words | Painted)[] = [];
  const { x: dx, y: dy } = offset(element);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let index = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const style = getComputedStyle(node.parentElement ?? element);
    const color = colorOf(style.fill, 1);
    const letters = [...(node.textContent ?? "")];
    const inFonts = letters.every((letter) => isPlain(letter) || isSymbol(letter));
    for (const text of inFonts ? letters.reduce<readonly string[]>(joined, []) : [letters.join("")]) {
      const start = index;
      index += text.length;
      if (!text.trim() || !color || index > element.getNumberOfChars()) continue;
      const { x, y } = element.getStartPositionOfChar(start);
      if (!inFonts) {
        const painting = paintedOnce(text, style, paintings);
        // What is written from the right starts there.
        const left = Math.min(...Array.from(text, (_, k) => element.getExtentOfChar(start + k).x));
        if (painting) words.push({ kind: "painted", x: left + dx, y: y + dy, painting });
        continue;
      }
      const face = faceOf(style);
      const size = parseFloat(style.fontSize);
      const stretch = isSymbol(text[0] ?? "")
        ? 1
        : element.getSubStringLength(start, text.length) / widthIn(face, text, size);
      words.push({ kind: "words", text, x: x + dx, y: y + dy, size, face, color, stretch });
    }
  }
  return words;
}

/** Pixels of a px, as sharp as print needs. */
const SHARP = 6;
const MOST_PIXELS = 8000;

function paintedOnce(text: string, style: CSSStyleDeclaration, paintings: Map<string, Painting>): Painting | null {
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const key = `${font} ${style.fill} ${text}`;
  const painting = paintings.get(key) ?? paintingOf(text, font, style);
  if (painting) paintings.set(key, painting);
  return painting;
}

/** The text as the page's own fonts show it. */
function paintingOf(text: string, font: string, style: CSSStyleDeclaration): Painting | null {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.font = font;
  const box = pen.measureText(text);
  const left = -Math.ceil(Math.max(0, box.actualBoundingBoxLeft)) - 1;
  const up = Math.ceil(box.actualBoundingBoxAscent) + 1;
  const width = Math.ceil(Math.max(box.width, box.actualBoundingBoxRight)) + 1 - left;
  const height = up + Math.ceil(box.actualBoundingBoxDescent) + 1;
  const scale = Math.min(SHARP, MOST_PIXELS / Math.max(width, height));
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  pen.scale(scale, scale);
  pen.font = font;
  pen.fillStyle = style.fill;
  pen.fillText(text, -left, up);
  const { data, width: columns, height: rows } = pen.getImageData(0, 0, canvas.width, canvas.height);
  // Where nothing is, the color of the ink: a reader that scales the pixels mixes it in.
  const ink = (style.fill.match(/\d+/g) ?? []).map(Number);
  for (let k = 0; k < data.length; k += 4) if (!data[k + 3]) for (const j of [0, 1, 2]) data[k + j] = ink[j] ?? 0;
  return {
    text,
    size: parseFloat(style.fontSize),
    left,
    up,
    width: columns / scale,
    height: rows / scale,
    columns,
    rows,
    pixels: data,
  };
}

/** Letters of the font Symbol stand alone, others together. */
function joined(runs: readonly string[], letter: string): readonly string[] {
  const last = runs.at(-1);
  if (last === undefined || isSymbol(letter) || isSymbol(last[0] ?? "")) return [...runs, letter];
  return [...runs.slice(0, -1), last + letter];
}

function faceOf({ fontFamily, fontStyle, fontWeight }: CSSStyleDeclaration): Face {
  if (fontFamily.includes("STIX")) return fontStyle === "italic" ? "italic" : "serif";
  if (fontFamily.includes("mono")) return "code";
  return Number(fontWeight) >= 600 ? "bold" : "sans";
}

/** A computed color on white; null for none. */
function colorOf(text: string, opacity: number): Color | null {
  const [r, g, b, alpha = 1] = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (r === undefined || g === undefined || b === undefined || !text.includes("(")) return null;
  const whole = text.startsWith("rgb") ? 255 : 1;
  const on = alpha * opacity;
  return on ? [1 - on + (on * r) / whole, 1 - on + (on * g) / whole, 1 - on + (on * b) / whole] : null;
}
