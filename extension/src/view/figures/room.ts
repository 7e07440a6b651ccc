/** Figures of the drawing, its ranks, where each redundant parameter goes, and the drawing colored by it. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { FIGURES_TAB, watchFigures } from "../workbench/figures";
import { onRequest } from "../workbench/on-request";
import { toggleOverlay } from "../workbench/overlay";

const later = onRequest(() => import("./later"));

export const figures = room({
  styles: "",
  start: watchFigures,
  StandingLegend: loaded(later, ({ StandingLegend }) => StandingLegend),
  effects: { redundancy: (bench) => toggleOverlay(bench, "redundancy") },
  panel: {
    id: FIGURES_TAB,
    title: "Figures",
    icon: "table",
    phone: "more",
    Content: loaded(later, ({ FiguresTab }) => FiguresTab),
  },
});
