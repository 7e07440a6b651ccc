/** Every command: what it is called, its keys, what it makes of the state. It is long because every command is here. */

import { type Document, findItem, isBlock, isCircuit, type Operation } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { byLevel, insertItems, moveDisplay, moveItems, setConditions } from "../document/edit";
import { attempt, Refusal } from "../document/errors";
import { findGate, GATES, type GateRow, ROWS } from "../document/gates";
import { makeBlock, makeGate, ungroup, withoutItems } from "../document/group";
import { circuitOf, levelOf, settled, TOP, withLevel } from "../document/level";
import { freshName } from "../document/names";
import { setValues } from "../document/parameters";
import { compacted } from "../document/place";
import { carried, putDown, withQubits } from "../document/put-down";
import { addQubit, moveQubit, removeQubit } from "../document/wires";
import type { Layout } from "../scene/layout";
import { left } from "../state/inside";
import { spidersIn } from "../state/selection";
import { type Cursor, type EditorState, IDLE, NO_SELECTION, type ZxTool } from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";
import type { Thing } from "../tools/aim";
import { startPlacing } from "../tools/pointer";
import { itemAtCursor, standsOn, walked, walkedToEnd } from "../tools/walk";
import { fixed, freeControl, hasAngle, meantParameter, numbersOf, soleGate, withControl, withParameters } from "./gate";
import {
  addedHere,
  boundaryHere,
  type Change,
  changedKind,
  type Direction,
  duplicated,
  joined,
  nextEdge,
  nudged,
  walkedTo,
  withoutSelected,
} from "./zx";

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
  | "reset"
  | "simplify"
  | "drop-redundant"
  | "send"
  | "compare"
  | "compare-file"
  | "svg"
  | "png"
  | "pdf"
  | "quantikz"
  | "qiskit"
  | "openqasm"
  | "qdesign"
  | "zx"
  | "circuit"
  | "zx-layout"
  | "zx-extract"
  | `zx-tool-${ZxTool}`;

/** What a command comes to: a change of the state, something to be done, a panel to show, or nothing. */
export type Outcome = Transaction | { readonly effect: Effect } | { readonly panel: string } | null;

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

const effect =
  (name: Effect): (() => Outcome) =>
  () => ({ effect: name });

function command(
  id: string,
  label: string,
  rest: Omit<Command, "id" | "label" | "keys"> & { readonly keys?: readonly string[] },
): Command {
  return { id, label, keys: [], ...rest };
}

/** Is the command for what the document holds? */
export function applies({ on }: Command, { document }: EditorState): boolean {
  return on === undefined || on === document.body.kind;
}

/** What the menu of a thing offers, in the order of the table. */
export function menuOf(commands: readonly Command[], thing: Thing, context: Context): readonly Command[] {
  return commands.filter(
    (each) => applies(each, context.state) && each.menu?.includes(thing) && (each.fits?.(context) ?? true),
  );
}

/** A command that does one thing to a circuit and another to a diagram. */
function either(circuit: Command["run"], diagram: Command["run"]): Command["run"] {
  return (context) => (isCircuit(context.state.document.body) ? circuit(context) : diagram(context));
}

/** A step that an edit of the diagram makes; none when it changes nothing. */
function drawn(intent: string, edit: (state: EditorState) => Change | null): Command["run"] {
  return ({ state }) => {
    const made = attempt(() => edit(state));
    if ("refusal" in made) return aside("notice", { notice: { text: made.refusal.message, at: null } });
    return made.value && step(intent, { notice: null, preview: null, ...made.value });
  };
}

function walkingOn(direction: Direction, extend: boolean): Command["run"] {
  return ({ state }) => {
    if (isCircuit(state.document.body)) return null;
    const id = walkedTo(state.document.body, state.selection, direction);
    if (id === null) return null;
    const selection = new Set(extend ? state.selection : []);
    selection.delete(id);
    return aside("cursor.walk", { selection: selection.add(id), notice: null });
  };
}

/** A step made by an edit, or its refusal in words. */
function edited(intent: string, edit: () => Partial<EditorState>): Outcome {
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

function removed(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return null;
  return edited("gate.delete", () => ({
    document: withoutItems(context.state.document, ids),
    selection: NO_SELECTION,
  }));
}

/** An edit of the one gate that is chosen. */
function onGate(
  intent: string,
  edit: (document: Document, id: string, item: Operation) => Document,
): (context: Context) => Outcome {
  return (context) => {
    const gate = soleGate(context.state.document, chosen(context));
    return gate ? edited(intent, () => ({ document: edit(context.state.document, ...gate) })) : nothingChosen();
  };
}

/** Does something hold of the one gate that is chosen? */
function gateFits(holds: (item: Operation, document: Document) => boolean): (context: Context) => boolean {
  return (context) => {
    const { document } = context.state;
    const gate = soleGate(document, chosen(context));
    return gate !== null && holds(gate[1], document);
  };
}

/** Can one of what is chosen be opened? */
function opens(context: Context): boolean {
  const { body } = context.state.document;
  if (!isCircuit(body)) return false;
  return [...chosen(context)].some((id) => {
    const item = findItem(body.operations, id)?.item;
    return item && (isBlock(item) || body.gates.has(item.gate));
  });
}

/** The parameter that parameter commands act on. */
export function chosenParameter(context: Context): string | null {
  return meantParameter(context.state.document, context.parameter, chosen(context));
}

function onParameter(
  intent: string,
  edit: (document: Document, name: string) => Document,
): (context: Context) => Outcome {
  return (context) => {
    const name = chosenParameter(context);
    return name === null ? noParameter() : edited(intent, () => ({ document: edit(context.state.document, name) }));
  };
}

function withParameter(name: Effect): (context: Context) => Outcome {
  return (context) => (chosenParameter(context) === null ? noParameter() : { effect: name });
}

function noParameter(): Outcome {
  return aside("notice", {
    notice: {
      text: "Choose a parameter first: open the menu on its slider, or select a gate that has it alone.",
      at: null,
    },
  });
}

/** Puts a gate where the keyboard stands, and goes on behind it. */
export function placeAtCursor(context: Context, gate: string): Outcome {
  const { state } = context;
  if (!isCircuit(state.document.body)) return null;
  const { cursor } = state;
  return edited("gate.type", () => {
    const base = withQubits(state.document, Math.max(1, cursor.qubit + 1));
    const spot = { path: cursor.path, column: cursor.column, between: false };
    const put = putDown(base, { kind: "gate", gate }, { spot, wire: cursor.qubit });
    return {
      document: put.document,
      selection: new Set(put.ids),
      cursor: { ...cursor, column: cursor.column + 1, visible: true },
    };
  });
}

function walking(direction: "left" | "right" | "up" | "down", extend: boolean): (context: Context) => Outcome {
  return ({ state, layout }) => {
    if (!layout) return null;
    const start = state.cursor.visible ? state.cursor : started(state, layout);
    const cursor = state.cursor.visible ? walked(layout, start, direction) : start;
    const id = itemAtCursor(layout, cursor);
    const kept = extend ? [...state.selection] : [];
    return aside("cursor.walk", { cursor, selection: new Set(id ? [...kept, id] : kept), notice: null });
  };
}

function walkingTo(end: "start" | "end"): (context: Context) => Outcome {
  return ({ state, layout }) => {
    if (!layout) return null;
    const cursor = walkedToEnd(layout, state.cursor.visible ? state.cursor : started(state, layout), end);
    const id = itemAtCursor(layout, cursor);
    return aside("cursor.walk", { cursor, selection: id ? new Set([id]) : NO_SELECTION, notice: null });
  };
}

/** The cursor shown for the first time: at the selection, else behind the last gate of the first wire. */
function started(state: EditorState, layout: Layout): Cursor {
  const [id] = state.selection;
  const placed = id === undefined ? undefined : layout.byId.get(id);
  if (placed?.kind === "gate") {
    return {
      path: placed.path,
      column: placed.column,
      qubit: placed.look.targets[0] ?? placed.top,
      visible: true,
    };
  }
  const end = standsOn(layout, 0).at(-1);
  return { path: [], column: end?.column ?? 0, qubit: 0, visible: true };
}

function nudgedDisplays(
  document: Document,
  ids: ReadonlySet<string>,
  by: { readonly columns: number; readonly wires: number },
): Outcome {
  const displays = [...(document.layout?.displays ?? [])].filter(([id]) => ids.has(id));
  if (!displays.length) return null;
  const columns = columnsOf(circuitOf(document).operations);
  return edited("display.nudge", () => ({
    document: displays.reduce(
      (next, [id, { qubits, column }]) =>
        moveDisplay(next, id, {
          wire: Math.max(0, Math.min(...qubits) + by.wires),
          column: Math.max(0, drawnColumn(columns, column) + by.columns),
        }),
      document,
    ),
  }));
}

function nudge(columns: number, wires: number): (context: Context) => Outcome {
  return (context) => {
    const { document } = context.state;
    const ids = chosen(context);
    const [group] = isCircuit(document.body) ? byLevel(document, ids) : [];
    if (!group) return nudgedDisplays(document, ids, { columns, wires });
    return edited("gate.nudge", () => {
      const level = levelOf(circuitOf(document), group[0]);
      const all = columnsOf(level);
      const own = [...group[1]].map((id) => drawnColumn(all, level.get(id)?.column ?? 0));
      const first = Math.min(...own);
      const column = columns > 0 ? Math.max(...own) + 2 : first + columns;
      if (column < 0) return { document };
      const spot = { path: group[0], column: columns ? column : first, between: columns !== 0 };
      return { document: moveItems(document, ids, { spot, wires }) };
    });
  };
}

/** Makes the chosen gate wait for the last classical bit, or happen always again. */
function conditional(context: Context): Outcome {
  const [id] = chosen(context);
  if (id === undefined || !isCircuit(context.state.document.body)) return nothingChosen();
  const { clbits } = context.state.document.body;
  return edited("gate.condition", () => {
    if (!clbits)
      throw new Refusal("InvalidCircuit", "There is no classical bit to wait for. Place a measurement first.");
    const { document } = context.state;
    const found = findItem(circuitOf(document).operations, id)?.item;
    const waits = found && !isBlock(found) && found.conditions?.length;
    return { document: setConditions(document, id, waits ? [] : [{ clbits: [clbits - 1], value: 1, equal: true }]) };
  });
}

function duplicate(context: Context): Outcome {
  const { document } = context.state;
  const ids = chosen(context);
  const [group] = isCircuit(document.body) ? byLevel(document, ids) : [];
  if (!group) return null;
  return edited("gate.duplicate", () => {
    const level = levelOf(circuitOf(document), group[0]);
    const items = [...level].filter(([id]) => group[1].has(id)).map(([, item]) => item);
    const columns = columnsOf(level);
    const last = Math.max(...items.map((item) => drawnColumn(columns, item.column)));
    const spot = { path: group[0], column: last + 1, between: true };
    const made = insertItems(document, carried(items, columns), spot);
    return { document: made.document, selection: new Set(made.ids) };
  });
}

function block(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.block", () => {
    const made = makeBlock(context.state.document, ids);
    return { document: made.document, selection: new Set([made.id]) };
  });
}

function composite(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.gate", () => {
    const body = circuitOf(context.state.document);
    const name = freshName("gate", (each) => GATES.has(each) || body.gates.has(each) || findGate(each) !== undefined);
    const made = makeGate(context.state.document, ids, name);
    return { document: made.document, selection: new Set([made.id]) };
  });
}

function opened(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.open", () => {
    let { document } = context.state;
    const inner: string[] = [];
    for (const id of ids) {
      const result = ungroup(document, id);
      document = result.document;
      inner.push(...result.ids);
    }
    return { document, selection: new Set(inner) };
  });
}

function noComposite(): Outcome {
  return aside("notice", {
    notice: { text: "Select a gate of your own first: only these have a definition to edit.", at: null },
  });
}

function nothingChosen(): Outcome {
  return aside("notice", {
    notice: { text: "Select gates first: click one, or drag a box around several.", at: null },
  });
}

function selectAll({ state }: Context): Outcome {
  if (!isCircuit(state.document.body))
    return aside("select.all", { selection: new Set(state.document.body.spiders.keys()) });
  const ids = [...state.document.body.operations.keys(), ...(state.document.layout?.displays?.keys() ?? [])];
  return aside("select.all", { selection: new Set(ids) });
}

function compact({ state }: Context): Outcome {
  if (!isCircuit(state.document.body)) return null;
  return edited("view.compact", () => ({
    document: withLevel(state.document, TOP, (items) => settled(compacted(items))),
  }));
}

/** The qubit that qubit commands act on: that of the selection, else of the cursor. */
export function chosenQubit({ state, layout }: Context): number {
  const [id] = state.selection;
  const placed = id === undefined ? undefined : layout?.byId.get(id);
  if (placed?.kind === "gate") return placed.look.targets[0] ?? placed.top;
  return state.cursor.qubit;
}

function qubits(
  intent: string,
  change: (document: Document, qubit: number) => Document,
): (context: Context) => Outcome {
  return (context) => {
    if (!isCircuit(context.state.document.body)) return null;
    return edited(intent, () => ({ document: change(context.state.document, chosenQubit(context)) }));
  };
}

function backOne({ state }: Context): Outcome {
  if (state.tool.kind !== "idle" || state.preview)
    return aside("tool.drop", { tool: IDLE, preview: null, notice: null });
  if (state.notice) return aside("notice.close", { notice: null });
  if (state.selection.size) return aside("select.none", { selection: NO_SELECTION });
  if (state.timeCursor !== null) return step("time.remove", { timeCursor: null });
  if (state.cursor.visible) return aside("cursor.hide", { cursor: { ...state.cursor, visible: false } });
  const back = left(state);
  return back && aside("definition.close", back);
}

/** The chosen use of a composite gate. */
export function chosenComposite(context: Context): Operation | null {
  const { body } = context.state.document;
  const [id = ""] = chosen(context);
  const item = isCircuit(body) ? findItem(body.operations, id)?.item : undefined;
  return item && isCircuit(body) && !isBlock(item) && body.gates.has(item.gate) ? item : null;
}

function timeHere(context: Context): Outcome {
  const { state, layout } = context;
  const [id] = chosen(context);
  const chosenItem = id === undefined ? undefined : layout?.byId.get(id);
  const outer =
    chosenItem && chosenItem.kind !== "display" ? layout?.byId.get(chosenItem.path[0] ?? chosenItem.id) : undefined;
  const walked = state.cursor.visible && !state.cursor.path.length ? state.cursor.column - 1 : Infinity;
  const most = layout ? (layout.levels.find((level) => !level.path.length)?.columns.length ?? 0) - 1 : 0;
  const column = outer && outer.kind !== "display" ? outer.column : Math.max(-1, Math.min(most, walked));
  return step("time.set", { timeCursor: state.timeCursor === column ? null : column });
}

/** Places a gate at the cursor. */
function gateKey(row: GateRow): Command {
  return command(`place.${row.name}`, `Place ${row.label || row.name}${row.numControls ? ` (${row.name})` : ""}`, {
    group: "Gates",
    keys: row.keys,
    on: "circuit",
    run: (context) => placeAtCursor(context, row.name),
  });
}

function zxCommands(): readonly Command[] {
  const zx = (
    id: string,
    label: string,
    keys: string,
    run: Command["run"],
    where: Pick<Command, "menu" | "fits"> = {},
  ): Command => command(`zx.${id}`, label, { group: "ZX", keys: [keys], on: "diagram", run, ...where });
  const spiders =
    (count: number): NonNullable<Command["fits"]> =>
    ({ state: { document, selection } }) =>
      !isCircuit(document.body) && spidersIn(document.body, selection).length === count;
  const onOne = { menu: ["spider"], fits: spiders(1) } as const;
  const onTwo = { menu: ["spider"], fits: spiders(2) } as const;
  const join =
    (kind: "plain" | "hadamard"): Command["run"] =>
    (context) =>
      drawn("edge.add", (state) => joined(state, kind))(context) ?? { effect: `zx-tool-${kind}` };
  const add = (kind: "Z" | "X" | "H"): Command["run"] => drawn("spider.add", (state) => addedHere(state, kind));
  return [
    zx("select", "Select and move", "v", effect("zx-tool-select")),
    zx("Z", "Draw Z-spiders by clicks", "z", effect("zx-tool-Z")),
    zx("X", "Draw X-spiders by clicks", "x", effect("zx-tool-X")),
    zx("H", "Draw H-boxes by clicks", "h", effect("zx-tool-H")),
    zx("boundary", "Draw inputs and outputs by clicks", "b", effect("zx-tool-boundary")),
    zx("plain", "Join two selected spiders, or draw plain edges", "e", join("plain"), onTwo),
    zx("hadamard", "Join by a Hadamard edge, or draw them", "d", join("hadamard"), onTwo),
    zx("addZ", "Z-spider here: behind the selected spider, on the selected edge", "Shift+Z", add("Z")),
    zx("addX", "X-spider here", "Shift+X", add("X")),
    zx("addH", "H-box here", "Shift+H", add("H")),
    zx(
      "input",
      "Input at the selected spider",
      "Shift+I",
      drawn("boundary.add", (state) => boundaryHere(state, "input")),
      onOne,
    ),
    zx(
      "output",
      "Output at the selected spider",
      "Shift+O",
      drawn("boundary.add", (state) => boundaryHere(state, "output")),
      onOne,
    ),
    zx("edge", "Next edge of the selected spider", "n", ({ state }) => {
      const next = isCircuit(state.document.body) ? null : nextEdge(state.document.body, state.selection);
      return next && aside("cursor.edge", { selection: next, notice: null });
    }),
    zx("kind", "Change kind: Z and X, plain and Hadamard", "c", drawn("spider.kind", changedKind), {
      menu: ["spider"],
    }),
    zx("layout", "Lay out", "l", effect("zx-layout"), { menu: ["canvas"] }),
    zx("extract", "Extract the circuit", "Alt+C", effect("zx-extract"), { menu: ["canvas"] }),
  ];
}

export const COMMANDS: readonly Command[] = [
  command("edit.undo", "Undo", { group: "Edit", keys: ["Mod+Z"], run: effect("undo") }),
  command("edit.redo", "Redo", { group: "Edit", keys: ["Mod+Shift+Z", "Mod+Y"], run: effect("redo") }),
  command("edit.angle", "Edit the angle", {
    group: "Edit",
    keys: ["Enter"],
    menu: ["gate", "spider"],
    fits: (context) => hasAngle(context.state.document, chosen(context)),
    run: effect("edit-angle"),
  }),
  command("gate.parameter", "Make the angle a parameter", {
    group: "Edit",
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item) => numbersOf(item).length > 0),
    run: onGate("gate.parameter", withParameters),
  }),
  command("gate.control", "Add a control", {
    group: "Edit",
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item, document) => freeControl(document, item) !== null),
    run: onGate("gate.control", withControl),
  }),
  command("gate.condition", "If: wait for a classical bit, or always", {
    group: "Edit",
    keys: ["i"],
    on: "circuit",
    menu: ["gate"],
    fits: gateFits((item, document) => item.gate !== "barrier" && circuitOf(document).clbits > 0),
    run: conditional,
  }),
  command("edit.cut", "Cut", { group: "Edit", keys: ["Mod+X"], menu: ["gate", "spider"], run: effect("cut") }),
  command("edit.copy", "Copy as OpenQASM", {
    group: "Edit",
    keys: ["Mod+C"],
    menu: ["gate", "spider"],
    run: effect("copy"),
  }),
  command("edit.paste", "Paste", {
    group: "Edit",
    keys: ["Mod+V"],
    menu: ["gate", "wire", "canvas", "spider"],
    run: effect("paste"),
  }),
  command("edit.duplicate", "Duplicate", {
    group: "Edit",
    keys: ["Mod+D"],
    menu: ["gate", "spider"],
    run: either(duplicate, drawn("spider.copy", duplicated)),
  }),
  command("edit.replicate", "Replicate…", {
    group: "Edit",
    keys: ["Mod+Shift+D"],
    on: "circuit",
    menu: ["gate"],
    run: (context) => (chosen(context).size ? { effect: "replicate" } : nothingChosen()),
  }),
  command("edit.delete", "Delete", {
    group: "Edit",
    keys: ["Delete", "Backspace"],
    menu: ["gate", "spider"],
    run: either(removed, drawn("spider.delete", withoutSelected)),
  }),
  command("edit.save", "Save", { group: "Edit", keys: ["Mod+S"], run: effect("save") }),
  command("edit.compact", "Move gates to the left", {
    group: "Edit",
    keys: ["Mod+Shift+L"],
    on: "circuit",
    run: compact,
  }),
  ...ROWS.filter((row) => row.keys.length > 0).map(gateKey),
  command("walk.left", "Walk left", {
    group: "Select and move",
    keys: ["ArrowLeft"],
    run: either(walking("left", false), walkingOn("left", false)),
  }),
  command("walk.right", "Walk right", {
    group: "Select and move",
    keys: ["ArrowRight"],
    run: either(walking("right", false), walkingOn("right", false)),
  }),
  command("walk.up", "Walk up", {
    group: "Select and move",
    keys: ["ArrowUp"],
    run: either(walking("up", false), walkingOn("up", false)),
  }),
  command("walk.down", "Walk down", {
    group: "Select and move",
    keys: ["ArrowDown"],
    run: either(walking("down", false), walkingOn("down", false)),
  }),
  command("walk.start", "Walk to the start of the wire", {
    group: "Select and move",
    keys: ["Home"],
    on: "circuit",
    run: walkingTo("start"),
  }),
  command("walk.end", "Walk to the end of the wire", {
    group: "Select and move",
    keys: ["End"],
    on: "circuit",
    run: walkingTo("end"),
  }),
  command("select.left", "Select on to the left", {
    group: "Select and move",
    keys: ["Shift+ArrowLeft"],
    run: either(walking("left", true), walkingOn("left", true)),
  }),
  command("select.right", "Select on to the right", {
    group: "Select and move",
    keys: ["Shift+ArrowRight"],
    run: either(walking("right", true), walkingOn("right", true)),
  }),
  command("select.up", "Select on upward", {
    group: "Select and move",
    keys: ["Shift+ArrowUp"],
    run: either(walking("up", true), walkingOn("up", true)),
  }),
  command("select.down", "Select on downward", {
    group: "Select and move",
    keys: ["Shift+ArrowDown"],
    run: either(walking("down", true), walkingOn("down", true)),
  }),
  command("move.left", "Move to the left", {
    group: "Select and move",
    keys: ["Alt+ArrowLeft"],
    run: either(
      nudge(-1, 0),
      drawn("spider.nudge", (state) => nudged(state, "left")),
    ),
  }),
  command("move.right", "Move to the right", {
    group: "Select and move",
    keys: ["Alt+ArrowRight"],
    run: either(
      nudge(1, 0),
      drawn("spider.nudge", (state) => nudged(state, "right")),
    ),
  }),
  command("move.up", "Move up", {
    group: "Select and move",
    keys: ["Alt+ArrowUp"],
    run: either(
      nudge(0, -1),
      drawn("spider.nudge", (state) => nudged(state, "up")),
    ),
  }),
  command("move.down", "Move down", {
    group: "Select and move",
    keys: ["Alt+ArrowDown"],
    run: either(
      nudge(0, 1),
      drawn("spider.nudge", (state) => nudged(state, "down")),
    ),
  }),
  command("select.all", "Select all", {
    group: "Select and move",
    keys: ["Mod+A"],
    menu: ["canvas"],
    run: selectAll,
  }),
  command("select.none", "Back one step", { group: "Select and move", keys: ["Escape"], run: backOne }),
  command("group.block", "Repeat as a block", {
    group: "Group",
    keys: ["Mod+G"],
    on: "circuit",
    menu: ["gate"],
    run: block,
  }),
  command("group.gate", "Make a named gate", {
    group: "Group",
    keys: ["Mod+Shift+G"],
    on: "circuit",
    menu: ["gate"],
    run: composite,
  }),
  command("group.open", "Open block or gate", {
    group: "Group",
    keys: ["Mod+U"],
    on: "circuit",
    menu: ["gate"],
    fits: opens,
    run: opened,
  }),
  command("group.edit", "Edit the definition", {
    group: "Group",
    keys: ["Mod+E"],
    on: "circuit",
    menu: ["gate"],
    fits: (context) => chosenComposite(context) !== null,
    run: (context) => (chosenComposite(context) ? { effect: "definition" } : noComposite()),
  }),
  command("parameter.rename", "Rename the parameter", {
    group: "Parameters",
    menu: ["parameter"],
    run: withParameter("rename-parameter"),
  }),
  command("parameter.zero", "Set the parameter to 0", {
    group: "Parameters",
    menu: ["parameter"],
    run: onParameter("parameter.zero", (document, name) => setValues(document, new Map([[name, 0]]))),
  }),
  command("parameter.fix", "Fix the parameter at its value", {
    group: "Parameters",
    menu: ["parameter"],
    run: onParameter("parameter.fix", fixed),
  }),
  command("parameter.copy", "Copy the parameter's value", {
    group: "Parameters",
    menu: ["parameter"],
    run: withParameter("copy-value"),
  }),
  command("qubit.rename", "Rename this qubit", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: effect("rename-qubit"),
  }),
  command("qubit.above", "Add a qubit above", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.add", (d, k) => addQubit(d, k)),
  }),
  command("qubit.below", "Add a qubit below", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.add", (d, k) => addQubit(d, k + 1)),
  }),
  command("qubit.add", "Add a qubit", {
    group: "Qubits",
    keys: ["q"],
    on: "circuit",
    menu: ["canvas"],
    run: qubits("qubit.add", (d) => addQubit(d)),
  }),
  command("qubit.remove", "Remove this qubit", {
    group: "Qubits",
    keys: ["Shift+Q"],
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.remove", removeQubit),
  }),
  command("qubit.up", "Move this qubit up", {
    group: "Qubits",
    keys: ["Mod+Alt+ArrowUp"],
    on: "circuit",
    menu: ["wire"],
    fits: (context) => chosenQubit(context) > 0,
    run: qubits("qubit.move", (d, k) => (k > 0 ? moveQubit(d, k, k - 1) : d)),
  }),
  command("qubit.down", "Move this qubit down", {
    group: "Qubits",
    keys: ["Mod+Alt+ArrowDown"],
    on: "circuit",
    menu: ["wire"],
    fits: (context) => chosenQubit(context) < circuitOf(context.state.document).qubits.length - 1,
    run: qubits("qubit.move", (d, k) => (k < circuitOf(d).qubits.length - 1 ? moveQubit(d, k, k + 1) : d)),
  }),
  command("view.commands", "All commands", { group: "View", keys: ["Mod+K"], run: effect("commands") }),
  command("view.search", "Search gates", { group: "View", keys: ["/"], run: effect("palette") }),
  command("view.keys", "Show all keys", { group: "View", keys: ["?"], run: effect("keys") }),
  command("view.in", "Zoom in", { group: "View", keys: ["+", "Mod++"], run: effect("zoom-in") }),
  command("view.out", "Zoom out", { group: "View", keys: ["-", "Mod+-"], run: effect("zoom-out") }),
  command("view.menu", "Menu of what is chosen", {
    group: "View",
    keys: ["ContextMenu", "Shift+F10"],
    run: effect("menu"),
  }),
  command("view.fit", "Fit to the window", { group: "View", keys: ["f"], menu: ["canvas"], run: effect("zoom-fit") }),
  command("view.selection", "Zoom to the selection", {
    group: "View",
    keys: ["Shift+F"],
    menu: ["gate", "spider"],
    run: effect("zoom-selection"),
  }),
  command("view.one", "Zoom to 100 %", { group: "View", keys: ["1"], run: effect("zoom-one") }),
  command("time.set", "Show the state here", {
    group: "View",
    keys: ["."],
    on: "circuit",
    menu: ["gate", "wire"],
    run: timeHere,
  }),
  command("view.circuit", "Circuit view", { group: "View", keys: ["Alt+1"], run: effect("circuit") }),
  command("view.zx", "ZX view", { group: "View", keys: ["Alt+2"], run: effect("zx") }),
  command("view.compare", "Compare with the step before", {
    group: "View",
    keys: ["Alt+3"],
    run: effect("compare"),
  }),
  command("view.compare-file", "Compare with a file…", { group: "View", run: effect("compare-file") }),
  command("template.open", "Put in a template…", { group: "Edit", on: "circuit", run: effect("template") }),
  command("run.optimize", "Optimize", { group: "Run", keys: ["Mod+Enter"], run: effect("optimize") }),
  command("run.reset", "Reset parameters", { group: "Run", keys: ["Mod+Backspace"], run: effect("reset") }),
  command("run.simplify", "Simplify", { group: "Run", keys: ["Mod+Shift+S"], run: effect("simplify") }),
  command("run.send", "Send…", { group: "Run", keys: ["Mod+Shift+Enter"], run: effect("send") }),
  command("export.qiskit", "Copy Qiskit code", { group: "Export", run: effect("qiskit") }),
  command("export.openqasm", "Download OpenQASM 3", { group: "Export", run: effect("openqasm") }),
  command("export.qdesign", "Download document", { group: "Export", run: effect("qdesign") }),
  command("export.svg", "Picture as SVG", { group: "Export", run: effect("svg") }),
  command("export.png", "Picture as PNG", { group: "Export", run: effect("png") }),
  command("export.pdf", "Picture as PDF", { group: "Export", run: effect("pdf") }),
  command("export.quantikz", "Copy Quantikz LaTeX", { group: "Export", run: effect("quantikz") }),
  ...zxCommands(),
];

/** Picks a gate to place by clicks until Escape. */
export function pickGate(gate: string): Transaction {
  return startPlacing({ kind: "gate", gate }, true);
}
