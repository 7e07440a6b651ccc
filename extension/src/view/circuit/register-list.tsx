/** Registers with their names, sizes and order, and the qubits in them: add, rename, move, remove. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { CircuitBody, Document } from "../../document/circuit";
import { isCircuit } from "../../document/circuit";
import {
  addRegister,
  type Kind,
  moveRegister,
  registersIn,
  removeRegister,
  renameRegister,
  resizeRegister,
} from "../../document/register-edits";
import type { Register } from "../../document/registers";
import { addQubit, moveQubit, removeQubit, renameQubit } from "../../document/wires";
import { useEdit } from "../widgets/field-edit";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

/** Qubits beyond this many are not listed one by one. */
const MOST_LISTED = 40;

type Change = (intent: string, edit: (document: Document) => Document) => boolean;

export function RegisterList(): JSX.Element | null {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => (isCircuit(e.state.document.body) ? e.state.document.body : null));
  // The wires of a gate that is being defined are in no register.
  const defines = usePart(bench.editor, (e) => e.state.outer !== null);
  const [error, edit] = useEdit();
  const change: Change = (intent, next) => edit(intent, () => next(bench.state.document));
  if (!body) return null;
  return (
    <>
      <KindOf kind="qubits" title="Qubits" body={body} plain={defines} change={change} />
      {!defines && <KindOf kind="clbits" title="Classical bits" body={body} plain={false} change={change} />}
      {error && (
        <div key={error} ref={show} class="qd-error" role="alert">
          {error}
        </div>
      )}
    </>
  );
}

/** Brings what is refused into view, wherever its button stands. */
function show(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

interface KindProps {
  readonly kind: Kind;
  readonly title: string;
  readonly body: CircuitBody;
  /** Are its registers nothing that is shown? */
  readonly plain: boolean;
  readonly change: Change;
}

function KindOf({ kind, title, body, plain, change }: KindProps): JSX.Element {
  const registers = registersIn(body, kind);
  const list = useRef<HTMLDivElement>(null);
  /** The register that is new, whose name is to be typed. */
  const made = useRef(-1);
  useLayoutEffect(() => {
    if (made.current < 0) return;
    const field = list.current?.querySelector<HTMLInputElement>(`[data-register="${made.current}"] input`);
    made.current = -1;
    field?.focus();
    field?.select();
  });
  const add = (): void => {
    if (change("register.add", (document) => addRegister(document, kind))) made.current = registers.length;
  };
  const last = registers.length - 1;
  const grow = (document: Document): Document => {
    if (kind === "qubits") return addQubit(document);
    return last < 0
      ? addRegister(document, kind)
      : resizeRegister(document, kind, last, (registers[last]?.wires.length ?? 0) + 1);
  };
  const wires = kind === "qubits" && body.qubits.length <= MOST_LISTED;
  return (
    <div ref={list} class="qd-registers" role="group" aria-label={title}>
      {!plain && <h3>{title}</h3>}
      {registers.map((register, k) => (
        <div key={k}>
          {!plain && <RegisterRow {...{ kind, register, k, last, change }} />}
          {wires && register.wires.map((qubit) => <Wire key={qubit} {...{ qubit, body, change }} />)}
        </div>
      ))}
      <div class="qd-chips">
        <button
          type="button"
          class="qd-chip"
          onClick={() => change(kind === "qubits" ? "qubit.add" : "register.resize", grow)}
        >
          + {kind === "qubits" ? "qubit" : "bit"}
        </button>
        {!plain && (
          <button type="button" class="qd-chip" aria-label={`Add a register of ${title.toLowerCase()}`} onClick={add}>
            + register
          </button>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  readonly kind: Kind;
  readonly register: Register;
  readonly k: number;
  readonly last: number;
  readonly change: Change;
}

function RegisterRow({ kind, register: { name, wires }, k, last, change }: RowProps): JSX.Element {
  const what = kind === "qubits" ? "qubits" : "bits";
  return (
    <div class="qd-register" data-register={k}>
      <input
        class="qd-field"
        value={name}
        aria-label={`Name of the register ${name}`}
        spellcheck={false}
        onChange={({ currentTarget }) => {
          const to = currentTarget.value.trim();
          if (!change("register.rename", (d) => renameRegister(d, kind, k, to))) currentTarget.value = name;
        }}
      />
      <input
        class="qd-field"
        type="number"
        min={1}
        value={wires.length}
        aria-label={`Number of ${what} in ${name}`}
        title={`Number of ${what}`}
        onChange={({ currentTarget }) => {
          const to = Number(currentTarget.value);
          if (!change("register.resize", (d) => resizeRegister(d, kind, k, to)))
            currentTarget.value = String(wires.length);
        }}
      />
      <Buttons
        name={name}
        first={k === 0}
        last={k === last}
        move={(by) => change("register.move", (d) => moveRegister(d, kind, k, by))}
        remove={() => change("register.remove", (d) => removeRegister(d, kind, k))}
      />
    </div>
  );
}

interface WireProps {
  readonly qubit: number;
  readonly body: CircuitBody;
  readonly change: Change;
}

function Wire({ qubit, body: { qubits }, change }: WireProps): JSX.Element {
  const label = qubits[qubit] ?? "";
  return (
    <div class="qd-qubit">
      <input
        class="qd-field"
        value={label}
        aria-label={`Name of qubit ${qubit}`}
        spellcheck={false}
        onChange={({ currentTarget }) => {
          if (!change("qubit.rename", (d) => renameQubit(d, qubit, currentTarget.value))) currentTarget.value = label;
        }}
      />
      <Buttons
        name={label}
        first={qubit === 0}
        last={qubit === qubits.length - 1}
        move={(by) => change("qubit.move", (d) => moveQubit(d, qubit, qubit + by))}
        remove={() => change("qubit.remove", (d) => removeQubit(d, qubit))}
      />
    </div>
  );
}

interface ButtonsProps {
  readonly name: string;
  readonly first: boolean;
  readonly last: boolean;
  readonly move: (by: 1 | -1) => unknown;
  readonly remove: () => unknown;
}

function Buttons({ name, first, last, move, remove }: ButtonsProps): JSX.Element {
  return (
    <>
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label={`Move ${name} up`}
        disabled={first}
        onClick={() => move(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label={`Move ${name} down`}
        disabled={last}
        onClick={() => move(1)}
      >
        ↓
      </button>
      <button type="button" class="qd-button" data-icon="" aria-label={`Remove ${name}`} onClick={() => remove()}>
        <Icon name="close" size={12} />
      </button>
    </>
  );
}
