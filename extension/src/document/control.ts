/** Operations with control modifiers as table gates without them, exactly; as qdesign/control.py. */

import { type Angle, readAngle, sameAngle, substitute } from "./angle";
import type { Plain } from "./flatten";
import { GATES } from "./gates";
import { flip, type Part, phase, turn } from "./many-controls";
import { stepsOf } from "./qasm-write";

const NO_WIRES: readonly number[] = [];
/** Rows that stand for another row under controls, by its name and their number. */
export const CONTROLLED: ReadonlyMap<string, string> = new Map(
  [...GATES.values()].flatMap((row) => (row.base ? [[`${row.base} ${row.numControls}`, row.name] as const] : [])),
);

/**
 * The table gates that an operation with controls stands for, in a circuit of so many wires; the operation itself
 * where it has none. Other wires of the circuit are helpers, which hold afterwards what they held before.
 */
export function expandControls(operation: Plain, numQubits: number): readonly Plain[] {
  if (!operation.controls.length && !operation.anticontrols.length) return [operation];
  const flips = operation.anticontrols.map((wire) => gateOn(operation, "x", [wire], []));
  const controls = [...operation.controls, ...operation.anticontrols];
  const all = Array.from({ length: numQubits }, (_, wire) => wire);
  const wires = [...new Set([...controls, ...operation.qubits, ...all])];
  return [...flips, ...controlled({ ...operation, controls, anticontrols: NO_WIRES }, wires), ...flips];
}

/** One level of a table gate's decomposition, under the same controls; a primitive row is its own. */
export function decompose(operation: Plain): readonly Plain[] {
  return placed(operation, GATES.get(operation.gate)?.definition ?? "");
}

/** A decomposition of a table gate where an operation has it; the operation itself where there is none. */
function placed(operation: Plain, definition: string): readonly Plain[] {
  const steps = stepsOf(definition);
  if (!steps.length) return [operation];
  const formal = named(GATES.get(operation.gate)?.angles ?? [], operation.angles);
  return steps.map((step) => ({
    ...operation,
    gate: step.gate,
    qubits: step.qubits.map((wire) => operation.qubits[wire] ?? 0),
    angles: (step.angles ?? []).map((text) => substitute(readAngle(text), formal)),
    clbits: NO_WIRES,
  }));
}

function named(formal: readonly string[], angles: readonly Angle[]): ReadonlyMap<string, Angle> {
  return new Map(formal.flatMap((name, k) => (angles[k] ? [[name, angles[k]] as const] : [])));
}

function gateOn(like: Plain, gate: string, qubits: readonly number[], angles: readonly Angle[]): Plain {
  return { ...like, gate, qubits, angles, controls: NO_WIRES, anticontrols: NO_WIRES, clbits: NO_WIRES };
}

function controlled(operation: Plain, wires: readonly number[]): readonly Plain[] {
  const { controls, qubits } = operation;
  if (!controls.length) return [operation];
  const row = GATES.get(operation.gate);
  if (row?.base) {
    const all = [...controls, ...qubits.slice(0, row.numControls)];
    return controlled({ ...operation, gate: row.base, qubits: qubits.slice(row.numControls), controls: all }, wires);
  }
  if (row?.isIdle) return [];
  const own = [...controls, ...qubits];
  const plain = CONTROLLED.get(`${operation.gate} ${controls.length}`);
  if (plain) return [gateOn(operation, plain, own, operation.angles)];
  const helpers = wires.filter((wire) => !own.includes(wire)).slice(0, own.length);
  const parts = many(operation, helpers);
  if (!parts) return conjugated(operation).flatMap((part) => controlled(part, wires));
  return parts.map((part) => gateOn(operation, part.gate, part.qubits, part.angles));
}

/** X, a phase or a Z-rotation under controls; nothing of other gates. */
function many({ gate, controls, qubits, angles }: Plain, helpers: readonly number[]): readonly Part[] | undefined {
  const row = GATES.get(gate);
  const [target = 0] = qubits;
  if (gate === "x") return flip(controls, target, helpers);
  if (row?.generator === "Z" && angles[0]) return turn(controls, [[target, angles[0]]], helpers);
  if (!row?.phase) return undefined;
  const angle = substitute(readAngle(row.phase), named(row.angles, angles));
  return phase([...controls, ...qubits], angle, helpers);
}

/** The decomposition, controls only where they are needed: A B A† controls B alone. */
function conjugated(operation: Plain): readonly Plain[] {
  const row = GATES.get(operation.gate);
  const parts = placed(operation, row?.controlled || (row?.definition ?? ""));
  const last = parts.length - 1;
  let paired = 0;
  while (paired < last - paired && undoes(parts[last - paired], parts[paired])) paired += 1;
  return parts.map((part, k) => (k < paired || k > last - paired ? { ...part, controls: NO_WIRES } : part));
}

function undoes(later: Plain | undefined, earlier: Plain | undefined): boolean {
  if (!later || !earlier) return false;
  const row = GATES.get(earlier.gate);
  if (!row?.inverse) return earlier.gate === "barrier" && later.gate === "barrier";
  const [gate, texts] = row.inverse;
  const formal = named(row.angles, earlier.angles);
  const angles = texts.map((text) => substitute(readAngle(text), formal));
  return (
    later.gate === gate &&
    later.qubits.every((wire, k) => wire === earlier.qubits[k]) &&
    angles.every((angle, k) => later.angles[k] !== undefined && sameAngle(angle, later.angles[k]))
  );
}
