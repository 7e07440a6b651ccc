/** What would run on a target: asked anew when the circuit, a value or the target changes. */

import { useEffect, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type { LowerResult, Target } from "../../port";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export type Lowering =
  | { readonly kind: "none" }
  | { readonly kind: "going"; readonly message: string }
  | { readonly kind: "done"; readonly result: LowerResult }
  | { readonly kind: "refused"; readonly why: string };

const NONE: Lowering = { kind: "none" };
/** Milliseconds that a slider rests before it is asked. */
const REST = 200;

/** @param target one that takes the drawing's size; else null */
export function useLowering(target: Target | null): Lowering {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const [lowering, setLowering] = useState(NONE);
  useEffect(() => {
    if (!target || !isCircuit(document.body)) {
      setLowering(NONE);
      return undefined;
    }
    let open = true;
    setLowering({ kind: "going", message: "Preparing…" });
    const timer = setTimeout(() => {
      const question = { ask: "lower", document: bench.flush(), target: target.name } as const;
      void bench.asker
        .ask<"lower">(question, ({ message }) => open && setLowering({ kind: "going", message: `${message}…` }))
        .then((answer) => {
          if (!open) return;
          if (answer.kind === "failed") setLowering({ kind: "refused", why: answer.error.message });
          if (answer.kind === "done") setLowering({ kind: "done", result: answer.result });
        });
    }, REST);
    return () => {
      open = false;
      clearTimeout(timer);
      bench.asker.cancel("lower");
    };
  }, [bench, document, target]);
  return lowering;
}
