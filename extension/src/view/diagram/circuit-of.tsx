/** The circuit of the diagram that is drawn, only looked at: the document stays a diagram. */

import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";

import { type CircuitBody, type DiagramBody, type Document, isCircuit, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { linksBetween } from "../../document/origins";
import { bodyAt, proofOf, START } from "../../document/proof";
import type { Results } from "../../port";
import { Head } from "../widgets/head";
import { NotExtracted } from "../widgets/not-extracted";
import { verdictWords } from "../widgets/verdict-badge";
import { Cell, usePart } from "../workbench/cell";
import { useExtraction } from "../workbench/extracted";
import { IN_WIRES, OTHER, type Other, otherOf } from "../workbench/linked";
import { runCommand } from "../workbench/run";
import { slot } from "../workbench/slot";
import { useWorkbench } from "../workbench/workbench";
import { Looked } from "./looked";
import { OverlayChips } from "./overlays";

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
  const beside = usePart(bench.ui, ({ view }) => view === "split");
  const parameters = usePart(bench.editor, (e) => (e.state.preview ?? e.state.document).parameters);
  const extraction = useExtraction(body);
  const found = extraction.found?.kind === "circuit" ? extraction.found : null;
  const other = useMemo(() => (found ? otherOf(body, found.document, found.result.origins) : null), [body, found]);
  useEffect(() => {
    bench.at(OTHER).set(other);
    return () => bench.at(OTHER).set(null);
  }, [bench, other]);
  const { before = null, after } = found?.result ?? {};
  // Has the circuit that the diagram stands as fewer two-qubit gates?
  const longer = before !== null && after !== undefined && after.num_two_qubit > before.num_two_qubit;
  return (
    <section class="qd-main" data-part="circuit-of" aria-label="Circuit of the diagram">
      <Head
        title="Circuit"
        note={found ? `${beside ? "" : "of the diagram, "}read only · ${wordsOf(found.result)}` : ""}
      >
        {found && !beside && <OverlayChips />}
        {longer && bench.asker.can("simplify") && (
          <button
            type="button"
            class="qd-chip"
            title="As drawn it has fewer two-qubit gates: becomes that circuit, simplified"
            onClick={() => runCommand(bench, "zx.simplify")}
          >
            Simplify (circuit)
          </button>
        )}
        {found && (
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
      {other ? <Looked document={{ ...other.document, parameters }} /> : <NotExtracted of={extraction} />}
    </section>
  );
}

/** Its two-qubit gates, beside those of the circuit that the diagram stands as, and how the two were compared. */
function wordsOf({ verdict, before, after }: Results["to_circuit"]): string {
  const gates = `${before ? `${before.num_two_qubit} → ` : ""}${after.num_two_qubit} two-qubit`;
  return `${gates} · ${verdictWords(verdict).words}`;
}
