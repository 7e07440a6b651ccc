import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { type Mark, type Outline, type Painting, toPdf, type Words } from "../../src/scene/pdf";
import { widthIn } from "../../src/scene/widths";

const outline = (change: Partial<Outline>): Outline => ({
  kind: "outline",
  path: "M0 0h10",
  x: 0,
  y: 0,
  fill: null,
  hatched: false,
  stroke: [0, 0, 1],
  width: 1,
  dash: [],
  ...change,
});
const words = (change: Partial<Words>): Words => ({
  kind: "words",
  text: "H",
  x: 3,
  y: 4,
  size: 13,
  face: "sans",
  color: [0, 0, 0],
  stretch: 1,
  ...change,
});
const pdf = async (...marks: readonly Mark[]): Promise<string> =>
  String.fromCharCode(...(await toPdf({ width: 100, height: 40, marks })));
const drawn = async (...marks: readonly Mark[]): Promise<string> =>
  /stream\n([\s\S]*?)\nendstream/.exec(await pdf(...marks))?.[1] ?? "";

describe("widths of the fonts of a PDF", () => {
  it("are those of their makers", () => {
    expect(widthIn("sans", "Ah ~", 1000)).toBe(667 + 556 + 278 + 584);
    expect(widthIn("italic", "é…", 1000)).toBe(444 + 889);
    expect(widthIn("code", "ab", 10)).toBe(12);
  });
});

describe("a PDF", () => {
  it("has one page as large as the picture, and says where each object is", async () => {
    const text = await pdf(words({}), outline({}));
    expect(text).toContain("/MediaBox [0 0 75 30]");
    expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1])).startsWith("xref")).toBe(true);
    for (const [k, [, at]] of [...text.matchAll(/(\d{10}) 00000 n/g)].entries())
      expect(text.slice(Number(at)).startsWith(`${k + 1} 0 obj`)).toBe(true);
    expect(Number(/\/Length (\d+)/.exec(text)?.[1])).toBe(/stream\n([\s\S]*?)\nendstream/.exec(text)?.[1]?.length);
  });

  it("keeps names as text, whatever they hold", async () => {
    expect(await drawn(words({ text: ") Tj ET (\\" }))).toContain("(\\) Tj ET \\(\\\\) Tj ET");
    expect(await drawn(words({ text: "a\nb\u0000漢…é" }))).toContain("(a b  \x85é) Tj");
  });

  it("paints what no font has, once, as a letter that is copied as the whole text", async () => {
    const painting: Painting = {
      text: "量🐱",
      size: 10,
      left: 0,
      up: 8,
      width: 20,
      height: 10,
      columns: 2,
      rows: 1,
      pixels: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 128]),
    };
    const text = await pdf(
      { kind: "painted", x: 3, y: 4, painting },
      { kind: "painted", x: 30, y: 4, painting },
      words({}),
    );
    expect(text.match(/\/F6 10 Tf 100 Tz 1 0 0 -1 \d+ 4 Tm <41> Tj/g)).toHaveLength(2);
    expect(text.match(/\/Subtype \/Type3/g)).toHaveLength(1);
    expect(text).toContain("<41> <91cfd83ddc31>");
    expect(text).toContain("2000 0 d0 q 2000 0 0 1000 0 -200 cm /I Do Q");
    for (const [k, [, at]] of [...text.matchAll(/(\d{10}) 00000 n/g)].entries())
      expect(text.slice(Number(at)).startsWith(`${k + 1} 0 obj`)).toBe(true);
    const images = [...text.matchAll(/FlateDecode [^>]*>>\nstream\n([\s\S]*?)\nendstream/g)];
    const data = images.map(([, packed = ""]) => [...inflateSync(Buffer.from(packed, "latin1"))]);
    expect(data).toEqual([
      [255, 0, 0, 0, 0, 255],
      [255, 128],
    ]);
  });

  it("draws Greek in Symbol, slanted where it is italic", async () => {
    expect(await drawn(words({ text: "π", face: "italic" }))).toContain("/F5 13 Tf 100 Tz 1 0 0.2 -1 3 4 Tm (p) Tj");
    expect(await drawn(words({ text: "x", face: "italic" }))).toContain("/F3 13 Tf 100 Tz 1 0 0 -1 3 4 Tm (x) Tj");
  });

  it("draws lines, dashes and curves where the picture has them", async () => {
    expect(await drawn(outline({ path: "M1 2L5 2", x: 10, y: 20, dash: [5, 3] }))).toContain(
      "0 0 1 RG 1 w [5 3] 0 d 11 22 m 15 22 l S",
    );
    expect(await drawn(outline({ path: "M0 0h4v3l-1-1H0V1Z" }))).toContain("0 0 m 4 0 l 4 3 l 3 2 l 0 2 l 0 1 l h S");
    // A curve by one point is one by two, at two thirds of the way.
    expect(await drawn(outline({ path: "M0 0Q3 6 6 0" }))).toContain("0 0 m 2 4 4 4 6 0 c S");
  });

  it("draws arcs that end where they should, around the right center", async () => {
    const quarter = await drawn(outline({ path: "M10 0a10 10 0 0 1 10 10" }));
    expect(quarter).toContain("10 0 m 15.523 0 20 4.477 20 10 c S");
    expect(await drawn(outline({ path: "M10 0a10 10 0 0 0 -10 10" }))).toContain("10 0 m 4.477 0 0 4.477 0 10 c S");
    const half = await drawn(outline({ path: "M0 0a8 8 0 0 1 0 16" }));
    expect(half.match(/ c\b/g)).toHaveLength(2);
    expect(half).toContain("8 8 c");
    expect(half).toContain("0 16 c S");
    // A radius too small for its ends grows.
    expect(await drawn(outline({ path: "M0 0A1 1 0 0 1 10 0" }))).toContain("10 0 c S");
  });

  it("fills with stripes inside the outline where a fill is hatched", async () => {
    const striped = await drawn(outline({ path: "M0 0h12v6h-12Z", fill: [1, 0, 0], hatched: true, stroke: null }));
    expect(striped).toMatch(/^.*\nq 0 0 m 12 0 l 12 6 l 0 6 l h W n 1 0 0 RG 2 w/s);
    expect(striped.match(/ l S/g)?.length).toBeGreaterThan(2);
    expect(striped.endsWith(" Q")).toBe(true);
  });
});
