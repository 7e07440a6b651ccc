/** Runs commands: what they come to is dispatched, or done as an effect. */

import type { Command, Context, Outcome } from "../../commands/command";
import { openExample } from "./examples";
import { leaveOver } from "./over";
import { overDrawing } from "./shown-view";
import { MENU } from "./slots";
import type { Workbench } from "./workbench";

export const IS_MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Does what a command came to. */
export function perform(bench: Workbench, outcome: Outcome): void {
  if (!outcome) return;
  if ("example" in outcome) void openExample(bench, outcome.example);
  else if ("effect" in outcome) bench.effect(outcome.effect);
  else if ("panel" in outcome) {
    // On a phone what is over the drawing is over the panels too.
    if (bench.ui.value.size === "phone" && overDrawing(bench.ui.value)) leaveOver(bench);
    bench.ui.patch({ tab: outcome.panel, folded: false, pane: "tabs", message: null });
  } else bench.dispatch(outcome);
}

export function runCommand(bench: Workbench, id: string): void {
  const command = bench.commands.find((each) => each.id === id);
  if (command) run(bench, command);
}

export function run(bench: Workbench, command: Command): void {
  perform(bench, command.run(contextOf(bench)));
}

/** What commands see. */
export function contextOf(bench: Workbench): Context {
  const { parameter } = bench.at(MENU).value ?? {};
  return { state: bench.state, layout: bench.layout("document"), parameter };
}
