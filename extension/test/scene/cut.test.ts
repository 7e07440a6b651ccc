import { describe, expect, it } from "vitest";

import { cut, cutAlike, startOf } from "../../src/scene/cut";

describe("names that are too long", () => {
  it("keeps the start and the end, so that indices stay", () => {
    expect(cutAlike(["Alice_1[0]", "Alice_1[1]", "q"], 9)).toEqual(["Alic…1[0]", "Alic…1[1]", "q"]);
    expect(cut("short", 9)).toBe("short");
  });

  it("keeps names different that differ in the middle, at the start or at the end", () => {
    for (const names of [
      ["register_a_of_alice", "register_b_of_alice"],
      ["a_very_long_register", "b_very_long_register"],
      ["a_very_long_register_1", "a_very_long_register_2"],
      ["aaaaaaaaaaXbbbbbbbbbb", "aaaaaaaaaaYbbbbbbbbbb", "aaaaaaaaaaZbbbbbbbbbb"],
      Array.from({ length: 64 }, (_, k) => `Bob_register[${k}]`),
    ]) {
      const short = cutAlike(names, 9);
      expect(new Set(short).size).toBe(names.length);
      for (const name of short) expect([...name].length).toBeLessThanOrEqual(9);
    }
  });

  it("never splits a character", () => {
    const names = ["👩‍🔬👩‍🔬👩‍🔬👩‍🔬", "👩‍🔬👩‍🔬👩‍🔬🧪"];
    expect(cutAlike(names, 3)).toEqual(["👩‍🔬…👩‍🔬", "👩‍🔬…🧪"]);
    expect(startOf("🧪🧪🧪", 2)).toBe("🧪🧪");
  });
});
