/** The status line: figures, how the state is simulated, the order of qubits, work in progress. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { type Figures, figuresOf } from "../../document/stats";
import { originWords } from "../../live/origin";
import type { Left } from "../../port";
import { count, orderWords } from "../../scene/describe";
import { fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { download } from "../widgets/download";
import { usePart } from "../workbench/cell";
import { compareOffer, compareWith } from "../workbench/comparison";
import { FIGURES, independentText, rankOf } from "../workbench/figures";
import { TIMES } from "../workbench/looked";
import { canShow, dropOffer, OFFER, showOffer, takeOffer } from "../workbench/results";
import { SPENT } from "../workbench/spent";
import { INCOMING, insertAtCursor, replaceWith } from "../workbench/text-in";
import { useWorkbench } from "../workbench/workbench";

export function Status(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters.length);
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const analyzed = usePart(bench.ui, (ui) => ui.view === "analyze");
  const figures = useFigures(body, parameters);
  const rank = usePart(bench.at(FIGURES), (known) => rankOf(known, body));
  const independent = rank ? ` (${independentText(rank)} independent)` : "";
  const words = isCircuit(body)
    ? figures
      ? [
          count(body.qubits.length, "qubit"),
          `${count(parameters, "parameter")}${independent}`,
          `${figures.numTwoQubit} two-qubit`,
          `depth ${figures.depth}`,
        ]
      : [count(body.qubits.length, "qubit"), "more than 200,000 gates"]
    : [
        count([...body.spiders.values()].filter((spider) => spider.kind !== "boundary").length, "spider"),
        count(body.edges.size, "edge"),
        `${count(parameters, "parameter")}${independent}`,
      ];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it is told from other groups by its name
    <footer class="qd-status" aria-label="Status">
      <span class="qd-status-figures">
        {words.map((word, k) => (
          <span key={k}>
            {k > 0 && <b>·</b>}
            <span>{word}</span>
          </span>
        ))}
        {!isCircuit(body) ? <RuleTimes /> : analyzed ? <SpentWords /> : <LiveWords />}
      </span>
      <span class="qd-space" />
      <Going />
      {isCircuit(body) && (
        <button
          type="button"
          class="qd-link qd-status-order"
          style={{ color: "inherit" }}
          title="Where qubit 0 stands in bitstrings; click to change"
          onClick={() => bench.setSettings({ qubit_order: order === "q0_right" ? "q0_left" : "q0_right" })}
        >
          {orderWords(body.qubits, order)}
        </button>
      )}
    </footer>
  );
}

/** What is going on elsewhere, what was left unsaved, what came of it: each with its way out. */
export function Going(): JSX.Element {
  const bench = useWorkbench();
  const busy = usePart(bench.ui, (ui) => ui.busy);
  const recovery = usePart(bench.exchange.recovery, (value) => value);
  const message = usePart(bench.ui, (ui) => ui.message);
  const isOther = recovery?.text !== bench.host.port.get("document");
  return (
    <>
      {busy && (
        <span role="status" style={{ display: "inline-flex", alignItems: "center", gap: "8px" }}>
          {busy.title}
          <progress
            max={1}
            {...(busy.fraction === null ? {} : { value: busy.fraction })}
            style={{ width: "80px", height: "4px" }}
          />
          <button type="button" class="qd-link" onClick={busy.cancel}>
            Cancel
          </button>
        </span>
      )}
      <Offered />
      <Incomer />
      <Missing />
      <Lost />
      {recovery && (
        <span role="alert">
          {leftWords(recovery, isOther)}
          {recovery.older ? ` ${recovery.older} older ${recovery.older > 1 ? "are" : "is"} offered next.` : ""}{" "}
          <button type="button" class="qd-link" onClick={() => bench.exchange.settleRecovery(true)}>
            Bring them back
          </button>
          {" · "}
          {isOther && (
            <>
              <button
                type="button"
                class="qd-link"
                onClick={() => {
                  const read = attempt(() => loads(recovery.text));
                  if ("refusal" in read) bench.say("error", read.refusal.message);
                  else compareOffer(bench, "What was not saved", read.value);
                }}
              >
                Compare
              </button>
              {" · "}
            </>
          )}
          <button type="button" class="qd-link" onClick={() => bench.exchange.settleRecovery(false)}>
            Throw away
          </button>
        </span>
      )}
      {message && (
        <span role="alert" class={message.tone === "error" ? "qd-error" : ""} style={{ whiteSpace: "normal" }}>
          {message.text}{" "}
          <button type="button" class="qd-link" onClick={() => bench.ui.patch({ message: null })}>
            Close
          </button>
        </span>
      )}
    </>
  );
}

/** What was left; `isOther` where more than typed text differs. */
function leftWords({ time, typed, changed }: Left, isOther: boolean): string {
  const at = new Date(time).toLocaleTimeString();
  const what = typed === undefined ? "Changes of" : isOther ? "Changes and OpenQASM typed at" : "OpenQASM typed at";
  const were = typed !== undefined && !isOther ? "was" : "were";
  return `${what} ${at} ${were} not saved${changed ? ", and the file has changed since" : ""}.`;
}

/** What the file cannot hold, with the way out. */
function Missing(): JSX.Element | null {
  const bench = useWorkbench();
  const missing = usePart(bench.editor, () => bench.exchange.missing);
  const failed = usePart(bench.ui, (ui) => ui.saved === "failed");
  const offered = usePart(bench.at(OFFER), (offer) => offer !== null);
  const { saveWhole } = bench.host.can;
  if (offered || !saveWhole || (missing === "" && !failed)) return null;
  const saveAs = (): void => {
    bench.flush();
    saveWhole();
  };
  return (
    <span role="status">
      {missing === "" ? "This file is as it was." : `This file cannot hold ${missing}.`}{" "}
      <button
        type="button"
        class="qd-link"
        title="Keep all of it in a file of its own, and go on there"
        onClick={saveAs}
      >
        Save as .qdesign
      </button>
    </span>
  );
}

/** Nobody answers: what that means, and the way to be safe. */
function Lost(): JSX.Element | null {
  const bench = useWorkbench();
  const lost = usePart(bench.ui, (ui) => ui.saved === "lost");
  if (!lost) return null;
  const { kept, onDisk } = bench.host.can;
  const next = kept
    ? "If its kernel was restarted, run the cell again."
    : onDisk
      ? "A save that you ask for is done once it does."
      : "Drawing goes on in this page.";
  const keep = (): void =>
    download(bench, `${bench.ui.value.name}.qdesign`, bench.exchange.flush(), "application/x-qdesign+json");
  return (
    <span role="status">
      Nothing is saved: Python does not answer. {next}{" "}
      <button type="button" class="qd-link" onClick={keep}>
        Download a copy
      </button>
    </span>
  );
}

/** A result that came when the drawing had moved on: a look at it, in place of the drawing, or away. */
function Offered(): JSX.Element | null {
  const bench = useWorkbench();
  const made = usePart(bench.at(OFFER), (offer) => offer);
  const preview = usePart(bench.editor, (e) => e.state.preview);
  const now = usePart(bench.editor, (e) => e.state.document);
  if (!made) return null;
  return (
    <span role="alert">
      {made.unequal ? (
        <strong class="qd-unequal">{made.unequal}</strong>
      ) : (
        `${made.title} is done, but you went on drawing meanwhile.`
      )}{" "}
      {canShow(made, now) && (
        <>
          <button type="button" class="qd-link" onClick={() => showOffer(bench)}>
            {preview === made.document ? "Back to mine" : "Look at it"}
          </button>
          {" · "}
        </>
      )}
      {canShow(made, now) && isCircuit(now.body) && (
        <>
          <button type="button" class="qd-link" onClick={() => compareOffer(bench, made.title, made.document)}>
            Compare
          </button>
          {" · "}
        </>
      )}
      <button type="button" class="qd-link" onClick={() => takeOffer(bench)}>
        Replace mine
      </button>
      {" · "}
      <button type="button" class="qd-link" onClick={() => dropOffer(bench)}>
        Discard
      </button>
    </span>
  );
}

/** What was dropped or pasted on a drawing that has gates: beside them, or in their place. */
function Incomer(): JSX.Element | null {
  const bench = useWorkbench();
  const incoming = usePart(bench.at(INCOMING), (each) => each);
  const now = usePart(bench.editor, (e) => e.state.document);
  if (!incoming) return null;
  return (
    <span role="alert">
      {incoming.title} is read.{" "}
      {!isCircuit(now.body) && (
        <>
          <button type="button" class="qd-link" onClick={() => insertAtCursor(bench, incoming)}>
            Add to the drawing
          </button>
          {" · "}
        </>
      )}
      {isCircuit(now.body) && isCircuit(incoming.document.body) && (
        <>
          <button type="button" class="qd-link" onClick={() => insertAtCursor(bench, incoming)}>
            Insert at the cursor
          </button>
          {" · "}
          <button
            type="button"
            class="qd-link"
            onClick={() => compareWith(bench, incoming.title, incoming.document, incoming.isValued)}
          >
            Compare
          </button>
          {" · "}
        </>
      )}
      <button type="button" class="qd-link" onClick={() => replaceWith(bench, incoming)}>
        Replace the drawing
      </button>
      {" · "}
      <button type="button" class="qd-link" onClick={() => bench.at(INCOMING).set(null)}>
        Discard
      </button>
    </span>
  );
}

/** How long the rules took that are listed, and the preview that was last shown. */
function RuleTimes(): JSX.Element | null {
  const bench = useWorkbench();
  const { rules, preview } = usePart(bench.at(TIMES), (now) => now);
  const words = (what: string, ms: number | null): readonly string[] =>
    ms === null ? [] : [`${what} in ${ms < 1 ? "under 1" : fixedText(ms, 0)} ms`];
  return (
    <>
      {[...words("rules", rules), ...words("preview", preview)].map((each) => (
        <span key={each.slice(0, 5)}>
          <b>·</b>
          {each}
        </span>
      ))}
    </>
  );
}

/** "7 figures in 2.1 s", where figures are looked at. */
function SpentWords(): JSX.Element | null {
  const bench = useWorkbench();
  const { figures, milliseconds } = usePart(bench.at(SPENT), (now) => now);
  return figures ? (
    <span>
      <b>·</b>
      {`${count(figures, "figure")} in ${fixedText(milliseconds / 1000, 1)} s`}
    </span>
  ) : null;
}

const PAUSE = 120;

/** The figures a moment after the last change: while dragging, frames go first. */
export function useFigures(body: CircuitBody | DiagramBody, parameters: number): Figures | null {
  const [figures, setFigures] = useState(() => (isCircuit(body) ? figuresOf(body, parameters) : null));
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return undefined;
    }
    const timer = setTimeout(() => setFigures(isCircuit(body) ? figuresOf(body, parameters) : null), PAUSE);
    return () => clearTimeout(timer);
  }, [body, parameters]);
  return figures;
}

/** Time of the last tick; the mean of some, so that it can be read. */
function LiveWords(): JSX.Element {
  const bench = useWorkbench();
  const off = usePart(bench.live, (result) => result?.kind === "off");
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let mean = NaN;
    let last = 0;
    let words = "";
    let revision = -1;
    bench.loop.setValues(new Map(bench.shown.parameters.map((p) => [p.name, p.value])));
    return bench.live.subscribe((result) => {
      if (result?.kind !== "state" || !text.current) return;
      if (result.revision !== revision) {
        // The first tick of a circuit compiles and warms up; the next one says how long a tick takes.
        revision = result.revision;
        mean = NaN;
        bench.loop.setValues(new Map(bench.shown.parameters.map((p) => [p.name, p.value])));
        return;
      }
      mean = Number.isNaN(mean) ? result.milliseconds : 0.9 * mean + 0.1 * result.milliseconds;
      const now = performance.now();
      const from = originWords(result.origin);
      if (now - last < 250 && from === words) return;
      last = now;
      words = from;
      const live = `live ${fixedText(mean, mean < 10 ? 1 : 0)} ms  ·  ${from}`;
      text.current.textContent =
        result.noise?.kind === "on" && result.noise.runs === null ? `density matrix, ${live}` : live;
    });
  }, [bench]);
  return (
    <span>
      <b>·</b>
      {off ? (
        <span key="off">simulation off</span>
      ) : (
        <span key="on" ref={text}>
          live
        </span>
      )}
    </span>
  );
}
