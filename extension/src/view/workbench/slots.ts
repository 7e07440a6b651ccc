/** What rooms offer each other by way of the workbench. */

import type { Document } from "../../document/circuit";
import { USUAL_EXACT } from "../../live/sizes";
import type { Point, Viewport } from "../../state/state";
import type { Transaction } from "../../state/transaction";
import type { Thing } from "../../tools/aim";
import { Cell } from "./cell";
import { slot } from "./slot";

/** Where the pointer was last, on the page. */
export const POINTED = slot(() => new Cell<Point | null>(null));

/** The place in the diagram that is drawn in, of one on the page; null outside. Set by its canvas. */
export const IN_DIAGRAM = slot(() => new Cell<((page: Point) => Point | null) | null>(null));

/** Zooms the canvas that is shown. */
export interface Zoom {
  change(factor: number): void;
  fit(): void;
  open(): void;
  one(): void;
  /** Shows what is selected, or all where nothing is. */
  selection(): void;
}

/** Set by the canvas that is shown. */
export const ZOOM = slot(() => new Cell<Zoom | null>(null));
/** A view moved so far that some of the circuit is in its window; set by the canvas that is shown. */
export const HELD = slot(() => new Cell<((viewport: Viewport) => Viewport) | null>(null));
/** Edits the first angle of what is selected; set where one is shown. */
export const EDIT_ANGLE = slot(() => new Cell<(() => void) | null>(null));
/** Goes to the search over gates and commands; set where it is shown. */
export const SEARCH = slot(() => new Cell<(() => void) | null>(null));
/** Was the search of a view asked for that is still on its way? */
export const SOUGHT = slot(() => new Cell(false));
/** Carries on over the circuit canvas what a pointer took up elsewhere; set by the canvas. */
export interface Hand {
  move(event: PointerEvent): void;
  /** Puts down what is carried, where it is over the canvas. */
  up(event: PointerEvent): void;
}

export const HAND = slot(() => new Cell<Hand | null>(null));
/** Is the space bar held? Then dragging pans. */
export const SPACE = slot(() => new Cell(false));
/** The space of the lowest energy: its probabilities, the mean over its dimensions, to lay over the bars. */
export interface Ground {
  readonly weights: Float64Array;
  readonly dimension: number;
}

/** That of the document's observable; null when unknown. */
export const GROUND = slot(() => new Cell<Ground | null>(null));

/** What a person chose and typed in Send, by name. */
export const REMEMBERED = slot(() => new Map<string, unknown>());

/** A menu of commands: on what, and where on the page. */
export interface Opened {
  readonly thing: Thing;
  readonly at: Point;
  readonly parameter?: string;
}

/** The menu that is open. */
export const MENU = slot(() => new Cell<Opened | null>(null));
/** Says what the keyboard means in the drawing that is shown; set by its canvas. */
export const MEANT = slot(() => new Cell<(() => Opened | null) | null>(null));

/** Qubits up to which noise is followed exactly, as was chosen. */
export const EXACT_NOISE = slot(() => new Cell(USUAL_EXACT));

/** The lesson that the document belongs to, and what it does to the studio. */
export interface Taught {
  /** Empty for none. */
  readonly name: string;
  /** What lies over it. */
  readonly over: "" | "list" | "make" | "join";
  /** Its gates; all where empty. */
  readonly palette: readonly string[];
  /** What a transaction becomes while nothing may be drawn yet; null where it may. */
  readonly hold: ((transaction: Transaction, now: Document) => Transaction) | null;
  /** Is an energy asked for? Then what would draw the answer is away. */
  readonly energy: boolean;
  /** Of a class that somebody came to join; empty for none. */
  readonly code: string;
  /** Was Join pressed with that code already? */
  readonly pressed: boolean;
}

export const UNTAUGHT: Taught = {
  name: "",
  over: "",
  palette: [],
  hold: null,
  energy: false,
  code: "",
  pressed: false,
};
export const LESSON = slot(() => new Cell(UNTAUGHT));

/** Above the live limit: the qubits whose states are shown. */
export const SEEN = slot(() => new Cell({ first: 0, count: 64 }));

export function seenOf({ first, count }: { readonly first: number; readonly count: number }, all: number): number[] {
  const from = Math.max(0, Math.min(first, all - count));
  return Array.from({ length: Math.min(count, all) }, (_, k) => from + k);
}
