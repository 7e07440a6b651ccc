import { describe, expect, it } from "vitest";

import { emptyDocument, withBody } from "../../src/document/circuit";
import { addEdge, addSpider, diagramOf, emptyDiagram } from "../../src/document/diagram";
import { boundsOf, diagramScene, ZX_PITCH } from "../../src/scene/diagram";
import { measure } from "../measure";

const sceneOf = (document: ReturnType<typeof addEdge>) => diagramScene(diagramOf(document), measure);

describe("the box around a diagram", () => {
  it("takes in wide spiders and the numbers beside the ends", () => {
    const wide = addSpider(withBody(emptyDocument(), emptyDiagram(2)), { kind: "Z", phase: "2*gamma + pi/4", x: 1, y: -3 }, null);
    const scene = sceneOf(wide.document);
    const box = boundsOf(scene);
    const spider = scene.byId.get(wide.id);
    const ends = scene.spiders.filter((placed) => placed.wire !== null);
    expect(box.top).toBe(-3 * ZX_PITCH.y - (spider?.height ?? 0) / 2);
    expect(box.left).toBeLessThan(Math.min(...ends.map((end) => end.x)) - 12);
    expect(box.right).toBeGreaterThan(Math.max(...ends.map((end) => end.x)) + 12);
  });

  it("takes in loops and parallel edges, which leave the line between spiders", () => {
    let { document, id } = addSpider(withBody(emptyDocument(), emptyDiagram(0)), { kind: "Z", x: 3, y: 3 }, null);
    const other = addSpider(document, { kind: "X", x: 6, y: 3 }, null);
    document = addEdge(other.document, { source: id, target: id, kind: "plain" });
    const loop = boundsOf(sceneOf(document));
    expect(loop.top).toBeLessThan(3 * ZX_PITCH.y - 20);
    // It is the box of what is drawn, wherever the origin is.
    expect(loop.left).toBeGreaterThan(2 * ZX_PITCH.x);
    for (let k = 0; k < 3; k++) document = addEdge(document, { source: id, target: other.id, kind: "plain" });
    expect(boundsOf(sceneOf(document)).bottom).toBeGreaterThan(3 * ZX_PITCH.y + 9);
  });

  it("of nothing is empty", () => {
    expect(boundsOf(sceneOf(withBody(emptyDocument(), emptyDiagram(0))))).toEqual({ left: 0, right: 0, top: 0, bottom: 0 });
  });
});
