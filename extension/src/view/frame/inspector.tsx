/** The inspector: what is selected and its angle, the parameters, the problem and its energy, the wires. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { QubitList } from "../circuit/qubit-list";
import { SelectedGates } from "../circuit/selected-gates";
import { SelectedSpiders } from "../diagram/selected-spiders";
import { Parameters } from "../tune/parameters";
import { ProblemSection } from "../tune/problem";
import { usePart } from "../workbench/cell";
import { useBench } from "../workbench/workbench";

export function Inspector(): JSX.Element {
  return (
    <aside class="qd-inspector" aria-label="Inspector">
      <Selected />
      <Parameters />
      <ProblemSection />
      <QubitList />
    </aside>
  );
}

function Selected(): JSX.Element {
  const body = usePart(useBench().editor, (e) => e.state.document.body);
  return isCircuit(body) ? <SelectedGates body={body} /> : <SelectedSpiders body={body} />;
}
