/**
 * What each part of a body came from: which parts of one step of a proof went into which of another. As
 * qdesign/proofs/origins.py; both stand under one corpus.
 */

import { type CircuitBody, type DiagramBody, type Document, isCircuit, walk } from "./circuit";
import { bodyAt, type ProofStep, proofOf, START } from "./proof";

type Body = CircuitBody | DiagramBody;

/** Of each part of a body by id, parts of another. */
export type Origins = ReadonlyMap<string, readonly string[]>;

/** Which parts of two bodies belong together. */
export interface Links {
  /** Of each part of the later one, those of the earlier one that went into it. */
  readonly origins: Origins;
  /** Of each part of the earlier one, what it went into; empty where nothing is left. */
  readonly heirs: Origins;
  /** Of each part of the earlier one of which nothing is left, the step that left nothing. */
  readonly gone: ReadonlyMap<string, string>;
}

/** What each part of a step came from in the body that the proof begins with. */
export function originsOf(document: Document, step: string): Origins {
  return linksBetween(document, START, step).origins;
}

const known = new WeakMap<Map<string, unknown> | ReadonlyMap<string, unknown>, Map<string, Links>>();

/** The links between two steps; of two lines, through the newest body that both come from. */
export function linksBetween(document: Document, earlier: string, later: string): Links {
  const proof = proofOf(document);
  if (!proof || !(document.proof instanceof Map)) return NO_LINKS;
  const kept = known.get(document.proof) ?? new Map<string, Links>();
  known.set(document.proof, kept);
  const key = JSON.stringify([earlier, later]);
  const found = kept.get(key) ?? worked(document, earlier, later);
  kept.set(key, found);
  return found;
}

export const NO_LINKS: Links = { origins: new Map(), heirs: new Map(), gone: new Map() };

function worked(document: Document, earlier: string, later: string): Links {
  const [here, there] = [lineTo(document, later), lineTo(document, earlier)];
  const shared = there.filter((id) => here.includes(id)).at(-1) ?? START;
  const [mine, gone] = followed(document, here.slice(here.indexOf(shared)));
  if (shared === earlier) return { origins: mine, heirs: turned(mine, partsOf(bodyAt(document, earlier))), gone };
  const heirs = turned(followed(document, there.slice(there.indexOf(shared)))[0], partsOf(bodyAt(document, shared)));
  const origins = new Map([...mine].map(([id, roots]) => [id, once(roots.flatMap((root) => heirs.get(root) ?? []))]));
  return { origins, heirs: turned(origins, partsOf(bodyAt(document, earlier))), gone: new Map() };
}

/** The steps that lead to one, the start first. */
export function lineTo(document: Document, step: string): readonly string[] {
  const steps = proofOf(document)?.steps;
  const found: string[] = [];
  for (let at = step; at !== START && found.length <= (steps?.size ?? 0); at = steps?.get(at)?.after ?? START) {
    found.push(at);
  }
  return [START, ...found.reverse()];
}

/** Origins of the last step of a line in its first, and after which step nothing was left of a part. */
function followed(document: Document, line: readonly string[]): readonly [Origins, ReadonlyMap<string, string>] {
  const [first = START, ...rest] = line;
  let body = bodyAt(document, first);
  const all = partsOf(body);
  let origins: Origins = new Map(all.map((id) => [id, [id]]));
  let left: ReadonlySet<string> = new Set(all);
  const gone = new Map<string, string>();
  for (const id of rest) {
    const after = bodyAt(document, id);
    origins = composed(origins, completed(proofOf(document)?.steps.get(id), body, after));
    const now = new Set([...origins.values()].flat());
    for (const part of left) if (!now.has(part)) gone.set(part, id);
    left = now;
    body = after;
  }
  return [origins, gone];
}

/** Origins over two steps. */
export function composed(first: Origins, second: Origins): Origins {
  return new Map([...second].map(([id, ways]) => [id, once(ways.flatMap((way) => first.get(way) ?? []))]));
}

function completed(step: ProofStep | undefined, before: Body, after: Body): Origins {
  const old = new Set(isCircuit(before) === isCircuit(after) ? partsOf(before) : []);
  return new Map(partsOf(after).map((id) => [id, step?.origins.get(id) ?? (old.has(id) ? [id] : [])]));
}

/** Of each of `all`, what it is an origin of. */
export function turned(origins: Origins, all: readonly string[]): Origins {
  const found = new Map<string, string[]>(all.map((id) => [id, []]));
  for (const [id, roots] of origins) for (const root of roots) found.get(root)?.push(id);
  return found;
}

/** The ids of what a body is made of: its spiders, or its operations and blocks. */
export function partsOf(body: Body): readonly string[] {
  return isCircuit(body) ? [...walk(body.operations)].map(([id]) => id) : [...body.spiders.keys()];
}

/** The steps of a line in which what became of a part, or what became a part, is another than before. */
export function stepsOn(document: Document, id: string, earlier: string, later: string): readonly string[] {
  const line = lineTo(document, later);
  const steps: string[] = [];
  let wanted: readonly string[] = [id];
  for (const at of line.slice(line.indexOf(earlier) + 1).reverse()) {
    const step = proofOf(document)?.steps.get(at);
    const before = bodyAt(document, step?.after ?? START);
    const origins = completed(step, before, bodyAt(document, at));
    const roots = once(wanted.flatMap((part) => origins.get(part) ?? []));
    if (roots.length !== wanted.length || roots.some((root) => !wanted.includes(root))) steps.push(at);
    wanted = roots;
  }
  return steps.reverse();
}

function once(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
