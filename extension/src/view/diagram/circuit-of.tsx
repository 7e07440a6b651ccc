/** The circuit of the diagram that is drawn, asked of Python and only looked at: the document stays a diagram. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { DiagramBody, Document } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { aside } from "../../state/transaction";
import { Still } from "../drawing/still";
import { Head } from "../widgets/head";
import { verdictWords } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { noCircuit } from "./convert";

type Found =
  | { readonly kind: "circuit"; readonly document: Document; readonly words: string }
  | { readonly kind: "none"; readonly why: string; readonly spiders: readonly string[] }
  | { readonly kind: "cancelled" };

/** What was found of a body once is not asked again. */
const FOUND = new WeakMap<DiagramBody, Found>();

async function ask(bench: Workbench, tell: (words: string) => void): Promise<Found> {
  const question = { ask: "to_circuit", document: bench.flush() } as const;
  const answer = await bench.asker.ask<"to_circuit">(question, ({ message }) => tell(message));
  if (answer.kind === "cancelled") return answer;
  if (answer.kind === "failed")
    return {
      kind: "none",
      why: noCircuit(bench.state.document.body, answer.error),
      spiders: answer.error.spiders ?? [],
    };
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) return { kind: "none", why: read.refusal.message, spiders: [] };
  return { kind: "circuit", document: read.value, words: verdictWords(answer.result.verdict).words };
}

export function CircuitOf({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const able = bench.asker.can("to_circuit");
  const parameters = usePart(bench.editor, (e) => (e.state.preview ?? e.state.document).parameters);
  const [found, setFound] = useState<Found | null>(FOUND.get(body) ?? null);
  const [said, setSaid] = useState("");
  const [again, setAgain] = useState(0);
  useEffect(() => {
    const known = FOUND.get(body);
    setFound(known ?? null);
    setSaid("");
    if (!able || known) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      void ask(bench, (words) => open && setSaid(words)).then((outcome) => {
        if (outcome.kind !== "cancelled") FOUND.set(body, outcome);
        if (open) setFound(outcome);
      });
    }, 250);
    return () => {
      open = false;
      clearTimeout(timer);
      // Nobody waits for it any more, unless it is asked for by Extract.
      if (!FOUND.has(body) && !bench.ui.value.busy) bench.asker.cancel("to_circuit");
    };
  }, [bench, body, able, again]);
  const blocking = found?.kind === "none" ? found.spiders : [];
  const outline = (): void => {
    bench.dispatch(aside("diagram.blocked", { selection: new Set(blocking) }));
    bench.ui.patch({ asCircuit: false, view: "zx" });
  };
  return (
    <section class="qd-main" data-part="circuit-of" aria-label="Circuit of the diagram">
      <Head title="Circuit" note={found?.kind === "circuit" ? `of the diagram, read only · ${found.words}` : ""}>
        {found?.kind === "circuit" && (
          <button type="button" class="qd-chip" onClick={() => runCommand(bench, "zx.extract")}>
            Extract circuit
          </button>
        )}
        <button type="button" class="qd-chip" onClick={() => bench.ui.patch({ asCircuit: false, view: "zx" })}>
          Back to the diagram
        </button>
      </Head>
      {found?.kind === "circuit" ? (
        <div class="qd-circuit-of">
          <Still document={{ ...found.document, parameters }} label="Circuit of the diagram" />
        </div>
      ) : (
        <div class="qd-off" role="status" style={{ paddingTop: "20vh" }}>
          {!able ? (
            "Extraction runs in Python, and none answers here."
          ) : found?.kind === "none" ? (
            <>
              {found.why}
              {blocking.length > 0 && (
                <button type="button" class="qd-button" data-look="line" onClick={outline}>
                  Show what blocks
                </button>
              )}
            </>
          ) : found ? (
            <>
              Cancelled; nothing was changed.{" "}
              <button type="button" class="qd-link" onClick={() => setAgain(again + 1)}>
                Extract again
              </button>
            </>
          ) : (
            <>
              <progress max={1} style={{ width: "120px", height: "4px" }} /> {said || "Extracting a circuit"}{" "}
              <button type="button" class="qd-link" onClick={() => bench.asker.cancel("to_circuit")}>
                Cancel
              </button>
            </>
          )}
        </div>
      )}
    </section>
  );
}
