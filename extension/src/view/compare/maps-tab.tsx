/** The maps of two sides below them: as cells, as the state from |0…0⟩, as energies; live with the sliders. */

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";

import { isCircuit, withoutFinalMeasurements } from "../../document/circuit";
import { columnOf, energyOf, openWires } from "../../live/maps";
import { BEFORE } from "../../live/origin";
import { pauliTerms } from "../../live/program";
import { exactText, fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { type MapCell, PhaseWheel } from "../drawing/heat-map";
import { MapView, StateView } from "../drawing/map-view";
import { useSize } from "../widgets/use-size";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench } from "../workbench/workbench";
import { COMPARED, type Compared, DRAWN, WHY } from "./compared";

type Mode = "map" | "state" | "energy";

const MODE = slot(() => new Cell<Mode>("map"));
const MARKED = slot(() => new Cell<MapCell>({ row: 0, column: 0 }));

export function MapsTab(): JSX.Element {
  const bench = useWorkbench();
  const view = usePart(bench.ui, (ui) => ui.view);
  const compared = usePart(bench.at(COMPARED), (now) => now);
  const why = usePart(bench.at(WHY), (now) => now);
  if (view !== "compare") {
    return (
      <div class="qd-off">Two steps, or a circuit and its diagram, side by side: choose Compare above (Alt+3).</div>
    );
  }
  const off = why || compared?.numbers.find((each) => each.kind === "off");
  if (off || !compared?.comparison) {
    const words = typeof off === "string" ? off : off?.kind === "off" ? off.why : "";
    return (
      <div class="qd-off" role="status">
        {words || (compared ? "These maps have other shapes." : "Both maps are worked out once both sides are drawn.")}
      </div>
    );
  }
  return <Maps compared={compared} />;
}

function Maps({ compared }: { readonly compared: Compared }): JSX.Element {
  const bench = useWorkbench();
  const chosen = usePart(bench.at(MODE), (mode) => mode);
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const whole = compared.numbers.every((each) => each.kind === "numbers" && each.whole);
  const mode = chosen === "energy" && !observable ? "map" : chosen;
  const shown = mode === "map" && !whole ? "state" : mode;
  useLayoutEffect(() => bench.at(DRAWN).set(performance.now() - compared.since), [compared]);
  const { inputs } = openWires(compared.bodies[0]);
  const modes: readonly (readonly [Mode, string, string])[] = [
    ["map", "Map", whole ? "" : "Beyond 12 open wires the state alone is worked out"],
    ["state", `State from |${"0".repeat(Math.min(inputs, 5))}${inputs > 5 ? "…" : ""}⟩`, ""],
    ["energy", "Energy", observable ? "" : "Choose a problem first: there is no observable"],
  ];
  return (
    <div class="qd-maps">
      <span class="qd-segments qd-small qd-maps-mode" role="group" aria-label="What is compared of the maps">
        {modes.map(([id, words, no]) => (
          <button
            key={id}
            type="button"
            aria-pressed={shown === id}
            disabled={no !== ""}
            title={no || undefined}
            onClick={() => bench.at(MODE).set(id)}
          >
            {words}
          </button>
        ))}
      </span>
      {shown === "map" ? (
        <WholeMaps compared={compared} />
      ) : shown === "state" ? (
        <States compared={compared} />
      ) : (
        <Energies compared={compared} />
      )}
    </div>
  );
}

/** "=" or "≠" between the two, and which color is which phase. */
function Between({ compared, wheel }: { readonly compared: Compared; readonly wheel: boolean }): JSX.Element {
  const equal = compared.comparison?.equal ?? null;
  const words = equal === null ? "rounding hides whether they are equal here" : equal ? "equal here" : "different here";
  return (
    <div class="qd-maps-between">
      {wheel && <PhaseWheel />}
      <span
        class="qd-maps-sign"
        role="img"
        aria-label={words}
        title={words}
        data-tone={equal === null ? "" : equal ? "ok" : "error"}
      >
        {equal === null ? "?" : equal ? "=" : "≠"}
      </span>
    </div>
  );
}

/** "Map of step 0": what stands above a side's numbers. */
function Title({
  compared,
  which,
  what,
}: {
  readonly compared: Compared;
  readonly which: 0 | 1;
  readonly what: string;
}): JSX.Element {
  const body = compared.bodies[which];
  const { inputs, outputs } = openWires(body);
  const zero = compared.comparison?.zeros[which];
  const from = isCircuit(body) ? "from the circuit" : "from the diagram";
  const measured = isCircuit(body) && withoutFinalMeasurements(body) !== body;
  return (
    <h3>
      {what} of {compared.names[which]}{" "}
      <span class="qd-quiet">
        {what === "Map" ? `${2 ** outputs} × ${2 ** inputs}, ` : ""}
        {from}
        {which ? ", times c" : ""}, exact{measured ? `, ${BEFORE}` : ""}
        {zero ? ": it is 0 here" : which ? "" : " · wire 0 rightmost"}
      </span>
    </h3>
  );
}

function WholeMaps({ compared }: { readonly compared: Compared }): JSX.Element | null {
  const bench = useWorkbench();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const size = useSize(element);
  const marked = usePart(bench.at(MARKED), (cell) => cell);
  const screen = usePart(bench.ui, (ui) => ui.size);
  const { comparison } = compared;
  if (!comparison) return null;
  const { maps, most, worst, at, equal } = comparison;
  const widths = { wide: Math.max(150, size.width / 2 - 230), narrow: size.width / 2 - 40, phone: size.width };
  return (
    <div class="qd-maps-both" ref={setElement}>
      {([0, 1] as const).map((which) => [
        which === 1 && <Between key="between" compared={compared} wheel />,
        <section key={which} class="qd-maps-side" aria-label={`Map of the ${which ? "right" : "left"} side`}>
          <Title compared={compared} which={which} what="Map" />
          <MapView
            maps={maps}
            which={which}
            most={most}
            label={`Map of ${compared.names[which]}`}
            height={screen === "wide" ? size.height - 62 : 192}
            width={widths[screen]}
            marked={marked}
            worst={equal === false && worst > 0 ? at : null}
            onCell={(to) => bench.at(MARKED).set(to)}
          />
        </section>,
      ])}
    </div>
  );
}

/** What each side makes of |0…0⟩. */
function States({ compared }: { readonly compared: Compared }): JSX.Element | null {
  const { comparison } = compared;
  const states = useMemo(() => comparison?.maps.map((map) => columnOf(map, 0)) ?? [], [comparison]);
  if (!comparison) return null;
  const zeros = `|${"0".repeat(openWires(compared.bodies[0]).inputs)}⟩`;
  return (
    <div class="qd-maps-both">
      {([0, 1] as const).map((which) => [
        which === 1 && <Between key="between" compared={compared} wheel />,
        <section key={which} class="qd-maps-side" aria-label={`State of the ${which ? "right" : "left"} side`}>
          <Title compared={compared} which={which} what="State" />
          <div class="qd-maps-row">
            <StateView states={states} which={which} label={`State of ${compared.names[which]}`}>
              What comes of {zeros}
            </StateView>
          </div>
        </section>,
      ])}
    </div>
  );
}

/** The energy of each side in the state that it makes of |0…0⟩. */
function Energies({ compared }: { readonly compared: Compared }): JSX.Element | null {
  const bench = useWorkbench();
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const terms = useMemo(() => pauliTerms(observable ?? []), [observable]);
  const { comparison } = compared;
  if (!comparison || !observable) return null;
  const { outputs } = openWires(compared.bodies[0]);
  const [first] = [...observable.keys()];
  if (first !== undefined && first.length !== outputs) {
    return (
      <div class="qd-off" role="status">
        {`The observable is on ${first.length} qubits and these maps end in ${outputs}. Choose one that fits.`}
      </div>
    );
  }
  const energies = comparison.maps.map((map) => energyOf(terms, columnOf(map, 0)));
  const [a = null, b = null] = energies;
  return (
    <div class="qd-maps-both">
      {energies.map((energy, k) => [
        k === 1 && <Between key="between" compared={compared} wheel={false} />,
        <section key={k} class="qd-maps-side" aria-label={`Energy of the ${k ? "right" : "left"} side`}>
          <h3>
            Energy of {compared.names[k]} <span class="qd-quiet">in its state from |0…0⟩, exact</span>
          </h3>
          <strong
            class="qd-maps-energy"
            data-energy={energy ?? undefined}
            title={energy === null ? "" : exactText(energy)}
          >
            {energy === null ? "—" : fixedText(energy, 6)}
          </strong>
          {energy === null && <p class="qd-quiet">This state is 0 here, which has no energy.</p>}
          {k === 1 && a !== null && b !== null && <p class="qd-quiet">difference {exactText(b - a)}, exact</p>}
        </section>,
      ])}
    </div>
  );
}
