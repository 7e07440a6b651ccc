/** The form for a state of one's own to prepare: amplitudes or kets, read by Python while they are typed. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { withProblem } from "../../document/problem";
import { withQubits } from "../../document/put-down";
import type { ProblemResult } from "../../port";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { usePart } from "../workbench/cell";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { remember } from "./known";
import { OwnForm } from "./own-form";

/** Milliseconds that typing rests before Python reads it. */
const PAUSE = 250;

/** What Python made of a text. */
type Read =
  | { readonly kind: "waiting" }
  | { readonly kind: "wrong"; readonly why: string }
  | { readonly kind: "state"; readonly made: ProblemResult; readonly qubits: number };

const HINT =
  "A sum of kets, the rightmost bit is q0; or amplitudes as typed, or as NumPy and Qiskit print them. It is " +
  "normalized.";
const WAITING: Read = { kind: "waiting" };

export function OwnState({
  onShown,
  onClose,
}: {
  readonly onShown: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const drawn = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const [text, setText] = useState("");
  const read = useReading(bench, text);
  const state = read.kind === "state" ? read : null;
  const wrong =
    read.kind === "wrong"
      ? read.why
      : state && state.qubits < drawn
        ? `The state has ${count(state.qubits, "qubit")}, and the drawing has ${drawn}. Give a state of ${drawn}.`
        : "";
  const ready = state !== null && !wrong;
  const put = (): void => {
    const { document } = bench.state;
    if (!ready || !state || !isCircuit(document.body)) return;
    const terms = new Map(Object.entries(state.made.observable));
    remember({ ...state.made, name: "", terms });
    const next = withProblem(withQubits(document, state.qubits), null);
    bench.dispatch(step("problem.state", { document: { ...next, observable: terms } }));
    onClose();
  };
  return (
    <OwnForm
      label="Own state"
      rows={4}
      placeholder={"|00> + i |11>\n[0.6, 0, 0, 0.8j]"}
      text={text}
      onText={setText}
      hint={HINT}
      wrong={wrong}
      told={
        state &&
        !wrong && (
          <p class="qd-quiet" data-part="own-told">
            {count(state.qubits, "qubit")}. The energy is one minus the fidelity,{" "}
            {count(Object.keys(state.made.observable).length, "term")}; lowest 0, exact.
            {drawn > 0 && state.qubits > drawn && ` The drawing has ${drawn} and gets ${state.qubits - drawn} more.`}
          </p>
        )
      }
      ready={ready}
      put={put}
      onShown={onShown}
      onClose={onClose}
    />
  );
}

/** What Python makes of what is typed, once that rests. */
function useReading(bench: Workbench, text: string): Read {
  const [read, setRead] = useState<Read>(WAITING);
  useEffect(() => {
    setRead(WAITING);
    if (!text.trim()) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      void bench.asker.ask<"state">({ ask: "state", text }).then((answer) => {
        if (!open) return;
        if (answer.kind === "failed") setRead({ kind: "wrong", why: answer.error.message });
        if (answer.kind !== "done") return;
        const [label = ""] = Object.keys(answer.result.observable);
        setRead({ kind: "state", made: answer.result, qubits: label.length });
      });
    }, PAUSE);
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [bench, text]);
  return read;
}
