/**
 * Where the spiders of a diagram stand when it is laid out: wires straight and in order, inputs left,
 * outputs right, every other spider between the wires near those it is joined to, none over another.
 *
 * Rows and columns come from `rows.ts`; d3-force finds places for the rest, which then go to free places of a
 * grid. The same diagram is laid out the same way wherever its spiders stood. Work is done in steps,
 * so that a large diagram does not hold up the page.
 */

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";

import { type DiagramBody, type Document, isCircuit, type Spider, withBody } from "../document/circuit";
import { type Near, neighbors, type Rows, rowsOf } from "./rows";

/** In pitches, as spiders are stored. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Width of a spider in pitches. */
export type WidthOf = (id: string) => number;

const GAP = 0.25;
/** Height of what stands beside the rows: one between two rows that are 1.5 pitches apart. */
const LANE = 0.75;
const TICKS = 120;
/** Many spiders settle in fewer ticks to what the grid leaves of it. */
const SPIDER_TICKS = 30_000;

interface Body extends SimulationNodeDatum {
  readonly id: string;
  x: number;
  y: number;
}

/** Places for all spiders; yields between steps of work. */
export function* arranging(body: DiagramBody, widthOf: WidthOf): Generator<void, ReadonlyMap<string, Place>> {
  const near = neighbors(body);
  const rows = rowsOf(body, near);
  const places = new Map<string, Place>();
  const grid = new Grid(widthOf);
  const [main, ...others] = parts(body, near, rows);
  const scale = stretch(rows, main ?? [], widthOf);
  placeRows(body, rows, { scale, widthOf, places });
  for (const [id, place] of places) grid.take(id, place);
  grid.keepEdges(body, places);
  yield;
  if (main?.length) yield* settle(main, { near, places, grid });
  let left = 0;
  for (const part of others) {
    // A part without wires is laid out for itself and put below.
    const own = new Map<string, Place>();
    yield* settle(part, { near, places: own, grid: new Grid(widthOf) });
    const box = boxOf(own, widthOf);
    const below = bottomOf(body, rows, { places, main: main ?? [], scale: scale.y });
    for (const [id, place] of own) places.set(id, { x: place.x - box.left + left, y: place.y - box.top + below });
    left += box.right - box.left + 2 * GAP;
  }
  return places;
}

/** The document laid out, all at once. */
export function arranged(document: Document, widthOf: WidthOf): Document {
  const { body } = document;
  if (isCircuit(body)) return document;
  const work = arranging(body, widthOf);
  for (;;) {
    const step = work.next();
    if (step.done) return withPlaces(document, step.value);
  }
}

/** The document with its spiders at these places; the very same one when all stand there already. */
export function withPlaces(document: Document, places: ReadonlyMap<string, Place>): Document {
  const { body } = document;
  if (isCircuit(body)) return document;
  const spiders = new Map<string, Spider>();
  let moved = false;
  for (const [id, spider] of body.spiders) {
    const place = places.get(id) ?? spider;
    const same = place.x === spider.x && place.y === spider.y;
    spiders.set(id, same ? spider : { ...spider, x: place.x, y: place.y });
    moved ||= !same;
  }
  return moved ? withBody(document, { ...body, spiders }) : document;
}

/** Spiders beside the rows: first those that hang together with a row or a boundary, then each part without. */
function parts(body: DiagramBody, near: Near, rows: Rows): readonly (readonly string[])[] {
  const fixed = new Set([...rows.column.keys(), ...body.inputs, ...body.outputs]);
  const seen = new Set<string>();
  const main: string[] = [];
  const others: string[][] = [];
  for (const start of body.spiders.keys()) {
    if (fixed.has(start) || seen.has(start)) continue;
    const part = new Set([start]);
    let held = false;
    for (const id of part) {
      for (const other of near.get(id) ?? []) {
        if (fixed.has(other)) held = true;
        else part.add(other);
      }
    }
    for (const id of part) seen.add(id);
    if (held) main.push(...part);
    else others.push([...part]);
  }
  return [main, ...others];
}

interface Scale {
  /** Pitches from column to column at least, and from row to row. */
  readonly x: number;
  readonly y: number;
}

/** Room between rows and columns for those that stand beside them, about as wide as high. */
function stretch(rows: Rows, beside: readonly string[], widthOf: WidthOf): Scale {
  const need = beside.reduce((sum, id) => sum + Math.max(0.5, widthOf(id)) + GAP, 0);
  const across = Math.max(1, rows.rows.length);
  const along = Math.max(2, rows.numColumns);
  if (!beside.length) return { x: 1, y: 1 };
  let [x, y] = [1, 2 * LANE];
  while (across * (y / LANE - 1) * along * x < 2 * need) {
    if (across * y > along * x) x += 0.5;
    else y += LANE;
  }
  return { x, y };
}

function placeRows(
  body: DiagramBody,
  rows: Rows,
  { scale, widthOf, places }: { readonly scale: Scale; readonly widthOf: WidthOf; readonly places: Map<string, Place> },
): void {
  const widths = Array.from({ length: rows.numColumns }, () => 0);
  for (const [id, column] of rows.column) widths[column] = Math.max(widths[column] ?? 0, widthOf(id));
  const xs: number[] = [];
  let x = scale.x;
  widths.forEach((width, k) => {
    if (k) x += quarter(Math.max(scale.x, (width + (widths[k - 1] ?? 0)) / 2 + GAP));
    xs.push(x);
  });
  const right = xs.length ? x + scale.x : 2 * scale.x;
  rows.rows.forEach((ids, row) => {
    for (const id of ids) places.set(id, { x: xs[rows.column.get(id) ?? 0] ?? 0, y: row * scale.y });
  });
  body.inputs.forEach((id, k) => places.set(id, { x: 0, y: k * scale.y }));
  body.outputs.forEach((id, k) => places.set(id, { x: right, y: k * scale.y }));
}

/** Up to a quarter of a pitch, as dragging snaps. */
const quarter = (value: number): number => Math.ceil(value * 4 - 1e-9) / 4;

interface Room {
  readonly near: Near;
  readonly places: Map<string, Place>;
  readonly grid: Grid;
}

/** Finds places for spiders near those they are joined to: by forces, then on the grid. */
function* settle(ids: readonly string[], { near, places, grid }: Room): Generator<void, void> {
  const fixed = new Map(places);
  const bodies = new Map<string, Body>();
  const body = (id: string): Body => {
    const made = bodies.get(id);
    if (made) return made;
    const at = places.get(id);
    const fresh: Body = { id, x: at?.x ?? NaN, y: at?.y ?? NaN, ...(at ? { fx: at.x, fy: at.y } : {}) };
    bodies.set(id, fresh);
    return fresh;
  };
  const ordered = outward(ids, near, places);
  const pull = (each: Body): number => (near.get(each.id)?.some((other) => places.has(other)) ? 0.8 : 0.02);
  const middles = new Map<string, Place>();
  for (const id of ordered) {
    const around = (near.get(id) ?? [])
      .map((other) => places.get(other) ?? middles.get(other))
      .filter((place) => place !== undefined);
    const middle = meanOf(around);
    middles.set(id, middle);
    const made = body(id);
    // Not all on one point, so that forces have directions; what hangs on rather to the right, where time goes.
    made.x = middle.x + (pull(made) < 0.5 ? 0.75 : 0) + 0.05 * Math.cos(2.4 * middles.size);
    made.y = middle.y + 0.05 * Math.sin(2.4 * middles.size);
  }
  const links = ordered.flatMap((id) =>
    (near.get(id) ?? [])
      .filter((other) => places.has(other) || other > id)
      .map((other) => ({ source: body(id), target: body(other) })),
  );
  const simulation = forceSimulation<Body>([...bodies.values()])
    .stop()
    .force("link", forceLink<Body, { source: Body; target: Body }>(links).distance(0.75))
    .force("apart", forceManyBody<Body>().strength(-0.05).distanceMax(3))
    .force("collide", forceCollide<Body>(0.3))
    .force("x", forceX<Body>((each) => middles.get(each.id)?.x ?? 0).strength(pull))
    // Beside rows a spider stays between those where it belongs.
    .force("y", forceY<Body>((each) => middles.get(each.id)?.y ?? 0).strength(places.size ? 0.4 : 0.02));
  const ticks = Math.min(TICKS, Math.max(20, Math.floor(SPIDER_TICKS / bodies.size)));
  simulation.alphaDecay(1 - 0.001 ** (1 / ticks));
  for (let k = 0; k < ticks; k++) {
    simulation.tick();
    yield;
  }
  for (const id of ordered) {
    const { x, y } = body(id);
    const above = new Set(
      (near.get(id) ?? []).map((other) => fixed.get(other)?.x).filter((each) => each !== undefined),
    );
    // Between spiders that stand above each other it stands on their line.
    const [line] = above;
    const place = grid.nearest(id, { x: above.size === 1 && (near.get(id)?.length ?? 0) > 1 ? (line ?? x) : x, y });
    grid.take(id, place);
    places.set(id, place);
    yield;
  }
}

/** Spiders by their distance from those that have places; where none has, from the first. */
function outward(ids: readonly string[], near: Near, places: ReadonlyMap<string, Place>): readonly string[] {
  const own = new Set(ids);
  const ordered = new Set<string>();
  const reach = (starts: readonly string[]): void => {
    const front = new Set(starts);
    for (const id of front) {
      ordered.add(id);
      for (const other of near.get(id) ?? []) if (own.has(other) && !ordered.has(other)) front.add(other);
    }
  };
  reach(ids.filter((id) => near.get(id)?.some((other) => places.has(other))));
  for (const id of ids) if (!ordered.has(id)) reach([id]);
  return [...ordered];
}

function meanOf(places: readonly Place[]): Place {
  const count = Math.max(1, places.length);
  return { x: places.reduce((sum, p) => sum + p.x, 0) / count, y: places.reduce((sum, p) => sum + p.y, 0) / count };
}

/** What is taken of the plane, in lanes. */
class Grid {
  private readonly lanes = new Map<number, [number, number][]>();

  constructor(private readonly widthOf: WidthOf) {}

  take(id: string, { x, y }: Place): void {
    this.block(y, x, this.widthOf(id) / 2);
  }

  /** Keeps spiders off the wires and off edges straight across: there they would seem to be joined. */
  keepEdges(body: DiagramBody, places: ReadonlyMap<string, Place>): void {
    for (const { y } of [...body.inputs, ...body.outputs].map((id) => places.get(id) ?? { y: 0 }))
      this.block(y, 0, Infinity);
    for (const { source, target } of body.edges.values()) {
      const a = places.get(source);
      const b = places.get(target);
      if (!a || !b || a.x !== b.x) continue;
      for (let y = Math.min(a.y, b.y) + LANE; y < Math.max(a.y, b.y); y += LANE) this.block(y, a.x, 0);
    }
  }

  /** The free place nearest to a point. */
  nearest(id: string, to: Place): Place {
    const half = this.widthOf(id) / 2;
    const lane = Math.round(to.y / LANE) * LANE;
    let best: Place | null = null;
    let least = Infinity;
    // Over a wire is twice as far as along it.
    for (let k = 0; 2 * (k - 0.5) * LANE < least; k++) {
      for (const y of k ? [lane + k * LANE, lane - k * LANE] : [lane]) {
        const x = this.freeIn(y, to.x, half);
        if (x === null) continue;
        const far = Math.hypot(x - to.x, 2 * (y - to.y));
        if (far < least - 1e-9) [best, least] = [{ x, y }, far];
      }
    }
    return best ?? to;
  }

  /** The free quarter of a lane nearest to x, or null when all of it is taken. */
  private freeIn(y: number, x: number, half: number): number | null {
    const taken = this.lanes.get(y) ?? [];
    const start = Math.round(x * 4) / 4;
    for (let k = 0; ; k++) {
      for (const at of k ? [start + k / 4, start - k / 4] : [start]) {
        const clash = taken.find(([from, to]) => at + half + GAP / 2 > from && at - half - GAP / 2 < to);
        if (!clash) return at;
        if (clash[0] === -Infinity) return null;
      }
    }
  }

  private block(y: number, x: number, half: number): void {
    const lane = Math.round(y / LANE) * LANE;
    const taken = this.lanes.get(lane) ?? [];
    taken.push([x - half - GAP / 2, x + half + GAP / 2]);
    this.lanes.set(lane, taken);
  }
}

function boxOf(
  places: ReadonlyMap<string, Place>,
  widthOf: WidthOf,
): { readonly left: number; readonly right: number; readonly top: number } {
  let [left, right, top] = [Infinity, -Infinity, Infinity];
  for (const [id, { x, y }] of places) {
    left = Math.min(left, x - widthOf(id) / 2);
    right = Math.max(right, x + widthOf(id) / 2);
    top = Math.min(top, y);
  }
  return { left: Math.floor(left * 4) / 4, right: quarter(right), top };
}

/** Where parts without wires start: below everything with wires. */
function bottomOf(
  body: DiagramBody,
  rows: Rows,
  {
    places,
    main,
    scale,
  }: { readonly places: ReadonlyMap<string, Place>; readonly main: readonly string[]; readonly scale: number },
): number {
  const wires = Math.max(body.inputs.length, body.outputs.length, rows.rows.length);
  if (!wires) return 0;
  return Math.max((wires - 1) * scale, ...main.map((id) => places.get(id)?.y ?? 0)) + 1;
}
