/** The verdict on a step: maps of the part that changes, its other legs cut open; as qdesign/zx/rulebook.py. */

import { readAngle } from "../document/angle";
import type { DiagramBody, Edge, Spider } from "../document/circuit";
import { Refusal } from "../document/errors";
import { booleanTurn } from "../document/formula";
import { sameAngleText } from "./phase";
import { denseMap, mapDistance } from "./tensor";

/** What is known of a step, as a proof keeps it. */
export interface StepVerdict {
  /** Null where it is not known; `method` then says why. */
  readonly equal: boolean | null;
  readonly method: string;
  /** Random points at which numbers were compared; 0 where a proof was exact. */
  readonly points: number;
  readonly max_error: number | null;
  /** Holds for all values. */
  readonly exact: boolean;
}

/** Up to this distance numbers say equal, from the other on different; between the two nothing. */
const EQUAL = 1e-9;
const DIFFERENT = 1e-7;
const POINTS = 2;
/** How often the neighbors are looked at too where a part differs. */
const RINGS = 2;
/** Up to so many Boolean parameters, every choice of 0 and 1 is tried. */
const MOST_BOOLEANS = 4;

/** Are two diagrams equal up to a non-zero scalar, looked at where they differ and at what was selected? */
export function stepVerdict(before: DiagramBody, after: DiagramBody, selection: readonly string[] = []): StepVerdict {
  let touched = touchedBy(before, after, selection);
  let verdict = partVerdict(before, after, touched);
  // Where parts differ, what stands around may still make it hold, such as the leaf of a hub that changed.
  for (let ring = 0; ring < RINGS && verdict.equal === false; ring++) {
    const wider = withNeighbors([before, after], touched);
    if (wider.size === touched.size) break;
    touched = wider;
    const again = partVerdict(before, after, touched);
    if (again.equal === null) break;
    verdict = again;
  }
  return verdict;
}

function partVerdict(before: DiagramBody, after: DiagramBody, touched: ReadonlySet<string>): StepVerdict {
  const [first, second] = parts(before, after, touched);
  const booleans = [...new Set([...(before.booleans ?? []), ...(after.booleans ?? [])])].sort();
  const { points, exact } = pointsOf(symbolsOf([first, second]), booleans);
  let worst = 0;
  for (const values of points) {
    const [a, b] = [denseMap(first, values), denseMap(second, values)];
    if (a instanceof Refusal || b instanceof Refusal) {
      return {
        equal: null,
        method: "the part that changes has too many legs for dense tensors",
        points: 0,
        max_error: null,
        exact: false,
      };
    }
    worst = Math.max(worst, mapDistance(a, b));
  }
  const equal = worst <= EQUAL ? true : worst >= DIFFERENT ? false : null;
  const method =
    equal === null
      ? "rounding hides whether the part that changes stays the same"
      : "dense tensors of the part that changes";
  return { equal, method, points: exact ? 0 : points.length, max_error: worst, exact: exact && equal !== null };
}

function symbolsOf(bodies: readonly DiagramBody[]): readonly string[] {
  const found = new Set<string>();
  for (const body of bodies) {
    for (const { phase } of body.spiders.values()) {
      if (phase !== undefined) for (const [name] of readAngle(phase).terms) found.add(name);
    }
  }
  return [...found];
}

/** Points that decide: one without symbols, every choice of few Boolean ones, else some at random. */
function pointsOf(
  symbols: readonly string[],
  booleans: readonly string[],
): { readonly points: readonly ReadonlyMap<string, number>[]; readonly exact: boolean } {
  const turns = [...new Set(symbols.map(booleanTurn))].filter((name) => booleans.includes(name));
  const free = symbols.filter((name) => !booleans.includes(booleanTurn(name)));
  if (!free.length && turns.length <= MOST_BOOLEANS) {
    const choices = Array.from({ length: 1 << turns.length }, (_, bits) =>
      turned(symbols, new Map(turns.map((name, k) => [name, (bits >> k) & 1]))),
    );
    return { points: choices, exact: true };
  }
  const random = generator(1);
  const points = Array.from({ length: POINTS }, () => {
    const values = new Map(booleans.map((name) => [name, Math.floor(random() * 2)]));
    for (const name of free) if (!values.has(name)) values.set(name, 14 * random() - 7);
    return turned(symbols, values);
  });
  return { points, exact: false };
}

/** With π times a Boolean parameter 0 or π. */
function turned(symbols: readonly string[], values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const found = new Map(values);
  for (const name of symbols) {
    const value = values.get(booleanTurn(name));
    if (value !== undefined && !found.has(name)) found.set(name, value * Math.PI);
  }
  return found;
}

/** Numbers from 0 to 1 that look random, the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The spiders that are selected or differ, or at which an edge does. */
function touchedBy(before: DiagramBody, after: DiagramBody, selection: readonly string[]): ReadonlySet<string> {
  const touched = new Set<string>(selection.filter((name) => before.spiders.has(name)));
  for (const name of new Set([...before.spiders.keys(), ...after.spiders.keys()])) {
    if (!sameSpider(before.spiders.get(name), after.spiders.get(name))) touched.add(name);
  }
  for (const id of new Set([...before.edges.keys(), ...after.edges.keys()])) {
    const [a, b] = [before.edges.get(id), after.edges.get(id)];
    if (a && b && a.source === b.source && a.target === b.target && a.kind === b.kind) continue;
    for (const edge of [a, b]) if (edge) touched.add(edge.source).add(edge.target);
  }
  return touched;
}

function withNeighbors(bodies: readonly DiagramBody[], touched: ReadonlySet<string>): ReadonlySet<string> {
  const wider = new Set(touched);
  for (const { source, target } of bodies.flatMap((body) => [...body.edges.values()])) {
    if (touched.has(source) || touched.has(target)) wider.add(source).add(target);
  }
  return wider;
}

/** Some spiders cut out of both diagrams; what joins them to the rest become outputs. */
function parts(
  before: DiagramBody,
  after: DiagramBody,
  touched: ReadonlySet<string>,
): readonly [DiagramBody, DiagramBody] {
  const same = new Set([...touched].filter((name) => before.spiders.get(name)?.kind === after.spiders.get(name)?.kind));
  const legs = legsOf(before, touched, same);
  return [cut(before, touched, legs), cut(after, touched, legs)];
}

/** A spider of one color on both sides needs one leg to the rest, however many it has. */
function legsOf(body: DiagramBody, touched: ReadonlySet<string>, same: ReadonlySet<string>): readonly Edge[] {
  const seen = new Set<string>();
  return [...body.edges.values()].filter(({ source, target }) => {
    const inside = [source, target].filter((end) => touched.has(end));
    const [end] = inside;
    if (inside.length !== 1 || end === undefined || (same.has(end) && seen.has(end))) return false;
    seen.add(end);
    return true;
  });
}

function cut(body: DiagramBody, touched: ReadonlySet<string>, legs: readonly Edge[]): DiagramBody {
  const spiders = new Map<string, Spider>([...body.spiders].filter(([name]) => touched.has(name)));
  const outputs = [...spiders].filter(([, { kind }]) => kind === "boundary").map(([name]) => name);
  const edges = new Map<string, Edge>(
    [...body.edges].filter(([, { source, target }]) => touched.has(source) && touched.has(target)),
  );
  legs.forEach((edge, k) => {
    const name = `leg ${k}`;
    spiders.set(name, { kind: "boundary", x: 0, y: 0 });
    edges.set(name, { source: touched.has(edge.source) ? edge.source : edge.target, target: name, kind: edge.kind });
    outputs.push(name);
  });
  return { kind: "diagram", spiders, edges, inputs: [], outputs };
}

function sameSpider(a: Spider | undefined, b: Spider | undefined): boolean {
  if (a === b) return true;
  return !!a && !!b && a.kind === b.kind && sameAngleText(a.phase, b.phase);
}
