/** Where no Python is, each part says what its host knows of that: why, and where to get it. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

import de from "../../src/words/de.json";
import { speaker, tableOf } from "../../src/words/table";

const SOURCE = new URL("../../src/view/", import.meta.url);

it("lets the host say why Python does not answer, in every part", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const own = files.filter((name) => readFileSync(new URL(name, SOURCE), "utf8").includes("none answers here"));
  expect(own).toEqual(["workbench/workbench.ts"]);
});

it("says it in German too, whatever the host knows", () => {
  const say = speaker(tableOf(de), () => false);
  const none = "this page has none: pip install qdesign";
  expect(say(`Mitigation runs in Python, and ${none}`)).toBe(
    "Fehlermilderung läuft in Python, und diese Seite hat keines: pip install qdesign",
  );
  expect(say(`Some methods run in Python, and ${none}.`)).toBe(
    "Manche Verfahren laufen in Python, und diese Seite hat keines: pip install qdesign.",
  );
  expect(say("Python proves it, and none answers here")).toBe("Python beweist es, und hier antwortet keines");
});
