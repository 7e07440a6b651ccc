/** Edits of the qubits themselves: add, remove, move, rename, group; everything that names wires follows. */

import { type Display, type Document, type Item, wiresOf, withBody } from "./circuit";
import { Refusal } from "./errors";
import { followed, withDisplays } from "./follow";
import { circuitOf, type Items, mapWires, settled } from "./level";
import { allRegisters, clbitRegisters, declaredRegisters, inOrder, type Register } from "./registers";

const MAX_LABEL = 100;

/** The document with a new qubit above what stood at `at`, in the register of the one at `beside`. */
export function addQubit(document: Document, at = numQubits(document), beside = Math.max(0, at - 1)): Document {
  const { registers } = circuitOf(document);
  const count = numQubits(document);
  const held = count
    ? allRegisters(registers, "qubits", count).map(({ name, wires }) => {
        const place = wires.indexOf(beside);
        return { name, wires: place < 0 ? wires : wires.toSpliced(beside < at ? place + 1 : place, 0, NEW) };
      })
    : allRegisters(registers, "qubits", 1).map(({ name }) => ({ name, wires: [NEW] }));
  return withQubitRegisters(document, held, upTo(count).toSpliced(at, 0, NEW));
}

const NEW = -1;

function numQubits(document: Document): number {
  return circuitOf(document).qubits.length;
}

/** The document without a qubit that carries nothing. */
export function removeQubit(document: Document, qubit: number): Document {
  const { registers, qubits } = circuitOf(document);
  const held = allRegisters(registers, "qubits", qubits.length);
  const rest = (wires: readonly number[]): readonly number[] => wires.filter((wire) => wire !== qubit);
  return withQubitRegisters(
    document,
    held.map(({ name, wires }) => ({ name, wires: rest(wires) })),
    rest(upTo(qubits.length)),
  );
}

/**
 * The document with a qubit at another place; gates stay on their qubits. Registers keep listing the wires one after
 * the other: it joins the register into which it goes, or passes that with its own where it is alone in it.
 */
export function moveQubit(document: Document, from: number, to: number): Document {
  const { registers, qubits } = circuitOf(document);
  const held = allRegisters(registers, "qubits", qubits.length);
  const order = upTo(qubits.length).filter((k) => k !== from);
  order.splice(to, 0, from);
  const of = (wire: number): Register | undefined => held.find(({ wires }) => wires.includes(wire));
  const own = of(from);
  const near = of(order[to > from ? to - 1 : to + 1] ?? from);
  if (!own || !near || own === near || !inOrder(held)) {
    const stays = inOrder(held) ? held.map((each) => sortedAs(each, order)) : held;
    return withQubitRegisters(document, stays, order);
  }
  if (own.wires.length === 1) {
    const others = held.filter((each) => each !== own);
    const passed = others.toSpliced(others.indexOf(near) + (to > from ? 1 : 0), 0, own);
    return withQubitRegisters(document, passed);
  }
  const joined = held.map(({ name, wires }) => {
    const kept = wires.filter((wire) => wire !== from);
    return sortedAs({ name, wires: wires === near.wires ? [...kept, from] : kept }, order);
  });
  return withQubitRegisters(document, joined, order);
}

function sortedAs({ name, wires }: Register, order: readonly number[]): Register {
  return { name, wires: order.filter((wire) => wires.includes(wire)) };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/**
 * The document with its qubits in these registers, by their numbers as they are now; new ones have numbers below 0,
 * and what no register has goes, where it carries nothing. Drawn in the order given, else in that of registers.
 */
export function withQubitRegisters(
  document: Document,
  registers: readonly Register[],
  order: readonly number[] = registers.flatMap(({ wires }) => wires),
): Document {
  const { qubits } = circuitOf(document);
  const place = new Map(order.map((wire, k) => [wire, k]));
  qubits.forEach((_, qubit) => {
    if (!place.has(qubit)) checkBare(document, qubit);
  });
  return rewired(document, labels(document, registers, order), {
    to: (wire) => place.get(wire) ?? wire,
    from: order.map((wire) => (wire < 0 ? null : wire)),
    registers: registers
      .filter(({ wires }) => wires.length)
      .map(({ name, wires }) => ({ name, wires: wires.flatMap((wire) => place.get(wire) ?? []) })),
  });
}

function checkBare(document: Document, qubit: number): void {
  const { qubits, operations } = circuitOf(document);
  const label = qubits[qubit] ?? `q${qubit}`;
  const carried = [...operations.values()].filter((item) => wiresOf(item).includes(qubit)).length;
  if (carried) {
    throw new Refusal(
      "InvalidCircuit",
      `${label} carries ${carried} ${carried === 1 ? "gate" : "gates"}. Delete them first.`,
    );
  }
  const place = qubits.length - 1 - qubit;
  if ([...(document.observable?.keys() ?? [])].some((term) => term[place] !== "I")) {
    throw new Refusal("InvalidCircuit", `The observable acts on ${label}. Choose another problem first.`);
  }
}

/** What wires are called: by their place in their register, but for those that have a name of their own. */
function labels(document: Document, registers: readonly Register[], order: readonly number[]): readonly string[] {
  const { qubits, registers: declared } = circuitOf(document);
  const held = allRegisters(declared, "qubits", qubits.length);
  const [was, is] = [isPlain(held), isPlain(registers)];
  const before = places(held);
  const after = places(registers);
  const taken = new Set(qubits);
  return order.map((wire, k) => {
    const own = qubits[wire];
    const old = before.get(wire);
    const { name = "q", place = k, size = 0 } = after.get(wire) ?? {};
    const isOwn = own !== undefined && own !== `${old?.name}[${old?.place}]` && !(old?.size === 1 && own === old.name);
    if (own !== undefined && (was ? is || !/^q\d+$/.test(own) : isOwn)) return own;
    if (is) return freshLabel(taken, was ? qubits.length : k);
    return size === 1 && own === old?.name && own !== undefined ? name : `${name}[${place}]`;
  });
}

function isPlain(registers: readonly Register[]): boolean {
  const [first, second] = registers.filter(({ wires }) => wires.length);
  return second === undefined && (first?.name ?? "q") === "q";
}

interface Place {
  readonly name: string;
  readonly place: number;
  readonly size: number;
}

function places(registers: readonly Register[]): ReadonlyMap<number, Place> {
  return new Map(
    registers.flatMap(({ name, wires }) =>
      wires.map((wire, place) => [wire, { name, place, size: wires.length }] as const),
    ),
  );
}

/** The first of q_k, q_k+1, … that is not taken; it is from then on. */
function freshLabel(taken: Set<string>, first: number): string {
  for (let k = first; ; k++) {
    if (taken.has(`q${k}`)) continue;
    taken.add(`q${k}`);
    return `q${k}`;
  }
}

/** Wires renamed by `to`; `from` says for each new place which old qubit it is, null for a new one. */
function rewired(
  document: Document,
  qubits: readonly string[],
  change: {
    readonly to: (wire: number) => number;
    readonly from: readonly (number | null)[];
    readonly registers: readonly Register[];
  },
): Document {
  const { registers: declared, ...body } = circuitOf(document);
  const operations = new Map<string, Item>();
  for (const [id, item] of body.operations) operations.set(id, mapWires(item, change.to));
  const observable =
    document.observable &&
    new Map(
      [...document.observable].map(([term, c]) => {
        const letters = change.from.map((old) => (old === null ? "I" : (term[term.length - 1 - old] ?? "I")));
        return [letters.reverse().join(""), c] as const;
      }),
    );
  const now = new Map(change.from.flatMap((old, k) => (old === null ? [] : [[old, k] as const])));
  const registers = declaredRegisters(change.registers, clbitRegisters(declared, body.clbits));
  // Where items move, parameters may be first used in another order.
  const next = withBody(document, {
    ...body,
    qubits,
    operations: settled(operations),
    ...(registers ? { registers } : {}),
  });
  const { observable: _, ...rest } = rewiredDisplays(next, operations, now);
  return { ...rest, ...(observable && qubits.length ? { observable } : {}) };
}

/** Displays on the wires where their qubits are now, without those that are gone; `stood` is not settled yet. */
function rewiredDisplays(document: Document, stood: Items, now: ReadonlyMap<number, number>): Document {
  const displays = document.layout?.displays;
  if (!displays) return document;
  const kept = new Map<string, Display>();
  for (const [id, display] of displays) {
    const qubits = display.qubits.flatMap((qubit) => now.get(qubit) ?? []);
    if (qubits.length) kept.set(id, { ...display, qubits });
  }
  return withDisplays(document, followed(kept, stood, circuitOf(document).operations) ?? kept);
}

/** The document with a wire label changed; any text that is not blank. */
export function renameQubit(document: Document, qubit: number, label: string): Document {
  const body = circuitOf(document);
  const text = label.trim();
  if (!text || [...text].length > MAX_LABEL) {
    throw new Refusal("InvalidCircuit", `A wire label has 1 to ${MAX_LABEL} characters and is not blank.`);
  }
  if (body.qubits[qubit] === text) return document;
  return { ...document, body: { ...body, qubits: body.qubits.map((old, k) => (k === qubit ? text : old)) } };
}
