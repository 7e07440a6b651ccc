/** What the page with no server shows, and what its host does for it. */

import type { FunctionComponent } from "preact";
import type { Command } from "../../commands/command";
import type { Measure } from "../../scene/math";
import type { Linked } from "../widgets/link";
import type { Cell } from "../workbench/cell";

/** An example with the words of its card. */
export interface Example {
  readonly title: string;
  readonly help: string;
  readonly qubits: number;
  readonly parameters: number;
  readonly two_qubit: number;
  readonly document: string;
}

/** A drawing that the browser keeps. */
export interface Drawing extends Linked {
  readonly id: string;
  /** Milliseconds since 1970 of the last edit. */
  readonly time: number;
  /** The name of the lesson that it is for. */
  readonly lesson?: string;
}

/** A lesson of the page. */
export interface LessonCard {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly help: string;
  readonly minutes: number;
  /** What it begins with, as text, and how many goals it has. */
  readonly start: string;
  readonly goals: number;
}

/** How far somebody was in a lesson, by its name. */
export type Known = ReadonlyMap<string, { readonly met: number; readonly goals: number; readonly done: boolean }>;

export interface LessonLineProps {
  readonly name: string;
  /** Of the drawing. */
  readonly title: string;
  readonly pages: Pages;
}

/** What is loaded once it is wanted. */
export interface Pages {
  readonly Lessons: FunctionComponent<PageProps & { readonly pages: Pages }>;
  /** On the card of a drawing for a lesson: which one, and how far. */
  readonly LessonLine: FunctionComponent<LessonLineProps>;
  readonly Keys: FunctionComponent<{ readonly commands: readonly Command[] }>;
  readonly About: FunctionComponent<PageProps>;
  readonly commands: readonly Command[];
  readonly lessons: readonly LessonCard[];
  readonly remembered: () => Known;
}

export type Place = "start" | "lessons" | "keys" | "about" | "drawing";

export interface PageState {
  readonly place: Place;
  /** Null before they are loaded, and in words why they cannot be. */
  readonly pages: Pages | string | null;
  readonly theme: "light" | "dark";
  readonly examples: readonly Example[];
  /** What this browser keeps, the newest first. */
  readonly kept: readonly Drawing[];
  /** Why a link or a file was not opened. */
  readonly refused: string;
  /** Is everything here without a network? */
  readonly offline: boolean;
  /** Seconds until something could be done. */
  readonly usable: number | null;
  /** Who one is in a class that one joined; empty for nobody. */
  readonly member: string;
  /** The id of the drawing that is open; empty for none. */
  readonly open: string;
}

/** What the host does for the page. */
export interface PageActs {
  readonly version: string;
  /** Is it served by a class, which may be joined here? */
  readonly isOfClass: boolean;
  /** KiB of the first load, gzip. */
  readonly size: string;
  /** Where Binder starts qdesign; empty where the page was built without it. */
  readonly binder: string;
  /** Where the documentation stands; empty where the page was built without it. */
  readonly docs: string;
  /** The page's own address, without a fragment. */
  readonly address: string;
  go(place: Place): void;
  /** Goes on with a lesson where this browser keeps a drawing for it, else begins it. */
  learn(name: string): void;
  open(drawing: Linked, id?: string): void;
  /** Joins the class that serves the page. */
  join(code: string): void;
  forget(id: string): void;
  /** Opens a text: a document, or a program. */
  take(file: string, text: string): void;
  takeLink(link: string): void;
  refuse(why: string): void;
  /** The drawing that is open, as it is now. */
  now(): Linked | null;
  /** Offers a drawing as a file. */
  save(drawing: Linked): void;
  /** Takes the element that the studio lives in. */
  hold(element: HTMLElement): void;
}

export interface PageProps {
  readonly state: Cell<PageState>;
  readonly acts: PageActs;
  readonly measure: Measure;
}
