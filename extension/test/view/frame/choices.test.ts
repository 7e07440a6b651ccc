import { expect, test } from "vitest";

import { COMMANDS } from "../../../src/commands/commands";
import { CATALOG } from "../../../src/document/catalog.generated";
import { askedFormats, exportsOf, goalsOf } from "../../../src/view/frame/choices";
import { waysToSimplify } from "../../../src/view/workbench/simplify";

test("a diagram is simplified through ZX only", () => {
  expect(waysToSimplify(CATALOG, false).map((way) => way.strategy)).toEqual(["clifford", "full"]);
  expect(waysToSimplify(CATALOG, true)).toHaveLength(CATALOG.strategy.length);
});

test("what can be minimized is shown by its title", () => {
  expect(goalsOf(CATALOG)).toEqual([
    ["two_qubit", "two-qubit"],
    ["rotations", "rotations"],
    ["t", "T"],
    ["depth", "depth"],
  ]);
});

test("every export is a command, and its pictures say what they are of", () => {
  for (const { id } of exportsOf("zx", [])) expect(COMMANDS.map((each) => each.id)).toContain(id);
  const labels = (drawing: "circuit" | "zx"): readonly string[] =>
    exportsOf(drawing, [])
      .slice(-3)
      .map((each) => each.label);
  expect(new Set(labels("zx"))).toEqual(new Set(["Picture of the diagram"]));
  expect(new Set(labels("circuit"))).toEqual(new Set(["Picture of the circuit"]));
});

test("formats that Python alone writes are offered under the titles of their rows, where it answers", () => {
  const asked = askedFormats(CATALOG, true);
  const names = asked.map((row) => row.name);
  expect(names).toEqual(expect.arrayContaining(["openqasm2", "ionq", "tikz", "text"]));
  for (const ours of ["openqasm3", "qiskit", "quantikz", "svg"]) expect(names).not.toContain(ours);
  const offered = exportsOf("zx", asked).filter((each) => each.row);
  expect(offered.map((each) => each.label)).toEqual(asked.map((row) => row.title));
  expect(askedFormats(CATALOG, false)).toEqual([]);
});
