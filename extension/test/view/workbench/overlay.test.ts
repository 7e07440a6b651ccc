/** Which gates and spiders have which color. */

import { expect, test } from "vitest";
import { diagramOf } from "../../../src/document/diagram";
import { loads } from "../../../src/document/read";
import { marksOf, type Standing, tally } from "../../../src/view/workbench/overlay";

const standing = (name: string, kind: Standing["kind"]): Standing => ({
  name,
  kind,
  becomes: kind === "fusible" ? { a: "a + b" } : {},
  drops: kind === "fusible",
  found: kind === "dead" ? "slope 0" : "",
});
const RANK = {
  num_parameters: 3,
  zx: 2,
  unitary: 2,
  state: 2,
  exact: true,
  minimal: null,
  redundant: [],
  standings: [standing("a", "dead"), standing("b", "fusible"), standing("c", "free")],
  conventions: "",
};

test("a spider is free where one of its parameters is, else as the first of the legend that it has", () => {
  const spiders = {
    s: { kind: "Z", phase: "a + b", x: 0, y: 0 },
    t: { kind: "Z", phase: "b + 2*c", x: 1, y: 0 },
    u: { kind: "Z", phase: "a", x: 2, y: 0 },
    v: { kind: "Z", x: 3, y: 0 },
  };
  const body = { kind: "diagram", spiders, edges: {}, inputs: [], outputs: [] };
  const parameters = ["a", "b", "c"].map((name) => ({ name, value: 0, low: -4, high: 4, step: 0.1 }));
  const text = JSON.stringify({ format: "qdesign", version: 2, parameters, body });
  const marks = marksOf(diagramOf(loads(text)), RANK);
  expect([...marks].map(([id, { kind }]) => [id, kind])).toEqual([
    ["s", "fusible"],
    ["u", "dead"],
    ["t", "free"],
  ]);
  expect(marks.get("s")?.words).toBe("a: dead; slope 0\nb: fusible; at 0, with a → a + b");
  expect(Object.fromEntries(tally(RANK))).toEqual({ free: 1, fusible: 1, redundant: 0, dead: 1 });
});
