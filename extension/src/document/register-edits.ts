/** Edits of registers: name, size, order, more and fewer; gates, measurements and conditions keep their wires. */

import {
  type CircuitBody,
  type Condition,
  clbitsOf,
  type Document,
  type Item,
  isBlock,
  MAX_QUBITS,
  walk,
} from "./circuit";
import { Refusal } from "./errors";
import { circuitOf } from "./level";
import { allRegisters, clbitRegisters, declaredRegisters, inOrder, type Register } from "./registers";
import { withQubitRegisters } from "./wires";

export type Kind = "qubits" | "clbits";

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const MAX_NAME = 100;

/** All registers of one kind; together they hold each wire once. */
export function registersIn(body: CircuitBody, kind: Kind): readonly Register[] {
  return allRegisters(body.registers, kind, kind === "qubits" ? body.qubits.length : body.clbits);
}

/** The document with another name of a register, at its place among those of its kind. */
export function renameRegister(document: Document, kind: Kind, place: number, name: string): Document {
  const body = circuitOf(document);
  const held = registersIn(body, kind);
  const old = held[place];
  if (!old || old.name === name) return document;
  if (!NAME.test(name) || [...name].length > MAX_NAME) {
    throw new Refusal(
      "InvalidCircuit",
      `A register's name is one word of letters, digits and _, not first a digit, such as '${old.name}'.`,
    );
  }
  if (namesIn(body).has(name)) {
    throw new Refusal("InvalidCircuit", `There is a register '${name}' already. Choose another name.`);
  }
  if (parameterNames(document).has(name)) {
    throw new Refusal("InvalidCircuit", `A parameter is called '${name}'. Choose another name.`);
  }
  return regrouped(
    document,
    kind,
    held.map((each, k) => (k === place ? { ...each, name } : each)),
  );
}

/** The document with one more register of a kind, behind the others. */
export function addRegister(document: Document, kind: Kind): Document {
  const body = circuitOf(document);
  const taken = new Set([...namesIn(body), ...parameterNames(document)]);
  // With nothing of its kind it is the plain one, which needs no name of its own.
  const letters = registersIn(body, kind).length ? LETTERS[kind] : kind === "qubits" ? "q" : "c";
  let name = [...letters].find((letter) => !taken.has(letter)) ?? letters;
  while (taken.has(name)) name += "_";
  return regrouped(document, kind, [...registersIn(body, kind), { name, wires: [-1] }]);
}

const LETTERS = { qubits: "abdefghijklmnopqrstuvwxyz", clbits: "cdefghijklmnopqrstuvwxyz" } as const;

/** The document with a register of another size: wires come and go at its end, where nothing is on them. */
export function resizeRegister(document: Document, kind: Kind, place: number, size: number): Document {
  const held = registersIn(circuitOf(document), kind);
  const old = held[place];
  if (!old) return document;
  if (!Number.isInteger(size) || size < 1 || size > MAX_QUBITS) {
    throw new Refusal(
      "InvalidCircuit",
      `A register has 1 to ${MAX_QUBITS.toLocaleString("en")} ${WORDS[kind]}. Remove it to have none.`,
    );
  }
  const added = Array.from({ length: Math.max(0, size - old.wires.length) }, (_, k) => -1 - k);
  const wires = [...old.wires.slice(0, size), ...added];
  return regrouped(
    document,
    kind,
    held.map((each, k) => (k === place ? { ...each, wires } : each)),
  );
}

const WORDS = { qubits: "qubits", clbits: "bits" } as const;

/** The document with a register one place up or down among those of its kind; its wires go along. */
export function moveRegister(document: Document, kind: Kind, place: number, by: 1 | -1): Document {
  const held = registersIn(circuitOf(document), kind);
  const moved = held[place];
  if (!moved || !held[place + by]) return document;
  return regrouped(document, kind, held.toSpliced(place, 1).toSpliced(place + by, 0, moved));
}

/** The document without a register whose wires carry nothing. */
export function removeRegister(document: Document, kind: Kind, place: number): Document {
  return regrouped(document, kind, registersIn(circuitOf(document), kind).toSpliced(place, 1));
}

function namesIn(body: CircuitBody): ReadonlySet<string> {
  return new Set([...registersIn(body, "qubits"), ...registersIn(body, "clbits")].map(({ name }) => name));
}

function parameterNames({ parameters }: Document): ReadonlySet<string> {
  return new Set(parameters.map(({ name }) => name));
}

function regrouped(document: Document, kind: Kind, registers: readonly Register[]): Document {
  const body = circuitOf(document);
  const count = registers.reduce((sum, { wires }) => sum + wires.length, 0);
  if (count > MAX_QUBITS) {
    throw new Refusal(
      "TooLarge",
      `A circuit has at most ${MAX_QUBITS.toLocaleString("en")} ${WORDS[kind]}, and these would be ` +
        `${count.toLocaleString("en")}.`,
    );
  }
  if (kind === "clbits") return withBitRegisters(document, registers);
  // Where registers do not list the wires one after the other, those stay where they are.
  const held = new Set(registers.flatMap(({ wires }) => wires));
  const order = [...body.qubits.keys(), ...[...held].filter((wire) => wire < 0)].filter((wire) => held.has(wire));
  return inOrder(registersIn(body, kind))
    ? withQubitRegisters(document, registers)
    : withQubitRegisters(document, registers, order);
}

/** The document with its bits in these registers, by their numbers as they are now; new ones have numbers below 0. */
function withBitRegisters(document: Document, registers: readonly Register[]): Document {
  const { registers: declared, ...body } = circuitOf(document);
  const order = registers.flatMap(({ wires }) => wires);
  const place = new Map(order.map((bit, k) => [bit, k]));
  checkUnused(circuitOf(document), (bit) => place.has(bit));
  const numbered = registers.map(({ name, wires }) => ({ name, wires: wires.flatMap((bit) => place.get(bit) ?? []) }));
  const now = declaredRegisters(allRegisters(declared, "qubits", body.qubits.length), numbered);
  const moves = order.some((bit, k) => bit >= 0 && bit !== k);
  const operations = moves ? mapped(body.operations, (bit) => place.get(bit) ?? bit) : body.operations;
  return { ...document, body: { ...body, clbits: order.length, ...(now ? { registers: now } : {}), operations } };
}

function mapped(items: ReadonlyMap<string, Item>, to: (bit: number) => number): ReadonlyMap<string, Item> {
  const condition = (each: Condition): Condition => ({ ...each, clbits: each.clbits.map(to) });
  const change = (item: Item): Item => {
    if (isBlock(item)) return { ...item, operations: mapped(item.operations, to) };
    if (!item.clbits && !item.conditions) return item;
    return {
      ...item,
      ...(item.clbits && { clbits: item.clbits.map(to) }),
      ...(item.conditions && { conditions: item.conditions.map(condition) }),
    };
  };
  return new Map([...items].map(([id, item]) => [id, change(item)]));
}

function checkUnused(body: CircuitBody, stays: (bit: number) => boolean): void {
  const gone = new Set<number>();
  let [written, read] = [0, 0];
  for (const [, item] of walk(body.operations)) {
    if (isBlock(item)) continue;
    const lost = clbitsOf(item).filter((bit) => !stays(bit));
    for (const bit of lost) gone.add(bit);
    if (lost.some((bit) => item.clbits?.includes(bit))) written += 1;
    else if (lost.length) read += 1;
  }
  const [bit] = [...gone].sort((a, b) => a - b);
  if (bit === undefined) return;
  const register = clbitRegisters(body.registers, body.clbits).find(({ wires }) => wires.includes(bit));
  const name = `${register?.name}[${register?.wires.indexOf(bit)}]`;
  const uses = [written && counted(written, "measurement"), read && counted(read, "condition")].filter(Boolean);
  throw new Refusal(
    "InvalidCircuit",
    `${gone.size > 1 ? `${name} and others are` : `${name} is`} used by ${uses.join(" and ")}. ` +
      "Give these another bit or delete them first.",
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
