import { describe, expect, it } from "vitest";

import { addWire, dragged, reordered, turned } from "../../src/document/boundaries";
import { type Document, emptyDocument, withBody } from "../../src/document/circuit";
import { addBoundary, addEdge, addSpider, diagramOf, emptyDiagram } from "../../src/document/diagram";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

const wires = (count: number): Document => withBody(emptyDocument(), emptyDiagram(count));

describe("inputs and outputs", () => {
  it("gives each boundary of one spider a place of its own", () => {
    let { document, id } = addSpider(wires(0), { kind: "Z", x: 1, y: 1 });
    for (let k = 0; k < 6; k++) document = addBoundary(document, id, k % 2 ? "input" : "output").document;
    id = "unused";
    const places = [...diagramOf(document).spiders.values()].map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(7);
  });

  it("keeps the order of a drag up and down, and the side of a drag across", () => {
    const start = wires(3);
    const up = diagramOf(dragged(start, new Set(["i2"]), { x: 0, y: -1.5 }));
    expect([up.inputs, up.outputs]).toEqual([
      ["i0", "i2", "i1"],
      ["b0", "b1", "b2"],
    ]);
    const across = diagramOf(dragged(start, new Set(["i1"]), { x: 6.5, y: 0.25 }));
    expect([across.inputs, across.outputs]).toEqual([
      ["i0", "i2"],
      ["b0", "b1", "i1", "b2"],
    ]);
    // Dragged together they keep their order, and a small move changes nothing but the place.
    expect(diagramOf(dragged(start, new Set(["i0", "i2"]), { x: 0, y: 3 })).inputs).toEqual(["i0", "i1", "i2"]);
    expect(diagramOf(dragged(start, new Set(["i0"]), { x: 0.5, y: 0.5 })).inputs).toEqual(["i0", "i1", "i2"]);
  });

  it("moves one in the order by key: the two exchange places", () => {
    const body = diagramOf(reordered(wires(2), "b0", 1));
    expect(body.outputs).toEqual(["b1", "b0"]);
    expect([body.spiders.get("b0")?.y, body.spiders.get("b1")?.y]).toEqual([1, 0]);
    const last = wires(2);
    expect(reordered(last, "b1", 1)).toBe(last);
    expect(() => turned(last, "e0")).toThrow("Select an input or an output");
  });

  it("draws wires, cups, caps, loops and parallel edges, which are read back", () => {
    const wire = addWire(wires(1));
    const cup = turned(wire.document, wire.id);
    expect([diagramOf(cup).inputs.length, diagramOf(cup).outputs.length]).toEqual([3, 1]);
    const put = addSpider(addWire(cup).document, { kind: "Z", x: 3, y: 5 });
    const loop = addEdge(put.document, { source: put.id, target: put.id, kind: "hadamard" });
    const other = addSpider(loop, { kind: "X", x: 4, y: 5 });
    let both = other.document;
    for (const kind of ["plain", "hadamard", "plain"] as const)
      both = addEdge(both, { source: put.id, target: other.id, kind });
    expect(dumps(loads(dumps(both)))).toBe(dumps(both));
    expect(diagramOf(both).edges.size).toBe(7);
  });
});
