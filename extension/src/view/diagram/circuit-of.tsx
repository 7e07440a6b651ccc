/** The circuit of the diagram that is drawn, asked of Python and only looked at: the document stays a diagram. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { type CircuitBody, type DiagramBody, type Document, isCircuit, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { linksBetween } from "../../document/origins";
import { bodyAt, proofOf, START } from "../../document/proof";
import { loads } from "../../document/read";
import { aside } from "../../state/transaction";
import { Head } from "../widgets/head";
import { verdictWords } from "../widgets/verdict-badge";
import { Cell, usePart } from "../workbench/cell";
import { IN_WIRES, OTHER, type Other, otherOf } from "../workbench/linked";
import { runCommand } from "../workbench/run";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { noCircuit } from "./convert";
import { Looked } from "./looked";
import { OverlayChips } from "./overlays";

type Found =
  | {
      readonly kind: "circuit";
      readonly other: Other;
      readonly words: string;
      /** Has the circuit that the diagram stands as fewer two-qubit gates? */
      readonly longer: boolean;
    }
  | { readonly kind: "none"; readonly why: string; readonly spiders: readonly string[] }
  | { readonly kind: "cancelled" };

/** What was found of a body once is not asked again. */
const FOUND = new WeakMap<DiagramBody, Found>();

async function ask(bench: Workbench, body: DiagramBody, tell: (words: string) => void): Promise<Found> {
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
  const { verdict, before, after, origins } = answer.result;
  const gates = `${before ? `${before.num_two_qubit} → ` : ""}${after.num_two_qubit} two-qubit`;
  return {
    kind: "circuit",
    other: otherOf(body, read.value, origins),
    words: `${gates} · ${verdictWords(verdict).words}`,
    longer: before !== null && after.num_two_qubit > before.num_two_qubit,
  };
}

/** Is the circuit that the proof begins with shown, where there is one? */
const FROM_START = slot(() => new Cell(true));

export function CircuitOf({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const beside = usePart(bench.ui, ({ view }) => view === "split");
  const chosen = usePart(bench.at(FROM_START), (value) => value);
  const start = usePart(bench.editor, (e) => startOf(e.state.document));
  return start && beside && chosen ? <OfStart body={body} start={start} /> : <OfBody body={body} />;
}

/** The circuit that a document's proof begins with; null where it is shown itself, or begins with a diagram. */
function startOf(document: Document): CircuitBody | null {
  const proof = proofOf(document);
  if (!proof || proof.at === START) return null;
  const made = attempt(() => bodyAt(document, START));
  return "value" in made && isCircuit(made.value) ? made.value : null;
}

/** Which circuit is shown beside a diagram that is proved. */
function Which(): JSX.Element | null {
  const bench = useWorkbench();
  const start = usePart(bench.editor, (e) => startOf(e.state.document) !== null);
  const beside = usePart(bench.ui, ({ view }) => view === "split");
  const chosen = usePart(bench.at(FROM_START), (value) => value);
  if (!start || !beside) return null;
  return (
    <span class="qd-segments qd-small" role="group" aria-label="Circuit">
      {([true, false] as const).map((each) => (
        <button
          key={String(each)}
          type="button"
          aria-pressed={chosen === each}
          onClick={() => bench.at(FROM_START).set(each)}
        >
          {each ? "Step 0" : "Extracted"}
        </button>
      ))}
    </span>
  );
}

/** The circuit at the start of the proof, whose gates know what they became. */
function OfStart({ body, start }: { readonly body: DiagramBody; readonly start: CircuitBody }): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const other = useMemo(() => startOther(document, body, start), [document.proof, body, start]);
  useEffect(() => {
    bench.at(OTHER).set(other);
    return () => bench.at(OTHER).set(null);
  }, [bench, other]);
  return (
    <section class="qd-main" data-part="circuit-of" aria-label="Circuit at step 0">
      <Head title="Circuit" note="read only">
        <Which />
      </Head>
      <Looked document={withBody(document, start)} />
    </section>
  );
}

function startOther(document: Document, body: DiagramBody, start: CircuitBody): Other {
  const proof = proofOf(document);
  const { origins, heirs, gone } = linksBetween(document, START, proof?.at ?? START);
  const film = new Map((proof ? filmOf(proof) : []).map(({ id, label }) => [id, label]));
  const said = ([gate, step]: readonly [string, string]): readonly [string, string] => [
    gate,
    proof?.steps.get(step)?.kind === "diagram" ? IN_WIRES : `cancelled in step ${film.get(step) ?? ""}`,
  ];
  return {
    of: body,
    document: withBody(document, start),
    origins: heirs,
    heirs: origins,
    gone: new Map([...gone].map(said)),
  };
}

function OfBody({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const able = bench.asker.can("to_circuit");
  const beside = usePart(bench.ui, ({ view }) => view === "split");
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
      void ask(bench, body, (words) => open && setSaid(words)).then((outcome) => {
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
  const other = found?.kind === "circuit" ? found.other : null;
  useEffect(() => {
    bench.at(OTHER).set(other);
    return () => bench.at(OTHER).set(null);
  }, [bench, other]);
  const blocking = found?.kind === "none" ? found.spiders : [];
  const outline = (): void => {
    bench.dispatch(aside("diagram.blocked", { selection: new Set(blocking) }));
    bench.ui.patch({ asCircuit: false, view: "zx" });
  };
  return (
    <section class="qd-main" data-part="circuit-of" aria-label="Circuit of the diagram">
      <Head
        title="Circuit"
        note={found?.kind === "circuit" ? `${beside ? "" : "of the diagram, "}read only · ${found.words}` : ""}
      >
        {found?.kind === "circuit" && !beside && <OverlayChips />}
        {found?.kind === "circuit" && found.longer && bench.asker.can("simplify") && (
          <button
            type="button"
            class="qd-chip"
            title="As drawn it has fewer two-qubit gates: becomes that circuit, simplified"
            onClick={() => runCommand(bench, "zx.simplify")}
          >
            Simplify (circuit)
          </button>
        )}
        {found?.kind === "circuit" && (
          <button type="button" class="qd-chip" onClick={() => runCommand(bench, "zx.extract")}>
            Extract circuit
          </button>
        )}
        {!beside && (
          <button type="button" class="qd-chip" onClick={() => bench.ui.patch({ asCircuit: false, view: "zx" })}>
            Back to the diagram
          </button>
        )}
      </Head>
      {found?.kind === "circuit" ? (
        <Looked document={{ ...found.other.document, parameters }} />
      ) : (
        <div class="qd-off" role="status" style={{ paddingTop: "20vh" }}>
          {!able ? (
            `Extraction runs in Python, and ${bench.noPython}.`
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
