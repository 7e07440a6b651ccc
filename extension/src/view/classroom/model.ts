/** What an instructor's page shows and asks for, and its words. */

import { piecesOf } from "../../lessons/rich";
import type { Measure } from "../../scene/math";
import type { Cell as Watched } from "../workbench/cell";
import type { Cell, GoalLine, Look, Snapshot } from "./class.generated";

/** What the page asks of its server. */
export type Act =
  /** Looks at a lesson, for this page alone. */
  | { readonly act: "show"; readonly lesson: string }
  /** Opens a lesson at all students; none where it is empty. */
  | { readonly act: "choose"; readonly lesson: string }
  | { readonly act: "joining" | "hints"; readonly allowed: boolean }
  /** Shows a hint, from 1, to all; none where it is 0. */
  | { readonly act: "hint"; readonly lesson: string; readonly number: number }
  | { readonly act: "look"; readonly student: number; readonly lesson: string }
  | { readonly act: "remove"; readonly student: number }
  | { readonly act: "csv" | "hand-ins" | "end" | "reopen" | "remove-idle" };

/** What comes of it. */
export interface Answer {
  /** Why it was not done; empty where it was. */
  readonly error: string;
  /** A drawing that was asked for; null where nothing was drawn. */
  readonly look?: Look | null;
  /** A file that was asked for. */
  readonly name?: string;
  readonly content?: ArrayBuffer;
}

export interface ClassState {
  readonly theme: "light" | "dark";
  readonly snapshot: Snapshot | null;
  /** Does the server not answer? */
  readonly gone: boolean;
}

export interface ClassProps {
  readonly state: Watched<ClassState>;
  readonly ask: (act: Act) => Promise<Answer>;
  readonly measure: Measure;
}

/** A goal that is open for longer is amber, s. */
export const LONG = 300;
/** Students beyond which rows are low. */
export const MANY = 40;

/** A title without its marks. */
export const plain = (title: string): string =>
  piecesOf(title)
    .map(({ text }) => text)
    .join("");

/** 2:59, and beyond an hour 1 h 05. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours} h ${String(minutes).padStart(2, "0")}` : `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

/** How long ago somebody was heard of. */
export function ago(seconds: number): string {
  if (seconds < 20) return "now";
  if (seconds < 60) return `${10 * Math.floor(seconds / 10)} s`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

export const number = (value: number): string => value.toFixed(3).replace("-", "−");

/** The address without what a browser adds by itself, or the class, which leads to its page. */
export const shortAddress = (address: string): string =>
  address.replace(/^https?:\/\//, "").replace(/(?:\/page)?\/$/, "");

/** The link that the code shows: the page that the class serves, with the class's code. */
export const joinLink = ({ addresses, code }: Snapshot): string => `${addresses[0] ?? ""}#join=${code}`;

/** How a goal stands with a student, as a mark and in words. */
export function standingOf(cell: Cell, goal: GoalLine): { readonly mark: string; readonly words: string } {
  if (cell.passed) return { mark: "pass", words: `${goal.title}: met` };
  if (cell.outcome === "none") return { mark: "none", words: `${goal.title}: not begun` };
  const long = (cell.seconds ?? 0) >= LONG;
  return { mark: long ? "long" : "open", words: `${goal.title}: not met yet` };
}

/** The hint that would be the next one to show to all, from 1; 0 where there is none. */
export function nextHint({ hint_lesson, hint_number, shown, lessons }: Snapshot): number {
  const { hints = [] } = lessons.find(({ name }) => name === shown) ?? {};
  const next = hint_lesson === shown ? hint_number + 1 : 1;
  return next <= hints.length ? next : 0;
}
