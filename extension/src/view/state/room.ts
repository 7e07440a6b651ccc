/** The state of the circuit, live. */

import { isCircuit } from "../../document/circuit";
import { room } from "../widgets/room";
import styles from "./state.css";
import { StateTab } from "./state-tab";

export const state = room({
  styles,
  panel: {
    id: "state",
    title: "State",
    icon: "bars",
    phone: "navigation",
    Content: StateTab,
    off: ({ state: { document } }) =>
      isCircuit(document.body) ? "" : "A ZX diagram has no live state. Convert it to a circuit to see one.",
  },
});
