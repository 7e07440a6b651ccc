import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { linksBetween, originsOf, stepsOn } from "../../src/document/origins";
import { bodyAt, proofOf, START } from "../../src/document/proof";
import { loads } from "../../src/document/read";

interface Case {
  readonly document: string;
  readonly links: readonly {
    readonly earlier: string;
    readonly later: string;
    readonly origins: Readonly<Record<string, readonly string[]>>;
  }[];
}

const { origins: CASES } = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly origins: readonly Case[];
};

const sorted = (links: Iterable<readonly [string, readonly string[]]>): unknown =>
  [...links].map(([id, ids]) => [id, [...ids].sort()]).sort();

describe("origins over the steps of a proof", () => {
  it("are those that Python finds, along lines and across branches", () => {
    const wrong = CASES.flatMap(({ document: text, links }) => {
      const document = loads(text);
      return links.flatMap(({ earlier, later, origins }) => {
        const mine = JSON.stringify(sorted(linksBetween(document, earlier, later).origins));
        return mine === JSON.stringify(sorted(Object.entries(origins))) ? [] : [{ earlier, later, mine, origins }];
      });
    });
    expect(CASES.length).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  it("tell after which step nothing is left of a part, and which steps made what a part is", () => {
    let [gone, made] = [0, 0];
    for (const { document: text } of CASES) {
      const document = loads(text);
      for (const step of proofOf(document)?.steps.keys() ?? []) {
        const links = linksBetween(document, START, step);
        for (const [part, heirs] of links.heirs) expect(links.gone.has(part)).toBe(heirs.length === 0);
        gone += links.gone.size;
        for (const [id, roots] of originsOf(document, step)) {
          const steps = stepsOn(document, id, START, step);
          if (!steps.length) expect(roots).toEqual([id]);
          made += steps.length;
        }
      }
      expect(bodyAt(document, START)).toBeDefined();
    }
    expect(Math.min(gone, made)).toBeGreaterThan(0);
  });
});
