import { describe, expect, it } from "vitest";

import { isToDraw } from "../../src/hosts/file-text";

describe("a file that waits for what is drawn first", () => {
  it("has no word, or is a program's and has comments alone", () => {
    for (const text of ["", " \n\t", "\ufeff", "// a start\n", "/* nothing */ // here", "/* a // b */\n// c /* d"])
      expect(isToDraw("mine.QASM", text), text).toBe(true);
    for (const text of ["x", "/* a */ x // b", "/* no end", "/*/", "/* a */ /* b", "/ / a"])
      expect(isToDraw("mine.qasm", text), text).toBe(false);
    expect(isToDraw("mine.qdesign", " \n")).toBe(true);
    expect(isToDraw("mine.qdesign", "// of no document")).toBe(false);
  });

  it("is told in time however its comments look", () => {
    for (const pumped of ["/*", "/**/", "// a // b ", "/"])
      expect(isToDraw("a.qasm", pumped.repeat(20_000))).toBeTypeOf("boolean");
  });
});
