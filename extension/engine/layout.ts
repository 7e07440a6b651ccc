// Where the spiders of a ZX diagram stand: wires straight and in order, inputs left, outputs right, hub and leaf of a
// phase gadget together, every other spider where its edges are short, cross few others and run through nothing.
//
// Rows and columns come from `rows.ts`. All else goes, one after the other, to the place of a grid that costs least;
// then each is asked again. Edges that are still in the way bend (`bends.ts`); where they cannot, all moves apart.
// Nothing here is random, and places of before enter only where they are to be kept. All of it works on the same arrays
// of what stands where, so the file is long.

import { bends, unclearAfter } from "../src/scene/bends";
import { Rows, rowsOf } from "./rows";

/** Px of a pitch, along wires and across. */
const ACROSS: f64 = 88;
const DOWN: f64 = 64;
/** Steps of the grid. */
const COLUMN: f64 = 22;
const LANE: f64 = 48;
/** Px between two shapes. */
const GAP_X: f64 = 20;
const GAP_Y: f64 = 12;
/** Px between a straight edge and a foreign shape. */
const CLEAR: f64 = 6;
const THROUGH: f64 = 500;
const CROSSING: f64 = 50;
const SHORTEST: f64 = 62;
/** Beyond inputs or outputs. */
const OUTSIDE: f64 = 200;

let shapes = new Float64Array(0);
let ends = new Int32Array(0);
let sides = new Int32Array(0);
let kept = new Int32Array(0);
let numInputs: i32 = 0;

/** Makes room for a diagram; where x, y, width and height of its spiders are read from and places written to. */
export function diagramRoom(spiders: i32, edges: i32, inputs: i32, outputs: i32): usize {
  shapes = new Float64Array(4 * spiders);
  ends = new Int32Array(2 * edges);
  sides = new Int32Array(inputs + outputs);
  kept = new Int32Array(spiders);
  numInputs = inputs;
  return shapes.dataStart;
}

/** Where the two spiders of each edge are read from. */
export function diagramEnds(): usize {
  return ends.dataStart;
}

/** Where the inputs, then the outputs, are read from. */
export function diagramSides(): usize {
  return sides.dataStart;
}

/** Where it is read which spiders keep their places: 1 for each. */
export function diagramKept(): usize {
  return kept.dataStart;
}

/** Control points of the edges, as `bends.ts` says. */
export function diagramBends(): usize {
  return bends(shapes, ends).dataStart;
}

/** Puts spiders where they belong. */
export function diagramLayout(): void {
  new Layout().run();
}

class Layout {
  count: i32 = kept.length;
  near: i32[][] = [];
  /** Edges by spider, loops left out; parallel ones once. */
  inputs: i32[] = [];
  outputs: i32[] = [];
  isEnd: Uint8Array = new Uint8Array(kept.length);
  /** The leaf of a hub, and the hub of a leaf; -1 where there is none. */
  leafOf: Int32Array = new Int32Array(kept.length).fill(-1);
  hubOf: Int32Array = new Int32Array(kept.length).fill(-1);
  placed: Uint8Array = new Uint8Array(kept.length);
  /** Placed spiders, and placed pairs of joined ones. */
  standing: i32[] = [];
  drawn: i32[] = [];
  radius: i32 = 6;
  counts: bool = true;
  /** Where the outputs stand; 0 where nothing is between ends. */
  right: f64 = 0;

  run(): void {
    if (!this.count) return;
    this.read();
    let some = false;
    for (let k = 0; k < this.count; k++) if (kept[k]) some = true;
    if (some) {
      this.add();
      return;
    }
    this.fresh();
    const controls = new Float64Array(2 * ends.length);
    // Large ones take long to look through, and are as they are.
    if (this.count > 200) return;
    let least = unclearAfter(shapes, ends, controls);
    let best = shapes.slice();
    let idle = 0;
    for (let k = 0; k < 7 && least > 0 && idle < 2; k++) {
      this.spread();
      const now = unclearAfter(shapes, ends, controls);
      idle = now < least ? 0 : idle + 1;
      if (now >= least) continue;
      least = now;
      best = shapes.slice();
    }
    shapes.set(best);
  }

  read(): void {
    for (let k = 0; k < this.count; k++) this.near.push([]);
    for (let k = 0; k < ends.length; k += 2) {
      const a = ends[k];
      const b = ends[k + 1];
      if (a == b || this.near[a].includes(b)) continue;
      this.near[a].push(b);
      this.near[b].push(a);
    }
    for (let k = 0; k < sides.length; k++) {
      if (k < numInputs) this.inputs.push(sides[k]);
      else this.outputs.push(sides[k]);
      this.isEnd[sides[k]] = 1;
    }
    for (let k = 0; k < this.count; k++) {
      if (this.near[k].length != 1 || this.isEnd[k]) continue;
      const hub = this.near[k][0];
      let free = !this.isEnd[hub] && this.leafOf[hub] < 0 && this.near[hub].length > 1;
      for (let n = 0; n < this.near[hub].length; n++) if (this.isEnd[this.near[hub][n]]) free = false;
      if (!free || this.hubOf[hub] >= 0) continue;
      this.leafOf[hub] = k;
      this.hubOf[k] = hub;
    }
    this.radius = this.count <= 150 ? 6 : this.count <= 400 ? 4 : this.count <= 600 ? 3 : 1;
    this.counts = this.count <= 400;
  }

  /** Places for all: rows first, then what hangs on them, then parts without wires below. */
  fresh(): void {
    const shy = new Uint8Array(this.count);
    for (let k = 0; k < this.count; k++) if (this.leafOf[k] >= 0) shy[k] = 1;
    const rows = rowsOf(this.near, this.inputs, this.outputs, shy);
    for (let k = 0; k < this.count; k++) {
      // A leaf or hub that is on a row is no gadget to be placed beside it.
      if (rows.row[k] >= 0) this.part(k);
    }
    this.placeRows(rows);
    const main = this.outward();
    for (let n = 0; n < main.length; n++) this.settle(main[n]);
    this.improve(rows, main);
    let top = this.bottom();
    let left: f64 = 0;
    this.right = 0;
    const before = this.standing;
    for (let start = 0; start < this.count; start++) {
      if (this.placed[start] || this.hubOf[start] >= 0) continue;
      this.standing = [];
      this.drawn = [];
      const seed = this.middleOf(start);
      this.stand(seed, 0, 0);
      if (this.leafOf[seed] >= 0) this.stand(this.leafOf[seed], 0, -LANE);
      const part = this.outward();
      for (let n = 0; n < part.length; n++) this.settle(part[n]);
      part.unshift(seed);
      this.improve(rows, part);
      left += this.shift(left, top);
    }
    this.standing = before;
  }

  part(k: i32): void {
    if (this.leafOf[k] >= 0) {
      this.hubOf[this.leafOf[k]] = -1;
      this.leafOf[k] = -1;
    }
    if (this.hubOf[k] >= 0) {
      this.leafOf[this.hubOf[k]] = -1;
      this.hubOf[k] = -1;
    }
  }

  /** Of a part without wires, the spider with most neighbors. */
  middleOf(start: i32): i32 {
    const part: i32[] = [start];
    const seen = new Uint8Array(this.count);
    seen[start] = 1;
    let best = start;
    for (let k = 0; k < part.length; k++) {
      const near = this.near[part[k]];
      if (near.length > this.near[best].length && this.hubOf[part[k]] < 0) best = part[k];
      for (let n = 0; n < near.length; n++) {
        if (seen[near[n]]) continue;
        seen[near[n]] = 1;
        part.push(near[n]);
      }
    }
    return best;
  }

  placeRows(rows: Rows): void {
    let need: f64 = 0;
    let beside = 0;
    for (let k = 0; k < this.count; k++) {
      if (rows.row[k] >= 0 || this.isEnd[k]) continue;
      need += max(0.5, wide(k) / ACROSS) + 0.25;
      beside += 1;
    }
    let x: f64 = 1;
    let y: f64 = beside ? 1.5 : 1;
    const across = max(1, rows.rows.length) as f64;
    const along = max(2, rows.numColumns) as f64;
    while (beside && across * (y / 0.75 - 1) * along * x < 2 * need) {
      if (across * y > along * x) x += 0.5;
      else y += 0.75;
    }
    const widths = new Float64Array(rows.numColumns);
    for (let k = 0; k < this.count; k++) {
      if (rows.row[k] >= 0) widths[rows.column[k]] = max(widths[rows.column[k]], wide(k));
    }
    const xs = new Float64Array(rows.numColumns);
    let at = x * ACROSS;
    for (let c = 0; c < rows.numColumns; c++) {
      if (c) at += quarter(max(x * ACROSS, (widths[c] + widths[c - 1]) / 2 + GAP_X));
      xs[c] = at;
    }
    // Room behind the last column for what stands beside the rows.
    const room = beside ? ACROSS : 0;
    const right = (rows.numColumns ? at + x * ACROSS : 2 * x * ACROSS) + room;
    if (this.inputs.length && this.outputs.length) this.right = right;
    for (let k = 0; k < this.inputs.length; k++) this.stand(this.inputs[k], 0, k * y * DOWN);
    for (let k = 0; k < this.count; k++) {
      if (rows.row[k] >= 0) this.stand(k, xs[rows.column[k]], rows.row[k] * y * DOWN);
    }
    for (let k = 0; k < this.outputs.length; k++) this.stand(this.outputs[k], right, k * y * DOWN);
  }

  /** Spiders that are not placed, by their distance from those that are; a gadget by its hub. */
  outward(): i32[] {
    const ordered: i32[] = [];
    const seen = new Uint8Array(this.count);
    for (let k = 0; k < this.count; k++) {
      if (this.placed[k] || this.hubOf[k] >= 0) continue;
      for (let n = 0; n < this.near[k].length && !seen[k]; n++) {
        if (!this.placed[this.near[k][n]]) continue;
        seen[k] = 1;
        ordered.push(k);
      }
    }
    for (let k = 0; k < ordered.length; k++) {
      const near = this.near[ordered[k]];
      for (let n = 0; n < near.length; n++) {
        if (seen[near[n]] || this.placed[near[n]] || this.hubOf[near[n]] >= 0) continue;
        seen[near[n]] = 1;
        ordered.push(near[n]);
      }
    }
    return ordered;
  }

  stand(k: i32, x: f64, y: f64): void {
    shapes[4 * k] = x;
    shapes[4 * k + 1] = y;
    this.placed[k] = 1;
    this.standing.push(k);
    for (let n = 0; n < this.near[k].length; n++) {
      if (!this.placed[this.near[k][n]]) continue;
      this.drawn.push(k);
      this.drawn.push(this.near[k][n]);
    }
  }

  lift(k: i32): void {
    this.placed[k] = 0;
    this.standing.splice(this.standing.indexOf(k), 1);
    let n = 0;
    for (let m = 0; m < this.drawn.length; m += 2) {
      if (this.drawn[m] == k || this.drawn[m + 1] == k) continue;
      this.drawn[n] = this.drawn[m];
      this.drawn[n + 1] = this.drawn[m + 1];
      n += 2;
    }
    this.drawn.length = n;
  }

  /** To the cheapest place near those it is joined to. */
  settle(k: i32): void {
    let x: f64 = 0;
    let y: f64 = 0;
    let joined = 0;
    for (let n = 0; n < this.near[k].length; n++) {
      const other = this.near[k][n];
      if (!this.placed[other]) continue;
      x += shapes[4 * other];
      y += shapes[4 * other + 1];
      joined += 1;
    }
    x = COLUMN * Math.round(x / max(1, joined) / COLUMN);
    y = LANE * Math.round(y / max(1, joined) / LANE);
    const best = new Place();
    for (let radius = this.radius; best.cost == Infinity && radius < 200; radius *= 2) {
      for (let j = -radius; j <= radius; j++) {
        for (let i = 2 * radius; i >= -2 * radius; i--) this.tryAt(k, x + i * COLUMN, y + j * LANE, best);
      }
    }
    this.take(k, best);
  }

  take(k: i32, best: Place): void {
    this.stand(k, best.x, best.y);
    const leaf = this.leafOf[k];
    if (leaf >= 0) this.stand(leaf, best.leafX, best.leafY);
  }

  tryAt(k: i32, x: f64, y: f64, best: Place): void {
    const leaf = this.leafOf[k];
    if (leaf < 0) {
      const cost = this.cost(k, x, y, best.cost);
      if (cost < best.cost - 0.5) best.set(cost, x, y, 0, 0);
      return;
    }
    const alone = this.cost(k, x, y, best.cost);
    if (alone >= best.cost) return;
    const beside = quarter((wide(k) + wide(leaf)) / 2 + GAP_X);
    this.stand(k, x, y);
    let legX: f64 = 0;
    let legY: f64 = 0;
    for (let n = 0; n < this.near[k].length; n++) {
      const other = this.near[k][n];
      if (other == leaf || !this.placed[other]) continue;
      const length = max(1, Math.sqrt((px(other) - x) ** 2 + (py(other) - y) ** 2));
      legX += (px(other) - x) / length;
      legY += (py(other) - y) / length;
    }
    const legs = max(1, Math.sqrt(legX * legX + legY * legY));
    // Where time goes, above, below, back; rather away from the legs.
    for (let way = 0; way < 4; way++) {
      const lx = x + (way == 0 ? beside : way == 3 ? -beside : 0);
      const ly = y + (way == 1 ? -LANE : way == 2 ? LANE : 0);
      const toward = way == 0 ? legX : way == 3 ? -legX : way == 1 ? -legY : legY;
      const away = 25 * (1 + toward / legs);
      const cost = alone + this.cost(leaf, lx, ly, best.cost - alone) + 3 * way + away;
      if (cost < best.cost - 0.5) best.set(cost, x, y, lx, ly);
    }
    this.lift(k);
  }

  /** What it costs to have a spider there; no further than to `least`. */
  cost(k: i32, x: f64, y: f64, least: f64): f64 {
    let cost: f64 = 0;
    for (let n = 0; n < this.standing.length; n++) {
      const other = this.standing[n];
      const dx = abs(x - shapes[4 * other]);
      const dy = abs(y - shapes[4 * other + 1]);
      if (dx < (wide(k) + wide(other)) / 2 + GAP_X && dy < (high(k) + high(other)) / 2 + GAP_Y) return Infinity;
    }
    const near = this.near[k];
    if (this.right > 0 && (x < 2 * COLUMN || x > this.right - 2 * COLUMN)) cost += OUTSIDE;
    for (let n = 0; n < near.length; n++) {
      if (!this.placed[near[n]]) continue;
      const dx = x - shapes[4 * near[n]];
      const dy = y - shapes[4 * near[n] + 1];
      const length = Math.sqrt(dx * dx + dy * dy);
      // Long edges cost more than that they are long: many of middle length are better than one across all.
      cost += length + length * length / 800 + (length < SHORTEST ? 1.5 * (SHORTEST - length) : 0);
    }
    if (cost >= least) return cost;
    for (let m = 0; m < this.drawn.length && cost < least; m += 2) {
      const a = this.drawn[m];
      const b = this.drawn[m + 1];
      if (a == k || b == k) continue;
      if (meets(x, y, wide(k), high(k), px(a), py(a), px(b), py(b))) cost += THROUGH;
    }
    for (let n = 0; n < near.length && cost < least; n++) {
      const other = near[n];
      if (!this.placed[other]) continue;
      for (let m = 0; m < this.standing.length; m++) {
        const foreign = this.standing[m];
        if (foreign == other || foreign == k) continue;
        if (meets(px(foreign), py(foreign), wide(foreign), high(foreign), x, y, px(other), py(other))) cost += THROUGH;
      }
      if (!this.counts) continue;
      for (let m = 0; m < this.drawn.length; m += 2) {
        const a = this.drawn[m];
        const b = this.drawn[m + 1];
        if (a == k || b == k || a == other || b == other) continue;
        if (crosses(x, y, px(other), py(other), px(a), py(a), px(b), py(b))) cost += CROSSING;
      }
    }
    return cost;
  }

  /** Asks each again, now that all stand; on a row, only those where something is in the way. */
  improve(rows: Rows, beside: i32[]): void {
    if (this.count > 400) return;
    for (let round = 0; round < 3; round++) {
      let moved = false;
      for (let k = 0; k < this.count; k++) {
        if (rows.row[k] >= 0 && this.placed[k] && this.slide(rows, k)) moved = true;
      }
      for (let n = 0; n < beside.length; n++) {
        const k = beside[n];
        const x = px(k);
        const y = py(k);
        const leaf = this.leafOf[k];
        if (leaf >= 0) this.lift(leaf);
        this.lift(k);
        this.settle(k);
        if (px(k) != x || py(k) != y) moved = true;
      }
      if (!moved) return;
    }
  }

  /** Along its row, between those beside it. */
  slide(rows: Rows, k: i32): bool {
    const row = rows.rows[rows.row[k]];
    if (this.standing.indexOf(k) < 0) return false;
    const n = row.indexOf(k);
    const x = px(k);
    const y = py(k);
    this.lift(k);
    const now = this.cost(k, x, y, Infinity);
    const best = new Place();
    best.set(now, x, y, 0, 0);
    if (now >= THROUGH) {
      const left = n > 0 ? px(row[n - 1]) : 0;
      const right = n + 1 < row.length ? px(row[n + 1]) : x + 4 * ACROSS;
      for (let i = 1; i <= 12; i++) {
        if (x + i * COLUMN < right) this.tryRow(k, x + i * COLUMN, y, best);
        if (x - i * COLUMN > left) this.tryRow(k, x - i * COLUMN, y, best);
      }
    }
    this.stand(k, best.x, best.y);
    return best.x != x;
  }

  tryRow(k: i32, x: f64, y: f64, best: Place): void {
    for (let n = 0; n < this.outputs.length; n++) {
      if (this.placed[this.outputs[n]] && x + ACROSS / 2 > px(this.outputs[n])) return;
    }
    const cost = this.cost(k, x, y, best.cost);
    // Only what mends something moves a spider off its column.
    if (cost < best.cost - THROUGH / 2) best.set(cost, x, y, 0, 0);
  }

  bottom(): f64 {
    if (!this.standing.length) return 0;
    let y = -Infinity;
    for (let n = 0; n < this.standing.length; n++) y = max(y, py(this.standing[n]));
    return y + DOWN;
  }

  /** Moves what stands to a corner; how wide it is. */
  shift(left: f64, top: f64): f64 {
    let x0 = Infinity;
    let x1 = -Infinity;
    let y0 = Infinity;
    for (let n = 0; n < this.standing.length; n++) {
      const k = this.standing[n];
      x0 = min(x0, px(k) - wide(k) / 2);
      x1 = max(x1, px(k) + wide(k) / 2);
      y0 = min(y0, py(k));
    }
    x0 = COLUMN * Math.floor(x0 / COLUMN);
    for (let n = 0; n < this.standing.length; n++) {
      shapes[4 * this.standing[n]] += left - x0;
      shapes[4 * this.standing[n] + 1] += top - y0;
    }
    return quarter(x1 - x0) + 2 * COLUMN;
  }

  /** All of it by a quarter farther apart. */
  spread(): void {
    for (let k = 0; k < this.count; k++) {
      shapes[4 * k] = quarter(1.25 * px(k));
      shapes[4 * k + 1] *= 1.25;
    }
  }

  /** Places for what has none; all else stays. */
  add(): void {
    for (let k = 0; k < this.count; k++) {
      // Half a gadget that stands keeps its other half beside it.
      if (!kept[k]) continue;
      this.part(k);
      this.stand(k, px(k), py(k));
    }
    const added = this.outward();
    for (let n = 0; n < added.length; n++) this.settle(added[n]);
    for (let k = 0; k < this.count; k++) {
      if (this.placed[k]) continue;
      this.part(k);
      shapes[4 * k] = 0;
      const best = new Place();
      const y = LANE * Math.ceil(this.bottom() / LANE);
      for (let i = 0; i < 200 && best.cost == Infinity; i++) this.tryAt(k, i * COLUMN, y, best);
      this.take(k, best);
      const rest = this.outward();
      for (let n = 0; n < rest.length; n++) this.settle(rest[n]);
    }
  }
}

class Place {
  cost: f64 = Infinity;
  x: f64 = 0;
  y: f64 = 0;
  leafX: f64 = 0;
  leafY: f64 = 0;

  set(cost: f64, x: f64, y: f64, leafX: f64, leafY: f64): void {
    this.cost = cost;
    this.x = x;
    this.y = y;
    this.leafX = leafX;
    this.leafY = leafY;
  }
}

@inline
function px(k: i32): f64 {
  return unchecked(shapes[4 * k]);
}

@inline
function py(k: i32): f64 {
  return unchecked(shapes[4 * k + 1]);
}

@inline
function wide(k: i32): f64 {
  return unchecked(shapes[4 * k + 2]);
}

@inline
function high(k: i32): f64 {
  return unchecked(shapes[4 * k + 3]);
}

/** Up to a quarter of a pitch, as dragging snaps. */
function quarter(value: f64): f64 {
  return COLUMN * Math.ceil(value / COLUMN - 1e-9);
}

/** Whether a straight edge comes near a shape. */
function meets(x: f64, y: f64, w: f64, h: f64, ax: f64, ay: f64, bx: f64, by: f64): bool {
  const halfX = w / 2 + CLEAR;
  const halfY = h / 2 + CLEAR;
  if (max(ax, bx) < x - halfX || min(ax, bx) > x + halfX) return false;
  if (max(ay, by) < y - halfY || min(ay, by) > y + halfY) return false;
  // The part of the edge that is within the box, by its parameter (Liang and Barsky).
  let from: f64 = 0;
  let to: f64 = 1;
  const dx = bx - ax;
  const dy = by - ay;
  if (dx != 0) {
    const p = (x - halfX - ax) / dx;
    const q = (x + halfX - ax) / dx;
    from = max(from, min(p, q));
    to = min(to, max(p, q));
  }
  if (dy != 0) {
    const p = (y - halfY - ay) / dy;
    const q = (y + halfY - ay) / dy;
    from = max(from, min(p, q));
    to = min(to, max(p, q));
  }
  return from < to;
}

function crosses(ax: f64, ay: f64, bx: f64, by: f64, cx: f64, cy: f64, dx: f64, dy: f64): bool {
  if (max(ax, bx) < min(cx, dx) || min(ax, bx) > max(cx, dx)) return false;
  if (max(ay, by) < min(cy, dy) || min(ay, by) > max(cy, dy)) return false;
  const p = side(ax, ay, bx, by, cx, cy);
  const q = side(ax, ay, bx, by, dx, dy);
  const r = side(cx, cy, dx, dy, ax, ay);
  const s = side(cx, cy, dx, dy, bx, by);
  return p * q < 0 && r * s < 0;
}

@inline
function side(ax: f64, ay: f64, bx: f64, by: f64, x: f64, y: f64): f64 {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}
