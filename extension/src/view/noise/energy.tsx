/** The section Energy: exact, ideal, mitigated and noisy on one axis, and whether mitigation helps. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";

import type { Document } from "../../document/circuit";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { dumps } from "../../document/write";
import { shownDocument } from "../../state/state";
import { OptionFields } from "../widgets/option-fields";
import { RowChoices } from "../widgets/row-choices";
import { usePart } from "../workbench/cell";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { EnergyRows } from "./energy-rows";
import { ENERGY, type Energy } from "./energy-state";

const MOST_SHOTS = 1_000_000_000;
const FIRST_METHOD = "zne";

export function EnergySection(): JSX.Element {
  const bench = useWorkbench();
  const id = useId();
  const rows = usePart(bench.ui, (ui) => ui.catalog.mitigation);
  const state = usePart(bench.at(ENERGY), (now) => now);
  const document = usePart(bench.editor, (e) => shownDocument(e.state));
  const exact = usePart(bench.ui, (ui) => ui.problem?.exact ?? null);
  const { typed, found, going, why } = state;
  const row = rows.find(({ name }) => name === (typed["method"] ?? FIRST_METHOD)) ?? rows[0];
  const options = row?.options ?? [];
  const own = { ...typedOf(options), ...typed };
  const { wrong } = readOptions(options, own);
  const shots = String(typed["shots"] ?? "8192");
  const badShots = wrongShots(shots);
  const can = bench.asker.can("mitigate");
  const set = (change: Partial<Energy>): void => bench.at(ENERGY).patch(change);
  const put = (change: Typed): void => set({ typed: { ...typed, ...change } });
  const ready = can && !going && !badShots && wrong.size === 0 && row !== undefined;
  return (
    <section class="qd-section qd-mitigated" aria-label="Energy with noise" data-part="mitigation">
      <div class="qd-head">
        <h2>Energy</h2>
        <span class="qd-quiet">with noise, mitigated</span>
      </div>
      <div class="qd-mitigated-how">
        <select
          class="qd-field"
          aria-label="Method of mitigation"
          value={row?.name}
          title={row?.help}
          onChange={(event) => put({ method: event.currentTarget.value })}
        >
          <RowChoices rows={rows} canMake={() => can} />
        </select>
        <label for={`${id}-shots`}>Shots</label>
        <input
          id={`${id}-shots`}
          class="qd-field qd-num"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          aria-invalid={badShots !== ""}
          title="The noisy and the mitigated energy take so many each"
          value={shots}
          onInput={(event) => put({ shots: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
            if (event.key === "Enter" && ready) void measure(bench);
          }}
        />
      </div>
      {options.length > 0 && (
        <details class="qd-mitigated-options">
          <summary>{summaryOf(own, options)}</summary>
          <OptionFields options={options} typed={own} wrong={wrong} onChange={(next) => put(next)} />
        </details>
      )}
      {(badShots || why) && (
        <div class="qd-error" role="alert">
          {badShots || why}
        </div>
      )}
      {found && <EnergyRows found={found.result} exact={exact} stale={going || found.document !== document} />}
      <div class="qd-mitigated-ends">
        <button
          type="button"
          class="qd-button"
          data-look="line"
          disabled={!ready}
          title={can ? "Measure the noisy energy and mitigate it" : `Mitigation runs in Python, and ${bench.noPython}`}
          onClick={() => void measure(bench)}
        >
          {going ? "Measuring…" : found ? "Measure again" : "Measure"}
        </button>
        {going ? (
          <button type="button" class="qd-link" onClick={() => bench.asker.cancel("mitigate")}>
            Cancel
          </button>
        ) : (
          found &&
          found.document !== document && (
            <span class="qd-quiet" role="status">
              of the drawing before
            </span>
          )
        )}
      </div>
    </section>
  );
}

function wrongShots(text: string): string {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_SHOTS) return "";
  return `Shots must be a whole number from 1 to ${MOST_SHOTS.toLocaleString("en")}.`;
}

/** The options in a few words: what is chosen, not what it is called. */
function summaryOf(typed: Typed, options: Parameters<typeof typedOf>[0]): string {
  const words = options.flatMap(({ name, kind, choices, titles, title }) => {
    const value = typed[name];
    if (kind === "flag") return [];
    if (name === "degree" && typed["extrapolation"] !== "polynomial") return [];
    if (kind === "choice") return [(titles[choices.indexOf(String(value))] ?? String(value)).toLowerCase()];
    return [kind === "text" ? String(value) : `${title.toLowerCase()} ${String(value)}`];
  });
  return words.join(" · ") || "Options";
}

/** Asks Python for one measurement, each with a new seed; what was known stays until it is answered. */
async function measure(bench: Workbench): Promise<void> {
  const { typed, seed } = bench.at(ENERGY).value;
  const name = String(typed["method"] ?? FIRST_METHOD);
  const row = bench.ui.value.catalog.mitigation.find((each) => each.name === name);
  if (!row) return;
  const options = readOptions(row.options, { ...typedOf(row.options), ...typed }).values;
  const document: Document = bench.shown;
  const at = bench.at(ENERGY);
  at.patch({ going: true, why: "", seed: (seed + 1) % 2 ** 31 });
  const answer = await bench.asker.ask<"mitigate">({
    ask: "mitigate",
    document: dumps(document),
    method: name,
    options,
    shots: Number(typed["shots"] ?? 8192),
    seed,
  });
  if (answer.kind === "done") at.patch({ going: false, found: { result: answer.result, document } });
  else at.patch({ going: false, why: answer.kind === "failed" ? answer.error.message : "" });
}
