/** Diagrams put into a diagram: beside a point, whole, with their boundaries behind those that are there. */

import { checkDiagram } from "./check";
import { type DiagramBody, type Document, type Edge, parametersOf, type Spider, withBody } from "./circuit";
import { type Copied, diagramOf } from "./diagram";
import { newId } from "./ids";

/** Between what is put in and the point or the drawing that it is beside, in pitches of a wire. */
const ASIDE = 1;
const STEP = 0.5;

/** The document with a whole diagram added, its left end beside `at`; below all that is drawn where that is null. */
export function addDiagram(document: Document, other: Document, at: { x: number; y: number } | null): Copied {
  const [body, added] = [diagramOf(document), diagramOf(other)];
  const spiders = new Map<string, Spider>(body.spiders);
  const edges = new Map<string, Edge>(body.edges);
  const shift = shiftOf([...body.spiders.values()], [...added.spiders.values()], at);
  const names = new Map<string, string>();
  for (const [id, spider] of added.spiders) {
    const name = newId("s", (each) => spiders.has(each));
    spiders.set(name, { ...spider, x: rounded(spider.x + shift.x), y: rounded(spider.y + shift.y) });
    names.set(id, name);
  }
  const named = (id: string): string => names.get(id) ?? id;
  for (const edge of added.edges.values())
    edges.set(
      newId("e", (each) => edges.has(each)),
      { ...edge, source: named(edge.source), target: named(edge.target) },
    );
  // What is free in one of both is free.
  const free = new Set([body, added].flatMap((each) => freeIn(each)));
  const booleans = [...(body.booleans ?? []), ...(added.booleans ?? [])].filter((name) => !free.has(name));
  const next = checkDiagram({
    ...body,
    spiders,
    edges,
    inputs: [...body.inputs, ...added.inputs.map(named)],
    outputs: [...body.outputs, ...added.outputs.map(named)],
    booleans,
  });
  return { document: withBody(document, next), ids: new Set(names.values()) };
}

const freeIn = (body: DiagramBody): readonly string[] =>
  parametersOf(body).filter((name) => !body.booleans?.includes(name));

/** How far a drawing moves, so that it stands beside the point and on nothing that is there. */
function shiftOf(there: readonly Spider[], added: readonly Spider[], at: { x: number; y: number } | null) {
  if (!added.length) return { x: 0, y: 0 };
  const left = least(added.map(({ x }) => x));
  const [top, bottom] = [least(added.map(({ y }) => y)), -least(added.map(({ y }) => -y))];
  const below = there.length ? ASIDE - least(there.map(({ y }) => -y)) : 0;
  const x = at ? snapped(at.x + ASIDE - left) : there.length ? least(there.map((each) => each.x)) - left : 0;
  let y = at ? snapped(at.y - (top + bottom) / 2) : below - top;
  const taken = new Set(there.flatMap((each) => AROUND.map(([right, down]) => cell(each.x, each.y, right, down))));
  while (added.some((each) => taken.has(cell(each.x + x, each.y + y)))) y += STEP;
  return { x, y };
}

const least = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
/** Squares of half a pitch; nothing is put into that of a spider, or into one beside it. */
const cell = (x: number, y: number, right = 0, down = 0): string =>
  `${Math.round(x / STEP) + right} ${Math.round(y / STEP) + down}`;
const AROUND = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const));
const snapped = (value: number): number => Math.round(value / STEP) * STEP;
const rounded = (value: number): number => Number(value.toFixed(3));
