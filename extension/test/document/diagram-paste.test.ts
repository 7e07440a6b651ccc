import { describe, expect, it } from "vitest";
import { emptyDocument, isCircuit, withBody } from "../../src/document/circuit";
import { emptyDiagram } from "../../src/document/diagram";
import { addDiagram } from "../../src/document/diagram-paste";

const WIRES = withBody(emptyDocument(1), emptyDiagram(2));

describe("a diagram that is put into a diagram", () => {
  it("keeps its ends behind those that are there, and touches nothing", () => {
    for (const at of [null, { x: 2, y: 0.2 }]) {
      const { document, ids } = addDiagram(WIRES, WIRES, at);
      if (isCircuit(document.body)) throw new Error("a circuit");
      const { spiders, edges, inputs, outputs } = document.body;
      expect([spiders.size, edges.size, inputs.length, outputs.length, ids.size]).toEqual([8, 4, 4, 4, 4]);
      expect(inputs.slice(0, 2)).toEqual(["i0", "i1"]);
      expect(inputs.slice(2).every((id) => ids.has(id))).toBe(true);
      const places = [...spiders.values()].map(({ x, y }) => `${x} ${y}`);
      expect(new Set(places).size).toBe(8);
    }
  });

  it("stands beside the point", () => {
    const { document, ids } = addDiagram(withBody(WIRES, emptyDiagram(0)), WIRES, { x: 10, y: 3 });
    if (isCircuit(document.body)) throw new Error("a circuit");
    const places = [...document.body.spiders].filter(([id]) => ids.has(id)).map(([, { x, y }]) => [x, y]);
    expect(Math.min(...places.map(([x]) => x ?? 0))).toBe(11);
    expect(places.map(([, y]) => y)).toContain(2.5);
  });
});
