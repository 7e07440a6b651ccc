/** Keys and commands: what is pressed where, and what runs. */

import { applies, COMMANDS, type Command, type Outcome } from "../../commands/commands";
import { type KeyPress, matches } from "../../commands/keys";
import type { Workbench } from "./workbench";

export const IS_MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Does what a command came to. */
export function perform(bench: Workbench, outcome: Outcome): void {
  if (!outcome) return;
  if ("effect" in outcome) bench.effect(outcome.effect);
  else bench.dispatch(outcome);
}

export function runCommand(bench: Workbench, id: string): void {
  const command = COMMANDS.find((each) => each.id === id);
  if (command) run(bench, command);
}

export function run(bench: Workbench, command: Command): void {
  perform(bench, command.run({ state: bench.state, layout: bench.layout("document") }));
}

/** Commands that work while a field has the focus too. */
const ANYWHERE: ReadonlySet<string> = new Set([
  "edit.save",
  "view.commands",
  "run.optimize",
  "run.send",
  "view.circuit",
  "view.zx",
]);
/** The browser's own events bring the clipboard. */
const BY_EVENT: ReadonlySet<string> = new Set(["edit.copy", "edit.cut", "edit.paste"]);

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
      bench.space = true;
      event.preventDefault();
      return;
    }
    const press: KeyPress = {
      key: event.key,
      mod: IS_MAC ? event.metaKey : event.ctrlKey,
      shift: event.shiftKey,
      alt: event.altKey,
    };
    const command = COMMANDS.find(
      (each) => applies(each, bench.state) && each.keys.some((keys) => matches(keys, press)),
    );
    if (!command || BY_EVENT.has(command.id)) return;
    if (typing && !ANYWHERE.has(command.id)) return;
    if (onButton && (event.key === "Enter" || event.key.startsWith("Arrow"))) return;
    // Saving is the host's where it does not say how.
    if (command.id === "edit.save" && !bench.host.can.save) {
      bench.flush();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    run(bench, command);
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key === " ") bench.space = false;
  };
  root.addEventListener("keydown", down);
  root.addEventListener("keyup", up);
  return () => {
    root.removeEventListener("keydown", down);
    root.removeEventListener("keyup", up);
  };
}
