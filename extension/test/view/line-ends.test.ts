import { describe, expect, it } from "vitest";

import { evened, withTyped } from "../../src/view/text/code-view";

describe("text that was typed in an editor, which ends lines in its own way", () => {
  it.each([
    ["a;\r\nb;\r\nc;\r\n", "a;\nb;\nx;\nc;\n", "a;\r\nb;\r\nx;\r\nc;\r\n"],
    ["a;\r\nb;\nc;", "a;\nb2;\nc;", "a;\r\nb2;\nc;"],
    ["a;\r\nb;\r\n", "a;\n", "a;\r\n"],
    ["a;\n", "a; // ψ 😀\n", "a; // ψ 😀\n"],
    ["", "h q;\n", "h q;\n"],
  ])("leaves the other lines of %j as they end", (text, typed, whole) => {
    expect(withTyped(text, typed)).toBe(whole);
    expect(evened(whole)).toBe(typed);
  });
});
