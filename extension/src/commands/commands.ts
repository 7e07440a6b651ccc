/** Every command, in the order of menus and lists. */

import type { Command } from "./command";
import { ZX } from "./diagram";
import { EDIT } from "./edit";
import { FILE } from "./file";
import { GROUP } from "./group";
import { MOVE } from "./move";
import { PARAMETERS } from "./parameter";
import { QUBITS } from "./qubit";
import { VIEW } from "./view";

export const COMMANDS: readonly Command[] = [
  ...EDIT,
  ...MOVE,
  ...GROUP,
  ...PARAMETERS,
  ...QUBITS,
  ...VIEW,
  ...FILE,
  ...ZX,
];
