/** Where the numbers beside it come from, and the choice of one run where the circuit measures inside. */

import type { JSX } from "preact";

import type { Origin } from "../../live/origin";
import { usePart } from "../workbench/cell";
import { useOriginWords } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";

/** Do runs differ? */
function isMixed(origin: Origin): boolean {
  return !origin.isNoisy && (origin.kind !== "exact" || origin.branches > 1);
}

/** `beside`: the key of the output that it stands beside. */
export function RunChoice({ beside }: { readonly beside: string }): JSX.Element {
  const bench = useWorkbench();
  const run = usePart(bench.ui, (ui) => ui.run);
  const words = useOriginWords(beside);
  const several = usePart(bench.live, (result) => result?.kind === "state" && isMixed(result.origin));
  const button = (text: string, title: string, seed: number | null): JSX.Element => (
    <button
      type="button"
      class="qd-link"
      style={{ fontSize: "11px" }}
      title={title}
      onClick={() => bench.followRun(seed)}
    >
      {text}
    </button>
  );
  return (
    <>
      {run === null && several && button("Follow one run", "Show the state that one run of the circuit leaves", 0)}
      {run !== null && several && button("Another run", "Follow the run of the next seed", run + 1)}
      {run !== null && several && button("All runs", "Show the mixture of all outcomes again", null)}
      <span class="qd-origin" data-part="origin">
        {words}
      </span>
    </>
  );
}
