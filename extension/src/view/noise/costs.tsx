/** Which gate's noise costs most: asked of the live loop when nothing moves, told in a legend over the drawing. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { noiseOf } from "../../document/noise";
import { EXACT, originWords } from "../../live/origin";
import { fixedText } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { COSTS, OVERLAY, toggleOverlay } from "../workbench/overlay";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** Milliseconds that nothing may have changed. */
const REST = 150;

/** Keeps the costs those of the drawing while they are shown; returns its clean-up. */
export function followCosts(bench: Workbench): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;
  const ask = (): void => {
    const { body, parameters } = bench.state.document;
    const noise = noiseOf(bench.state.document);
    if (!isCircuit(body)) return;
    const mine = ++newest;
    const put = (told: NonNullable<ReturnType<typeof read>>["told"]): void => {
      if (mine === newest) bench.at(COSTS).set({ body, told });
    };
    const read = () => bench.at(COSTS).value;
    if (!noise?.on) {
      put("Switch the noise on to see what each gate costs.");
      return;
    }
    bench.loop
      .costs(body, noise.channels, new Map(parameters.map((p) => [p.name, p.value])))
      .then(put, (error: Error) => put(error.message));
  };
  const later = (): void => {
    clearTimeout(timer);
    if (bench.at(OVERLAY).value === "costs") timer = setTimeout(ask, REST);
  };
  let seen = bench.state.document;
  const stops = [
    bench.at(OVERLAY).subscribe(later),
    bench.editor.subscribe(({ state }) => {
      if (state.document === seen) return;
      seen = state.document;
      later();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

export function CostLegend(): JSX.Element | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "costs");
  const known = usePart(bench.at(COSTS), (now) => now);
  if (!on) return null;
  const told = known?.told;
  return (
    <section class="qd-overlay-legend" aria-label="What the noise of each gate costs">
      <span role="status" data-part="costs">
        {told === undefined || told === null
          ? "Looking at each gate without its noise…"
          : typeof told === "string"
            ? told
            : `Fidelity ${fixedText(told.fidelity, 4)}, before readout · ${originWords(EXACT)}`}
      </span>
      {told && typeof told !== "string" && (
        <>
          <span class="qd-cost-scale">
            costs little <i aria-hidden="true" /> most
          </span>
          <span class="qd-quiet">Each gate: its share of what the noise behind all gates costs</span>
        </>
      )}
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Stop showing what gates cost"
        title="Stop showing what gates cost"
        onClick={() => toggleOverlay(bench, "costs")}
      >
        <Icon name="close" size={14} />
      </button>
    </section>
  );
}
