/** Rules in the page and in Python: the same places, the same results, the same words. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withBody } from "../../src/document/circuit";
import { diagramOf } from "../../src/document/diagram";
import { Refusal } from "../../src/document/errors";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { explain, matches, preview } from "../../src/rewriting";

interface Applied {
  readonly matches: readonly (readonly string[])[];
  readonly at?: readonly string[];
  readonly after?: string;
  readonly origins?: Readonly<Record<string, readonly string[]>>;
}

interface Case {
  readonly document: string;
  readonly rules: Readonly<Record<string, Applied>>;
  readonly explained: readonly (readonly [readonly string[], Readonly<Record<string, readonly unknown[]>>])[];
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { rules: CASES } = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly rules: readonly Case[];
};

test("every rule applies at the same places and makes the same", () => {
  const fired = new Set<string>();
  for (const each of CASES) {
    const document = loads(each.document);
    const body = diagramOf(document);
    for (const [rule, applied] of Object.entries(each.rules)) {
      expect(matches(body, rule), rule).toEqual(applied.matches);
      if (!applied.at || applied.after === undefined) continue;
      fired.add(rule);
      const made = preview(body, rule, applied.at);
      if (made instanceof Refusal) throw made;
      expect(dumps(withBody(loads(applied.after), made.body)), rule).toBe(applied.after);
      expect(Object.fromEntries(made.origins), rule).toEqual(applied.origins);
    }
  }
  expect(fired.size).toBe(Object.keys(CASES[0]?.rules ?? {}).length);
});

test("a selection is told the same of each rule", () => {
  for (const each of CASES) {
    const body = diagramOf(loads(each.document));
    for (const [selection, said] of each.explained) {
      const found = explain(body, selection).map(
        ({ name, refused, change }) => [name, [refused, change?.spiders ?? 0, change?.edges ?? 0]] as const,
      );
      expect(Object.fromEntries(found)).toEqual(said);
    }
  }
});
