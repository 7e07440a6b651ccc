/**
 * Two circuits above each other, with what changed: after Simplify, since earlier steps, against a file. Two steps of a
 * proof, or a circuit and its diagram, side by side.
 */

import { isCircuit } from "../../document/circuit";
import { COMPARE } from "../../port";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { besides, COMPARISON, firstSides, MAPS_TAB } from "../workbench/comparison";
import { onRequest } from "../workbench/on-request";
import { leaveOver, openOver } from "../workbench/over";

const later = onRequest(() => import("./later"));

export const compare = room({
  styles: "",
  CompareView: loaded(later, ({ CompareView }) => CompareView, true),
  start: (bench) => {
    const compare = (): void => later.use(bench, ({ compareDisk }) => compareDisk(bench));
    bench.root.addEventListener(COMPARE, compare);
    return () => bench.root.removeEventListener(COMPARE, compare);
  },
  panel: {
    id: MAPS_TAB,
    title: "Compare",
    icon: "compare",
    phone: "none",
    Content: loaded(later, ({ MapsTab }) => MapsTab),
  },
  effects: {
    compare: (bench) => {
      if (bench.ui.value.view === "compare") leaveOver(bench);
      else {
        bench.at(COMPARISON).patch({ back: 1, sides: null });
        if (isCircuit(bench.state.document.body)) openOver(bench, "compare");
        else besides(bench, firstSides(bench.state.document));
      }
    },
    "compare-file": (bench) => later.use(bench, ({ chooseFile }) => chooseFile(bench)),
  },
});
