/**
 * Steps of a stored proof, looked at again: are both drawings one map, and does the rule give what stands there? As
 * qdesign/proofs/; maps are compared without the rulebook, and what is large is left to Python.
 */

import { canonicalAngle } from "../../document/angle";
import { type DiagramBody, type Document, isCircuit, parametersOf } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import { bodyAt, type ProofStep, proofOf, START } from "../../document/proof";
import { same } from "../../document/same";
import { preview, RULES } from "../../rewriting";
import { mapDistance, scaledMap, widthOf } from "../../rewriting/tensor";
import { pointsFor, type Values } from "../answer";

const WIDEST = 14;
const MOST_SPIDERS = 200;
const MOST_EDGES = 400;
const MOST_BOOLEANS = 4;
/** Numbers in all tensors of all steps: some 0.5 s. */
const MOST_WORK = 2 ** 26;

/** As qdesign/zx/verdict.py. */
const EQUAL = 1e-9;
const DIFFERENT = 1e-7;

interface Looked {
  readonly step: ProofStep;
  readonly before: DiagramBody;
  readonly after: DiagramBody;
}

/** The first step that does not hold; empty where all do. Refuses where only Python can tell. */
export function failedStep(document: Document): string {
  const steps = [...(proofOf(document)?.steps.values() ?? [])];
  const lemmas = document.proof instanceof Map && document.proof.has("lemmas");
  const ordered = steps.every(({ after }, k) => after === START || steps.slice(0, k).some(({ id }) => id === after));
  if (lemmas || !ordered) inPython();
  const looked = steps.map((step) => lookedAt(document, step));
  checkSizes(looked);
  // As Python tells them: rules that give something else first.
  const failed = looked.find((each) => !isGiven(each)) ?? looked.find((each) => !holds(each));
  return failed?.step.id ?? "";
}

function lookedAt(document: Document, step: ProofStep): Looked {
  const { id, after: from, kind, rule } = step;
  if (kind === "lemma" || kind === "extract" || kind === "diagram") inPython();
  if (kind === "rule" && !RULES.some(({ name, change }) => name === rule && change)) inPython();
  const read = attempt(() => [bodyAt(document, from), bodyAt(document, id)] as const);
  if ("refusal" in read) return inPython();
  const [before, after] = read.value;
  return isCircuit(before) || isCircuit(after) ? inPython() : { step, before, after };
}

/** Before anything is worked out. */
function checkSizes(looked: readonly Looked[]): void {
  let work = 0;
  for (const { before, after } of looked) {
    const count = countPoints(before, after);
    for (const body of [before, after]) {
      if (body.spiders.size > MOST_SPIDERS || body.edges.size > MOST_EDGES || widthOf(body) > WIDEST) large();
      work += body.spiders.size * 2 ** widthOf(body) * count;
    }
  }
  if (work > MOST_WORK) large();
}

// --- maps --------------------------------------------------------------------------------------------

function holds(looked: Looked): boolean {
  const { step, before, after } = looked;
  return isOneMap(before, after) && step.verdict.equal !== false && isInPlace(looked);
}

/** Up to a scalar, at each point. */
function isOneMap(before: DiagramBody, after: DiagramBody): boolean {
  const ports = ({ inputs, outputs }: DiagramBody): readonly number[] => [inputs.length, outputs.length];
  if (!same(ports(before), ports(after))) return false;
  let worst = 0;
  for (const values of pointsOf(before, after)) {
    const [a, b] = [scaledMap(before, values), scaledMap(after, values)];
    if (a instanceof Refusal || b instanceof Refusal) return large();
    const apart = mapDistance(a, b);
    // A formula that has no value there.
    if (Number.isNaN(apart)) return inPython();
    worst = Math.max(worst, apart);
  }
  if (worst > EQUAL && worst < DIFFERENT) inPython();
  return worst <= EQUAL;
}

function namesOf(before: DiagramBody, after: DiagramBody): readonly [readonly string[], readonly string[]] {
  const booleans = [...new Set([...(before.booleans ?? []), ...(after.booleans ?? [])])];
  const free = [...new Set([...parametersOf(before), ...parametersOf(after)])].filter((n) => !booleans.includes(n));
  if (booleans.length > MOST_BOOLEANS) inPython();
  return [free, booleans];
}

function countPoints(before: DiagramBody, after: DiagramBody): number {
  const [free, booleans] = namesOf(before, after);
  return (free.length ? 3 : 1) * 2 ** booleans.length;
}

/** Three points, no parts of a turn, with each choice of parameters that are 0 or 1. */
function pointsOf(before: DiagramBody, after: DiagramBody): readonly Values[] {
  const [free, booleans] = namesOf(before, after);
  const points: readonly Values[] = free.length ? pointsFor(free) : [new Map()];
  const moved = points.map((point) => [...point].map(([name, turn]) => [name, (7 * turn) / Math.PI - 7] as const));
  const choices = Array.from({ length: 2 ** booleans.length }, (_, bits) =>
    booleans.map((name, k) => [name, (bits >> k) & 1] as const),
  );
  return moved.flatMap((point) => choices.map((choice) => new Map([...point, ...choice])));
}

// --- what a step says of itself ----------------------------------------------------------------------

/** Does its rule, taken again, give its body? */
function isGiven({ step, before, after }: Looked): boolean {
  const { kind, rule, selection, options } = step;
  if (kind !== "rule") return true;
  if (selection.some((id) => !before.spiders.has(id) && !before.edges.has(id))) return false;
  const made = preview(before, rule, selection, options);
  return !(made instanceof Refusal) && isOneDrawing(made.body, after);
}

/** Is what changed where it says that the rule was taken? */
function isInPlace({ step, before, after }: Looked): boolean {
  const { kind, selection, origins } = step;
  if (kind !== "rule" || !selection.length) return true;
  for (const [id, roots] of origins) {
    if (!after.spiders.has(id) || roots.some((root) => !before.spiders.has(root))) return false;
  }
  const touched = new Set<string>();
  for (const kind of ["spiders", "edges"] as const) {
    for (const id of [...before[kind].keys(), ...after[kind].keys()]) {
      if (!same(before[kind].get(id), after[kind].get(id))) touched.add(id);
    }
  }
  const changed = [...before.edges, ...after.edges].filter(([id]) => touched.has(id));
  const ends = new Set(changed.flatMap(([, { source, target }]) => [source, target]));
  return !touched.size || selection.some((id) => touched.has(id) || ends.has(id));
}

/** Are two diagrams the same by their ids, wherever they stand? */
export function isOneDrawing(a: DiagramBody, b: DiagramBody): boolean {
  return same(unplaced(a), unplaced(b));
}

function unplaced(body: DiagramBody): unknown {
  const { spiders, edges, inputs, outputs, booleans = [] } = body;
  const known = parametersOf(body);
  return {
    spiders: new Map([...spiders].map(([id, { kind, phase }]) => [id, [kind, canonicalAngle(phase ?? "0")]])),
    edges,
    inputs,
    outputs,
    booleans: booleans.filter((name) => known.includes(name)).sort(),
  };
}

function large(): never {
  return inPython("Proofs this large are checked in Python.");
}

export function inPython(message = "This is checked in Python."): never {
  throw new Refusal("NotInPage", message);
}
