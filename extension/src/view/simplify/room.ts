/** Simplification: asked for, taken over once it is shown to be equal, its steps. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { usePart } from "../workbench/cell";
import { onRequest } from "../workbench/on-request";
import { type How, SIMPLIFY } from "../workbench/simplify";
import { STEPS_TAB } from "../workbench/ui";
import type { Workbench } from "../workbench/workbench";
import { useWorkbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));

function simplifyDocument(bench: Workbench, how: How): void {
  later.use(bench, (module) => module.simplifyDocument(bench, how));
}

export const simplify = room({
  styles: "",
  simplifyDocument,
  start: (bench) => {
    bench.at(SIMPLIFY).set(simplifyDocument);
    return () => bench.at(SIMPLIFY).set(null);
  },
  effects: {
    simplify: (bench) => simplifyDocument(bench, { strategy: "best", minimize: "two_qubit", options: {} }),
    "simplify-circuit": (bench) =>
      simplifyDocument(bench, { strategy: "best", minimize: "two_qubit", options: { as_circuit: true } }),
    "drop-redundant": (bench) => later.use(bench, ({ dropRedundant }) => dropRedundant(bench)),
  },
  panel: {
    id: STEPS_TAB,
    title: "Steps",
    icon: "steps",
    phone: "navigation",
    Content: loaded(later, ({ StepsTab }) => StepsTab),
    useBadge: () => {
      const bench = useWorkbench();
      const stored = usePart(bench.editor, (e) => e.state.document.history?.length ?? 0);
      return usePart(bench.ui, (ui) => ui.simplified?.steps.length ?? 0) || stored;
    },
  },
});
