/** A ZX diagram as shapes on a plane, and what is under a point of it. */

import type { DiagramBody, Edge, Spider } from "../document/circuit";
import { bends } from "./bends";
import { listWords } from "./describe";
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
  /** Where its middle is. */
  readonly x: number;
  readonly y: number;
  /** Points along it, from end to end. */
  readonly points: readonly XY[];
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

/**
 * A diagram at its places, `unit` px for a pitch across the wires, `along` px for one along them. While
 * something moves, edges that stay as they are in the scene `near` are not asked for again: each frame is quick.
 */
export function diagramScene(
  body: DiagramBody,
  measure: Measure,
  unit: number = ZX_PITCH.y,
  near: DiagramScene | null = null,
  along: number = ZX_PITCH.x,
): DiagramScene {
  const wires = new Map<string, number>();
  body.inputs.forEach((id, k) => wires.set(id, k));
  body.outputs.forEach((id, k) => wires.set(id, k));
  const spiders = [...body.spiders].map(([id, spider]) =>
    placeSpider(id, spider, { measure, unit, along, wire: wires.get(id) ?? null }),
  );
  const byId = new Map(spiders.map((placed) => [placed.id, placed]));
  const edges = placeEdges(body, spiders, near);
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

/**
 * The diagram beside its circuit: rows stand as far apart as without spiders between them, where there is room; along
 * the wires it is as short as its spiders let it be, since both share a zoom.
 */
export function besideScene(body: DiagramBody, measure: Measure): DiagramScene {
  return closeScene(body, measure, Math.max(LEAST_UNIT, ZX_PITCH.y / (rowSpacing(body) ?? 1)));
}

/** Px between spiders that are drawn close, and at least for a pitch then; how many are drawn so at most. */
const GAP = 10;
const LEAST_ALONG = 40;
const MOST_CLOSE = 600;

/** The diagram as short along its wires as its spiders let it be without touching. */
export function closeScene(body: DiagramBody, measure: Measure, unit: number = ZX_PITCH.y): DiagramScene {
  const wide = diagramScene(body, measure, unit);
  const { spiders } = wide;
  if (spiders.length > MOST_CLOSE) return wide;
  let along = LEAST_ALONG;
  for (const [k, a] of spiders.entries()) {
    for (const b of spiders.slice(k + 1)) {
      const apart = Math.abs(a.x - b.x) / ZX_PITCH.x;
      if (apart > 0 && Math.abs(a.y - b.y) < (a.height + b.height) / 2) {
        along = Math.max(along, ((a.width + b.width) / 2 + GAP) / apart);
      }
    }
  }
  return along < ZX_PITCH.x ? diagramScene(body, measure, unit, null, along) : wide;
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
  for (const { points } of scene.edges) for (const { x, y } of points) reach(x, y, 1, 1);
  return left <= right ? { left, right, top, bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}

const placedSpiders = new WeakMap<Spider, PlacedSpider>();

function placeSpider(
  id: string,
  spider: Spider,
  rest: { readonly measure: Measure; readonly unit: number; readonly along: number; readonly wire: number | null },
): PlacedSpider {
  const kept = placedSpiders.get(spider);
  const [x, y] = [spider.x * rest.along, spider.y * rest.unit];
  if (kept && kept.id === id && kept.wire === rest.wire && kept.x === x && kept.y === y) return kept;
  const bare =
    spider.phase === undefined || spider.kind === "boundary" || (spider.kind === "H" && spider.phase === "pi");
  const piece = bare ? null : anglePiece(spider.phase, { size: 15, measure: rest.measure });
  const small = spider.kind === "boundary" ? 9 : 18;
  const placed: PlacedSpider = {
    id,
    spider,
    x,
    y,
    piece,
    wire: rest.wire,
    width: piece ? Math.max(HEIGHT, Math.ceil(piece.width) + 16) : small,
    height: piece ? HEIGHT : small,
  };
  placedSpiders.set(spider, placed);
  return placed;
}

/** Edges as `bends.ts` draws them; those that are the same in `near` as they are there. */
function placeEdges(body: DiagramBody, spiders: readonly PlacedSpider[], near: DiagramScene | null): PlacedEdge[] {
  const index = new Map(spiders.map(({ id }, k) => [id, k]));
  const stood = new Map(near?.edges.map((placed) => [placed.id, placed]));
  const placed: (PlacedEdge | null)[] = [];
  const asked: { readonly id: string; readonly edge: Edge; readonly a: PlacedSpider; readonly b: PlacedSpider }[] = [];
  const ends: number[] = [];
  for (const [id, edge] of body.edges) {
    const [from, to] = [index.get(edge.source) ?? -1, index.get(edge.target) ?? -1];
    const [a, b] = [spiders[from], spiders[to]];
    if (!a || !b) continue;
    const was = stood.get(id);
    const same = was?.edge === edge && near?.byId.get(a.id) === a && near.byId.get(b.id) === b;
    placed.push(was && same ? was : null);
    if (was && same) continue;
    asked.push({ id, edge, a, b });
    ends.push(from, to);
  }
  const shapes = new Float64Array(4 * spiders.length);
  spiders.forEach(({ x, y, width, height }, k) => shapes.set([x, y, width, height], 4 * k));
  const controls = bends(shapes, Int32Array.from(ends));
  const found = asked.map(({ id, edge, a, b }, k): PlacedEdge => {
    const [x1, y1, x2, y2] = controls.subarray(4 * k, 4 * k + 4);
    return { id, edge, ...pathBetween(a, b, [x1 ?? NaN, y1 ?? NaN, x2 ?? NaN, y2 ?? NaN]) };
  });
  found.reverse();
  return placed.map((each) => each ?? found.pop()).filter((each) => each !== undefined);
}

/** Enough for hits and boxes to follow a bend. */
const SAMPLES = 12;

function pathBetween(a: XY, b: XY, [x1, y1, x2, y2]: readonly [number, number, number, number]): Path {
  if (Number.isNaN(x1)) {
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    return { path: `M${a.x} ${a.y}L${b.x} ${b.y}`, ...middle, points: [a, b] };
  }
  const [c1x, c1y, c2x, c2y] = [tenth(x1), tenth(y1), tenth(x2), tenth(y2)];
  const points = Array.from({ length: SAMPLES + 1 }, (_, n) => {
    const [t, s] = [n / SAMPLES, 1 - n / SAMPLES];
    const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    return { x: p * a.x + q * c1x + r * c2x + u * b.x, y: p * a.y + q * c1y + r * c2y + u * b.y };
  });
  const middle = points[SAMPLES / 2] ?? a;
  return { path: `M${a.x} ${a.y}C${c1x} ${c1y} ${c2x} ${c2y} ${b.x} ${b.y}`, ...middle, points };
}

type Path = Pick<PlacedEdge, "path" | "x" | "y" | "points">;
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** The spider at a point; `but` one that is held over it. */
export function spiderAt(scene: DiagramScene, x: number, y: number, but: string | null = null): PlacedSpider | null {
  for (let k = scene.spiders.length - 1; k >= 0; k--) {
    const placed = scene.spiders[k];
    if (
      placed &&
      placed.id !== but &&
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
    const d = placed.points.reduce(
      (near, to, k, all) => Math.min(near, toSegment({ x, y }, all[Math.max(0, k - 1)] ?? to, to)),
      Infinity,
    );
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

/** As people see a spider, within a sentence: "the Z-spider 2γ + π/4", "the X-spider on wire 1", "input 0". */
export function calledSpider(body: DiagramBody, id: string): string {
  const spider = body.spiders.get(id);
  if (!spider) return "a spider that is gone";
  const [input, output] = [body.inputs.indexOf(id), body.outputs.indexOf(id)];
  if (spider.kind === "boundary") return input >= 0 ? `input ${input}` : output >= 0 ? `output ${output}` : "an end";
  const kind = spider.kind === "H" ? "H-box" : `${spider.kind}-spider`;
  const phase = plainAngle(spider.phase ?? "0");
  if (phase !== "0") return `the ${kind} ${phase}`;
  const wire = wireOf(body, id);
  return wire === null ? `the ${kind}` : `the ${kind} on wire ${wire}`;
}

/** The wire on whose height a spider stands; null for none. */
export function wireOf({ spiders, inputs, outputs }: DiagramBody, id: string): number | null {
  const y = spiders.get(id)?.y;
  for (const ends of [inputs, outputs]) {
    const wire = ends.findIndex((end) => y !== undefined && Math.abs((spiders.get(end)?.y ?? NaN) - y) < 0.25);
    if (wire >= 0) return wire;
  }
  return null;
}

/** Words that name spiders and edges by their ids, with what people see in the place of these. */
export function spokenWords(body: DiagramBody, words: string): string {
  return words.replace(/'([^']{1,100})'/gu, (all, id: string) =>
    body.spiders.has(id) ? calledSpider(body, id) : body.edges.has(id) ? "that edge" : all,
  );
}

/** Why a diagram has no circuit, as Python says it, with its spiders as people see them. */
export function noCircuitWords(body: DiagramBody, why: string, blocks: readonly string[]): string {
  if (!/ blocks? extraction/.test(why)) return why;
  return `This diagram has no circuit form: ${blockingWords(body, blocks)}. Undo the last step to go back.`;
}

function blockingWords(body: DiagramBody, ids: readonly string[]): string {
  const named = ids.slice(0, 3).map((id) => calledSpider(body, id));
  const listed = ids.length > 3 ? [...named, `${ids.length - 3} more`] : named;
  return `${listWords(listed) || "its wires"} block${listed.length === 1 ? "s" : ""} extraction`;
}

/** "Hadamard edge between Input 0 and X-spider". */
export function describeEdge(edge: Edge, body: DiagramBody): string {
  const kind = edge.kind === "plain" ? "Plain edge" : "Hadamard edge";
  if (edge.source === edge.target) return `${kind} from ${nameSpider(body, edge.source)} to itself`;
  return `${kind} between ${nameSpider(body, edge.source)} and ${nameSpider(body, edge.target)}`;
}
