/** Figures of the circuit, its ranks, and where each redundant parameter goes. */

import { isCircuit } from "../../document/circuit";
import { room } from "../widgets/room";
import { FIGURES_TAB, watchFigures } from "../workbench/figures";
import styles from "./figures.css";
import { FiguresTab } from "./figures-tab";

export const figures = room({
  styles,
  start: watchFigures,
  panel: {
    id: FIGURES_TAB,
    title: "Figures",
    icon: "table",
    phone: "more",
    Content: FiguresTab,
    off: ({ state: { document } }) =>
      isCircuit(document.body) ? "" : "Figures are of circuits. Convert the diagram first.",
  },
});
