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

  it("need a goal", () => {
    const text = JSON.stringify({ ...CASES[0]?.lesson, goals: [] });
    expect(() => readLesson(text)).toThrow(Refusal);
  });
});
