/** A drawing, an earlier one to begin with, and words → the file of a lesson. */

import { type CircuitBody, type Document, isCircuit, parametersOf } from "../document/circuit";
import { flatten } from "../document/flatten";
import { bodyAt, proofOf, START, withoutProof } from "../document/proof";
import { figuresOf } from "../document/stats";
import { dumps } from "../document/write";
import { signed } from "./found";
import type { Goal } from "./lesson";

/** A goal that the drawing offers, and whether a form has it chosen at first. */
export interface Offered {
  readonly goal: Goal;
  readonly usual: boolean;
}

/** What is known of the drawing's energy, in the observable's units. */
export interface Energy {
  readonly now: number;
  readonly exact: number | null;
}

export interface Made {
  readonly title: string;
  /** Paragraphs are told apart by empty lines. */
  readonly text: string;
  /** One a line. */
  readonly hints: string;
  readonly goals: readonly Goal[];
  readonly start: Document;
  readonly reference: Document;
  /** Only the gates that the reference uses? */
  readonly restricted: boolean;
}

const MOST_MAP = 8;
const MOST_STATE = 16;

/** Goals that a drawing meets itself. */
export function offeredBy(document: Document, energy: Energy | null): readonly Offered[] {
  return isCircuit(document.body) ? ofCircuit(document, document.body, energy) : ofProof(document);
}

function ofCircuit(document: Document, body: CircuitBody, energy: Energy | null): readonly Offered[] {
  const values = Object.fromEntries(document.parameters.map(({ name, value }) => [name, value]));
  const drawn = { body: bodyJson(document), ...(document.parameters.length && { values }) };
  const n = body.qubits.length;
  const figures = figuresOf(body, parametersOf(body).length);
  const goals: Offered[] = [];
  const offer = (usual: boolean, goal: Goal): number => goals.push({ goal, usual });
  if (n <= MOST_STATE) offer(!energy, { name: "state", title: "Reach the state", kind: "state", ...drawn });
  if (n <= MOST_MAP) offer(false, { name: "map", title: "Treat every input alike", kind: "map", ...drawn });
  if (energy && document.observable) {
    const most = Math.ceil(energy.now * 1e3) / 1e3;
    const exact = energy.exact === null ? {} : { exact: energy.exact };
    const observable = Object.fromEntries(document.observable);
    const title = `Come down to ${signed(most)}`;
    offer(true, { name: "energy", title, kind: "energy", at_most: most, ...exact, observable });
  }
  if (figures) {
    const counted = [
      ["gates", figures.numGates, "gates", "gate"],
      ["two_qubit", figures.numTwoQubit, "two-qubit gates", "two-qubit gate"],
      ["parameters", figures.numParameters, "parameters", "parameter"],
    ] as const;
    for (const [what, most, many, one] of counted) {
      const words = most === 1 ? one : many;
      offer(false, { name: what, title: `At most ${most} ${words}`, kind: "count", what, at_most: most });
    }
  }
  offer(false, { name: "equal", title: "Change nothing of what it does", kind: "equal" });
  return goals;
}

/** Of a proof: to come where it is now, in as many steps. */
function ofProof(document: Document): readonly Offered[] {
  const proof = proofOf(document);
  if (!proof) return [];
  let steps = 0;
  for (let at = proof.at; at !== START; at = proof.steps.get(at)?.after ?? START) steps += 1;
  const spiders = [...(document.body.kind === "diagram" ? document.body.spiders.values() : [])];
  const most = spiders.filter(({ kind }) => kind !== "boundary").length;
  const title = most === 1 ? "At most 1 spider, by rules" : `At most ${most} spiders, by rules`;
  return [
    {
      usual: true,
      goal: { name: "few", title, kind: "proof", at_most: most, steps },
    },
    {
      usual: false,
      goal: { name: "proof", title: "Prove it", kind: "proof", body: bodyJson(document), steps },
    },
  ];
}

/** A question that is answered before anything is drawn, of words that a form has; choices stand between commas. */
export function predictionOf(asked: {
  readonly question: string;
  readonly choices: string;
  readonly answer: string;
  /** Of a number; empty for 0.001. */
  readonly tolerance: string;
}): Goal {
  const question = asked.question.trim();
  const choices = asked.choices.split(",").flatMap((each) => each.trim() || []);
  const title = question.slice(0, 200);
  const tolerance = Number(asked.tolerance.trim().replace(",", ".") || "0.001");
  const more = choices.length ? { choices } : { tolerance };
  return { name: "prediction", title, kind: "prediction", question, answer: asked.answer.trim(), ...more };
}

/** What a proof begins with; null where there is none. */
export function startOfProof(document: Document): Document | null {
  const proof = proofOf(document);
  return proof && { ...withoutProof(document), body: bodyAt(document, START) };
}

const filled = (texts: readonly string[]): readonly string[] => texts.filter(Boolean);

/** The text of the `.qlesson` file. */
export function lessonText(made: Made): string {
  const { title, goals, start, reference } = made;
  const lines = (text: string, between: RegExp): readonly string[] =>
    text
      .split(between)
      .map((each) => filled(each.split("\n").map((line) => line.trim())).join(" "))
      .filter(Boolean);
  const gates = made.restricted && isCircuit(reference.body) ? gatesOf(reference.body) : [];
  const hints = lines(made.hints, /\n/);
  const name = nameOf(title);
  const said = goals.flatMap(({ name: goal, kind, answer = "" }) => (kind === "prediction" ? [[goal, answer]] : []));
  const data = {
    format: "qdesign-lesson",
    version: 1,
    name,
    title,
    text: lines(made.text, /\n\s*\n/),
    ...(gates.length && { palette: gates }),
    start: json(start),
    goals,
    ...(hints.length && { hints }),
    reference: { ...json(reference), lesson: { name, ...(said.length && { answers: Object.fromEntries(said) }) } },
  };
  return `${JSON.stringify(data, null, 1)}\n`;
}

const WRITTEN: ReadonlyMap<string, string> = new Map(
  Object.entries({ ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "o" }),
);
/** Names that some systems keep for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Letters, digits and lines of a title, in small: the name of a file on every system. */
export function nameOf(title: string): string {
  const small = title
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüßæø]/g, (each) => WRITTEN.get(each) ?? "");
  const bare = small.normalize("NFD").replace(/\p{Mn}/gu, "");
  const name = filled(bare.split(/[^a-z0-9]+/))
    .join("_")
    .slice(0, 60);
  return DEVICE.test(name) ? `lesson_${name}` : name || "lesson";
}

const gatesOf = (body: CircuitBody): readonly string[] =>
  [...new Set(flatten(body, "none").operations.map(({ gate }) => gate))].filter((gate) => gate !== "barrier").sort();

/** The document, of which nothing belongs to another lesson. */
function json({ lesson: _lesson, history: _history, ...document }: Document): object {
  return JSON.parse(dumps(document)) as object;
}

const bodyJson = (document: Document): object => (JSON.parse(dumps(document)) as { readonly body: object }).body;
