/** Pure edits of what is open in a diagram: places, sides and order of inputs and outputs, wires of their own. */

import { checkDiagram } from "./check";
import { type DiagramBody, type Document, withBody } from "./circuit";
import { type Added, diagramOf, moveSpiders } from "./diagram";
import { Refusal } from "./errors";
import { newId } from "./ids";

export type Side = "input" | "output";

interface XY {
  readonly x: number;
  readonly y: number;
}

export function sideOf({ inputs, outputs }: DiagramBody, id: string): Side | null {
  return inputs.includes(id) ? "input" : outputs.includes(id) ? "output" : null;
}

/** The document with a wire from an input to an output, below all else; with `turned` it becomes a cup or a cap. */
export function addWire(document: Document): Added {
  const body = diagramOf(document);
  const all = [...body.spiders.values()];
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const y = all.length ? Math.max(...all.map((spider) => spider.y)) + 1 : 0;
  const start = newId("i", (id) => body.spiders.has(id));
  const end = newId("b", (id) => body.spiders.has(id));
  const edge = newId("e", (id) => body.edges.has(id));
  const next: DiagramBody = {
    ...body,
    spiders: new Map(body.spiders)
      .set(start, { kind: "boundary", x: all.length ? left : 0, y })
      .set(end, { kind: "boundary", x: all.length ? Math.max(right, left + 2) : 2, y }),
    edges: new Map(body.edges).set(edge, { source: start, target: end, kind: "plain" }),
    inputs: [...body.inputs, start],
    outputs: [...body.outputs, end],
  };
  return { document: withBody(document, checkDiagram(next)), id: end };
}

/** The document with an input made an output, or an output an input: last in the order of its new side. */
export function turned(document: Document, id: string): Document {
  const body = diagramOf(document);
  const side = sideOf(body, id);
  if (!side) throw new Refusal("InvalidCircuit", "Select an input or an output to change its side.");
  return placedAt(document, id, side === "input" ? "output" : "input", Number.POSITIVE_INFINITY);
}

/** The document with a boundary earlier or later in the order of its side; it and its neighbor exchange places. */
export function reordered(document: Document, id: string, by: 1 | -1): Document {
  const body = diagramOf(document);
  const side = sideOf(body, id);
  if (!side) throw new Refusal("InvalidCircuit", "Select an input or an output to move it in the order.");
  const list = side === "input" ? body.inputs : body.outputs;
  const at = list.indexOf(id) + by;
  const other = list[at];
  const [here, there] = [body.spiders.get(id), body.spiders.get(other ?? "")];
  if (other === undefined || !here || !there) return document;
  const spiders = new Map(body.spiders)
    .set(id, { ...here, x: there.x, y: there.y })
    .set(other, { ...there, x: here.x, y: here.y });
  return placedAt(withBody(document, { ...body, spiders }), id, side, at);
}

/** The document with spiders dragged. One boundary that passes others of its side takes its place among them;
 * one that comes to the other side of the drawing's middle becomes an input there, or an output. */
export function dragged(document: Document, ids: ReadonlySet<string>, by: XY): Document {
  const moved = moveSpiders(document, ids, by);
  const [id, more] = ids;
  const body = diagramOf(document);
  const from = id === undefined ? undefined : body.spiders.get(id);
  const side = id === undefined ? null : sideOf(body, id);
  if (moved === document || more !== undefined || id === undefined || !from || !side) return moved;
  const xs = [...body.spiders].filter(([each]) => each !== id).map(([, { x }]) => x);
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  const to = { x: from.x + by.x, y: from.y + by.y };
  const crossed = xs.length > 0 && from.x < middle !== to.x < middle && to.x !== middle;
  const next: Side = crossed ? (to.x < middle ? "input" : "output") : side;
  const others = (next === "input" ? body.inputs : body.outputs).filter((each) => each !== id);
  const above = (y: number): number => others.filter((each) => (body.spiders.get(each)?.y ?? 0) < y).length;
  if (next === side && above(from.y) === above(to.y)) return moved;
  return placedAt(moved, id, next, above(to.y));
}

function placedAt(document: Document, id: string, side: Side, at: number): Document {
  const body = diagramOf(document);
  const inputs = body.inputs.filter((each) => each !== id);
  const outputs = body.outputs.filter((each) => each !== id);
  (side === "input" ? inputs : outputs).splice(at, 0, id);
  return withBody(document, checkDiagram({ ...body, inputs, outputs }));
}
