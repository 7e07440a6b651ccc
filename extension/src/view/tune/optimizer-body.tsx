/** What stands in the optimizer: its form, the way of the last runs, why the newest ended. */

import type { JSX } from "preact";

import type { Document } from "../../document/circuit";
import { originWords } from "../../live/origin";
import { fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { downloadCsv } from "../widgets/csv";
import { usePart } from "../workbench/cell";
import { costOf } from "../workbench/labeled";
import { useWorkbench } from "../workbench/workbench";
import { Convergence, colorOf, type WayProps } from "./convergence";
import { FrozenNote } from "./frozen";
import { HOW, How, kindOf } from "./how";
import { isInPage } from "./kind";
import { useNoiseHere, wayWith } from "./noise";
import { secondsText } from "./optimizing";
import { RUNS, type Run } from "./tuning";

export function OptimizerForm(): JSX.Element {
  const bench = useWorkbench();
  const optimizing = usePart(bench.ui, (ui) => ui.optimizing);
  return (
    <>
      <div class="qd-how-place" inert={optimizing}>
        <How />
      </div>
      <FrozenNote />
      <WithNoise />
    </>
  );
}

/** With noise on: whether it is followed, and why not. */
function WithNoise(): JSX.Element | null {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const kind = usePart(bench.at(HOW), kindOf);
  const { isOn, why } = useNoiseHere(document);
  if (!isOn) return null;
  const { isHere, noise } = wayWith(bench, document, kind);
  const cost = costOf(bench, document);
  return (
    <div class="qd-quiet qd-ended" data-part="with-noise">
      {noise === "with"
        ? `Lowers the ${cost} with noise${isInPage(kind) && !isHere ? ", in Python" : ""}.`
        : `Lowers the ${cost} without noise. ${why}`}
    </div>
  );
}

export function OptimizerWay(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const all = usePart(bench.at(RUNS), (runs) => runs);
  // The way to another energy than the one that stands here is not told.
  const runs = all.filter((run) => run.body === body && run.observable === observable);
  const newest = runs.at(-1);
  const here = usePart(bench.editor, (e) => isAt(e.state.document, newest?.reached ?? null));
  const exact = usePart(bench.ui, (ui) => ui.problem?.exact ?? null);
  return (
    <>
      {newest?.ended && (
        <div class="qd-quiet qd-ended" role="status" data-part="ended">
          {newest.ended[0]?.toUpperCase()}
          {newest.ended.slice(1)}
          {here ? "." : ", at other values than these."}
        </div>
      )}
      {newest && newest.trace.kept > 0 && (
        <>
          <Convergence runs={runs} exact={exact} />
          <Legend runs={runs} exact={exact} />
        </>
      )}
    </>
  );
}

/** Is it the same circuit at the same values? */
function isAt(document: Document, other: Document | null): boolean {
  const values = other?.parameters;
  return document.body === other?.body && document.parameters.every(({ value }, k) => value === values?.[k]?.value);
}

/** Why a run ended, in brief; it stays with the run when its values do not. */
function endOf({ ended }: Run): string {
  return ended && `, ${ended.split(";")[0]}`;
}

/** An energy with as many digits as its error leaves. */
function foundText(energy: number, error: number): string {
  if (!error) return fixedText(energy, 6);
  const digits = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(error))));
  return `${fixedText(energy, digits)} ± ${error.toPrecision(2)}`;
}

function Legend({ runs, exact }: WayProps): JSX.Element | null {
  const bench = useWorkbench();
  const newest = runs.at(-1);
  if (!newest) return null;
  const { trace, total, state, left, shots, noise, hasIdeal, result } = newest;
  const number = (steps: number): string => steps.toLocaleString("en");
  const unsampled = newest.origin ? originWords(newest.origin) : "exact";
  const each = shots ? `sampled, ${number(shots)} ${shots === 1 ? "shot" : "shots"} a point` : unsampled;
  const found = [newest.cost === "loss" ? "loss" : "", result ? foundText(result.energy, result.error) : ""];
  const lead = found.filter(Boolean).join(" ");
  const origin = (lead && `${lead}, `) + (noise === "off" ? each : `${each}, ${noise} noise`);
  // The list of several runs says it of each.
  const why = runs.length > 1 ? "" : endOf(newest);
  const far =
    state === "ended"
      ? `${origin} · ${number(trace.steps)} ${trace.steps === 1 ? "step" : "steps"}${why}`
      : `${number(trace.steps)} of ${number(total)}${left !== null && left >= 1 ? `, ${secondsText(left)} left` : ""}`;
  const keep = (): void =>
    downloadCsv(bench, "history", [
      ["run", "step", newest.cost, "error", "ideal there", "best"],
      ...runs.flatMap(({ id, trace: each }) =>
        Array.from({ length: each.kept }, (_, k) => [
          id,
          each.stepOf(k),
          each.at("energy", k),
          each.at("error", k),
          each.at("ideal", k),
          each.at("best", k),
        ]),
      ),
    ]);
  return (
    <div class="qd-descent-legend qd-quiet">
      <span data-part="far">{far}</span>
      <span class="qd-descent-keys">
        {shots ? (
          <span>
            <i data-mark="dot" /> measured
          </span>
        ) : (
          <>
            <span>
              <i data-mark="thin" /> each step
            </span>
            <span>
              <i data-mark="line" data-noisy={noise === "with" ? "" : undefined} /> best
            </span>
          </>
        )}
        {hasIdeal && (
          <span>
            <i data-mark="line" /> ideal there
          </span>
        )}
        {exact !== null && (
          <span>
            <i data-mark="dashed" /> exact
          </span>
        )}
        {state === "ended" && (
          <button type="button" class="qd-link" title={`Download the ${newest.cost} by step`} onClick={keep}>
            CSV
          </button>
        )}
      </span>
      {runs.length > 1 && (
        <ul class="qd-descent-runs" aria-label="Runs">
          {runs.map((run, k) => (
            <li key={run.id}>
              <i data-noisy={run.noise === "with" ? "" : undefined} style={{ color: colorOf(runs, k) }} />
              {run.title}
              {run.noise === "with" ? ", with noise" : ""}
              {run.shots ? `, ${number(run.shots)} shots` : ""}, {number(run.trace.steps)}{" "}
              {run.trace.steps === 1 ? "step" : "steps"}
              {endOf(run)}
              {run.state === "ended" && (
                <button
                  type="button"
                  class="qd-link"
                  aria-label={`Remove the run of ${run.title}`}
                  title="Remove it from the plot"
                  onClick={() => bench.at(RUNS).set(bench.at(RUNS).value.filter(({ id }) => id !== run.id))}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
