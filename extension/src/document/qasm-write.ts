/** Circuit → OpenQASM 3, the same text as qdesign/qasm/writer.py. */

import { type Angle, parameterAngle, readAngle } from "./angle";
import {
  anglesOf,
  anticontrolsOf,
  type CircuitBody,
  type Condition,
  controlsOf,
  type GateDefinition,
  type Item,
  isBlock,
  type Operation,
  parametersOf,
  wiresOf,
} from "./circuit";
import { groupsOf, onRegisters, writesOwn } from "./conditions";
import { Refusal } from "./errors";
import { OPENQASM, openqasmCall } from "./exported-angle";
import { withFreeBarriers } from "./flatten";
import { styled } from "./formula";
import { GATES } from "./gates";
import { substituteItem } from "./group";
import { byCodePoint } from "./names";
import { encodeFormals, encodeGate, encodeName, registerName } from "./qasm-names";
import { allRegisters, inOrder, type Register, registersOf } from "./registers";

/** Beyond this many written operations the text is not made live. */
export const MOST_WRITTEN = 20_000;
const MOST_COPIES = 16;

/** Identifiers of one program: registers, composite gates, and a definition's formal angles where inside one. */
interface Names {
  readonly quantum: readonly Register[];
  readonly classical: readonly Register[];
  /** What each qubit and each classical bit is called. */
  readonly wires: readonly string[];
  readonly bits: readonly string[];
  /** In front of the numbers of a definition's qubits. */
  readonly formalQubits: string;
  readonly gates: ReadonlyMap<string, string>;
  readonly formal: ReadonlyMap<string, string>;
}

/** Parameters keep their names where these are identifiers; registers and composite gates give way. */
function namesOf(body: CircuitBody): Names {
  const inputs = new Set(parametersOf(body).map(encodeName));
  const gates = new Map([...body.gates.keys()].map((name) => [name, encodeGate(name, inputs)] as const));
  const formal = [...body.gates.values()].flatMap((definition) => definition.parameters.map(encodeName));
  const taken = new Set([...inputs, ...formal, ...gates.values()]);
  const quantum = identifiers(body, "qubits", body.qubits.length, taken);
  const classical = identifiers(body, "clbits", body.clbits, taken);
  for (const { name } of quantum) taken.delete(name);
  const places = (registers: readonly Register[]): readonly string[] =>
    registers.flatMap(({ name, wires }) => wires.map((_, k) => `${name}[${k}]`));
  return {
    ...{ quantum, classical, gates, formal: new Map() },
    wires: places(quantum),
    bits: places(classical),
    formalQubits: registerName("q", taken),
  };
}

/** Registers by identifiers that are free, which are taken then; one of all wires where theirs is another order. */
function identifiers(
  { registers }: CircuitBody,
  kind: "qubits" | "clbits",
  count: number,
  taken: Set<string>,
): readonly Register[] {
  const held = allRegisters(registers, kind, count);
  if (!held.length) return [];
  if (!registersOf(registers, kind).length || !inOrder(held)) {
    const name = registerName(kind === "qubits" ? "q" : "c", taken);
    taken.add(name);
    return [{ name, wires: Array.from({ length: count }, (_, k) => k) }];
  }
  return held.map(({ name, wires }) => {
    let word = encodeName(name);
    while (taken.has(word)) word += "_";
    taken.add(word);
    return { name: word, wires };
  });
}

/** The circuit as program text; blocks are written repetition by repetition. */
export function toQasm(body: CircuitBody): string {
  const names = namesOf(body);
  const lines = ["OPENQASM 3.0;", 'include "stdgates.inc";'];
  for (const name of parametersOf(body)) lines.push(`input float[64] ${encodeName(name)};`);
  const operations = withFreeBarriers([...unrolled(body.operations.values(), { left: MOST_WRITTEN })], body.gates);
  for (const name of neededRows(operations, body.gates)) lines.push(rowText(name, names));
  for (const [name, definition] of body.gates) lines.push(...defined(name, definition, names, body.gates));
  for (const { name, wires } of names.quantum) lines.push(`qubit[${wires.length}] ${name};`);
  for (const { name, wires } of names.classical) lines.push(`bit[${wires.length}] ${name};`);
  if (body.global_phase) lines.push(`gphase(${angleCode(readAngle(body.global_phase), names)});`);
  writeAll(lines, operations, names);
  return `${lines.join("\n")}\n`;
}

function* unrolled(items: Iterable<Item>, budget: { left: number }): Generator<Operation> {
  for (const item of items) {
    if (!isBlock(item)) {
      budget.left -= 1;
      if (budget.left < 0) {
        throw new Refusal(
          "TooLarge",
          `The text would have more than ${MOST_WRITTEN.toLocaleString("en")} operations. Export it as a file.`,
        );
      }
      yield item;
      continue;
    }
    if (!holdsOperations(item)) continue;
    for (let k = 0; k < item.count; k++) {
      const here = new Map(
        [...(item.indexed ?? [])].map(([local, names]) => [local, parameterAngle(names[k] ?? local)] as const),
      );
      for (const inner of unrolled(
        [...item.operations.values()].map((each) => substituteItem(each, here)),
        budget,
      )) {
        yield inner;
      }
    }
  }
}

/** Whether repeating an item does anything; nested empty blocks may claim 10⁹ repetitions each. */
function holdsOperations(item: Item): boolean {
  return !isBlock(item) || [...item.operations.values()].some(holdsOperations);
}

function neededRows(operations: readonly Operation[], gates: ReadonlyMap<string, GateDefinition>): readonly string[] {
  const used = new Set(operations.map((operation) => operation.gate));
  /** Where phases count: under controls and in definitions. */
  const counted = new Set(operations.filter(hasControls).map((operation) => operation.gate));
  const collect = (items: Iterable<Item>): void => {
    for (const item of items) {
      if (isBlock(item)) collect(item.operations.values());
      else counted.add(item.gate);
    }
  };
  for (const definition of gates.values()) collect(definition.operations.values());
  const ordered = new Set<string>();
  const add = (name: string): void => {
    const row = GATES.get(name);
    if (!row || row.kind === "nonunitary" || ordered.has(name)) return;
    if ((row.inStdgates || row.openqasm3) && !(row.openqasm3Exactly && counted.has(name))) return;
    for (const step of stepsOf(row.definition)) add(step.gate);
    ordered.add(name);
  };
  for (const name of [...used, ...counted].sort(byCodePoint)) add(name);
  return [...ordered];
}

/** Steps from text such as `h 0; cx 0 1; rz(theta/2) 1`. */
export function stepsOf(text: string): readonly Operation[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const match = /^(\w+)\b\s*(?:\((.*)\)\s*)?((?:\d[\d ]*)?)$/u.exec(part);
      const [, gate = part, angles, wires = ""] = match ?? [];
      return {
        gate,
        qubits: wires.split(" ").filter(Boolean).map(Number),
        ...(angles === undefined ? {} : { angles: angles.split(",").map((a) => a.trim()) }),
        column: 0,
      };
    });
}

function rowText(name: string, names: Names): string {
  const row = GATES.get(name);
  const wires = Array.from({ length: row?.numQubits ?? 0 }, (_, k) => `${names.formalQubits}${k}`);
  const angles = row?.angles ?? [];
  // Qiskit takes a definition's angles in the order of their names.
  const isOrdered = angles.every((angle, k) => k === 0 || (angles[k - 1] ?? "") < angle);
  const formal = angles.map((angle, k) => (isOrdered ? encodeName(angle) : ("abcdefgh"[k] ?? angle)));
  const inside = { ...names, formal: new Map(angles.map((angle, k) => [angle, formal[k] ?? angle])) };
  const body = stepsOf(row?.definition ?? "")
    .map((step) => callText(step, wires, inside, true))
    .join(" ");
  const head = `${row?.openqasm3Exactly || name}${formal.length ? `(${formal.join(", ")})` : ""}`;
  return `gate ${head} ${wires.join(", ")} { ${body} }`;
}

function defined(
  name: string,
  definition: GateDefinition,
  names: Names,
  gates: ReadonlyMap<string, GateDefinition>,
): readonly string[] {
  if (!definition.qubits) {
    throw new Refusal(
      "InvalidCircuit",
      `Composite gate '${name}' has no qubits; OpenQASM has no such gates. Use a global phase instead.`,
    );
  }
  const wires = Array.from({ length: definition.qubits }, (_, k) => `${names.formalQubits}${k}`);
  const formal = encodeFormals(definition.parameters);
  const inside = { ...names, formal: new Map(definition.parameters.map((each, k) => [each, formal[k] ?? each])) };
  const head = names.gates.get(name) ?? encodeName(name);
  const lines = [`gate ${head}${formal.length ? `(${formal.join(", ")})` : ""} ${wires.join(", ")} {`];
  if (definition.global_phase) lines.push(`  gphase(${angleCode(readAngle(definition.global_phase), inside)});`);
  const inner = [...unrolled(definition.operations.values(), { left: MOST_WRITTEN })];
  for (const operation of withFreeBarriers(inner, gates)) {
    lines.push(`  ${callText(operation, wires, inside, true)}`);
  }
  lines.push("}");
  return lines;
}

const hasControls = (operation: Operation): boolean =>
  controlsOf(operation).length + anticontrolsOf(operation).length > 0;

function callText(operation: Operation, wires: readonly string[], names: Names, isInside = false): string {
  const row = GATES.get(operation.gate);
  let head = row ? row.openqasm3 || row.name : (names.gates.get(operation.gate) ?? encodeName(operation.gate));
  if (row?.openqasm3Exactly && (isInside || hasControls(operation))) head = row.openqasm3Exactly;
  const modifier = (word: string, count: number): string => (count ? `${word}${count > 1 ? `(${count})` : ""} @ ` : "");
  head = modifier("ctrl", controlsOf(operation).length) + modifier("negctrl", anticontrolsOf(operation).length) + head;
  const angles = anglesOf(operation).map((text) => angleCode(readAngle(text), names));
  if (angles.length) head += `(${angles.join(", ")})`;
  const operands = wiresOf(operation)
    .map((wire) => wires[wire] ?? `${names.formalQubits}[${wire}]`)
    .join(", ");
  return operands ? `${head} ${operands};` : `${head};`;
}

/** An angle as an expression: `3*theta/2 - pi/4 + 0.1`; plain numbers have a point. */
function angleCode(angle: Angle, names: Names): string {
  return styled(angle, OPENQASM, (name) => names.formal.get(name) ?? encodeName(name), openqasmCall);
}

function writeAll(lines: string[], operations: readonly Operation[], names: Names): void {
  const { wires, bits } = names;
  for (const group of groupsOf(operations)) {
    for (const term of termsOf(group, names.classical)) {
      open(lines, term, names);
      const indent = "  ".repeat(term.length);
      for (const operation of group) {
        if (operation.gate === "measure") {
          const bit = bits[operation.clbits?.[0] ?? 0] ?? "";
          lines.push(`${indent}${bit} = measure ${wires[operation.qubits[0] ?? 0] ?? ""};`);
        } else lines.push(indent + callText(operation, wires, names));
      }
      for (let depth = term.length - 1; depth >= 0; depth--) lines.push(`${"  ".repeat(depth)}}`);
    }
  }
}

/** Terms of whole registers and bits, as for any part of a register Qiskit makes another; the conditions where many. */
function termsOf(group: readonly Operation[], registers: readonly Register[]): readonly (readonly Condition[])[] {
  const conditions = group[0]?.conditions ?? [];
  const terms = onRegisters(conditions, registers);
  const isOnce = terms?.length === 1 || !group.some(writesOwn);
  return terms && isOnce && terms.length <= MOST_COPIES ? terms : [conditions];
}

function open(lines: string[], conditions: readonly Condition[], names: Names): void {
  for (const [depth, condition] of conditions.entries()) {
    const indent = "  ".repeat(depth);
    lines.push(`${indent}if (${conditionCode(condition, names)}) {`);
    // Qiskit reads '==' on registers and no '!='.
    if (!condition.equal && condition.clbits.length > 1) lines.push(`${indent}} else {`);
  }
}

/** That bits have a value; only where they differ from it are they of several registers. */
function conditionCode({ clbits, value, equal }: Condition, { bits, classical }: Names): string {
  if (clbits.length === 1) return `${(value === 1) === equal ? "" : "!"}${bits[clbits[0] ?? 0] ?? ""}`;
  const parts: string[] = [];
  for (const { name, wires } of classical) {
    const places = clbits.flatMap((bit, place) => (wires.includes(bit) ? [{ index: wires.indexOf(bit), place }] : []));
    const part = places.reduce((sum, { place }, k) => sum + (Math.floor(value / 2 ** place) % 2) * 2 ** k, 0);
    if (places.length)
      parts.push(
        partCode(
          name,
          wires.length,
          places.map(({ index }) => index),
          part,
        ),
      );
  }
  return parts.join(" && ");
}

function partCode(name: string, size: number, indices: readonly number[], value: number): string {
  const [first = 0] = indices;
  if (indices.length === 1) return `${value ? "" : "!"}${name}[${first}]`;
  const run = indices.every((index, k) => index === first + k);
  if (run && indices.length === size) return `${name} == ${value}`;
  if (run) return `${name}[${first}:${indices.at(-1)}] == ${value}`;
  return `${name}[{${indices.join(", ")}}] == ${value}`;
}
