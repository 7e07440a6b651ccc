/** What a browser remembers of lessons: how far one was, those that were opened from files, and the class one is in. */

import type { Member, Report } from "../../lessons/attending";
import { type ClassState, NOTHING, stateAfter } from "../../lessons/class-told";

export interface Remembered {
  readonly met: number;
  readonly goals: number;
  readonly done: boolean;
  readonly hints: number;
}

const KEY = "qdesign.lessons";
const OWN = "qdesign.lesson.";
const MOST_OWN = 500_000;
/** Where the browser keeps nothing: as long as the page is open. */
const HELD = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? HELD.get(key) ?? null;
  } catch {
    return HELD.get(key) ?? null;
  }
}

function write(key: string, text: string): void {
  HELD.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // It is full or shut; the page still has it.
  }
}

export function remembered(): ReadonlyMap<string, Remembered> {
  try {
    const data: unknown = JSON.parse(read(KEY) ?? "{}");
    return new Map(Object.entries(Object(data) as object).flatMap(([name, each]) => one(name, each)));
  } catch {
    return new Map();
  }
}

function one(name: string, said: unknown): readonly (readonly [string, Remembered])[] {
  const { met, goals, done, hints } = Object(said) as Partial<Record<keyof Remembered, unknown>>;
  const number = (value: unknown): number => (Number.isFinite(value) ? Number(value) : 0);
  return [[name, { met: number(met), goals: number(goals), done: done === true, hints: number(hints) }]];
}

export function remember(name: string, change: Partial<Remembered>): void {
  const all = new Map(remembered());
  const before = all.get(name) ?? { met: 0, goals: 0, done: false, hints: 0 };
  all.set(name, {
    ...before,
    ...change,
    met: Math.max(before.met, change.met ?? 0),
    done: before.done || !!change.done,
  });
  write(KEY, JSON.stringify(Object.fromEntries(all)));
}

/** The text of a lesson that was opened from a file; null for one of the catalog. */
export const ownLesson = (name: string): string | null => read(OWN + name) || null;

/** Keeps that text; an empty one where a lesson of the catalog of this name was opened after it. */
export function keepOwn(name: string, text: string): void {
  if (!text && !ownLesson(name)) return;
  if (text.length <= MOST_OWN) write(OWN + name, text);
  else HELD.set(OWN + name, text);
}

const CLASS = "qdesign.class";
const ANSWER = "qdesign.answer.";

interface KeptClass {
  readonly member: Member;
  readonly state: ClassState;
  readonly waiting: Report | null;
}

/** Who one is in a class, and what it was not told yet; null where none was joined. */
export function keptClass(): KeptClass | null {
  try {
    const { member, state, waiting } = Object(JSON.parse(read(CLASS) ?? "null")) as Partial<KeptClass>;
    const { address, code, student, time } = Object(member) as Partial<Member>;
    if (![address, code, student].every((each) => typeof each === "string" && each !== "")) return null;
    const known = { address: String(address), code: String(code), student: String(student), time: Number(time) || 0 };
    return { member: known, state: stateAfter(NOTHING, state), waiting: waiting ?? null };
  } catch {
    return null;
  }
}

export const keepClass = (now: KeptClass | null): void => write(CLASS, now ? JSON.stringify(now) : "");

const LEFT = "qdesign.left ";

/** Who one was in a class that one left, so that one comes back as the same; empty where that is not known. */
export const leftAs = (address: string): string => read(LEFT + address) ?? "";

export const keepLeft = (address: string, student: string): void => write(LEFT + address, student);

const answerOf = (code: string, lesson: string): string => `${ANSWER}${code} ${lesson}`;

/** What was drawn for a lesson of a class; null for nothing. */
export const keptAnswer = (code: string, lesson: string): string | null => read(answerOf(code, lesson)) || null;

export function keepAnswer(code: string, lesson: string, text: string): void {
  if (text.length <= MOST_OWN) write(answerOf(code, lesson), text);
  else HELD.set(answerOf(code, lesson), text);
}
