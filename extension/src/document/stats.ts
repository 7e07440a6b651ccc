/** Figures of a circuit for the status line, over its expanded operations. */

import { type CircuitBody, clbitsOf, type GateDefinition, type Item, isBlock, wiresOf } from "./circuit";

export interface Figures {
  readonly numQubits: number;
  readonly numParameters: number;
  readonly numGates: number;
  readonly numTwoQubit: number;
  readonly depth: number;
}

/** Beyond this many expanded operations nothing is counted: the person sees "over". */
const BUDGET = 200_000;

/** The figures, or null above 200,000 expanded operations. */
export function figuresOf(body: CircuitBody, numParameters: number): Figures | null {
  const counter = new Counter(body.gates);
  if (counter.size(body.operations) > BUDGET) return null;
  counter.run(body.operations, (wire) => wire);
  return {
    numQubits: body.qubits.length,
    numParameters,
    numGates: counter.numGates,
    numTwoQubit: counter.numTwoQubit,
    depth: counter.depth,
  };
}

class Counter {
  numGates = 0;
  numTwoQubit = 0;
  depth = 0;
  private readonly levels = new Map<number, number>();

  constructor(private readonly gates: ReadonlyMap<string, GateDefinition>) {}

  size(items: ReadonlyMap<string, Item>): number {
    let total = 0;
    for (const item of items.values()) {
      if (isBlock(item)) total += item.count * this.size(item.operations);
      else {
        const own = this.gates.get(item.gate);
        total += own ? this.size(own.operations) : 1;
      }
      if (total > BUDGET) return total;
    }
    return total;
  }

  run(items: ReadonlyMap<string, Item>, wire: (wire: number) => number): void {
    for (const item of items.values()) {
      if (isBlock(item)) {
        for (let k = 0; k < item.count; k++) this.run(item.operations, wire);
        continue;
      }
      const own = this.gates.get(item.gate);
      if (own) this.run(own.operations, (inner) => wire(item.qubits[inner] ?? 0));
      else if (item.gate !== "barrier" && item.gate !== "id") {
        this.count(wiresOf(item).map(wire), clbitsOf(item), item.gate);
      }
    }
  }

  private count(wires: readonly number[], bits: readonly number[], gate: string): void {
    if (!wires.length) return;
    this.numGates += 1;
    this.numTwoQubit += twoQubitCost(gate, wires.length);
    let level = 0;
    const places = [...wires, ...bits.map((bit) => -1 - bit)];
    for (const place of places) level = Math.max(level, this.levels.get(place) ?? 0);
    const steps = wires.length > 2 ? Math.max(1, twoQubitCost(gate, wires.length)) : 1;
    for (const place of places) this.levels.set(place, level + steps);
    this.depth = Math.max(this.depth, level + steps);
  }
}

const COSTS: ReadonlyMap<string, number> = new Map([
  ["ccx", 6],
  ["ccz", 6],
  ["cswap", 8],
  ["rccx", 3],
]);

/** Two-qubit gates of one operation; larger ones count as their usual decomposition. */
function twoQubitCost(gate: string, size: number): number {
  if (size < 2) return 0;
  if (size === 2) return 1;
  return COSTS.get(gate) ?? 2 ** size - 2;
}
