/** What the pointer does on the ZX canvas: its tool, and whether gestures draw or prove. */

import type { ZxTool } from "../../state/state";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";
import type { Workbench } from "../workbench/workbench";

export const TOOL = slot(() => new Cell<ZxTool>("select"));

/** Do gestures and letters take rules? Else they draw. */
export const PROVING = slot(() => new Cell(false));

/** A tool that draws ends proving, the wand begins it. */
export function setTool(bench: Workbench, tool: ZxTool): void {
  bench.at(TOOL).set(tool);
  if (tool !== "select") bench.at(PROVING).set(tool === "wand");
}

export function setProving(bench: Workbench, proving: boolean): void {
  bench.at(PROVING).set(proving);
  if (!proving && bench.at(TOOL).value === "wand") bench.at(TOOL).set("select");
  if (proving && bench.at(TOOL).value !== "wand") bench.at(TOOL).set("select");
}
