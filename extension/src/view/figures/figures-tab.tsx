/** Figures of the drawing, its ranks, and where each redundant parameter goes. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { formulasOf } from "../../document/uses";
import { looksElsewhere, OF_ANOTHER } from "../../state/state";
import { AngleText, NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { FIGURES, type Rank } from "../workbench/figures";
import { useWorkbench } from "../workbench/workbench";

const NAMES: Readonly<Record<string, string>> = {
  num_qubits: "Qubits",
  num_parameters: "Parameters",
  num_rotations: "Rotations",
  num_t: "T gates",
  num_two_qubit: "Two-qubit gates",
  num_gates: "Gates",
  depth: "Depth",
};

export function FiguresTab(): JSX.Element {
  const bench = useWorkbench();
  const { said, result } = usePart(bench.at(FIGURES), (figures) => figures);
  const elsewhere = usePart(bench.editor, (e) => looksElsewhere(e.state));
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  if (elsewhere) return <div class="qd-off">{OF_ANOTHER}</div>;
  return (
    <div class="qd-scroll qd-figures">
      {said && (
        <div class="qd-quiet" role="status" style={{ padding: "8px 0" }}>
          {said}
        </div>
      )}
      {circuit && (
        <button
          type="button"
          class="qd-link"
          title="Does it train, what can it reach, beside which others (Alt+4)"
          onClick={() => bench.effect("analyze")}
        >
          Analyze…
        </button>
      )}
      {result && !result.stats && <div class="qd-quiet">No figures of a circuit: {result.which}.</div>}
      {result?.stats && (
        <table class="qd-table" style={{ width: "220px" }}>
          {result.which && <caption>Exact, {result.which}</caption>}
          <tbody>
            {Object.entries(result.stats).map(([name, value]) => (
              <tr key={name}>
                <td>{NAMES[name] ?? name}</td>
                <td class="qd-num">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {result?.rank && <Ranks rank={result.rank} />}
      {result?.rank && result.rank.redundant.length > 0 && <Substitutions rank={result.rank} />}
      {result && !result.rank && (
        <table class="qd-table" style={{ flex: 1, minWidth: "280px" }}>
          <tbody>
            <tr title={result.why_no_rank}>
              <td>rank</td>
              <td class="qd-num">–</td>
              <td class="qd-quiet">{result.why_no_rank}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}

function Ranks({ rank }: { readonly rank: Rank }): JSX.Element {
  const formulas = usePart(useWorkbench().editor, ({ state: { document } }) => {
    const names = new Set(document.parameters.map(({ name }) => name));
    return formulasOf(document.body, names).length > 0;
  });
  return (
    <table class="qd-table" style={{ width: "260px" }}>
      <tbody>
        <tr>
          <td>Parameters</td>
          <td class="qd-num">{rank.num_parameters}</td>
        </tr>
        <tr>
          <td>enough for the unitary, by ZX</td>
          <td class="qd-num">{rank.zx ?? "—"}</td>
        </tr>
        <tr>
          <td>rank of the unitary</td>
          <td class="qd-num">
            {rank.exact ? "" : "≥ "}
            {rank.unitary ?? "—"}
          </td>
        </tr>
        <tr>
          <td>rank of the state from |0…0⟩</td>
          <td class="qd-num">{rank.state ?? "—"}</td>
        </tr>
        <tr>
          <td>redundant</td>
          <td class="qd-num">{rank.redundant.length || "none found"}</td>
        </tr>
        <tr>
          <td>minimal</td>
          <td class="qd-num">{rank.minimal ? "yes, proven" : "not known"}</td>
        </tr>
        {formulas && (
          <tr>
            <td class="qd-quiet" colSpan={2} style={{ whiteSpace: "normal" }}>
              By ZX each formula counts as independent of all parameters; the other ranks follow those in it.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Substitutions({ rank }: { readonly rank: Rank }): JSX.Element {
  return (
    <table class="qd-table" style={{ flex: 1, minWidth: "320px" }}>
      <thead>
        <tr>
          <th>Redundant</th>
          <th>set it to 0, and let</th>
        </tr>
      </thead>
      <tbody>
        {rank.redundant.map(({ name, becomes }) => (
          <tr key={name}>
            <td>
              <NameText name={name} size={15} />
            </td>
            <td>
              <span class="qd-becomes">
                {Object.entries(becomes).map(([other, angle]) => (
                  <span key={other}>
                    <NameText name={other} size={15} /> → <AngleText text={angle} size={15} />
                  </span>
                ))}
                {!Object.keys(becomes).length && <span class="qd-quiet">nothing changes</span>}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
