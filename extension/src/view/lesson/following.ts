/** The lesson that the document belongs to: had from Python, checked on each change, kept in the document. */

import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { same } from "../../document/same";
import { dumps } from "../../document/write";
import type { CheckedGoal } from "../../lessons/check";
import { type Lesson, readLesson } from "../../lessons/lesson";
import {
  begun,
  isDone,
  joined,
  kept,
  numMet,
  progressIn,
  type Standing,
  unsaid,
  withAnswer,
  withFound,
  withPython,
} from "../../lessons/progress";
import type { LessonResult } from "../../port";
import { IDLE } from "../../state/state";
import { aside, type Transaction } from "../../state/transaction";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { LESSON, ZOOM } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import { Checker } from "./checker";
import { keepOwn, ownLesson, remember, remembered } from "./stored";

export interface Course {
  /** Null until it is here, and where it cannot be had. */
  readonly lesson: Lesson | null;
  readonly text: string;
  readonly revision: string;
  readonly standing: Standing;
  /** Energies of what the lesson began with, by goal. */
  readonly first: ReadonlyMap<string, number>;
  /** The hint that is shown, from 1; 0 for none. */
  readonly hint: number;
  /** Why it cannot be had; else empty. */
  readonly why: string;
  /** Is the drawing still what the lesson began with? Only then a prediction can be said. */
  readonly fresh: boolean;
  /** What the last check took, ms. */
  readonly took: number;
}

const NONE: Course = {
  lesson: null,
  text: "",
  revision: "",
  standing: begun({ name: "", goals: new Map(), answers: new Map(), tries: new Map() }),
  first: new Map(),
  hint: 0,
  why: "",
  fresh: true,
  took: 0,
};

/** A lesson as it is told. */
type LessonText = Pick<LessonResult, "text" | "revision">;

/** Python is asked once a drawing rests, ms. */
const REST = 250;

/** Gates or spiders up to which a drawing is checked while it is dragged. */
const MOST_LIVE = 500;
const sizeOf = (body: Document["body"]): number => (isCircuit(body) ? body.operations.size : body.spiders.size);

export const COURSE = slot(() => new Cell<Course>(NONE));
/** What was opened last. */
const OPENED = slot(() => new Cell<{ readonly name: string; readonly result: LessonText } | null>(null));
const FOLLOWING = slot(() => new Cell<Following | null>(null));

/** Follows the document from now on; once for each studio. */
export function followDocument(bench: Workbench): void {
  const place = bench.at(FOLLOWING);
  if (!place.value) place.set(new Following(bench));
  place.value?.look();
}

class Following {
  private checker: Checker | null = null;
  private last: readonly unknown[] = [];
  private rest: readonly unknown[] = [];
  private rests = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private there: ReadonlyMap<string, Omit<CheckedGoal, "inPython">> = new Map();

  constructor(private readonly bench: Workbench) {
    bench.editor.subscribe(() => this.look());
  }

  private get course(): Cell<Course> {
    return this.bench.at(COURSE);
  }

  look(): void {
    const { state } = this.bench;
    if (state.outer) return;
    const progress = progressIn(state.document.lesson);
    const { standing, lesson } = this.course.value;
    if (!progress || progress.name !== standing.progress.name) {
      this.load(progress?.name ?? "");
      return;
    }
    const both = joined(standing.progress, progress);
    if (!alike(kept(both), kept(standing.progress))) this.course.patch({ standing: { ...standing, progress: both } });
    if (!alike(kept(both), state.document.lesson)) queueMicrotask(() => this.keep());
    if (lesson) {
      this.hold(lesson);
      this.check();
    }
  }

  /** While a question waits for its prediction, nothing can be drawn. */
  private hold(lesson: Lesson): void {
    const { document } = this.bench.state;
    const { standing } = this.course.value;
    const alike = ({ body, parameters }: Document): unknown => [
      body,
      parameters.map(({ name, value }) => [name, value]),
    ];
    const fresh = same(alike(document), alike(lesson.start));
    if (fresh !== this.course.value.fresh) this.course.patch({ fresh });
    const hold = fresh && unsaid(lesson.goals, standing.progress).length ? held : null;
    const taught = this.bench.at(LESSON);
    if (taught.value.hold !== hold) taught.patch({ hold });
  }

  /** Another lesson, or none. */
  load(name: string): void {
    this.checker?.dispose();
    this.checker = null;
    this.bench.at(LESSON).patch({ hold: null, energy: false });
    this.last = this.rest = [];
    this.there = new Map();
    clearTimeout(this.timer);
    const progress = progressIn(this.bench.state.document.lesson);
    this.course.set(progress ? { ...NONE, standing: begun(progress) } : NONE);
    if (name) void this.fetch(name);
  }

  private async fetch(name: string): Promise<void> {
    const { bench } = this;
    const result = await this.had(name);
    if (this.course.value.standing.progress.name !== name || this.course.value.lesson) return;
    if (!result) {
      this.course.patch({ why: `The lesson '${name}' is not here. Open its file, or choose another one.` });
      return;
    }
    const read = attempt(() => readLesson(result.text));
    if ("refusal" in read) {
      this.course.patch({ why: read.refusal.message });
      return;
    }
    const lesson = read.value;
    this.checker = new Checker(bench.engine, lesson);
    this.course.patch({ lesson, text: result.text, revision: result.revision });
    bench.at(LESSON).patch({ palette: lesson.palette, energy: lesson.goals.some(({ kind }) => kind === "energy") });
    this.hold(lesson);
    if (bench.ui.value.size === "narrow") bench.ui.patch({ drawer: "palette" });
    this.checker.ask(lesson.start, (goals) => {
      const energies = goals.flatMap(({ name: goal, energy }) =>
        energy === undefined ? [] : [[goal, energy] as const],
      );
      this.course.patch({ first: new Map(energies) });
      this.last = [];
      this.check();
    });
  }

  /** As it was opened just now, as Python has it, or as the browser remembers it; null where nobody does. */
  private async had(name: string): Promise<LessonText | null> {
    const { asker } = this.bench;
    const opened = this.bench.at(OPENED).value;
    if (opened?.name === name) return opened.result;
    const text = ownLesson(name) ?? "";
    if (!asker.can("lesson")) return text ? { text, revision: "" } : null;
    const told = await asker.ask<"lesson">({ ask: "lesson", name, text });
    return told.kind === "done" ? told.result : null;
  }

  private check(): void {
    const { bench, checker } = this;
    const { lesson, standing } = this.course.value;
    if (!checker || !lesson || bench.state.outer) return;
    const document = { ...bench.shown, lesson: kept(standing.progress) };
    const settled = bench.shown === bench.state.document && bench.state.tool.kind !== "sliding";
    const { body, parameters, observable, proof } = document;
    const now = [body, parameters, observable, proof, standing.progress.answers, settled];
    // A large drawing takes long to hand over: it is checked once it rests.
    if (!settled && sizeOf(body) > MOST_LIVE) return;
    const isAs = (then: readonly unknown[]): boolean => now.every((each, k) => each === then[k]);
    if (isAs(this.last)) return;
    this.last = now;
    // What was only looked at has changed nothing.
    if (settled && !isAs(this.rest)) {
      this.rest = now;
      this.rests += 1;
    }
    const change = this.rests;
    checker.ask(document, (goals, took) => {
      this.course.patch({ took });
      this.found(withPython(goals, this.there), { change, settled });
    });
    if (settled) this.askPython(document, lesson, change);
  }

  private found(goals: readonly CheckedGoal[], how: { readonly change: number; readonly settled: boolean }): void {
    const { standing } = this.course.value;
    const next = withFound(standing, goals, how);
    this.course.patch({ standing: next });
    if (!how.settled) return;
    const { name } = next.progress;
    remember(name, { met: numMet(goals), goals: goals.length, done: isDone(goals) });
    if (next.progress !== standing.progress) this.keep();
  }

  /** Proofs, and what else the page cannot tell. */
  private askPython(document: Document, lesson: Lesson, change: number): void {
    clearTimeout(this.timer);
    if (!this.bench.asker.can("check_lesson")) return;
    this.timer = setTimeout(() => {
      const { found } = this.course.value.standing;
      if (!found?.some(({ inPython }) => inPython)) return;
      void this.bench.asker
        .ask<"check_lesson">({ ask: "check_lesson", document: dumps(document), lesson: this.course.value.text })
        .then((answer) => {
          if (answer.kind === "cancelled" || this.course.value.lesson !== lesson) return;
          const failed = (goal: { readonly name: string; readonly title: string }) => {
            const message = answer.kind === "failed" ? answer.error.message : "";
            return { name: goal.name, title: goal.title, outcome: "undecided", message, counterexample: "" } as const;
          };
          const goals = answer.kind === "done" ? answer.result.goals : lesson.goals.map(failed);
          this.there = new Map(goals.map((goal) => [goal.name, goal]));
          const here = this.course.value.standing.found;
          if (here) this.found(withPython(here, this.there), { change, settled: true });
        });
    }, REST);
  }

  /** What somebody else found of what the page cannot tell, where no Python answers. */
  told(goals: readonly Omit<CheckedGoal, "inPython">[]): void {
    const { found, rest } = this.course.value.standing;
    if (!found || !rest || this.bench.asker.can("check_lesson")) return;
    this.there = new Map(goals.map((goal) => [goal.name, goal]));
    this.found(withPython(found, this.there), { change: rest.change, settled: true });
  }

  /** The document says what was reached; that is no step. */
  keep(): void {
    const { state } = this.bench;
    const { progress } = this.course.value.standing;
    const lesson = kept(progress);
    const said = progressIn(state.document.lesson);
    if (state.outer || said?.name !== progress.name || alike(lesson, state.document.lesson)) return;
    this.bench.dispatch(aside("lesson.keep", { document: { ...state.document, lesson } }));
  }
}

function alike(a: Document["lesson"], b: Document["lesson"]): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? [...each].sort() : each));
  return text(a) === text(b);
}

/** A prediction. */
export function predict(bench: Workbench, goal: string, said: string): void {
  const course = bench.at(COURSE);
  const { standing, fresh } = course.value;
  if (!fresh) return;
  course.patch({ standing: { ...standing, progress: withAnswer(standing.progress, goal, said) } });
  bench.at(FOLLOWING).value?.keep();
}

/** What a person, or Python for one, would draw: said to come later. */
function held(transaction: Transaction, now: Document): Transaction {
  const { document, preview, origin, intent } = transaction;
  const draws = [document, preview].some(
    (each) => each && (each.body !== now.body || each.parameters !== now.parameters),
  );
  if (!draws || origin === "history" || origin === "host" || intent.startsWith("lesson.")) return transaction;
  const text = "Predict first: answer the question of the lesson.";
  return aside("lesson.hold", { tool: IDLE, preview: null, notice: { text, at: null } });
}

/** The next hint, after the last one the first again. */
export function showHint(bench: Workbench): void {
  const course = bench.at(COURSE);
  const { lesson, hint } = course.value;
  if (!lesson?.hints.length) return;
  const next = (hint % lesson.hints.length) + 1;
  const before = remembered().get(lesson.name)?.hints ?? 0;
  // First, since a class is told with what is shown.
  remember(lesson.name, { hints: Math.max(before, next) });
  course.patch({ hint: next });
}

/** The drawing that the lesson began with; undo brings back what was drawn. */
export function startOver(bench: Workbench): void {
  const { lesson, standing } = bench.at(COURSE).value;
  if (!lesson) return;
  const document = { ...lesson.start, lesson: kept(standing.progress) };
  begin(bench, document, "lesson.start-over");
}

/** Opens a lesson of the catalog; undo brings back what was drawn. */
export async function openLesson(bench: Workbench, name: string): Promise<void> {
  await open(bench, { ask: "lesson", name, text: "" });
}

/** Opens the lesson that a file holds. */
export async function openOwn(bench: Workbench, text: string): Promise<void> {
  await open(bench, { ask: "lesson", name: "", text });
}

async function open(bench: Workbench, question: { ask: "lesson"; name: string; text: string }): Promise<void> {
  const answer = await bench.asker.ask<"lesson">(question);
  if (answer.kind === "cancelled") return;
  const read = answer.kind === "done" ? attempt(() => loads(answer.result.document)) : null;
  if (answer.kind === "failed" || !read || "refusal" in read) {
    bench.say("error", answer.kind === "failed" ? answer.error.message : "This lesson cannot be read.");
    return;
  }
  keepOwn(progressIn(read.value.lesson)?.name ?? "", question.text);
  if (answer.kind === "done") show(bench, read.value, answer.result);
}

/** Opens a lesson whose text is here, with what was drawn for it before; says whether it can be read. */
export function openText(bench: Workbench, told: LessonText, drawn: string | null): boolean {
  const read = attempt(() => {
    const { name, start } = readLesson(told.text);
    const before = drawn === null ? null : attempt(() => loads(drawn));
    const lesson = new Map([["name", name]]);
    return before && "value" in before ? before.value : { ...start, lesson };
  });
  if ("refusal" in read) return false;
  keepOwn(progressIn(read.value.lesson)?.name ?? "", told.text);
  show(bench, read.value, told);
  return true;
}

function show(bench: Workbench, document: Document, result: LessonText): void {
  const name = progressIn(document.lesson)?.name ?? "";
  bench.at(OPENED).set({ name, result });
  begin(bench, document, "lesson.open");
  bench.at(LESSON).patch({ over: "" });
  // Another lesson of the same name.
  const { text } = bench.at(COURSE).value;
  if (text && text !== result.text) bench.at(FOLLOWING).value?.load(name);
}

/** What a class found of the drawing. */
export function toldBy(bench: Workbench, goals: readonly Omit<CheckedGoal, "inPython">[]): void {
  bench.at(FOLLOWING).value?.told(goals);
}

function begin(bench: Workbench, document: Document, intent: Transaction["intent"]): void {
  bench.replaceDocument(document, intent);
  bench.ui.patch({ view: isCircuit(document.body) ? "circuit" : "zx" });
  bench.at(ZOOM).value?.fit();
}

/** The document belongs to no lesson any more; undo brings it back. */
export function leaveLesson(bench: Workbench): void {
  const { lesson: _lesson, ...document } = bench.state.document;
  bench.at(LESSON).patch({ over: "" });
  bench.replaceDocument(document, "lesson.leave");
}
