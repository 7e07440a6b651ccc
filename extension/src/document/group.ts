/** Groups: repeat blocks and named composite gates, made from chosen items and taken apart again. */

import {
  type Angle,
  addAngles,
  anglesParameters,
  angleText,
  canonicalAngle,
  parameterAngle,
  readAngle,
  substitute,
} from "./angle";
import {
  anglesOf,
  anticontrolsOf,
  type Block,
  controlsOf,
  type Document,
  type GateDefinition,
  type Item,
  isBlock,
  isUnitary,
  type Operation,
  type Parameter,
  spanOf,
  walk,
  wiresOf,
} from "./circuit";
import { columnAt, columnsOf, drawnColumn } from "./columns";
import { byLevel, pathOf, removeDisplays, removeItems } from "./edit";
import { Refusal } from "./errors";
import { isDerived } from "./formula";
import { GATES } from "./gates";
import { newIds } from "./ids";
import { circuitOf, type Items, levelOf, mapWires, type Path, settled, withLevel } from "./level";
import { checkPlainName, nextName } from "./names";
import { compacted, placed, placedDefinition } from "./place";

interface Chosen {
  readonly path: Path;
  readonly ids: ReadonlySet<string>;
  /** In order, ready to stand alone. */
  readonly items: Items;
  readonly column: number;
}

/** Chosen items of one level, if nothing else has to happen between them. */
function choose(document: Document, ids: Iterable<string>): Chosen {
  const groups = byLevel(document, ids);
  const [group] = groups;
  if (!group || groups.length > 1) {
    throw new Refusal("InvalidCircuit", "Select gates that are all inside one block, or all outside of blocks.");
  }
  const [path, chosen] = group;
  const level = levelOf(circuitOf(document), path);
  const items = new Map([...level].filter(([id]) => chosen.has(id)));
  const column = Math.min(...[...items.values()].map((item) => item.column));
  return { path, ids: chosen, items, column };
}

/** The level with chosen items replaced by one item that does the same; others keep their order. */
function joined(level: Items, chosen: Chosen, made: readonly [string, Item]): Items {
  const before: (readonly [string, Item])[] = [];
  const after: (readonly [string, Item])[] = [];
  const late = new Set<number>();
  const inside = new Set<number>();
  for (const [id, item] of level) {
    const wires = wiresOf(item);
    if (chosen.ids.has(id)) {
      if (wires.some((wire) => late.has(wire))) {
        throw new Refusal(
          "InvalidCircuit",
          "Another gate stands between the chosen ones and depends on them. Select it too.",
        );
      }
      for (const wire of wires) inside.add(wire);
    } else if (wires.some((wire) => inside.has(wire) || late.has(wire))) {
      for (const wire of wires) late.add(wire);
      after.push([id, item]);
    } else before.push([id, item]);
  }
  return settled(new Map([...before, made, ...after]));
}

/** The document with chosen items replaced by one; displays that stood behind one of them stand behind it. */
function withJoined(document: Document, chosen: Chosen, made: readonly [string, Item]): Document {
  const heirs = new Map([...chosen.ids].map((id) => [id, [made[0]]] as const));
  return withLevel(document, chosen.path, (level) => joined(level, chosen, made), heirs);
}

/** The document with the chosen items in a block that repeats. */
export function makeBlock(document: Document, ids: Iterable<string>, count = 2): { document: Document; id: string } {
  const chosen = choose(document, ids);
  const id = newIds(circuitOf(document).operations).next().value;
  const operations = shiftedToZero(chosen);
  const block: Block = { count, operations, column: chosen.column };
  return { document: withJoined(document, chosen, [id, block]), id };
}

function shiftedToZero(chosen: Chosen): Items {
  const columns = columnsOf(chosen.items);
  return new Map(
    [...chosen.items].map(([id, item]) => [id, { ...item, column: drawnColumn(columns, item.column) }] as const),
  );
}

/** The document with another number of repetitions; indexed parameters get or lose a name each. */
export function setBlockCount(document: Document, id: string, count: number): Document {
  if (!Number.isInteger(count) || count < 0 || count > 10_000) {
    throw new Refusal("InvalidCircuit", `A block repeats ${count} times: give a whole number from 0 to 10,000.`);
  }
  return editBlock(document, id, (block) => {
    if (block.count === count) return block;
    const indexed = new Map<string, readonly string[]>();
    for (const [local, names] of block.indexed ?? []) indexed.set(local, namesFor(document, local, { names, count }));
    return { ...block, count, ...(block.indexed ? { indexed } : {}) };
  });
}

function namesFor(
  document: Document,
  local: string,
  given: { readonly names: readonly string[]; readonly count: number },
): readonly string[] {
  const names = given.names.slice(0, given.count);
  const taken = new Set([...document.parameters.map((p) => p.name), ...names]);
  while (names.length < given.count) names.push(nextName(names, local, taken));
  return names;
}

/** The document with a block's parameter one for all repetitions, or one for each. */
export function setIndexed(document: Document, id: string, local: string, each: boolean): Document {
  const families = new Map<string, readonly string[]>();
  const next = editBlock(document, id, (block) => {
    const indexed = new Map(block.indexed ?? []);
    if (each === indexed.has(local)) return block;
    const names = indexed.get(local) ?? namesFor(document, local, { names: [], count: block.count });
    if (each) families.set(local, names);
    else if (names[0] !== undefined && !isKnown(document, local)) families.set(names[0], [local]);
    if (each) indexed.set(local, names);
    else indexed.delete(local);
    const { indexed: _old, ...rest } = block;
    return indexed.size ? { ...rest, indexed } : rest;
  });
  return startingAs(next, document.parameters, families);
}

function isKnown(document: Document, name: string): boolean {
  return document.parameters.some((parameter) => parameter.name === name);
}

/** The document with the name of a block's parameter in one repetition changed. */
export function renameIndexed(
  document: Document,
  id: string,
  change: { readonly local: string; readonly repetition: number; readonly name: string },
): Document {
  checkPlainName(change.name);
  return editBlock(document, id, (block) => {
    const names = block.indexed?.get(change.local);
    if (!names) return block;
    const next = names.map((name, k) => (k === change.repetition ? change.name : name));
    return { ...block, indexed: new Map(block.indexed).set(change.local, next) };
  });
}

export function setBlockName(document: Document, id: string, name: string): Document {
  return editBlock(document, id, (block) => {
    const { name: _old, ...rest } = block;
    return name ? { name, ...rest } : rest;
  });
}

function editBlock(document: Document, id: string, change: (block: Block) => Block): Document {
  return withLevel(document, pathOf(document, id), (items) => {
    const block = items.get(id);
    if (!block || !isBlock(block)) throw new Refusal("InvalidCircuit", "This is not a block.");
    const next = change(block);
    return next === block ? items : new Map(items).set(id, next);
  });
}

/** The document with the chosen items as one named composite gate. */
export function makeGate(document: Document, ids: Iterable<string>, name: string): { document: Document; id: string } {
  const body = circuitOf(document);
  checkPlainName(name);
  if (GATES.has(name) || body.gates.has(name)) {
    throw new Refusal("InvalidCircuit", `There is a gate '${name}' already. Choose another name.`);
  }
  const chosen = choose(document, ids);
  for (const item of chosen.items.values()) {
    if (!isUnitary(item)) {
      throw new Refusal("InvalidCircuit", "A composite gate holds gates only, no measurement, reset or condition.");
    }
  }
  const wires = [...new Set([...chosen.items.values()].flatMap(wiresOf))].sort((a, b) => a - b);
  const place = new Map(wires.map((wire, k) => [wire, k]));
  const inner = new Map<string, Item>();
  for (const [id, item] of shiftedToZero(chosen))
    inner.set(
      id,
      mapWires(item, (wire) => place.get(wire) ?? 0),
    );
  const parameters = freeParameters(inner);
  const definition = placedDefinition({ qubits: wires.length, parameters, operations: placed(inner) });
  const id = newIds(body.operations).next().value;
  const operation: Operation = {
    gate: name,
    qubits: wires,
    column: chosen.column,
    ...(parameters.length ? { angles: parameters.map((each) => angleText(parameterAngle(each))) } : {}),
  };
  const withGate: Document = { ...document, body: { ...body, gates: new Map(body.gates).set(name, definition) } };
  return { document: withJoined(withGate, chosen, [id, operation]), id };
}

/** Names of the parameters that items use, without those that blocks among them index. */
export function freeParameters(items: Items): readonly string[] {
  const seen = new Set<string>();
  const collect = (level: Items, bound: ReadonlySet<string>): void => {
    for (const item of level.values()) {
      if (isBlock(item)) {
        collect(item.operations, new Set([...bound, ...(item.indexed?.keys() ?? [])]));
        for (const names of item.indexed?.values() ?? []) for (const name of names) seen.add(name);
      } else {
        for (const angle of anglesOf(item)) {
          for (const name of anglesParameters(readAngle(angle))) if (!bound.has(name)) seen.add(name);
        }
      }
    }
  };
  collect(items, new Set());
  return [...seen];
}

/** The document with a composite gate under another name, wherever it is used. */
export function renameGate(document: Document, from: string, to: string): Document {
  const body = circuitOf(document);
  checkPlainName(to);
  if (from === to || !body.gates.has(from)) return document;
  if (GATES.has(to) || body.gates.has(to)) {
    throw new Refusal("InvalidCircuit", `There is a gate '${to}' already. Choose another name.`);
  }
  const renamed = (items: Items): Items => {
    const next = new Map<string, Item>();
    for (const [id, item] of items) {
      if (isBlock(item)) next.set(id, { ...item, operations: renamed(item.operations) });
      else next.set(id, item.gate === from ? { ...item, gate: to } : item);
    }
    return next;
  };
  const gates = new Map(
    [...body.gates].map(([name, definition]) => [
      name === from ? to : name,
      { ...definition, operations: renamed(definition.operations) },
    ]),
  );
  return { ...document, body: { ...body, gates, operations: renamed(body.operations) } };
}

/** The document with a block or composite gate replaced by what it stands for. */
export function ungroup(document: Document, id: string): { document: Document; ids: readonly string[] } {
  const body = circuitOf(document);
  const path = pathOf(document, id);
  const item = levelOf(body, path).get(id);
  if (!item) return { document, ids: [] };
  const { parts, phase } = isBlock(item) ? { parts: repetitions(item), phase: null } : expanded(item, body.gates);
  const fresh = newIds(body.operations);
  const inner = new Map(parts.map((part) => [fresh.next().value, refreshed(part, fresh)] as const));
  const spread = (level: Items): Items => {
    const result = new Map<string, Item>();
    const columns = columnsOf(level);
    const first = drawnColumn(columns, item.column);
    for (const [each, other] of level) {
      if (each !== id) {
        result.set(each, other);
        continue;
      }
      for (const [key, part] of compacted(inner)) {
        result.set(key, { ...part, column: columnAt(columns, first + part.column) });
      }
    }
    return settled(result);
  };
  const opened = withLevel(document, path, spread, new Map([[id, [...inner.keys()]]]));
  return { document: phase ? withPhase(dropUnused(opened), phase) : dropUnused(opened), ids: [...inner.keys()] };
}

function refreshed(item: Item, fresh: Iterator<string, string>): Item {
  if (!isBlock(item)) return item;
  return {
    ...item,
    operations: new Map([...item.operations.values()].map((each) => [fresh.next().value, refreshed(each, fresh)])),
  };
}

/** Every repetition of a block with its own parameters, one after the other. */
export function repetitions(block: Block): readonly Item[] {
  const parts: Item[] = [];
  for (let k = 0; k < block.count; k++) {
    const here = new Map<string, Angle>();
    for (const [local, names] of block.indexed ?? []) here.set(local, parameterAngle(names[k] ?? local));
    for (const item of block.operations.values()) parts.push(substituteItem(item, here));
  }
  return parts;
}

/** An item with angles put for parameters; names that an inner block indexes stay its own. */
export function substituteItem(item: Item, angles: ReadonlyMap<string, Angle>): Item {
  if (!angles.size) return item;
  if (!isBlock(item)) {
    if (!item.angles) return item;
    return { ...item, angles: item.angles.map((text) => angleText(substitute(readAngle(text), angles))) };
  }
  const outer = new Map([...angles].filter(([name]) => !item.indexed?.has(name)));
  const operations = new Map([...item.operations].map(([id, inner]) => [id, substituteItem(inner, outer)]));
  const indexed =
    item.indexed &&
    new Map(
      [...item.indexed].map(([local, names]) => [local, names.map((name) => soleName(angles.get(name)) ?? name)]),
    );
  return { ...item, operations, ...(indexed ? { indexed } : {}) };
}

/** The name when an angle is just one parameter. */
function soleName(angle: Angle | undefined): string | null {
  const [term] = angle?.terms ?? [];
  return term && !isDerived(term[0]) && angle && angleText(angle) === angleText(parameterAngle(term[0]))
    ? term[0]
    : null;
}

function expanded(
  item: Operation,
  gates: ReadonlyMap<string, GateDefinition>,
): { parts: readonly Item[]; phase: Angle | null } {
  const definition = gates.get(item.gate);
  if (!definition) {
    throw new Refusal("InvalidCircuit", `'${item.gate}' is a gate of the table. Only blocks and composite gates open.`);
  }
  const formal = new Map(definition.parameters.map((name, k) => [name, readAngle(anglesOf(item)[k] ?? "0")]));
  const under = (inner: Item): Item => {
    if (isBlock(inner)) {
      return { ...inner, operations: new Map([...inner.operations].map(([id, each]) => [id, under(each)])) };
    }
    const controls = [...controlsOf(item), ...controlsOf(inner)];
    const anticontrols = [...anticontrolsOf(item), ...anticontrolsOf(inner)];
    return {
      ...inner,
      ...(controls.length ? { controls } : {}),
      ...(anticontrols.length ? { anticontrols } : {}),
      ...(item.conditions ? { conditions: item.conditions } : {}),
    };
  };
  const parts = [...definition.operations.values()].map((inner) =>
    under(
      substituteItem(
        mapWires(inner, (wire) => item.qubits[wire] ?? 0),
        formal,
      ),
    ),
  );
  if (!definition.global_phase) return { parts, phase: null };
  const phase = substitute(readAngle(definition.global_phase), formal);
  if (!controlsOf(item).length && !anticontrolsOf(item).length) return { parts, phase: item.conditions ? null : phase };
  const { angles: _angles, ...rest } = item;
  return { parts: [{ ...rest, gate: "gphase", qubits: [], angles: [angleText(phase)] }, ...parts], phase: null };
}

function withPhase(document: Document, phase: Angle): Document {
  const body = circuitOf(document);
  const text = angleText(addAngles(readAngle(body.global_phase ?? "0"), phase));
  const { global_phase: _old, ...rest } = body;
  return { ...document, body: text === "0" ? rest : { ...rest, global_phase: canonicalAngle(text) } };
}

/** The document without gates, blocks and displays, and without what only they used. */
export function withoutItems(document: Document, ids: ReadonlySet<string>): Document {
  return dropUnused(removeDisplays(removeItems(document, ids), ids));
}

/** The document without composite gates that nothing uses. */
export function dropUnused(document: Document): Document {
  const body = circuitOf(document);
  const used = new Set<string>();
  const visit = (items: Items): void => {
    for (const [, item] of walk(items)) {
      if (isBlock(item) || used.has(item.gate)) continue;
      const definition = body.gates.get(item.gate);
      if (!definition) continue;
      used.add(item.gate);
      visit(definition.operations);
    }
  };
  visit(body.operations);
  if (used.size === body.gates.size) return document;
  return { ...document, body: { ...body, gates: new Map([...body.gates].filter(([name]) => used.has(name))) } };
}

/** Topmost and lowest wire of several items. */
export function spanOfAll(items: Iterable<Item>): readonly [number, number] | null {
  let span: readonly [number, number] | null = null;
  for (const item of items) {
    const own = spanOf(item);
    if (own) span = span ? [Math.min(span[0], own[0]), Math.max(span[1], own[1])] : own;
  }
  return span;
}

/** Parameters of a family, by the one whose value they take: what is fresh acts alike until it is tuned. */
export function startingAs(
  document: Document,
  known: readonly Parameter[],
  families: ReadonlyMap<string, readonly string[]>,
): Document {
  const original = new Map<string, Parameter>();
  for (const first of known) {
    for (const name of families.get(first.name) ?? []) if (name !== first.name) original.set(name, { ...first, name });
  }
  if (!original.size) return document;
  return { ...document, parameters: document.parameters.map((each) => original.get(each.name) ?? each) };
}
