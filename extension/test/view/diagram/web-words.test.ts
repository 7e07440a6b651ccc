/** Pauli webs in words, and as lines on halves of edges. */

import { expect, test } from "vitest";

import { diagramOf } from "../../../src/document/diagram";
import { loads } from "../../../src/document/read";
import { flipsOf, halves, said } from "../../../src/view/diagram/web-words";

const NOTHING = { edges: {}, inputs: "II", outputs: "II", cuts: {} };

test("a web is told by where it begins and ends", () => {
  expect(said({ ...NOTHING, inputs: "XI", outputs: "XZ" }, false)).toBe("X₀ → X₀ Z₁");
  expect(said({ ...NOTHING, inputs: "IY" }, true)).toBe("Y₁ → no output");
  expect(said({ ...NOTHING, outputs: `${"I".repeat(12)}Z` }, true)).toBe("turns about Z₁₂");
  expect(said({ ...NOTHING, outputs: "ZZ" }, false)).toBe("Z₀ Z₁ stays");
  expect(said(NOTHING, false)).toBe("closed");
});

test("at a phase of its color a web begins, at one of the other color it turns the phase round", () => {
  const spiders = { a: { kind: "Z", phase: "t", x: 0, y: 0 }, b: { kind: "X", phase: "u", x: 1, y: 0 } };
  const parameters = ["t", "u"].map((name) => ({ name, value: 0, low: -4, high: 4, step: 0.1 }));
  const body = { kind: "diagram", spiders, edges: {}, inputs: [], outputs: [] };
  const text = JSON.stringify({ format: "qdesign", version: 2, parameters, body });
  const diagram = diagramOf(loads(text));
  const phases = (cuts: Record<string, string>): unknown => {
    const { axes, flips } = flipsOf({ ...NOTHING, cuts }, diagram);
    return [axes.map(({ phase }) => phase), flips.map(({ phase }) => phase)];
  };
  expect(phases({ a: "Z", b: "Z" })).toEqual([["t"], ["u"]]);
  expect(phases({ a: "Y" })).toEqual([["t"], ["t"]]);
});

test("halves with different letters are drawn apart, and short ones without their letter", () => {
  const wire = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  expect(halves(wire, "ZZ").map(({ d, letter, long }) => [d, letter, long])).toEqual([
    ["M0 0L25 0L50 0L75 0L100 0", "Z", true],
  ]);
  expect(halves(wire, "XZ").map(({ letter, x }) => [letter, x])).toEqual([
    ["X", 25],
    ["Z", 75],
  ]);
  const short = wire.map(({ x, y }) => ({ x: x / 4, y }));
  expect(halves(short, "XX").map(({ long }) => long)).toEqual([false]);
});
