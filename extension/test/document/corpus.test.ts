import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { attempt } from "../../src/document/errors";
import { circuitOf } from "../../src/document/level";
import { toQasm } from "../../src/document/qasm-write";
import { fromQasm } from "../../src/document/qasm-read";
import { toQiskit } from "../../src/document/qiskit-code";
import { toQuantikz } from "../../src/document/quantikz";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";

interface Corpus {
  readonly documents: readonly { readonly text: string; readonly written: string | null }[];
  readonly programs: readonly { readonly text: string; readonly document: string | null; readonly error: string }[];
  readonly circuits: readonly {
    readonly document: string;
    readonly openqasm3: string | null;
    readonly qiskit: string | null;
    readonly quantikz: string | null;
  }[];
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const CORPUS = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as Corpus;

function outcome(make: () => string): string | null {
  const made = attempt(make);
  return "value" in made ? made.value : null;
}

function why(make: () => string): string {
  const made = attempt(make);
  return "refusal" in made ? made.refusal.message : "taken";
}

describe("the corpus that Python wrote", () => {
  it("documents", () => {
    const wrong = CORPUS.documents.filter(({ text, written }) => outcome(() => dumps(loads(text))) !== written);
    console.log("documents", CORPUS.documents.length, wrong.length);
    for (const w of wrong.slice(0, 6)) console.log(w.written === null ? "PY REFUSES" : "PY TAKES", why(() => dumps(loads(w.text))), w.text.slice(0, 1500));
    expect(wrong.length).toBe(0);
  });
  it("programs", () => {
    const run = (text: string) => dumps(fromQasm(text));
    const wrong = CORPUS.programs.filter(({ text, document }) => outcome(() => run(text)) !== document);
    console.log("programs", CORPUS.programs.length, wrong.length);
    const kinds = new Map<string, number>();
    for (const w of wrong) { const k = `${w.document === null ? "PY REFUSES: " + w.error.replace(/Line \d+, column \d+/, "") : "PY TAKES"} | ${why(() => run(w.text)).replace(/Line \d+, column \d+/, "")}`; kinds.set(k, (kinds.get(k) ?? 0) + 1); }
    for (const [k, n] of [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 60)) console.log(n, k);
    expect(wrong.length).toBe(0);
  });
  it("writers", () => {
    for (const [name, write] of [["openqasm3", toQasm], ["qiskit", toQiskit], ["quantikz", toQuantikz]] as const) {
      const wrong = CORPUS.circuits.filter((c) => outcome(() => write(circuitOf(loads(c.document)))) !== c[name]);
      console.log(name, CORPUS.circuits.length, wrong.length);
    }
  });
});
