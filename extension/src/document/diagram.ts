/** Pure edits of a ZX diagram: spiders, edges, boundaries, phases. */

import { canonicalAngle } from "./angle";
import { checkDiagram } from "./check";
import { type DiagramBody, type Document, type Edge, isCircuit, type Spider, withBody } from "./circuit";
import { Refusal } from "./errors";
import { newId } from "./ids";

export function diagramOf(document: Document): DiagramBody {
  if (isCircuit(document.body)) {
    throw new Refusal("InvalidCircuit", "This document holds a circuit. Convert it to a ZX diagram first.");
  }
  return document.body;
}

/** A diagram of nothing but wires, to start drawing on. */
export function emptyDiagram(numWires: number): DiagramBody {
  const spiders = new Map<string, Spider>();
  const edges = new Map<string, Edge>();
  const inputs: string[] = [];
  const outputs: string[] = [];
  for (let k = 0; k < numWires; k++) {
    spiders.set(`i${k}`, { kind: "boundary", x: 0, y: k }).set(`b${k}`, { kind: "boundary", x: 6, y: k });
    edges.set(`e${k}`, { source: `i${k}`, target: `b${k}`, kind: "plain" });
    inputs.push(`i${k}`);
    outputs.push(`b${k}`);
  }
  return { kind: "diagram", spiders, edges, inputs, outputs };
}

function fresh(taken: ReadonlyMap<string, unknown>, letter: string): string {
  return newId(letter, (id) => taken.has(id));
}

function edited(document: Document, change: (body: DiagramBody) => DiagramBody): Document {
  const body = diagramOf(document);
  const next = change(body);
  return next === body ? document : withBody(document, checkDiagram(next));
}

export interface Added {
  readonly document: Document;
  readonly id: string;
}

/** The document with a new spider or H-box; on an edge it is put into that edge. */
export function addSpider(document: Document, spider: Spider, onEdge: string | null = null): Added {
  const body = diagramOf(document);
  const id = fresh(body.spiders, "s");
  const spiders = new Map(body.spiders).set(id, spider);
  const edges = new Map(body.edges);
  const split = onEdge === null ? undefined : edges.get(onEdge);
  if (onEdge !== null && split) {
    edges.set(onEdge, { ...split, target: id });
    edges.set(fresh(edges, "e"), { source: id, target: split.target, kind: "plain" });
  }
  return { document: edited(document, () => ({ ...body, spiders, edges })), id };
}

/** The nearest place at or around a height where nothing stands: below, above, then further off. */
function freePlace(body: DiagramBody, x: number, y: number): { readonly x: number; readonly y: number } {
  const stands = [...body.spiders.values()].filter((spider) => Math.abs(spider.x - x) < 0.75);
  for (let k = 0; ; k++) {
    const height = y + (k % 2 ? (k + 1) / 2 : -k / 2);
    if (!stands.some((spider) => Math.abs(spider.y - height) < 0.75)) return { x, y: height };
  }
}

/** The document with a wire more: an input or output joined to a spider. */
export function addBoundary(document: Document, to: string, side: "input" | "output"): Added {
  const body = diagramOf(document);
  const end = body.spiders.get(to);
  if (!end || end.kind === "boundary") throw new Refusal("InvalidCircuit", "Join a boundary to a spider: click one.");
  const id = fresh(body.spiders, side === "input" ? "i" : "b");
  const place = freePlace(body, end.x + (side === "input" ? -2 : 2), end.y);
  const spiders = new Map(body.spiders).set(id, { kind: "boundary", ...place });
  const edges = new Map(body.edges).set(fresh(body.edges, "e"), { source: id, target: to, kind: "plain" });
  const inputs = side === "input" ? [...body.inputs, id] : body.inputs;
  const outputs = side === "output" ? [...body.outputs, id] : body.outputs;
  return { document: edited(document, () => ({ ...body, spiders, edges, inputs, outputs })), id };
}

/** The document with two spiders joined. */
export function addEdge(document: Document, edge: Edge): Document {
  return edited(document, (body) => {
    for (const end of [edge.source, edge.target]) {
      const full =
        body.spiders.get(end)?.kind === "boundary" &&
        [...body.edges.values()].some((e) => e.source === end || e.target === end);
      if (full)
        throw new Refusal("InvalidCircuit", "A boundary has one edge. Put a spider onto its wire and join that.");
    }
    return { ...body, edges: new Map(body.edges).set(fresh(body.edges, "e"), edge) };
  });
}

export function removeEdge(document: Document, id: string): Document {
  return edited(document, (body) => {
    const edge = body.edges.get(id);
    if (!edge) return body;
    for (const end of [edge.source, edge.target]) {
      if (body.spiders.get(end)?.kind === "boundary") {
        throw new Refusal("InvalidCircuit", "A boundary needs its edge. Delete the boundary itself instead.");
      }
    }
    const edges = new Map(body.edges);
    edges.delete(id);
    return { ...body, edges };
  });
}

/** The document without the spiders; one on a wire leaves the wire, boundaries left alone go too. */
export function removeSpiders(document: Document, ids: ReadonlySet<string>): Document {
  return edited(document, (body) => {
    const gone = new Set([...ids].filter((id) => body.spiders.has(id)));
    if (!gone.size) return body;
    const edges = new Map(body.edges);
    for (const id of gone) {
      const around = [...edges].filter(([, e]) => e.source === id || e.target === id);
      for (const [edge] of around) edges.delete(edge);
      const [first, second] = around.map(([, e]) => ({ far: e.source === id ? e.target : e.source, kind: e.kind }));
      const bridges =
        around.length === 2 &&
        first &&
        second &&
        first.far !== id &&
        second.far !== id &&
        body.spiders.get(id)?.kind !== "boundary";
      if (bridges) {
        const kind = first.kind === second.kind ? "plain" : "hadamard";
        edges.set(fresh(edges, "e"), { source: first.far, target: second.far, kind });
      }
    }
    for (const [id, spider] of body.spiders) {
      if (spider.kind !== "boundary") continue;
      if (![...edges.values()].some((e) => e.source === id || e.target === id)) gone.add(id);
    }
    for (const [id, e] of edges) if (gone.has(e.source) || gone.has(e.target)) edges.delete(id);
    const spiders = new Map([...body.spiders].filter(([id]) => !gone.has(id)));
    const kept = (list: readonly string[]): readonly string[] => list.filter((id) => !gone.has(id));
    return { ...body, spiders, edges, inputs: kept(body.inputs), outputs: kept(body.outputs) };
  });
}

/** The document with spiders moved by a distance in pitches. */
export function moveSpiders(
  document: Document,
  ids: ReadonlySet<string>,
  by: { readonly x: number; readonly y: number },
): Document {
  if (by.x === 0 && by.y === 0) return document;
  const body = diagramOf(document);
  const spiders = new Map(body.spiders);
  for (const id of ids) {
    const spider = spiders.get(id);
    if (spider) spiders.set(id, { ...spider, x: rounded(spider.x + by.x), y: rounded(spider.y + by.y) });
  }
  return withBody(document, { ...body, spiders });
}

const rounded = (value: number): number => Number(value.toFixed(3));

/** The document with a spider's phase set, as the text of an angle. */
export function setPhase(document: Document, id: string, text: string): Document {
  const phase = canonicalAngle(text);
  return edited(document, (body) => {
    const spider = body.spiders.get(id);
    if (!spider || spider.kind === "boundary") throw new Refusal("InvalidCircuit", "A boundary has no phase.");
    const { phase: _old, ...rest } = spider;
    return { ...body, spiders: new Map(body.spiders).set(id, phase === "0" ? rest : { ...rest, phase }) };
  });
}

/** The document with a spider of another kind. */
export function setSpiderKind(document: Document, id: string, kind: "Z" | "X" | "H"): Document {
  return edited(document, (body) => {
    const spider = body.spiders.get(id);
    if (!spider || spider.kind === "boundary") throw new Refusal("InvalidCircuit", "A boundary stays a boundary.");
    return { ...body, spiders: new Map(body.spiders).set(id, { ...spider, kind }) };
  });
}

export function setEdgeKind(document: Document, id: string, kind: Edge["kind"]): Document {
  return edited(document, (body) => {
    const edge = body.edges.get(id);
    return edge ? { ...body, edges: new Map(body.edges).set(id, { ...edge, kind }) } : body;
  });
}

/** Spiders and the edges between them as a diagram of their own, without boundaries: what the clipboard holds. */
export function partOf(document: Document, ids: ReadonlySet<string>): Document {
  const body = diagramOf(document);
  const spiders = new Map([...body.spiders].filter(([id, spider]) => ids.has(id) && spider.kind !== "boundary"));
  const edges = new Map([...body.edges].filter(([, edge]) => spiders.has(edge.source) && spiders.has(edge.target)));
  return withBody(document, { kind: "diagram", spiders, edges, inputs: [], outputs: [] });
}

export interface Copied {
  readonly document: Document;
  readonly ids: ReadonlySet<string>;
}

/** The document with the spiders of another diagram added, a little aside; its boundaries stay behind. */
export function addSpiders(document: Document, other: Document): Copied {
  const body = diagramOf(document);
  const added = diagramOf(other);
  const spiders = new Map(body.spiders);
  const edges = new Map(body.edges);
  const names = new Map<string, string>();
  const taken = new Set([...body.spiders.values()].map((spider) => `${spider.x} ${spider.y}`));
  const inner = [...added.spiders].filter(([, spider]) => spider.kind !== "boundary");
  let shift = 0.5;
  while (inner.some(([, spider]) => taken.has(`${rounded(spider.x + shift)} ${rounded(spider.y + shift)}`)))
    shift += 0.5;
  for (const [id, spider] of inner) {
    const name = fresh(spiders, "s");
    spiders.set(name, { ...spider, x: rounded(spider.x + shift), y: rounded(spider.y + shift) });
    names.set(id, name);
  }
  for (const edge of added.edges.values()) {
    const source = names.get(edge.source);
    const target = names.get(edge.target);
    if (source !== undefined && target !== undefined) edges.set(fresh(edges, "e"), { ...edge, source, target });
  }
  return { document: edited(document, () => ({ ...body, spiders, edges })), ids: new Set(names.values()) };
}

/** The document with copies of the spiders and the edges between them, a little aside. */
export function copySpiders(document: Document, ids: ReadonlySet<string>): Copied {
  return addSpiders(document, partOf(document, ids));
}
