/** A diagram ↔ the numbers that the engine lays it out with. */

import { type DiagramBody, type Document, isCircuit, type Spider, withBody } from "../document/circuit";
import type { Plan } from "../live/placing";
import { diagramScene, ZX_PITCH } from "./diagram";
import type { Measure } from "./math";

/** What the engine is to know of a diagram; spiders in `keep` stay where they are. */
export function planOf(body: DiagramBody, measure: Measure, keep: ReadonlySet<string> = new Set()): Plan {
  const spiders = [...body.spiders.keys()];
  const index = new Map(spiders.map((id, k) => [id, k]));
  const at = (id: string): number => index.get(id) ?? 0;
  const { byId } = diagramScene({ ...body, edges: new Map() }, measure);
  return {
    shapes: Float64Array.from(
      spiders.flatMap((id) => {
        const { x, y, width, height } = byId.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
        return [x, y, width, height];
      }),
    ),
    ends: Int32Array.from([...body.edges.values()].flatMap(({ source, target }) => [at(source), at(target)])),
    inputs: Int32Array.from(body.inputs, at),
    outputs: Int32Array.from(body.outputs, at),
    kept: Int32Array.from(spiders, (id) => Number(keep.has(id))),
  };
}

/** The document with its spiders at the places found; the very same one when all stand there already. */
export function withPlaces(document: Document, found: Float64Array, keep: ReadonlySet<string> = new Set()): Document {
  const { body } = document;
  if (isCircuit(body)) return document;
  const spiders = new Map<string, Spider>();
  let moved = false;
  [...body.spiders].forEach(([id, spider], k) => {
    const x = keep.has(id) ? spider.x : (found[4 * k] ?? 0) / ZX_PITCH.x;
    const y = keep.has(id) ? spider.y : (found[4 * k + 1] ?? 0) / ZX_PITCH.y;
    const same = x === spider.x && y === spider.y;
    spiders.set(id, same ? spider : { ...spider, x, y });
    moved ||= !same;
  });
  return moved ? withBody(document, { ...body, spiders }) : document;
}
