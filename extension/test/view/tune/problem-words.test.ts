import { describe, expect, it } from "vitest";

import { CATALOG } from "../../../src/document/catalog.generated";
import { aboveText, fewestQubits, sizeBeside, sizedTitle } from "../../../src/view/tune/problem-words";

function problem(name: string) {
  const row = CATALOG.problem.find((each) => each.name === name);
  if (!row) throw new Error(name);
  return row;
}

describe("the size of a problem", () => {
  it("is that of the drawing, larger, or smaller", () => {
    expect([2, 4, 6].map((drawn) => sizeBeside(problem("heh+"), drawn))).toEqual(["more", "same", "fewer"]);
    expect([3, 4, 5].map((drawn) => sizeBeside(problem("hubbard"), drawn))).toEqual(["more", "same", "more"]);
    expect(fewestQubits(problem("hubbard"), 5)).toBe(6);
  });

  it("is told once", () => {
    expect(sizedTitle(problem("heh+"), 2)).toBe("HeH⁺ (4 qubits)");
    expect(sizedTitle(problem("h2_jw"), 2)).toBe("H₂ (4 qubits)");
    expect(sizedTitle(problem("hubbard"), 5)).toMatch(/ \(6 qubits or more\)$/);
  });
});

describe("the distance from the exact energy", () => {
  it("is a bound where four places show nothing of it", () => {
    expect(aboveText(3e-7, "")).toBe("exact to 1e-6");
    expect(aboveText(-2e-15, "2 electrons")).toBe("exact to 1e-9");
    expect(aboveText(0, "")).toBe("exact to 1e-9");
  });

  it("is a number elsewhere, or says that the states are others", () => {
    expect(aboveText(0.0285, "")).toBe("0.0285 above exact");
    expect(aboveText(-0.0285, "")).toBe("0.0285 below exact");
    expect(aboveText(-0.1, "2 electrons")).toBe("0.1000 below exact: not 2 electrons");
  });
});
