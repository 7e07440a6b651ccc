import { describe, expect, it } from "vitest";

import { emptyDocument, withBody } from "../../src/document/circuit";
import { addEdge, addSpider, diagramOf, emptyDiagram, moveSpiders } from "../../src/document/diagram";
import { besideScene, boundsOf, diagramScene, edgeAt, rowSpacing, ZX_PITCH } from "../../src/scene/diagram";
import { laidOut } from "../laid-out";
import { measure } from "../measure";

const sceneOf = (document: ReturnType<typeof addEdge>) => diagramScene(diagramOf(document), measure);

describe("edges", () => {
  /** a, b and c on a line, with an edge from a to c that has to go around b. */
  const line = () => {
    const a = addSpider(withBody(emptyDocument(), emptyDiagram(0)), { kind: "Z", x: 0, y: 0 }, null);
    const b = addSpider(a.document, { kind: "X", x: 1, y: 0 }, null);
    const c = addSpider(b.document, { kind: "Z", x: 2, y: 0 }, null);
    const far = addEdge(c.document, { source: a.id, target: c.id, kind: "plain" });
    return { document: addEdge(far, { source: a.id, target: b.id, kind: "plain" }), ids: [a.id, b.id, c.id] as const };
  };

  it("bend around a spider, and hits follow the bend", () => {
    const { document } = line();
    const scene = sceneOf(document);
    const [far, straight] = scene.edges;
    expect(straight?.path).toContain("L");
    expect(Math.abs(far?.y ?? 0)).toBeGreaterThan(9);
    expect(edgeAt(scene, far?.x ?? 0, far?.y ?? 0)).toBe(far);
    expect(edgeAt(scene, 1.5 * ZX_PITCH.x, 0)).toBeNull();
  });

  it("that stay are not asked for again while a spider moves, and those of the spider follow it", () => {
    const { document, ids } = line();
    const scene = sceneOf(document);
    const moved = diagramOf(moveSpiders(document, new Set([ids[1]]), { x: 0, y: 3 }));
    const moving = diagramScene(moved, measure, ZX_PITCH.y, scene);
    expect(moving.edges[0]).toBe(scene.edges[0]);
    expect(moving.edges[1]?.points.at(-1)).toMatchObject({ x: ZX_PITCH.x, y: 3 * ZX_PITCH.y });
    // At rest the way is clear.
    expect(diagramScene(moved, measure).edges[0]?.path).toContain("L");
  });
});

describe("the box around a diagram", () => {
  it("takes in wide spiders and the numbers beside the ends", () => {
    const wide = addSpider(
      withBody(emptyDocument(), emptyDiagram(2)),
      { kind: "Z", phase: "2*gamma + pi/4", x: 1, y: -3 },
      null,
    );
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
    expect(boundsOf(sceneOf(withBody(emptyDocument(), emptyDiagram(0))))).toEqual({
      left: 0,
      right: 0,
      top: 0,
      bottom: 0,
    });
  });
});

describe("a diagram beside its circuit", () => {
  const wires = (count: number) => withBody(emptyDocument(), emptyDiagram(count));

  it("has rows where inputs and outputs stand in order at one distance", () => {
    expect(rowSpacing(emptyDiagram(3))).toBe(1);
    expect(rowSpacing(emptyDiagram(1))).toBe(1);
    const moved = moveSpiders(wires(3), new Set(emptyDiagram(3).outputs.slice(2)), { x: 0, y: 0.25 });
    expect(rowSpacing(diagramOf(moved))).toBeNull();
    expect(rowSpacing(diagramOf(moveSpiders(wires(1), new Set(emptyDiagram(1).inputs), { x: 0, y: 1 })))).toBeNull();
  });

  it("keeps its rows 64 px apart when the layout made room between them", () => {
    // A phase gadget over two wires, as in the diagram of an RZZ gate.
    let { document, id } = addSpider(wires(2), { kind: "Z", x: 2, y: 0 }, "e0");
    const other = addSpider(document, { kind: "Z", x: 2, y: 1 }, "e1");
    const hub = addSpider(other.document, { kind: "X", x: 3, y: 1 }, null);
    const leaf = addSpider(hub.document, { kind: "Z", phase: "gamma", x: 4, y: 1 }, null);
    document = leaf.document;
    for (const target of [id, other.id, leaf.id])
      document = addEdge(document, { source: hub.id, target, kind: "plain" });
    const body = diagramOf(laidOut(document));
    expect(rowSpacing(body)).toBe(1.5);
    const scene = besideScene(body, measure);
    expect(scene.rowPitch).toBe(ZX_PITCH.y);
    body.inputs.forEach((end, k) => expect(scene.byId.get(end)?.y).toBe(k * scene.rowPitch));
    // Alone it is drawn as it was laid out.
    expect(diagramScene(body, measure).rowPitch).toBe(1.5 * ZX_PITCH.y);
    const { y = 0, height = 0 } = scene.byId.get(hub.id) ?? {};
    expect(y - height / 2).toBeGreaterThan(9);
    expect(y + height / 2).toBeLessThan(scene.rowPitch - 9);
  });

  it("moved by hand it is drawn at its own places", () => {
    const [, second = ""] = emptyDiagram(3).inputs;
    const body = diagramOf(moveSpiders(wires(3), new Set([second]), { x: 0, y: 0.5 }));
    expect(besideScene(body, measure).rowPitch).toBe(ZX_PITCH.y);
    expect(besideScene(body, measure).byId.get(second)?.y).toBe(1.5 * ZX_PITCH.y);
  });
});
