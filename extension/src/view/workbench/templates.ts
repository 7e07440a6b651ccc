/** Templates that the page makes by itself; with Python behind, those of qd.ansatz come along. */

import { type Document, type Item, type Operation, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { circuitOf, settled } from "../../document/level";
import { leftmostColumns } from "../../document/place";
import { loads } from "../../document/read";
import type { Template } from "../../port";
import type { Workbench } from "./workbench";

export const BUILT_IN: readonly Template[] = [
  { name: "hva", title: "Hamiltonian variational", group: "Built in" },
  { name: "hea", title: "Hardware-efficient", group: "Built in" },
  { name: "uccsd", title: "UCCSD, H₂", group: "Built in" },
];

function listed(operations: readonly (Omit<Operation, "column"> & Partial<Operation>)[]): readonly Item[] {
  const items = operations.map((operation) => ({ ...operation, column: 0 }));
  const columns = leftmostColumns(items);
  return items.map((item, k) => ({ ...item, column: columns[k] ?? 0 }));
}

function mapped(items: readonly Item[], prefix: string): ReadonlyMap<string, Item> {
  return settled(new Map(items.map((item, k) => [`${prefix}${k + 1}`, item])));
}

type Made = { readonly items: ReadonlyMap<string, Item>; readonly observable: ReadonlyMap<string, number> };

function hamiltonian(n: number): Made {
  const pairs = [...chain(n, 0), ...chain(n, 1)];
  const inner = listed([
    ...pairs.map((pair) => ({ gate: "rzz", qubits: pair, angles: ["2*gamma"] })),
    ...range(n).map((q) => ({ gate: "rx", qubits: [q], angles: ["beta"] })),
  ]);
  const names = (base: string): readonly string[] => [1, 2, 3].map((k) => `${base}_${k}`);
  const block: Item = {
    count: 3,
    indexed: new Map([
      ["gamma", names("gamma")],
      ["beta", names("beta")],
    ]),
    operations: mapped(inner, "b"),
    column: 1,
  };
  const head = range(n).map((q): Item => ({ gate: "h", qubits: [q], column: 0 }));
  return { items: new Map([...mapped(head, "o"), ["layer", block]]), observable: ising(n) };
}

function hardware(n: number): Made {
  const items = listed([
    ...range(n).map((q) => ({ gate: "ry", qubits: [q], angles: [`theta_${q}`] })),
    ...range(n - 1).map((q) => ({ gate: "cx", qubits: [q, q + 1] })),
    ...range(n).map((q) => ({ gate: "ry", qubits: [q], angles: [`theta_${n + q}`] })),
    ...range(n).map((q) => ({ gate: "rz", qubits: [q], angles: [`phi_${q}`] })),
  ]);
  return { items: mapped(items, "o"), observable: ising(n) };
}

/** UCC with one double excitation of H2 in a minimal basis, Jordan-Wigner, 4 qubits. */
function doubleExcitation(): Made {
  const ladder = [
    [0, 1],
    [1, 2],
    [2, 3],
  ];
  const items = listed([
    { gate: "x", qubits: [0] },
    { gate: "x", qubits: [1] },
    { gate: "rx", qubits: [0], angles: ["pi/2"] },
    ...[1, 2, 3].map((q) => ({ gate: "h", qubits: [q] })),
    ...ladder.map((pair) => ({ gate: "cx", qubits: pair })),
    { gate: "rz", qubits: [3], angles: ["theta"] },
    ...[...ladder].reverse().map((pair) => ({ gate: "cx", qubits: pair })),
    { gate: "rx", qubits: [0], angles: ["-pi/2"] },
    ...[1, 2, 3].map((q) => ({ gate: "h", qubits: [q] })),
  ]);
  return { items: mapped(items, "o"), observable: ising(4) };
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k);

function chain(n: number, from: number): readonly (readonly number[])[] {
  return range(n - 1)
    .filter((q) => q % 2 === from)
    .map((q) => [q, q + 1]);
}

/** H = -Σ ZZ - Σ X on an open chain. */
export function ising(n: number): ReadonlyMap<string, number> {
  const terms = new Map<string, number>();
  const letters = (places: ReadonlyMap<number, string>): string =>
    range(n)
      .map((q) => places.get(q) ?? "I")
      .reverse()
      .join("");
  for (const q of range(n - 1))
    terms.set(
      letters(
        new Map([
          [q, "Z"],
          [q + 1, "Z"],
        ]),
      ),
      -1,
    );
  for (const q of range(n)) terms.set(letters(new Map([[q, "X"]])), -1);
  return terms;
}

/** Puts a template in: from Python where it answers, else the page's own. */
export function makeTemplate(bench: Workbench, name: string): void {
  const { document } = bench.state;
  const n = Math.max(4, Math.min(12, document.body.kind === "circuit" ? document.body.qubits.length : 4));
  if (!BUILT_IN.some((template) => template.name === name)) {
    void askTemplate(bench, { name, n });
    return;
  }
  const made = name === "hva" ? hamiltonian(n) : name === "hea" ? hardware(n) : doubleExcitation();
  const qubits = name === "uccsd" ? 4 : n;
  const body = circuitOf(document);
  const next: Document = withBody(document, {
    ...body,
    qubits: range(qubits).map((q) => body.qubits[q] ?? `q${q}`),
    gates: new Map(),
    operations: made.items,
  });
  const started = next.parameters.map((p, k) => ({ ...p, value: p.value || startValue(k) }));
  bench.dispatch({
    document: { ...next, parameters: started, observable: made.observable },
    selection: new Set(),
    preview: null,
    timeCursor: null,
    intent: "template.make",
    history: "step",
    origin: "person",
  });
  bench.zoom?.fit();
}

/** Small different values, so that a new ansatz moves at once. */
function startValue(k: number): number {
  return Number((0.3 + 0.45 * Math.sin(1.7 * k + 0.5)).toFixed(2));
}

async function askTemplate(bench: Workbench, template: { readonly name: string; readonly n: number }): Promise<void> {
  const answer = await bench.asker.ask<"template">({
    ask: "template",
    name: template.name,
    num_qubits: template.n,
    layers: 1,
  });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind !== "done") return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) bench.say("error", read.refusal.message);
  else {
    bench.replaceDocument(read.value, "template.make");
    bench.zoom?.fit();
  }
}
