import { bends as bent } from "../src/scene/bends";

/** Numbers that come in: four of each spider's shape, two of each edge's ends. */
let shapes = new Float64Array(0);
let ends = new Int32Array(0);

/** Makes room for a diagram; where its shapes are read from. */
export function diagramRoom(spiders: i32, edges: i32): usize {
  shapes = new Float64Array(4 * spiders);
  ends = new Int32Array(2 * edges);
  return shapes.dataStart;
}

/** Where the ends of edges are read from. */
export function diagramEnds(): usize {
  return ends.dataStart;
}

/** Control points of the edges, as `bends.ts` says. */
export function diagramBends(): usize {
  return bent(shapes, ends).dataStart;
}
