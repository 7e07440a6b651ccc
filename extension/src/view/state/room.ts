/** The state of the circuit, or the map of the diagram, live. */

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
  },
});
