/** Blocks and composite gates as plain operations, counted before they are made; as qdesign/expansion.py. */

import { type Angle, addAngles, angleText, isZeroAngle, NONE, parameterAngle, readAngle, substitute } from "./angle";
import {
  anglesOf,
  anticontrolsOf,
  type Block,
  type CircuitBody,
  type Condition,
  controlsOf,
  type GateDefinition,
  type Item,
  isBlock,
  type Operation,
} from "./circuit";
import { columnsOf } from "./columns";
import { Refusal } from "./errors";

export const MAX_OPERATIONS = 1_000_000;

/** An operation of a table gate, with its angles read. */
export interface Plain {
  readonly gate: string;
  readonly qubits: readonly number[];
  readonly angles: readonly Angle[];
  readonly controls: readonly number[];
  readonly anticontrols: readonly number[];
  readonly clbits: readonly number[];
  readonly conditions: readonly Condition[];
  /** The item that is drawn, of which it is or is a part. */
  readonly drawn?: Operation | undefined;
}

export interface Flat {
  readonly operations: readonly Plain[];
  readonly globalPhase: Angle;
}

const NO_CONDITIONS: readonly Condition[] = [];
const NO_BITS: readonly number[] = [];
const FREE = { controls: NO_BITS, anticontrols: NO_BITS, conditions: NO_CONDITIONS };

/** The operations of a circuit with blocks and composite gates expanded, in order; all angles 0 where none is asked. */
export function flatten(body: CircuitBody, angles: "angles" | "none" = "angles"): Flat {
  checkBudget(body);
  const expander = new Expander(body.gates, angles === "angles" ? plain : withoutAngles);
  const operations = [...expander.expand(body.operations.values(), new Map())];
  const own = body.global_phase === undefined ? NONE : readAngle(body.global_phase);
  return { operations, globalPhase: addAngles(own, expander.phase) };
}

/** Refuses a circuit that expands to more operations than are taken. */
export function checkBudget(body: CircuitBody): void {
  const count = countOperations(body);
  if (count <= MAX_OPERATIONS) return;
  const shown = count < 1e15 ? count.toLocaleString("en") : `about 2^${Math.floor(Math.log2(count))}`;
  throw new Refusal(
    "TooLarge",
    `The circuit expands to ${shown} operations; at most ${MAX_OPERATIONS.toLocaleString("en")} are taken.`,
  );
}

/** Operations with blocks and composite gates expanded, computed without expanding. */
export function countOperations(body: CircuitBody): number {
  const sizes = new Map<string, number>();
  for (const [name, definition] of body.gates) sizes.set(name, count(definition.operations.values(), sizes));
  return count(body.operations.values(), sizes);
}

function count(items: Iterable<Item>, sizes: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const item of items) {
    if (!isBlock(item)) total += sizes.get(item.gate) ?? 1;
    else if (item.count) total += item.count * count(item.operations.values(), sizes);
  }
  return Math.min(total, Number.MAX_VALUE);
}

/** What stands for a parameter name of a block or composite gate. */
type Names = ReadonlyMap<string, Angle>;

class Expander {
  phase = NONE;

  constructor(
    private readonly gates: ReadonlyMap<string, GateDefinition>,
    private readonly read: (item: Operation, names: Names) => Plain,
  ) {}

  *expand(items: Iterable<Item>, names: Names): Generator<Plain> {
    for (const item of items) {
      if (isBlock(item)) {
        for (let index = 0; index < item.count; index++) {
          yield* this.expand(item.operations.values(), namesInside(item, index, names));
        }
      } else {
        yield* this.operation(this.read(item, names));
      }
    }
  }

  private *operation(operation: Plain): Generator<Plain> {
    const composite = this.gates.get(operation.gate);
    if (!composite) {
      yield operation;
      return;
    }
    const formal = new Map(composite.parameters.map((name, k) => [name, operation.angles[k] ?? NONE]));
    const onWires = (wires: readonly number[]): readonly number[] => wires.map((q) => operation.qubits[q] ?? 0);
    // Phases of composite gates inside are under this operation's controls too.
    const inside = new Expander(this.gates, this.read);
    for (const inner of inside.expand(composite.operations.values(), new Map())) {
      // A barrier is under no control and no condition: it does nothing, whatever the wires and bits are.
      const over = inner.gate === "barrier" ? FREE : operation;
      yield {
        gate: inner.gate,
        qubits: onWires(inner.qubits),
        angles: inner.angles.map((angle) => substitute(angle, formal)),
        controls: [...over.controls, ...onWires(inner.controls)],
        anticontrols: [...over.anticontrols, ...onWires(inner.anticontrols)],
        clbits: NO_BITS,
        conditions: over.conditions,
        drawn: operation.drawn,
      };
    }
    const own = composite.global_phase === undefined ? NONE : readAngle(composite.global_phase);
    yield* this.globalPhase(operation, substitute(addAngles(own, inside.phase), formal));
  }

  private *globalPhase(operation: Plain, phase: Angle): Generator<Plain> {
    if (isZeroAngle(phase)) return;
    if (operation.controls.length || operation.anticontrols.length) {
      yield { ...operation, gate: "gphase", qubits: NO_BITS, angles: [phase] };
    } else if (!operation.conditions.length) {
      this.phase = addAngles(this.phase, phase);
    }
  }
}

/** What stands for each name inside repetition `index`: the block's own names hide outer ones. */
function namesInside(block: Block, index: number, outer: Names): Names {
  if (!block.indexed?.size) return outer;
  const names = new Map(outer);
  for (const [local, each] of block.indexed) {
    const name = parameterAngle(each[index] ?? local);
    names.set(local, substitute(name, outer));
  }
  return names;
}

function plain(item: Operation, names: Names): Plain {
  const angles = anglesOf(item).map(readAngle);
  return {
    gate: item.gate,
    qubits: item.qubits,
    angles: names.size ? angles.map((angle) => substitute(angle, names)) : angles,
    controls: controlsOf(item),
    anticontrols: anticontrolsOf(item),
    clbits: item.clbits ?? NO_BITS,
    conditions: item.conditions ?? NO_CONDITIONS,
    drawn: item,
  };
}

function withoutAngles(item: Operation): Plain {
  return {
    gate: item.gate,
    qubits: item.qubits,
    angles: [],
    controls: controlsOf(item),
    anticontrols: anticontrolsOf(item),
    clbits: item.clbits ?? NO_BITS,
    conditions: item.conditions ?? NO_CONDITIONS,
    drawn: item,
  };
}

/** The operations without the measurements and barriers after which nothing happens. */
export function withoutFinalMeasurements(operations: readonly Plain[]): readonly Plain[] {
  const busy = new Set<number>();
  const read = new Set<number>();
  const kept: Plain[] = [];
  for (let k = operations.length - 1; k >= 0; k--) {
    const item = operations[k];
    if (!item) continue;
    const final = (item.gate === "measure" || item.gate === "barrier") && !item.conditions.length;
    if (final && !item.qubits.some((q) => busy.has(q)) && !item.clbits.some((b) => read.has(b))) continue;
    for (const wires of [item.controls, item.anticontrols, item.qubits]) for (const q of wires) busy.add(q);
    for (const condition of item.conditions) for (const bit of condition.clbits) read.add(bit);
    kept.push(item);
  }
  return kept.reverse();
}

/** The body with the items of drawn columns 0 to `column` alone; all of them when null. */
export function upToColumn(body: CircuitBody, column: number | null): CircuitBody {
  if (column === null) return body;
  const last =
    columnsOf(body.operations)
      .slice(0, column + 1)
      .at(-1) ?? -Infinity;
  const kept = [...body.operations].filter(([, item]) => item.column <= last);
  return kept.length === body.operations.size ? body : { ...body, operations: new Map(kept) };
}

/** Which qubit each classical bit was last measured from. */
export function finalWires(operations: readonly Plain[]): ReadonlyMap<number, number> {
  const wires = new Map<number, number>();
  for (const { gate, qubits, clbits } of operations) {
    const [qubit] = qubits;
    const [clbit] = clbits;
    if (gate === "measure" && qubit !== undefined && clbit !== undefined) wires.set(clbit, qubit);
  }
  return wires;
}

/** The operations, of controlled gates that hold barriers their parts: Qiskit controls none. */
export function withFreeBarriers(
  operations: readonly Operation[],
  gates: ReadonlyMap<string, GateDefinition>,
): readonly Operation[] {
  const holding = new Set<string>();
  const holds = (item: Item): boolean =>
    isBlock(item)
      ? item.count > 0 && [...item.operations.values()].some(holds)
      : item.gate === "barrier" || holding.has(item.gate);
  for (const [name, { operations: inside }] of gates) if ([...inside.values()].some(holds)) holding.add(name);
  if (!holding.size) return operations;
  return operations.flatMap((operation): readonly Operation[] => {
    const { gate, controls = NO_BITS, anticontrols = NO_BITS } = operation;
    if (!holding.has(gate) || !(controls.length + anticontrols.length)) return [operation];
    const parts = new Expander(gates, plain).expand([operation], new Map());
    return [...parts].map((part) => ({ ...part, angles: part.angles.map(angleText), column: 0 }));
  });
}
