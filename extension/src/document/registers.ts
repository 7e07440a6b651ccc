/** Named groups of wires and classical bits: what a program declared, kept while wires come, go and move. */

import { isList, type Json } from "./json";

export interface Register {
  readonly name: string;
  readonly wires: readonly number[];
}

/** The registers of one kind, in order, from JSON of the right shape. */
export function registersOf(registers: Json | undefined, kind: "qubits" | "clbits"): readonly Register[] {
  const listed = registers instanceof Map ? (registers.get(kind) as Json | undefined) : undefined;
  if (listed === undefined || !isList(listed)) return [];
  return listed.flatMap((entry) => {
    if (!(entry instanceof Map)) return [];
    const name = entry.get("name") as Json | undefined;
    const wires = entry.get("wires") as Json | undefined;
    if (typeof name !== "string" || wires === undefined || !isList(wires)) return [];
    return [{ name, wires: wires.filter((wire) => typeof wire === "number") }];
  });
}

const PLAIN = { qubits: "q", clbits: "c" } as const;

/** The registers of one kind, with what no register names as one more: together all of `count`. */
export function allRegisters(
  registers: Json | undefined,
  kind: "qubits" | "clbits",
  count: number,
): readonly Register[] {
  const named = registersOf(registers, kind).filter(({ wires }) => wires.length);
  const held = new Set(named.flatMap(({ wires }) => wires));
  const loose = Array.from({ length: count }, (_, wire) => wire).filter((wire) => !held.has(wire));
  if (!loose.length) return named;
  const others = registersOf(registers, kind === "qubits" ? "clbits" : "qubits");
  const taken = new Set([...named, ...others].map(({ name }) => name));
  let name: string = PLAIN[kind];
  while (taken.has(name)) name += "_";
  return [...named, { name, wires: loose }];
}

/** The classical registers, with bits that no register names as one more, `c`. */
export function clbitRegisters(registers: Json | undefined, clbits: number): readonly Register[] {
  return allRegisters(registers, "clbits", clbits);
}

/** Do registers list the wires from 0 on, one after the other? */
export function inOrder(registers: readonly Register[]): boolean {
  return registers.flatMap(({ wires }) => wires).every((wire, k) => wire === k);
}

/** What a program declared, as a document keeps it; undefined where one plain register of each kind says all. */
export function declaredRegisters(qubits: readonly Register[], clbits: readonly Register[]): Json | undefined {
  const [q, c] = [named(qubits, PLAIN.qubits), named(clbits, PLAIN.clbits)];
  if (!(q.length + c.length)) return undefined;
  return new Map<string, Json>([
    ["qubits", written(q)],
    ["clbits", written(c)],
  ]);
}

function named(registers: readonly Register[], plain: string): readonly Register[] {
  return registers.length === 1 && registers[0]?.name === plain ? [] : registers;
}

/** An outcome as Qiskit prints it: the last register first, a blank between two, bit 0 of each rightmost. */
export function outcomeText(bits: ArrayLike<number>, registers: readonly Register[]): string {
  return [...registers]
    .reverse()
    .map(({ wires }) =>
      [...wires]
        .reverse()
        .map((bit) => (bits[bit] ? "1" : "0"))
        .join(""),
    )
    .join(" ");
}

function written(registers: readonly Register[]): Json {
  return registers.map(
    ({ name, wires }) =>
      new Map<string, Json>([
        ["name", name],
        ["wires", wires],
      ]),
  );
}
