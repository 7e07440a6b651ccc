/** Linear maps of circuits and diagrams: by the engine, by tensors, and how two of them compare. */

import { expect, it } from "vitest";

import type { DiagramBody, Spider } from "../../src/document/circuit";
import { compile } from "../../src/live/compile";
import { Engine, loadEngine } from "../../src/live/engine";
import { columnOf, compareMaps, doubled, energyOf, fromZeros, isWhole, undoubled, whyNoMap } from "../../src/live/maps";
import { encodeObservable, pauliTerms } from "../../src/live/program";
import { type DenseMap, denseMap, scaledMap } from "../../src/rewriting/tensor";
import { chain, circuit, ring } from "./circuits";
import { engineBytes, valuesOf } from "./fixtures";

const module = await loadEngine(engineBytes());

function stateOf(body: ReturnType<typeof circuit>): Float64Array {
  const program = compile(body);
  const engine = new Engine(module, program);
  engine.run(valuesOf(program.parameters.length));
  return engine.state().slice();
}

const TEXT = "h 0; rz(a) 0; cx 0 1; ry(b) 1; cx 1 2; t 2; rx(a) 2; cx 2 0";

it("has the matrix of a circuit from one run: what each basis state becomes", () => {
  const map = undoubled(stateOf(doubled(circuit(3, TEXT))), 3);
  for (let column = 0; column < 8; column++) {
    const flips = [0, 1, 2].filter((k) => (column >> k) & 1).map((k) => `x ${k}`);
    const state = stateOf(circuit(3, [...flips, TEXT].join("; ")));
    const { re, im } = columnOf(map, column);
    for (let row = 0; row < 8; row++) {
      expect(re[row]).toBeCloseTo(state[2 * row] ?? NaN, 12);
      expect(im[row]).toBeCloseTo(state[2 * row + 1] ?? NaN, 12);
    }
  }
});

it("has the energy of a state of any length as the engine has it", () => {
  const terms = pauliTerms([...chain(4), ["YXZY", 0.5], ["IYIY", -0.25], ["IIYX", 0.75]]);
  const program = compile(ring(4, 2));
  const engine = new Engine(module, program);
  engine.observe(encodeObservable(4, terms));
  engine.run(valuesOf(program.parameters.length));
  const state = engine.state().slice();
  const part = (from: 0 | 1): Float64Array =>
    Float64Array.from({ length: 16 }, (_, k) => 3 * (state[2 * k + from] ?? 0));
  expect(energyOf(terms, { rows: 16, columns: 1, re: part(0), im: part(1) })).toBeCloseTo(engine.expectation(), 12);
  expect(energyOf(terms, { rows: 1, columns: 1, re: new Float64Array(1), im: new Float64Array(1) })).toBeNull();
});

const MAP: DenseMap = {
  rows: 2,
  columns: 2,
  re: Float64Array.of(0.6, 0, 0.8, 0.3),
  im: Float64Array.of(0, 0.5, 0, -1),
};

function times({ re, im, ...shape }: DenseMap, [c, s]: readonly [number, number]): DenseMap {
  return {
    ...shape,
    re: re.map((x, k) => c * x - s * (im[k] ?? 0)),
    im: im.map((y, k) => c * y + s * (re[k] ?? 0)),
  };
}

it("finds the scalar between two maps, and the entry that differs most", () => {
  const same = compareMaps(times(MAP, [0, 2]), MAP);
  expect(same?.equal).toBe(true);
  expect(same?.scalar?.size).toBeCloseTo(2, 12);
  expect(same?.scalar?.phase).toBeCloseTo(Math.PI / 2, 12);
  const off = { ...MAP, re: MAP.re.with(2, 0.81) };
  const other = compareMaps(MAP, times(off, [3, -1]));
  expect(other?.equal).toBe(false);
  expect(other?.at).toEqual({ row: 1, column: 0 });
  expect(other?.worst).toBeGreaterThan(1e-3);
});

it("says of maps that are 0, and of other shapes, what they are", () => {
  const none = times(MAP, [0, 0]);
  expect(compareMaps(none, none)).toMatchObject({ equal: true, zeros: [true, true], scalar: null });
  expect(compareMaps(MAP, none)).toMatchObject({ equal: false, zeros: [false, true], scalar: null });
  expect(compareMaps(MAP, columnOf(MAP, 0))).toBeNull();
});

/** Two wires with a gadget between them, and a phase on each. */
const DIAGRAM: DiagramBody = {
  kind: "diagram",
  spiders: new Map<string, Spider>([
    ...["i0", "i1", "o0", "o1"].map((id) => [id, { kind: "boundary" as const, x: 0, y: 0 }] as const),
    ["z0", { kind: "Z", x: 1, y: 0, phase: "a" }],
    ["z1", { kind: "Z", x: 1, y: 1, phase: "pi/4" }],
    ["x", { kind: "X", x: 1, y: 2, phase: "b" }],
  ]),
  edges: new Map(
    ["i0 z0", "z0 o0", "i1 z1", "z1 o1", "z0 x", "x z1"].map((ends, k) => {
      const [source = "", target = ""] = ends.split(" ");
      return [`e${k}`, { source, target, kind: k === 3 ? ("hadamard" as const) : ("plain" as const) }];
    }),
  ),
  inputs: ["i0", "i1"],
  outputs: ["o0", "o1"],
};

it("has what a diagram makes of |0…0⟩ without its whole map", () => {
  const values = new Map([
    ["a", 0.7],
    ["b", -1.9],
  ]);
  const [whole, zeros] = [denseMap(DIAGRAM, values), denseMap(fromZeros(DIAGRAM), values)];
  if (!("re" in whole) || !("re" in zeros)) throw new Error("It is small.");
  expect(compareMaps(columnOf(whole, 0), zeros)).toMatchObject({ equal: true });
});

it("tells a map that is 0 from one whose scalar is very small", () => {
  const beside = (spider: Spider, count: number, kind: "plain" | "hadamard"): DiagramBody => {
    const ids = Array.from({ length: count }, (_, k) => `n${k}`);
    return {
      ...DIAGRAM,
      spiders: new Map([...DIAGRAM.spiders, ...ids.map((id) => [id, spider] as const)]),
      edges: new Map([...DIAGRAM.edges, ...ids.map((id) => [`l${id}`, { source: id, target: id, kind }] as const)]),
    };
  };
  const values = new Map([
    ["a", 0.7],
    ["b", -1.9],
  ]);
  const own = scaledMap(DIAGRAM, values);
  const none = scaledMap(beside({ kind: "Z", x: 0, y: 0 }, 1, "hadamard"), values);
  // (1 - e^(iα)) / √2 with a small α, a hundred times.
  const small = scaledMap(beside({ kind: "Z", x: 0, y: 0, phase: "0.001" }, 100, "hadamard"), values);
  if (!("re" in own) || !("re" in none) || !("re" in small)) throw new Error("They are small.");
  expect(compareMaps(own, none)).toMatchObject({ equal: false, zeros: [false, true], scalar: null });
  const found = compareMaps(small, own);
  expect(found?.equal).toBe(true);
  expect(Math.log10(found?.scalar?.size ?? 0)).toBeCloseTo(-315.05, 1);
});

it("says why a body has no map, or no whole one", () => {
  expect(whyNoMap(circuit(1, "h 0; measure 0 -> 0; h 0", 1))).toContain("no linear map");
  expect(whyNoMap(circuit(1, "h 0; measure 0 -> 0", 1))).toBe("");
  expect([isWhole(circuit(6, "h 0")), isWhole(circuit(7, "h 0"))]).toEqual([true, false]);
  expect(whyNoMap(circuit(17, "h 0"))).toContain("up to 16");
});
