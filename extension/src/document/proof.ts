/**
 * The proof of a document: verified steps from a body, together a tree. It is kept as JSON, and read here: the body of
 * each step, where each stands in the film, a step more, a look at another. As qdesign/proofs/proof.py.
 */

import { type CircuitBody, type DiagramBody, type Document, isCircuit, withBody } from "./circuit";
import { attempt, Refusal } from "./errors";
import { newId } from "./ids";
import type { Json } from "./json";
import { readBody, readChange } from "./read";
import { same } from "./same";
import { bodyJson } from "./write";

type Body = CircuitBody | DiagramBody;
type Fields = ReadonlyMap<string, Json>;

/** The id of the body that a proof begins with. */
export const START = "";

export type StepKind = "rule" | "strategy" | "lemma" | "edit" | "extract" | "diagram";

/** How a step was compared with the one before. */
export interface StoredVerdict {
  /** Null where it is not known; `method` then says why. */
  readonly equal: boolean | null;
  readonly method: string;
  readonly points: number;
  readonly max_error: number | null;
  readonly exact: boolean;
}

export interface ProofStep {
  readonly id: string;
  /** The step before; the start where empty. */
  readonly after: string;
  readonly kind: StepKind;
  readonly rule: string;
  readonly selection: readonly string[];
  readonly verdict: StoredVerdict;
  /** Of what came or changed, the parts before that went into it; what is left out is itself where it was there. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** What a person calls it; empty where they do not. */
  readonly name: string;
  /** Steps of one group are shown as one; empty for none. */
  readonly group: string;
  readonly options: ReadonlyMap<string, string | number | boolean>;
  /** Of a strategy its own steps, with how often each. */
  readonly inner: readonly { readonly rule: string; readonly count: number }[];
}

export interface Proof {
  readonly steps: ReadonlyMap<string, ProofStep>;
  /** The step that is shown. */
  readonly at: string;
}

/** A step that is to be added. */
export interface Taken {
  readonly kind: StepKind;
  readonly rule: string;
  readonly selection: readonly string[];
  readonly options?: ReadonlyMap<string, string | number | boolean>;
  readonly body: Body;
  readonly verdict: StoredVerdict;
  readonly origins?: ReadonlyMap<string, readonly string[]>;
  readonly inner?: ProofStep["inner"];
}

const EMPTY: Fields = new Map();
const fieldsOf = (data: Json | undefined): Fields => (data instanceof Map ? (data as Fields) : EMPTY);
const textOf = (data: Json | undefined): string => (typeof data === "string" ? data : "");
const listOf = (data: Json | undefined): readonly Json[] => (Array.isArray(data) ? (data as readonly Json[]) : []);

const proofs = new WeakMap<Fields, Proof>();
const steps = new WeakMap<Fields, ProofStep>();

/** The proof that a document keeps; null for none. */
export function proofOf({ proof: data }: Document): Proof | null {
  if (!(data instanceof Map)) return null;
  const fields = data as Fields;
  let proof = proofs.get(fields);
  if (!proof) {
    const stored = [...fieldsOf(fields.get("steps"))];
    const read = new Map(stored.map(([id, step]) => [id, readStep(id, fieldsOf(step))]));
    const at = textOf(fields.get("current"));
    proof = { steps: read, at: read.has(at) ? at : START };
    proofs.set(fields, proof);
  }
  return proof;
}

function readStep(id: string, data: Fields): ProofStep {
  let step = steps.get(data);
  if (!step) {
    const verdict = fieldsOf(data.get("verdict"));
    const equal = verdict.get("equal");
    step = {
      id,
      after: textOf(data.get("after")),
      kind: (textOf(data.get("kind")) || "rule") as StepKind,
      rule: textOf(data.get("rule")),
      selection: listOf(data.get("selection")).map(textOf),
      verdict: {
        equal: equal === "equal" ? true : equal === "different" ? false : null,
        method: textOf(verdict.get("method")),
        points: Number(verdict.get("points") ?? 0),
        max_error: verdict.has("max_error") ? Number(verdict.get("max_error")) : null,
        exact: verdict.get("exact") === true,
      },
      origins: new Map([...fieldsOf(data.get("origins"))].map(([key, ids]) => [key, listOf(ids).map(textOf)])),
      name: textOf(data.get("name")),
      group: textOf(data.get("group")),
      options: new Map([...fieldsOf(data.get("options"))].flatMap(([name, value]) => plain(name, value))),
      inner: listOf(data.get("inner")).map((each) => ({
        rule: textOf(fieldsOf(each).get("rule")),
        count: Number(fieldsOf(each).get("count")),
      })),
    };
    steps.set(data, step);
  }
  return step;
}

function plain(name: string, value: Json): readonly (readonly [string, string | number | boolean])[] {
  return typeof value === "object" ? [] : [[name, value]];
}

const starts = new WeakMap<Fields, Body>();
const bodies = new WeakMap<Fields, { readonly before: Body; readonly body: Body }>();

/** The body at a step. Throws a refusal that names the step which does not fit. */
export function bodyAt(document: Document, id: string): Body {
  const data = fieldsOf(document.proof);
  const stored = fieldsOf(data.get("steps"));
  const path: (readonly [string, Fields])[] = [];
  for (let at = id; at !== START; at = textOf(fieldsOf(stored.get(at)).get("after"))) {
    if (!stored.has(at) || path.length > stored.size) {
      throw new Refusal("InvalidDocument", `The proof has no step '${at.slice(0, 40)}' that others follow.`);
    }
    path.push([at, fieldsOf(stored.get(at))]);
  }
  const start = fieldsOf(data.get("start"));
  let body = starts.get(start);
  if (!body) {
    body = readBody(start, "/proof/start");
    starts.set(start, body);
  }
  for (const [at, step] of path.reverse()) body = made(body, at, step);
  return body;
}

function made(before: Body, id: string, step: Fields): Body {
  const known = bodies.get(step);
  if (known?.before === before) return known.body;
  const path = `/proof/steps/${id}`;
  const whole = step.get("body");
  if (whole === undefined && isCircuit(before)) {
    throw new Refusal("InvalidDocument", `At ${path}: a change of a diagram follows a circuit.`);
  }
  const body =
    whole !== undefined || isCircuit(before)
      ? readBody(whole ?? null, `${path}/body`)
      : readChange(before, step.get("change") ?? EMPTY, `${path}/change`);
  bodies.set(step, { before, body });
  return body;
}

/** The document with its body as the start of a proof; one that has a proof stays. */
export function begun(document: Document): Document {
  if (document.proof !== undefined) return document;
  const start = bodyJson(document.body) as Fields;
  starts.set(start, document.body);
  return {
    ...document,
    proof: new Map<string, Json>([
      ["start", start],
      ["steps", new Map()],
    ]),
  };
}

/** The document at a step that is added behind the one that is shown; a proof begins where there is none. */
export function withStep(given: Document, taken: Taken): Document {
  const document = settled(begun(given));
  const proof = proofOf(document);
  if (!proof) return document;
  const id = newId("p", (name) => proof.steps.has(name));
  const stored = storedStep(proof.at, document.body, taken);
  bodies.set(stored, { before: document.body, body: taken.body });
  return at(document, { id, stored, body: taken.body });
}

function at(document: Document, put: { readonly id: string; readonly stored?: Fields; readonly body: Body }): Document {
  const data = new Map(fieldsOf(document.proof));
  if (put.stored) data.set("steps", new Map(fieldsOf(data.get("steps"))).set(put.id, put.stored));
  if (put.id === START) data.delete("current");
  else data.set("current", put.id);
  return { ...withBody(document, put.body), proof: data };
}

/** The document at another step. */
export function goTo(given: Document, id: string): Document {
  const document = settled(given);
  const proof = proofOf(document);
  if (!proof || proof.at === id) return document;
  return at(document, { id, body: bodyAt(document, id) });
}

/** The document without its proof; what is drawn stays. */
export function withoutProof({ proof: _, ...document }: Document): Document {
  return document;
}

/** The document with another name for a step. */
export function renamed(document: Document, id: string, name: string): Document {
  return labeled(document, [id], "name", name);
}

/** The document with steps that are shown as one under a name; with none they stand by themselves again. */
export function grouped(document: Document, ids: readonly string[], name: string): Document {
  return labeled(document, ids, "group", name);
}

function labeled(document: Document, ids: readonly string[], key: "name" | "group", text: string): Document {
  const data = fieldsOf(document.proof);
  const stored = new Map(fieldsOf(data.get("steps")));
  const others = ids.filter((id) => stored.has(id) && textOf(fieldsOf(stored.get(id)).get(key)) !== text);
  if (!others.length) return document;
  for (const id of others) {
    const old = fieldsOf(stored.get(id));
    const step = new Map(old);
    if (text) step.set(key, text.slice(0, 200));
    else step.delete(key);
    const known = bodies.get(old);
    if (known) bodies.set(step, known);
    stored.set(id, step);
  }
  return { ...document, proof: new Map(data).set("steps", stored) };
}

/** The document whose steps have verdicts that were found later, where these prove what theirs leaves open. */
export function withProved(document: Document, found: ReadonlyMap<string, StoredVerdict>): Document {
  const data = fieldsOf(document.proof);
  const stored = new Map(fieldsOf(data.get("steps")));
  let better = false;
  for (const [id, step] of proofOf(document)?.steps ?? []) {
    const verdict = found.get(id);
    if (!verdict?.equal || strength(verdict) <= strength(step.verdict)) continue;
    const old = fieldsOf(stored.get(id));
    const put = new Map(old).set("verdict", verdictJson(verdict));
    const known = bodies.get(old);
    if (known) bodies.set(put, known);
    stored.set(id, put);
    better = true;
  }
  return better ? { ...document, proof: new Map(data).set("steps", stored) } : document;
}

/** How much a verdict says: different, unknown, equal at points, proved. */
export function strength({ equal, exact }: StoredVerdict): number {
  if (equal === false) return 0;
  if (equal === null) return 1;
  return exact ? 3 : 2;
}

/** The body that is to be reached; null for none, or for one that cannot be read. */
export function goalOf({ proof }: Document): Body | null {
  const goal = fieldsOf(proof).get("goal");
  if (!(goal instanceof Map)) return null;
  let body = starts.get(goal as Fields);
  if (!body) {
    const read = attempt(() => readBody(goal, "/proof/goal"));
    if (!("value" in read)) return null;
    body = read.value;
    starts.set(goal as Fields, body);
  }
  return body;
}

/** The document with a body that its proof is to reach, or without one; a proof begins where there is none. */
export function withGoal(given: Document, body: Body | null): Document {
  const document = begun(given);
  const data = new Map(fieldsOf(document.proof));
  data.delete("goal");
  if (!body) return { ...document, proof: data };
  const goal = bodyJson(body) as Fields;
  starts.set(goal, body);
  // Before the step that is shown, which Python writes last.
  const current = data.get("current");
  data.delete("current");
  data.set("goal", goal);
  if (current !== undefined) data.set("current", current);
  return { ...document, proof: data };
}

const BY_HAND: StoredVerdict = { equal: null, method: "drawn by hand", points: 0, max_error: null, exact: false };

/** How two bodies compare; the one who asks has the means. */
export type Compare = (before: Body, after: Body) => StoredVerdict;

/** The document whose proof ends in what is drawn: moved spiders stay moved, another drawing is a step of its own. */
export function settled(document: Document, compare: Compare = () => BY_HAND): Document {
  const proof = proofOf(document);
  if (!proof) return document;
  const shown = bodyAt(document, proof.at);
  const { body } = document;
  if (shown === body || same(shown, body)) return document;
  const last = proof.steps.get(proof.at);
  const leaf = ![...proof.steps.values()].some(({ after }) => after === proof.at);
  const data = fieldsOf(document.proof);
  const moved = !isCircuit(body) && !isCircuit(shown) && same(unplaced(shown), unplaced(body));
  if (!last && (moved || !proof.steps.size)) {
    const start = bodyJson(body) as Fields;
    starts.set(start, body);
    return { ...document, proof: new Map(data).set("start", start) };
  }
  if (last && (moved || (leaf && last.kind === "edit"))) {
    const before = bodyAt(document, last.after);
    const old = fieldsOf(fieldsOf(data.get("steps")).get(last.id));
    const stored = new Map(old);
    stored.delete("change");
    stored.delete("body");
    for (const [key, value] of difference(before, body)) stored.set(key, value);
    if (!moved) stored.set("verdict", verdictJson(compare(before, body)));
    bodies.set(stored, { before, body });
    return at(document, { id: last.id, stored, body });
  }
  const id = newId("p", (name) => proof.steps.has(name));
  const verdict = compare(shown, body);
  const stored = storedStep(proof.at, shown, { kind: "edit", rule: "Edit", selection: [], body, verdict });
  bodies.set(stored, { before: shown, body });
  return at(document, { id, stored, body });
}

function unplaced({ spiders, ...rest }: DiagramBody): unknown {
  return { ...rest, spiders: new Map([...spiders].map(([id, spider]) => [id, { ...spider, x: 0, y: 0 }])) };
}

function storedStep(after: string, before: Body, taken: Taken): Fields {
  const { kind, rule, selection, options, body, verdict, origins, inner } = taken;
  const data = new Map<string, Json>();
  if (after !== START) data.set("after", after);
  data.set("kind", kind).set("rule", rule).set("selection", selection);
  if (options?.size) data.set("options", options);
  for (const [key, value] of difference(before, body)) data.set(key, value);
  const told = [...(origins ?? [])].filter(([id, of]) => of.length !== 1 || of[0] !== id);
  if (told.length) data.set("origins", new Map(told));
  data.set("verdict", verdictJson(verdict));
  if (inner?.length) {
    const listed = inner.map(
      (each) =>
        new Map<string, Json>([
          ["rule", each.rule],
          ["count", each.count],
        ]),
    );
    data.set("inner", listed);
  }
  return data;
}

function verdictJson({ equal, method, points, max_error, exact }: StoredVerdict): Fields {
  const words = equal === null ? "unknown" : equal ? "equal" : "different";
  const data = new Map<string, Json>([
    ["equal", words],
    ["method", method.slice(0, 500)],
  ]);
  if (points) data.set("points", points);
  if (max_error !== null && Number.isFinite(max_error)) data.set("max_error", max_error);
  if (exact) data.set("exact", true);
  return data;
}

/** What a step keeps: the change of a diagram, or the whole body where little stays or the kind is another. */
function difference(before: Body, after: Body): Fields {
  if (isCircuit(before) || isCircuit(after)) return new Map([["body", bodyJson(after)]]);
  const [old, now] = [fieldsOf(bodyJson(before)), fieldsOf(bodyJson(after))];
  const change = new Map<string, Json>();
  let size = 0;
  for (const key of ["spiders", "edges"]) {
    const [was, is] = [fieldsOf(old.get(key)), fieldsOf(now.get(key))];
    const put = [...is].filter(([id, value]) => !same(value, was.get(id)));
    const gone = [...was.keys()].filter((id) => !is.has(id));
    size += put.length;
    if (put.length) change.set(key, new Map(put));
    if (gone.length) change.set(`gone_${key}`, gone);
  }
  for (const key of ["inputs", "outputs", "booleans"]) {
    if (!same(old.get(key) ?? [], now.get(key) ?? [])) change.set(key, now.get(key) ?? []);
  }
  const most = 2 * size > after.spiders.size + after.edges.size && size > 8;
  return most ? new Map([["body", now]]) : new Map([["change", change]]);
}
