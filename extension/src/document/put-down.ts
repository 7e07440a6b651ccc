/** What can be carried to a place: a gate by name, items, a display; and putting it there. */

import { type Display, type Document, type Item, shapeOf, spanOf } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";
import { addDisplay, insertItems, moveDisplay, newOperation } from "./edit";
import { Refusal } from "./errors";
import { circuitOf, type Spot, shiftWires } from "./level";
import { addQubit } from "./wires";

export type Cargo =
  | { readonly kind: "gate"; readonly gate: string }
  | { readonly kind: "items"; readonly items: readonly Item[]; readonly clbits: number }
  | { readonly kind: "display"; readonly display: Display["kind"] }
  /** A display that is there already. */
  | { readonly kind: "moved"; readonly id: string };

/** A spot with the wire under the pointer. */
export interface Landing {
  readonly spot: Spot;
  readonly wire: number;
}

/** The document with at least so many qubits. */
export function withQubits(document: Document, count: number): Document {
  let next = document;
  while (circuitOf(next).qubits.length < count) next = addQubit(next);
  return next;
}

/** The document with cargo put down, and the ids of what is new. */
export function putDown(
  document: Document,
  cargo: Cargo,
  landing: Landing,
): { readonly document: Document; readonly ids: readonly string[] } {
  const room = withQubits(document, landing.wire + 1);
  switch (cargo.kind) {
    case "display": {
      const next = addDisplay(room, {
        kind: cargo.display,
        qubits: [landing.wire],
        column: drawnBefore(room, landing),
      });
      const id = [...(next.layout?.displays?.keys() ?? [])].at(-1) ?? "";
      return { document: next, ids: [id] };
    }
    case "moved":
      return {
        document: moveDisplay(room, cargo.id, { wire: landing.wire, column: drawnBefore(room, landing) }),
        ids: [cargo.id],
      };
    case "gate": {
      const items = [gateAt(room, cargo.gate, landing.wire)];
      return insertItems(room, items, landing.spot);
    }
    case "items":
      return insertItems(room, itemsAt(room, cargo.items, landing.wire), landing.spot);
  }
}

/** The drawn column in front of a landing, -1 for the start; inside a block, that of the block. */
function drawnBefore(document: Document, { spot }: Landing): number {
  const [block] = spot.path;
  if (block === undefined) return spot.column - 1;
  const { operations } = circuitOf(document);
  return drawnColumn(columnsOf(operations), operations.get(block)?.column ?? 0);
}

/** A gate on wires from the one given on down, or up where the circuit ends. */
function gateAt(document: Document, gate: string, wire: number): Item {
  const count = circuitOf(document).qubits.length;
  const size = gate === "barrier" ? count : (shapeOf(gate, circuitOf(document).gates)?.numQubits ?? 1);
  if (gate === "barrier")
    return newOperation(
      document,
      gate,
      Array.from({ length: count }, (_, k) => k),
    );
  if (size > count) {
    throw new Refusal(
      "InvalidCircuit",
      `${gate} takes ${size} qubits and the circuit has ${count}. Add a qubit below the last wire.`,
    );
  }
  const step = wire + size <= count ? 1 : -1;
  const start = step === 1 ? wire : Math.max(wire, size - 1);
  return newOperation(
    document,
    gate,
    Array.from({ length: size }, (_, k) => start + step * k),
  );
}

function itemsAt(document: Document, items: readonly Item[], wire: number): readonly Item[] {
  const count = circuitOf(document).qubits.length;
  let low = Infinity;
  let high = -Infinity;
  for (const item of items) {
    const span = spanOf(item);
    if (span) [low, high] = [Math.min(low, span[0]), Math.max(high, span[1])];
  }
  if (!Number.isFinite(low)) return items;
  if (high - low >= count) {
    throw new Refusal(
      "InvalidCircuit",
      `This takes ${high - low + 1} qubits and the circuit has ${count}. Add qubits first.`,
    );
  }
  const start = Math.min(wire, count - 1 - (high - low));
  return items.map((item) => shiftWires(item, start - low, count));
}

/** How many wires cargo covers. */
export function cargoSize(document: Document, cargo: Cargo): number {
  if (cargo.kind === "gate") return shapeOf(cargo.gate, circuitOf(document).gates)?.numQubits ?? 1;
  if (cargo.kind === "display" || cargo.kind === "moved") return 1;
  const spans = cargo.items.map(spanOf).filter((span) => span !== null);
  return spans.length ? Math.max(...spans.map((s) => s[1])) - Math.min(...spans.map((s) => s[0])) + 1 : 1;
}

/** Items of a level ready to be carried: columns as drawn there, from 0. */
export function carried(items: Iterable<Item>, columns: readonly number[]): readonly Item[] {
  const list = [...items].map((item) => ({ ...item, column: drawnColumn(columns, item.column) }));
  const first = Math.min(...list.map((item) => item.column));
  return list.map((item) => ({ ...item, column: item.column - first }));
}
