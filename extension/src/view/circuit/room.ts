/** The circuit: its canvas, what is said of chosen gates, its wires. */

import { room } from "../widgets/room";
import { Canvas } from "./canvas";
import styles from "./circuit.css";
import { editDefinition } from "./crumbs";
import { editQubit } from "./in-place";
import { QubitList, showRegisters } from "./qubit-list";
import { askToReplicate } from "./replicate";
import { SelectedGates } from "./selected-gates";

export const circuit = room({
  styles,
  effects: {
    definition: editDefinition,
    replicate: askToReplicate,
    "rename-qubit": editQubit,
    registers: showRegisters,
  },
  Canvas,
  SelectedGates,
  QubitList,
});
