import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { FIGURES, isOfStates, make } from "../../src/analysis";
import { askedOf } from "../../src/analysis/subject";
import type { CircuitBody } from "../../src/document/circuit";
import { loads } from "../../src/document/read";
import { loadEngine } from "../../src/live/engine";
import { seeded } from "../../src/tools/descent";
import { factText } from "../../src/view/analyze/reading";
import german from "../../src/words/de.json";
import { speaker, tableOf } from "../../src/words/table";

interface Told {
  readonly names: readonly string[];
  readonly texts: readonly string[];
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { figure_texts: ROWS, figures: CASES } = JSON.parse(
  readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8"),
) as {
  readonly figure_texts: readonly { readonly name: string; readonly row: Told; readonly told: readonly Told[] }[];
  readonly figures: readonly { readonly document: string }[];
};
const MODULE = loadEngine(readFileSync(new URL("../../../qdesign/static/engine.wasm", import.meta.url)));
const table = tableOf(german);
const WORDY = /\p{L}{3}/u;
/** English words that no German text has. */
const ENGLISH = /\b(?:the|of|is|are|at|by|its|it|no|with|from|and|to|each|which|not|on|or|than|where|below|above)\b/;
/** Names of data and of algebras, such as light_cones and so(4), and of people. */
const NAMED = /^\w+_\w+$|^s[opu]\(|^[A-Z]\w*$/;

/** Texts that stay English, or in which English is left. */
function left({ names, texts }: Told): readonly string[] {
  const say = speaker(table, (text) => names.includes(text));
  return texts.filter((text) => {
    const said = say(text);
    return said === null ? WORDY.test(text) && !NAMED.test(text) && !names.includes(text) : ENGLISH.test(said);
  });
}

describe("figures in German", () => {
  it.each(ROWS)("$name says nothing in English", ({ row, told }) => {
    expect(left(row)).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
    expect([...new Set(told.flatMap(left))]).toEqual([]);
  });

  it.each([...FIGURES.keys()])("nor does %s as the page makes it", async (name) => {
    const { body, observable = new Map<string, number>(), parameters } = loads(CASES[1]?.document ?? "");
    const values = new Map(parameters.map((each) => [each.name, each.value]));
    const circuit = body as CircuitBody;
    const of = { name, seed: 7, body: circuit, observable, parameter: "" };
    const making = make(await MODULE, isOfStates(name) ? askedOf(of, values) : of, seeded(7));
    let step = making.next();
    while (!step.done) step = making.next();
    const { title, unit, verdict, basis, says, conditions, convention, chart, columns, reasons } = step.value;
    const facts = Object.entries(convention).flatMap(([key, fact]) => [key, factText(fact)]);
    const drawn = [chart?.x, chart?.y, ...(chart?.series ?? []).flatMap((each) => [each.name, ...each.labels])];
    const texts = [title, unit, verdict, basis, says, ...conditions, ...facts, ...drawn, ...Object.keys(columns)];
    for (const { words, detail } of reasons) texts.push(words, detail);
    expect(left({ names: [...values.keys()], texts: texts.flatMap((text) => text || []) })).toEqual([]);
  });
});
