/** What angles have besides parameters: formulas of them, with their values now. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { symbolAt } from "../../document/formula-values";
import { MARK } from "../../document/names";
import { formulasOf } from "../../document/uses";
import { exactText, fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { AngleText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

/** Formulas listed; feature maps have one for each pair of qubits. */
const MOST_LISTED = 40;

/** They follow the sliders and have none. */
export function Formulas(): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters);
  const listed = useMemo(
    () => formulasOf(body, new Set(parameters.map(({ name }) => name))),
    [body, parameters.length],
  );
  if (!listed.length) return null;
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  return (
    <div class="qd-formulas" data-part="formulas" role="group" aria-label="Formulas of parameters">
      <span class="qd-quiet">Formulas of these, exact</span>
      {listed.slice(0, MOST_LISTED).map((name) => {
        const value = symbolAt(name, (each) => values.get(each) ?? NaN);
        const text = name.slice(MARK.length);
        return (
          <div key={name} title={`${text} = ${Number.isNaN(value) ? "no value" : `${exactText(value)} rad`}`}>
            <AngleText text={text} size={14} />
            <span data-formula={text}>{Number.isNaN(value) ? "no value" : fixedText(value, 2)}</span>
          </div>
        );
      })}
      {listed.length > MOST_LISTED && <span class="qd-quiet">and {listed.length - MOST_LISTED} more</span>}
    </div>
  );
}
