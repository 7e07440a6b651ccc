/** Rules in the page and in Python: the same places, the same results, the same words. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type DiagramBody, type Spider, withBody } from "../../src/document/circuit";
import { diagramOf } from "../../src/document/diagram";
import { Refusal } from "../../src/document/errors";
import { lemmasOf } from "../../src/document/lemmas";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { explain, matches, preview } from "../../src/rewriting";
import { lemmaRows } from "../../src/rewriting/lemmas";
import { denseMap } from "../../src/rewriting/tensor";
import { stepVerdict } from "../../src/rewriting/verdict";

interface Applied {
  readonly matches: readonly (readonly string[])[];
  readonly at?: readonly string[];
  readonly after?: string;
  readonly origins?: Readonly<Record<string, readonly string[]>>;
  readonly verdict?: readonly [boolean | null, boolean];
}

interface Case {
  readonly document: string;
  readonly rules: Readonly<Record<string, Applied>>;
  readonly lemmas: readonly { readonly lemma: string; readonly ways: readonly (readonly [string[][], string?])[] }[];
  readonly map: { readonly values: Readonly<Record<string, number>>; readonly re: number[]; readonly im: number[] };
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
      const { equal, exact } = stepVerdict(body, made.body, applied.at);
      expect([equal, exact], rule).toEqual(applied.verdict);
    }
  }
  expect(fired.size).toBe(Object.keys(CASES[0]?.rules ?? {}).length);
});

test("a lemma applies at the same places and makes the same", () => {
  const taken = [0, 0];
  for (const each of CASES) {
    const body = diagramOf(loads(each.document));
    for (const { lemma: text, ways } of each.lemmas) {
      const rows = lemmasOf(loads(text)).flatMap(lemmaRows);
      expect(rows.length).toBe(ways.length);
      for (const [k, [places, after]] of ways.entries()) {
        const row = rows[k];
        if (!row) throw new Error("no row");
        expect(matches(body, row), row.title).toEqual(places);
        if (after === undefined || !places[0]) continue;
        taken[k] = (taken[k] ?? 0) + 1;
        const made = preview(body, row, places[0]);
        if (made instanceof Refusal) throw made;
        expect(dumps(withBody(loads(after), made.body)), row.title).toBe(after);
        expect(stepVerdict(body, made.body, places[0]).equal, row.title).toBe(true);
      }
    }
  }
  expect(Math.min(...taken)).toBeGreaterThan(2);
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

test("a diagram is the same map at values of its parameters", () => {
  for (const each of CASES) {
    const made = denseMap(diagramOf(loads(each.document)), new Map(Object.entries(each.map.values)));
    if (made instanceof Refusal) throw made;
    expect(made.rows * made.columns).toBe(each.map.re.length);
    const off = [...made.re].map((x, k) =>
      Math.hypot(x - (each.map.re[k] ?? NaN), (made.im[k] ?? NaN) - (each.map.im[k] ?? NaN)),
    );
    expect(Math.max(...off)).toBeLessThan(1e-9 * Math.max(1, ...each.map.re.map(Math.abs)));
  }
});

/** A spider with that many outputs. */
function star(outputs: number, spider: Pick<Spider, "kind" | "phase">): DiagramBody {
  const names = Array.from({ length: outputs }, (_, k) => `out${k}`);
  const ends = names.map((name) => [name, { kind: "boundary", x: 1, y: 0 }] as const);
  return {
    kind: "diagram",
    spiders: new Map<string, Spider>([["a", { ...spider, x: 0, y: 0 }], ...ends]),
    edges: new Map(names.map((name) => [`e${name}`, { source: "a", target: name, kind: "plain" }])),
    inputs: [],
    outputs: names,
  };
}

test("a step that changes the map is told to, and one too wide is not known", () => {
  const verdict = stepVerdict(star(3, { kind: "Z", phase: "a" }), star(3, { kind: "Z", phase: "a + 0.1" }));
  expect(verdict).toMatchObject({ equal: false, exact: false, points: 2 });
  expect(stepVerdict(star(3, { kind: "Z" }), star(3, { kind: "X" }))).toMatchObject({ equal: false, exact: true });
  expect(stepVerdict(star(30, { kind: "Z" }), star(30, { kind: "X" }))).toMatchObject({ equal: null, exact: false });
  expect(denseMap(star(30, { kind: "Z" }))).toBeInstanceOf(Refusal);
});
