/** The form for an observable of one's own: a Pauli sum typed or pasted, and what it is while it is typed. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { emptyDocument, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { labelsOf, type PauliSum, readSum } from "../../document/pauli-text";
import { withProblem } from "../../document/problem";
import { withQubits } from "../../document/put-down";
import { dumps } from "../../document/write";
import { count } from "../../scene/describe";
import { fixedText, numberText } from "../../scene/math";
import { step } from "../../state/transaction";
import { usePart } from "../workbench/cell";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { OwnForm } from "./own-form";

/** Qubits of what is put on a page. */
const LARGEST = 100;
/** Up to here what stands in the document is offered to be changed. */
const MOST_SHOWN = 200;
const ROWS = 6;
/** Qubits on which Python tells the lowest energy while one types. */
const QUICK = 10;
/** Milliseconds that typing rests before a long text is read, and before Python is asked. */
const PAUSE = 250;
const LONG = 5_000;

/** What was typed, as far as it could be read. */
type Read =
  | { readonly kind: "nothing" }
  | { readonly kind: "wrong"; readonly why: string }
  | { readonly kind: "sum"; readonly sum: PauliSum };

const HINT =
  "A letter a qubit, the rightmost is q0; or numbered, such as Z0 Z1. Also as Qiskit, PennyLane or OpenFermion print " +
  "it, or JSON.";
const NOTHING: Read = { kind: "nothing" };

export function OwnObservable({
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
  const [text, setText] = useState(() => present(bench));
  const [widened, setWidened] = useState(false);
  const read = useRead(text);
  const sum = read.kind === "sum" ? read.sum : null;
  // Strings with a letter a qubit say how many there are; others stand on as many as are drawn.
  const short = sum?.size != null && sum.size < drawn;
  const qubits = sum ? (short && !widened ? (sum.size ?? drawn) : Math.max(drawn, sum.fewest)) : 0;
  const made = sum && qubits <= LARGEST ? attempt(() => labelsOf(sum, qubits)) : null;
  const terms = made && "value" in made ? made.value : null;
  const wrong =
    read.kind === "wrong"
      ? read.why
      : made && "refusal" in made
        ? made.refusal.message
        : qubits > LARGEST
          ? `It is on ${qubits} qubits; at most ${LARGEST} are drawn here.`
          : "";
  const ready = terms !== null && !(short && !widened);
  const put = (): void => {
    const { document } = bench.state;
    if (!ready || !terms || !isCircuit(document.body)) return;
    const next = withProblem(withQubits(document, qubits), null);
    bench.dispatch(step("problem.own", { document: { ...next, observable: terms } }));
    onClose();
  };
  return (
    <OwnForm
      label="Own observable"
      rows={5}
      placeholder={"0.5 ZZII\n-1.05 Z0 Z1 + 0.39 X3"}
      text={text}
      onText={(typed) => {
        setText(typed);
        setWidened(false);
      }}
      hint={HINT}
      wrong={wrong}
      told={terms && <Told terms={terms} qubits={qubits} drawn={drawn} />}
      ready={ready}
      put={put}
      onShown={onShown}
      onClose={onClose}
    >
      {short && !widened && !wrong && (
        <div class="qd-own-wide">
          <span>
            {count(sum?.size ?? 0, "letter")}, and the drawing has {count(drawn, "qubit")}.
          </span>
          <button
            type="button"
            class="qd-button"
            data-look="line"
            title={`The identity on ${placesText(sum?.size ?? 0, drawn)}`}
            onClick={() => setWidened(true)}
          >
            I on {placesText(sum?.size ?? 0, drawn)}
          </button>
        </div>
      )}
    </OwnForm>
  );
}

/** The first terms, how many there are on how many qubits, and the lowest energy where that is found at once. */
function Told({
  terms,
  qubits,
  drawn,
}: {
  readonly terms: ReadonlyMap<string, number>;
  readonly qubits: number;
  readonly drawn: number;
}): JSX.Element {
  const energy = useLowest(terms, qubits);
  const more = terms.size - ROWS;
  return (
    <>
      <table class="qd-own-terms">
        <caption>Terms, exact</caption>
        <tbody>
          {[...terms].slice(0, ROWS).map(([label, value]) => (
            <tr key={label}>
              <th scope="row" title={label}>
                {label}
              </th>
              <td>{numberText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="qd-quiet" data-part="own-told">
        {more > 0 && `and ${more.toLocaleString("en")} more. `}
        {count(terms.size, "term")} on {count(qubits, "qubit")}, Hermitian
        {energy !== null && `; lowest energy ${fixedText(energy, 4)}, exact`}.
        {drawn > 0 && qubits > drawn && ` The drawing has ${drawn} and gets ${qubits - drawn} more.`}
      </p>
    </>
  );
}

/** What is typed, read after a rest where it is long. */
function useRead(text: string): Read {
  const [read, setRead] = useState<Read>(() => readText(text));
  useEffect(() => {
    if (text.length < LONG) {
      setRead(readText(text));
      return undefined;
    }
    setRead(NOTHING);
    const timer = setTimeout(() => setRead(readText(text)), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return read;
}

function readText(text: string): Read {
  if (!text.trim()) return NOTHING;
  const read = attempt(() => readSum(text));
  return "value" in read ? { kind: "sum", sum: read.value } : { kind: "wrong", why: read.refusal.message };
}

/** The lowest energy from Python, where it is found at once. */
function useLowest(terms: ReadonlyMap<string, number>, qubits: number): number | null {
  const bench = useWorkbench();
  const [energy, setEnergy] = useState<number | null>(null);
  // An ask about what is drawn goes on: of one kind the newest alone is answered.
  const waits = usePart(bench.ui, (ui) => bench.state.document.observable !== undefined && ui.problem?.exact === null);
  const key = qubits <= QUICK && terms.size <= MOST_SHOWN ? JSON.stringify([...terms]) : "";
  useEffect(() => {
    setEnergy(null);
    if (!key || waits || !bench.asker.can("exact")) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      const document = dumps({ ...emptyDocument(qubits), observable: terms });
      void bench.asker.ask<"exact">({ ask: "exact", document }).then((answer) => {
        if (open && answer.kind === "done") setEnergy(answer.result.energy);
      });
    }, PAUSE);
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [bench, key, qubits, waits]);
  return energy;
}

/** What the document has, a term a line, to be changed; nothing where that is long. */
function present(bench: Workbench): string {
  const { observable } = bench.state.document;
  if (!observable || observable.size > MOST_SHOWN) return "";
  return [...observable].map(([label, value]) => `${value} ${label}`).join("\n");
}

/** `q2`, `q2, q3`, `q2 to q9`: the qubits from one on. */
function placesText(from: number, end: number): string {
  if (end - from > 2) return `q${from} to q${end - 1}`;
  return Array.from({ length: end - from }, (_, k) => `q${from + k}`).join(", ");
}
