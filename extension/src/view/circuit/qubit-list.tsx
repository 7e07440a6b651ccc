/** The wires and bits by their registers; what they are edited with is loaded once it is opened. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { count } from "../../scene/describe";
import { loaded } from "../widgets/on-request";
import { Cell, usePart } from "../workbench/cell";
import { onRequest } from "../workbench/on-request";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));
const Registers = loaded(later, ({ RegisterList }) => RegisterList);

/** Counts how often the registers were asked for by a command. */
const ASKED = slot(() => new Cell(0));

/** Shows the registers, with the focus in the first name. */
export function showRegisters(bench: Workbench): void {
  const { settings } = bench.ui.value;
  bench.ui.patch({ pane: "parameters", settings: { ...settings, panels: { ...settings.panels, inspector: true } } });
  later.use(bench, () => bench.at(ASKED).set(bench.at(ASKED).value + 1));
}

export function QubitList(): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => (isCircuit(e.state.document.body) ? e.state.document.body : null));
  const asked = usePart(bench.at(ASKED), (times) => times);
  const seen = useRef(0);
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => {
    if (asked === seen.current) return;
    if (!open) {
      setOpen(true);
      return;
    }
    seen.current = asked;
    const field = element.current?.querySelector("input");
    field?.focus();
    field?.select();
    element.current?.scrollIntoView({ block: "nearest" });
  }, [asked, open]);
  if (!body) return null;
  const { qubits, clbits } = body;
  return (
    <details
      ref={element}
      class="qd-section"
      data-part="qubits"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary class="qd-summary">
        Registers{" "}
        <span class="qd-quiet">
          {count(qubits.length, "qubit")}
          {clbits > 0 && `, ${count(clbits, "bit")}`}
        </span>
      </summary>
      {open && <Registers />}
    </details>
  );
}
