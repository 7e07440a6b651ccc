/** What the inspector says where no single gate is chosen: how to begin, or what can be done with several things. */

import type { JSX } from "preact";

import { count as counted } from "../../scene/describe";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";

const NOTHING = "Nothing selected. Click a gate, or walk with the arrows; letters place gates,";

/** Nothing that is chosen, or several things, or a display. */
export function Several({ count }: { readonly count: number }): JSX.Element {
  const bench = useWorkbench();
  const numDisplays = usePart(bench.editor, (e) => {
    const displays = e.state.document.layout?.displays;
    return displays ? [...e.state.selection].filter((id) => displays.has(id)).length : 0;
  });
  const numGates = count - numDisplays;
  if (!count) {
    return (
      <div class="qd-section qd-hint">
        <div class="qd-quiet">
          {NOTHING} <span class="qd-key">?</span> shows all keys.
        </div>
      </div>
    );
  }
  const act =
    (id: string): (() => void) =>
    () =>
      runCommand(bench, id);
  return (
    <div class="qd-section">
      <div class="qd-head">
        <h2>
          {numGates ? counted(numGates, "gate") : ""}
          {numGates && numDisplays ? " and " : ""}
          {numDisplays ? counted(numDisplays, "display") : ""} selected
        </h2>
      </div>
      <div class="qd-chips">
        {numGates > 0 && (
          <>
            <button type="button" class="qd-chip" onClick={act("group.block")}>
              Repeat as a block
            </button>
            <button type="button" class="qd-chip" onClick={act("group.gate")}>
              Make a named gate
            </button>
            <button type="button" class="qd-chip" onClick={act("edit.duplicate")}>
              Duplicate
            </button>
            <button type="button" class="qd-chip" title="Copies one after another" onClick={act("edit.replicate")}>
              Replicate…
            </button>
          </>
        )}
        <button type="button" class="qd-chip" onClick={act("edit.delete")}>
          Delete
        </button>
      </div>
    </div>
  );
}
