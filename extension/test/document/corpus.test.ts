import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt, type Refusal } from "../../src/document/errors";
import { replaceBody } from "../../src/document/follow";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { toQasm } from "../../src/document/qasm-write";
import { toQiskit } from "../../src/document/qiskit-code";
import { toQuantikz } from "../../src/document/quantikz";
import { loads } from "../../src/document/read";
import { figuresOf } from "../../src/document/stats";
import { dumps } from "../../src/document/write";

interface Corpus {
  /** Texts, and how each is written where it is taken. */
  readonly documents: readonly { readonly text: string; readonly written: string | null }[];
  readonly programs: readonly {
    readonly text: string;
    readonly document: string | null;
    readonly error: string;
    readonly damaged: boolean;
  }[];
  /** Documents with displays, another circuit, and wires and column of each display in it. */
  readonly displays: readonly {
    readonly document: string;
    readonly other: string;
    readonly after: Readonly<Record<string, readonly number[]>>;
  }[];
  /** What is computed of a document's circuit; null where it is refused. */
  readonly circuits: readonly {
    readonly document: string;
    readonly openqasm3: string | null;
    readonly qiskit: string | null;
    readonly quantikz: string | null;
    readonly stats: Readonly<Record<"num_gates" | "num_two_qubit" | "depth" | "num_qubits", number>>;
  }[];
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const CORPUS = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as Corpus;

interface Taken {
  readonly text: string | null;
  readonly refusal: Refusal | null;
}

function taken(make: () => string): Taken {
  const made = attempt(make);
  return "value" in made ? { text: made.value, refusal: null } : { text: null, refusal: made.refusal };
}

describe("the corpus that Python wrote", () => {
  it("has hundreds of cases that are taken, and hundreds that are refused", () => {
    expect(CORPUS.documents.filter(({ written }) => written !== null).length).toBeGreaterThan(80);
    expect(CORPUS.documents.filter(({ written }) => written === null).length).toBeGreaterThan(80);
    expect(CORPUS.programs.filter(({ document }) => document !== null).length).toBeGreaterThan(80);
    expect(CORPUS.programs.filter(({ document }) => document === null).length).toBeGreaterThan(80);
  });

  it("documents are taken or refused as in Python, and written alike", () => {
    const wrong = CORPUS.documents.flatMap(({ text, written }) => {
      const mine = taken(() => dumps(loads(text)));
      return mine.text === written ? [] : [{ text, python: written, page: mine.text ?? mine.refusal?.message }];
    });
    expect(wrong).toEqual([]);
  });

  it("programs are taken or refused as in Python, and become the same documents", () => {
    let left = 0;
    const wrong = CORPUS.programs.flatMap(({ text, document, error, damaged }) => {
      const mine = taken(() => dumps(fromQasm(text)));
      if (mine.text === document) return [];
      if (mine.refusal?.kind === "Unsupported") {
        left += damaged ? 0 : 1;
        return [];
      }
      return [{ text, python: document ?? error, page: mine.text ?? mine.refusal?.message }];
    });
    expect(wrong).toEqual([]);
    // What the page leaves to Python is what damage makes, and no program that is whole.
    expect(left).toBe(0);
  });

  it.each([
    ["openqasm3", toQasm],
    ["qiskit", toQiskit],
    ["quantikz", toQuantikz],
  ] as const)("circuits are written as %s alike", (format, write) => {
    for (const each of CORPUS.circuits) {
      expect(taken(() => write(circuitOf(loads(each.document)))).text, each.document).toBe(each[format]);
    }
  });

  it("displays stay at the places that Python finds in another circuit", () => {
    for (const { document, other, after } of CORPUS.displays) {
      const next = replaceBody(loads(document), loads(other).body);
      const places = [...(next.layout?.displays ?? [])].map(([id, { qubits, column }]) => [id, [...qubits, column]]);
      expect(Object.fromEntries(places), `${document}\n${other}`).toEqual(after);
    }
  });

  it("figures are Python's", () => {
    for (const { document, stats } of CORPUS.circuits) {
      expect(figuresOf(circuitOf(loads(document)), 3), document).toEqual({
        numQubits: stats.num_qubits,
        numParameters: 3,
        numGates: stats.num_gates,
        numTwoQubit: stats.num_two_qubit,
        depth: stats.depth,
      });
    }
  });
});
