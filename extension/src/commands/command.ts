/** What a command is: its name and keys, and what it makes of the state. */

import { isCircuit } from "../document/circuit";
import { attempt } from "../document/errors";
import type { Layout } from "../scene/layout";
import { type EditorState, IDLE, NO_SELECTION, type ZxTool } from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";
import type { Thing } from "../tools/aim";
import { itemAtCursor } from "../tools/walk";
import type { Change } from "./zx";

/** What a command needs to see. */
export interface Context {
  readonly state: EditorState;
  readonly layout: Layout | null;
  /** The parameter on whose slider the menu stands. */
  readonly parameter?: string | undefined;
}

/** What only the view or the host can do. */
export type Effect =
  | "undo"
  | "redo"
  | "save"
  | "copy"
  | "cut"
  | "paste"
  | "edit-angle"
  | "menu"
  | "rename-qubit"
  | "registers"
  | "rename-parameter"
  | "copy-value"
  | "replicate"
  | "definition"
  | "palette"
  | "template"
  | "commands"
  | "keys"
  | "zoom-in"
  | "zoom-out"
  | "zoom-fit"
  | "zoom-one"
  | "zoom-selection"
  | "optimize"
  | "own-observable"
  | "reset"
  | "simplify"
  | "drop-redundant"
  | "redundancy"
  | "pauli-webs"
  | "noise"
  | "gate-costs"
  | "send"
  | "compare"
  | "analyze"
  | "compare-file"
  | "svg"
  | "png"
  | "pdf"
  | "quantikz"
  | "qiskit"
  | "openqasm"
  | "qdesign"
  | "share"
  | "zx"
  | "circuit"
  | "zx-layout"
  | "zx-extract"
  | "simplify-circuit"
  | "zx-prove"
  | "lemma"
  | "lessons"
  | "make-lesson"
  | "join-class"
  | "language-en"
  | "language-de"
  | "language-words"
  | `zx-tool-${ZxTool}`;

/** What a command comes to: a change of the state, something to be done, a panel or an example to show, or nothing. */
export type Outcome =
  | Transaction
  | { readonly effect: Effect }
  | { readonly panel: string }
  | { readonly example: string }
  | null;

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group:
    | "Edit"
    | "Gates"
    | "Select and move"
    | "Group"
    | "Parameters"
    | "Qubits"
    | "View"
    | "Export"
    | "Run"
    | "ZX";
  readonly keys: readonly string[];
  /** The kind of body it is for; both when it does not say. */
  readonly on?: "circuit" | "diagram";
  /** On whose menu it stands. */
  readonly menu?: readonly Thing[];
  /** Whether it stands there for what is chosen; always when it does not say. */
  readonly fits?: (context: Context) => boolean;
  readonly run: (context: Context) => Outcome;
}

export const effect =
  (name: Effect): (() => Outcome) =>
  () => ({ effect: name });

export function command(
  id: string,
  label: string,
  rest: Omit<Command, "id" | "label" | "keys"> & { readonly keys?: readonly string[] },
): Command {
  return { id, label, keys: [], ...rest };
}

/** A command that only the view or the host can do. */
export function asked(
  id: string,
  label: string,
  group: Command["group"],
  name: Effect,
  keys: readonly string[] = [],
  where: Pick<Command, "menu"> = {},
): Command {
  return { id, label, group, keys, ...where, run: effect(name) };
}

/** Is the command for what the document holds? */
export function applies({ on }: Command, { document }: EditorState): boolean {
  return on === undefined || on === document.body.kind;
}

/** Those whose label has the words that were typed as words of its own first: `class` finds Join a class… so. */
export function nearestFirst<T extends { readonly label: string }>(
  found: readonly T[],
  typed: string,
  said: (label: string) => string = (label) => label.toLowerCase(),
): readonly T[] {
  const far = ({ label }: T): number => Number(!` ${said(label).split(/[\s…]/).join(" ")} `.includes(` ${typed} `));
  return typed ? [...found].sort((a, b) => far(a) - far(b)) : found;
}

/** What the menu of a thing offers, in the order of the table. */
export function menuOf(commands: readonly Command[], thing: Thing, context: Context): readonly Command[] {
  return commands.filter(
    (each) => applies(each, context.state) && each.menu?.includes(thing) && (each.fits?.(context) ?? true),
  );
}

/** A command that does one thing to a circuit and another to a diagram. */
export function either(circuit: Command["run"], diagram: Command["run"]): Command["run"] {
  return (context) => (isCircuit(context.state.document.body) ? circuit(context) : diagram(context));
}

/** A step that an edit of the diagram makes; none when it changes nothing. */
export function drawn(intent: string, edit: (state: EditorState) => Change | null): Command["run"] {
  return ({ state }) => {
    const made = attempt(() => edit(state));
    if ("refusal" in made) return aside("notice", { notice: { text: made.refusal.message, at: null } });
    return made.value && step(intent, { notice: null, preview: null, ...made.value });
  };
}

/** A step made by an edit, or its refusal in words. */
export function edited(intent: string, edit: () => Partial<EditorState>): Outcome {
  const result = attempt(edit);
  if ("refusal" in result) return aside("notice", { notice: { text: result.refusal.message, at: null } });
  return step(intent, { notice: null, preview: null, tool: IDLE, ...result.value });
}

/** The selection, or the gate under the keyboard's cursor. */
export function chosen({ state, layout }: Context): ReadonlySet<string> {
  if (state.selection.size || !layout) return state.selection;
  const id = state.cursor.visible ? itemAtCursor(layout, state.cursor) : null;
  return id ? new Set([id]) : NO_SELECTION;
}

export function nothingChosen(): Outcome {
  return aside("notice", {
    notice: { text: "Select gates first: click one, or drag a box around several.", at: null },
  });
}
