/** A class that somebody joined: what they draw for its lessons is told, what it chooses is opened. One a page. */

import { isCircuit } from "../../document/circuit";
import { dumps } from "../../document/write";
import {
  Attendance,
  type Attended,
  type FoundThere,
  type Member,
  type Report,
  type Told,
} from "../../lessons/attending";
import { type ClassState, errorIn, NOTHING, secretIn, stateAfter } from "../../lessons/class-told";
import { kept, progressIn } from "../../lessons/progress";
import { Cell } from "../workbench/cell";
import { LESSON } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import { COURSE, followDocument, openText, toldBy } from "./following";
import * as stored from "./stored";

export interface Room extends Attended {
  /** The lesson that the class chose, where opening it would take the place of a drawing; empty for none. */
  readonly offered: string;
}

/** The class; null where nobody joined one. */
export const ROOM = new Cell<Room | null>(null);

/** A class that was left open is gone on with by itself for so long, ms. */
const SAME_DAY = 6 * 3_600_000;
const PATIENCE = 20_000;

let attendance: Attendance | null = null;
/** The studio in which somebody last drew for the class. */
let active: Workbench | null = null;
const attended = new WeakSet<Workbench>();

const around = (address: string) => ({
  post: (path: string, body: object) => talk(address, path, body),
  after(milliseconds: number, act: () => void) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  keep: (member: Member, state: ClassState, waiting: Report | null) => stored.keepClass({ member, state, waiting }),
  now: () => Date.now(),
});

async function talk(address: string, path: string, body: object | null): Promise<Told> {
  try {
    const answer = await fetch(`${address}class/api/${path}`, {
      ...(body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      ...{ credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said: unknown = await answer.json().catch(() => null);
    if (answer.ok && said !== null) return { kind: "done", body: said };
    return { kind: "refused", status: answer.status, message: errorIn(said) || "No class answers at this address." };
  } catch {
    return { kind: "away" };
  }
}

/** Joins a class; gives why not in words, else nothing. */
export async function joinClass(bench: Workbench, address: string, code: string): Promise<string> {
  if (isBarred(address))
    return (
      "This page came by https, from which browsers let nobody talk to a class by http. " +
      `Open ${address}page/#join=${code} instead.`
    );
  const before = stored.keptClass();
  const student = before?.member.address === address ? before.member.student : stored.leftAs(address);
  const told = await talk(address, "join", { code, ...(student && { student }) });
  if (told.kind === "refused") return told.message;
  if (told.kind === "away")
    return `Nobody answers at ${new URL(address).host}. Is the address right, and are you in the same network?`;
  const secret = secretIn(told.body);
  if (!secret) return "No class answers at this address.";
  attendance?.stop();
  const member = { address, code, student: secret, time: Date.now() };
  start(bench, member, { state: stateAfter(NOTHING, told.body), waiting: null }, true);
  return "";
}

/** Does the browser keep this page from the address? */
function isBarred(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return location.protocol === "https:" && protocol === "http:" && !/^(localhost|127\.0\.0\.1)$/.test(hostname);
}

/** Follows the document's lesson from now on, and the class that it belongs to; once for each studio. */
export function follow(bench: Workbench): void {
  followDocument(bench);
  attend(bench);
}

/** Goes on in a class that was joined before on this page or, if that is not long ago, on one before. */
export function attend(bench: Workbench): void {
  if (!attended.has(bench)) {
    attended.add(bench);
    bench.at(COURSE).subscribe(() => report(bench));
  }
  if (attendance) return;
  const before = stored.keptClass();
  if (before && Date.now() - before.member.time < SAME_DAY) start(bench, before.member, before, false);
}

function start(
  bench: Workbench,
  member: Member,
  begun: { readonly state: ClassState; readonly waiting: Report | null },
  joined: boolean,
): void {
  active = bench;
  const own = new Attendance(member, begun, around(member.address), (now, found) => hear(now, found));
  attendance = own;
  followed = joined ? "" : begun.state.lesson;
  shownHint = joined ? "" : hintKey(begun.state);
  own.begin(joined);
  attend(bench);
  report(bench);
}

addEventListener("online", () => attendance?.retry());

/** Leaves the class: nothing more is told but that; who joins it again from this browser is who they were. */
export function leaveClass(): void {
  const { member } = ROOM.value ?? {};
  if (member) {
    stored.keepLeft(member.address, member.student);
    void talk(member.address, "leave", { student: member.student });
  }
  attendance?.stop();
  attendance = null;
  stored.keepClass(null);
  ROOM.set(null);
}

/** The lesson of the class that was opened last, and the hint of it that was shown. */
let followed = "";
let shownHint = "";
const hintKey = ({ hint }: ClassState): string => (hint ? `${hint.lesson} ${hint.number}` : "");

function hear(now: Attended, found: FoundThere | null): void {
  ROOM.set({ ...now, offered: ROOM.value?.offered ?? "" });
  if (!active) return;
  const { name } = active.at(LESSON).value;
  if (found && found.lesson === name) toldBy(active, found.goals);
  if (now.state.lesson !== followed) {
    followed = now.state.lesson;
    ROOM.patch({ offered: "" });
    if (followed && followed !== name) {
      if (isOurs(active, now.state)) void openClassLesson(active, followed);
      else ROOM.patch({ offered: followed });
    }
  }
  showHint(active, now.state);
}

/** Is nothing drawn, or an answer to a lesson of the class, which is kept? */
function isOurs(bench: Workbench, { lessons }: ClassState): boolean {
  const { body, lesson } = bench.state.document;
  const name = progressIn(lesson)?.name;
  if (!(isCircuit(body) ? body.operations.size : body.spiders.size)) return true;
  return lessons.some((each) => each.name === name);
}

/** The hint that the class shows to all, once its lesson is open. */
function showHint(bench: Workbench, state: ClassState): void {
  const key = hintKey(state);
  if (key === shownHint || !state.hint) return;
  const course = bench.at(COURSE);
  const { lesson } = course.value;
  if (lesson?.name !== state.hint.lesson) return;
  shownHint = key;
  course.patch({ hint: Math.min(lesson.hints.length, state.hint.number) });
}

/** Opens a lesson of the class, with what was drawn for it before. */
export async function openClassLesson(bench: Workbench, name: string): Promise<void> {
  const room = ROOM.value;
  if (!room) return;
  const { address, code } = room.member;
  const asked = new URLSearchParams({ name, code });
  const told = await talk(address, `lesson?${asked}`, null);
  const text = told.kind === "done" ? lessonIn(told.body) : (stored.ownLesson(name) ?? "");
  const { revision = "" } = room.state.lessons.find((each) => each.name === name) ?? {};
  keepAnswer(bench);
  ROOM.patch({ offered: "" });
  if (text && openText(bench, { text, revision }, stored.keptAnswer(code, name))) return;
  ROOM.patch({ offered: name });
  bench.say("error", told.kind === "refused" ? told.message : "The lesson could not be fetched. Try again.");
}

/** A lesson's text, however it is told. */
function lessonIn(body: unknown): string {
  const { text } = Object(body) as { readonly text?: unknown };
  return typeof text === "string" ? text : JSON.stringify(body);
}

/** What is drawn for a lesson of the class, for when it is opened again. */
function keepAnswer(bench: Workbench): void {
  const { document, outer } = bench.state;
  const name = progressIn(document.lesson)?.name;
  const room = ROOM.value;
  const ours = room?.state.lessons.some((each) => each.name === name);
  if (room && name && ours && !outer) stored.keepAnswer(room.member.code, name, dumps(document));
}

/** The last rest of a drawing that was told. */
let told: readonly unknown[] = [];

function report(bench: Workbench): void {
  const { lesson, revision, standing } = bench.at(COURSE).value;
  const room = ROOM.value;
  if (!attendance || !room || !lesson || bench.state.outer) return;
  const listed = room.state.lessons.find(({ name }) => name === lesson.name);
  if (!listed) return;
  const { hints } = stored.remembered().get(lesson.name) ?? { hints: 0 };
  attendance.look(lesson.name, hints);
  if (!standing.rest) return;
  active = bench;
  const now = [bench, attendance, lesson, standing.rest.change, standing.progress.answers, hints];
  if (now.every((each, k) => each === told[k])) return;
  told = now;
  const text = dumps({ ...bench.state.document, lesson: kept(standing.progress) });
  stored.keepAnswer(room.member.code, lesson.name, text);
  attendance.report({
    ...{ lesson: lesson.name, revision: listed.revision || revision, hints },
    document: JSON.parse(text) as object,
  });
  showHint(bench, room.state);
}
