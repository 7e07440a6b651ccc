/** How far a student is in a lesson: what the document keeps of it, and what a check adds. */

import type { Json } from "../document/json";
import type { CheckedGoal } from "./check";
import type { Outcome } from "./found";
import { type Goal, triesOf } from "./lesson";

export interface Reached {
  readonly outcome: Outcome;
  readonly tries: number;
  readonly message: string;
}

export interface Progress {
  readonly name: string;
  /** Goals that were met once, by name. */
  readonly goals: ReadonlyMap<string, Reached>;
  /** Predictions, by the goal's name. */
  readonly answers: ReadonlyMap<string, string>;
  /** How often each was said. */
  readonly tries: ReadonlyMap<string, number>;
}

interface Rest {
  readonly change: number;
  /** Goals that were met before it, and after it; null before the first. */
  readonly before: ReadonlySet<string> | null;
  readonly met: ReadonlySet<string>;
}

/** What is on the screen beside the drawing. */
export interface Standing {
  readonly progress: Progress;
  /** What is found of the drawing now; null before the first check. */
  readonly found: readonly CheckedGoal[] | null;
  /** Goals that the last change met. */
  readonly just: ReadonlySet<string>;
  /** The last change after which the drawing rested; null before that. */
  readonly rest: Rest | null;
  /** Changes that did not meet a goal yet, by its name. */
  readonly tries: ReadonlyMap<string, number>;
}

/** What a document says; null where it belongs to no lesson. Its shape was checked when it was read. */
export function progressIn(lesson: Json | undefined): Progress | null {
  if (!(lesson instanceof Map)) return null;
  const entries = (key: string): readonly (readonly [string, Json])[] => {
    const part = lesson.get(key);
    return part instanceof Map ? [...part] : [];
  };
  const goals = entries("goals").flatMap(([name, each]): readonly (readonly [string, Reached])[] => {
    if (!(each instanceof Map) || each.get("outcome") !== "pass") return [];
    const tries = Number(each.get("tries") ?? 0);
    return [[name, { outcome: "pass", tries, message: String(each.get("message") ?? "") }]];
  });
  const answers = entries("answers").map(([name, said]) => [name, String(said)] as const);
  const tries = answers.map(([name]) => [name, triesOf(lesson, name)] as const);
  return { name: String(lesson.get("name")), goals: new Map(goals), answers: new Map(answers), tries: new Map(tries) };
}

/** What the document keeps: goals that were met, and predictions that were said. */
export function kept({ name, goals, answers, tries }: Progress): Json {
  const said = new Map<string, Json>([["name", name]]);
  const entry = (goal: string, each: object): [string, Json] => [goal, new Map<string, Json>(Object.entries(each))];
  const open = [...tries].filter(([goal]) => !goals.has(goal));
  const reached = [
    ...[...goals].map(([goal, each]) => entry(goal, each)),
    ...open.map(([goal, many]) => entry(goal, { outcome: "fail", tries: many })),
  ];
  if (reached.length) said.set("goals", new Map(reached));
  if (answers.size) said.set("answers", new Map(answers));
  return said;
}

/** Both together: what undo takes from the drawing stays reached and answered. */
export function joined(ours: Progress, theirs: Progress): Progress {
  const goals = new Map([...theirs.goals, ...ours.goals]);
  const tries = new Map([...theirs.tries, ...ours.tries]);
  return { ...ours, goals, tries, answers: new Map([...theirs.answers, ...ours.answers]) };
}

export const begun = (progress: Progress): Standing => ({
  progress,
  found: null,
  just: new Set(),
  rest: null,
  tries: new Map(),
});

export const isDone = (found: Standing["found"]): boolean =>
  found !== null && found.length > 0 && found.every(({ outcome }) => outcome === "pass");

export const numMet = (found: Standing["found"]): number =>
  (found ?? []).filter(({ outcome }) => outcome === "pass").length;

/** The goal that is next: the first that is not met. */
export const openGoal = (found: Standing["found"]): string | null =>
  found?.find(({ outcome }) => outcome !== "pass")?.name ?? null;

/** After a prediction was said. */
export function withAnswer(progress: Progress, goal: string, said: string): Progress {
  const answers = new Map(progress.answers).set(goal, said);
  return { ...progress, answers, tries: new Map(progress.tries).set(goal, (progress.tries.get(goal) ?? 0) + 1) };
}

/** Predictions that nothing was said about. */
export const unsaid = (goals: readonly Goal[], { answers }: Progress): readonly Goal[] =>
  goals.filter(({ kind, name }) => kind === "prediction" && !answers.has(name));

/** After a check of a change, told once or again. What is only looked at, such as a slider on its way, is not kept. */
export function withFound(
  standing: Standing,
  found: readonly CheckedGoal[],
  { change, settled }: { readonly change: number; readonly settled: boolean },
): Standing {
  const { rest } = standing;
  const again = settled && rest?.change === change;
  const before = again ? rest.before : (rest?.met ?? null);
  const passed = found.flatMap(({ name, outcome }) => (outcome === "pass" ? [name] : []));
  const just = new Set(passed.filter((name) => before && !before.has(name)));
  const shown = { ...standing, found, just, rest: settled ? { change, before, met: new Set(passed) } : rest };
  if (!settled) return shown;
  const { progress } = standing;
  const tries = new Map(standing.tries);
  if (rest && !again) {
    for (const { name } of found) if (!progress.goals.has(name)) tries.set(name, (tries.get(name) ?? 0) + 1);
  }
  const reached = found.filter(
    ({ name, outcome }) => outcome === "pass" && name !== "palette" && !progress.goals.has(name),
  );
  if (!reached.length) return { ...shown, tries };
  const goals = new Map(progress.goals);
  for (const { name, message } of reached) {
    goals.set(name, { outcome: "pass", tries: progress.tries.get(name) ?? tries.get(name) ?? 0, message });
  }
  return { ...shown, tries, progress: { ...progress, goals } };
}

/** What Python found takes the place of what the page cannot tell. */
export function withPython(
  here: readonly CheckedGoal[],
  there: ReadonlyMap<string, Omit<CheckedGoal, "inPython">>,
): readonly CheckedGoal[] {
  return here.map((goal) => {
    const told = goal.inPython ? there.get(goal.name) : undefined;
    return told ? { ...told, inPython: true } : goal;
  });
}
