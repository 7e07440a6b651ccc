/** What stands where a diagram's circuit would: how far it is, or why there is none and the way out. */

import type { JSX } from "preact";

import { aside } from "../../state/transaction";
import type { Extraction } from "../workbench/extracted";
import { useWorkbench } from "../workbench/workbench";

interface NotExtractedProps {
  readonly of: Extraction;
  /** Where a view lies over the diagram: what leads back to it. */
  readonly onBack?: () => void;
}

export function NotExtracted({ of: { found, said, again }, onBack }: NotExtractedProps): JSX.Element {
  const bench = useWorkbench();
  const blocking = found?.kind === "none" ? found.spiders : [];
  const outline = (): void => {
    bench.dispatch(aside("diagram.blocked", { selection: new Set(blocking) }));
    bench.ui.patch({ asCircuit: false, view: "zx" });
  };
  return (
    <div class="qd-off" role="status" style={{ paddingTop: "20vh" }}>
      {!bench.asker.can("to_circuit") ? (
        `Extraction runs in Python, and ${bench.noPython}.`
      ) : found?.kind === "none" ? (
        <>
          {found.why}
          {blocking.length > 0 && (
            <button type="button" class="qd-button" data-look="line" onClick={outline}>
              Show what blocks
            </button>
          )}
        </>
      ) : found ? (
        <>
          Cancelled; nothing was changed.{" "}
          <button type="button" class="qd-link" onClick={again}>
            Extract again
          </button>
        </>
      ) : (
        <>
          <progress max={1} style={{ width: "120px", height: "4px" }} /> {said || "Extracting a circuit"}{" "}
          <button type="button" class="qd-link" onClick={() => bench.asker.cancel("to_circuit")}>
            Cancel
          </button>
        </>
      )}
      {onBack && found?.kind !== "cancelled" && (found || !bench.asker.can("to_circuit")) && (
        <button type="button" class="qd-button" data-look="line" onClick={onBack}>
          Back to the diagram
        </button>
      )}
    </div>
  );
}
