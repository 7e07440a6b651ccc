/** The rules that a circuit or diagram keeps, in the sentences of qdesign/circuit.py and diagram.py. */

import { anglesParameters, readAngle } from "./angle";
import {
  anglesOf,
  anticontrolsOf,
  type CircuitBody,
  type Condition,
  controlsOf,
  type DiagramBody,
  type GateDefinition,
  type Item,
  isBlock,
  isUnitary,
  MAX_QUBITS,
  type Operation,
  parametersOf,
  shapeOf,
  walk,
  wiresOf,
} from "./circuit";
import { Refusal } from "./errors";
import { GATES } from "./gates";
import { byCodePoint, checkPlainName } from "./names";

type Gates = ReadonlyMap<string, GateDefinition>;

function refuse(sentence: string): never {
  throw new Refusal("InvalidCircuit", sentence);
}

/** The circuit, if it keeps the rules. */
export function checkCircuit(body: CircuitBody): CircuitBody {
  const count = body.qubits.length;
  if (count > MAX_QUBITS) {
    throw new Refusal(
      "TooLarge",
      `${count} qubits were asked for; a circuit has 0 to ${MAX_QUBITS.toLocaleString("en")}.`,
    );
  }
  if (body.clbits > MAX_QUBITS) {
    throw new Refusal(
      "TooLarge",
      `${body.clbits} classical bits were asked for; a circuit has at most ${MAX_QUBITS.toLocaleString("en")}.`,
    );
  }
  const known = new Map<string, GateDefinition>();
  for (const [name, definition] of body.gates) {
    if (definition.qubits > MAX_QUBITS) {
      const most = MAX_QUBITS.toLocaleString("en");
      throw new Refusal(
        "TooLarge",
        `Composite gate '${name}' is on ${definition.qubits} qubits; a gate has at most ${most}.`,
      );
    }
    checkDefinition(name, definition, known);
    known.set(name, definition);
  }
  for (const item of body.operations.values()) checkItem(item, { qubits: count, clbits: body.clbits, gates: known });
  return body;
}

interface Room {
  readonly qubits: number;
  readonly clbits: number;
  readonly gates: Gates;
}

/** Checks one item, and what it holds, against wires, bits and gates. */
export function checkItem(item: Item, room: Room): void {
  if (isBlock(item)) {
    for (const inner of item.operations.values()) checkItem(inner, room);
    return;
  }
  const shape = shapeOf(item.gate, room.gates);
  if (!shape) {
    refuse(
      `There is no gate '${item.gate}'. Define it as a composite gate, or use one of: ` +
        `${[...GATES.keys()].join(", ")}.`,
    );
  }
  const where = `Operation ${item.gate} on qubits ${tuple(item.qubits)}`;
  const arity = item.gate === "barrier" ? Math.max(1, item.qubits.length) : shape.numQubits;
  if (item.qubits.length !== arity) refuse(`${where}: it takes ${arity}, not ${item.qubits.length}.`);
  if (anglesOf(item).length !== shape.angles.length) {
    refuse(`${where}: it takes ${shape.angles.length} angles, not ${anglesOf(item).length}.`);
  }
  if ((item.clbits ?? []).length !== (item.gate === "measure" ? 1 : 0)) {
    refuse(`${where}: measure takes one classical bit, other operations none.`);
  }
  const controlled = controlsOf(item).length || anticontrolsOf(item).length;
  if (controlled && GATES.get(item.gate)?.kind === "nonunitary") {
    refuse(`Operation ${item.gate} cannot be controlled; use a condition.`);
  }
  checkWires(item, room);
}

function checkWires(item: Operation, room: Room): void {
  const wires = wiresOf(item);
  const where = `Operation ${item.gate} on qubits ${tuple(wires)}`;
  for (const wire of wires) {
    if (wire >= room.qubits) {
      refuse(`${where}: the circuit has ${room.qubits ? `qubits 0 to ${room.qubits - 1}` : "no qubits"}.`);
    }
  }
  if (wires.length > 1 && new Set(wires).size !== wires.length) {
    refuse(`${where}: a wire may be named once only.`);
  }
  const bits = [...(item.clbits ?? []), ...(item.conditions ?? []).flatMap((c) => c.clbits)];
  for (const bit of bits) {
    if (bit >= room.clbits) {
      const has = room.clbits ? `clbits 0 to ${room.clbits - 1}` : "no clbits";
      refuse(`${where} uses clbit ${bit}: the circuit has ${has}.`);
    }
  }
}

function tuple(numbers: readonly number[]): string {
  return numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(", ")})`;
}

function checkDefinition(name: string, definition: GateDefinition, known: Gates): void {
  if (GATES.has(name) || known.has(name)) {
    refuse(`Composite gate '${name}' would replace a gate that is there.`);
  }
  for (const each of [name, ...definition.parameters]) checkPlainName(each);
  for (const item of definition.operations.values()) {
    checkItem(item, { qubits: definition.qubits, clbits: 0, gates: known });
    if (!isUnitary(item)) {
      refuse(`Composite gate '${name}' holds a measurement, reset or condition; it may hold gates only.`);
    }
  }
  const used = new Set(anglesParameters(readAngle(definition.global_phase ?? "0")));
  for (const [, item] of walk(definition.operations)) {
    if (isBlock(item)) continue;
    for (const angle of anglesOf(item)) for (const each of anglesParameters(readAngle(angle))) used.add(each);
  }
  for (const each of used) {
    const indexed = [...walk(definition.operations)].some(([, item]) => isBlock(item) && item.indexed?.has(each));
    if (!definition.parameters.includes(each) && !indexed) {
      refuse(`Composite gate '${name}' uses the parameter '${each}', which it does not take.`);
    }
  }
}

/** A condition, if its bits and value fit. */
export function checkCondition(condition: Condition): Condition {
  const { clbits, value } = condition;
  if (!clbits.length || new Set(clbits).size !== clbits.length) {
    refuse(`Condition on clbits ${tuple(clbits)}: name each bit once.`);
  }
  if (value >= 2 ** clbits.length) {
    refuse(`Condition value ${value} does not fit in ${clbits.length} classical bits.`);
  }
  return condition;
}

/** The diagram, if its parts fit together. */
export function checkDiagram(body: DiagramBody): DiagramBody {
  const degree = new Map<string, number>([...body.spiders.keys()].map((id) => [id, 0]));
  for (const [id, edge] of body.edges) {
    for (const end of [edge.source, edge.target]) {
      const count = degree.get(end);
      if (count === undefined) refuse(`Edge '${id}' joins '${end}', which is not a spider of this diagram.`);
      degree.set(end, count + 1);
    }
  }
  const ends = [...body.inputs, ...body.outputs];
  if (new Set(ends).size !== ends.length) refuse("A boundary is named twice among the inputs and outputs.");
  for (const end of ends) {
    if (body.spiders.get(end)?.kind !== "boundary") {
      refuse(`Input or output '${end}' is not a boundary of this diagram.`);
    }
  }
  for (const [id, spider] of body.spiders) {
    if (spider.kind !== "boundary") continue;
    if (!ends.includes(id)) refuse(`Boundary '${id}' is neither an input nor an output. Say which it is.`);
    if (degree.get(id) !== 1) refuse(`Boundary '${id}' has ${degree.get(id)} edges; a boundary has one.`);
  }
  return body.booleans === undefined ? body : withBooleans(body, body.booleans);
}

/** The diagram with its Boolean parameters sorted, those that no phase has left out. */
export function withBooleans(body: DiagramBody, given: readonly string[]): DiagramBody {
  const known = new Set(parametersOf(body));
  const booleans = [...new Set(given)].filter((name) => known.has(name)).sort(byCodePoint);
  const { booleans: _given, ...rest } = body;
  return booleans.length ? { ...rest, booleans } : rest;
}
