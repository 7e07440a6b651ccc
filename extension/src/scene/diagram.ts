/** A ZX diagram as shapes on a plane, and what is under a point of it. */

import type { DiagramBody, Edge, Spider } from "../document/circuit";
import { anglePiece, type Measure, type Piece, plainAngle } from "./math";

/** Along wires a pitch is longer than across: phases are written side by side. */
export const ZX_PITCH = { x: 88, y: 64 } as const;
const HEIGHT = 26;

export interface PlacedSpider {
  readonly id: string;
  readonly spider: Spider;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly piece: Piece | null;
  /** Number of an input or output, null inside. */
  readonly wire: number | null;
}

export interface PlacedEdge {
  readonly id: string;
  readonly edge: Edge;
  readonly path: string;
  /** Where its middle is, for hits. */
  readonly x: number;
  readonly y: number;
}

export interface DiagramScene {
  readonly spiders: readonly PlacedSpider[];
  readonly edges: readonly PlacedEdge[];
  readonly byId: ReadonlyMap<string, PlacedSpider>;
  /** From row to row of the wires. */
  readonly rowPitch: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A diagram at its places, `unit` px for a pitch across the wires. */
export function diagramScene(body: DiagramBody, measure: Measure, unit: number = ZX_PITCH.y): DiagramScene {
  const wires = new Map<string, number>();
  body.inputs.forEach((id, k) => wires.set(id, k));
  body.outputs.forEach((id, k) => wires.set(id, k));
  const spiders = [...body.spiders].map(([id, spider]) =>
    placeSpider(id, spider, { measure, unit, wire: wires.get(id) ?? null }),
  );
  const byId = new Map(spiders.map((placed) => [placed.id, placed]));
  const seen = new Map<string, number>();
  const edges: PlacedEdge[] = [];
  for (const [id, edge] of body.edges) {
    const a = byId.get(edge.source);
    const b = byId.get(edge.target);
    if (!a || !b) continue;
    const pair = [edge.source, edge.target].sort().join("\n");
    const nth = seen.get(pair) ?? 0;
    seen.set(pair, nth + 1);
    edges.push({ id, edge, ...pathBetween(a, b, nth) });
  }
  const xs = spiders.map((s) => s.x);
  const ys = spiders.map((s) => s.y);
  return {
    spiders,
    edges,
    byId,
    rowPitch: unit * (rowSpacing(body) ?? 1),
    left: Math.min(0, ...xs),
    right: Math.max(0, ...xs),
    top: Math.min(0, ...ys),
    bottom: Math.max(0, ...ys),
  };
}

/** Below this many px for a pitch, spiders between rows touch those on them. */
const LEAST_UNIT = 36;

/** The diagram beside its circuit: rows stand as far apart as without spiders between them, where there is room. */
export function besideScene(body: DiagramBody, measure: Measure): DiagramScene {
  return diagramScene(body, measure, Math.max(LEAST_UNIT, ZX_PITCH.y / (rowSpacing(body) ?? 1)));
}

/** Pitches from row to row; null when inputs and outputs do not stand on rows. */
export function rowSpacing({ inputs, outputs, spiders }: DiagramBody): number | null {
  const ys = [inputs, outputs].flatMap((ends) => ends.map((id, k) => [k, spiders.get(id)?.y ?? NaN] as const));
  const [row, y] = ys.find(([k]) => k > 0) ?? [1, 1];
  const spacing = y / row;
  return spacing > 0 && ys.every(([k, at]) => Math.abs(at - k * spacing) < 1e-9) ? spacing : null;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of a letter in the number beside an input or output. */
const DIGIT = 8;

/** The box around all that is drawn: spiders, the numbers beside inputs and outputs, bent edges. */
export function boundsOf(scene: DiagramScene): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  const reach = (x: number, y: number, wide: number, high: number): void => {
    [left, right] = [Math.min(left, x - wide), Math.max(right, x + wide)];
    [top, bottom] = [Math.min(top, y - high), Math.max(bottom, y + high)];
  };
  for (const { x, y, width, height, wire } of scene.spiders) {
    reach(x, y, wire === null ? width / 2 : 12 + DIGIT * String(wire).length, height / 2);
  }
  for (const { x, y, edge } of scene.edges) {
    const loop = edge.source === edge.target;
    reach(x, y, loop ? 16 : 0, 0);
  }
  return left <= right ? { left, right, top, bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}

const placedSpiders = new WeakMap<Spider, PlacedSpider>();

function placeSpider(
  id: string,
  spider: Spider,
  rest: { readonly measure: Measure; readonly unit: number; readonly wire: number | null },
): PlacedSpider {
  const kept = placedSpiders.get(spider);
  const y = spider.y * rest.unit;
  if (kept && kept.id === id && kept.wire === rest.wire && kept.y === y) return kept;
  const bare =
    spider.phase === undefined || spider.kind === "boundary" || (spider.kind === "H" && spider.phase === "pi");
  const piece = bare ? null : anglePiece(spider.phase, { size: 15, measure: rest.measure });
  const small = spider.kind === "boundary" ? 9 : 18;
  const placed: PlacedSpider = {
    id,
    spider,
    x: spider.x * ZX_PITCH.x,
    y,
    piece,
    wire: rest.wire,
    width: piece ? Math.max(HEIGHT, Math.ceil(piece.width) + 16) : small,
    height: piece ? HEIGHT : small,
  };
  placedSpiders.set(spider, placed);
  return placed;
}

/** Straight for the first edge of a pair, bent for parallel ones, a loop for one on itself. */
function pathBetween(a: PlacedSpider, b: PlacedSpider, nth: number): { path: string; x: number; y: number } {
  if (a === b) {
    const r = 16 + 8 * nth;
    return {
      path: `M${a.x - 6} ${a.y}C${a.x - r * 1.6} ${a.y - r * 2.2} ${a.x + r * 1.6} ${a.y - r * 2.2} ${a.x + 6} ${a.y}`,
      x: a.x,
      y: a.y - r * 1.7,
    };
  }
  const x = (a.x + b.x) / 2;
  const y = (a.y + b.y) / 2;
  if (nth === 0) return { path: `M${a.x} ${a.y}L${b.x} ${b.y}`, x, y };
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = 26 * Math.ceil(nth / 2) * (nth % 2 ? 1 : -1);
  const cx = x - (bend * (b.y - a.y)) / length;
  const cy = y + (bend * (b.x - a.x)) / length;
  return { path: `M${a.x} ${a.y}Q${cx} ${cy} ${b.x} ${b.y}`, x: (x + cx) / 2, y: (y + cy) / 2 };
}

export function spiderAt(scene: DiagramScene, x: number, y: number): PlacedSpider | null {
  for (const placed of [...scene.spiders].reverse()) {
    if (
      Math.abs(x - placed.x) <= Math.max(12, placed.width / 2 + 2) &&
      Math.abs(y - placed.y) <= Math.max(12, placed.height / 2 + 2)
    )
      return placed;
  }
  return null;
}

export function edgeAt(scene: DiagramScene, x: number, y: number): PlacedEdge | null {
  let best: PlacedEdge | null = null;
  let least = 7;
  for (const placed of scene.edges) {
    const a = scene.byId.get(placed.edge.source);
    const b = scene.byId.get(placed.edge.target);
    if (!a || !b) continue;
    const d = Math.min(toSegment({ x, y }, a, placed), toSegment({ x, y }, placed, b));
    if (d < least) [best, least] = [placed, d];
  }
  return best;
}

interface XY {
  readonly x: number;
  readonly y: number;
}

function toSegment(p: XY, a: XY, b: XY): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t = length ? Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length)) : 0;
  return Math.hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}

const KINDS = { Z: "Z-spider", X: "X-spider", H: "H-box", boundary: "Boundary" } as const;

/** "Z-spider with phase π/4", "Input 0". */
export function describeSpider(placed: PlacedSpider, body: DiagramBody): string {
  return spiderWords(
    placed.spider,
    placed.wire === null ? null : `${body.inputs.includes(placed.id) ? "Input" : "Output"} ${placed.wire}`,
  );
}

function spiderWords(spider: Spider, end: string | null): string {
  if (spider.kind === "boundary") return end ?? KINDS.boundary;
  return spider.phase ? `${KINDS[spider.kind]} with phase ${plainAngle(spider.phase)}` : KINDS[spider.kind];
}

/** The name of a spider or boundary of a body. */
export function nameSpider(body: DiagramBody, id: string): string {
  const spider = body.spiders.get(id);
  if (!spider) return "";
  const [input, output] = [body.inputs.indexOf(id), body.outputs.indexOf(id)];
  return spiderWords(spider, input >= 0 ? `Input ${input}` : output >= 0 ? `Output ${output}` : null);
}

/** "Hadamard edge between Input 0 and X-spider". */
export function describeEdge(edge: Edge, body: DiagramBody): string {
  const kind = edge.kind === "plain" ? "Plain edge" : "Hadamard edge";
  if (edge.source === edge.target) return `${kind} from ${nameSpider(body, edge.source)} to itself`;
  return `${kind} between ${nameSpider(body, edge.source)} and ${nameSpider(body, edge.target)}`;
}
