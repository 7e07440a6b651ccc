import { describe, expect, it } from "vitest";

import type { DiagramBody, Spider } from "../../src/document/circuit";
import { sameDrawing } from "../../src/document/same-drawing";

/** Spiders "a:Z:pi/2", "i:in", "o:out"; edges "a-b" plain, "a=b" Hadamard. */
function diagram(spiders: string, edges: string): DiagramBody {
  const listed = spiders.split(" ").map((each) => each.split(":"));
  const ends = (kind: string): string[] => listed.filter(([, k]) => k === kind).map(([id = ""]) => id);
  return {
    kind: "diagram",
    spiders: new Map(
      listed.map(([id = "", kind, phase]): [string, Spider] => [
        id,
        { kind: kind === "in" || kind === "out" ? "boundary" : (kind as "Z"), ...(phase ? { phase } : {}), x: 0, y: 0 },
      ]),
    ),
    edges: new Map(
      edges.split(" ").map((each, k) => {
        const [source = "", target = ""] = each.split(/[-=]/);
        return [`e${k}`, { source, target, kind: each.includes("=") ? "hadamard" : "plain" } as const];
      }),
    ),
    inputs: ends("in"),
    outputs: ends("out"),
  };
}

describe("the same drawing", () => {
  it("has other names, another order and other places", () => {
    const a = diagram("i:in o:out a:Z:a+b b:X", "i-a a-b a=b b-o b-b");
    const b = diagram("p:in q:out y:X x:Z:b+a", "y-q y-y x=y y-x x-p");
    expect(sameDrawing(a, b)).toBe(true);
  });

  it.each([
    ["another phase", "i:in o:out a:Z:a b:X", "i-a a-b a=b b-o b-b"],
    ["another kind of an edge", "i:in o:out a:Z:a+b b:X", "i-a a-b a-b b-o b-b"],
    ["another loop", "i:in o:out a:Z:a+b b:X", "i-a a-b a=b b-o a-a"],
    ["ends exchanged", "i:out o:in a:Z:a+b b:X", "i-a a-b a=b b-o b-b"],
  ])("is not one with %s", (_, spiders, edges) => {
    expect(sameDrawing(diagram("i:in o:out a:Z:a+b b:X", "i-a a-b a=b b-o b-b"), diagram(spiders, edges))).toBe(false);
  });

  it("tells rings apart that look alike from every spider", () => {
    const names = [..."abcdef"].map((id) => `${id}:Z`).join(" ");
    const six = diagram(names, "a-b b-c c-d d-e e-f f-a");
    expect(sameDrawing(six, diagram(names, "a-c c-e e-b b-d d-f f-a"))).toBe(true);
    expect(sameDrawing(six, diagram(names, "a-b b-c c-a d-e e-f f-d"))).toBe(false);
  });
});
