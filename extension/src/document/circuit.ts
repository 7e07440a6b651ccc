/** Reading a circuit: what an item touches, what a gate takes, which parameters occur. */

import { anglesParameters, readAngle } from "./angle";
import { GATES } from "./gates";
import type {
  Block,
  CircuitBody,
  DiagramBody,
  Document,
  GateDefinition,
  Item,
  Operation,
  Parameter,
} from "./schema.generated";

export type * from "./schema.generated";

export const MAX_QUBITS = 10_000;
export const MAX_ITEMS = 100_000;
export const MAX_BYTES = 10_000_000;

const NO_WIRES: readonly number[] = [];
const NO_TEXTS: readonly string[] = [];

export function isBlock(item: Item): item is Block {
  return "operations" in item;
}

export function isCircuit(body: CircuitBody | DiagramBody): body is CircuitBody {
  return body.kind === "circuit";
}

/** Wires, angles and formal names that a gate of this circuit takes; undefined for an unknown gate. */
export function shapeOf(
  gate: string,
  gates: ReadonlyMap<string, GateDefinition>,
): { readonly numQubits: number; readonly angles: readonly string[] } | undefined {
  const row = GATES.get(gate);
  if (row) return row;
  const own = gates.get(gate);
  return own && { numQubits: own.qubits, angles: own.parameters };
}

export const controlsOf = (item: Operation): readonly number[] => item.controls ?? NO_WIRES;
export const anticontrolsOf = (item: Operation): readonly number[] => item.anticontrols ?? NO_WIRES;
export const anglesOf = (item: Operation): readonly string[] => item.angles ?? NO_TEXTS;

const blockWires = new WeakMap<Block, readonly number[]>();

/** Every qubit that an item touches: controls, anti-controls, then its own. */
export function wiresOf(item: Item): readonly number[] {
  if (!isBlock(item)) {
    if (!item.controls && !item.anticontrols) return item.qubits;
    return [...controlsOf(item), ...anticontrolsOf(item), ...item.qubits];
  }
  let wires = blockWires.get(item);
  if (!wires) {
    wires = [...new Set([...item.operations.values()].flatMap(wiresOf))];
    blockWires.set(item, wires);
  }
  return wires;
}

/** Classical bits that an item writes or reads, each once. */
export function clbitsOf(item: Item): readonly number[] {
  if (isBlock(item)) return [...new Set([...item.operations.values()].flatMap(clbitsOf))];
  if (!item.clbits && !item.conditions) return NO_WIRES;
  return [...new Set([...(item.clbits ?? NO_WIRES), ...(item.conditions ?? []).flatMap((c) => c.clbits)])];
}

/** Topmost and lowest wire of a drawing; null when it touches none. */
export function spanOf(item: Item): readonly [number, number] | null {
  const wires = wiresOf(item);
  if (!wires.length) return null;
  let low = Infinity;
  let high = -Infinity;
  for (const wire of wires) {
    if (wire < low) low = wire;
    if (wire > high) high = wire;
  }
  return [low, high];
}

/** Does it measure, reset or wait for a classical bit, or hold something that does? */
export function isUnitary(item: Item): boolean {
  if (isBlock(item)) return [...item.operations.values()].every(isUnitary);
  return item.gate !== "measure" && item.gate !== "reset" && !item.conditions?.length;
}

/** The circuit without the measurements and barriers after which nothing happens. */
export function withoutFinalMeasurements(body: CircuitBody): CircuitBody {
  const busy = new Set<number>();
  const read = new Set<number>();
  const kept: (readonly [string, Item])[] = [];
  for (const [id, item] of [...body.operations].reverse()) {
    const final = !isBlock(item) && (item.gate === "measure" || item.gate === "barrier") && !item.conditions?.length;
    const waited = clbitsOf(item).some((bit) => read.has(bit));
    if (final && !waited && !wiresOf(item).some((wire) => busy.has(wire))) continue;
    for (const wire of wiresOf(item)) busy.add(wire);
    if (!isBlock(item)) for (const c of item.conditions ?? []) for (const bit of c.clbits) read.add(bit);
    kept.push([id, item]);
  }
  return kept.length === body.operations.size ? body : { ...body, operations: new Map(kept.reverse()) };
}

/** An item with the ids of the blocks around it, outermost first. */
export interface Found {
  readonly item: Item;
  readonly blocks: readonly string[];
}

/** The item with an id, in blocks too. */
export function findItem(items: ReadonlyMap<string, Item>, id: string): Found | null {
  const here = items.get(id);
  if (here) return { item: here, blocks: [] };
  for (const [block, item] of items) {
    if (!isBlock(item)) continue;
    const inner = findItem(item.operations, id);
    if (inner) return { item: inner.item, blocks: [block, ...inner.blocks] };
  }
  return null;
}

/** Every item with its id, blocks before what they hold. */
export function* walk(items: ReadonlyMap<string, Item>): Generator<readonly [string, Item]> {
  for (const [id, item] of items) {
    yield [id, item];
    if (isBlock(item)) yield* walk(item.operations);
  }
}

/** Names of the free parameters, in order of first use; behind them the unused ones. */
export function parametersOf(body: CircuitBody | DiagramBody): readonly string[] {
  const seen = new Set<string>();
  if (isCircuit(body)) {
    collectParameters(body.operations, seen);
    if (body.global_phase) for (const name of anglesParameters(readAngle(body.global_phase))) seen.add(name);
    for (const name of body.unused_parameters ?? NO_TEXTS) seen.add(name);
  } else {
    for (const spider of body.spiders.values()) {
      if (spider.phase) for (const name of anglesParameters(readAngle(spider.phase))) seen.add(name);
    }
  }
  return [...seen];
}

function collectParameters(items: ReadonlyMap<string, Item>, seen: Set<string>): void {
  for (const item of items.values()) {
    if (!isBlock(item)) {
      if (item.angles)
        for (const angle of item.angles) for (const name of anglesParameters(readAngle(angle))) seen.add(name);
      continue;
    }
    if (item.count === 0) continue;
    const inner = new Set<string>();
    collectParameters(item.operations, inner);
    const repeated = item.indexed?.size ? item.count : 1;
    for (let k = 0; k < repeated; k++) {
      for (const name of inner) seen.add(item.indexed?.get(name)?.[k] ?? name);
    }
  }
}

/** The body with those of its unused parameters that no angle has, each once. */
export function withUnused(body: CircuitBody, given: readonly string[]): CircuitBody {
  if (!given.length && !body.unused_parameters) return body;
  const { unused_parameters: _, ...rest } = body;
  const used = new Set(parametersOf(rest));
  const unused = [...new Set(given)].filter((name) => !used.has(name));
  return unused.length ? { ...rest, unused_parameters: unused } : rest;
}

export function unusedOf(body: CircuitBody | DiagramBody): readonly string[] {
  return (isCircuit(body) && body.unused_parameters) || NO_TEXTS;
}

export function defaultParameter(name: string): Parameter {
  return { name, value: 0, low: -Math.PI, high: Math.PI, step: 0.01 };
}

/** A parameter for each name: given ones in their order, others behind the name before them. */
export function inOrder(given: readonly Parameter[], names: readonly string[]): readonly Parameter[] {
  const known = new Map(given.map((p) => [p.name, p]));
  const wanted = new Set(names);
  const behind = new Map<string | null, Parameter[]>();
  let last: string | null = null;
  for (const name of names) {
    if (known.has(name)) last = name;
    else if (behind.has(last)) behind.get(last)?.push(defaultParameter(name));
    else behind.set(last, [defaultParameter(name)]);
  }
  const kept = [...known.values()].filter(({ name }) => wanted.has(name));
  return [...(behind.get(null) ?? []), ...kept.flatMap((p) => [p, ...(behind.get(p.name) ?? [])])];
}

/** The document with a body; its parameters are those the body uses, in order, kept where known. */
export function withBody(document: Document, given: CircuitBody | DiagramBody): Document {
  if (given === document.body) return document;
  const body = isCircuit(given) ? withUnused(given, unusedOf(given)) : given;
  const parameters = inOrder(document.parameters, parametersOf(body));
  const same =
    parameters.length === document.parameters.length && parameters.every((p, k) => p === document.parameters[k]);
  return { ...document, parameters: same ? document.parameters : parameters, body };
}

export function emptyDocument(numQubits = 0): Document {
  return {
    format: "qdesign",
    version: 2,
    parameters: [],
    body: {
      kind: "circuit",
      qubits: Array.from({ length: numQubits }, (_, k) => `q${k}`),
      clbits: 0,
      gates: new Map(),
      operations: new Map(),
    },
  };
}
