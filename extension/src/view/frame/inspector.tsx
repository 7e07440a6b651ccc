/** The inspector: what is selected and its angle, the parameters, the problem and its energy, the wires. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { circuit } from "../circuit/room";
import { diagram } from "../diagram/room";
import { noise } from "../noise/room";
import { tune } from "../tune/room";
import { usePart } from "../workbench/cell";
import { OTHER } from "../workbench/linked";
import { useWorkbench } from "../workbench/workbench";

export function Inspector(): JSX.Element {
  return (
    <aside class="qd-inspector" aria-label="Inspector">
      <Selected />
      <tune.Parameters />
      <tune.Optimizer />
      <tune.ProblemSection />
      <noise.NoiseSection />
      <noise.EnergyWithNoise />
      <circuit.QubitList />
    </aside>
  );
}

function Selected(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const linked = usePart(bench.at(OTHER), (other) => other !== null);
  const proved = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  if (!isCircuit(body)) return <diagram.SelectedSpiders body={body} />;
  return (
    <>
      <circuit.SelectedGates body={body} />
      {(linked || proved) && <diagram.Linked />}
    </>
  );
}
