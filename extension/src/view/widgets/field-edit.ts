/** Edits made in fields: a step, or the reason why not beside the field. */

import { useState } from "preact/hooks";

import type { Document } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { step } from "../../state/transaction";
import { useWorkbench } from "../workbench/workbench";

/** Makes a step of an edit, or says why not beside the field; the last forgets that. */
export function useEdit(): readonly [string, (intent: string, edit: () => Document) => boolean, () => void] {
  const bench = useWorkbench();
  const [error, setError] = useState("");
  return [
    error,
    (intent, edit) => {
      const made = attempt(edit);
      if ("refusal" in made) {
        setError(made.refusal.message);
        return false;
      }
      setError("");
      if (made.value !== bench.state.document)
        bench.dispatch(step(intent, { document: made.value, preview: null, notice: null }));
      return true;
    },
    () => setError(""),
  ];
}
