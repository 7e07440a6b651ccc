/** The OpenQASM pane: always the text of the drawing; edited, it changes the drawing when it reads. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { replaceBody } from "../../document/follow";
import { toQasm } from "../../document/qasm-write";
import type { ProgramNow } from "../../port";
import { usePart } from "../workbench/cell";
import { DRAFT, type Draft, SET_ASIDE } from "../workbench/draft";
import { onRequest } from "../workbench/on-request";
import { type Refused, readProgram } from "../workbench/text-in";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { type CodeView, evened, withTyped } from "./code-view";
import { plainView } from "./plain-view";

const OWN = "Edit here: the drawing follows. Blocks are written out.";
const OF_FILE = "The file's text. Edit here: the drawing follows.";
/** CodeMirror; a plain field serves where it cannot be had. */
const EDITOR = onRequest(() => import("./editor"));
const PAUSE = 250;
/** Milliseconds after which the page's own words are better than none: the connection may be gone. */
const PATIENCE = 1000;

export function CodeTab(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const [fault, setFault] = useState<Refused | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<CodeView | null>(null);
  const file = useFile(bench);
  const written = attempt(() => file?.text ?? (isCircuit(body) ? toQasm(body) : ""));
  const refusal = "refusal" in written ? written.refusal.message : "";
  useEffect(() => {
    const parent = box.current;
    if (!parent) return undefined;
    const writing = startWriting(bench, setFault);
    const options = {
      parent,
      label: fileNow(bench) ? "OpenQASM of the file" : "OpenQASM 3",
      onEdit: writing.edit,
      isLocked: () => isBehind(bench),
      onLeave: () => bench.focusCanvas(),
    };
    view.current = plainView({ ...options, text: evened(writing.text), caret: null });
    // What a crash left comes in while the pane is open.
    const cell = bench.at(DRAFT);
    const stop = cell.subscribe((draft) => {
      if (!draft || draft.isRead || view.current?.text === evened(draft.text)) return;
      view.current?.replace(evened(draft.text));
      void writing.take();
    });
    let open = true;
    void EDITOR.load(bench).then((module) => {
      const plain = view.current;
      if (!open || !plain || !module) return;
      const next = { ...options, text: plain.text, caret: plain.caret() };
      plain.close();
      view.current = module.editorView(next);
      setFault((same) => same && { ...same });
    });
    return () => {
      open = false;
      stop();
      writing.stop();
      view.current?.close();
      view.current = null;
    };
  }, [bench, refusal]);
  useEffect(() => {
    // A change made elsewhere takes the place of what is typed; one's own keeps the text as written.
    const draft = bench.at(DRAFT);
    if ("refusal" in written || isOwn(draft.value, body, file)) return;
    if (draft.value && !draft.value.isRead) bench.at(SET_ASIDE).set(draft.value.text);
    draft.set(null);
    view.current?.replace(evened(written.value));
    setFault(null);
  }, [body, file]);
  useEffect(() => view.current?.mark(fault), [fault]);
  if (refusal) return <div class="qd-off">{refusal}</div>;
  return (
    <div class="qd-program">
      <div ref={box} class="qd-program-text" />
      <div class="qd-saying" role="status">
        {fault ? (
          <span class="qd-error">{fault.why} The drawing is the last that could be read.</span>
        ) : (
          <span class="qd-quiet">{!file ? OWN : file.behind || OF_FILE}</span>
        )}
        <Aside focus={() => box.current?.querySelector<HTMLElement>("textarea, .cm-content")?.focus()} />
      </div>
    </div>
  );
}

/** What was typed and not read when the drawing changed: back into the pane, or away. */
function Aside({ focus }: { readonly focus: () => void }): JSX.Element | null {
  const bench = useWorkbench();
  const aside = bench.at(SET_ASIDE);
  const text = usePart(aside, (each) => each);
  if (text === null) return null;
  const settle = (isBack: boolean): void => {
    const draft = bench.at(DRAFT);
    const now = draft.value;
    if (isBack) draft.set({ text, body: bench.state.document.body, isRead: false });
    aside.set(isBack && now && !now.isRead ? now.text : null);
    focus();
  };
  return (
    <span class="qd-aside">
      A change of the drawing took the place of what you typed.{" "}
      <button type="button" class="qd-link" onClick={() => settle(true)}>
        Bring back what was typed
      </button>
      {" · "}
      <button type="button" class="qd-link" onClick={() => settle(false)}>
        Throw it away
      </button>
    </span>
  );
}

/** The program in the person's file, unless a gate's definition is open in place of the whole. */
function fileNow(bench: Workbench): ProgramNow | null {
  return bench.state.outer ? null : (bench.host.can.program?.now ?? null);
}

function useFile(bench: Workbench): ProgramNow | null {
  const [now, setNow] = useState(() => fileNow(bench));
  const outer = usePart(bench.editor, (e) => e.state.outer);
  useEffect(() => {
    const look = (): void => setNow(fileNow(bench));
    look();
    return bench.host.can.program?.onChange(look);
  }, [bench, outer]);
  return now;
}

/** Has something been drawn that the file's text does not say yet? */
function isBehind(bench: Workbench): boolean {
  return Boolean(fileNow(bench)?.behind) && bench.at(DRAFT).value?.body !== bench.state.document.body;
}

/** Does what was typed stay: for this circuit, and not read or as it is in the file? */
function isOwn(draft: Draft | null, body: Document["body"], file: ProgramNow | null): boolean {
  if (draft?.body !== body) return false;
  return !draft.isRead || !file || file.behind !== "" || file.text === draft.text;
}

interface Writing {
  readonly text: string;
  readonly edit: (text: string) => void;
  readonly take: () => Promise<void>;
  readonly stop: () => void;
}

/** Reads what is typed after a pause, or when the pane closes, and changes the drawing by what can be read. */
function startWriting(bench: Workbench, say: (fault: Refused | null) => void): Writing {
  const cell = bench.at(DRAFT);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const take = async (): Promise<void> => {
    timer = null;
    const draft = cell.value;
    if (!draft) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const taken = await readProgram(bench, draft.text, {
      meanwhile: (refused) => {
        waiting = setTimeout(() => cell.value === draft && say(refused), PATIENCE);
      },
    });
    clearTimeout(waiting);
    if (cell.value !== draft) return;
    if ("why" in taken) {
      say(taken);
      return;
    }
    say(null);
    const document = merged(bench.state.document, taken.document);
    if (document !== bench.state.document)
      bench.dispatch({
        document,
        selection: new Set(),
        preview: null,
        intent: "text.edit",
        history: "join",
        origin: "person",
      });
    cell.set({ ...draft, body: bench.state.document.body, isRead: true });
    if (fileNow(bench)) {
      bench.host.can.program?.typed(draft.text);
      bench.exchange.keepProgram();
    }
  };
  const { body } = bench.state.document;
  const kept = cell.value;
  if (kept?.body === body && !kept.isRead) void take();
  const textNow = (): string => fileNow(bench)?.text ?? (isCircuit(body) ? textOf(body) : "");
  return {
    text: kept?.body === body ? kept.text : textNow(),
    edit(typed) {
      const { body } = bench.state.document;
      const base = cell.value?.body === body ? cell.value.text : fileNow(bench)?.text;
      cell.set({ text: base === undefined ? typed : withTyped(base, typed), body, isRead: false });
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => void take(), PAUSE);
    },
    take,
    stop() {
      if (timer === null) return;
      clearTimeout(timer);
      void take();
    },
  };
}

function textOf(body: CircuitBody): string {
  const written = attempt(() => toQasm(body));
  return "value" in written ? written.value : "";
}

/** The document with another circuit; labels, values and the observable stay where they still fit. */
function merged(old: Document, other: Document): Document {
  if (!isCircuit(old.body) || !isCircuit(other.body)) return other;
  const same = old.body.qubits.length === other.body.qubits.length;
  const next = replaceBody(old, { ...other.body, qubits: same ? old.body.qubits : other.body.qubits });
  if (same || !next.observable) return next;
  const { observable: _old, problem: _name, ...rest } = next;
  return rest;
}
