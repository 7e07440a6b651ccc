/** The optimizer: how it goes, how far it is, and the buttons that begin, hold and end it. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { looksElsewhere, shownDocument } from "../../state/state";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { costOf } from "../workbench/labeled";
import { useWorkbench } from "../workbench/workbench";
import { OptimizerForm, OptimizerWay, optimize } from "./part";
import { canRest, holdOptimizing, RUNS, resetValues, stopOptimizing } from "./tuning";

export function Optimizer(): JSX.Element | null {
  const bench = useWorkbench();
  const any = usePart(bench.editor, (e) => shownDocument(e.state).parameters.length > 0);
  const can = usePart(bench.editor, (e) => {
    const { body, observable } = shownDocument(e.state);
    return isCircuit(body) && observable !== undefined;
  });
  const cost = usePart(bench.editor, (e) => costOf(bench, e.state.document));
  const elsewhere = usePart(bench.editor, (e) => looksElsewhere(e.state));
  const optimizing = usePart(bench.ui, (ui) => ui.optimizing);
  const newest = usePart(bench.at(RUNS), (runs) => runs.at(-1));
  const state = optimizing && newest && newest.state !== "ended" ? newest.state : null;
  if (!any) return null;
  return (
    <div class="qd-section" data-part="optimizer" inert={elsewhere}>
      <div class="qd-head">
        <h2>Optimizer</h2>
        {state && (
          <span class="qd-badge qd-right" data-tone={state === "paused" ? "warn" : "accent"} role="status">
            {state}
          </span>
        )}
      </div>
      {can && <OptimizerForm />}
      <div class="qd-two">
        {optimizing ? (
          <>
            <button
              type="button"
              class="qd-button"
              data-look="line"
              disabled={!canRest(bench)}
              title={
                canRest(bench)
                  ? "Keeps everything and goes on when asked"
                  : "Runs of several starts or layers are stopped only"
              }
              onClick={() => holdOptimizing(bench, state !== "paused")}
            >
              <Icon name={state === "paused" ? "play" : "pause"} size={14} /> {state === "paused" ? "Resume" : "Pause"}
            </button>
            <button
              type="button"
              class="qd-button"
              data-look="line"
              title="Ends it; what was reached is one step, undone with Ctrl+Z"
              onClick={() => stopOptimizing(bench)}
            >
              <Icon name="stop" size={14} /> Stop, keep {newest?.shots ? "these" : "best"}
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              class="qd-button"
              data-look="line"
              disabled={!can}
              title={
                can
                  ? `Go down to the lowest ${cost} (Ctrl+Enter)`
                  : "Choose a problem first: its energy is what is lowered"
              }
              onClick={() => optimize(bench)}
            >
              <Icon name="play" size={14} /> Optimize
            </button>
            <button
              type="button"
              class="qd-button"
              data-look="line"
              title="Back to the values that the template, file or program brought; Undo goes back before Optimize"
              onClick={() => resetValues(bench)}
            >
              <Icon name="reset" size={14} /> Reset
            </button>
          </>
        )}
      </div>
      {can && newest && <OptimizerWay />}
    </div>
  );
}
