/** Edits made in fields: a step, or the reason why not beside the field. */

import { useRef, useState } from "preact/hooks";

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

interface Draft {
  /** As it is drawn; null where nothing is typed. */
  readonly text: string | null;
  readonly write: (text: string | null) => void;
  /** The newest, which a save may ask for before it is drawn; null where nothing is typed. */
  readonly newest: { readonly current: string | null };
}

/** What is typed in a field and not entered yet. */
export function useDraft(): Draft {
  const [text, setText] = useState<string | null>(null);
  const newest = useRef<string | null>(null);
  const write = (now: string | null): void => {
    newest.current = now;
    setText(now);
  };
  return { text, write, newest };
}
