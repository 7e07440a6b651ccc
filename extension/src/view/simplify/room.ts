/** Simplification: asked for, taken over once it is shown to be equal, its steps. */

import { room } from "../widgets/room";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import styles from "./simplify.css";
import { dropRedundant, STEPS_TAB, simplifyDocument } from "./simplifying";
import { StepsTab } from "./steps-tab";

export const simplify = room({
  styles,
  simplifyDocument,
  effects: {
    simplify: (bench) => void simplifyDocument(bench, "best", "two_qubit"),
    "drop-redundant": (bench) => void dropRedundant(bench),
  },
  panel: {
    id: STEPS_TAB,
    title: "Steps",
    icon: "steps",
    phone: "navigation",
    Content: StepsTab,
    useBadge: () => {
      const bench = useWorkbench();
      const stored = usePart(bench.editor, (e) => e.state.document.history?.length ?? 0);
      return usePart(bench.ui, (ui) => ui.simplified?.steps.length ?? 0) || stored;
    },
  },
});
