/** Figures of the circuit, its ranks, and where each redundant parameter goes. */

import { isCircuit } from "../../document/circuit";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { FIGURES_TAB, watchFigures } from "../workbench/figures";
import { onRequest } from "../workbench/on-request";

const later = onRequest(() => import("./later"));

export const figures = room({
  styles: "",
  start: watchFigures,
  panel: {
    id: FIGURES_TAB,
    title: "Figures",
    icon: "table",
    phone: "more",
    Content: loaded(later, ({ FiguresTab }) => FiguresTab),
    off: ({ state: { document } }) =>
      isCircuit(document.body) ? "" : "Figures are of circuits. Convert the diagram first.",
  },
});
