/** What a diagram makes of its inputs, live: its linear map, the state from |0…0⟩, the energy. No kernel is asked. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { type DiagramBody, isCircuit } from "../../document/circuit";
import { columnOf, drawnMap, energyOf, openWires } from "../../live/maps";
import { pauliTerms } from "../../live/program";
import { exactText, fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { type MapCell, PhaseWheel } from "../drawing/heat-map";
import { MapView, StateView } from "../drawing/map-view";
import { useSize } from "../widgets/use-size";
import { usePart } from "../workbench/cell";
import { MapReader, type Numbers } from "../workbench/map-reader";
import { useWorkbench } from "../workbench/workbench";

/** The numbers of the diagram that is shown, at the values of the sliders. */
function useNumbers(body: DiagramBody | null): Numbers | null {
  const bench = useWorkbench();
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters);
  const [numbers, setNumbers] = useState<Numbers | null>(null);
  const reader = useMemo(() => new MapReader(bench, ([found]) => setNumbers(found ?? null)), [bench]);
  useEffect(() => () => reader.dispose(), [reader]);
  useEffect(() => {
    const values = new Map(parameters.map(({ name, value }) => [name, value]));
    if (body) reader.ask({ bodies: [body], values });
  }, [reader, body, parameters]);
  return numbers;
}

export function DiagramState(): JSX.Element {
  const bench = useWorkbench();
  const shown = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const body = isCircuit(shown) ? null : shown;
  const numbers = useNumbers(body);
  const [asState, setAsState] = useState(false);
  const [marked, mark] = useState<MapCell>({ row: 0, column: 0 });
  const [element, setElement] = useState<HTMLElement | null>(null);
  const size = useSize(element);
  if (!body || !numbers) return <div class="qd-off">Working it out…</div>;
  if (numbers.kind === "off") {
    return (
      <div class="qd-off" role="status">
        {numbers.why}
      </div>
    );
  }
  const { inputs, outputs } = openWires(body);
  const { map, most, zero } = drawnMap(numbers.map);
  const state = asState || !numbers.whole || inputs === 0;
  const zeros = `|${"0".repeat(inputs)}⟩`;
  const modes = [
    [false, "Map", numbers.whole ? "" : "Beyond 12 open wires the state alone is worked out"],
    [true, `State from |${inputs > 4 ? "0…0" : "0".repeat(inputs)}⟩`, ""],
  ] as const;
  return (
    <section class="qd-diagram-state" ref={setElement} aria-label="Linear map">
      <div class="qd-head">
        {inputs > 0 && (
          <span class="qd-segments qd-small" role="group" aria-label="Shown of the map">
            {modes.map(([id, words, no]) => (
              <button
                key={words}
                type="button"
                aria-pressed={state === id}
                disabled={no !== ""}
                title={no || undefined}
                onClick={() => setAsState(id)}
              >
                {words}
              </button>
            ))}
          </span>
        )}
        <span class="qd-quiet">
          {state ? "" : `${2 ** outputs} × ${2 ** inputs}, `}from the diagram, up to a factor · wire 0 rightmost · exact
          {zero ? " · it is 0 at these values" : ""}
        </span>
        <span class="qd-right">
          <Energy numbers={numbers} outputs={outputs} />
        </span>
      </div>
      <div class="qd-diagram-map">
        {state ? (
          <StateView states={[columnOf(map, 0)]} which={0} label="State">
            {inputs ? `What comes of ${zeros}` : "The state"}
          </StateView>
        ) : (
          <MapView
            maps={[map]}
            which={0}
            most={most}
            label="Map of the diagram"
            height={Math.max(120, size.height - 76)}
            width={Math.max(140, size.width / 2 - 60)}
            marked={marked}
            onCell={mark}
          />
        )}
        <PhaseWheel />
      </div>
    </section>
  );
}

/** The energy of the state from |0…0⟩, where there is an observable. */
function Energy({ numbers, outputs }: { readonly numbers: Numbers; readonly outputs: number }): JSX.Element | null {
  const bench = useWorkbench();
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const terms = useMemo(() => pauliTerms(observable ?? []), [observable]);
  if (!observable || numbers.kind === "off") return null;
  const [first = ""] = [...observable.keys()];
  if (first.length !== outputs) {
    return (
      <span class="qd-quiet">{`the observable is on ${first.length} qubits and this map ends in ${outputs}`}</span>
    );
  }
  const energy = energyOf(terms, columnOf(numbers.map, 0));
  if (energy === null) return <span class="qd-quiet">a state that is 0 has no energy</span>;
  return (
    <>
      <span class="qd-quiet">energy from |0…0⟩, exact</span>{" "}
      <strong data-part="diagram-energy" data-energy={energy} title={exactText(energy)}>
        {fixedText(energy, 4)}
      </strong>
    </>
  );
}
