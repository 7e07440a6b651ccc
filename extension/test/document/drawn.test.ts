import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { CATALOG } from "../../src/document/catalog.generated";
import { type Item, isBlock } from "../../src/document/circuit";
import { DRAWN_PROBLEMS, DRAWN_TEMPLATES } from "../../src/document/drawn";
import { circuitOf } from "../../src/document/level";
import type { ProblemOptions } from "../../src/document/problem";
import { loads } from "../../src/document/read";

interface Cases {
  readonly templates: readonly {
    readonly name: string;
    readonly num_qubits: number;
    readonly layers: number;
    readonly document: string;
  }[];
  readonly problems: readonly {
    readonly name: string;
    readonly num_qubits: number;
    readonly options: ProblemOptions;
    readonly title: string;
    readonly observable: Readonly<Record<string, number>>;
  }[];
}

const CASES = JSON.parse(readFileSync(new URL("../fixtures/drawn.json", import.meta.url), "utf8")) as unknown as Cases;

/** Items in their order, without ids. */
function plain(items: ReadonlyMap<string, Item>): readonly unknown[] {
  return [...items.values()].map((item) =>
    isBlock(item) ? { ...item, operations: plain(item.operations), indexed: [...(item.indexed ?? [])] } : item,
  );
}

describe("what a page draws without Python", () => {
  it.each(CASES.templates)("is the template $name of Python on $num_qubits qubits", (each) => {
    const theirs = circuitOf(loads(each.document));
    const ours = DRAWN_TEMPLATES.get(each.name)?.(each.num_qubits, each.layers);
    expect(ours && plain(ours.operations)).toEqual(plain(theirs.operations));
    expect(ours?.numQubits).toBe(theirs.qubits.length);
  });

  it.each(CASES.problems)("is the problem $title of Python on $num_qubits qubits", (each) => {
    const drawn = DRAWN_PROBLEMS.get(each.name)?.(each.num_qubits, each.options);
    expect(Object.fromEntries(drawn?.terms ?? [])).toEqual(each.observable);
    expect(drawn).toMatchObject({ name: each.name, title: each.title, options: each.options });
  });

  it("leaves to Python what it does not make", () => {
    expect(DRAWN_PROBLEMS.get("h2")?.(2, { bond_length: 0.9 })).toBeNull();
  });

  it("is what the rows of the catalog say", () => {
    expect([...DRAWN_TEMPLATES.keys()]).toEqual(CATALOG.template.filter((row) => row.on_card).map((row) => row.name));
    const problems = CATALOG.problem.filter((row) => row.is_drawn_by_pages);
    expect([...DRAWN_PROBLEMS.keys()]).toEqual(problems.map((row) => row.name));
  });
});
