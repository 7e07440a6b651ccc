/** The dense linear map of a diagram at parameter values, without a kernel; the numbers of qdesign/zx/dense.py. */

import { type Angle, angleAt, readAngle } from "../document/angle";
import type { DiagramBody, Edge, Spider } from "../document/circuit";
import { Refusal } from "../document/errors";

/** The most edges that may be open at once: a tensor of 4 MB. Python goes on to 22. */
export const MAX_OPEN = 18;

/** Values of parameters; of a derived one where it is given, else it follows from the free ones. */
export type Values = ReadonlyMap<string, number>;

/** A matrix, row by row in Qiskit's order: bit k of a row is output k, of a column input k. */
export interface DenseMap {
  readonly rows: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** All entries are to be multiplied by two to the power of this; left out for 0. */
  readonly log2?: number;
}

/** How the tensor of a diagram is worked out; the same for all values. */
interface Plan {
  readonly order: readonly string[];
  readonly width: number;
  readonly ends: ReadonlyMap<string, readonly number[]>;
  readonly edges: readonly Edge[];
}

const HALF = Math.SQRT1_2;
const ROUNDING = 1e-13;
const plans = new WeakMap<DiagramBody, Plan>();
const phases = new WeakMap<Spider, Angle>();

/** The most edges that are open at once while the map of a diagram is worked out. */
export function widthOf(body: DiagramBody): number {
  return planOf(body).width;
}

/** The matrix of a diagram at parameter values, scalar included; or why it is not worked out. */
export function denseMap(body: DiagramBody, values: Values = new Map()): DenseMap | Refusal {
  return mapOf(body, values, false);
}

/**
 * The same with entries up to 1 and the rest of the scalar as a power of two, so that many spiders neither run over nor
 * look like 0. What is 0 is 0 exactly: where spiders cancel but for rounding.
 */
export function scaledMap(body: DiagramBody, values: Values = new Map()): DenseMap | Refusal {
  return mapOf(body, values, true);
}

function mapOf(body: DiagramBody, values: Values, isScaled: boolean): DenseMap | Refusal {
  const plan = planOf(body);
  if (plan.width > MAX_OPEN) {
    return new Refusal(
      "TooLarge",
      `This diagram needs a tensor of ${plan.width} open edges, and the page goes up to ${MAX_OPEN}. ` +
        "Simplify it first, or look at a part of it.",
    );
  }
  const open = new Open();
  for (const name of plan.order) {
    const spider = body.spiders.get(name);
    if (spider) open.add(spider, { ends: plan.ends.get(name) ?? [], edges: plan.edges, values });
    if (isScaled) open.rescale();
  }
  const order = [...body.inputs, ...body.outputs].map((name) => plan.ends.get(name)?.[0] ?? 0);
  open.arrange(order, plan.edges);
  const shape = { rows: 2 ** body.outputs.length, columns: 2 ** body.inputs.length };
  return { ...shape, re: open.re, im: open.im, ...(isScaled && { log2: open.log2 }) };
}

/** How far two maps are apart up to a scalar: ‖a - c·b‖ of the normalized ones, as in Python. */
export function mapDistance(a: DenseMap, b: DenseMap): number {
  const sizes = [norm(a), norm(b)] as const;
  const scale = Math.sqrt(a.rows);
  if (Math.min(...sizes) < 1e-12 * scale) return Math.max(...sizes) < 1e-12 * scale ? 0 : 1;
  const { re, im } = overlap(a, b);
  const size = Math.hypot(re, im);
  const [c, s] = size / (sizes[0] * sizes[1]) > 1e-12 ? [re / size, im / size] : [1, 0];
  let sum = 0;
  for (let k = 0; k < a.re.length; k++) {
    const [x, y] = [(b.re[k] ?? 0) / sizes[1], (b.im[k] ?? 0) / sizes[1]];
    sum += ((a.re[k] ?? 0) / sizes[0] - c * x + s * y) ** 2 + ((a.im[k] ?? 0) / sizes[0] - c * y - s * x) ** 2;
  }
  return Math.sqrt(sum) * scale;
}

/** Σ conj(b)·a, from which the scalar between two equal maps follows. */
export function overlap(a: DenseMap, b: DenseMap): { readonly re: number; readonly im: number } {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.re.length; k++) {
    const [p, q, x, y] = [a.re[k] ?? 0, a.im[k] ?? 0, b.re[k] ?? 0, b.im[k] ?? 0];
    re += p * x + q * y;
    im += q * x - p * y;
  }
  return { re, im };
}

function norm({ re, im }: DenseMap): number {
  let sum = 0;
  for (let k = 0; k < re.length; k++) sum += (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
  return Math.sqrt(sum);
}

// --- the order ---------------------------------------------------------------------------------------

function planOf(body: DiagramBody): Plan {
  const kept = plans.get(body);
  if (kept) return kept;
  const edges = [...body.edges.values()];
  const ends = new Map<string, number[]>([...body.spiders.keys()].map((name) => [name, []]));
  edges.forEach(({ source, target }, k) => {
    ends.get(source)?.push(2 * k);
    ends.get(target)?.push(2 * k + 1);
  });
  const names = [...body.spiders].filter(([, { kind }]) => kind !== "boundary").map(([name]) => name);
  const drawn = [...names].sort((a, b) => (body.spiders.get(a)?.x ?? 0) - (body.spiders.get(b)?.x ?? 0));
  const tried = [greedy(names, ends), drawn].map((order) => ({ order, width: widest(order, ends) }));
  const [first, second] = tried as [(typeof tried)[0], (typeof tried)[0]];
  const { order, width } = first.width <= second.width ? first : second;
  const ports = body.inputs.length + body.outputs.length;
  const plan = { order, width: Math.max(ports, width), ends, edges };
  plans.set(body, plan);
  return plan;
}

/** Each time the spider with which the fewest edges are open, one beside those that are there. */
function greedy(names: readonly string[], ends: ReadonlyMap<string, readonly number[]>): string[] {
  const owner = new Map(names.flatMap((name) => (ends.get(name) ?? []).map((end) => [end, name] as const)));
  const seen = new Set<number>();
  const left = new Map(names.map((name) => [name, growth(ends.get(name) ?? [], seen)]));
  const order: string[] = [];
  while (left.size) {
    let best = "";
    let least = Infinity;
    for (const [name, { apart, more }] of left) {
      const cost = more + (apart ? 1e6 : 0);
      if (cost < least) [best, least] = [name, cost];
    }
    left.delete(best);
    order.push(best);
    const mine = ends.get(best) ?? [];
    for (const end of mine) seen.add(end);
    for (const end of mine) {
      const other = owner.get(end ^ 1);
      if (other !== undefined && left.has(other)) left.set(other, growth(ends.get(other) ?? [], seen));
    }
  }
  return order;
}

function growth(
  ends: readonly number[],
  seen: ReadonlySet<number>,
): { readonly apart: boolean; readonly more: number } {
  const closed = ends.filter((end) => seen.has(end ^ 1)).length;
  const loops = ends.filter((end) => ends.includes(end ^ 1)).length;
  return { apart: closed === 0, more: ends.length - loops - 2 * closed };
}

function widest(order: readonly string[], ends: ReadonlyMap<string, readonly number[]>): number {
  const seen = new Set<number>();
  let [now, most] = [0, 0];
  for (const name of order) {
    const mine = ends.get(name) ?? [];
    now += growth(mine, seen).more;
    most = Math.max(most, now);
    for (const end of mine) seen.add(end);
  }
  return most;
}

// --- the tensor --------------------------------------------------------------------------------------

interface Complex {
  readonly re: number;
  readonly im: number;
}

interface Given {
  readonly ends: readonly number[];
  readonly edges: readonly Edge[];
  readonly values: Values;
}

/** A tensor whose axes are ends of edges that wait for their other end; axis k is bit k of an index. */
class Open {
  re: Float64Array = Float64Array.of(1);
  im: Float64Array = Float64Array.of(0);
  axes: number[] = [];
  log2 = 0;

  /** Multiplies by a spider: each of its legs is joined to an open edge or left open. */
  add(spider: Spider, { ends, edges, values }: Given): void {
    const angle = radiansOf(spider, values);
    let high: Complex = { re: Math.cos(angle), im: Math.sin(angle) };
    let low: Complex = { re: 1, im: 0 };
    const loops = ends.filter((end) => end % 2 === 0 && ends.includes(end + 1));
    for (const loop of loops)
      [low, high] = looped(spider.kind === "H", edges[loop >> 1]?.kind === "hadamard", low, high);
    const legs = ends.filter((end) => !loops.includes(end & ~1));
    const joined = legs.filter((end) => this.axes.includes(end ^ 1));
    const fresh = legs.filter((end) => !joined.includes(end));
    const turned = spider.kind === "X";
    for (const end of joined) {
      if ((edges[end >> 1]?.kind === "hadamard") !== turned) this.hadamard(this.axes.indexOf(end ^ 1));
    }
    if (spider.kind === "H") this.takeBox(joined, fresh, [low, high]);
    else this.takeSpider(joined, fresh, [low, high]);
    if (turned) for (const end of fresh) this.hadamard(this.axes.indexOf(end));
  }

  /** Makes the largest part 1; what one spider made of numbers up to 1 and is this small was to be 0. */
  rescale(): void {
    let most = 0;
    for (const part of [this.re, this.im]) {
      for (let k = 0; k < part.length; k++) most = Math.max(most, Math.abs(part[k] as number));
    }
    const by = most < ROUNDING ? 0 : 1 / most;
    this.log2 += by ? Math.log2(most) : 0;
    for (const part of [this.re, this.im]) for (let k = 0; k < part.length; k++) part[k] = (part[k] as number) * by;
  }

  /** The axes of the boundaries' ends in order; wires between two boundaries are put in. */
  arrange(order: readonly number[], edges: readonly Edge[]): void {
    for (const end of order) {
      if (this.axes.includes(end)) continue;
      let place = this.axes.indexOf(end ^ 1);
      if (place < 0) {
        this.takeSpider([], [end, end ^ 1], [ONE, ONE]);
        place = this.axes.indexOf(end ^ 1);
        if (edges[end >> 1]?.kind === "hadamard") this.hadamard(place);
        continue;
      }
      this.axes[place] = end;
      if (edges[end >> 1]?.kind === "hadamard") this.hadamard(place);
    }
    const from = spread(order.map((end) => this.axes.indexOf(end)));
    const [re, im] = [new Float64Array(from.length), new Float64Array(from.length)];
    for (let k = 0; k < from.length; k++) {
      re[k] = this.re[from[k] as number] as number;
      im[k] = this.im[from[k] as number] as number;
    }
    this.set(re, im, [...order]);
  }

  /** Where all legs are 0 `low`, where all are 1 `high`, else nothing. */
  private takeSpider(
    joined: readonly number[],
    fresh: readonly number[],
    [low, high]: readonly [Complex, Complex],
  ): void {
    const { rest, all, kept } = this.around(joined);
    const [re, im] = [new Float64Array(rest.length << fresh.length), new Float64Array(rest.length << fresh.length)];
    const top = ((1 << fresh.length) - 1) * rest.length;
    const [oldRe, oldIm] = [this.re, this.im];
    for (let k = 0; k < rest.length; k++) {
      const from = rest[k] as number;
      accumulate(re, im, k, low, oldRe[from] as number, oldIm[from] as number);
      accumulate(re, im, k + top, high, oldRe[from + all] as number, oldIm[from + all] as number);
    }
    this.set(re, im, [...kept, ...fresh]);
  }

  /** Where all legs are 1 `high`, else `low`. */
  private takeBox(joined: readonly number[], fresh: readonly number[], [low, high]: readonly [Complex, Complex]): void {
    const { rest, all, kept, places } = this.around(joined);
    const [re, im] = [new Float64Array(rest.length << fresh.length), new Float64Array(rest.length << fresh.length)];
    const inner = spread(places);
    const top = (1 << fresh.length) - 1;
    const more = { re: high.re - low.re, im: high.im - low.im };
    rest.forEach((from, k) => {
      let [x, y] = [0, 0];
      for (const each of inner) {
        x += this.re[from + each] ?? 0;
        y += this.im[from + each] ?? 0;
      }
      for (let bits = 0; bits <= top; bits++) accumulate(re, im, k + bits * rest.length, low, x, y);
      accumulate(re, im, k + top * rest.length, more, this.re[from + all] ?? 0, this.im[from + all] ?? 0);
    });
    this.set(re, im, [...kept, ...fresh]);
  }

  private around(joined: readonly number[]): {
    readonly rest: Int32Array;
    readonly all: number;
    readonly kept: readonly number[];
    readonly places: readonly number[];
  } {
    const places = joined.map((end) => this.axes.indexOf(end ^ 1));
    const kept = this.axes.filter((_, k) => !places.includes(k));
    const rest = spread(kept.map((end) => this.axes.indexOf(end)));
    return { rest, all: places.reduce((sum, k) => sum + 2 ** k, 0), kept, places };
  }

  private set(re: Float64Array, im: Float64Array, axes: number[]): void {
    [this.re, this.im, this.axes] = [re, im, axes];
  }

  private hadamard(place: number): void {
    const step = 1 << place;
    for (const part of [this.re, this.im]) {
      for (let k = 0; k < part.length; k++) {
        if (k & step) continue;
        const a = part[k] as number;
        const b = part[k + step] as number;
        part[k] = (a + b) * HALF;
        part[k + step] = (a - b) * HALF;
      }
    }
  }
}

const ONE: Complex = { re: 1, im: 0 };

function accumulate(re: Float64Array, im: Float64Array, at: number, by: Complex, x: number, y: number): void {
  re[at] = (re[at] as number) + by.re * x - by.im * y;
  im[at] = (im[at] as number) + by.re * y + by.im * x;
}

/** Of each number, the index that has its bits at the places. */
function spread(places: readonly number[]): Int32Array {
  const found = new Int32Array(1 << places.length);
  places.forEach((place, k) => {
    for (let at = 0; at < 1 << k; at++) found[at + (1 << k)] = (found[at] as number) + (1 << place);
  });
  return found;
}

/** What is left of a spider or an H-box where two of its legs are a loop. */
function looped(box: boolean, hadamard: boolean, low: Complex, high: Complex): [Complex, Complex] {
  const mix = (a: number, b: number, by = 1): Complex => ({
    re: (a * low.re + b * high.re) * by,
    im: (a * low.im + b * high.im) * by,
  });
  if (box) return hadamard ? [mix(2, 0, HALF), mix(3, -1, HALF)] : [mix(2, 0), mix(1, 1)];
  return hadamard ? [mix(1, 0, HALF), mix(0, -1, HALF)] : [low, high];
}

function radiansOf(spider: Spider, values: Values): number {
  if (spider.phase === undefined) return 0;
  let angle = phases.get(spider);
  if (!angle) {
    angle = readAngle(spider.phase);
    phases.set(spider, angle);
  }
  let derived = 0;
  const own = angle.terms.filter(([name, { top, bottom }]) => {
    const value = name.startsWith("=") ? values.get(name) : undefined;
    if (value !== undefined) derived += (Number(top) / Number(bottom)) * value;
    return value === undefined;
  });
  const at = (name: string): number => values.get(name) ?? NaN;
  return derived + angleAt(own.length === angle.terms.length ? angle : { ...angle, terms: own }, at);
}
