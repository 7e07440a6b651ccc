/** Commands that change what is shown, and nothing of the document. */

import { step } from "../state/transaction";
import { type Command, type Context, chosen, command, effect, type Outcome } from "./command";

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

export const VIEW: readonly Command[] = [
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
];
