/** Grow an ansatz: from which gates, how far, and what was added when. */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import type { RowOption } from "../../document/catalog.generated";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { count } from "../../scene/describe";
import { fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { downloadCsv } from "../widgets/csv";
import { OptionFields } from "../widgets/option-fields";
import { RowChoices } from "../widgets/row-choices";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { Convergence } from "./convergence";
import { fittingPools, GROWTH, type Growth, grow, hasGates } from "./growing";
import { stopOptimizing } from "./tuning";

const MOST: RowOption = {
  name: "max_gates",
  title: "Gates at most",
  kind: "integer",
  default: 20,
  low: 1,
  high: 200,
  choices: [],
  titles: [],
  unit: "",
  help: "it ends earlier where no gate of the pool lowers the energy",
};
const FROM: RowOption = {
  ...MOST,
  name: "from",
  title: "Begin",
  kind: "choice",
  default: "anew",
  low: null,
  high: null,
  choices: ["anew", "drawn"],
  titles: ["Anew", "From the drawing"],
  help: "anew: in place of what is drawn, from the state that the pool names",
};

/** A button that opens the form; while it grows, how far it is; then what was grown, as long as that is drawn. */
export function Grow(): JSX.Element | null {
  const bench = useWorkbench();
  const growth = usePart(bench.at(GROWTH), (held) => held);
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const optimizing = usePart(bench.ui, (ui) => ui.optimizing);
  const [open, setOpen] = useState(false);
  if (!bench.asker.can("adapt")) return null;
  const isGrowing = optimizing && growth !== null && !growth.why;
  const isHere = growth !== null && growth.run.body === body && growth.why !== "";
  return (
    <div class="qd-grow" data-part="grow">
      {isGrowing ? (
        <button
          type="button"
          class="qd-button"
          data-look="line"
          title="Ends it; what was grown is one step, undone with Ctrl+Z"
          onClick={() => stopOptimizing(bench)}
        >
          Stop, keep what grew
        </button>
      ) : open ? (
        <GrowForm onClose={() => setOpen(false)} />
      ) : (
        <button
          type="button"
          class="qd-button"
          data-look="line"
          disabled={optimizing}
          title="ADAPT: adds gates one by one, each time the one that lowers the energy fastest"
          onClick={() => setOpen(true)}
        >
          Grow an ansatz…
        </button>
      )}
      {growth !== null && (isGrowing || isHere) && <Grown growth={growth} />}
    </div>
  );
}

function GrowForm({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  usePart(bench.ui, (ui) => ui.problem);
  const id = useId();
  const rows = fittingPools(bench, document);
  const [held, setHeld] = useState<{ readonly name: string; readonly typed: Typed }>({ name: "", typed: {} });
  const row = rows.find(({ name }) => name === held.name) ?? rows[0];
  if (!row) return <div class="qd-quiet">No pool fits this problem.</div>;
  const options = [MOST, ...(hasGates(document) ? [FROM] : []), ...row.options];
  const typed = { ...typedOf(options), ...held.typed };
  const { values, wrong } = readOptions(options, typed);
  const put = (): void => {
    const { max_gates, from, ...own } = values;
    grow(bench, { pool: row, options: own, onward: from === "drawn", most: Number(max_gates) });
    onClose();
  };
  return (
    <form
      class="qd-rowform"
      aria-label="Grow an ansatz"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong.size) put();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <label class="qd-quiet" for={id}>
        Grow an ansatz from
      </label>
      <select
        id={id}
        class="qd-field"
        value={row.name}
        onChange={(event) => setHeld({ name: event.currentTarget.value, typed: held.typed })}
      >
        <RowChoices rows={rows} canMake={() => true} />
      </select>
      <p class="qd-quiet">{`${row.help[0]?.toUpperCase()}${row.help.slice(1)}.`}</p>
      <OptionFields
        options={options}
        typed={typed}
        wrong={wrong}
        onChange={(next) => setHeld({ name: row.name, typed: next })}
      />
      <div class="qd-rowform-ends">
        <button type="submit" class="qd-button" data-look="main" disabled={wrong.size > 0}>
          Grow
        </button>
        <button type="button" class="qd-button" data-look="line" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Grown({ growth }: { readonly growth: Growth }): JSX.Element {
  const bench = useWorkbench();
  const exact = usePart(bench.ui, (ui) => ui.problem?.exact ?? null);
  const { gates, start, run, why } = growth;
  const keep = (): void =>
    downloadCsv(bench, "growth", [
      ["gate", "operator", "slope", "energy"],
      ...(start === null ? [] : [[0, "start", "", start]]),
      ...gates.map(({ operator, slope, energy }, k) => [k + 1, operator, slope, energy]),
    ]);
  return (
    <>
      {why && (
        <div class="qd-quiet qd-ended" role="status" data-part="grown-why">
          {why}
        </div>
      )}
      {gates.length > 0 && <Convergence runs={[run]} exact={exact} noun="gate" />}
      {gates.length > 0 && (
        <div class="qd-grown">
          <table>
            <thead>
              <tr>
                <th>Gate</th>
                <th title="By which it was chosen, per radian">Slope</th>
                <th title="With all angles tuned; exact">Energy</th>
              </tr>
            </thead>
            <tbody>
              {start !== null && (
                <tr>
                  <td title="Before the first gate">
                    <span>0</span> start
                  </td>
                  <td />
                  <td>{fixedText(start, 4)}</td>
                </tr>
              )}
              {gates.map(({ operator, slope, energy }, k) => (
                <tr key={k}>
                  <td title={operator}>
                    <span>{k + 1}</span> {operator}
                  </td>
                  <td>{fixedText(slope, 4)}</td>
                  <td>{fixedText(energy, 4)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {why && gates.length > 0 && (
        <div class="qd-descent-legend qd-quiet">
          <span>
            exact{run.noise === "without" ? ", without noise" : ""} · {count(gates.length, "gate")}
          </span>
          <button type="button" class="qd-link" title="Download the gates with their energies" onClick={keep}>
            CSV
          </button>
        </div>
      )}
    </>
  );
}
