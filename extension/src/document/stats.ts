/** Figures of a circuit for the status line, over its elementary form; the same as Python's `Circuit.stats`. */

import { type CircuitBody, isBlock, walk } from "./circuit";
import { expandControls } from "./control";
import { attempt } from "./errors";
import { countOperations, flatten } from "./flatten";
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

/** The figures, or null where there are more than 200,000 expanded operations. */
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
    for (const operation of expandControls(each, body.qubits.length)) {
      const row = GATES.get(operation.gate);
      if (!row || row.isIdle || !row.numQubits) continue;
      numGates += 1;
      numTwoQubit += row.numTwoQubit;
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
