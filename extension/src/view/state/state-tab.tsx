/** The state: probabilities as bars and Bloch vectors, painted as results come, without drawing anew. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { cutAlike } from "../../scene/cut";
import { shownDocument } from "../../state/state";
import { shownTime } from "../../state/time";
import { loaded } from "../widgets/on-request";
import { usePart } from "../workbench/cell";
import { onRequest } from "../workbench/on-request";
import { useOriginWords } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";
import { Amplitudes } from "./amplitudes";
import { Bars, placeWords } from "./bars";
import { Sphere } from "./sphere";

const later = onRequest(() => import("./later"));
const DiagramState = loaded(later, ({ DiagramState: found }) => found);
const WideState = loaded(later, ({ WideState: found }) => found);

export function StateTab(): JSX.Element {
  const circuit = usePart(useWorkbench().editor, (e) => isCircuit(shownDocument(e.state).body));
  return circuit ? <CircuitState /> : <DiagramState />;
}

function CircuitState(): JSX.Element {
  const bench = useWorkbench();
  const why = usePart(bench.live, (result) => (result?.kind === "off" ? result.why : ""));
  const limit = usePart(bench.ui, (ui) => ui.settings.live_limit);
  const wide = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) && body.qubits.length > limit;
  });
  const empty = usePart(
    bench.editor,
    (e) => isCircuit(e.state.document.body) && e.state.document.body.qubits.length === 0,
  );
  if (why || empty)
    return (
      <div class="qd-off" role="status">
        {why || "There are no qubits yet."}
      </div>
    );
  if (wide) return <WideState />;
  return (
    <>
      <Left />
      <Spheres />
    </>
  );
}

/** Probabilities as bars, or the likeliest amplitudes with their phases. */
function Left(): JSX.Element {
  const bench = useWorkbench();
  const amplitudes = usePart(bench.ui, (ui) => ui.amplitudes);
  const choice = (
    <span class="qd-segments qd-small" role="group" aria-label="Shown of the state">
      <button type="button" aria-pressed={!amplitudes} onClick={() => bench.ui.patch({ amplitudes: false })}>
        Probabilities
      </button>
      <button type="button" aria-pressed={amplitudes} onClick={() => bench.ui.patch({ amplitudes: true })}>
        Amplitudes
      </button>
    </span>
  );
  return amplitudes ? <Amplitudes choice={choice} /> : <Bars choice={choice} />;
}

function Spheres(): JSX.Element | null {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) ? body.qubits : null;
  });
  const timeCursor = usePart(bench.editor, (e) => shownTime(e.state));
  const words = useOriginWords("bloch");
  if (!qubits) return null;
  return (
    <section class="qd-spheres" aria-label="Bloch vectors">
      <div class="qd-head">
        <h2>Bloch vectors</h2>
        <span class="qd-quiet">reduced, {placeWords(timeCursor)}</span>
        <span class="qd-origin qd-right">{words}</span>
      </div>
      <div class="qd-list">
        {cutAlike(qubits.slice(0, 24), 8).map((label, qubit) => (
          <Sphere key={qubit} label={qubits[qubit] ?? ""} short={label} index={qubit} />
        ))}
      </div>
    </section>
  );
}
