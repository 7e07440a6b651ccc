/** The proof of a diagram: begun, its steps as a film, every other drawing a step of its own. */

import { isCircuit } from "../../document/circuit";
import { proofOf } from "../../document/proof";
import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { usePart } from "../workbench/cell";
import { onRequest } from "../workbench/on-request";
import { useWorkbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));

export const proof = room({
  styles: "",
  start: (bench) =>
    bench.editor.subscribe(({ state: { document, outer } }) => {
      if (document.proof !== undefined && !outer) later.use(bench, ({ settle }) => settle(bench));
    }),
  effects: {
    lemma: (bench) => later.use(bench, ({ lemmaOfDrawings }) => lemmaOfDrawings(bench)),
  },
  panel: {
    id: "proof",
    title: "Proof",
    icon: "film",
    phone: "more",
    Content: loaded(later, ({ ProofPanel }) => ProofPanel),
    off: ({ state: { document } }) =>
      isCircuit(document.body) && document.proof === undefined
        ? "A proof rewrites a ZX diagram. Edit the circuit as a diagram first."
        : "",
    useBadge: () => usePart(useWorkbench().editor, ({ state }) => proofOf(state.document)?.steps.size ?? 0),
  },
});
