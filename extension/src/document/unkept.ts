/** What a program's text does not hold of a document, in a person's words. */

import { type CircuitBody, type Document, isBlock, isCircuit } from "./circuit";
import { allRegisters } from "./registers";

/** Parts of a document that are lost where only its circuit is kept; `read` is what the text gave. */
export function unkept(now: Document, read: Document): readonly string[] {
  const found: string[] = [];
  const known = new Map(read.parameters.map((p) => [p.name, p.value]));
  if (now.parameters.some((p) => p.value !== (known.get(p.name) ?? 0))) found.push("values");
  if (now.observable) found.push("problem");
  if (now.layout?.displays?.size || now.layout?.state_here !== undefined) found.push("displays");
  if (now.noise !== undefined) found.push("noise");
  if (!isCircuit(now.body)) return found;
  const labels = isCircuit(read.body) ? read.body.qubits : [];
  const { qubits, registers } = now.body;
  const declared = registerLabels(registers, qubits.length);
  if (qubits.some((label, k) => label !== labels[k] && !declared[k]?.includes(label))) found.push("names");
  for (const item of now.body.operations.values()) {
    if (!isBlock(item)) continue;
    found.push("blocks");
    break;
  }
  return found;
}

/** What wires are called in a program, by their places in registers; one alone goes by its register's name too. */
function registerLabels(registers: CircuitBody["registers"], count: number): readonly (readonly string[])[] {
  const labels: string[][] = Array.from({ length: count }, () => []);
  for (const { name, wires } of allRegisters(registers, "qubits", count)) {
    // Where `q` has all of them, no register is declared.
    const isPlain = name === "q" && wires.length === count;
    wires.forEach((wire, place) => {
      labels[wire]?.push(`${name}[${place}]`, ...(wires.length === 1 ? [name] : []), ...(isPlain ? [`q${place}`] : []));
    });
  }
  return labels;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}
