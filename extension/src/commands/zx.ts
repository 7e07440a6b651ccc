/** What keys do to a ZX diagram: walk, add, join, change, move, delete. */

import { addWire, reordered, sideOf, turned } from "../document/boundaries";
import type { DiagramBody, Document, Edge } from "../document/circuit";
import {
  addBoundary,
  addEdge,
  addSpider,
  copySpiders,
  diagramOf,
  moveSpiders,
  removeEdge,
  removeSpiders,
  setEdgeKind,
  setSpiderKind,
} from "../document/diagram";
import { Refusal } from "../document/errors";
import { edgeKey, edgesIn, spidersIn } from "../state/selection";
import { type EditorState, NO_SELECTION } from "../state/state";

/** What an edit makes, before it is a step. */
export type Change = Partial<EditorState> & { readonly document: Document };
export type Direction = "left" | "right" | "up" | "down";

const STEPS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;

interface XY {
  readonly x: number;
  readonly y: number;
}

/** Where the keyboard stands: the last spider of the selection, or an end of the last edge. */
function standing(body: DiagramBody, selection: ReadonlySet<string>, direction: Direction): XY | null {
  const id = spidersIn(body, selection).at(-1);
  const spider = id === undefined ? undefined : body.spiders.get(id);
  if (spider) return spider;
  const [edge] = edgesIn(body, selection);
  const ends = edge === undefined ? undefined : body.edges.get(edge);
  const [a, b] = [body.spiders.get(ends?.source ?? ""), body.spiders.get(ends?.target ?? "")];
  if (!a || !b) return null;
  const [dx, dy] = STEPS[direction];
  // From an edge a step leads to its end on that side.
  return { x: (a.x + b.x) / 2 - dx * 0.01, y: (a.y + b.y) / 2 - dy * 0.01 };
}

/** The nearest spider in a direction; the first one when nothing is selected. */
export function walkedTo(body: DiagramBody, selection: ReadonlySet<string>, direction: Direction): string | null {
  const from = standing(body, selection, direction);
  if (!from) return [...body.spiders.keys()][0] ?? null;
  const [dx, dy] = STEPS[direction];
  let best: string | null = null;
  let least = Infinity;
  for (const [id, spider] of body.spiders) {
    const along = (spider.x - from.x) * dx + (spider.y - from.y) * dy;
    const across = Math.abs((spider.x - from.x) * dy) + Math.abs((spider.y - from.y) * dx);
    if (along <= 0.001 || along + 3 * across >= least) continue;
    [best, least] = [id, along + 3 * across];
  }
  return best;
}

/** The next edge of the selected spider, going around. */
export function nextEdge(body: DiagramBody, selection: ReadonlySet<string>): ReadonlySet<string> | null {
  const [spider] = spidersIn(body, selection);
  const [now] = edgesIn(body, selection);
  if (spider === undefined) {
    const all = [...body.edges.keys()];
    const next = all[(all.indexOf(now ?? "") + 1) % Math.max(1, all.length)];
    return next === undefined ? null : new Set([edgeKey(next)]);
  }
  const own = [...body.edges].filter(([, e]) => e.source === spider || e.target === spider).map(([id]) => id);
  const next = own[(own.indexOf(now ?? "") + 1) % Math.max(1, own.length)];
  return next === undefined ? null : new Set([spider, edgeKey(next)]);
}

/** The document without what is selected. */
export function withoutSelected({ document, selection }: EditorState): Change {
  const body = diagramOf(document);
  let next = document;
  const gone = new Set(spidersIn(body, selection));
  const loose = edgesIn(body, selection);
  // An edge that is chosen with its spider tells where the keyboard stands; the edge alone goes.
  if (loose.length && gone.size <= 1) for (const id of loose) next = removeEdge(next, id);
  else next = removeSpiders(next, gone);
  return { document: next, selection: loose.length && gone.size <= 1 ? gone : NO_SELECTION };
}

export function duplicated({ document, selection }: EditorState): Change {
  const copied = copySpiders(document, new Set(spidersIn(diagramOf(document), selection)));
  if (!copied.ids.size)
    throw new Refusal("InvalidCircuit", "Select spiders first: click one, or drag a box around several.");
  return { document: copied.document, selection: copied.ids };
}

export function nudged({ document, selection }: EditorState, direction: Direction): Change {
  const [x, y] = STEPS[direction];
  return {
    document: moveSpiders(document, new Set(spidersIn(diagramOf(document), selection)), { x: x / 4, y: y / 4 }),
  };
}

/** The two selected spiders joined, one alone to itself; null when others are selected. */
export function joined({ document, selection }: EditorState, kind: Edge["kind"]): Change | null {
  const [source, target, more] = spidersIn(diagramOf(document), selection);
  if (source === undefined || target === undefined || more !== undefined) return null;
  return { document: addEdge(document, { source, target, kind }) };
}

/** Edges plain for Hadamard and back; an input for an output; where spiders alone are selected, Z for X and back. */
export function changedKind({ document, selection }: EditorState): Change {
  const body = diagramOf(document);
  const edges = edgesIn(body, selection);
  let next = document;
  for (const id of edges) next = setEdgeKind(next, id, body.edges.get(id)?.kind === "plain" ? "hadamard" : "plain");
  if (edges.length) return { document: next };
  const [alone, more] = spidersIn(body, selection);
  if (alone !== undefined && more === undefined && sideOf(body, alone)) return { document: turned(document, alone) };
  const spiders = spidersIn(body, selection).filter((id) => ["Z", "X"].includes(body.spiders.get(id)?.kind ?? ""));
  if (!spiders.length)
    throw new Refusal("InvalidCircuit", "Select an edge, a Z-spider or an X-spider to change its kind.");
  for (const id of spiders) next = setSpiderKind(next, id, body.spiders.get(id)?.kind === "Z" ? "X" : "Z");
  return { document: next };
}

/** A new spider where the keyboard stands: on the selected edge, or behind the selected spider, else joined to it. */
export function addedHere({ document, selection }: EditorState, kind: "Z" | "X" | "H"): Change {
  const body = diagramOf(document);
  const at = (place: XY, onEdge: string | null): { document: Document; id: string } =>
    addSpider(
      document,
      {
        kind,
        ...(kind === "H" ? { phase: "pi" } : {}),
        x: Math.round(place.x * 4) / 4,
        y: Math.round(place.y * 4) / 4,
      },
      onEdge,
    );
  const [id, second] = spidersIn(body, selection);
  const spider = id === undefined ? undefined : body.spiders.get(id);
  const between =
    second === undefined
      ? undefined
      : [...body.edges].find(([, e]) => [e.source, e.target].sort().join(" ") === [id, second].sort().join(" "))?.[0];
  const edge = edgesIn(body, selection)[0] ?? between ?? (id === undefined ? undefined : edgeToTheRight(body, id));
  const ends = edge === undefined ? undefined : body.edges.get(edge);
  const [a, b] = [body.spiders.get(ends?.source ?? ""), body.spiders.get(ends?.target ?? "")];
  if (edge !== undefined && a && b) {
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    const added = at(spider && spider.y === middle.y ? { x: Math.min(a.x, b.x) + 1, y: middle.y } : middle, edge);
    return { document: withRoom(added.document, body, a, b), selection: new Set([added.id]) };
  }
  if (spider && id !== undefined && spider.kind !== "boundary") {
    const added = at(freeBeside(body, spider), null);
    return {
      document: addEdge(added.document, { source: id, target: added.id, kind: "plain" }),
      selection: new Set([added.id]),
    };
  }
  const right = Math.max(0, ...[...body.spiders.values()].map((each) => each.x));
  const added = at(freeBeside(body, { x: right / 2 - 1, y: -1 }), null);
  return { document: added.document, selection: new Set([added.id]) };
}

/** Along a row what stands further right moves on, so that the new spider has a place of its own. */
function withRoom(document: Document, before: DiagramBody, a: XY, b: XY): Document {
  const [left, right] = a.x < b.x ? [a, b] : [b, a];
  const lacking = left.x + 2 - right.x;
  if (a.y !== b.y || lacking <= 0) return document;
  const later = [...before.spiders].filter(([, spider]) => spider.x >= right.x).map(([id]) => id);
  return moveSpiders(document, new Set(later), { x: lacking, y: 0 });
}

/** The edge of a spider that leads furthest to the right along its row. */
function edgeToTheRight(body: DiagramBody, id: string): string | undefined {
  const own = body.spiders.get(id);
  const leading = [...body.edges]
    .map(([edge, { source, target }]) => {
      const other = body.spiders.get(source === id ? target : target === id ? source : "");
      return { edge, other };
    })
    .filter(({ other }) => other && own && other.x > own.x && Math.abs(other.y - own.y) < 0.5);
  return leading[0]?.edge;
}

function freeBeside(body: DiagramBody, from: XY): XY {
  for (let x = from.x + 1; ; x += 1) {
    for (const y of [from.y, from.y + 1]) {
      if (![...body.spiders.values()].some((each) => Math.abs(each.x - x) < 0.5 && Math.abs(each.y - y) < 0.5))
        return { x, y };
    }
  }
}

/** An input or output joined to the selected spider. */
export function boundaryHere({ document, selection }: EditorState, side: "input" | "output"): Change {
  const [id] = spidersIn(diagramOf(document), selection);
  if (id === undefined) throw new Refusal("InvalidCircuit", "Select the spider that the boundary is joined to.");
  const added = addBoundary(document, id, side);
  return { document: added.document, selection: new Set([added.id]) };
}

/** A wire of its own, from an input to an output; its output is selected, to be turned into a cup or a cap. */
export function wireHere({ document }: EditorState): Change {
  const added = addWire(document);
  return { document: added.document, selection: new Set([added.id]) };
}

/** The selected input or output earlier or later in the order of its side. */
export function boundaryMoved({ document, selection }: EditorState, by: 1 | -1): Change {
  const [id = "", more] = spidersIn(diagramOf(document), selection);
  return { document: reordered(document, more === undefined ? id : "", by) };
}

/** An edge from the selected spider to itself. */
export function looped({ document, selection }: EditorState): Change {
  const [id, more] = spidersIn(diagramOf(document), selection);
  if (id === undefined || more !== undefined)
    throw new Refusal("InvalidCircuit", "Select one spider to join it to itself.");
  return { document: addEdge(document, { source: id, target: id, kind: "plain" }) };
}
