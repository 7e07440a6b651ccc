/** Figures of the ansatz as cards, and those of others beside it in a table. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { type Document, isCircuit } from "../../document/circuit";
import { figuresOf } from "../../document/stats";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { leaveOver } from "../workbench/over";
import { SPENT } from "../workbench/spent";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { isKnown, useAnalyses } from "./analyses";
import { FigureCard } from "./card";
import { type Subject, saveCertificate } from "./certificate";
import { Compared } from "./compared";
import { type Choice, choicesOf, withObservable } from "./observables";
import { ParametersCard } from "./parameters-card";
import { firstRows, moreRows, useRows } from "./rows";
import type { AnalysisRow } from "./wanted";

/** The first seed; another one with "Again". */
const SEED = 7;

export function AnalyzeView(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  return (
    <main class="qd-analyze" aria-label="Analyze">
      {isCircuit(document.body) ? (
        <Figures document={document} />
      ) : (
        <div class="qd-off">
          <p>Figures are of circuits, and a diagram is drawn. Its circuit has them.</p>
          <button
            type="button"
            class="qd-button"
            data-look="line"
            onClick={() => {
              leaveOver(bench);
              bench.effect("zx-extract");
            }}
          >
            Extract a circuit
          </button>
        </div>
      )}
    </main>
  );
}

function Figures({ document }: { readonly document: Document }): JSX.Element {
  const bench = useWorkbench();
  const [seed, setSeed] = useState(SEED);
  const [chosen, setChosen] = useState("");
  const title = usePart(bench.ui, (ui) => ui.problem?.title ?? "");
  const choices = choicesOf(document, title);
  const choice = choices.find(({ id }) => id === chosen) ?? choices[0];
  // One object as long as nothing of it changes, since what is known is kept by it.
  const subject = useMemo(() => (choice ? withObservable(document, choice) : document), [document, choice?.id]);
  const rows = useRows();
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
      <Head {...{ document, choices, choice, seed, rows }} subject={subject} onChoose={setChosen} onSeed={setSeed} />
      <div class="qd-fig-grid">
        <ParametersCard />
        {first.map(({ row, instead }, place) => (
          <FigureCard key={row.name} {...{ row, instead, seed, place }} document={subject} />
        ))}
      </div>
      <Compared document={subject} seed={seed} rows={rows} />
      {more.length > 0 && <More rows={more} document={subject} seed={seed} />}
    </>
  );
}

interface HeadProps {
  readonly document: Document;
  readonly subject: Document;
  readonly choices: readonly Choice[];
  readonly choice: Choice | undefined;
  readonly seed: number;
  readonly rows: readonly AnalysisRow[];
  readonly onChoose: (id: string) => void;
  readonly onSeed: (seed: number) => void;
}

function Head({ document, subject, choices, choice, seed, rows, onChoose, onSeed }: HeadProps): JSX.Element {
  const bench = useWorkbench();
  const name = usePart(bench.ui, (ui) => ui.name);
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  return (
    <header class="qd-analyze-head">
      {phone && (
        <button type="button" class="qd-button" data-icon="" aria-label="Back" onClick={() => leaveOver(bench)}>
          <Icon name="back" />
        </button>
      )}
      <h2 translate={false}>{name || "ansatz"}</h2>
      <span class="qd-quiet">{sizeWords(document)}</span>
      <span class="qd-space" />
      <AllGoing />
      {choices.length > 0 && (
        <label>
          <span>Observable</span>
          <select class="qd-field" value={choice?.id} onChange={(event) => onChoose(event.currentTarget.value)}>
            {choices.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        class="qd-button"
        data-look="line"
        title={`Draw other random numbers: the seed is ${seed}`}
        onClick={() => onSeed(seed + 1)}
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

function sizeWords({ body, parameters }: Document): string {
  if (!isCircuit(body)) return "";
  const figures = figuresOf(body, parameters.length);
  const words = [count(body.qubits.length, "qubit"), count(parameters.length, "parameter")];
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
