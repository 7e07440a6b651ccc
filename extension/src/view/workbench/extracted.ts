/** The circuit of a diagram, asked of Python and only looked at: the document stays a diagram. */

import { useEffect, useState } from "preact/hooks";

import type { DiagramBody, Document } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { Results } from "../../port";
import { noCircuitWords } from "../../scene/diagram";
import { useWorkbench, type Workbench } from "./workbench";

export type Found =
  | { readonly kind: "circuit"; readonly document: Document; readonly result: Results["to_circuit"] }
  | { readonly kind: "none"; readonly why: string; readonly spiders: readonly string[] }
  | { readonly kind: "cancelled" };

export interface Extraction {
  /** Null while it is asked for, and where no Python answers. */
  readonly found: Found | null;
  /** How far it is, in Python's words. */
  readonly said: string;
  readonly again: () => void;
}

const PAUSE = 250;
/** What was found of a body once is not asked again. */
const FOUND = new WeakMap<DiagramBody, Found>();

async function ask(bench: Workbench, body: DiagramBody, tell: (words: string) => void): Promise<Found> {
  const question = { ask: "to_circuit", document: bench.flush() } as const;
  const answer = await bench.asker.ask<"to_circuit">(question, ({ message }) => tell(message));
  if (answer.kind === "cancelled") return answer;
  if (answer.kind === "failed") {
    const { message, spiders = [] } = answer.error;
    return { kind: "none", why: noCircuitWords(body, message, spiders), spiders };
  }
  const { result } = answer;
  const read = attempt(() => loads(result.document));
  if ("refusal" in read) return { kind: "none", why: read.refusal.message, spiders: [] };
  return { kind: "circuit", document: read.value, result };
}

/** Asks for the circuit of the diagram that is drawn, once it rests. */
export function useExtraction(body: DiagramBody): Extraction {
  const bench = useWorkbench();
  const able = bench.asker.can("to_circuit");
  const [found, setFound] = useState<Found | null>(FOUND.get(body) ?? null);
  const [said, setSaid] = useState("");
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const known = FOUND.get(body);
    setFound(known ?? null);
    setSaid("");
    if (!able || known) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      void ask(bench, body, (words) => open && setSaid(words)).then((outcome) => {
        if (outcome.kind !== "cancelled") FOUND.set(body, outcome);
        if (open) setFound(outcome);
      });
    }, PAUSE);
    return () => {
      open = false;
      clearTimeout(timer);
      // Nobody waits for it any more, unless it is asked for by Extract.
      if (!FOUND.has(body) && !bench.ui.value.busy) bench.asker.cancel("to_circuit");
    };
  }, [bench, body, able, times]);
  return { found, said, again: () => setTimes(times + 1) };
}
