/** Outlines and words → a PDF of one page: vectors, and text in the fonts that every reader has, or painted. */

/** Red, green and blue, from 0 to 1. */
export type Color = readonly [number, number, number];

export type Face = "sans" | "bold" | "serif" | "italic" | "code";

export interface Outline {
  readonly kind: "outline";
  /** As in SVG, with circular arcs only. */
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly fill: Color | null;
  /** Stripes in place of a full fill. */
  readonly hatched: boolean;
  readonly stroke: Color | null;
  readonly width: number;
  readonly dash: readonly number[];
}

export interface Words {
  readonly kind: "words";
  readonly text: string;
  /** Left end of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly face: Face;
  readonly color: Color;
  /** How much wider than the font has it. */
  readonly stretch: number;
}

/** Text that no reader's font has, as pixels: the one letter of a font of its own, which reads as the whole text. */
export interface Painting {
  readonly text: string;
  readonly size: number;
  /** Its box around the start of its baseline, in px. */
  readonly left: number;
  readonly up: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Red, green, blue and alpha of each pixel, row by row from the top. */
  readonly pixels: Uint8ClampedArray;
}

export interface Painted {
  readonly kind: "painted";
  /** Start of the baseline. */
  readonly x: number;
  readonly y: number;
  /** Marks that look alike share one. */
  readonly painting: Painting;
}

export type Mark = Outline | Words | Painted;

export interface Page {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

const FONTS: Readonly<Record<Face, string>> = {
  sans: "Helvetica",
  bold: "Helvetica-Bold",
  serif: "Times-Roman",
  italic: "Times-Italic",
  code: "Courier",
};
const FACES = Object.keys(FONTS) as readonly Face[];
/** Points of a px. */
const POINT = 0.75;
const SLANT = 0.2;

/** Letters that only the font Symbol has. */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ...[..."αβγδεζηθικλμνξοπρστυφχψω"].map((letter, k) => [letter, "abgdezhqiklmnxoprstujcyw"[k] ?? ""] as const),
  ...[..."ΓΔΘΛΞΠΣΥΦΨΩ"].map((letter, k) => [letter, "GDQLXPSUFYW"[k] ?? ""] as const),
  ["−", "-"],
  ["√", "\xd6"],
  ["⟩", "\xf1"],
  ["⟨", "\xe1"],
  ["≠", "\xb9"],
  ["∞", "\xa5"],
]);
/** Letters whose place in the fonts' encoding is not that of Unicode. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["…", "\x85"],
  ["†", "\x86"],
  ["•", "\x95"],
  ["–", "\x96"],
  ["—", "\x97"],
  ["’", "\x92"],
  ["ℓ", "l"],
  ["⁄", "/"],
]);

/** Is the letter drawn in the font Symbol? Such letters are words of their own. */
export function isSymbol(letter: string): boolean {
  return SYMBOLS.has(letter);
}

/** Is the letter in Helvetica, Times and Courier? */
export function isPlain(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return MOVED.has(letter) || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
}

export async function toPdf({ width, height, marks }: Page): Promise<Uint8Array> {
  const paintings = [...new Set(marks.flatMap((mark) => (mark.kind === "painted" ? [mark.painting] : [])))];
  const fontOf = new Map(paintings.map((painting, k) => [painting, FACES.length + 1 + k] as const));
  const lines = marks.map((mark) => {
    if (mark.kind === "words") return wordsOf(mark);
    return mark.kind === "outline" ? outlineOf(mark) : paintedOf(mark, fontOf.get(mark.painting) ?? 0);
  });
  const content = [`${POINT} 0 0 ${-POINT} 0 ${num(height * POINT)} cm`, ...lines].join("\n");
  const fonts = [...FACES.map((face) => `${FONTS[face]} /Encoding /WinAnsiEncoding`), "Symbol"];
  const painted = fonts.length + 5;
  const places = [...fonts.map((_, k) => k + 5), ...paintings.map((_, k) => painted + k * PARTS)];
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${num(width * POINT)} ${num(height * POINT)}] /Contents 4 0 R ` +
      `/Resources << /Font << ${places.map((place, k) => `/F${k} ${place} 0 R`).join(" ")} >> >> >>`,
    stream("", content),
    ...fonts.map((font) => `<< /Type /Font /Subtype /Type1 /BaseFont /${font} >>`),
  ];
  for (const painting of paintings) objects.push(...(await paintedFont(painting, objects.length + 1)));
  return fileOf(objects);
}

function fileOf(objects: readonly string[]): Uint8Array {
  let text = "%PDF-1.4\n";
  const places = objects.map((object, k) => {
    const place = text.length;
    text += `${k + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  text +=
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}` +
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function stream(about: string, data: string): string {
  return `<< ${about}/Length ${data.length} >>\nstream\n${data}\nendstream`;
}

/** Objects of a painted font. */
const PARTS = 5;

/** A font whose one letter, A, draws the pixels and is copied as the text. */
async function paintedFont(painting: Painting, first: number): Promise<readonly string[]> {
  const { text, columns, rows, pixels } = painting;
  const unit = 1000 / painting.size;
  const [left, width, height] = [painting.left * unit, painting.width * unit, painting.height * unit].map(num);
  const bottom = num((painting.up - painting.height) * unit);
  const wide = num((painting.left + painting.width) * unit);
  const letters = Array.from({ length: text.length }, (_, k) => text.charCodeAt(k).toString(16).padStart(4, "0"));
  const image = (space: string, more: string): string =>
    `/Type /XObject /Subtype /Image /Width ${columns} /Height ${rows} /BitsPerComponent 8 ` +
    `/ColorSpace /${space} /Filter /FlateDecode ${more}`;
  return [
    "<< /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] " +
      `/FontBBox [${left} ${bottom} ${wide} ${num(painting.up * unit)}] /FirstChar 65 /LastChar 65 /Widths [${wide}] ` +
      `/Encoding << /Type /Encoding /Differences [65 /A] >> /CharProcs << /A ${first + 1} 0 R >> ` +
      `/Resources << /XObject << /I ${first + 3} 0 R >> >> /ToUnicode ${first + 2} 0 R >>`,
    stream("", `${wide} 0 d0 q ${width} 0 0 ${height} ${left} ${bottom} cm /I Do Q`),
    stream(
      "",
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Text def /CMapType 2 def\n" +
        `1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfchar <41> <${letters.join("")}> endbfchar\n` +
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ),
    stream(image("DeviceRGB", `/SMask ${first + 4} 0 R `), await deflated(pixels.filter((_, k) => k % 4 < 3))),
    stream(image("DeviceGray", ""), await deflated(pixels.filter((_, k) => k % 4 === 3))),
  ];
}

async function deflated(bytes: Uint8ClampedArray): Promise<string> {
  const packed = new Response(new Response(bytes).body?.pipeThrough(new CompressionStream("deflate")));
  return Array.from(new Uint8Array(await packed.arrayBuffer()), (byte) => String.fromCharCode(byte)).join("");
}

function paintedOf({ x, y, painting }: Painted, font: number): string {
  return `BT /F${font} ${num(painting.size)} Tf 100 Tz 1 0 0 -1 ${num(x)} ${num(y)} Tm <41> Tj ET`;
}

function num(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

const inked = (color: Color, operator: string): string => `${color.map(num).join(" ")} ${operator}`;

function wordsOf({ text, x, y, size, face, color, stretch }: Words): string {
  const letters = [...text];
  const symbol = letters.every(isSymbol);
  const code = letters
    .map((letter) => (symbol ? (SYMBOLS.get(letter) ?? "") : encoded(letter)))
    .join("")
    .replace(/[\\()]/g, "\\$&");
  const font = symbol ? FACES.length : FACES.indexOf(face);
  // Symbol has no slanted letters.
  const slant = symbol && face === "italic" ? SLANT : 0;
  const place = `1 0 ${slant} -1 ${num(x)} ${num(y)} Tm`;
  return `BT ${inked(color, "rg")} /F${font} ${num(size)} Tf ${num(100 * stretch)} Tz ${place} (${code}) Tj ET`;
}

function encoded(letter: string): string {
  return MOVED.get(letter) ?? (isPlain(letter) ? letter : " ");
}

function outlineOf(outline: Outline): string {
  const { fill, stroke, hatched } = outline;
  const { steps, box } = followed(outline);
  const parts: string[] = [];
  if (fill && hatched) parts.push(`q ${steps} W n ${inked(fill, "RG")} 2 w [] 0 d ${stripes(box)} Q`);
  else if (fill) parts.push(`${inked(fill, "rg")} ${steps} f`);
  if (stroke)
    parts.push(`${inked(stroke, "RG")} ${num(outline.width)} w [${outline.dash.map(num).join(" ")}] 0 d ${steps} S`);
  return parts.join(" ");
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const STRIPE = 4 * Math.SQRT2;

function stripes({ left, right, top, bottom }: Box): string {
  const lines: string[] = [];
  const high = bottom - top;
  for (let x = left - high; x < right; x += STRIPE)
    lines.push(`${num(x)} ${num(bottom)} m ${num(x + high)} ${num(top)} l S`);
  return lines.join(" ");
}

/** A path in the operators of PDF, and the box of its points. */
function followed({ path, x: dx, y: dy }: Outline): { readonly steps: string; readonly box: Box } {
  const steps: string[] = [];
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  let [x, y, startX, startY] = [dx, dy, dx, dy];
  const put = (operator: string, ...points: number[]): void => {
    for (let k = 0; k < points.length; k += 2) {
      const [px = 0, py = 0] = points.slice(k, k + 2);
      [box.left, box.right] = [Math.min(box.left, px), Math.max(box.right, px)];
      [box.top, box.bottom] = [Math.min(box.top, py), Math.max(box.bottom, py)];
    }
    steps.push(`${points.map(num).join(" ")} ${operator}`);
    [x, y] = points.slice(-2) as [number, number];
  };
  for (const [, command = "", rest = ""] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const relative = command === command.toLowerCase();
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g) ?? []).map(Number);
    for (const [k, given] of groups(command, numbers).entries()) {
      const [ox, oy] = relative ? [x, y] : [dx, dy];
      const at = given.map((value, j) => value + (j % 2 ? oy : ox));
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = at;
      switch (command.toUpperCase()) {
        case "M":
          // More points of a move are lines.
          put(k ? "l" : "m", a, b);
          if (!k) [startX, startY] = [a, b];
          break;
        case "L":
          put("l", a, b);
          break;
        case "H":
          put("l", a, y);
          break;
        case "V":
          put("l", x, (given[0] ?? 0) + oy);
          break;
        case "C":
          put("c", a, b, c, d, e, f);
          break;
        case "Q":
          put("c", x + (2 / 3) * (a - x), y + (2 / 3) * (b - y), c + (2 / 3) * (a - c), d + (2 / 3) * (b - d), c, d);
          break;
        case "A": {
          const [radius = 0, , , large = 0, sweep = 0, endX = 0, endY = 0] = given;
          for (const curve of arc(
            { x, y },
            { x: endX + ox, y: endY + oy },
            { radius, large: large !== 0, sweep: sweep !== 0 },
          ))
            put("c", ...curve);
          break;
        }
        case "Z":
          steps.push("h");
          [x, y] = [startX, startY];
          break;
        default:
          throw new Error(`A path with '${command}' has no form in PDF.`);
      }
    }
  }
  return { steps: steps.join(" "), box };
}

const ARITY: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, Q: 4, A: 7 };

/** The numbers of a command, for each time that it is done. */
function groups(command: string, numbers: readonly number[]): readonly (readonly number[])[] {
  const size = ARITY[command.toUpperCase()] ?? 0;
  if (!size) return [[]];
  return Array.from({ length: Math.floor(numbers.length / size) }, (_, k) => numbers.slice(k * size, (k + 1) * size));
}

interface XY {
  readonly x: number;
  readonly y: number;
}

/** An arc of a circle as curves of at most a quarter turn each. */
function arc(
  a: XY,
  b: XY,
  how: { readonly radius: number; readonly large: boolean; readonly sweep: boolean },
): readonly (readonly number[])[] {
  const [half, middle] = [Math.hypot(b.x - a.x, b.y - a.y) / 2, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }];
  if (!half) return [];
  // A radius that is too small grows until the arc reaches its end.
  const radius = Math.max(how.radius, half);
  const off = (Math.sqrt(radius ** 2 - half ** 2) / (2 * half)) * (how.large === how.sweep ? -1 : 1);
  const center = { x: middle.x - off * (b.y - a.y), y: middle.y + off * (b.x - a.x) };
  const from = Math.atan2(a.y - center.y, a.x - center.x);
  let turn = Math.atan2(b.y - center.y, b.x - center.x) - from;
  if (how.sweep && turn <= 0) turn += 2 * Math.PI;
  if (!how.sweep && turn >= 0) turn -= 2 * Math.PI;
  const count = Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9);
  const each = turn / count;
  const reach = (4 / 3) * Math.tan(each / 4) * radius;
  return Array.from({ length: count }, (_, k) => {
    const [s, t] = [from + k * each, from + (k + 1) * each];
    const end = { x: center.x + radius * Math.cos(t), y: center.y + radius * Math.sin(t) };
    return [
      center.x + radius * Math.cos(s) - reach * Math.sin(s),
      center.y + radius * Math.sin(s) + reach * Math.cos(s),
      end.x + reach * Math.sin(t),
      end.y - reach * Math.cos(t),
      end.x,
      end.y,
    ];
  });
}
