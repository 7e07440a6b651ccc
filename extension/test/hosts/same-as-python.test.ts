/** Random documents: the page with no server gives what Python gives, and reads and writes the same links. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { isCircuit, parametersOf } from "../../src/document/circuit";
import { diagramOf } from "../../src/document/diagram";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { type CheckedGoal, check } from "../../src/lessons/check";
import { readLesson } from "../../src/lessons/lesson";
import { loadEngine } from "../../src/live/engine";
import { createHandler } from "../../src/live/handler";
import type { FromWorker } from "../../src/live/messages";
import type { Output, Wanted } from "../../src/live/wanted";
import { explain } from "../../src/rewriting";
import { linkOf, readLink } from "../../src/view/widgets/link";
import { casesOf } from "../campaign";
import { engineBytes } from "../live/fixtures";

interface Linked {
  readonly document: string;
  /** Null where it is too long for one. */
  readonly link: string | null;
}

interface Pages {
  readonly circuits: readonly (Linked & {
    readonly values: readonly number[];
    readonly numbers: { readonly energy: number; readonly gradient: readonly number[] } | null;
  })[];
  readonly diagrams: readonly (Linked & { readonly selection: readonly string[]; readonly rules: readonly string[] })[];
  readonly lessons: readonly {
    readonly lesson: object;
    readonly answer: string;
    readonly goals: readonly Omit<CheckedGoal, "inPython">[];
  }[];
}

const BUILD = new URL("../../build/", import.meta.url);
const { pages } = JSON.parse(readFileSync(new URL("corpus.json", BUILD), "utf8")) as { readonly pages: Pages };
const NUMBERS: readonly (readonly [string, Wanted])[] = [
  ["energy", { kind: "energy" }],
  ["gradient", { kind: "gradient" }],
];
const module = await loadEngine(engineBytes());

/** What the live loop gives of a circuit at values; null where it is refused. */
async function computed(text: string, numbers: readonly number[]): Promise<ReadonlyMap<string, Output> | null> {
  const { body, observable } = loads(text);
  if (!isCircuit(body)) throw new Error("a circuit is expected");
  const heard: FromWorker[] = [];
  const handle = createHandler((reply) => heard.push(reply));
  await handle({ say: "start", wasm: engineBytes() });
  const values = { names: parametersOf(body), numbers: Float64Array.from(numbers) };
  const given = { circuit: body, noise: null, exact: 8, observable: [...(observable ?? [])], values };
  await handle({ say: "tick", id: 1, revision: 1, ...given, wanted: NUMBERS });
  const last = heard.at(-1);
  return last?.say === "result" && last.result.kind === "state" ? last.result.outputs : null;
}

describe("the page with no server", () => {
  it("has the cases", () => {
    const count = casesOf("documents in the page with no server");
    expect([pages.circuits.length, pages.diagrams.length]).toEqual([count, count]);
    expect(pages.circuits.filter(({ numbers }) => numbers).length).toBeGreaterThan(count / 2);
  });

  it("gives Python's energies and gradients within 1e-9", async () => {
    for (const { document, values, numbers } of pages.circuits) {
      const outputs = await computed(document, values);
      const energy = outputs?.get("energy");
      const gradient = outputs?.get("gradient");
      if (!numbers) {
        expect(energy?.kind, document).not.toBe("energy");
        continue;
      }
      if (energy?.kind !== "energy" || gradient?.kind !== "gradient") throw new Error(document);
      expect(Math.abs(energy.energy - numbers.energy), document).toBeLessThan(1e-9);
      expect(gradient.derivatives.length).toBe(numbers.gradient.length);
      numbers.gradient.forEach((slope, k) =>
        expect(Math.abs((gradient.derivatives[k] ?? NaN) - slope), document).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(slope)),
        ),
      );
    }
  });

  it("lists Python's rules for a selection", () => {
    for (const { document, selection, rules } of pages.diagrams) {
      const found = explain(diagramOf(loads(document)), selection).filter(({ refused }) => !refused);
      expect(
        found.map(({ name }) => name),
        document,
      ).toEqual(rules);
    }
  });

  it("checks lessons word for word", () => {
    for (const { lesson, answer, goals } of pages.lessons) {
      const found = check(readLesson(JSON.stringify(lesson)), loads(answer), module);
      found.forEach(({ inPython, energy: _energy, ...goal }, k) => {
        if (!inPython) expect(goal, answer).toEqual(goals[k]);
      });
    }
  });

  it("reads Python's links, and writes links that it reads", async () => {
    const written: [string, string][] = [];
    for (const { document, link } of [...pages.circuits, ...pages.diagrams]) {
      const own = await linkOf({ name: "Größe ψ", document });
      expect(dumps(loads((await readLink(own)).document))).toBe(document);
      written.push([own, document]);
      if (link === null) continue;
      const read = await readLink(link);
      expect(read.name).toBe("Größe ψ");
      expect(dumps(loads(read.document))).toBe(document);
    }
    mkdirSync(BUILD, { recursive: true });
    // Python reads them under `make campaign`.
    writeFileSync(new URL("links.json", BUILD), JSON.stringify(written));
  });
});
