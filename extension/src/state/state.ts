/** What the studio shows: one deeply readonly value, changed only by transactions. */

import { type Document, emptyDocument } from "../document/circuit";
import type { Path } from "../document/level";
import type { Cargo, Landing } from "../document/put-down";

export interface EditorState {
  readonly document: Document;
  readonly selection: ReadonlySet<string>;
  /** Where the keyboard stands: a wire, and the column that a letter would fill. */
  readonly cursor: Cursor;
  readonly tool: ToolState;
  readonly viewport: Viewport;
  /** The document as if what is going on were done. */
  readonly preview: Document | null;
  /** The state is shown after this column; null for the end. */
  readonly timeCursor: number | null;
  /** Parameters lit up by hovering a slider or a gate. */
  readonly lit: ReadonlySet<string>;
  readonly notice: Notice | null;
  /** What is around the definition that is open; null where the document is the whole one. */
  readonly outer: Outer | null;
}

/** A circuit that was left for the definition of one of its gates. */
export interface Outer
  extends Pick<EditorState, "document" | "selection" | "viewport" | "timeCursor" | "cursor" | "outer"> {
  /** The gate whose definition is open. */
  readonly name: string;
}

export interface Cursor {
  readonly path: Path;
  readonly qubit: number;
  readonly column: number;
  /** Is it shown? Only once the keyboard was used. */
  readonly visible: boolean;
}

export interface Viewport {
  /** Scene coordinates of the top left corner. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** By what each axis is larger than the zoom says, far away from a long or high drawing; absent for not at all. */
  readonly stretch?: Point;
}

/** A sentence beside the pointer or the selection: why something was refused. */
export interface Notice {
  readonly text: string;
  /** Position in the canvas in px; null for beside the selection. */
  readonly at: Point | null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a click on the ZX canvas does. */
export type ZxTool = "select" | "Z" | "X" | "H" | "plain" | "hadamard" | "boundary" | "wand";

/** What a gesture on the ZX canvas asks for: a rule at a place, or why there is none. */
export type Asked =
  | {
      readonly kind: "rule";
      readonly rule: string;
      readonly selection: readonly string[];
      readonly options: ReadonlyMap<string, string | number | boolean>;
      /** Where the spider stands that comes, in pitches; null for where the rule puts it. */
      readonly at: Point | null;
    }
  | { readonly kind: "none"; readonly why: string };

/** States of the pointer tools; names end in -ing, or are idle. */
export type ToolState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "placing";
      readonly cargo: Cargo;
      readonly sticky: boolean;
      readonly spot: Landing | null;
      readonly away: boolean;
    }
  | {
      readonly kind: "pressing";
      readonly id: string;
      readonly from: Point;
      readonly toggle: boolean;
    }
  | {
      readonly kind: "dragging";
      readonly ids: ReadonlySet<string>;
      readonly anchor: { readonly id: string; readonly wire: number };
      /** Is it the anchor's control on its wire that moves, and not the gate? */
      readonly control: boolean;
      readonly from: Point;
      readonly spot: Landing | null;
      /** Off the canvas, where letting go deletes. */
      readonly away: boolean;
    }
  | { readonly kind: "boxing"; readonly from: Point; readonly to: Point; readonly kept: ReadonlySet<string> }
  | { readonly kind: "panning"; readonly from: Point; readonly viewport: Viewport }
  /** "State here" is held: where letting go puts it, nowhere yet when null. */
  | { readonly kind: "timing"; readonly column: number | null; readonly away: boolean }
  /** A slider is held. */
  | { readonly kind: "sliding"; readonly parameter: string }
  /** Spiders are held; `moved` once they have left their places. */
  | {
      readonly kind: "moving";
      readonly from: Point;
      readonly id: string;
      readonly ids: ReadonlySet<string>;
      readonly moved: boolean;
      /** Is a spider of its own pulled out of the one that is held? */
      readonly apart: boolean;
      /** The spider that the one that is held stands over, while proving. */
      readonly onto: string | null;
      readonly asked: Asked | null;
    }
  /** A stroke is drawn through what a rule is taken at. */
  | { readonly kind: "stroking"; readonly points: readonly Point[]; readonly asked: Asked | null }
  /** An edge leads from a spider to the pointer; `held` until the button is up for the first time. */
  | {
      readonly kind: "joining";
      readonly from: string;
      readonly start: Point;
      readonly to: Point;
      readonly held: boolean;
    };

export const IDLE: ToolState = { kind: "idle" };
export const NO_SELECTION: ReadonlySet<string> = new Set();

export function initialState(document: Document = emptyDocument(2)): EditorState {
  return {
    document,
    selection: NO_SELECTION,
    cursor: { path: [], qubit: 0, column: 0, visible: false },
    tool: IDLE,
    viewport: { x: 0, y: 0, zoom: 1 },
    preview: null,
    timeCursor: null,
    lit: NO_SELECTION,
    notice: null,
    outer: null,
  };
}

/** The document that is drawn and simulated. */
export function shownDocument(state: EditorState): Document {
  return state.preview ?? state.document;
}

/** Is another circuit looked at, such as a template before it is put in? What is tuned and edited is not that one. */
export function looksElsewhere({ document, preview, tool }: EditorState): boolean {
  return preview !== null && tool.kind === "idle" && preview.body !== document.body;
}

/** What panels say whose figures take too long for a look. */
export const OF_ANOTHER = "Another circuit is looked at. Its figures come once it is put in.";
