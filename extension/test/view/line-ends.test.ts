import { describe, expect, it } from "vitest";

import { evened, withTyped } from "../../src/view/text/code-view";

describe("text that was typed in an editor, which ends lines in its own way", () => {
  it.each([
    ["a;\r\nb;\r\nc;\r\n", "a;\nb;\nx;\nc;\n", "a;\r\nb;\r\nx;\r\nc;\r\n"],
    ["a;\r\nb;\nc;", "a;\nb2;\nc;", "a;\r\nb2;\nc;"],
    ["a;\r\nb;\r\n", "a;\n", "a;\r\n"],
    ["a;\n", "a; // ψ 😀\n", "a; // ψ 😀\n"],
    ["", "h q;\n", "h q;\n"],
    ["\ra;\r\n\r\nb;\rc;\r\n", "\na;\n\nx;\nb;\nc;\n", "\ra;\r\n\r\nx;\r\nb;\rc;\r\n"],
    ["a;\r\nb;\r\n", "x;\na;\nb;\n", "x;\r\na;\r\nb;\r\n"],
    ["a;\r\nb;\r\n", "a;\nb;\nc;\n", "a;\r\nb;\r\nc;\r\n"],
  ])("leaves the other lines of %j as they end", (text, typed, whole) => {
    expect(withTyped(text, typed)).toBe(whole);
    expect(evened(whole)).toBe(typed);
  });

  it("takes a letter typed into five thousand lines", () => {
    const line = "cx q[0], q[1];";
    const text = `${line}\r\n`.repeat(5000);
    const typed = `${line}\n`.repeat(5000).replace(/\n$/, "h\n");
    const whole = withTyped(text, typed);
    expect(whole).toBe(text.replace(/\r\n$/, "h\r\n"));
  });
});
