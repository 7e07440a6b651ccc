/** The tool of the ZX canvas: what a click does. */

import type { ZxTool } from "../../state/state";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";

export const TOOL = slot(() => new Cell<ZxTool>("select"));
