/**
 * Text → document, or a refusal that says where in the document and what is expected there. It is long because the
 * whole format is read here.
 */

import { type Angle, anglesParameters, canonicalAngle, isZeroAngle, readAngle, substitute } from "./angle";
import { checkCircuit, checkCondition, checkDiagram } from "./check";
import {
  type Block,
  type CircuitBody,
  type Condition,
  type DiagramBody,
  type Display,
  type Document,
  type Edge,
  emptyDocument,
  type GateDefinition,
  type Item,
  inOrder,
  isBlock,
  isCircuit,
  MAX_BYTES,
  MAX_ITEMS,
  type Operation,
  type Parameter,
  parametersOf,
  type Spider,
  type StepRecord,
  walk,
  withUnused,
} from "./circuit";
import { Refusal } from "./errors";
import { isList, type Json, parseJson } from "./json";
import { checkPlainName } from "./names";
import { substituteParameters } from "./parameters";
import { freshIds, placed, placedDefinition, sorted } from "./place";
import { registersOf } from "./registers";
import { checkShape } from "./shapes";

const VERSION = 2;
const MAX_NESTING = 40;
const MAX_COLUMN = 1_000_000_000;

/** The document that a text holds. */
export function loads(text: string): Document {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES) {
    throw new Refusal("TooLarge", `A document has at most ${MAX_BYTES / 1e6} MB; this has more.`);
  }
  return readDocument(parseJson(text));
}

function fail(path: string, what: string): never {
  throw new Refusal("InvalidDocument", `At ${path || "the top"}: ${what}`, { path });
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return String(value);
  return isList(value) ? "a list" : "an object";
}

/** A JSON value with its path; each method takes one kind of value or fails with the path. */
class Place {
  constructor(
    readonly value: Json,
    readonly path = "",
  ) {}

  private map(): ReadonlyMap<string, Json> {
    const { value } = this;
    if (value === null || typeof value !== "object" || isList(value)) {
      fail(this.path, `an object is expected, not ${kindOf(value)}.`);
    }
    return value;
  }

  object(required: string, optional = ""): (key: string) => Place | undefined {
    const data = this.map();
    const allowed = `${required} ${optional}`.split(" ").filter(Boolean);
    for (const key of required.split(" ")) if (key && !data.has(key)) fail(this.path, `'${key}' is missing.`);
    for (const key of data.keys()) {
      if (!allowed.includes(key)) {
        fail(this.path, `'${key.slice(0, 60)}' is not known here; known are ${allowed.join(", ")}.`);
      }
    }
    return (key) => {
      const value = data.get(key);
      return value === undefined ? undefined : new Place(value, `${this.path}/${key}`);
    };
  }

  entries(): readonly (readonly [string, Place])[] {
    const data = this.map();
    if (data.size > MAX_ITEMS) {
      throw new Refusal(
        "TooLarge",
        `A document has at most ${MAX_ITEMS.toLocaleString("en")} operations; ` +
          `this has ${data.size.toLocaleString("en")}.`,
      );
    }
    return [...data].map(([key, item]) => [key, new Place(item, `${this.path}/${key.slice(0, 60)}`)]);
  }

  items(): readonly Place[] {
    if (!isList(this.value)) fail(this.path, `a list is expected, not ${kindOf(this.value)}.`);
    return this.value.map((item, k) => new Place(item, `${this.path}/${k}`));
  }

  text(): string {
    if (typeof this.value !== "string") fail(this.path, `a text is expected, not ${kindOf(this.value)}.`);
    return this.value;
  }

  number(): number {
    if (typeof this.value !== "number") fail(this.path, `a number is expected, not ${kindOf(this.value)}.`);
    if (!Number.isFinite(this.value)) fail(this.path, "the number must be finite.");
    return this.value;
  }

  whole(): number {
    const { value } = this;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
      fail(this.path, `a whole number from 0 is expected, not ${kindOf(value)}.`);
    }
    return value + 0;
  }

  /** A number that orders what stands on a wire. */
  column(): number {
    const number = this.number() + 0;
    if (Math.abs(number) > MAX_COLUMN) fail(this.path, `a column lies between ±${MAX_COLUMN.toLocaleString("en")}.`);
    return number;
  }

  truth(): boolean {
    if (typeof this.value !== "boolean") fail(this.path, "true or false is expected.");
    return this.value;
  }

  choice<T extends string>(...allowed: readonly T[]): T {
    const text = this.text();
    const found = allowed.find((word) => word === text);
    return found ?? fail(this.path, `'${text.slice(0, 60)}' is not one of ${allowed.join(", ")}.`);
  }

  wholes(): readonly number[] {
    return this.items().map((item) => item.whole());
  }

  texts(): readonly string[] {
    return this.items().map((item) => item.text());
  }

  angle(): string {
    return this.build(() => canonicalAngle(this.text()));
  }

  /** A value made from here; a refusal gets the path. */
  build<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof Refusal && error.kind !== "InvalidDocument" && error.kind !== "TooLarge") {
        fail(this.path, error.message);
      }
      throw error;
    }
  }
}

type Parts = (key: string) => Place | undefined;

function need(parts: Parts, key: string): Place {
  return parts(key) ?? fail("", `'${key}' is missing.`);
}

/** `{[key]: value}` when there is a value, for optional fields. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}

function filled<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length ? list : undefined;
}

function readDocument(data: Json): Document {
  const top = new Place(data);
  const header = data instanceof Map ? (data as ReadonlyMap<string, Json>) : undefined;
  if (!header?.has("format")) fail("", "this is not a qdesign document: 'format' is missing.");
  if (header.get("format") !== "qdesign") fail("/format", "this is not a qdesign document.");
  const version = header.get("version") ?? null;
  if (version !== 1 && version !== VERSION) {
    fail(
      "/version",
      `version ${kindOf(version)} is not known; this program knows versions 1 to ${VERSION}. ` +
        "Update qdesign to open it.",
    );
  }
  const since2 = version === 1 ? "" : "problem derived proof lesson noise";
  const parts = top.object("format version parameters body", `observable layout history ${since2}`.trim());
  const bodyPlace = need(parts, "body");
  const kindPlace = bodyPlace.value instanceof Map ? (bodyPlace.value.get("kind") as Json | undefined) : undefined;
  if (kindPlace === undefined) fail("/body", "'kind' is missing: circuit or diagram.");
  const kind = new Place(kindPlace, "/body/kind").choice("circuit", "diagram");
  const drawn = kind === "circuit" ? readCircuit(bodyPlace, version) : readDiagram(bodyPlace);
  const formulas = parts("derived");
  const body = formulas ? withFormulas(drawn, formulas) : drawn;
  const given = need(parts, "parameters").items().map(readParameter);
  const known = new Map(given.map((p) => [p.name, p]));
  if (known.size !== given.length) fail("/parameters", "two parameters have the same name.");
  const parameters = inOrder([...known.values()], parametersOf(body));
  const kept = (key: string, shape: string): Json | undefined => {
    const place = parts(key);
    return place && checkShape(place.value, place.path, shape);
  };
  const layout = readLayout(parts("layout"), version);
  const problem = kept("problem", "Problem");
  return {
    format: "qdesign",
    version: VERSION,
    parameters,
    body,
    ...optional("observable", parts("observable") && readObservable(need(parts, "observable"))),
    // A name without an observable is none.
    ...optional("problem", parts("observable") && problem),
    ...optional("proof", kept("proof", "Proof")),
    ...optional("lesson", kept("lesson", "Lesson")),
    ...optional("noise", kept("noise", "Noise")),
    ...optional("layout", layout),
    ...optional("history", filled(parts("history")?.items().map(readStep))),
  };
}

/** The body with the angles that a document defines by name in the places of the names. */
function withFormulas(body: CircuitBody | DiagramBody, place: Place): CircuitBody | DiagramBody {
  checkShape(place.value, place.path, "Derived");
  const waiting = new Map(
    place.entries().map(([name, text]) => {
      text.build(() => checkPlainName(name));
      return [name, text.build(() => readAngle(text.text()))] as const;
    }),
  );
  const angles = new Map<string, Angle>();
  while (waiting.size) {
    const ready = [...waiting].filter(([, angle]) => !anglesParameters(angle).some((name) => waiting.has(name)));
    const [first] = waiting.keys();
    if (!ready.length) fail(`${place.path}/${first}`, "it depends on itself.");
    for (const [name, angle] of ready) {
      angles.set(
        name,
        place.build(() => substitute(angle, angles)),
      );
    }
    for (const [name] of ready) waiting.delete(name);
  }
  if (isCircuit(body)) {
    for (const [, item] of walk(body.operations)) {
      const indexing = isBlock(item) ? [...(item.indexed?.values() ?? [])].flat() : [];
      const name = indexing.find((each) => angles.has(each));
      if (name !== undefined) fail(`${place.path}/${name}`, "a block is repeated along it, so it is free.");
    }
  }
  return place.build(() => substituteParameters({ ...emptyDocument(), body }, angles).body);
}

function readParameter(place: Place): Parameter {
  const parts = place.object("name value low high step");
  const number = (key: string): number => need(parts, key).number() + 0;
  const parameter = {
    name: place.build(() => checkPlainName(need(parts, "name").text())),
    value: number("value"),
    low: number("low"),
    high: number("high"),
    step: number("step"),
  };
  if (!(parameter.low < parameter.high) || !(parameter.step > 0)) {
    fail(
      place.path,
      `Parameter '${parameter.name}' ranges from ${parameter.low} to ${parameter.high} by ` +
        `${parameter.step}: low must be below high and the step above 0.`,
    );
  }
  return parameter;
}

function readObservable(place: Place): ReadonlyMap<string, number> {
  const terms = new Map<string, number>();
  let size: number | null = null;
  for (const [label, item] of place.entries()) {
    if (!/^[IXYZ]+$/.test(label)) {
      fail(
        place.path,
        `Term '${label}': a label is made of I, X, Y and Z, one letter a qubit, rightmost letter for qubit 0.`,
      );
    }
    size ??= label.length;
    if (label.length !== size) {
      fail(
        place.path,
        `Term '${label}' has ${label.length} letters where others have ${size}. ` +
          "Write one letter a qubit, I where nothing acts.",
      );
    }
    const value = item.number();
    if (value !== 0) terms.set(label, value);
  }
  if (size === null) fail(place.path, "An observable needs at least one term, for example Observable({'ZZ': 1.0}).");
  return terms.size ? terms : new Map([["I".repeat(size), 0]]);
}

function readLayout(place: Place | undefined, version: 1 | 2): Document["layout"] | undefined {
  const layout = place?.object("", version === 1 ? "displays" : "displays folded state_here");
  const displays = new Map<string, Display>();
  for (const [id, item] of layout?.("displays")?.entries() ?? []) {
    const parts = item.object("kind qubits column");
    displays.set(id, {
      kind: need(parts, "kind").choice("bloch", "probabilities", "expectation", "density"),
      qubits: need(parts, "qubits").wholes(),
      column: need(parts, "column").column(),
    });
  }
  const folded = filled(layout?.("folded")?.texts());
  const here = layout?.("state_here")?.column();
  if (!displays.size && !folded && here === undefined) return undefined;
  return {
    ...(displays.size ? { displays } : {}),
    ...(folded ? { folded } : {}),
    ...(here === undefined ? {} : { state_here: here }),
  };
}

function readStep(place: Place): StepRecord {
  const parts = place.object("title", "verdict before after");
  const figures = (key: string): ReadonlyMap<string, number> | undefined => {
    const listed = parts(key)?.entries();
    return listed?.length ? new Map(listed.map(([name, item]) => [name, item.number()])) : undefined;
  };
  return {
    title: need(parts, "title").text(),
    ...optional("verdict", parts("verdict")?.text() || undefined),
    ...optional("before", figures("before")),
    ...optional("after", figures("after")),
  };
}

function readCircuit(place: Place, version: 1 | 2): CircuitBody {
  const since2 = version === 1 ? "" : " unused_parameters registers";
  const parts = place.object("kind qubits clbits gates operations", `global_phase${since2}`);
  const gates = new Map<string, GateDefinition>();
  for (const [name, item] of need(parts, "gates").entries()) {
    const inner = item.object("qubits parameters operations", "global_phase");
    gates.set(name, {
      qubits: need(inner, "qubits").whole(),
      parameters: need(inner, "parameters").texts(),
      ...readPhase("global_phase", inner),
      operations: readItems(need(inner, "operations"), 0),
    });
  }
  const operations = withDistinctIds(readItems(need(parts, "operations"), 0));
  const body: CircuitBody = {
    kind: "circuit",
    qubits: need(parts, "qubits").texts(),
    clbits: need(parts, "clbits").whole(),
    ...readPhase("global_phase", parts),
    gates,
    operations,
  };
  // Checked before it is laid out, which takes room for every wire that is named.
  place.build(() => checkCircuit(body));
  const checked = {
    ...body,
    gates: new Map([...gates].map(([name, definition]) => [name, placedDefinition(definition)])),
    operations: placed(operations),
  };
  const registers = parts("registers");
  const unused = place.build(() => (parts("unused_parameters")?.texts() ?? []).map(checkPlainName));
  return withUnused(registers ? { ...checked, registers: readRegisters(registers, body) } : checked, unused);
}

/** Registers whose names differ and that hold wires and bits of the circuit, each once. */
function readRegisters(place: Place, body: CircuitBody): Json {
  checkShape(place.value, place.path, "Registers");
  const names: string[] = [];
  for (const [kind, count] of [
    ["qubits", body.qubits.length],
    ["clbits", body.clbits],
  ] as const) {
    const listed = registersOf(place.value, kind);
    const wires = listed.flatMap((register) => register.wires);
    if (new Set(wires).size < wires.length || wires.some((wire) => wire >= count)) {
      fail(`${place.path}/${kind}`, `registers share ${kind} or hold some that are not there.`);
    }
    names.push(...listed.map((register) => register.name));
  }
  if (new Set(names).size < names.length) fail(place.path, "two registers have the same name.");
  return place.value;
}

function readPhase<K extends string>(key: K, parts: Parts): { [P in K]?: string } {
  const text = parts(key)?.angle();
  return optional(key, text === undefined || isZeroAngle(readAngle(text)) ? undefined : text);
}

function readItems(place: Place, depth: number): ReadonlyMap<string, Item> {
  if (depth > MAX_NESTING) throw new Refusal("TooLarge", `Blocks nest more than ${MAX_NESTING} deep.`);
  return sorted(new Map(place.entries().map(([id, item]) => [id, readItem(item, depth)])));
}

function readItem(place: Place, depth: number): Item {
  if (place.value instanceof Map && place.value.has("operations")) return readBlock(place, depth);
  const parts = place.object("gate qubits column", "angles controls anticontrols clbits conditions");
  const wires = (key: string): readonly number[] | undefined => filled(parts(key)?.wholes());
  const operation: Operation = {
    gate: need(parts, "gate").text(),
    qubits: need(parts, "qubits").wholes(),
    ...optional(
      "angles",
      filled(
        parts("angles")
          ?.items()
          .map((angle) => angle.angle()),
      ),
    ),
    ...optional("controls", wires("controls")),
    ...optional("anticontrols", wires("anticontrols")),
    ...optional("clbits", wires("clbits")),
    ...optional("conditions", filled(parts("conditions")?.items().map(readCondition))),
    column: need(parts, "column").column(),
  };
  return operation;
}

function readBlock(place: Place, depth: number): Block {
  const parts = place.object("count operations column", "name indexed");
  const count = need(parts, "count").whole();
  const indexed = parts("indexed")
    ?.entries()
    .map(([local, item]) => [local, item.texts()] as const);
  for (const [local, names] of indexed ?? []) {
    place.build(() => [local, ...names].forEach(checkPlainName));
    if (names.length !== count) {
      fail(
        place.path,
        `Block parameter '${local}' has ${names.length} names for ${count} repetitions. Give one name for each.`,
      );
    }
  }
  return {
    ...optional("name", parts("name")?.text() || undefined),
    count,
    ...optional("indexed", indexed?.length ? new Map(indexed) : undefined),
    operations: readItems(need(parts, "operations"), depth + 1),
    column: need(parts, "column").column(),
  };
}

function readCondition(place: Place): Condition {
  const parts = place.object("clbits value equal");
  return place.build(() =>
    checkCondition({
      clbits: need(parts, "clbits").wholes(),
      value: need(parts, "value").whole(),
      equal: need(parts, "equal").truth(),
    }),
  );
}

/** The items with every id there once, in blocks too, and none empty. */
function withDistinctIds(items: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  const seen = new Set<string>();
  const fresh = freshIds(items);
  const rename = (level: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> =>
    new Map(
      [...level].map(([id, item]) => {
        const name = !id || seen.has(id) ? fresh.next().value : id;
        seen.add(name);
        return [name, "operations" in item ? { ...item, operations: rename(item.operations) } : item];
      }),
    );
  return rename(items);
}

function readDiagram(place: Place): DiagramBody {
  const parts = place.object("kind spiders edges inputs outputs", "booleans");
  const spiders = readSpiders(need(parts, "spiders"));
  const edges = readEdges(need(parts, "edges"));
  const body: DiagramBody = {
    kind: "diagram",
    spiders,
    edges,
    inputs: need(parts, "inputs").texts(),
    outputs: need(parts, "outputs").texts(),
    ...optional("booleans", filled(parts("booleans")?.texts())),
  };
  return place.build(() => checkDiagram(body));
}

function readSpiders(place: Place): Map<string, Spider> {
  const spiders = new Map<string, Spider>();
  for (const [id, item] of place.entries()) {
    const inner = item.object("kind x y", "phase");
    spiders.set(id, {
      kind: need(inner, "kind").choice("Z", "X", "H", "boundary"),
      ...readPhase("phase", inner),
      x: need(inner, "x").number() + 0,
      y: need(inner, "y").number() + 0,
    });
  }
  return spiders;
}

function readEdges(place: Place): Map<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const [id, item] of place.entries()) {
    const inner = item.object("source target kind");
    edges.set(id, {
      source: need(inner, "source").text(),
      target: need(inner, "target").text(),
      kind: need(inner, "kind").choice("plain", "hadamard"),
    });
  }
  return edges;
}

/** A body that a proof keeps as JSON. */
export function readBody(data: Json, path: string): CircuitBody | DiagramBody {
  const place = new Place(data, path);
  return data instanceof Map && data.get("kind") === "circuit" ? readCircuit(place, VERSION) : readDiagram(place);
}

/** The diagram with a change that a step of a proof keeps as JSON; what stays keeps its place in the lists. */
export function readChange(before: DiagramBody, data: Json, path: string): DiagramBody {
  const place = new Place(data, path);
  const parts = place.object("", "spiders edges gone_spiders gone_edges inputs outputs booleans");
  const merged = <T>(old: ReadonlyMap<string, T>, put: ReadonlyMap<string, T>, gone: readonly string[]) => {
    const made = new Map(old);
    for (const id of gone) if (!made.delete(id)) fail(path, `'${id.slice(0, 40)}' goes, and is not there before.`);
    for (const [id, value] of put) made.set(id, value);
    return made;
  };
  const [spiders, edges, booleans] = [parts("spiders"), parts("edges"), parts("booleans")?.texts()];
  const { booleans: known, ...kept } = before;
  const body: DiagramBody = {
    ...kept,
    spiders: merged(before.spiders, spiders ? readSpiders(spiders) : new Map(), parts("gone_spiders")?.texts() ?? []),
    edges: merged(before.edges, edges ? readEdges(edges) : new Map(), parts("gone_edges")?.texts() ?? []),
    inputs: parts("inputs")?.texts() ?? before.inputs,
    outputs: parts("outputs")?.texts() ?? before.outputs,
    ...optional("booleans", filled(booleans ?? known)),
  };
  return place.build(() => checkDiagram(body));
}
