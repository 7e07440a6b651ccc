/** What would run: the drawing, the circuit on the device, and its map; or why it would not. */

import type { JSX } from "preact";

import type { Target } from "../../port";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { Coupling } from "./coupling";
import type { Lowering } from "./lowering";
import { Preview } from "./preview";

export function WhatRuns({
  target,
  lowering,
  why,
}: {
  readonly target: Target;
  readonly lowering: Lowering;
  readonly why: string;
}): JSX.Element {
  const bench = useWorkbench();
  const parameters = usePart(bench.editor, (e) => e.state.document.parameters.length);
  const lowered = lowering.kind === "done" ? lowering.result : null;
  return (
    <>
      <section>
        <div class="qd-head">
          <h2>What runs</h2>
          <span class="qd-quiet">
            {lowered ? `qubits ${lowered.qubits.join(", ")} of ${target.title}` : target.title}
            {target.native.length ? ` · native ${target.native.slice(0, 6).join(", ")}` : ""}
          </span>
        </div>
        {why && (
          <div class="qd-error" role="alert">
            {why}
          </div>
        )}
        {lowering.kind === "going" && (
          <div class="qd-send-going" role="status">
            <progress aria-label={lowering.message} /> {lowering.message}
          </div>
        )}
        <h3 class="qd-quiet">As drawn</h3>
        <Preview title="As drawn" text={null} labels={null} />
        {lowered && <h3 class="qd-quiet">On the device</h3>}
        {lowered && <Preview title="On the device" text={lowered.document} labels={lowered.qubits} />}
      </section>
      {target.coupling && target.coupling.length > 0 && <Coupling target={target} used={lowered?.qubits ?? []} />}
      <section class="qd-quiet">
        {parameters ? "Parameters are bound to their values of now." : "The circuit has no free parameters."}
      </section>
    </>
  );
}
