/** What a stroke over a diagram means: what it goes through, and the rule that is taken there. */

import type { DiagramBody } from "../document/circuit";
import { type DiagramScene, type PlacedEdge, type PlacedSpider, ZX_PITCH } from "../scene/diagram";
import type { Asked, Point } from "../state/state";
import { firstOf } from "./gestures";

export interface Stroke {
  readonly points: readonly Point[];
  /** Of the spider that comes into a wire. */
  readonly color: "z" | "x";
}

const SEVERAL: Asked = {
  kind: "none",
  why: "The stroke goes through several things. Stroke through one wire, one spider, or the edges between two spiders.",
};

/** Through a wire a spider is put in, through edges of one pair Hopf is taken, through a spider it goes or is split. */
export function stroked(body: DiagramBody, scene: DiagramScene, stroke: Stroke): Asked | null {
  const spiders = scene.spiders.filter((placed) => goesThrough(stroke.points, placed));
  const [spider, another] = spiders;
  const edges = crossed(scene, stroke.points).filter(({ edge: { source, target } }) =>
    spiders.every(({ id }) => id !== source && id !== target),
  );
  if (another || (spider && edges.length)) return SEVERAL;
  if (spider) return throughSpider(body, scene, { spider, stroke });
  return edges.length ? throughEdges(body, edges, stroke.color) : null;
}

function throughEdges(body: DiagramBody, edges: readonly Crossing[], color: Stroke["color"]): Asked {
  const [first] = edges;
  if (!first) return SEVERAL;
  const { source, target } = first.edge;
  const pair = new Set([source, target]);
  if (edges.some(({ edge }) => !pair.has(edge.source) || !pair.has(edge.target))) return SEVERAL;
  if (edges.some(({ edge }) => (edge.source === edge.target) !== (source === target))) return SEVERAL;
  if (source === target) return firstOf(body, "loop", [source]);
  if (edges.length > 1) return firstOf(body, "parallel", [source, target]);
  const at = { x: quarter(first.x / ZX_PITCH.x), y: quarter(first.y / ZX_PITCH.y) };
  return firstOf(body, "wire", [first.id], { options: new Map([["color", color]]), at });
}

function throughSpider(
  body: DiagramBody,
  scene: DiagramScene,
  { spider, stroke }: { readonly spider: PlacedSpider; readonly stroke: Stroke },
): Asked {
  const { id } = spider;
  const identity = firstOf(body, "identity", [id]);
  if (identity.kind === "rule") return identity;
  const [from, to] = around(stroke.points, spider);
  const sideOf = ({ x, y }: Point): number => (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
  const own = scene.edges.filter(({ edge }) => (edge.source === id) !== (edge.target === id));
  const right = own.filter((placed) => sideOf(outside(placed, spider)) > 0);
  const left = own.filter((placed) => !right.includes(placed));
  const legs = right.length <= left.length ? right : left;
  const sign = legs === right ? 1 : -1;
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  // With legs it stands among their ends, alone beside the other.
  const beside = {
    x: quarter((spider.x - (sign * AWAY * (to.y - from.y)) / long) / ZX_PITCH.x),
    y: quarter((spider.y + (sign * AWAY * (to.x - from.x)) / long) / ZX_PITCH.y),
  };
  const options = new Map([
    ["phase", legs.length ? "0" : ""],
    ["legs", legs.map((placed) => placed.id).join(" ")],
  ]);
  const split = firstOf(body, "split", [id], { options, at: legs.length ? null : beside });
  if (split.kind === "rule" || legs.length || spider.spider.kind === "H") return split;
  return {
    kind: "none",
    why: "All legs of the spider are on one side of the stroke, and it has no phase. Stroke between its legs.",
  };
}

/** Px that a split-off spider stands away from the other, and around a spider where its sides are told. */
const AWAY = 56;
const NEAR = 26;

/** Does a stroke that begins and ends outside of a spider go through its middle? Boundaries are not split. */
function goesThrough(points: readonly Point[], { x, y, width, height, spider }: PlacedSpider): boolean {
  const inside = (p: Point | undefined): boolean =>
    p !== undefined && Math.abs(p.x - x) <= width / 2 && Math.abs(p.y - y) <= height / 2;
  if (spider.kind === "boundary" || inside(points[0]) || inside(points.at(-1))) return false;
  return points.some((to, k) => {
    const from = points[k - 1];
    return from !== undefined && distance({ x, y }, from, to) <= 8;
  });
}

/** Where a stroke comes near a spider and where it leaves. */
function around(points: readonly Point[], { x, y }: Point): readonly [Point, Point] {
  const close = points.map((p, k) => {
    const from = points[k - 1] ?? p;
    return distance({ x, y }, from, p) <= NEAR;
  });
  const [first, last] = [close.indexOf(true), close.lastIndexOf(true)];
  const origin = { x, y };
  return [points[Math.max(0, first - 1)] ?? origin, points[last] ?? origin];
}

/** A point of a leg, just outside of its spider. */
function outside({ edge, points }: PlacedEdge, spider: PlacedSpider): Point {
  const along = edge.source === spider.id ? points : [...points].reverse();
  const far = along.find((p) => Math.hypot(p.x - spider.x, p.y - spider.y) > NEAR) ?? along.at(-1) ?? spider;
  const share = NEAR / (Math.hypot(far.x - spider.x, far.y - spider.y) || 1);
  return { x: spider.x + share * (far.x - spider.x), y: spider.y + share * (far.y - spider.y) };
}

interface Crossing extends Point {
  readonly id: string;
  readonly edge: PlacedEdge["edge"];
}

/** The edges that a stroke crosses, where they are seen, each with the first place. */
function crossed(scene: DiagramScene, points: readonly Point[]): readonly Crossing[] {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return scene.edges.flatMap(({ id, edge, points: path }) => {
    const out =
      path.every(({ x }) => x < left) ||
      path.every(({ x }) => x > right) ||
      path.every(({ y }) => y < top) ||
      path.every(({ y }) => y > bottom);
    const place = out ? null : meeting(path, points);
    const ends = [scene.byId.get(edge.source), scene.byId.get(edge.target)];
    const hidden = place && ends.some((end) => end && covers(end, place));
    return place && !hidden ? [{ id, edge, ...place }] : [];
  });
}

const covers = ({ x, y, width, height }: PlacedSpider, p: Point): boolean =>
  Math.abs(p.x - x) <= width / 2 && Math.abs(p.y - y) <= height / 2;

/** The first point that two paths share. */
function meeting(path: readonly Point[], stroke: readonly Point[]): Point | null {
  for (let n = 1; n < stroke.length; n++) {
    for (let k = 1; k < path.length; k++) {
      const [a, b, c, d] = [path[k - 1], path[k], stroke[n - 1], stroke[n]];
      const met = a && b && c && d ? crossing([a, b], [c, d]) : null;
      if (met) return met;
    }
  }
  return null;
}

function crossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point | null {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
  const cross = ux * vy - uy * vx;
  if (cross === 0) return null;
  const t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / cross;
  const s = ((c.x - a.x) * uy - (c.y - a.y) * ux) / cross;
  return t >= 0 && t <= 1 && s >= 0 && s <= 1 ? { x: a.x + t * ux, y: a.y + t * uy } : null;
}

/** From a point to a part of a line. */
function distance(p: Point, a: Point, b: Point): number {
  const [ux, uy] = [b.x - a.x, b.y - a.y];
  const length = ux * ux + uy * uy;
  const t = length ? Math.max(0, Math.min(1, ((p.x - a.x) * ux + (p.y - a.y) * uy) / length)) : 0;
  return Math.hypot(p.x - a.x - t * ux, p.y - a.y - t * uy);
}

const quarter = (value: number): number => Math.round(value * 4) / 4;
