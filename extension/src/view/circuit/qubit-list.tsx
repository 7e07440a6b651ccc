/** The wires by name. */

import type { JSX } from "preact";
import type { Document } from "../../document/circuit";
import { isCircuit } from "../../document/circuit";
import { addQubit, moveQubit, removeQubit, renameQubit } from "../../document/wires";
import { useEdit } from "../widgets/field-edit";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

const MOST_LISTED = 40;

/** The wires by name: rename, move, remove, add. */
export function QubitList(): JSX.Element | null {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => (isCircuit(e.state.document.body) ? e.state.document.body.qubits : null));
  const [error, edit] = useEdit();
  if (!qubits) return null;
  const document = (): Document => bench.state.document;
  return (
    <details class="qd-section" data-part="qubits">
      <summary class="qd-summary">
        Qubits <span class="qd-quiet">{qubits.length}</span>
      </summary>
      {qubits.slice(0, MOST_LISTED).map((label, k) => (
        <div key={k} class="qd-qubit">
          <input
            class="qd-field"
            value={label}
            aria-label={`Name of qubit ${k}`}
            spellcheck={false}
            onChange={(event) => {
              if (!edit("qubit.rename", () => renameQubit(document(), k, event.currentTarget.value)))
                event.currentTarget.value = label;
            }}
          />
          <button
            type="button"
            class="qd-button"
            data-icon=""
            aria-label={`Move ${label} up`}
            disabled={k === 0}
            onClick={() => edit("qubit.move", () => moveQubit(document(), k, k - 1))}
          >
            ↑
          </button>
          <button
            type="button"
            class="qd-button"
            data-icon=""
            aria-label={`Move ${label} down`}
            disabled={k === qubits.length - 1}
            onClick={() => edit("qubit.move", () => moveQubit(document(), k, k + 1))}
          >
            ↓
          </button>
          <button
            type="button"
            class="qd-button"
            data-icon=""
            aria-label={`Remove ${label}`}
            onClick={() => edit("qubit.remove", () => removeQubit(document(), k))}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="qd-chip"
        style={{ marginTop: "6px" }}
        onClick={() => edit("qubit.add", () => addQubit(document()))}
      >
        + qubit
      </button>
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </details>
  );
}
