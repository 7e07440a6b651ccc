import { expect, test } from "vitest";

import { ENTRIES, entryOn } from "../../../src/view/frame/phone-entries";

test("a phone's navigation holds the panels that have an entry of their own", () => {
  expect(ENTRIES.map(({ id }) => id)).toEqual(["circuit", "parameters", "state", "steps", "more"]);
  expect(ENTRIES[0]?.title).toBe("Drawing");
});

test("on a phone the sheets and the panels without an entry of their own belong to More", () => {
  expect(entryOn({ pane: "circuit", tab: "steps" })).toBe("circuit");
  expect(entryOn({ pane: "tabs", tab: "steps" })).toBe("steps");
  expect(entryOn({ pane: "tabs", tab: "queue" })).toBe("more");
  for (const pane of ["more", "simplify", "export"] as const) expect(entryOn({ pane, tab: "state" })).toBe("more");
});
