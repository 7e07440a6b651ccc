import { describe, expect, it } from "vitest";

import { litBy, litWords } from "../../../src/view/send/links";

const ORIGINS = { a: ["h1"], b: ["h1", "cx"], c: ["cx"], swap: [] };
const words = (side: "drawn" | "lowered", id: string): string =>
  litWords({ side, id }, litBy({ side, id }, ORIGINS), (each) => each.toUpperCase());

describe("links between gates", () => {
  it("lights what a drawn gate became, and says what it was merged with", () => {
    const lit = litBy({ side: "drawn", id: "h1" }, ORIGINS);
    expect([...lit.lowered]).toEqual(["a", "b"]);
    expect(words("drawn", "h1")).toBe("lit: the 2 that H1 became, 1 merged with others");
    expect(words("drawn", "gone")).toBe("nothing is left of GONE: it cancelled or changes no outcome");
  });

  it("lights of what a lowered gate was made, and says several where that is so", () => {
    expect([...litBy({ side: "lowered", id: "b" }, ORIGINS).drawn]).toEqual(["h1", "cx"]);
    expect(words("lowered", "c")).toBe("of CX");
    expect(words("lowered", "b")).toBe("of several: H1; CX");
    expect(words("lowered", "swap")).toContain("of no drawn gate");
  });
});
