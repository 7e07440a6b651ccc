/** Where the section Energy stands: where noise is on and there is an observable. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { noiseOf } from "../../document/noise";
import { shownDocument } from "../../state/state";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { EnergySection } from "./part";

export function EnergyWithNoise(): JSX.Element | null {
  const bench = useWorkbench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const part = usePart(bench.editor, (e) => shownDocument(e.state).noise);
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const noise = part === undefined ? null : noiseOf(bench.shown);
  return circuit && noise?.on && observable ? <EnergySection /> : null;
}
