import { describe, expect, it } from "vitest";

import { filmOf, foldedFilm, following, PREVIEW, timesOf, wayBetween } from "../../src/document/film";
import type { Proof, ProofStep } from "../../src/document/proof";

/** "1fuse 2fuse 3<2": ids that follow the one before, or the one after "<"; what is behind the number is the rule. */
function proofOf(text: string, at: string, change: Record<string, Partial<ProofStep>> = {}): Proof {
  const steps = new Map<string, ProofStep>();
  let last = "";
  for (const each of text.split(" ")) {
    const [, id = "", rule = "", after] = /^(\d+)(\w*)(?:<(\d*))?$/.exec(each) ?? [];
    const verdict = { equal: true, method: "", points: 0, max_error: null, exact: true };
    const plain = {
      kind: "rule",
      name: "",
      group: "",
      selection: [],
      options: new Map(),
      inner: [],
      origins: new Map(),
    } as const;
    steps.set(id, { ...plain, verdict, id, after: after ?? last, rule: rule || `r${id}`, ...change[id] });
    last = id;
  }
  return { steps, at };
}

const shown = (frames: readonly { readonly label: string; readonly id: string }[]): string =>
  frames.map(({ label, id }) => (id === PREVIEW ? "?" : label)).join(" ");
const NONE = new Set<string>();

describe("the film of a proof", () => {
  it("numbers steps from the start and letters branches", () => {
    expect(shown(filmOf(proofOf("1 2 3<1 4 5<", "")))).toBe("0 1 2 1b 2c 3c");
  });

  it("folds many steps of one rule, not where one inside is shown or a branch leaves", () => {
    const text = "1fuse 2fuse 3fuse 4hopf 5fuse";
    expect(shown(foldedFilm(proofOf(text, "5"), NONE))).toBe("0 1–3 4 5");
    expect(shown(foldedFilm(proofOf(text, "2"), NONE))).toBe("0 1 2 3 4 5");
    expect(shown(foldedFilm(proofOf(text, "3"), NONE))).toBe("0 1–3 4 5");
    expect(shown(foldedFilm(proofOf(text, "5"), new Set(["1"])))).toBe("0 1 2 3 4 5");
    expect(shown(foldedFilm(proofOf(`${text} 6<2`, "5"), NONE))).toBe("0 1 2 3 4 5 3b");
    const [, run] = foldedFilm(proofOf(text, "5", { "2": { inner: [{ rule: "fuse", count: 18 }] } }), NONE);
    expect(timesOf(run?.run ?? [])).toBe(20);
    expect(run?.column).toBe(1);
  });

  it("folds a group, whatever its rules", () => {
    const group = { group: "mine" };
    expect(shown(foldedFilm(proofOf("1 2 3", "3", { "1": group, "2": group }), NONE))).toBe("0 1–2 3");
  });

  it("shows what is looked at behind the step that is shown, as a branch where others follow", () => {
    const rows = (at: string): readonly (readonly [number, number])[] =>
      foldedFilm(proofOf("1 2", at), NONE, true).flatMap(({ id, row, column }) =>
        id === PREVIEW ? [[row, column]] : [],
      );
    expect(rows("2")).toEqual([[0, 3]]);
    expect(rows("1")).toEqual([[1, 2]]);
  });

  it("finds the way between two steps, and what follows one", () => {
    const proof = proofOf("1 2 3 4<1", "");
    expect(wayBetween(proof, "1", "3")?.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(wayBetween(proof, "4", "3")).toBeNull();
    expect(following(proof, "1")).toEqual(["2", "3"]);
  });
});
