/**
 * How the edges of a diagram bend: straight where nothing is in the way, else by as little as keeps them off spiders
 * that are not theirs and off other edges; parallel edges fan, and an edge from a spider to itself is a loop.
 *
 * The page runs this file as it is, and the engine is built with it too (for the layout and for Python), so there is
 * one answer. That is why it keeps to what TypeScript and AssemblyScript both are.
 */

/** Px between a path and a foreign spider, at least. */
const CLEAR: f64 = 4;
/** Edges that are nearer than this over so many samples lie along each other. */
const NEAR: f64 = 3.2;
const RUN: i32 = 7;
/** Px from sample to sample. */
const STEP: f64 = 4;
const CELL: f64 = 24;
/** Samples that are looked at for what is in the way; after that edges stay straight (very dense diagrams). */
const EFFORT: i32 = 3000000;
/** Samples up to which edges that found no way are tried in another order. */
const EFFORT_AGAIN: i32 = 600000;
/** Bends that are tried, as px that the middle of the edge leaves the line. */
const AMOUNTS: f64[] = [6, 10, 14, 20, 26, 32, 40, 50, 62, 76, 92, 110, 130, 160, 200, 250, 320];
/** Shapes of a bend: how much of the amount the first and the second control point take. */
const SHAPES: f64[] = [1, 1, 1.5, 0.5, 0.5, 1.5, 2, 0, 0, 2, 1, -1, 2, -1, -1, 2];
const FAN: f64 = 14;
const ROUNDS: i32 = 8;

/** A path in samples, and what it costs to draw it there. */
class Trial {
  x: f64[] = [];
  y: f64[] = [];
  controls: Float64Array = new Float64Array(4);
  curved: boolean = false;
}

/** Spiders and drawn edges by cells of the plane. */
class Plane {
  left: f64 = 0;
  top: f64 = 0;
  cell: f64 = CELL;
  across: i32 = 1;
  down: i32 = 1;
  spiders: i32[][] = [];
  points: i32[][] = [];
  px: f64[] = [];
  py: f64[] = [];
  effort: i32 = 0;
  /** Whether the last edge found no clear way. */
  unclear: boolean = false;

  constructor(readonly shapes: Float64Array) {
    const count: i32 = (shapes.length / 4) as i32;
    this.left = this.top = count ? Infinity : 0;
    let right: f64 = count ? -Infinity : 0;
    let bottom: f64 = count ? -Infinity : 0;
    for (let k: i32 = 0; k < count; k++) {
      this.left = Math.min(this.left, real(shapes, 4 * k) - 4 * CELL);
      right = Math.max(right, real(shapes, 4 * k) + 4 * CELL);
      this.top = Math.min(this.top, real(shapes, 4 * k + 1) - 4 * CELL);
      bottom = Math.max(bottom, real(shapes, 4 * k + 1) + 4 * CELL);
    }
    // However far apart spiders stand, cells are not many more than they are.
    const most: f64 = 4096 + 64 * (count as f64);
    while (((right - this.left) / this.cell + 1) * ((bottom - this.top) / this.cell + 1) > most) this.cell *= 2;
    this.across = (Math.floor((right - this.left) / this.cell) + 1) as i32;
    this.down = (Math.floor((bottom - this.top) / this.cell) + 1) as i32;
    for (let k: i32 = 0; k < this.across * this.down; k++) {
      const spiders: i32[] = [];
      const points: i32[] = [];
      this.spiders.push(spiders);
      this.points.push(points);
    }
    for (let k: i32 = 0; k < count; k++) {
      const wide: f64 = real(shapes, 4 * k + 2) / 2 + CLEAR;
      const high: f64 = real(shapes, 4 * k + 3) / 2 + CLEAR;
      const last: i32 = this.column(real(shapes, 4 * k) + wide);
      const low: i32 = this.row(real(shapes, 4 * k + 1) + high);
      for (let i: i32 = this.column(real(shapes, 4 * k) - wide); i <= last; i++)
        for (let j: i32 = this.row(real(shapes, 4 * k + 1) - high); j <= low; j++)
          list(this.spiders, j * this.across + i).push(k);
    }
  }

  column(x: f64): i32 {
    return Math.max(0, Math.min((this.across - 1) as f64, Math.floor((x - this.left) / this.cell))) as i32;
  }

  row(y: f64): i32 {
    return Math.max(0, Math.min((this.down - 1) as f64, Math.floor((y - this.top) / this.cell))) as i32;
  }

  /** How many samples are on foreign spiders or along other edges; no further than to `least`. */
  cost(trial: Trial, a: i32, b: i32, least: f64): f64 {
    let cost: f64 = 0;
    let run: i32 = 0;
    for (let n: i32 = 0; n < trial.x.length && cost < least; n++) {
      this.effort += 1;
      const x: f64 = at(trial.x, n);
      const y: f64 = at(trial.y, n);
      const inside: i32[] = list(this.spiders, this.row(y) * this.across + this.column(x));
      let own: boolean = false;
      for (let k: i32 = 0; k < inside.length; k++) {
        const spider: i32 = index(inside, k);
        const far: f64 = fromShape(this.shapes, spider, x, y);
        if (spider === a || spider === b) own = own || far < CLEAR;
        else if (far < CLEAR) cost += 2;
      }
      run = !own && this.crowded(x, y) ? run + 1 : 0;
      if (run >= RUN) cost += 1;
    }
    return cost;
  }

  crowded(x: f64, y: f64): boolean {
    const last: i32 = this.column(x + NEAR);
    const low: i32 = this.row(y + NEAR);
    for (let i: i32 = this.column(x - NEAR); i <= last; i++) {
      for (let j: i32 = this.row(y - NEAR); j <= low; j++) {
        const found: i32[] = list(this.points, j * this.across + i);
        for (let k: i32 = 0; k < found.length; k++) {
          const p: i32 = index(found, k);
          const dx: f64 = at(this.px, p) - x;
          const dy: f64 = at(this.py, p) - y;
          if (dx * dx + dy * dy < NEAR * NEAR) return true;
        }
      }
    }
    return false;
  }

  draw(trial: Trial): void {
    for (let n: i32 = 0; n < trial.x.length; n++) {
      const x: f64 = at(trial.x, n);
      const y: f64 = at(trial.y, n);
      list(this.points, this.row(y) * this.across + this.column(x)).push(this.px.length);
      this.px.push(x);
      this.py.push(y);
    }
  }

  /** Takes away what was drawn after so many points. */
  forget(mark: i32): void {
    for (let p: i32 = this.px.length - 1; p >= mark; p--) {
      list(this.points, this.row(at(this.py, p)) * this.across + this.column(at(this.px, p))).pop();
    }
    this.px.length = mark;
    this.py.length = mark;
  }
}

/** Px from a point to what is drawn of a spider, a box with round sides; below 0 inside. */
export function fromShape(shapes: Float64Array, spider: i32, x: f64, y: f64): f64 {
  const round: f64 = real(shapes, 4 * spider + 3) / 2;
  const straight: f64 = Math.max(0, real(shapes, 4 * spider + 2) / 2 - round);
  const dx: f64 = Math.max(0, Math.abs(x - real(shapes, 4 * spider)) - straight);
  const dy: f64 = y - real(shapes, 4 * spider + 1);
  return Math.sqrt(dx * dx + dy * dy) - round;
}

/**
 * Control points of each edge, as for SVG's `C`: four numbers an edge, NaN where it is straight.
 * `shapes` has x, y, width and height of each spider in px, `ends` the two spiders of each edge.
 */
export function bends(shapes: Float64Array, ends: Int32Array): Float64Array {
  const found = new Float64Array(2 * ends.length);
  unclearAfter(shapes, ends, found);
  return found;
}

/** Puts the control points into `found`; how many edges found no way that is clear. */
export function unclearAfter(shapes: Float64Array, ends: Int32Array, found: Float64Array): i32 {
  const count: i32 = (ends.length / 2) as i32;
  found.fill(NaN);
  const plane = new Plane(shapes);
  const later: i32[] = [];
  const rank = new Int32Array(count);
  const among = new Int32Array(count);
  parallels(ends, rank, among);
  // Straight ones come first: those that bend go around them.
  for (let pass: i32 = 0; pass < 2; pass++) {
    for (let k: i32 = 0; k < count; k++) {
      const a: i32 = whole(ends, 2 * k);
      const b: i32 = whole(ends, 2 * k + 1);
      const alone: boolean = whole(among, k) === 1 && a !== b;
      if (alone !== (pass === 0)) continue;
      const trial = a === b ? loop(shapes, a, whole(rank, k), plane) : fanned(shapes, a, b, fanOf(rank, among, k));
      if (a !== b && plane.cost(trial, a, b, 1) > 0) later.push(k);
      else keep(plane, trial, found, k);
    }
  }
  return bend(shapes, ends, plane, later, found);
}

/** Bends the edges that are not clear when straight; those that found no way go first in the next round. */
function bend(shapes: Float64Array, ends: Int32Array, plane: Plane, edges: i32[], found: Float64Array): i32 {
  const mark: i32 = plane.px.length;
  const trials = new Float64Array(found.length);
  let order: i32[] = edges;
  let least: i32 = edges.length + 1;
  for (let round: i32 = 0; round < ROUNDS && least > 0 && (round === 0 || plane.effort < EFFORT_AGAIN); round++) {
    plane.forget(mark);
    const failed: i32[] = [];
    const clear: i32[] = [];
    for (let n: i32 = 0; n < order.length; n++) {
      const k: i32 = index(order, n);
      for (let i: i32 = 0; i < 4; i++) trials[4 * k + i] = NaN;
      plane.unclear = false;
      keep(plane, leastBent(shapes, whole(ends, 2 * k), whole(ends, 2 * k + 1), plane), trials, k);
      if (plane.unclear) failed.push(k);
      else clear.push(k);
    }
    if (failed.length < least) {
      least = failed.length;
      for (let n: i32 = 0; n < order.length; n++) {
        const k: i32 = index(order, n);
        for (let i: i32 = 0; i < 4; i++) found[4 * k + i] = real(trials, 4 * k + i);
      }
    }
    order = failed.concat(clear);
  }
  return least;
}

function keep(plane: Plane, trial: Trial, found: Float64Array, k: i32): void {
  plane.draw(trial);
  if (trial.curved) for (let i: i32 = 0; i < 4; i++) found[4 * k + i] = real(trial.controls, i);
}

/** Of each edge, which it is among those between the same two spiders, and how many they are. */
function parallels(ends: Int32Array, rank: Int32Array, among: Int32Array): void {
  const seen = new Map<f64, i32>();
  for (let pass: i32 = 0; pass < 2; pass++) {
    for (let k: i32 = 0; k < rank.length; k++) {
      const a: f64 = whole(ends, 2 * k) as f64;
      const b: f64 = whole(ends, 2 * k + 1) as f64;
      const key: f64 = Math.min(a, b) * 16777216 + Math.max(a, b);
      const before: i32 = seen.has(key) ? (seen.get(key) as i32) : 0;
      if (pass === 0) {
        rank[k] = before;
        seen.set(key, before + 1);
      } else among[k] = before;
    }
  }
}

/** How far an edge leaves the line among parallel ones: as much to one side as to the other. */
function fanOf(rank: Int32Array, among: Int32Array, k: i32): f64 {
  return ((whole(rank, k) as f64) - ((whole(among, k) - 1) as f64) / 2) * FAN;
}

function fanned(shapes: Float64Array, a: i32, b: i32, amount: f64): Trial {
  // Parallel edges may run either way; they fan as seen from the first of the two spiders.
  return curve(new Trial(), shapes, a, b, a < b ? amount : -amount, 1, 1);
}

/** The path that bends least and is clear; where none is, the one that is clear of most. */
function leastBent(shapes: Float64Array, a: i32, b: i32, plane: Plane): Trial {
  let best = curve(new Trial(), shapes, a, b, 0, 1, 1);
  let spare = new Trial();
  let least: f64 = plane.cost(best, a, b, Infinity);
  for (let n: i32 = 0; n < AMOUNTS.length && plane.effort < EFFORT; n++) {
    for (let s: i32 = 0; s < SHAPES.length; s += 2) {
      for (let side: i32 = 1; side >= -1; side -= 2) {
        const amount: f64 = at(AMOUNTS, n) * (side as f64);
        const trial = curve(spare, shapes, a, b, amount, at(SHAPES, s), at(SHAPES, s + 1));
        plane.effort += (trial.x.length / 4) as i32;
        const cost: f64 = plane.cost(trial, a, b, least);
        if (cost === 0) return trial;
        if (cost < least) {
          least = cost;
          spare = best;
          best = trial;
        }
      }
    }
  }
  plane.unclear = true;
  return best;
}

/** An edge whose middle leaves the line by an amount, the more of it at one end or the other. */
function curve(trial: Trial, shapes: Float64Array, a: i32, b: i32, amount: f64, first: f64, second: f64): Trial {
  const ax: f64 = real(shapes, 4 * a);
  const ay: f64 = real(shapes, 4 * a + 1);
  const dx: f64 = real(shapes, 4 * b) - ax;
  const dy: f64 = real(shapes, 4 * b + 1) - ay;
  const length: f64 = Math.max(1, Math.sqrt(dx * dx + dy * dy));
  const off: f64 = ((4 / 3) * amount) / length;
  trial.curved = amount !== 0;
  // Far bends leave steeply, so that they are round and no needles.
  const early: f64 = Math.abs(amount) > length / 3 ? 0.15 : 0.3;
  trial.controls[0] = ax + dx * early - dy * off * first;
  trial.controls[1] = ay + dy * early + dx * off * first;
  trial.controls[2] = ax + dx * (1 - early) - dy * off * second;
  trial.controls[3] = ay + dy * (1 - early) + dx * off * second;
  const steps: f64 = trial.curved ? length + 2 * Math.abs(amount) : length;
  sample(trial, ax, ay, ax + dx, ay + dy, steps / STEP);
  return trial;
}

/** Where loops may point: up, down, right, left. */
const WAYS: f64[] = [0, -1, 0, 1, 1, 0, -1, 0];

function loop(shapes: Float64Array, spider: i32, rank: i32, plane: Plane): Trial {
  const x: f64 = real(shapes, 4 * spider);
  const y: f64 = real(shapes, 4 * spider + 1);
  const out: f64 = 16 + 9 * (rank as f64);
  const wide: f64 = 32 + 14 * (rank as f64);
  let best = new Trial();
  let least: f64 = Infinity;
  for (let k: i32 = 0; k < WAYS.length; k += 2) {
    const ux: f64 = at(WAYS, k);
    const uy: f64 = at(WAYS, k + 1);
    const reach: f64 = (4 / 3) * (out + real(shapes, 4 * spider + (ux === 0 ? 3 : 2)) / 2);
    const trial = new Trial();
    trial.curved = true;
    trial.controls[0] = x + ux * reach + uy * wide;
    trial.controls[1] = y + uy * reach - ux * wide;
    trial.controls[2] = x + ux * reach - uy * wide;
    trial.controls[3] = y + uy * reach + ux * wide;
    sample(trial, x, y, x, y, (2 * reach) / STEP);
    const cost: f64 = plane.cost(trial, spider, spider, least);
    if (cost < least) {
      least = cost;
      best = trial;
    }
  }
  return best;
}

function sample(trial: Trial, ax: f64, ay: f64, bx: f64, by: f64, wanted: f64): void {
  const steps: f64 = Math.max(8, Math.min(2000, Math.ceil(wanted)));
  const c = trial.controls;
  trial.x.length = 0;
  trial.y.length = 0;
  for (let n: f64 = 0; n <= steps; n++) {
    const t: f64 = n / steps;
    const s: f64 = 1 - t;
    if (trial.curved) {
      const p: f64 = s * s * s;
      const q: f64 = 3 * s * s * t;
      const r: f64 = 3 * s * t * t;
      const u: f64 = t * t * t;
      trial.x.push(p * ax + q * real(c, 0) + r * real(c, 2) + u * bx);
      trial.y.push(p * ay + q * real(c, 1) + r * real(c, 3) + u * by);
    } else {
      trial.x.push(s * ax + t * bx);
      trial.y.push(s * ay + t * by);
    }
  }
}

// TypeScript does not know that these are there; to AssemblyScript the words say nothing new.

function real(values: Float64Array, k: i32): f64 {
  return values[k] as f64;
}

function whole(values: Int32Array, k: i32): i32 {
  return values[k] as i32;
}

function at(values: f64[], k: i32): f64 {
  return values[k] as f64;
}

function index(values: i32[], k: i32): i32 {
  return values[k] as i32;
}

function list(values: i32[][], k: i32): i32[] {
  return values[k] as i32[];
}
