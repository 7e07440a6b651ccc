/** Figures of a circuit for the status line, over its elementary form; the same as Python's `Circuit.stats`. */

import { type CircuitBody, isBlock, walk } from "./circuit";
import { decompose, expandControls } from "./control";
import { attempt } from "./errors";
import { countOperations, flatten, type Plain } from "./flatten";
import { GATES } from "./gates";

export interface Figures {
  readonly numQubits: number;
  readonly numParameters: number;
  readonly numGates: number;
  readonly numTwoQubit: number;
  readonly depth: number;
}

/** Beyond this many expanded operations nothing is counted: the person sees "over". */
const BUDGET = 200_000;

/** The figures, or null where there are more than 200,000 expanded operations or too many controls on one gate. */
export function figuresOf(body: CircuitBody, numParameters: number): Figures | null {
  if (countOperations(body) > BUDGET) return null;
  const counted = attempt(() => counts(body));
  return "value" in counted ? { numQubits: body.qubits.length, numParameters, ...counted.value } : null;
}

type Counts = Pick<Figures, "numGates" | "numTwoQubit" | "depth">;

function counts(body: CircuitBody): Counts {
  // Angles matter only to what stands under controls.
  const flat = flatten(body, hasControls(body) ? "angles" : "none");
  const levels = new Map<number, number>();
  let numGates = 0;
  let numTwoQubit = 0;
  let depth = 0;
  for (const each of flat.operations) {
    for (const operation of expandControls(each)) {
      if (operation.gate === "barrier" || operation.gate === "id" || operation.gate === "gphase") continue;
      numGates += 1;
      numTwoQubit += twoQubitGates(operation.gate);
      const read = operation.conditions.flatMap((condition) => condition.clbits);
      const places = [...operation.qubits, ...[...operation.clbits, ...read].map((bit) => -1 - bit)];
      const level = 1 + places.reduce((most, place) => Math.max(most, levels.get(place) ?? 0), 0);
      for (const place of places) levels.set(place, level);
      depth = Math.max(depth, level);
    }
  }
  return { numGates, numTwoQubit, depth };
}

function hasControls(body: CircuitBody): boolean {
  const levels = [body.operations, ...[...body.gates.values()].map((gate) => gate.operations)];
  return levels.some((items) =>
    [...walk(items)].some(([, item]) => !isBlock(item) && (item.controls?.length || item.anticontrols?.length)),
  );
}

const known = new Map<string, number>();

/** Two-qubit gates of a table gate; larger ones count as their decomposition. */
function twoQubitGates(gate: string): number {
  const kept = known.get(gate);
  if (kept !== undefined) return kept;
  const made = countedIn(gate);
  known.set(gate, made);
  return made;
}

function countedIn(gate: string): number {
  const size = GATES.get(gate)?.numQubits ?? 1;
  if (size <= 2) return size === 2 ? 1 : 0;
  const whole: Plain = {
    gate,
    qubits: Array.from({ length: size }, (_, k) => k),
    angles: [],
    controls: [],
    anticontrols: [],
    clbits: [],
    conditions: [],
  };
  return decompose(whole).reduce((sum, part) => sum + twoQubitGates(part.gate), 0);
}
