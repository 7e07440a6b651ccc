import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/commands/commands";
import { shownKeys } from "../../src/commands/keys";

const GUIDE = readFileSync(new URL("../../../docs/studio.md", import.meta.url), "utf8");
const TABLE = [...GUIDE.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, keys = "", label = ""]) => ({ keys, label }));

describe("docs/studio.md", () => {
  it("says of keys what they do", () => {
    expect(TABLE.length).toBeGreaterThan(15);
    for (const { keys, label } of TABLE) {
      expect(
        COMMANDS.filter((each) => each.keys.some((key) => shownKeys(key, false) === keys)).map((each) => each.label),
        keys,
      ).toContain(label);
    }
  });
});
