/** Operations with control modifiers as table gates without them, exactly; as qdesign/control.py. */

import { type Angle, divideAngle, negateAngle, piTimes, readAngle, sameAngle, substitute } from "./angle";
import { Refusal } from "./errors";
import type { Plain } from "./flatten";
import { GATES } from "./gates";
import { stepsOf } from "./qasm-write";

const MOST_WIRES = 13;
const NO_WIRES: readonly number[] = [];
const PI = piTimes(1);

/** The table gates that an operation with controls stands for; the operation itself where it has none. */
export function expandControls(operation: Plain): readonly Plain[] {
  if (!operation.controls.length && !operation.anticontrols.length) return [operation];
  const flips = operation.anticontrols.map((wire) => gateOn(operation, "x", [wire], []));
  const controls = [...operation.controls, ...operation.anticontrols];
  if (controls.length + operation.qubits.length > MOST_WIRES) {
    throw new Refusal(
      "TooLarge",
      `Gate ${operation.gate} has ${controls.length} controls; at most 12 can be expanded. Use helper qubits.`,
    );
  }
  return [...flips, ...controlled({ ...operation, controls, anticontrols: NO_WIRES }), ...flips];
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

function controlled(operation: Plain): readonly Plain[] {
  if (!operation.controls.length) return [operation];
  const row = GATES.get(operation.gate);
  if (row?.base) {
    return controlled({
      ...operation,
      gate: row.base,
      qubits: operation.qubits.slice(row.numControls),
      controls: [...operation.controls, ...operation.qubits.slice(0, row.numControls)],
    });
  }
  if (row?.phase) {
    const angle = substitute(readAngle(row.phase), named(row.angles, operation.angles));
    return controlledPhase(operation, [...operation.controls, ...operation.qubits], angle);
  }
  if (row?.isIdle) return [];
  if (operation.gate === "x" && operation.controls.length <= 2) {
    const name = operation.controls.length === 1 ? "cx" : "ccx";
    return [gateOn(operation, name, [...operation.controls, ...operation.qubits], [])];
  }
  return conjugated(operation).flatMap((part) => controlled(part));
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

/** e^{iφ} where all wires are 1: a table row, or its parities by a Gray-code walk. */
function controlledPhase(like: Plain, wires: readonly number[], angle: Angle): readonly Plain[] {
  const plain = (gate: string, qubits: readonly number[], ...angles: Angle[]): Plain =>
    gateOn(like, gate, qubits, angles);
  if (wires.length <= 2) return [plain(wires.length === 1 ? "p" : "cp", wires, angle)];
  if (wires.length === 3 && sameAngle(angle, PI)) return [plain("ccz", wires)];
  const share = divideAngle(angle, 2 ** (wires.length - 1));
  const parts: Plain[] = [];
  wires.forEach((target, top) => {
    const wire = (bit: number): number => wires[bit] ?? 0;
    const highest = (bits: number): number => 31 - Math.clz32(bits);
    let parity = 0;
    parts.push(plain("p", [target], share));
    for (let count = 1; count < 1 << top; count++) {
      const gray = count ^ (count >> 1);
      parts.push(plain("cx", [wire(highest(parity ^ gray)), target]));
      parity = gray;
      parts.push(plain("p", [target], isOdd(parity) ? negateAngle(share) : share));
    }
    if (parity) parts.push(plain("cx", [wire(highest(parity)), target]));
  });
  return parts;
}

function isOdd(bits: number): boolean {
  let odd = false;
  for (let rest = bits; rest; rest &= rest - 1) odd = !odd;
  return odd;
}
