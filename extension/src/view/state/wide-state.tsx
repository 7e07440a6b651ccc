/** The state of a circuit above the live limit: each qubit by itself, as many as are in view, and what finds it. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { stateText } from "../../live/sizes";
import type { Output } from "../../live/wanted";
import { heightOf, type Plot, plotOf, ROOM } from "../../scene/bars";
import { cutAlike } from "../../scene/cut";
import { barsOf, namesOf, openOf } from "../../scene/marginals";
import { exactText, withError } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { shownTime } from "../../state/time";
import { useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { usePart } from "../workbench/cell";
import { useOriginWords, useOutput, writeText } from "../workbench/output";
import { SEEN, seenOf } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { placeWords } from "./bars";
import { EngineChoice } from "./engine-choice";
import { AxisLines } from "./lines";
import { notHad, Sphere } from "./sphere";

/** Px of a bar at least, and qubits in view at most. */
const NARROWEST = 7;
const MOST_SEEN = 128;
const SPHERES = 24;
const NO_QUBITS: readonly string[] = [];

type Bloch = Extract<Output, { readonly kind: "bloch" }>;

export function WideState(): JSX.Element {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) ? body.qubits : NO_QUBITS;
  });
  const window = usePart(bench.at(SEEN), (seen) => seen);
  const seen = seenOf(window, qubits.length);
  const [focus, setFocus] = useState(0);
  const from = Math.max(0, Math.min(focus, seen.length - SPHERES));
  const [why, setWhy] = useState("");
  useOutput("bloch", (output) => setWhy(output?.kind === "refused" ? output.why : ""));
  return (
    <>
      <section class="qd-bars" aria-label="Probability of 1 of each qubit">
        <Head qubits={qubits} seen={seen} />
        {why ? (
          <div class="qd-off" role="status">
            {why}
          </div>
        ) : (
          <Marginals qubits={qubits} seen={seen} from={from} onFocus={setFocus} />
        )}
        <p class="qd-quiet qd-wide-words">{wholeWords(qubits.length)}</p>
      </section>
      {!why && <WideSpheres qubits={qubits} seen={seen} from={from} />}
    </>
  );
}

function wholeWords(numQubits: number): string {
  const size = stateText(numQubits);
  return `A whole state would need ${size}: its amplitudes, and probabilities of bit strings, are not had.`;
}

interface Seen {
  readonly qubits: readonly string[];
  /** The qubits in view. */
  readonly seen: readonly number[];
}

function Head({ qubits, seen }: Seen): JSX.Element {
  const bench = useWorkbench();
  const timeCursor = usePart(bench.editor, (e) => shownTime(e.state));
  const [first = 0] = seen;
  const go = (to: number): void => bench.at(SEEN).set({ first: Math.max(0, to), count: seen.length });
  const last = first + seen.length;
  return (
    <div class="qd-head">
      <h2>Probability of 1</h2>
      <span class="qd-quiet">of each qubit, {placeWords(timeCursor)}</span>
      <span class="qd-right">
        {seen.length < qubits.length && (
          <span class="qd-pager">
            <button
              type="button"
              class="qd-link"
              aria-label="Qubits before these"
              disabled={first === 0}
              onClick={() => go(first - seen.length)}
            >
              ‹
            </button>
            <span class="qd-quiet">
              qubits {first.toLocaleString("en")} to {(last - 1).toLocaleString("en")} of{" "}
              {qubits.length.toLocaleString("en")}
            </span>
            <button
              type="button"
              class="qd-link"
              aria-label="Qubits behind these"
              disabled={last >= qubits.length}
              onClick={() => go(Math.min(last, qubits.length - seen.length))}
            >
              ›
            </button>
          </span>
        )}
        <EngineChoice />
      </span>
    </div>
  );
}

/** Of a Bloch vector: how likely a measurement gives 1. */
function ofOne(vectors: Float64Array, index: number): number {
  return (1 - (vectors[3 * index + 2] ?? NaN)) / 2;
}

function Marginals({
  qubits,
  seen,
  from,
  onFocus,
}: Seen & { readonly from: number; readonly onFocus: (index: number) => void }): JSX.Element {
  const bench = useWorkbench();
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const size = useSize(svg);
  const bars = useRef<SVGPathElement>(null);
  const open = useRef<SVGPathElement>(null);
  const now = useRef<Bloch | null>(null);
  const [first = 0] = seen;
  const plot: Plot = plotOf(size, { numQubits: 0, count: seen.length, width: 1, top: 1, isReversed: false });
  useEffect(() => {
    const count = Math.max(8, Math.min(MOST_SEEN, Math.floor((size.width - ROOM.left) / NARROWEST)));
    if (bench.at(SEEN).value.count !== count) bench.at(SEEN).set({ first, count });
  }, [size.width]);
  const draw = (output: Output | undefined): void => {
    if (output?.kind !== "bloch" || output.vectors.length !== 3 * seen.length) return;
    now.current = output;
    const values = Float64Array.from(seen, (_, k) => ofOne(output.vectors, k));
    bars.current?.setAttribute("d", barsOf(plot, values));
    open.current?.setAttribute("d", openOf(plot, values));
  };
  useOutput("bloch", draw);
  useLayoutEffect(() => {
    const result = bench.live.value;
    draw(result?.kind === "state" ? result.outputs.get("bloch") : undefined);
  }, [svg, size, first, seen.length]);
  const indexAt = (box: DOMRect, x: number): number =>
    Math.max(0, Math.min(seen.length - 1, Math.floor((x - box.left - ROOM.left) / plot.step)));
  const tips = useTips({
    count: seen.length,
    tip: (k) => {
      if (!now.current) return null;
      const value = ofOne(now.current.vectors, k);
      const label = `Probability of 1 of ${qubits[first + k] ?? ""}`;
      const { errors, missing } = now.current;
      const known = errors ? withError(value, (errors[3 * k + 2] ?? 0) / 2) : exactText(value);
      const lines = Number.isNaN(value) ? [notHad(missing)] : [known];
      return { label, lines, copy: Number.isNaN(value) ? "" : exactText(value), origin: now.current.origin };
    },
    indexAt: (box, { x }) => indexAt(box, x),
    placeOf: (box, k) => ({
      x: box.left + ROOM.left + (k + 0.5) * plot.step,
      y: box.top + heightOf(plot, now.current ? ofOne(now.current.vectors, k) || 0 : 0),
    }),
  });
  const { onClick } = tips;
  return (
    <svg
      ref={setSvg}
      role="img"
      aria-label={`Probability of 1 of ${seen.length} qubits`}
      data-part="marginals"
      class="qd-plot"
      {...tips}
      onClick={(event) => {
        onFocus(indexAt(event.currentTarget.getBoundingClientRect(), event.clientX) - SPHERES / 2);
        onClick(event);
      }}
    >
      <AxisLines plot={plot} width={size.width} />
      <path ref={bars} class="qd-bar" />
      <path ref={open} class="qd-open" />
      {seen.length > SPHERES && (
        <rect
          class="qd-in-view"
          x={ROOM.left + from * plot.step}
          y={plot.y0 + 1}
          width={SPHERES * plot.step}
          height={2}
        />
      )}
      {namesOf(plot, qubits.slice(first, first + seen.length)).map(({ x, text }) => (
        <text key={x} class="qd-axis" x={x} y={plot.y0 + 15} text-anchor="middle" style={{ fontSize: "10px" }}>
          {text}
        </text>
      ))}
    </svg>
  );
}

function WideSpheres({ qubits, seen, from }: Seen & { readonly from: number }): JSX.Element {
  const bench = useWorkbench();
  const timeCursor = usePart(bench.editor, (e) => shownTime(e.state));
  const words = useOriginWords("bloch");
  const missing = useRef<HTMLSpanElement>(null);
  useOutput("bloch", (output) => {
    if (output?.kind !== "bloch") return;
    let count = 0;
    for (let k = 0; k < output.vectors.length; k += 3) {
      if (output.vectors.subarray(k, k + 3).some(Number.isNaN)) count += 1;
    }
    const words = output.isPartial ? (output.missing ?? "") : count ? `${count} of these are not had` : "";
    writeText(missing.current, words);
    missing.current?.setAttribute("title", count ? notHad(output.missing) : "");
  });
  const shown = seen.slice(from, from + SPHERES);
  const names = cutAlike(
    shown.map((q) => qubits[q] ?? ""),
    8,
  );
  return (
    <section class="qd-spheres" aria-label="Bloch vectors">
      <div class="qd-head">
        <h2>Bloch vectors</h2>
        <span class="qd-quiet">reduced, {placeWords(timeCursor)}</span>
        <span ref={missing} class="qd-quiet" />
        <span class="qd-origin qd-right">{words}</span>
      </div>
      <div class="qd-list">
        {shown.map((q, k) => (
          <Sphere key={q} label={qubits[q] ?? ""} short={names[k] ?? ""} index={from + k} />
        ))}
      </div>
    </section>
  );
}
