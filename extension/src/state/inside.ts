/** Inside of a composite gate's definition: going in, coming back, and what an edit there does to the circuit. */

import type { Document } from "../document/circuit";
import { definitionOf, type Edit, reopened, withDefinition, withGates } from "../document/definition";
import { circuitOf } from "../document/level";
import { type EditorState, IDLE, NO_SELECTION, type Outer } from "./state";

/** The document as it is kept, wherever in it the canvas is. */
export function wholeDocument({ document, outer }: Pick<EditorState, "document" | "outer">): Document {
  return outer ? wholeDocument(outer) : document;
}

/** The state with the kept document changed, but nothing of the definition that is open. */
export function withWhole(state: EditorState, change: (whole: Document) => Document): Partial<EditorState> {
  const around = (outer: Outer): Outer =>
    outer.outer ? { ...outer, outer: around(outer.outer) } : { ...outer, document: change(outer.document) };
  return state.outer ? { outer: around(state.outer) } : { document: change(state.document) };
}

/** Names of the definitions that are open, the innermost last. */
export function levelsOf(outer: Outer | null): readonly string[] {
  return outer ? [...levelsOf(outer.outer), outer.name] : [];
}

const NOWHERE = { selection: NO_SELECTION, timeCursor: null, preview: null, tool: IDLE, notice: null } as const;

/** Goes into a gate's definition, whose parameters start at the angles of a use. */
export function entered(state: EditorState, name: string, angles: readonly string[]): Partial<EditorState> {
  const { document, selection, viewport, timeCursor, cursor, outer } = state;
  return {
    ...NOWHERE,
    document: definitionOf(document, name, angles),
    cursor: { path: [], qubit: 0, column: 0, visible: false },
    outer: { document, name, selection, viewport, timeCursor, cursor, outer },
  };
}

/** Comes back to the circuit as it was left, out of so many definitions; null where there is none. */
export function left(state: EditorState, levels = 1): Partial<EditorState> | null {
  const { outer } = state;
  if (!outer) return null;
  const { name: _name, ...back } = outer;
  const next: Partial<EditorState> = { ...NOWHERE, ...back };
  return levels > 1 ? (left({ ...state, ...next }, levels - 1) ?? next) : next;
}

/** The state with an edit of the open definition carried to all that is around it. */
export function carried(old: EditorState, next: EditorState): EditorState {
  const { outer } = next;
  if (!outer || next.document.body === old.document.body) return next;
  const edit: Edit = { name: outer.name, was: old.document, now: next.document };
  const made = everywhere(outer, edit);
  return { ...next, document: reopened(edit, circuitOf(wholeDocument(made)).gates), outer: made };
}

/** Each circuit around with the edit of a definition; all have the definitions of the whole document. */
function everywhere(level: Outer, edit: Edit): Outer {
  const document = withDefinition(level.document, edit);
  if (!level.outer) return { ...level, document };
  const outer = everywhere(level.outer, edit);
  return { ...level, document: withGates(document, circuitOf(wholeDocument(outer)).gates), outer };
}

/** Where a document was looked at, so that what was asked about it comes back there. */
const levels = new WeakMap<Document, string>();

export function rememberLevel({ document, outer }: EditorState): void {
  if (outer) levels.set(document, outer.name);
}

/** The gate whose definition a document is; empty for a whole one. */
export function levelOfDocument(document: Document): string {
  return levels.get(document) ?? "";
}
