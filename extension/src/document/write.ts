/** Document → text: stable, one operation a line, the same bytes as qdesign/document.py. */

import {
  type CircuitBody,
  type Condition,
  type DiagramBody,
  type Document,
  type Item,
  isBlock,
  isCircuit,
  type Operation,
} from "./circuit";
import { type Json, Line, parseJson, type Writable, writeJson } from "./json";

/** The document as text, ending in a line break. */
export function dumps(document: Document): string {
  return `${writeJson(documentJson(document))}\n`;
}

function entries(...parts: readonly (readonly [string, Writable | undefined])[]): ReadonlyMap<string, Writable> {
  const map = new Map<string, Writable>();
  for (const [key, value] of parts) if (value !== undefined) map.set(key, value);
  return map;
}

function mapped<T>(items: ReadonlyMap<string, T>, change: (item: T) => Writable): ReadonlyMap<string, Writable> {
  const map = new Map<string, Writable>();
  for (const [key, item] of items) map.set(key, change(item));
  return map;
}

function documentJson(document: Document): Writable {
  const { body, layout } = document;
  return entries(
    ["format", document.format],
    ["version", document.version],
    [
      "parameters",
      document.parameters.map((p) =>
        entries(["name", p.name], ["value", p.value], ["low", p.low], ["high", p.high], ["step", p.step]),
      ),
    ],
    ["body", isCircuit(body) ? circuitJson(body) : diagramJson(body)],
    ["observable", document.observable],
    ["problem", document.observable && document.problem],
    ["proof", document.proof],
    ["lesson", document.lesson],
    ["noise", document.noise],
    ["layout", layout && hasParts(layout) ? layoutJson(document) : undefined],
    [
      "history",
      document.history?.length
        ? document.history.map((step) =>
            entries(
              ["title", step.title],
              ["verdict", step.verdict || undefined],
              ["before", step.before?.size ? step.before : undefined],
              ["after", step.after?.size ? step.after : undefined],
            ),
          )
        : undefined,
    ],
  );
}

function layoutJson({ layout }: Document): Writable {
  return entries(
    [
      "displays",
      layout?.displays?.size
        ? mapped(layout.displays, (d) => entries(["kind", d.kind], ["qubits", d.qubits], ["column", d.column]))
        : undefined,
    ],
    ["folded", layout?.folded?.length ? layout.folded : undefined],
    ["state_here", layout?.state_here],
  );
}

function hasParts({ displays, folded, state_here }: Exclude<Document["layout"], undefined>): boolean {
  return Boolean(displays?.size || folded?.length) || state_here !== undefined;
}

function circuitJson(body: CircuitBody): Writable {
  return entries(
    ["kind", "circuit"],
    ["qubits", body.qubits],
    ["clbits", body.clbits],
    ["registers", body.registers],
    ["global_phase", body.global_phase],
    ["unused_parameters", filled(body.unused_parameters)],
    [
      "gates",
      mapped(body.gates, (gate) =>
        entries(
          ["qubits", gate.qubits],
          ["parameters", gate.parameters],
          ["global_phase", gate.global_phase],
          ["operations", mapped(gate.operations, itemJson)],
        ),
      ),
    ],
    ["operations", mapped(body.operations, itemJson)],
  );
}

function filled<T extends Writable>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length ? list : undefined;
}

function itemJson(item: Item): Writable {
  return isBlock(item) ? blockOrGate(item) : new Line(gateLine(item), () => blockOrGate(item));
}

function conditionText({ clbits, value, equal }: Condition): string {
  return `{"clbits": [${clbits.join(", ")}], "value": ${value}, "equal": ${equal}}`;
}

/** An operation in one line; most of a document is such lines. */
function gateLine(item: Operation): string {
  const list = (key: string, values: readonly (number | string)[] | undefined): string => {
    if (!values?.length) return "";
    const texts = typeof values[0] === "string" ? values.map((value) => JSON.stringify(value)) : values;
    return `, "${key}": [${texts.join(", ")}]`;
  };
  const conditions = item.conditions?.length
    ? `, "conditions": [${item.conditions.map(conditionText).join(", ")}]`
    : "";
  return (
    `{"gate": ${JSON.stringify(item.gate)}, "qubits": [${item.qubits.join(", ")}]` +
    list("angles", item.angles) +
    list("controls", item.controls) +
    `${list("anticontrols", item.anticontrols)}${list("clbits", item.clbits)}${conditions}` +
    `, "column": ${item.column}}`
  );
}

function blockOrGate(item: Item): Writable {
  if (isBlock(item)) {
    return entries(
      ["name", item.name || undefined],
      ["count", item.count],
      ["indexed", item.indexed?.size ? item.indexed : undefined],
      ["operations", mapped(item.operations, itemJson)],
      ["column", item.column],
    );
  }
  return entries(
    ["gate", item.gate],
    ["qubits", item.qubits],
    ["angles", filled(item.angles)],
    ["controls", filled(item.controls)],
    ["anticontrols", filled(item.anticontrols)],
    ["clbits", filled(item.clbits)],
    [
      "conditions",
      item.conditions?.length
        ? item.conditions.map((c) => entries(["clbits", c.clbits], ["value", c.value], ["equal", c.equal]))
        : undefined,
    ],
    ["column", item.column],
  );
}

/** A body as JSON, as a proof keeps it. */
export function bodyJson(body: CircuitBody | DiagramBody): Json {
  return parseJson(writeJson(isCircuit(body) ? circuitJson(body) : diagramJson(body)));
}

function diagramJson(body: DiagramBody): Writable {
  return entries(
    ["kind", "diagram"],
    ["spiders", mapped(body.spiders, (s) => entries(["kind", s.kind], ["phase", s.phase], ["x", s.x], ["y", s.y]))],
    ["edges", mapped(body.edges, (e) => entries(["source", e.source], ["target", e.target], ["kind", e.kind]))],
    ["inputs", body.inputs],
    ["outputs", body.outputs],
    ["booleans", filled(body.booleans)],
  );
}
