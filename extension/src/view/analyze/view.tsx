/** Figures of the ansatz as cards, and those of others beside it in a table. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { figuresOf } from "../../document/stats";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { NotExtracted } from "../widgets/not-extracted";
import { usePart } from "../workbench/cell";
import { useExtraction } from "../workbench/extracted";
import { leaveOver } from "../workbench/over";
import { SPENT } from "../workbench/spent";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { useAnalyses } from "./analyses";
import { BlankCard, FigureCard } from "./card";
import { type Subject, saveCertificate } from "./certificate";
import { CHOSEN, type Chosen } from "./chosen";
import { Compared } from "./compared";
import { layersOf, type Shown, useShown } from "./layers";
import { type Choice, choicesOf, withObservable } from "./observables";
import { ParametersCard } from "./parameters-card";
import { isKnown } from "./queue";
import { FIRST, firstRows, moreRows, RANK, useRows } from "./rows";
import type { AnalysisRow } from "./wanted";

export function AnalyzeView(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const { body } = document;
  return (
    <main class="qd-analyze" aria-label="Analyze">
      {isCircuit(body) ? <Figures document={document} /> : <OfDiagram document={document} body={body} />}
    </main>
  );
}

/** Of a diagram the figures of its circuit, which is extracted for them alone. */
function OfDiagram({ document, body }: { readonly document: Document; readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const extraction = useExtraction(body);
  const made = extraction.found?.kind === "circuit" ? extraction.found.document : null;
  const { parameters } = document;
  const circuit = useMemo(() => made && { ...made, parameters }, [made, parameters]);
  return circuit ? (
    <Figures document={circuit} extracted />
  ) : (
    <NotExtracted of={extraction} onBack={() => leaveOver(bench)} />
  );
}

interface FiguresProps {
  readonly document: Document;
  /** Is it the circuit of a diagram that is drawn? */
  readonly extracted?: boolean;
}

function Figures({ document, extracted = false }: FiguresProps): JSX.Element {
  const bench = useWorkbench();
  const { seed, observable: chosen } = usePart(bench.at(CHOSEN), (each) => each);
  const title = usePart(bench.ui, (ui) => ui.problem?.title ?? "");
  const shown = useShown(document);
  const choices = choicesOf(shown.document, title);
  const choice = choices.find(({ id }) => id === chosen) ?? choices[0];
  // One object as long as nothing of it changes, since what is known is kept by it.
  const of = shown.document;
  const subject = useMemo(() => (choice ? withObservable(of, choice) : of), [of, choice?.id]);
  const rows = useRows(subject);
  const rank = rows.find(({ name }) => name === RANK);
  const analyses = useAnalyses();
  const first = firstRows(rows);
  const more = moreRows(rows, first, (row) => {
    const outcome = analyses.outcome({ row, document: subject, seed, place: 0 });
    return !outcome || isKnown(outcome);
  });
  const { figures, milliseconds } = analyses.spent(rows.map((row) => ({ row, document: subject, seed, place: 0 })));
  useEffect(() => bench.at(SPENT).set({ figures, milliseconds }), [bench, figures, milliseconds]);
  return (
    <>
      <Head {...{ shown, extracted, choices, choice, seed, rows }} subject={subject} />
      <div class="qd-fig-grid">
        {of === document || !rank ? (
          <ParametersCard />
        ) : (
          <FigureCard row={rank} document={subject} seed={seed} place={-1} isTall />
        )}
        {first.map(({ row, instead }, place) => (
          <FigureCard key={row.name} {...{ row, instead, seed, place }} document={subject} />
        ))}
        {!rows.length && Array.from({ length: FIRST.length }, (_, k) => <BlankCard key={k} />)}
      </div>
      <Compared {...{ seed, rows }} document={subject} note={layersNote(shown)} />
      {more.length > 0 && <More rows={more} document={subject} seed={seed} />}
    </>
  );
}

interface HeadProps {
  readonly shown: Shown;
  readonly extracted: boolean;
  readonly subject: Document;
  readonly choices: readonly Choice[];
  readonly choice: Choice | undefined;
  readonly seed: number;
  readonly rows: readonly AnalysisRow[];
}

function Head({ shown, extracted, subject, choices, choice, seed, rows }: HeadProps): JSX.Element {
  const bench = useWorkbench();
  const name = usePart(bench.ui, (ui) => ui.name);
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  const choose = (change: Partial<Chosen>): void => bench.at(CHOSEN).patch(change);
  return (
    <header class="qd-analyze-head">
      {phone && (
        <button type="button" class="qd-button" data-icon="" aria-label="Back" onClick={() => leaveOver(bench)}>
          <Icon name="back" />
        </button>
      )}
      <h2 translate={false}>{name || "ansatz"}</h2>
      {extracted && (
        <span
          class="qd-badge"
          data-tone="accent"
          title="Figures are of circuits, and a diagram is drawn. It stays as it is"
        >
          extracted from the diagram
        </span>
      )}
      <span class="qd-quiet">{sizeWords(shown)}</span>
      <OtherLayers shown={shown} />
      <span class="qd-space" />
      <AllGoing />
      {choices.length > 0 && (
        <label>
          <span>Observable</span>
          <select
            class="qd-field"
            value={choice?.id}
            onChange={(event) => choose({ observable: event.currentTarget.value })}
          >
            {choices.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <LayersChoice shown={shown} />
      <button
        type="button"
        class="qd-button"
        data-look="line"
        title={`Draw other random numbers: the seed is ${seed}`}
        onClick={() => choose({ seed: seed + 1 })}
      >
        <Icon name="reset" size={14} /> Again, new seed
      </button>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        title="Save all that is known as JSON and as a page"
        onClick={() => certify(bench, { document: subject, rows, seed, observable: choice?.label ?? "" })}
      >
        <Icon name="file" size={14} /> Certificate…
      </button>
    </header>
  );
}

function certify(bench: Workbench, subject: Subject): void {
  const saved = saveCertificate(bench, subject);
  if (saved) bench.say("ok", `The certificate is saved as JSON and as a page: ${count(saved, "figure")}.`);
  else bench.say("error", "No figure is known yet. Wait for the first one, then save the certificate.");
}

/** Layers of the template that is drawn, where it is one. */
function LayersChoice({ shown: { drawn, layers } }: Pick<HeadProps, "shown">): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const listed = drawn ? layersOf(drawn) : [];
  if (!drawn || !isCircuit(body) || listed.length < 2) return null;
  return (
    <label title="Figures of the template with as many layers; the drawing stays as it is">
      <span>Layers</span>
      <select
        class="qd-field"
        value={layers}
        onChange={({ currentTarget: { value } }) =>
          bench.at(CHOSEN).patch({ layers: { of: body, count: Number(value) } })
        }
      >
        {listed.map((each) => (
          <option key={each} value={each}>
            {each === drawn.layers ? `${each}, as drawn` : each}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How the one that is shown differs from the drawing; empty where it does not. */
function layersNote({ drawn, layers }: Shown): string {
  return drawn && layers !== drawn.layers ? count(layers, "layer") : "";
}

/** Says that what is shown is not what is drawn, with the way back. */
function OtherLayers({ shown: { drawn, layers, why } }: Pick<HeadProps, "shown">): JSX.Element | null {
  const bench = useWorkbench();
  if (!drawn || (layers === drawn.layers && !why)) return null;
  return (
    <span class="qd-analyze-other" role="status">
      {why || `drawn: ${count(drawn.layers, "layer")}; shown: ${layers}`}
      <button type="button" class="qd-link" onClick={() => bench.at(CHOSEN).patch({ layers: null })}>
        Show the drawing
      </button>
    </span>
  );
}

function sizeWords({ document: { body, parameters }, drawn }: Shown): string {
  if (!isCircuit(body)) return "";
  const figures = figuresOf(body, parameters.length);
  const words = [
    ...(drawn ? [drawn.row.title] : []),
    count(body.qubits.length, "qubit"),
    count(parameters.length, "parameter"),
  ];
  if (figures)
    words.push(count(figures.numGates, "gate"), `${figures.numTwoQubit} two-qubit`, `depth ${figures.depth}`);
  return words.join(" · ");
}

/** How many figures are still to come, and the way out of all. */
function AllGoing(): JSX.Element | null {
  const analyses = useAnalyses();
  const { open } = analyses;
  if (!open || !analyses.going) return null;
  return (
    <span class="qd-analyze-going" role="status">
      {count(open, "figure")} to come
      <button type="button" class="qd-link" onClick={() => analyses.stopAll()}>
        Cancel all
      </button>
    </span>
  );
}

/** Further figures of the catalog, computed once they are looked at. */
function More({
  rows,
  document,
  seed,
}: {
  readonly rows: readonly AnalysisRow[];
  readonly document: Document;
  readonly seed: number;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="qd-analyze-more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        More figures <span class="qd-quiet">{rows.map(({ title }) => title).join(" · ")}</span>
      </summary>
      {open && (
        <div class="qd-fig-grid">
          {rows.map((row, k) => (
            <FigureCard key={row.name} {...{ row, document, seed }} place={100 + k} />
          ))}
        </div>
      )}
    </details>
  );
}
