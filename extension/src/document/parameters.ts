/** Edits of parameters: value, bounds, step, name; two parameters of one name become one. */

import { type Angle, anglesParameters, angleText, parameterAngle, readAngle, substitute } from "./angle";
import { type Document, type Item, isBlock, isCircuit, type Parameter, unusedOf, walk, withBody } from "./circuit";
import { Refusal } from "./errors";
import { substituteItem, ungroup } from "./group";
import { checkPlainName } from "./names";

/** The document with values put in; ranges widen where a value leaves them. */
export function setValues(document: Document, values: ReadonlyMap<string, number>): Document {
  let changed = false;
  const parameters = document.parameters.map((p) => {
    const value = values.get(p.name);
    if (value === undefined || value === p.value || !Number.isFinite(value)) return p;
    changed = true;
    return { ...p, value, low: Math.min(p.low, value), high: Math.max(p.high, value) };
  });
  return changed ? { ...document, parameters } : document;
}

/** The document with bounds or step of a parameter changed; the value is brought inside. */
export function setRange(
  document: Document,
  name: string,
  range: Partial<Pick<Parameter, "low" | "high" | "step">>,
): Document {
  const parameters = document.parameters.map((p) => {
    if (p.name !== name) return p;
    const next = { ...p, ...range };
    if (![next.low, next.high, next.step].every(Number.isFinite) || !(next.low < next.high) || !(next.step > 0)) {
      throw new Refusal(
        "InvalidDocument",
        `'${name}' would range from ${next.low} to ${next.high} by ${next.step}: ` +
          "low must be below high and the step above 0.",
      );
    }
    return { ...next, value: Math.min(Math.max(p.value, next.low), next.high) };
  });
  return { ...document, parameters };
}

/** The document with a parameter renamed everywhere; a name that is in use makes the two one. */
export function renameParameter(document: Document, from: string, to: string): Document {
  checkPlainName(to);
  if (from === to) return document;
  const known = document.parameters.some((p) => p.name === to);
  const renamed: Document = known
    ? document
    : { ...document, parameters: document.parameters.map((p) => (p.name === from ? { ...p, name: to } : p)) };
  return substituteParameters(renamed, new Map([[from, parameterAngle(to)]]));
}

/** The document with an angle put for each parameter named. */
export function substituteParameters(document: Document, angles: ReadonlyMap<string, Angle>): Document {
  const { body } = document;
  const changed = (text: string | undefined): { text: string } | null =>
    text === undefined ? null : { text: angleText(substitute(readAngle(text), angles)) };
  if (!isCircuit(body)) {
    const spiders = new Map(
      [...body.spiders].map(([id, spider]) => {
        const phase = changed(spider.phase);
        return [id, phase ? { ...spider, phase: phase.text } : spider];
      }),
    );
    return withBody(document, { ...body, spiders });
  }
  const operations = new Map<string, Item>();
  for (const [id, item] of body.operations) operations.set(id, substituteItem(item, angles));
  const phase = changed(body.global_phase);
  const unused = unusedOf(body).flatMap((name) => {
    const angle = angles.get(name);
    return angle ? anglesParameters(angle) : [name];
  });
  const next = { ...body, operations, ...(phase ? { global_phase: phase.text } : {}) };
  return withBody(document, unused.length ? { ...next, unused_parameters: unused } : next);
}

/** The document with an angle put for each, and in place of blocks that repeat along one of them their repetitions. */
export function substituteEverywhere(document: Document, angles: ReadonlyMap<string, Angle>): Document {
  let open = document;
  for (let id = blockAlong(open, angles); id !== null; id = blockAlong(open, angles)) open = ungroup(open, id).document;
  return substituteParameters(open, angles);
}

/** A block that repeats along one of these. */
function blockAlong({ body }: Document, names: ReadonlyMap<string, unknown>): string | null {
  if (!isCircuit(body)) return null;
  for (const [id, item] of walk(body.operations)) {
    if (isBlock(item) && [...(item.indexed?.values() ?? [])].flat().some((name) => names.has(name))) return id;
  }
  return null;
}

/** The document without a parameter that no angle has. */
export function removeParameter(document: Document, name: string): Document {
  const { body } = document;
  const unused = unusedOf(body);
  if (!isCircuit(body) || !unused.includes(name)) return document;
  return withBody(document, { ...body, unused_parameters: unused.filter((each) => each !== name) });
}

/** A parameter's family and index: gamma_2 and gamma[2] belong to gamma, gamma_0_2 has index 0,2. */
export function familyOf(name: string): { readonly base: string; readonly index: string } {
  const start = indexStart(name);
  return {
    base: name.slice(0, start),
    index: name
      .slice(start)
      .replace(/^_|[[\]]/g, "")
      .replaceAll("_", ","),
  };
}

/** Where a name's index begins, behind at least one letter; looked for from the end, so that no name takes long. */
function indexStart(name: string): number {
  if (name.length > 2 && /^_[a-z]$/.test(name.slice(-2))) return name.length - 2;
  if (name.endsWith("]")) {
    const open = name.lastIndexOf("[");
    return open > 0 && /^\d+$/.test(name.slice(open + 1, -1)) ? open : name.length;
  }
  let start = name.length;
  for (;;) {
    const bar = name.lastIndexOf("_", start - 1);
    if (bar < 1 || !/^\d+$/.test(name.slice(bar + 1, start))) return start;
    start = bar;
  }
}
