/** A lesson as its file has it; qdesign/lessons/ says what each part means. */

import type { CircuitBody, DiagramBody, Document } from "../document/circuit";
import { Refusal } from "../document/errors";
import { type Json, parseJson } from "../document/json";
import { loads, readBody } from "../document/read";
import { checkShape } from "../document/shapes";

export interface Goal {
  readonly name: string;
  readonly title: string;
  readonly kind: "state" | "map" | "energy" | "count" | "equal" | "proof" | "prediction";
  readonly body?: object;
  readonly values?: Readonly<Record<string, number>>;
  readonly exactly?: boolean;
  readonly tolerance?: number;
  readonly observable?: Readonly<Record<string, number>>;
  readonly exact?: number;
  readonly what?: string;
  readonly at_most?: number;
  readonly at_least?: number;
  readonly steps?: number;
  readonly question?: string;
  readonly choices?: readonly string[];
  readonly answer?: string;
}

export interface Lesson {
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly palette: readonly string[];
  readonly start: Document;
  readonly goals: readonly Goal[];
  readonly hints: readonly string[];
}

interface LessonFile {
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly palette?: readonly string[];
  readonly start: object;
  readonly goals: readonly Goal[];
  readonly hints?: readonly string[];
}

/** The lesson that a text holds; its reference may be left out. */
export function readLesson(text: string): Lesson {
  const data = parseJson(text, ".qlesson");
  const isObject = data instanceof Map;
  checkShape(
    isObject && !data.has("reference") ? new Map([...data, ["reference", new Map()]]) : data,
    "",
    "LessonFile",
  );
  const { name, title, text: said, goals, start, palette = [], hints = [] } = JSON.parse(text) as LessonFile;
  if (!goals.length) throw new Refusal("InvalidDocument", "At /goals: a lesson has at least one goal.");
  return { name, title, text: said, goals, palette, hints, start: loads(JSON.stringify(start)) };
}

/** The body that a goal names. */
export const goalBody = ({ body = {} }: Goal): CircuitBody | DiagramBody =>
  readBody(parseJson(JSON.stringify(body)), "/body");

/** How often a prediction was said, as the document has it; 1 where it does not say. */
export function triesOf(lesson: Json | undefined, goal: string): number {
  const goals = lesson instanceof Map ? lesson.get("goals") : undefined;
  const each = goals instanceof Map ? goals.get(goal) : undefined;
  return Number((each instanceof Map && each.get("tries")) || 1);
}
