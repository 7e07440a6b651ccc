/** Commands that change what is shown, and nothing of the document. */

import { step } from "../state/transaction";
import { asked, type Command, type Context, chosen, command, type Outcome } from "./command";

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
  asked("view.commands", "All commands", "View", "commands", ["Mod+K"]),
  asked("view.search", "Search gates", "View", "palette", ["/"]),
  asked("view.keys", "Show all keys", "View", "keys", ["?"]),
  asked("view.in", "Zoom in", "View", "zoom-in", ["+", "Mod++"]),
  asked("view.out", "Zoom out", "View", "zoom-out", ["-", "Mod+-"]),
  asked("view.menu", "Menu of what is chosen", "View", "menu", ["ContextMenu", "Shift+F10"]),
  asked("view.fit", "Fit to the window", "View", "zoom-fit", ["f"], { menu: ["canvas"] }),
  asked("view.selection", "Zoom to the selection", "View", "zoom-selection", ["Shift+F"], { menu: ["gate", "spider"] }),
  asked("view.one", "Zoom to 100 %", "View", "zoom-one", ["1"]),
  command("time.set", "Show the state here", {
    group: "View",
    keys: ["."],
    on: "circuit",
    menu: ["gate", "wire"],
    run: timeHere,
  }),
  asked("view.circuit", "Circuit view", "View", "circuit", ["Alt+1"]),
  asked("view.zx", "ZX view", "View", "zx", ["Alt+2"]),
  asked("view.compare", "Compare with the step before", "View", "compare", ["Alt+3"]),
  asked("view.analyze", "Analyze the ansatz", "View", "analyze", ["Alt+4"]),
  asked("view.redundancy", "Color by redundancy", "View", "redundancy", ["Alt+R"]),
  asked("view.noise", "Noise on or off", "View", "noise"),
  asked("view.gate-costs", "Light gates by what their noise costs", "View", "gate-costs"),
  asked("view.compare-file", "Compare with a file…", "View", "compare-file"),
  asked("view.english", "Language: English", "View", "language-en"),
  asked("view.german", "Language: Deutsch", "View", "language-de"),
  asked("view.words", "Language: open words…", "View", "language-words"),
];
