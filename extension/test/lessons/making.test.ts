/** Lessons made of drawings: what is drawn meets each goal that it offers, and no gates do not. */

import { expect, it } from "vitest";

import { type Document, emptyDocument } from "../../src/document/circuit";
import { loads } from "../../src/document/read";
import { check } from "../../src/lessons/check";
import { readLesson } from "../../src/lessons/lesson";
import { lessonText, nameOf, offeredBy } from "../../src/lessons/making";
import { loadEngine } from "../../src/live/engine";
import { engineBytes } from "../live/fixtures";

const module = await loadEngine(engineBytes());

const BELL: Document = loads(
  JSON.stringify({
    format: "qdesign",
    version: 2,
    parameters: [{ name: "a", value: 0.7, low: -3, high: 3, step: 0.01 }],
    body: {
      kind: "circuit",
      qubits: ["q0", "q1"],
      clbits: 0,
      gates: {},
      operations: {
        o1: { gate: "ry", qubits: [0], angles: ["a"], column: 0 },
        o2: { gate: "cx", qubits: [0, 1], column: 1 },
      },
    },
    observable: { ZZ: -1, IX: -1 },
    lesson: { name: "other" },
  }),
);

it("offers goals that the drawing meets, in a file that holds its words", () => {
  const energy = -1 - Math.sin(0.7) * 0;
  const offered = offeredBy(BELL, { now: energy, exact: -1.5 });
  expect(offered.filter(({ usual }) => usual).map(({ goal }) => goal.name)).toEqual(["energy"]);
  const start = { ...emptyDocument(2), observable: BELL.observable };
  const text = lessonText({
    title: " A <b>pair</b> ",
    text: "One **line**\nof two.\n\n$Z_0$",
    hints: "First\n\nSecond",
    goals: offered.map(({ goal }) => goal).filter(({ name }) => name !== "equal"),
    start: start as Document,
    reference: BELL,
    restricted: true,
  });
  const lesson = readLesson(text);
  expect([lesson.name, lesson.text, lesson.hints]).toEqual([
    "a_b_pair_b",
    ["One **line** of two.", "$Z_0$"],
    ["First", "Second"],
  ]);
  expect(lesson.palette).toEqual(["cx", "ry"]);
  expect(text).not.toContain('"other"');
  const outcomes = (document: Document): readonly string[] => check(lesson, document, module).map((g) => g.outcome);
  expect(new Set(outcomes(BELL))).toEqual(new Set(["pass"]));
  expect(outcomes(lesson.start)).toContain("fail");
});

it("names a lesson by its title, whatever that holds", () => {
  for (const title of ["", "  ", "θ", "../x", "Über  2 Qubits!"]) expect(nameOf(title)).toMatch(/^[a-z0-9_]+$/);
  expect(["Mäh", "Élan", "con", "T-count"].map(nameOf)).toEqual(["maeh", "elan", "lesson_con", "t_count"]);
});
