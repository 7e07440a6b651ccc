import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { checkDiagram } from "../../src/document/check";
import {
  type DiagramBody,
  type Document,
  type Edge,
  emptyDocument,
  type Spider,
  withBody,
} from "../../src/document/circuit";
import { addBoundary, addEdge, addSpider, diagramOf, emptyDiagram } from "../../src/document/diagram";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { diagramScene } from "../../src/scene/diagram";
import { laidOut } from "../laid-out";
import { measure } from "../measure";

/** Pairs of spiders whose shapes meet. */
function overlaps(document: Document): readonly string[] {
  const { spiders } = diagramScene(diagramOf(document), measure);
  const found: string[] = [];
  spiders.forEach((a, k) =>
    spiders.slice(k + 1).forEach((b) => {
      if (Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2)
        found.push(`${a.id} ${b.id}`);
    }),
  );
  return found;
}

const bodyOf = (document: Document): DiagramBody => diagramOf(document);
const ys = (body: DiagramBody, ids: readonly string[]): readonly number[] =>
  ids.map((id) => body.spiders.get(id)?.y ?? NaN);
const xs = (body: DiagramBody, ids: readonly string[]): readonly number[] =>
  ids.map((id) => body.spiders.get(id)?.x ?? NaN);

interface Net {
  readonly wires: number;
  readonly spiders: readonly ("Z" | "X" | "H")[];
  readonly phases: readonly string[];
  readonly joins: readonly (readonly [number, number, "plain" | "hadamard"])[];
}

/** Any diagram: spiders anywhere, edges between any two, each other wire ending on some spider. */
function netOf(net: Net): Document {
  const { wires } = net;
  const spiders = new Map<string, Spider>();
  const edges = new Map<string, Edge>();
  net.spiders.forEach((kind, k) => {
    const phase = net.phases[k % Math.max(1, net.phases.length)];
    spiders.set(`s${k}`, { kind, x: 0, y: 0, ...(phase === undefined ? {} : { phase }) });
  });
  const inputs: string[] = [];
  const outputs: string[] = [];
  for (let k = 0; k < wires; k++) {
    const end = `s${(k * 7) % Math.max(1, net.spiders.length)}`;
    const other = `s${(k * 5 + 3) % Math.max(1, net.spiders.length)}`;
    spiders.set(`i${k}`, { kind: "boundary", x: 0, y: 0 }).set(`b${k}`, { kind: "boundary", x: 0, y: 0 });
    inputs.push(`i${k}`);
    outputs.push(`b${k}`);
    if (net.spiders.length) {
      edges.set(`ei${k}`, { source: `i${k}`, target: end, kind: "plain" });
      edges.set(`eb${k}`, { source: other, target: `b${k}`, kind: "plain" });
    } else edges.set(`ei${k}`, { source: `i${k}`, target: `b${k}`, kind: "plain" });
  }
  net.joins.forEach(([a, b, kind], k) => {
    if (net.spiders.length)
      edges.set(`e${k}`, { source: `s${a % net.spiders.length}`, target: `s${b % net.spiders.length}`, kind });
  });
  return withBody(emptyDocument(), checkDiagram({ kind: "diagram", spiders, edges, inputs, outputs }));
}

const nets = fc.record({
  wires: fc.integer({ min: 0, max: 6 }),
  spiders: fc.array(fc.constantFrom("Z", "X", "H"), { maxLength: 40 }),
  phases: fc.array(fc.constantFrom("pi/4", "2*gamma_0 + pi/4", "theta"), { maxLength: 3 }),
  joins: fc.array(fc.tuple(fc.nat(39), fc.nat(39), fc.constantFrom("plain", "hadamard")), { maxLength: 90 }),
});

describe("layout", () => {
  it("keeps any diagram as it is, puts no spider over another, inputs left and outputs right in order", () => {
    fc.assert(
      fc.property(nets, (net) => {
        const before = netOf(net);
        const after = laidOut(before);
        const body = bodyOf(after);
        expect(overlaps(after)).toEqual([]);
        const inner = [...body.spiders.keys()].filter((id) => body.spiders.get(id)?.kind !== "boundary");
        expect(new Set(xs(body, body.inputs)).size).toBeLessThanOrEqual(1);
        expect(new Set(xs(body, body.outputs)).size).toBeLessThanOrEqual(1);
        for (const side of [body.inputs, body.outputs])
          expect(ys(body, side)).toEqual([...ys(body, side)].sort((a, b) => a - b));
        if (net.wires && inner.length) expect(xs(body, body.inputs)[0]).toBeLessThan(xs(body, body.outputs)[0] ?? 0);
        const bare = (document: Document): unknown =>
          [...bodyOf(document).spiders].map(([id, { kind, phase }]) => [id, kind, phase]);
        expect(bare(after)).toEqual(bare(before));
        expect(body.edges).toBe(bodyOf(before).edges);
      }),
      { numRuns: 150 },
    );
  });

  it("comes out the same wherever the spiders stood, and a second time changes nothing", () => {
    fc.assert(
      fc.property(nets, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 20 }), (net, shifts) => {
        const document = netOf(net);
        const body = bodyOf(document);
        const moved = new Map(
          [...body.spiders].map(([id, spider], k) => [
            id,
            { ...spider, x: shifts[k % shifts.length] ?? 0, y: shifts[(k * 3) % shifts.length] ?? 0 },
          ]),
        );
        const after = laidOut(document);
        expect(dumps(laidOut(withBody(document, { ...body, spiders: moved })))).toBe(dumps(after));
        expect(laidOut(after)).toBe(after);
      }),
      { numRuns: 40 },
    );
  });

  it("draws the wires of a circuit straight, with spiders joined across them above each other", () => {
    let document = withBody(emptyDocument(), emptyDiagram(3));
    const joined: [string, string][] = [];
    let last = ["e0", "e1", "e2"];
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const) {
      const control = addSpider(document, { kind: "Z", x: 9, y: 9 }, last[a] ?? "");
      const target = addSpider(control.document, { kind: "X", x: -3, y: 2 }, last[b] ?? "");
      document = addEdge(target.document, { source: control.id, target: target.id, kind: "plain" });
      joined.push([control.id, target.id]);
      // The edge that follows the new spider on its wire.
      const after = (id: string): string =>
        [...diagramOf(document).edges].find(
          ([, e]) => e.source === id && diagramOf(document).spiders.get(e.target)?.kind === "boundary",
        )?.[0] ?? "";
      last = last.map((edge, k) => (k === a ? after(control.id) : k === b ? after(target.id) : edge));
    }
    const body = bodyOf(laidOut(document));
    const rows = [0, 1, 2].map((row) => [...body.spiders.values()].filter((spider) => spider.y === row).length);
    expect(rows).toEqual([4, 4, 4]);
    for (const pair of joined) expect(new Set(xs(body, pair)).size).toBe(1);
    // The edge from the first to the last wire has its column for itself.
    expect(new Set(joined.map(([a]) => xs(body, [a])[0])).size).toBe(3);
  });

  it("keeps a phase gadget between its wires", () => {
    let { document, id: a } = addSpider(withBody(emptyDocument(), emptyDiagram(2)), { kind: "Z", x: 1, y: 0 }, "e0");
    const b = addSpider(document, { kind: "Z", x: 4, y: 1 }, "e1");
    const hub = addSpider(b.document, { kind: "X", x: 0, y: 9 });
    const leaf = addSpider(hub.document, { kind: "Z", phase: "2*gamma", x: 7, y: 7 });
    document = leaf.document;
    for (const [source, target] of [
      [a, hub.id],
      [b.id, hub.id],
      [hub.id, leaf.id],
    ] as const)
      document = addEdge(document, { source, target, kind: "plain" });
    const body = bodyOf(laidOut(document));
    const [top, bottom] = ys(body, ["i0", "i1"]);
    for (const y of ys(body, [hub.id, leaf.id])) {
      expect(y).toBeGreaterThan(top ?? 0);
      expect(y).toBeLessThan(bottom ?? 0);
    }
    expect(xs(body, [a])).toEqual(xs(body, [b.id]));
  });

  it("takes empty diagrams, bare wires, loops, parallel edges and parts without wires", () => {
    const none = withBody(emptyDocument(), {
      kind: "diagram",
      spiders: new Map(),
      edges: new Map(),
      inputs: [],
      outputs: [],
    } satisfies DiagramBody);
    expect(laidOut(none)).toBe(none);
    expect(overlaps(laidOut(withBody(emptyDocument(), emptyDiagram(4))))).toEqual([]);
    let document = withBody(emptyDocument(), emptyDiagram(1));
    const first = addSpider(document, { kind: "Z", x: 0, y: 0 });
    const second = addSpider(first.document, { kind: "X", x: 0, y: 0 });
    document = addSpider(second.document, { kind: "H", phase: "pi", x: 0, y: 0 }).document;
    for (const target of [first.id, second.id, second.id])
      document = addEdge(document, { source: first.id, target, kind: "hadamard" });
    document = addBoundary(document, second.id, "output").document;
    const after = laidOut(document);
    expect(overlaps(after)).toEqual([]);
    expect(loads(dumps(after))).toEqual(after);
  });

  it("lays out 500 spiders with none over another", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const document = netOf({
      wires: 20,
      phases: ["pi/4", "2*gamma_0 + pi/4"],
      spiders: Array.from({ length: 500 }, () => "Z" as const),
      joins: Array.from({ length: 1200 }, () => [random(500), random(500), "hadamard"] as const),
    });
    expect(overlaps(laidOut(document))).toEqual([]);
  });

  it("leaves what is to be kept where it stands", () => {
    const document = netOf({ wires: 2, phases: [], spiders: ["Z", "X", "Z"], joins: [[0, 1, "plain"]] });
    const body = bodyOf(document);
    const moved = new Map([...body.spiders].map(([id, spider], k) => [id, { ...spider, x: 1.37 * k, y: -2 * k }]));
    const by = withBody(document, { ...body, spiders: moved });
    const after = bodyOf(laidOut(by, new Set([...moved.keys()].filter((id) => id !== "s1"))));
    for (const [id, spider] of moved) if (id !== "s1") expect(after.spiders.get(id)).toBe(spider);
    expect(after.spiders.get("s1")).not.toBe(moved.get("s1"));
  });
});
