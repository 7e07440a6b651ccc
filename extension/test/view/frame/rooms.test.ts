import { expect, test } from "vitest";

import { ALL_COMMANDS, EFFECTS, PANELS } from "../../../src/view/frame/rooms";

test("every panel has a name of its own, and a command that shows it", () => {
  const ids = PANELS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const shown = ALL_COMMANDS.filter(({ id }) => id.startsWith("panel.")).map(({ label }) => label);
  expect(shown).toEqual(PANELS.map(({ title }) => `Show ${title}`));
});

test("no two commands have one id", () => {
  const ids = ALL_COMMANDS.map(({ id }) => id);
  expect(ids.filter((id, k) => ids.indexOf(id) !== k)).toEqual([]);
});

test("no room lacks the effects that it lists", () => {
  expect(Object.values(EFFECTS).filter((effect) => typeof effect !== "function")).toEqual([]);
});
