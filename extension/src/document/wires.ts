/** Edits of the qubits themselves: add, remove, move, rename; everything that names wires follows. */

import { type Display, type Document, type Item, wiresOf, withBody } from "./circuit";
import { Refusal } from "./errors";
import { followed, withDisplays } from "./follow";
import { circuitOf, type Items, mapWires, settled } from "./level";
import { withQubitsMoved } from "./registers";

const MAX_LABEL = 100;

/** The document with a new qubit, above what stood at `at`. */
export function addQubit(document: Document, at = circuitOf(document).qubits.length): Document {
  const body = circuitOf(document);
  const label = freshLabel(body.qubits);
  const qubits = [...body.qubits.slice(0, at), label, ...body.qubits.slice(at)];
  return rewired(document, qubits, {
    to: (wire) => (wire >= at ? wire + 1 : wire),
    from: arriving(body.qubits.length, at),
  });
}

function freshLabel(labels: readonly string[]): string {
  for (let k = labels.length; ; k++) if (!labels.includes(`q${k}`)) return `q${k}`;
}

function arriving(count: number, at: number): readonly (number | null)[] {
  return Array.from({ length: count + 1 }, (_, k) => (k === at ? null : k > at ? k - 1 : k));
}

/** The document without a qubit that carries nothing. */
export function removeQubit(document: Document, qubit: number): Document {
  const body = circuitOf(document);
  const label = body.qubits[qubit] ?? `q${qubit}`;
  const carried = [...body.operations.values()].filter((item) => wiresOf(item).includes(qubit)).length;
  if (carried) {
    throw new Refusal(
      "InvalidCircuit",
      `${label} carries ${carried} ${carried === 1 ? "gate" : "gates"}. Delete them first.`,
    );
  }
  const place = body.qubits.length - 1 - qubit;
  if ([...(document.observable?.keys() ?? [])].some((term) => term[place] !== "I")) {
    throw new Refusal("InvalidCircuit", `The observable acts on ${label}. Choose another problem first.`);
  }
  const qubits = body.qubits.filter((_, k) => k !== qubit);
  const from = qubits.map((_, k) => (k >= qubit ? k + 1 : k));
  const { observable, ...rest } = rewired(document, qubits, { to: (wire) => (wire > qubit ? wire - 1 : wire), from });
  return { ...rest, ...(observable && qubits.length ? { observable } : {}) };
}

/** The document with a qubit at another place; gates stay on their qubits. */
export function moveQubit(document: Document, from: number, to: number): Document {
  const body = circuitOf(document);
  const order = body.qubits.map((_, k) => k).filter((k) => k !== from);
  order.splice(to, 0, from);
  const place = new Map(order.map((old, k) => [old, k]));
  return rewired(
    document,
    order.map((k) => body.qubits[k] ?? ""),
    { to: (wire) => place.get(wire) ?? wire, from: order },
  );
}

/** Wires renamed by `to`; `from` says for each new place which old qubit it is, null for a new one. */
function rewired(
  document: Document,
  qubits: readonly string[],
  change: { readonly to: (wire: number) => number; readonly from: readonly (number | null)[] },
): Document {
  const body = circuitOf(document);
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
  const registers = body.registers && withQubitsMoved(body.registers, (qubit) => now.get(qubit) ?? null);
  // Where items move, parameters may be first used in another order.
  const next = withBody(document, {
    ...body,
    qubits,
    operations: settled(operations),
    ...(registers ? { registers } : {}),
  });
  return { ...rewiredDisplays(next, operations, now), ...(observable ? { observable } : {}) };
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
