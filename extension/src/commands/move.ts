/** Commands of the keyboard's cursor and of the selection: they walk, choose and move. */

import { type Document, isCircuit } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { byLevel, moveDisplay, moveItems } from "../document/edit";
import { circuitOf, levelOf } from "../document/level";
import type { Layout } from "../scene/layout";
import { left } from "../state/inside";
import { type Cursor, type EditorState, IDLE, NO_SELECTION } from "../state/state";
import { aside, step } from "../state/transaction";
import { itemAtCursor, standsOn, walked, walkedToEnd } from "../tools/walk";
import { type Command, type Context, chosen, command, drawn, edited, either, type Outcome } from "./command";
import { type Direction, nudged, walkedTo } from "./zx";

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

function selectAll({ state }: Context): Outcome {
  if (!isCircuit(state.document.body))
    return aside("select.all", { selection: new Set(state.document.body.spiders.keys()) });
  const ids = [...state.document.body.operations.keys(), ...(state.document.layout?.displays?.keys() ?? [])];
  return aside("select.all", { selection: new Set(ids) });
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

const group = "Select and move";
const DIRECTIONS = [
  { to: "left", key: "ArrowLeft", onward: "to the left", there: "to the left", columns: -1, wires: 0 },
  { to: "right", key: "ArrowRight", onward: "to the right", there: "to the right", columns: 1, wires: 0 },
  { to: "up", key: "ArrowUp", onward: "upward", there: "up", columns: 0, wires: -1 },
  { to: "down", key: "ArrowDown", onward: "downward", there: "down", columns: 0, wires: 1 },
] as const;

export const MOVE: readonly Command[] = [
  ...DIRECTIONS.map(({ to, key }) =>
    command(`walk.${to}`, `Walk ${to}`, { group, keys: [key], run: either(walking(to, false), walkingOn(to, false)) }),
  ),
  command("walk.start", "Walk to the start of the wire", {
    group,
    keys: ["Home"],
    on: "circuit",
    run: walkingTo("start"),
  }),
  command("walk.end", "Walk to the end of the wire", { group, keys: ["End"], on: "circuit", run: walkingTo("end") }),
  ...DIRECTIONS.map(({ to, key, onward }) =>
    command(`select.${to}`, `Select on ${onward}`, {
      group,
      keys: [`Shift+${key}`],
      run: either(walking(to, true), walkingOn(to, true)),
    }),
  ),
  ...DIRECTIONS.map(({ to, key, there, columns, wires }) =>
    command(`move.${to}`, `Move ${there}`, {
      group,
      keys: [`Alt+${key}`],
      run: either(
        nudge(columns, wires),
        drawn("spider.nudge", (state) => nudged(state, to)),
      ),
    }),
  ),
  command("select.all", "Select all", {
    group,
    keys: ["Mod+A"],
    menu: ["canvas"],
    run: selectAll,
  }),
  command("select.none", "Back one step", { group, keys: ["Escape"], run: backOne }),
];
