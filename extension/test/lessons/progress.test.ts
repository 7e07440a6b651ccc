import { describe, expect, it } from "vitest";

import type { CheckedGoal } from "../../src/lessons/check";
import type { Outcome } from "../../src/lessons/found";
import {
  begun,
  isDone,
  joined,
  kept,
  openGoal,
  type Progress,
  progressIn,
  type Standing,
  withAnswer,
  withFound,
  withPython,
} from "../../src/lessons/progress";
import { piecesOf } from "../../src/lessons/rich";

const EMPTY: Progress = { name: "pair", goals: new Map(), answers: new Map(), tries: new Map() };

function goals(outcomes: Readonly<Record<string, Outcome>>, inPython = false): readonly CheckedGoal[] {
  return Object.entries(outcomes).map(([name, outcome]) => {
    return { name, title: name, outcome, message: outcome, counterexample: "", inPython };
  });
}

function after(...checks: readonly (readonly CheckedGoal[])[]): Standing {
  return checks.reduce((now, found, k) => withFound(now, found, { change: k + 1, settled: true }), begun(EMPTY));
}

describe("where a student is in a lesson", () => {
  it("says well done of what a change met, until the next change", () => {
    const first = after(goals({ bell: "fail", two: "pass" }));
    expect(first.just.size).toBe(0);
    expect(openGoal(first.found)).toBe("bell");
    const met = withFound(first, goals({ bell: "pass", two: "pass" }), { change: 2, settled: true });
    expect([...met.just]).toEqual(["bell"]);
    expect(isDone(met.found)).toBe(true);
    // What Python adds to the same change takes nothing away.
    expect([...withFound(met, goals({ bell: "pass", two: "pass" }), { change: 2, settled: true }).just]).toEqual([
      "bell",
    ]);
    // Nor does what is only looked at.
    const looked = withFound(met, goals({ bell: "fail", two: "fail" }), { change: 2, settled: false });
    expect([...withFound(looked, goals({ bell: "pass", two: "pass" }), { change: 2, settled: true }).just]).toEqual([
      "bell",
    ]);
    const later = withFound(met, goals({ bell: "pass", two: "fail" }), { change: 3, settled: true });
    expect(later.just.size).toBe(0);
    expect(openGoal(later.found)).toBe("two");
  });

  it("keeps what was reached with its tries, and nothing of what is only looked at", () => {
    const open = after(goals({ bell: "fail" }), goals({ bell: "fail" }), goals({ bell: "undecided" }));
    const looked = withFound(open, goals({ bell: "pass" }), { change: 4, settled: false });
    expect(looked.progress.goals.size).toBe(0);
    const met = withFound(open, goals({ bell: "pass" }), { change: 4, settled: true });
    expect(met.progress.goals.get("bell")).toEqual({ outcome: "pass", tries: 3, message: "pass" });
    // A gate that is carried meets a goal before it is put down.
    const put = withFound(looked, goals({ bell: "pass" }), { change: 5, settled: true });
    expect([[...looked.just], [...put.just]]).toEqual([["bell"], ["bell"]]);
    const lost = withFound(met, goals({ bell: "fail" }), { change: 5, settled: true });
    expect(lost.progress).toBe(met.progress);
  });

  it("is kept in the document and read again, and undo takes nothing of it", () => {
    const { progress } = after(goals({ bell: "fail" }), goals({ bell: "pass" }));
    const said = withAnswer(withAnswer(progress, "length", "1"), "length", "0");
    expect(said.tries.get("length")).toBe(2);
    expect(progressIn(kept(said))).toEqual(said);
    expect(joined(said, EMPTY)).toEqual(said);
    expect(joined(EMPTY, said)).toEqual(said);
    expect(progressIn(undefined)).toBeNull();
  });

  it("takes of Python only what the page cannot tell", () => {
    const here = [...goals({ bell: "pass" }), ...goals({ proof: "undecided" }, true)];
    const there = new Map(goals({ bell: "fail", proof: "pass" }).map((goal) => [goal.name, goal]));
    expect(withPython(here, there).map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
  });
});

describe("text of a lesson", () => {
  it("has bold words, code and formulas, and everything else as it stands", () => {
    expect(piecesOf("A **b** `c` *d* <b>e</b>")).toEqual([
      { kind: "plain", text: "A " },
      { kind: "bold", text: "b" },
      { kind: "plain", text: " " },
      { kind: "code", text: "c" },
      { kind: "plain", text: " " },
      { kind: "italic", text: "d" },
      { kind: "plain", text: " <b>e</b>" },
    ]);
    const [formula] = piecesOf("$H = −Z_0Z_{12} + sin^2$");
    expect(formula?.kind === "formula" && formula.parts).toEqual([
      { text: "H", italic: true, at: "line" },
      { text: " = −", italic: false, at: "line" },
      { text: "Z", italic: true, at: "line" },
      { text: "0", italic: false, at: "below" },
      { text: "Z", italic: true, at: "line" },
      { text: "12", italic: false, at: "below" },
      { text: " + ", italic: false, at: "line" },
      { text: "sin", italic: false, at: "line" },
      { text: "2", italic: false, at: "above" },
    ]);
  });

  it("is not lost where marks are left open", () => {
    for (const text of ["2 ** 3", "$5", "`a", "_", "$_$", "a*b"]) {
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text === "$_$" ? "_" : text);
    }
  });
});
