/** Keys: what is pressed where, and which command that means. */

import { applies, type Command } from "../../commands/command";
import { type KeyPress, matches } from "../../commands/keys";
import { isCircuit } from "../../document/circuit";
import { leaveOver } from "../workbench/over";
import { IS_MAC, run } from "../workbench/run";
import { overDrawing, shownView } from "../workbench/shown-view";
import { SPACE } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import { enterTyped } from "./focus";

/** Commands that work while a field has the focus too. */
const ANYWHERE: ReadonlySet<string> = new Set([
  "edit.save",
  "view.commands",
  "run.optimize",
  "run.send",
  "view.circuit",
  "view.zx",
  "view.analyze",
]);
/** Groups of commands that work where the circuit is not on the screen: none that draws on it. */
const BESIDE: ReadonlySet<string> = new Set(["View", "Run", "Export"]);
const HISTORY: ReadonlySet<string> = new Set(["edit.undo", "edit.redo", "edit.save"]);
/** The browser's own events bring the clipboard. */
const BY_EVENT: ReadonlySet<string> = new Set(["edit.copy", "edit.cut", "edit.paste"]);

/** Does a command work on what is on the screen? Nothing draws on a circuit that cannot be seen. */
function reaches({ group, id }: Command, bench: Workbench): boolean {
  const ui = bench.ui.value;
  if (BESIDE.has(group)) return true;
  // What opened to be typed into may still be on its way.
  if (overDrawing(ui) || ui.dialog !== "none") return false;
  if (ui.template !== null && bench.root.querySelector(".qd-loading[aria-busy=true]")) return false;
  if (!isCircuit(bench.state.document.body)) return HISTORY.has(id) || shownView(ui, false) !== "circuit";
  return group === "ZX" || shownView(ui, true) !== "zx";
}

/** Listens for keys on the studio's root; returns its clean-up. */
export function listenForKeys(bench: Workbench, root: HTMLElement): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.composedPath()[0];
    const element = target instanceof Element ? target : null;
    const typing = element?.matches("input, textarea, select, [contenteditable]") ?? false;
    const onButton = element?.matches("button, [role=slider], [role=tab], a") ?? false;
    const onCanvas = element?.closest(".qd-canvas") !== null && element !== null;
    if (event.key === " " && onCanvas) {
      bench.at(SPACE).set(true);
      event.preventDefault();
      return;
    }
    const press: KeyPress = {
      key: event.key,
      mod: IS_MAC ? event.metaKey : event.ctrlKey,
      shift: event.shiftKey,
      alt: event.altKey,
    };
    // Over the drawing, Escape leads back to it: what it means there otherwise is not on the screen.
    if (event.key === "Escape" && overDrawing(bench.ui.value)) {
      event.preventDefault();
      event.stopPropagation();
      leaveOver(bench);
      return;
    }
    const command = bench.commands.find(
      (each) => applies(each, bench.state) && each.keys.some((keys) => matches(keys, press)),
    );
    if (!command || BY_EVENT.has(command.id)) return;
    if (typing && !ANYWHERE.has(command.id)) return;
    if (!HISTORY.has(command.id) && !reaches(command, bench)) return;
    // A button has its own Enter, not that with Ctrl.
    if (onButton && ((event.key === "Enter" && !press.mod) || event.key.startsWith("Arrow"))) return;
    // Saving is the host's where it does not say how.
    if (command.id === "edit.save" && !bench.host.can.save) {
      bench.flush();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    run(bench, command);
  };
  // First of all, since hosts may save before keys come here.
  const first = (event: KeyboardEvent): void => {
    const saves = event.key.toLowerCase() === "s" && (IS_MAC ? event.metaKey : event.ctrlKey);
    if (saves && event.composedPath().includes(root)) enterTyped(bench, root);
  };
  window.addEventListener("keydown", first, true);
  const up = (event: KeyboardEvent): void => {
    if (event.key === " ") bench.at(SPACE).set(false);
  };
  root.addEventListener("keydown", down);
  root.addEventListener("keyup", up);
  return () => {
    window.removeEventListener("keydown", first, true);
    root.removeEventListener("keydown", down);
    root.removeEventListener("keyup", up);
  };
}
