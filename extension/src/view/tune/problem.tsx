/** The problem whose energy is shown: its observable, the energy now, the exact one, the way there. */

import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import type { ProblemRow } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import { withProblem } from "../../document/problem";
import { originWords } from "../../live/origin";
import type { Output } from "../../live/wanted";
import { exactText, fixedText, numberText, withError } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { step } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { RowChoices } from "../widgets/row-choices";
import { useTips } from "../widgets/tips";
import { Cell, usePart } from "../workbench/cell";
import { isLabeled, measureOf, READ } from "../workbench/labeled";
import { useOutput, whyNone, writeText } from "../workbench/output";
import { slot } from "../workbench/slot";
import { LESSON } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { KEEPS } from "./keeping";
import { gatesText, SUGGESTED } from "./known";
import { askProblem, canMake, drawnProblem, putProblem, suggestAnsatz } from "./making";
import { Grow, OwnObservable, OwnState, ProblemData, ProblemForm, ProblemGraph } from "./part";
import { aboveText, sizeBeside, sizedTitle } from "./problem-words";

/** The form that is open: the row that it begins with, "" for that of the document, OWN, STATE; null while closed. */
const FORM = slot(() => new Cell<string | null>(null));
const OWN = "own:";
const STATE = "state:";

/** Opens the field for an observable of one's own. */
export function askForObservable(bench: Workbench): void {
  if (bench.ui.value.size === "phone") bench.ui.patch({ pane: "parameters" });
  bench.at(FORM).set(OWN);
}

export function ProblemSection(): JSX.Element | null {
  const bench = useWorkbench();
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const same = usePart(bench.editor, (e) => shownDocument(e.state).observable === e.state.document.observable);
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const problems = usePart(bench.ui, (ui) => ui.catalog.problem);
  const problem = usePart(bench.ui, (ui) => ui.problem);
  const labeled = usePart(bench.editor, (e) => isLabeled(bench, shownDocument(e.state)));
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const first = usePart(bench.at(FORM), (now) => now);
  const opener = useRef<HTMLButtonElement>(null);
  const choice = useRef<HTMLDivElement>(null);
  const bringUpForm = (): void => bringUp(choice.current);
  if (!circuit) return null;
  const setFirst = (next: string | null): void => bench.at(FORM).set(next);
  const close = (): void => {
    opener.current?.focus();
    setFirst(null);
  };
  const open = first !== null;
  const taught = usePart(bench.at(LESSON), ({ energy }) => energy);
  const own = observable ? (problem?.title ?? "") : "None";
  const others = problems.filter((row) => !(same && own.startsWith(row.title)));
  const fits = others.filter((row) => sizeBeside(row, qubits) === "same");
  return (
    <div class="qd-problem-parts" data-part="problem" data-open={open ? "" : undefined}>
      <div ref={choice} class="qd-section">
        <div class="qd-head">
          <h2>Problem</h2>
        </div>
        <div class="qd-problem" data-open={open ? "" : undefined}>
          {!open && (
            <select
              class="qd-field"
              aria-label="Problem"
              value="own"
              onChange={(event) => {
                const { value } = event.currentTarget;
                event.currentTarget.value = "own";
                if (value === OWN || value === STATE) setFirst(value);
                else if (value.startsWith("more:")) setFirst(value.slice("more:".length));
                else void chooseProblem(bench, value);
              }}
            >
              <option value="own">{own}</option>
              {observable && <option value="none">No problem</option>}
              <option value={OWN}>Own observable…</option>
              {bench.asker.can("state") && <option value={STATE}>Own state…</option>}
              <RowChoices rows={fits} canMake={(row) => canMake(bench, row)} prefix="p:" />
              <OtherSizes rows={others} qubits={qubits} />
            </select>
          )}
          {first === OWN && <OwnObservable onShown={bringUpForm} onClose={close} />}
          {first === STATE && <OwnState onShown={bringUpForm} onClose={close} />}
          {first !== null && first !== OWN && first !== STATE && (
            <ProblemForm first={first} onShown={bringUpForm} onClose={close} />
          )}
          <button
            ref={opener}
            type="button"
            class="qd-button"
            data-look="line"
            data-icon=""
            aria-label="Options of the problem"
            aria-expanded={open}
            title="Options of the problem: its size, couplings, fields or graph"
            onClick={() => setFirst(open ? null : "")}
          >
            <Icon name="down" size={12} />
          </button>
        </div>
      </div>
      {observable && (
        <Energy
          terms={observable}
          exact={problem?.exact ?? null}
          how={problem?.how ?? ""}
          sector={problem?.sector ?? ""}
          labeled={labeled}
        >
          {labeled && same && <ProblemData />}
          {problem?.graph && same && <ProblemGraph graph={problem.graph} />}
          <Suggestion same={same && !taught} />
          {!labeled && !taught && <Grow />}
          {taught && <p class="qd-quiet">Suggested and grown ansätze come back after this lesson.</p>}
        </Energy>
      )}
    </div>
  );
}

/** Scrolls the right side so far that a form has its height; nothing around it moves. */
function bringUp(section: HTMLElement | null): void {
  const side = section?.closest(".qd-inspector");
  if (section && side) side.scrollTop += section.getBoundingClientRect().top - side.getBoundingClientRect().top;
}

/** The ansatz to draw, and what can go wrong; where the circuit keeps the sector, that it cannot. */
function Suggestion({ same }: { readonly same: boolean }): JSX.Element {
  const bench = useWorkbench();
  const { sector, warning } = usePart(bench.ui, (ui) => ui.problem) ?? { sector: "", warning: "" };
  const suggested = usePart(bench.at(SUGGESTED), (text) => text);
  const drawn = usePart(bench.editor, (e) => suggested !== null && gatesText(shownDocument(e.state)) === suggested);
  const kept = usePart(bench.at(KEEPS), (text) => text);
  const keeps = usePart(bench.editor, (e) => kept !== null && gatesText(shownDocument(e.state)) === kept) || drawn;
  return (
    <>
      {same && !drawn && bench.asker.can("ansatz") && (
        <button
          type="button"
          class="qd-button"
          data-look="line"
          data-part="suggest"
          title="Draws a circuit that suits the problem in place of what is drawn"
          onClick={() => void suggestAnsatz(bench)}
        >
          Suggested ansatz
        </button>
      )}
      {warning && !keeps && (
        <div class="qd-warning" role="status" data-part="problem-warning">
          {warning}
        </div>
      )}
      {sector && keeps && (
        <div class="qd-quiet" role="status" data-part="keeps-sector">
          This circuit keeps {sector}.
        </div>
      )}
    </>
  );
}

/** The problems of another size: one of more qubits opens its form, one of fewer fits on no part of the drawing. */
function OtherSizes({ rows, qubits }: { readonly rows: readonly ProblemRow[]; readonly qubits: number }): JSX.Element {
  const bench = useWorkbench();
  const more = rows.filter((row) => sizeBeside(row, qubits) === "more");
  const fewer = rows.filter((row) => sizeBeside(row, qubits) === "fewer");
  const titleOf = (row: ProblemRow): string => sizedTitle(row, qubits);
  return (
    <>
      {more.length > 0 && (
        <optgroup label="More qubits than drawn: adds wires">
          {more.map((row) => (
            <option key={row.name} value={`more:${row.name}`} disabled={!canMake(bench, row)}>
              {canMake(bench, row) ? titleOf(row) : `${titleOf(row)} (needs Python)`}
            </option>
          ))}
        </optgroup>
      )}
      {fewer.length > 0 && (
        <optgroup label="Fewer qubits than drawn">
          {fewer.map((row) => (
            <option key={row.name} disabled>
              {titleOf(row)}
            </option>
          ))}
        </optgroup>
      )}
    </>
  );
}

/** Takes a problem over, with the defaults of its row: its observable into the document. */
async function chooseProblem(bench: Workbench, value: string): Promise<void> {
  const { document } = bench.state;
  if (!isCircuit(document.body)) return;
  if (value === "none") {
    bench.dispatch(step("problem.none", { document: withProblem(document, null) }));
    return;
  }
  const row = bench.ui.value.catalog.problem.find(({ name }) => `p:${name}` === value);
  if (!row) return;
  const n = document.body.qubits.length;
  const made = drawnProblem(row, n) ?? (await askProblem(bench, row, n));
  if (typeof made === "string") bench.say("error", made);
  else if (made && n === numQubits(bench)) putProblem(bench, made);
  else if (made)
    bench.say("error", `${made.title} was for ${n} qubits, and the drawing has others now. Choose it again.`);
}

function numQubits(bench: Workbench): number {
  const { body } = bench.state.document;
  return isCircuit(body) ? body.qubits.length : 0;
}

/** The energy, which stays in view however many sliders there are; below it what it is made of, and the rest. */
function Energy({
  terms,
  exact,
  how,
  sector,
  labeled,
  children,
}: {
  readonly terms: ReadonlyMap<string, number>;
  readonly exact: number | null;
  /** How that is found, in words; empty where nobody said. */
  readonly how: string;
  /** The states that this is the lowest energy of; empty for all. */
  readonly sector: string;
  /** Is it ⟨Z₀⟩ of labeled data, beside which stands the loss? */
  readonly labeled: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const bench = useWorkbench();
  const now = useRef<HTMLElement>(null);
  const origin = useRef<HTMLElement>(null);
  const latest = useRef<Extract<Output, { readonly kind: "energy" }> | null>(null);
  const above = useRef<HTMLElement>(null);
  const loss = usePart(bench.at(READ), (read) => read?.loss ?? null);
  const label = labeled ? measureOf(true, []) : "Energy";
  const beside = labeled ? loss : exact;
  const why = `The exact energy is computed in Python, and ${bench.noPython}.`;
  const unsaid = beside === null && !bench.asker.can("problem") ? why : "";
  const [parts, setParts] = useState<readonly (readonly [string, number])[]>([]);
  useOutput(
    "energy",
    (output) => {
      if (!now.current) return;
      latest.current = output?.kind === "energy" ? output : null;
      const beside =
        latest.current?.ideal?.kind === "energy" ? `, ideal ${fixedText(latest.current.ideal.energy, 4)}` : "";
      const { current } = latest;
      writeText(origin.current, current ? originWords(current.origin) + beside : whyNone(bench, output));
      if (output?.kind !== "energy") {
        now.current.textContent = "—";
        delete now.current.dataset["energy"];
        if (above.current) above.current.textContent = "";
        setParts([]);
        return;
      }
      now.current.textContent = fixedText(output.energy, 4);
      now.current.dataset["energy"] = String(output.energy);
      if (above.current) {
        above.current.textContent = exact === null ? "" : aboveText(output.energy - exact, sector);
      }
      const kinds = partsOf(terms, output.terms ?? []);
      if (kinds.length <= 6) setParts(kinds);
    },
    exact,
  );
  const tips = useTips({
    tip: () => {
      if (!latest.current) return null;
      const { energy, errors, origin: from, ideal } = latest.current;
      const lines = [withError(energy, errors?.[0])];
      if (ideal?.kind === "energy") lines.push(`ideal ${exactText(ideal.energy)}`);
      return { label, lines, copy: exactText(energy), origin: from };
    },
  });
  return (
    <>
      <div class="qd-energy-bar">
        <dl class="qd-energy">
          <dt>{label}</dt>
          <dt data-part="exact-of">{labeled ? "Loss, training rows" : sector ? `Lowest, ${sector}` : "Lowest"}</dt>
          <dd ref={now} data-part="energy" class="qd-plot" {...tips}>
            —
          </dd>
          <dd class="qd-other" title={unsaid || (beside !== null && how ? `Exact, by ${how}` : undefined)}>
            {beside === null ? "—" : fixedText(beside, 4)}
          </dd>
        </dl>
        <div class="qd-quiet">
          <span ref={origin} data-part="energy-origin" />
          <span ref={above} />
        </div>
      </div>
      <div class="qd-section">
        {parts.length > 1 && (
          <div class="qd-terms">
            {parts.map(([name, value]) => (
              <div key={name} style={{ display: "contents" }}>
                <span>{name}</span>
                <span style={{ textAlign: "right" }}>{fixedText(value, 4)}</span>
              </div>
            ))}
          </div>
        )}
        {children}
      </div>
    </>
  );
}

/** What each kind of terms, by its letters, adds to the energy: coefficients times means. */
function partsOf(terms: ReadonlyMap<string, number>, means: ArrayLike<number>): (readonly [string, number])[] {
  const kinds = new Map<string, { readonly coefficients: number[]; sum: number }>();
  if (!means.length) return [];
  [...terms].forEach(([label, c], k) => {
    const letters = [...label].filter((letter) => letter !== "I").join("");
    const name = letters.length > 4 ? `${letters.length} letters` : letters;
    const kind = kinds.get(name) ?? { coefficients: [], sum: 0 };
    kind.coefficients.push(c);
    kind.sum += c * (means[k] ?? 0);
    kinds.set(name, kind);
  });
  return [...kinds].map(([name, { coefficients, sum }]) => [partName(name, coefficients), sum]);
}

/** −0.3 Σ X where the terms share a coefficient, else: part of X. */
function partName(name: string, coefficients: readonly number[]): string {
  const [first = 0] = coefficients;
  if (!name) return "constant";
  if (name.endsWith("letters") || coefficients.some((c) => Math.abs(c - first) > 1e-9)) return `part of ${name}`;
  const size = Math.abs(first) === 1 ? "" : `${numberText(Math.abs(first))} `;
  return `${first < 0 ? "−" : ""}${size}${coefficients.length > 1 ? "Σ " : ""}${name}`;
}
