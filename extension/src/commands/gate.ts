/** What commands do with one chosen gate, and with one parameter. */

import { angleAt, angleText, parameterAngle, radiansAngle, readAngle } from "../document/angle";
import {
  anglesOf,
  type Document,
  findItem,
  isBlock,
  isCircuit,
  type Operation,
  parametersOf,
} from "../document/circuit";
import { controlKind, setAngle, setControl, withOpenControls } from "../document/edit";
import { Refusal } from "../document/errors";
import { GATES } from "../document/gates";
import { circuitOf } from "../document/level";
import { freshName } from "../document/names";
import { setValues, substituteParameters } from "../document/parameters";
import { parametersOfItems } from "../document/uses";
import { spidersIn } from "../state/selection";

/** The gate, where just one is chosen. */
export function soleGate(document: Document, ids: ReadonlySet<string>): readonly [string, Operation] | null {
  const [id] = ids;
  if (id === undefined || ids.size > 1 || !isCircuit(document.body)) return null;
  const item = findItem(document.body.operations, id)?.item;
  return item && !isBlock(item) ? [id, item] : null;
}

/** Is there an angle to edit: of one gate, of one spider? */
export function hasAngle(document: Document, ids: ReadonlySet<string>): boolean {
  const { body } = document;
  if (isCircuit(body)) return anglesOf(soleGate(document, ids)?.[1] ?? NO_GATE).length > 0;
  const spiders = spidersIn(body, ids);
  return spiders.length === 1 && body.spiders.get(spiders[0] ?? "")?.kind !== "boundary";
}

const NO_GATE: Operation = { gate: "id", qubits: [], column: 0 };

/** Which of a gate's angles are numbers. */
export function numbersOf(item: Operation): readonly number[] {
  return anglesOf(item).flatMap((text, k) => (readAngle(text).terms.length ? [] : [k]));
}

/** The first of theta_0, theta_1, … that no parameter is called. */
export function freshParameter({ parameters }: Document): string {
  const known = new Set(parameters.map((p) => p.name));
  return freshName("theta_0", (name) => known.has(name)).replace(/_0_/, "_");
}

/** The document with a parameter of its own, which has its value, for each number among a gate's angles. */
export function withParameters(document: Document, id: string, item: Operation): Document {
  return numbersOf(item).reduce((next, k) => {
    const name = freshParameter(next);
    const value = angleAt(readAngle(anglesOf(item)[k] ?? "0"), () => 0);
    return setValues(setAngle(next, id, k, angleText(parameterAngle(name))), new Map([[name, value]]));
  }, document);
}

/** The wire nearest to a gate that it neither acts on nor waits for; one above first. */
export function freeControl(document: Document, item: Operation): number | null {
  const { qubits } = circuitOf(document);
  const open = withOpenControls(item);
  if (item.gate === "barrier" || GATES.get(item.gate)?.kind === "nonunitary" || !open.qubits.length) return null;
  const middle = Math.min(...open.qubits);
  const free = qubits.flatMap((_, wire) =>
    open.qubits.includes(wire) || controlKind(item, wire) !== "none" ? [] : [wire],
  );
  return free.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b)[0] ?? null;
}

export function withControl(document: Document, id: string, item: Operation): Document {
  const wire = freeControl(document, item);
  return wire === null ? document : setControl(document, id, { wire, kind: "control" });
}

/** The parameter meant: the one given, else the only one of what is chosen. */
export function meantParameter(document: Document, given: string | undefined, ids: ReadonlySet<string>): string | null {
  if (given !== undefined) return given;
  const used = parametersOfItems(document.body, ids);
  const [name] = used;
  return used.size === 1 && name !== undefined ? name : null;
}

/** The document with a parameter's number in each of its angles. */
export function fixed(document: Document, name: string): Document {
  const value = document.parameters.find((p) => p.name === name)?.value ?? 0;
  const next = substituteParameters(document, new Map([[name, radiansAngle(value)]]));
  if (parametersOf(next.body).includes(name)) {
    throw new Refusal("InvalidCircuit", `'${name}' is the value in one repetition of a block. Open the block first.`);
  }
  return next;
}
