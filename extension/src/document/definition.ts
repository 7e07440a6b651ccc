/** The definition of a composite gate as a circuit of its own, and back: what is edited there changes every use. */

import { angleAt, angleText, parameterAngle, readAngle } from "./angle";
import {
  anglesOf,
  type CircuitBody,
  type Document,
  emptyDocument,
  type GateDefinition,
  type Item,
  isBlock,
  isCircuit,
  isUnitary,
  type Operation,
  parametersOf,
  unusedOf,
  walk,
  withBody,
} from "./circuit";
import { Refusal } from "./errors";
import { GATES } from "./gates";
import { dropUnused } from "./group";
import { circuitOf, type Items, settled } from "./level";
import { freshName } from "./names";
import { setValues } from "./parameters";
import { compacted, placedDefinition } from "./place";

type Gates = CircuitBody["gates"];

/** A definition as a document; its parameters start at the angles of a use. */
export function definitionOf(document: Document, name: string, angles: readonly string[] = []): Document {
  const { gates } = circuitOf(document);
  const definition = gates.get(name);
  if (!definition)
    throw new Refusal("InvalidCircuit", `'${name}' is no gate of your own. Only these have a definition.`);
  const known = new Map(document.parameters.map((p) => [p.name, p.value]));
  const values = new Map(
    definition.parameters.map((formal, k) => [formal, angleAt(readAngle(angles[k] ?? "0"), (n) => known.get(n) ?? 0)]),
  );
  const { body, ...rest } = emptyDocument(definition.qubits);
  const made = withBody(
    { ...rest, body },
    {
      ...circuitOf({ ...rest, body }),
      gates,
      operations: drawnItems(definition),
      unused_parameters: definition.parameters,
      ...(definition.global_phase ? { global_phase: definition.global_phase } : {}),
    },
  );
  return setValues(made, values);
}

/** Definitions that nest are kept with a column for each item. */
function drawnItems({ operations }: GateDefinition): Items {
  const nests = [...operations.values()].some((item) => isBlock(item) || !GATES.has(item.gate));
  return nests ? settled(compacted(operations)) : operations;
}

/** An edit of a definition: the document that it opened as, before and after. */
export interface Edit {
  readonly name: string;
  readonly was: Document;
  readonly now: Document;
}

/** The document around with the edited definition, and with what its uses need. */
export function withDefinition(around: Document, { name, was, now }: Edit): Document {
  const outer = circuitOf(around);
  const old = outer.gates.get(name);
  if (!old) throw new Refusal("InvalidCircuit", `The gate '${name}' is no longer there. Go back to the circuit.`);
  if (!isCircuit(now.body) || !isCircuit(was.body)) {
    throw new Refusal(
      "InvalidCircuit",
      "A gate is defined by a circuit. Go back first, then convert the whole circuit.",
    );
  }
  const before = was.body.gates;
  const changed = [...now.body.gates].filter(([key, definition]) => before.get(key) !== definition);
  const gates = new Map([...outer.gates, ...changed]);
  check(name, now.body, gates);
  const order = orderOf(name, was.body.qubits, now.body.qubits);
  const { formals, sources } = signature(old.parameters, was.body, now.body);
  const { global_phase: _phase, ...shape } = old;
  const definition = placedDefinition({
    ...shape,
    parameters: formals,
    ...(now.body.global_phase ? { global_phase: now.body.global_phase } : {}),
    operations: now.body.operations,
  });
  const body = { ...outer, gates: ordered(new Map(gates).set(name, definition)) };
  const rewrite: Rewrite = (use, own) => {
    const { angles, ...rest } = { ...use, qubits: order.map((wire) => use.qubits[wire] ?? 0) };
    const next = sources.map((k, j) => (k < 0 ? own(formals[j] ?? "") : (angles?.[k] ?? "0")));
    return next.length ? { ...rest, angles: next } : rest;
  };
  const used = spread({ body, names: new Set(around.parameters.map((p) => p.name)) }, name, rewrite);
  return dropUnused(withBody(around, used));
}

/** What stays open after an edit: its parameters are the definition's, used or not; its gates those of the circuit. */
export function reopened({ name, was, now }: Edit, gates: Gates): Document {
  const body = circuitOf(now);
  const used = new Set(parametersOf(body));
  const unused = (gates.get(name)?.parameters ?? []).filter((each) => !used.has(each));
  if (!unused.length && sameGates(body.gates, gates)) return now;
  const known = new Map([...was.parameters, ...now.parameters].map((p) => [p.name, p]));
  return withBody(
    { ...now, parameters: [...known.values()] },
    { ...body, gates, unused_parameters: [...unusedOf(body), ...unused] },
  );
}

/** Definitions in such an order that each comes behind those that it uses, as programs have them. */
function ordered(gates: Gates): Gates {
  const placed = new Map<string, GateDefinition>();
  const place = (name: string): void => {
    const definition = gates.get(name);
    if (!definition || placed.has(name)) return;
    for (const [, item] of walk(definition.operations)) if (!isBlock(item)) place(item.gate);
    placed.set(name, definition);
  };
  for (const name of gates.keys()) place(name);
  return placed;
}

/** The document with other definitions, which do the same for what it uses. */
export function withGates(document: Document, gates: Gates): Document {
  return { ...document, body: { ...circuitOf(document), gates } };
}

function sameGates(a: Gates, b: Gates): boolean {
  return a.size === b.size && [...a].every(([name, definition]) => b.get(name) === definition);
}

function check(name: string, { operations }: CircuitBody, gates: Gates): void {
  for (const [, item] of walk(operations)) {
    if (!isUnitary(item)) {
      throw new Refusal("InvalidCircuit", "A composite gate holds gates only, no measurement, reset or condition.");
    }
  }
  if (holds(operations, name, gates, new Set())) {
    throw new Refusal("InvalidCircuit", `'${name}' cannot hold itself. Place another gate, or go back to the circuit.`);
  }
}

/** Do items use a gate, by what they hold too? */
function holds(items: Items, name: string, gates: Gates, seen: Set<string>): boolean {
  for (const [, item] of walk(items)) {
    if (isBlock(item)) continue;
    if (item.gate === name) return true;
    const inner = seen.has(item.gate) ? undefined : gates.get(item.gate);
    seen.add(item.gate);
    if (inner && holds(inner.operations, name, gates, seen)) return true;
  }
  return false;
}

/** For each wire which one it was; only their order may change, since uses stand on as many. */
function orderOf(name: string, was: readonly string[], now: readonly string[]): readonly number[] {
  if (was.length !== now.length) {
    throw new Refusal(
      "InvalidCircuit",
      `'${name}' stands on ${was.length} ${was.length === 1 ? "qubit" : "qubits"} wherever it is used, ` +
        "and keeps them. For another number, make a new gate.",
    );
  }
  const order = now.map((label) => was.indexOf(label));
  if (order.includes(-1)) {
    throw new Refusal(
      "InvalidCircuit",
      "Wires inside of a gate have no names of their own. Name those of the circuit.",
    );
  }
  return order;
}

/**
 * The parameters of a definition after an edit, and for each which one it was, -1 for a new one. One in place of
 * another is that one renamed; one that lost its last gate stays, since uses have an angle for it.
 */
function signature(
  before: readonly string[],
  was: CircuitBody,
  now: CircuitBody,
): { readonly formals: readonly string[]; readonly sources: readonly number[] } {
  const names = parametersOf(now);
  const lost = before.filter((name) => !names.includes(name));
  const gained = names.filter((name) => !before.includes(name));
  const [from, to] = [lost[0], gained[0]];
  if (lost.length === 1 && gained.length === 1 && to !== undefined) {
    return { formals: before.map((name) => (name === from ? to : name)), sources: before.map((_, k) => k) };
  }
  const spare = new Set(unusedOf(was));
  const kept = before.filter((name) => names.includes(name) || !spare.has(name));
  return {
    formals: [...kept, ...gained],
    sources: [...kept.map((name) => before.indexOf(name)), ...gained.map(() => -1)],
  };
}

type Rewrite = (use: Operation, own: (formal: string) => string) => Operation;

/** The body with every use of a gate rewritten; `own` makes an angle of the place's own, up through definitions. */
function spread(
  { body, names }: { readonly body: CircuitBody; readonly names: ReadonlySet<string> },
  name: string,
  rewrite: Rewrite,
): CircuitBody {
  const { items } = rewritten(body.operations, name, { rewrite, taken: new Set([...names, ...parametersOf(body)]) });
  let next = items === body.operations ? body : { ...body, operations: items };
  for (const each of body.gates.keys()) {
    const definition = each === name ? undefined : next.gates.get(each);
    if (!definition) continue;
    const own = rewritten(definition.operations, name, { rewrite, taken: new Set(definition.parameters) });
    if (own.items === definition.operations) continue;
    const parameters = [...definition.parameters, ...own.added];
    next = { ...next, gates: new Map(next.gates).set(each, { ...definition, parameters, operations: own.items }) };
    const more: Rewrite = (use, made) => ({ ...use, angles: [...anglesOf(use), ...own.added.map(made)] });
    if (own.added.length) next = spread({ body: next, names }, each, more);
  }
  return next;
}

/** Items with the uses of a gate rewritten, and the names that they brought; the same items where there are none. */
function rewritten(
  items: Items,
  name: string,
  { rewrite, taken }: { readonly rewrite: Rewrite; readonly taken: Set<string> },
): { readonly items: Items; readonly added: readonly string[] } {
  const own = new Map<string, string>();
  const angleOf = (formal: string): string => {
    const known = own.get(formal) ?? freshName(formal, (each) => taken.has(each));
    own.set(formal, known);
    return angleText(parameterAngle(known));
  };
  const inside = (level: Items): Items => {
    let changed = false;
    const next = new Map<string, Item>();
    for (const [id, item] of level) {
      const operations = isBlock(item) ? inside(item.operations) : null;
      const made = isBlock(item)
        ? operations && operations !== item.operations
          ? { ...item, operations }
          : item
        : item.gate === name
          ? rewrite(item, angleOf)
          : item;
      changed ||= made !== item;
      next.set(id, made);
    }
    return changed ? next : level;
  };
  return { items: inside(items), added: [...own.values()] };
}
