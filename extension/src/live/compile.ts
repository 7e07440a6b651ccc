/**
 * A circuit body → a program: the gate table's rows to the engine's few kinds of operations.
 *
 * The same bytes as qdesign/simulate/compile.py; fixtures that Python writes hold both to it.
 */

import { type Angle, isZeroAngle, NONE, readAngle, substitute } from "../document/angle";
import { type CircuitBody, type Condition, parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { type Flat, flatten, type Plain, upToColumn, withoutFinalMeasurements } from "../document/flatten";
import { GATES, type GateRow } from "../document/gates";
import { toNumber } from "../document/rational";
import { type Control, type Program, ProgramBuilder } from "./program";
import { stateText } from "./sizes";

/** Qubits that an index of the engine can hold. */
export const MOST_QUBITS = 27;

/** How a circuit is compiled; `parameters` is the order of the program's values. */
export interface CompileOptions {
  readonly parameters?: readonly string[];
  /** Items of columns 0 to this one alone; all of them when null. */
  readonly column?: number | null;
  /** Keep the measurements after which nothing happens; they are left out where a state is wanted. */
  readonly keepFinal?: boolean;
}

/** The program of a circuit, of any gates of the table. */
export function compile(body: CircuitBody, options: CompileOptions = {}): Program {
  checkQubits(body.qubits.length);
  const parameters = options.parameters ?? parametersOf(body);
  const flat = flatten(upToColumn(body, options.column ?? null));
  const operations = options.keepFinal ? flat.operations : withoutFinalMeasurements(flat.operations);
  return lower(body, { ...flat, operations }, parameters, measuredMask(flat.operations, operations));
}

/** The qubits that are measured in `all` by operations that are not in `kept`. */
export function measuredMask(all: readonly Plain[], kept: readonly Plain[]): number {
  if (all.length === kept.length) return 0;
  const inside = new Set(kept);
  return maskOf(...all.filter((each) => each.gate === "measure" && !inside.has(each)).map(({ qubits }) => qubits));
}

/** The program of expanded operations; `leftOut` are the qubits whose measurements at the end are not among them. */
export function lower(body: CircuitBody, flat: Flat, parameters: readonly string[], leftOut = 0): Program {
  const lowering = new Lowering(new ProgramBuilder(body.qubits.length, parameters, body.clbits));
  for (const operation of flat.operations) lowering.lower(operation);
  if (!isZeroAngle(flat.globalPhase)) lowering.phase(flat.globalPhase, 0, 0);
  return lowering.builder.build(leftOut);
}

function checkQubits(count: number): void {
  if (count <= MOST_QUBITS) return;
  throw new Refusal(
    "TooLarge",
    `${count} qubits need ${stateText(count)}; the engine takes at most ${MOST_QUBITS} qubits. ` +
      "Simulate a smaller circuit.",
  );
}

/** A gate of a decomposition, on its wires. */
export interface Step {
  readonly gate: string;
  readonly qubits: readonly number[];
  readonly angles: readonly Angle[];
}

const definitions = new Map<string, readonly Step[]>();

/** The gates of a decomposition as the table writes them, with angles affine in the row's formal angles. */
export function stepsOf(definition: string): readonly Step[] {
  let steps = definitions.get(definition);
  if (!steps) {
    steps = definition
      .split(";")
      .filter((part) => part.trim())
      .map(readStep);
    definitions.set(definition, steps);
  }
  return steps;
}

function readStep(part: string): Step {
  const text = part.trim();
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const [head = "", ...rest] = text.split(" ");
  const wires =
    open < 0
      ? rest
      : text
          .slice(close + 1)
          .trim()
          .split(/\s+/)
          .filter(Boolean);
  return {
    gate: open < 0 ? head : text.slice(0, open).trim(),
    qubits: wires.map(Number),
    angles:
      open < 0
        ? []
        : text
            .slice(open + 1, close)
            .split(",")
            .map(readAngle),
  };
}

/** The row of that name, or a refusal that lists all. */
export function rowOf(name: string): GateRow {
  const row = GATES.get(name);
  if (!row) {
    throw new Refusal(
      "InvalidCircuit",
      `There is no gate '${name}'. Define it as a composite gate, or use one of: ${[...GATES.keys()].join(", ")}.`,
    );
  }
  return row;
}

function formalAngles(row: GateRow, angles: readonly Angle[]): ReadonlyMap<string, Angle> {
  return new Map(row.angles.map((name, k) => [name, angles[k] ?? NONE]));
}

function maskOf(...wires: readonly (readonly number[])[]): number {
  let mask = 0;
  for (const some of wires) for (const q of some) mask |= 1 << q;
  return mask;
}

/** Adds operations to a builder, one at a time. */
export class Lowering {
  constructor(readonly builder: ProgramBuilder) {}

  private slot(angle: Angle): number {
    const constant = Math.PI * toNumber(angle.pi) + angle.radians;
    return this.builder.slot(
      constant,
      angle.terms.map(([name, c]) => [name, toNumber(c)] as const),
    );
  }

  phase(angle: Angle, mask: number, value: number): void {
    this.builder.phase(this.slot(angle), { mask, value });
  }

  lower(operation: Plain): void {
    if (GATES.get(operation.gate)?.isIdle) return;
    if (!operation.conditions.length) {
      this.unconditional(operation, maskOf(operation.controls, operation.anticontrols), maskOf(operation.controls));
      return;
    }
    // The length of what is conditional must be known before the conditions: lower it aside.
    const aside = new Lowering(this.builder.aside());
    aside.lower({ ...operation, conditions: [] });
    let skip = aside.builder.numOperations;
    for (const condition of operation.conditions) skip += conditionLength(condition);
    for (const condition of operation.conditions) {
      skip -= conditionLength(condition);
      this.condition(condition, skip);
    }
    this.builder.extend(aside.builder);
  }

  /** Operations that pass over the next `skip` ones when the condition fails. */
  private condition({ clbits, value, equal }: Condition, skip: number): void {
    const [first = 0] = clbits;
    // Different: the first bit that differs leads past the two jumps that leave.
    clbits.forEach((bit, k) => {
      const left = clbits.length - 1 - k;
      this.builder.unless(bit, Math.floor(value / 2 ** k) % 2, left + (equal ? skip : 2));
    });
    if (equal) return;
    this.builder.unless(first, 0, skip + 1);
    this.builder.unless(first, 1, skip);
  }

  private unconditional(operation: Step & { readonly clbits?: readonly number[] }, mask: number, value: number): void {
    const { gate, qubits, angles } = operation;
    const row = rowOf(gate);
    const [qubit = 0] = qubits;
    if (gate === "measure") this.builder.measure(qubit, operation.clbits?.[0] ?? 0);
    else if (gate === "reset") this.builder.reset(qubit);
    else if (row.phase) {
      const wires = maskOf(qubits);
      this.phase(substitute(readAngle(row.phase), formalAngles(row, angles)), mask | wires, value | wires);
    } else if (row.base) {
      const controls = maskOf(qubits.slice(0, row.numControls));
      const control = { mask: mask | controls, value: value | controls };
      this.table(rowOf(row.base), qubits.slice(row.numControls), angles, control);
    } else {
      this.table(row, qubits, angles, { mask, value });
    }
  }

  private table(row: GateRow, qubits: readonly number[], angles: readonly Angle[], control: Control): void {
    const [first = 0, second = 0] = qubits;
    if (row.generator) {
      const [x, z] = masksOf(row.generator, qubits);
      this.builder.rotation(this.slot(angles[0] ?? NONE), x, z, control);
    } else if (row.engine === "flip") {
      this.builder.flip(1 << first, control);
    } else if (row.engine === "exchange") {
      this.builder.exchange(first, second, control);
    } else if (row.matrix && !row.phase) {
      this.builder.matrix(row.matrix, first, control);
    } else {
      const formal = formalAngles(row, angles);
      for (const step of stepsOf(row.definition)) {
        const wires = step.qubits.map((wire) => qubits[wire] ?? 0);
        const bound = step.angles.map((angle) => substitute(angle, formal));
        this.unconditional({ gate: step.gate, qubits: wires, angles: bound }, control.mask, control.value);
      }
    }
  }
}

function masksOf(generator: string, qubits: readonly number[]): readonly [x: number, z: number] {
  let x = 0;
  let z = 0;
  qubits.forEach((qubit, k) => {
    const letter = generator[generator.length - 1 - k];
    if (letter === "X" || letter === "Y") x |= 1 << qubit;
    if (letter === "Z" || letter === "Y") z |= 1 << qubit;
  });
  return [x, z];
}

function conditionLength(condition: Condition): number {
  return condition.clbits.length + (condition.equal ? 0 : 2);
}
