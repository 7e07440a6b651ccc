/** Answers to lessons: the page says of each what Python says, word for word. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { Refusal } from "../../src/document/errors";
import { loads } from "../../src/document/read";
import { type CheckedGoal, check } from "../../src/lessons/check";
import { readLesson } from "../../src/lessons/lesson";
import { loadEngine } from "../../src/live/engine";
import { engineBytes } from "../live/fixtures";

interface LessonCase {
  readonly lesson: object;
  readonly answer: string;
  readonly goals: readonly Omit<CheckedGoal, "inPython">[];
}

const CASES = (
  JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
    readonly lessons: readonly LessonCase[];
  }
).lessons;

const module = await loadEngine(engineBytes());

describe("answers to lessons", () => {
  it("are checked in the page as in Python, but for what only Python can tell", () => {
    let here = 0;
    for (const { lesson, answer, goals } of CASES) {
      const found = check(readLesson(JSON.stringify(lesson)), loads(answer), module);
      expect(found.map(({ name }) => name)).toEqual(goals.map(({ name }) => name));
      found.forEach(({ inPython, energy: _energy, ...goal }, k) => {
        if (inPython) {
          expect(goal.outcome).toBe("undecided");
          return;
        }
        here += 1;
        expect(goal, answer).toEqual(goals[k]);
      });
    }
    expect(here).toBeGreaterThan(CASES.length);
  });

  it("are decided in the page where they are proofs by rules", () => {
    const proofs = CASES.filter(({ lesson }) => "goals" in lesson && JSON.stringify(lesson.goals).includes('"proof"'));
    expect(proofs.length).toBeGreaterThan(100);
    for (const { lesson, answer } of proofs) {
      const found = check(readLesson(JSON.stringify(lesson)), loads(answer), module);
      expect(
        found.map(({ inPython }) => inPython),
        answer,
      ).toEqual([false]);
    }
  });

  it("are left to Python where a proof is large", () => {
    const ids = Array.from({ length: 10 }, (_, k) => k);
    const body = {
      kind: "diagram",
      spiders: Object.fromEntries(
        ids.flatMap((k) => [
          [`in${k}`, { kind: "boundary", x: 0, y: k }],
          [`out${k}`, { kind: "boundary", x: 1, y: k }],
        ]),
      ),
      edges: Object.fromEntries(ids.map((k) => [`e${k}`, { source: `in${k}`, target: `out${k}`, kind: "plain" }])),
      inputs: ids.map((k) => `in${k}`),
      outputs: ids.map((k) => `out${k}`),
    };
    const verdict = { equal: "equal", method: "" };
    const step = { kind: "strategy", rule: "fuse", selection: [], change: {}, verdict };
    const document = { format: "qdesign", version: 2, parameters: [], body };
    const goals = [{ name: "p", title: "P", kind: "proof", steps: 1 }];
    const lesson = { ...CASES[0]?.lesson, palette: [], start: document, reference: document, goals };
    const answer = { ...document, proof: { start: body, steps: { p1: step }, current: "p1" } };
    const [found] = check(readLesson(JSON.stringify(lesson)), loads(JSON.stringify(answer)), module);
    expect(found).toMatchObject({
      outcome: "undecided",
      message: "Proofs this large are checked in Python.",
      inPython: true,
    });
  });

  it("are told from what is no JSON by their ending", () => {
    expect(() => readLesson("{")).toThrow("A .qlesson file is one JSON text.");
  });

  it("need a goal", () => {
    const text = JSON.stringify({ ...CASES[0]?.lesson, goals: [] });
    expect(() => readLesson(text)).toThrow(Refusal);
  });
});
