/** A style sheet comes with its part, at any time: what one says of a class by itself no other may say otherwise. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const SOURCE = new URL("../../src/view/", import.meta.url);

it("gives each class its look in one style sheet", () => {
  const homes = new Map<string, Set<string>>();
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".css")) continue;
    const text = readFileSync(new URL(name, SOURCE), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, found] of text.matchAll(/^\.([\w-]+)(?=[ ,]*\{)/gm)) {
      if (found === "qd") continue; // The root: parts set their variables there.
      const known = homes.get(found ?? "") ?? new Set();
      homes.set(found ?? "", known.add(name));
    }
  }
  expect(homes.size).toBeGreaterThan(100);
  expect([...homes].filter(([, sheets]) => sheets.size > 1).map(([name, sheets]) => [name, ...sheets])).toEqual([]);
});
