/** Transactions and history: the only way to change the state, and the way back. */

import type { Document } from "../document/circuit";
import { attempt } from "../document/errors";
import { same } from "../document/same";
import { carried, levelsOf, rememberLevel } from "./inside";
import { type EditorState, IDLE, initialState } from "./state";
import { followedTime, timeOf, withTime } from "./time";

/** A change of the state; fields left out stay. */
export interface Transaction extends Partial<EditorState> {
  /** Dotted, from wide to narrow: `parameter.drag`. */
  readonly intent: string;
  /** A step of its own, part of the last step of the same intent, or none that undo knows. */
  readonly history: "step" | "join" | "skip";
  readonly origin: "person" | "host" | "python" | "history";
}

type Moment = Pick<EditorState, "document" | "selection" | "timeCursor" | "outer" | "viewport">;

export interface History {
  readonly past: readonly Moment[];
  readonly future: readonly Moment[];
  /** Intent that a following `join` adds to. */
  readonly open: string | null;
}

/** State with its history. */
export interface Editor {
  readonly state: EditorState;
  readonly history: History;
}

export function newEditor(document?: Document): Editor {
  const state = initialState(document);
  const timeCursor = timeOf(state.document);
  return { state: { ...state, timeCursor }, history: { past: [], future: [], open: null } };
}

/** A step by the person; what a command usually makes. */
export function step(intent: string, change: Partial<EditorState>): Transaction {
  return { ...change, intent, history: "step", origin: "person" };
}

/** A change that undo does not know: selection, view, preview. */
export function aside(intent: string, change: Partial<EditorState>): Transaction {
  return { ...change, intent, history: "skip", origin: "person" };
}

/** The editor after a transaction. */
export function apply(editor: Editor, transaction: Transaction): Editor {
  const { intent, history, origin, ...change } = transaction;
  const old = editor.state;
  const moved: EditorState = { ...old, ...change };
  // What a person leaves as it was stays the same object, and is no step.
  const stays = origin === "person" && !("outer" in change) && same(moved.document, old.document);
  const kept = stays ? { ...moved, document: old.document } : moved;
  // A preview and a notice are of the document that was there: whatever puts in another one ends them.
  const next = kept.document === old.document ? kept : { ...kept, preview: null, notice: null, ...news(change) };
  const timeCursor = timeAfter(old, next, transaction);
  // A document says where its state is shown, so that it is saved.
  const said = next.document !== old.document || timeCursor !== old.timeCursor;
  const document = said && !next.outer ? withTime(next.document, timeCursor) : next.document;
  const timed = timeCursor === next.timeCursor && document === next.document ? next : { ...next, timeCursor, document };
  const made = attempt(() => ("outer" in change ? timed : carried(old, timed)));
  if ("refusal" in made) {
    const notice = { text: made.refusal.message, at: null };
    return { state: { ...old, tool: IDLE, preview: null, notice }, history: editor.history };
  }
  const state = made.value;
  rememberLevel(state);
  const changed = state.document !== old.document || (history === "step" && timeCursor !== old.timeCursor);
  if (!changed) return { state, history: editor.history };
  if (history === "skip") return { state, history: { ...editor.history, open: null } };
  const joins = history === "join" && editor.history.open === intent && editor.history.past.length > 0;
  const past = joins ? editor.history.past : [...editor.history.past, momentOf(editor.state)];
  return { state, history: { past, future: [], open: history === "join" ? intent : null } };
}

/** The preview and the notice that a transaction brings itself. */
function news({ preview, notice }: Partial<EditorState>): Partial<Pick<EditorState, "preview" | "notice">> {
  return { ...(preview !== undefined && { preview }), ...(notice !== undefined && { notice }) };
}

/** Where "State here" stands after a transaction: where it or the host's document says, else behind its gates. */
function timeAfter(old: EditorState, next: EditorState, transaction: Transaction): number | null {
  if ("timeCursor" in transaction) return next.timeCursor;
  const heard = transaction.origin === "host" && next.document !== old.document && !next.outer;
  return heard ? timeOf(next.document) : followedTime(old.timeCursor, old.document, next.document);
}

function momentOf({ document, selection, timeCursor, outer, viewport }: EditorState): Moment {
  return { document, selection, timeCursor, outer, viewport };
}

/** The earlier steps of what is drawn: of the whole circuit, or of the definition that is open. */
export function stepsHere({ state, history }: Editor): readonly Moment[] {
  const here = placeOf(state);
  return history.past.filter((moment) => placeOf(moment) === here);
}

function placeOf({ outer }: Pick<EditorState, "outer">): string {
  return levelsOf(outer).join("\n");
}

export function canUndo(editor: Editor): boolean {
  return editor.history.past.length > 0;
}

export function canRedo(editor: Editor): boolean {
  return editor.history.future.length > 0;
}

/** One step back: the very same document that was there. */
export function undo(editor: Editor): Editor {
  const last = editor.history.past.at(-1);
  if (!last) return editor;
  return travelled(editor, last, {
    past: editor.history.past.slice(0, -1),
    future: [...editor.history.future, momentOf(editor.state)],
    open: null,
  });
}

export function redo(editor: Editor): Editor {
  const next = editor.history.future.at(-1);
  if (!next) return editor;
  return travelled(editor, next, {
    past: [...editor.history.past, momentOf(editor.state)],
    future: editor.history.future.slice(0, -1),
    open: null,
  });
}

function travelled(editor: Editor, moment: Moment, history: History): Editor {
  // The view stays, unless the change was in another definition.
  const viewport = placeOf(moment) === placeOf(editor.state) ? editor.state.viewport : moment.viewport;
  return { state: { ...editor.state, ...moment, viewport, tool: IDLE, preview: null, notice: null }, history };
}
