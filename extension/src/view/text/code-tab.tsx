/** The OpenQASM pane: always the text of the drawing; edited, it changes the drawing when it reads. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type Document, isCircuit, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { toQasm } from "../../document/qasm-write";
import { usePart } from "../workbench/cell";
import { readProgram } from "../workbench/text-in";
import { useWorkbench } from "../workbench/workbench";

const PAUSE = 250;

export function CodeTab(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<{ readonly text: string; readonly line: number | null } | null>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const own = useRef(false);
  useEffect(() => {
    // A change made elsewhere replaces what is typed; one's own keeps the text as written.
    if (own.current) own.current = false;
    else setDraft(null);
  }, [body]);
  const written = attempt(() => (isCircuit(body) ? toQasm(body) : ""));
  if ("refusal" in written) return <div class="qd-off">{written.refusal.message}</div>;
  const text = draft ?? written.value;
  const take = async (value: string): Promise<void> => {
    const taken = await readProgram(bench, value);
    if (area.current?.value !== value) return;
    if ("why" in taken) {
      setError({ text: taken.why, line: taken.line ?? null });
      return;
    }
    setError(null);
    const document = merged(bench.state.document, taken.document);
    if (document === bench.state.document) return;
    own.current = true;
    bench.dispatch({
      document,
      selection: new Set(),
      preview: null,
      intent: "text.edit",
      history: "join",
      origin: "person",
    });
  };
  const lines = text.split("\n").length;
  return (
    <div style={{ display: "flex", flexDirection: "column", flex: 1, minWidth: 0 }}>
      <div class="qd-code" style={{ minHeight: 0 }}>
        <pre ref={numbers} aria-hidden="true">
          {Array.from({ length: lines }, (_, k) => (
            <span key={k} style={error?.line === k + 1 ? { color: "var(--qd-error)", fontWeight: 700 } : {}}>
              {k + 1}
              {"\n"}
            </span>
          ))}
        </pre>
        <textarea
          ref={area}
          value={text}
          spellcheck={false}
          aria-label="OpenQASM 3"
          aria-invalid={error !== null}
          data-part="openqasm"
          wrap="off"
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setDraft(value);
            if (timer.current !== null) clearTimeout(timer.current);
            timer.current = setTimeout(() => void take(value), PAUSE);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") event.stopPropagation();
            else bench.focusCanvas();
          }}
        />
      </div>
      <div class="qd-saying" role="status">
        {error ? (
          <span class="qd-error">{error.text} The drawing is the last that could be read.</span>
        ) : (
          <span class="qd-quiet">Edit here: the drawing follows. Blocks are written out.</span>
        )}
      </div>
    </div>
  );
}

/** The document with another circuit; labels, values and the observable stay where they still fit. */
function merged(old: Document, other: Document): Document {
  if (!isCircuit(old.body) || !isCircuit(other.body)) return other;
  const same = old.body.qubits.length === other.body.qubits.length;
  const next = withBody(old, { ...other.body, qubits: same ? old.body.qubits : other.body.qubits });
  if (same || !next.observable) return next;
  const { observable: _old, ...rest } = next;
  return rest;
}
