/** Over the canvas, where a definition is open: "Circuit › name(θ)", and the way back. */

import type { JSX } from "preact";

import { chosenComposite } from "../../commands/group";
import { anglesOf, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { plainName } from "../../scene/math";
import { entered, left, levelsOf } from "../../state/inside";
import { aside } from "../../state/transaction";
import { usePart } from "../workbench/cell";
import { ZOOM } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** Opens the definition of the chosen gate on the canvas. */
export function editDefinition(bench: Workbench): void {
  const use = chosenComposite({ state: bench.state, layout: bench.layout("document") });
  if (!use) return;
  const made = attempt(() => entered(bench.state, use.gate, anglesOf(use)));
  if ("refusal" in made) bench.say("error", made.refusal.message);
  else {
    bench.dispatch(aside("definition.open", made.value));
    bench.at(ZOOM).value?.open();
    bench.focusCanvas();
  }
}

export function Crumbs(): JSX.Element | null {
  const bench = useWorkbench();
  const outer = usePart(bench.editor, (e) => e.state.outer);
  if (!outer) return null;
  const levels = levelsOf(outer);
  const { body } = outer.document;
  const parameters = (isCircuit(body) && body.gates.get(outer.name)?.parameters) || [];
  const back = (count: number): void => {
    const change = left(bench.state, count);
    if (change) bench.dispatch(aside("definition.close", change));
    bench.focusCanvas();
  };
  return (
    <nav class="qd-crumbs" aria-label="Open definitions">
      {["Circuit", ...levels.slice(0, -1)].map((name, k) => (
        <>
          <button key={k} type="button" title="Back (Esc)" onClick={() => back(levels.length - k)}>
            {name}
          </button>
          <span aria-hidden="true">›</span>
        </>
      ))}
      <strong aria-current="page">
        {outer.name}
        {parameters.length > 0 && <span class="qd-quiet">({parameters.map(plainName).join(", ")})</span>}
      </strong>
    </nav>
  );
}
