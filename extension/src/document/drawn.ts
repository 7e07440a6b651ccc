/** Templates and problems that a page makes without Python, as Python makes them: one corpus holds both. */

import type { Item, Operation } from "./circuit";
import { settled } from "./level";
import { leftmostColumns, sorted } from "./place";
import type { NamedProblem, ProblemOptions } from "./problem";

type Drawn = Omit<Operation, "column">;

export interface DrawnTemplate {
  readonly numQubits: number;
  readonly operations: ReadonlyMap<string, Item>;
}

/** By the names of the catalog; the numbers of qubits and of layers are whole and within the row's bounds. */
export const DRAWN_TEMPLATES: ReadonlyMap<string, (numQubits: number, layers: number) => DrawnTemplate> = new Map([
  ["ry_rz_cx", ladders],
  ["hva_tfim", evolutions],
  ["uccsd_h2", excitations],
]);

export interface DrawnProblem extends NamedProblem {
  readonly title: string;
  readonly terms: ReadonlyMap<string, number>;
}

/** By the names of the catalog, from options of the row that are checked; null where only Python makes it. */
export const DRAWN_PROBLEMS: ReadonlyMap<string, (numQubits: number, options?: ProblemOptions) => DrawnProblem | null> =
  new Map([
    ["h2", hydrogen],
    ["tfim", chain],
  ]);

/** RY and RZ on every qubit, CX from each to the next; the rotations once more at the end. */
function ladders(numQubits: number, layers: number): DrawnTemplate {
  let count = 0;
  const rotations = (): readonly Drawn[] =>
    ["ry", "rz"].flatMap((gate) => range(numQubits).map((q) => ({ gate, qubits: [q], angles: [`theta_${count++}`] })));
  const layer = (): readonly Drawn[] => [
    ...rotations(),
    ...range(numQubits - 1).map((q) => ({ gate: "cx", qubits: [q, q + 1] })),
  ];
  return { numQubits, operations: named([...range(layers).flatMap(layer), ...rotations()]) };
}

/** Evolutions under the bonds and the field of the Ising chain H = -Σ ZZ - Σ X, by turns, in a block. */
function evolutions(numQubits: number, layers: number): DrawnTemplate {
  const head = range(numQubits).map((q) => ({ gate: "h", qubits: [q] }));
  const inner = [
    ...range(numQubits - 1).map((q) => ({ gate: "rzz", qubits: [q, q + 1], angles: ["-2*theta_0"] })),
    ...range(numQubits).map((q) => ({ gate: "rx", qubits: [q], angles: ["-2*theta_1"] })),
  ];
  const indexed = ["theta_0", "theta_1"].map((name) => [name, range(layers).map((k) => `${name}_${k}`)] as const);
  const block: Item = {
    name: "layer",
    count: layers,
    indexed: new Map(indexed),
    operations: named(inner, numQubits + 2),
    column: 1,
  };
  return { numQubits, operations: settled(new Map([...named(head), [`o${numQubits + 1}`, block]])) };
}

/** Double and single excitations of the hydrogen molecule from its Hartree-Fock state. */
function excitations(): DrawnTemplate {
  const cx: Drawn = { gate: "cx", qubits: [0, 1] };
  const operations = named([
    { gate: "x", qubits: [0] },
    { gate: "h", qubits: [0] },
    { gate: "sx", qubits: [1] },
    cx,
    { gate: "rz", qubits: [1], angles: ["theta_0"] },
    cx,
    { gate: "h", qubits: [0] },
    { gate: "sxdg", qubits: [1] },
    { gate: "ry", qubits: [0], angles: ["theta_1"] },
    { gate: "ry", qubits: [1], angles: ["theta_2"] },
  ]);
  return { numQubits: 2, operations };
}

/** H₂ at 0.735 Å, in hartree, as qdesign.problems.h2 computes it. */
function hydrogen(_two: number, { bond_length = 0.735 }: ProblemOptions = {}): DrawnProblem | null {
  if (bond_length !== 0.735) return null;
  const terms = new Map([
    ["II", -0.33240425378376426],
    ["IZ", 0.39793742018767464],
    ["ZI", -0.39793742018767464],
    ["ZZ", -0.011280103766103028],
    ["XX", 0.18093119389987702],
  ]);
  return { name: "h2", title: "H₂ at 0.735 Å", options: { bond_length }, terms };
}

/** H = -Σ ZZ - field Σ X on a chain. */
function chain(numQubits: number, { field = 1, periodic = false }: ProblemOptions = {}): DrawnProblem | null {
  const closed = periodic === true && numQubits > 2;
  const label = (letter: string, ...places: readonly number[]): string =>
    range(numQubits)
      .map((q) => (places.includes(numQubits - 1 - q) ? letter : "I"))
      .join("");
  const bonds = range(closed ? numQubits : numQubits - 1);
  const terms = new Map([
    ...bonds.map((q) => [label("Z", q, (q + 1) % numQubits), -1] as const),
    ...range(field ? numQubits : 0).map((q) => [label("X", q), -Number(field)] as const),
  ]);
  const title = `Ising chain, field ${Number(Number(field).toPrecision(6))}${closed ? ", periodic" : ""}`;
  return { name: "tfim", title, options: { num_qubits: numQubits, field, periodic }, terms };
}

/** Items as far left as they go, by ids o1, o2, … */
function named(operations: readonly Drawn[], first = 1): ReadonlyMap<string, Item> {
  const columns = leftmostColumns(operations.map((operation) => ({ ...operation, column: 0 })));
  const items = operations.map((operation, k): [string, Item] => [
    `o${first + k}`,
    { ...operation, column: columns[k] ?? 0 },
  ]);
  return settled(sorted(new Map(items)));
}

const range = (n: number): readonly number[] => Array.from({ length: Math.max(0, n) }, (_, k) => k);
