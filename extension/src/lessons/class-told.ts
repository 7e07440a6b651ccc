/** What a class tells its students, read with care: it comes from another machine. */

import type { CheckedGoal } from "./check";
import type { Outcome } from "./found";

export interface ClassLesson {
  readonly name: string;
  readonly title: string;
  readonly revision: string;
}

export interface ClassState {
  /** The student's, as the class says it. */
  readonly name: string;
  readonly title: string;
  readonly lessons: readonly ClassLesson[];
  /** The lesson that the class works on, by name; empty for none. */
  readonly lesson: string;
  /** May hints be looked at? */
  readonly hints: boolean;
  /** The hint that everybody is shown; null for none. */
  readonly hint: { readonly lesson: string; readonly number: number } | null;
  /** Does it still take reports? */
  readonly open: boolean;
  /** How often it wants to hear, s. */
  readonly every: number;
}

export const NOTHING: ClassState = {
  ...{ name: "", title: "", lessons: [], lesson: "", hints: true, hint: null, open: true, every: 15 },
};

type Fields = Readonly<Record<string, unknown>>;
const OUTCOMES: readonly Outcome[] = ["pass", "fail", "undecided", "error"];
const MOST_LESSONS = 64;
const MOST_GOALS = 100;
const MOST_TEXT = 2000;

const fieldsOf = (body: unknown): Fields => (typeof body === "object" && body !== null ? (body as Fields) : {});
const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, MOST_TEXT) : "");
const listOf = (value: unknown, most: number): readonly Fields[] =>
  Array.isArray(value) ? value.slice(0, most).map(fieldsOf) : [];

/** The state after an answer: what it does not say is as it was. */
export function stateAfter(before: ClassState, body: unknown): ClassState {
  const said = fieldsOf(body);
  const kept = <K extends keyof ClassState>(key: K, read: (value: unknown) => ClassState[K]): ClassState[K] =>
    key in said ? read(said[key]) : before[key];
  return {
    name: kept("name", textOf) || before.name,
    title: kept("title", textOf),
    lessons: kept("lessons", (value) => listOf(value, MOST_LESSONS).map(lessonIn)),
    lesson: kept("lesson", textOf),
    hints: kept("hints", (value) => value !== false),
    hint: kept("hint", hintIn),
    open: kept("open", (value) => value !== false),
    every: kept("every", (value) => Math.min(600, Math.max(2, Number(value) || NOTHING.every))),
  };
}

const lessonIn = ({ name, title, revision }: Fields): ClassLesson => {
  return { name: textOf(name), title: textOf(title) || textOf(name), revision: textOf(revision) };
};

function hintIn(value: unknown): ClassState["hint"] {
  const { lesson, number } = fieldsOf(value);
  return Number.isInteger(number) && Number(number) > 0 ? { lesson: textOf(lesson), number: Number(number) } : null;
}

/** The secret of somebody who joined; empty where there is none. */
export const secretIn = (body: unknown): string => textOf(fieldsOf(body)["student"]);

/** Why something was refused, in the class's words. */
export const errorIn = (body: unknown): string => textOf(fieldsOf(body)["error"]);

/** What is found of each goal. */
export function findingsIn(body: unknown): readonly Omit<CheckedGoal, "inPython">[] {
  return listOf(fieldsOf(body)["goals"], MOST_GOALS).map((goal) => ({
    name: textOf(goal["name"]),
    title: textOf(goal["title"]),
    outcome: OUTCOMES.find((each) => each === goal["outcome"]) ?? "undecided",
    message: textOf(goal["message"]),
    counterexample: textOf(goal["counterexample"]),
  }));
}

/** The address of a class, as it was typed or as it stands in a link: that of its page or of the class itself. */
export function classAddress(typed: string): string | null {
  const text = typed.trim();
  const whole = text.includes("://") ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return null;
  }
  if (!url.hostname || !/^https?:$/.test(url.protocol) || url.username || url.password) return null;
  const path = url.pathname.replace(/\/(?:index\.html)?$/, "").replace(/\/(?:page|class)$/, "");
  return `${url.origin}${path}/`;
}
