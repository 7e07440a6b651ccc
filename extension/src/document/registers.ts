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

/** The classical registers, with bits that no register names as one more, `c`. */
export function clbitRegisters(registers: Json | undefined, clbits: number): readonly Register[] {
  const named = registersOf(registers, "clbits").filter(({ wires }) => wires.length);
  const known = new Set(named.flatMap(({ wires }) => wires));
  const loose = Array.from({ length: clbits }, (_, bit) => bit).filter((bit) => !known.has(bit));
  return loose.length ? [...named, { name: "c", wires: loose }] : named;
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

/** The registers after qubits were moved, added or taken away; `to` gives the new place or null. */
export function withQubitsMoved(registers: Json, to: (qubit: number) => number | null): Json {
  const qubits = registersOf(registers, "qubits").map(({ name, wires }) => ({
    name,
    wires: wires.map(to).filter((wire) => wire !== null),
  }));
  return new Map<string, Json>([
    ["qubits", written(qubits)],
    ["clbits", written(registersOf(registers, "clbits"))],
  ]);
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
