import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { type Document, emptyDocument } from "../../src/document/circuit";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";
import { parameterColors, parameterGroups } from "../../src/scene/colors";
import { describePlaced, layersOf } from "../../src/scene/describe";
import { hitItem, itemsInBox, landingAt } from "../../src/scene/hit";
import { afterColumn, boxOf, inView, layoutOf, wireY } from "../../src/scene/layout";
import { anglePiece, numberText, plainAngle, plainName } from "../../src/scene/math";
import { measure } from "../measure";

const tfim = loads(readFileSync(new URL("../fixtures/tfim.qdesign", import.meta.url), "utf8"));
const body = circuitOf(tfim);
const layout = layoutOf(body, tfim.layout?.displays, measure);

const drawn = (program: string): ReturnType<typeof layoutOf> =>
  layoutOf(circuitOf(fromQasm(program)), undefined, measure);

describe("layout", () => {
  it("gives every gate of a column the same width, and keeps columns apart", () => {
    const top = layout.levels.find((level) => !level.path.length);
    for (const [k, strip] of (top?.columns ?? []).entries()) {
      const next = top?.columns[k + 1];
      if (next) expect(next.left).toBeGreaterThanOrEqual(strip.left + strip.width + 12);
    }
    const first = layout.small.filter((each) => each.kind === "gate" && !each.path.length && each.item.column === 0);
    expect(new Set(first.map((each) => each.width)).size).toBe(1);
  });

  it("finds what is in view as looking at everything would", () => {
    const gates = Array.from({ length: 300 }, (_, k) => `${k % 3 ? "h" : "rx(0.1)"} q[${(k * 7) % 5}];`);
    const wide = drawn(`OPENQASM 3.0; qubit[5] q; ${gates.join(" ")}`);
    for (const [left, right] of [
      [0, 100],
      [500, 900],
      [-100, -50],
      [1e5, 2e5],
      [300, 301],
    ] as const) {
      const all = wide.small
        .filter((each) => each.x + each.width / 2 >= left && each.x - each.width / 2 <= right)
        .map((each) => each.id);
      const seen = inView(wide, left, right).map((each) => each.id);
      for (const id of all) expect(seen).toContain(id);
      expect(seen.length).toBeLessThan(all.length + 12);
    }
  });

  it("draws wires as classical after their last measurement", () => {
    const mixed = drawn("OPENQASM 3.0; qubit[2] q; bit[2] c; c[0] = measure q[0]; c[1] = measure q[1]; h q[1];");
    expect([...mixed.classicalFrom.keys()]).toEqual([0]);
  });

  it("puts a display behind its column and the next column behind the display", () => {
    const display = layout.small.find((each) => each.kind === "display");
    const measured = layout.small.find((each) => each.kind === "gate" && each.item.gate === "measure");
    expect(display && measured && display.x + display.width / 2).toBeLessThan(
      (measured?.x ?? 0) - (measured?.width ?? 0) / 2,
    );
    expect(afterColumn(layout, 4)).toBeGreaterThan(display?.x ?? 0);
  });
});

describe("displays behind one column", () => {
  it("stand beside each other where they share a wire, above each other where not", () => {
    const display = (kind: "bloch" | "probabilities", ...qubits: readonly number[]) =>
      ({ kind, qubits, column: 0 }) as const;
    const plain = circuitOf(fromQasm("OPENQASM 3.0; qubit[3] q; h q[0]; h q[1]; h q[2];"));
    const places = layoutOf(
      plain,
      new Map([
        ["a", display("bloch", 1)],
        ["b", display("bloch", 1)],
        ["c", display("bloch", 0)],
        ["d", display("probabilities", 0, 2)],
      ]),
      measure,
    );
    const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => boxOf(places.byId.get(id) ?? expect.fail(id)));
    if (!a || !b || !c || !d) throw new Error("a display has no place");
    expect(b.left).toBeGreaterThan(a.right);
    expect(c.left).toBe(a.left);
    expect(d.left).toBeGreaterThan(b.right);
  });
});

describe("rows that are further apart", () => {
  const apart = layoutOf(body, tfim.layout?.displays, measure, 64);

  it("move things across the wires only, and keep gates as high as they are", () => {
    for (const placed of apart.small) {
      const near = layout.byId.get(placed.id);
      const [box, old] = [boxOf(placed), near && boxOf(near)];
      expect([box.left, box.right]).toEqual([old?.left, old?.right]);
      const rows = placed.bottom - placed.top;
      expect(box.bottom - box.top - 64 * rows).toBeCloseTo((old?.bottom ?? 0) - (old?.top ?? 0) - 44 * rows);
      expect((box.top + box.bottom) / 2).toBeCloseTo(wireY((placed.top + placed.bottom) / 2, 64));
    }
  });

  it("are hit where they are drawn", () => {
    for (const placed of apart.small) {
      const box = boxOf(placed);
      expect(hitItem(apart, { x: placed.x, y: (box.top + box.bottom) / 2 })?.id).toBe(placed.id);
    }
    expect(landingAt(apart, { x: 9999, y: wireY(2, 64) + 20 }, () => false)?.wire).toBe(2);
  });
});

describe("hits", () => {
  it("finds each gate at its middle", () => {
    for (const placed of layout.small) {
      const box = boxOf(placed);
      expect(hitItem(layout, { x: placed.x, y: (box.top + box.bottom) / 2 })?.id).toBe(placed.id);
    }
  });

  it("finds a block on its tag and not in its middle", () => {
    const [block] = layout.blocks;
    expect(block).toBeDefined();
    if (!block) return;
    const box = boxOf(block);
    expect(hitItem(layout, { x: box.left + 10, y: box.top - 10 })?.id).toBe(block.id);
    expect(hitItem(layout, { x: box.left + 7, y: wireY(0) + 22 })?.kind).not.toBe("block");
  });

  it("takes the whole block into a box around it, and not its gates", () => {
    const found = itemsInBox(layout, { x: -50, y: -80 }, { x: layout.width + 50, y: 400 });
    const [block] = layout.blocks;
    expect(found.has(block?.id ?? "")).toBe(true);
    expect(
      layout.small.filter((each) => each.kind === "gate" && each.path.length).some((each) => found.has(each.id)),
    ).toBe(false);
  });

  it("lands in a free column, between columns at a gap, inside a block over its frame, nowhere off the wires", () => {
    const program = drawn("OPENQASM 3.0; qubit[2] q; h q[0]; x q[0]; h q[1];");
    const second = program.small.find((each) => each.kind === "gate" && each.item.gate === "x");
    const free = landingAt(program, { x: second?.x ?? 0, y: wireY(1) }, () => false);
    expect(free).toEqual({ spot: { path: [], column: 1, between: false }, wire: 1 });
    const gap = landingAt(program, { x: (second?.x ?? 0) - (second?.width ?? 0) / 2 - 4, y: 0 }, () => false);
    expect(gap?.spot).toEqual({ path: [], column: 1, between: true });
    expect(landingAt(program, { x: 9999, y: 0 }, () => false)?.spot.column).toBe(2);
    expect(landingAt(program, { x: 0, y: 300 }, () => false)).toBeNull();
    const [block] = layout.blocks;
    const inside = layout.small.find((each) => each.kind === "gate" && each.path.length > 0);
    expect(landingAt(layout, { x: inside?.x ?? 0, y: wireY(0) }, () => false)?.spot.path).toEqual([block?.id]);
  });
});

describe("words and letters", () => {
  it("says what a gate is and where it stands", () => {
    const words = layout.small.map((each) => describePlaced(each, body));
    expect(words).toContain("RZZ 2γ + π/4 on q1 and q2, column 2");
    expect(words).toContain("X on q1, controlled by q0, column 2");
    expect(words).toContain("Bloch sphere of q1 after column 5");
  });

  it("counts the repetitions of a block as its parameters do", () => {
    const layers = (count: number, ...names: readonly (readonly string[])[]): string =>
      layersOf({ count, indexed: new Map(names.map((each, k) => [`local_${k}`, each])) });
    expect(layers(3, ["theta_0_0", "theta_0_1", "theta_0_2"], ["theta_1_0", "theta_1_1", "theta_1_2"])).toBe("0, 1, 2");
    expect(layers(2, ["gamma[1]", "gamma[2]"])).toBe("1, 2");
    expect(layers(2, ["theta_0", "theta_4"], ["theta_1", "theta_5"])).toBe("1, 2");
    expect(layers(2, ["a", "b"])).toBe("1, 2");
    expect(
      layers(
        7,
        ["0", "1", "2", "3", "4", "5", "6"].map((k) => `t${k}`),
      ),
    ).toBe("0 … 6");
    expect(layers(2)).toBe("1, 2");
  });

  it("writes Greek, indices, fractions and a true minus", () => {
    expect(["theta_12", "gamma[3]", "theta_1_20", "x_a", "x"].map(plainName)).toEqual([
      "θ₁₂",
      "γ₃",
      "θ₁,₂₀",
      "x_a",
      "x",
    ]);
    expect(plainAngle("-3*pi/4 + 2*gamma")).toBe("2γ − 3π/4");
    expect(numberText(-0.5)).toBe("−0.5");
    const rounded = anglePiece("2.9180556598142937", { size: 15, measure });
    expect(rounded.runs).toMatchObject([{ text: "2.918" }]);
    expect(plainAngle("2.9180556598142937 - pi/4")).toBe("−π/4 + 2.9180556598142937");
    const piece = anglePiece("pi/4", { size: 15, measure });
    expect(piece.runs.map((run) => (run.kind === "text" ? run.text : "—"))).toEqual(["π", "—", "4"]);
    const indexed = anglePiece("2*gamma", { size: 15, measure, indexed: new Set(["gamma"]) });
    expect(indexed.runs.map((run) => run.kind === "text" && run.text)).toEqual(["2", "γ", "ℓ"]);
  });

  it("keeps the colors as one object over edits that leave them as they are", () => {
    const before = parameterColors(tfim);
    expect(parameterColors({ ...tfim, body: { ...body, operations: new Map(body.operations) } })).toBe(before);
    const fewer = { ...tfim, body: { ...body }, parameters: tfim.parameters.slice(1) };
    expect(parameterColors(fewer)).not.toBe(before);
    expect(parameterColors(tfim)).toEqual(before);
  });

  it("lists names that end in numbers in the order of those, with the colors of their first use", () => {
    const of = (names: readonly string[]): Document => ({
      ...emptyDocument(1),
      parameters: names.map((name) => ({ name, value: 0, low: -1, high: 1, step: 0.1 })),
    });
    const drawn = of(["t9", "t12", "phi", "t10", "x2y", "t11", "x1y"]);
    const order = parameterGroups(drawn).flatMap(({ names }) => names);
    expect(order).toEqual(["t9", "t10", "phi", "t11", "x2y", "t12", "x1y"]);
    expect([...order].map((name) => parameterColors(drawn).get(name)?.hue)).toEqual([1, 4, 3, 7, 5, 2, 6]);
  });

  it("shares a hue among the names that one block parameter stands for", () => {
    const groups = parameterGroups(tfim).map((group) => group.names.join(" "));
    expect(groups).toEqual([
      "theta_0",
      "theta_1",
      "theta_2",
      "theta_3",
      "gamma_1 gamma_2 gamma_3",
      "beta_1 beta_2 beta_3",
    ]);
    const colors = parameterColors(tfim);
    expect(colors.get("gamma_1")?.hue).toBe(colors.get("gamma_3")?.hue);
    expect([1, 2, 3].map((k) => colors.get(`gamma_${k}`)?.strength)).toEqual([0, 1, 2]);
  });
});
