/** Probabilities as bars, painted as results come; over them the exact ones, and what was sampled. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type { Output, Samples } from "../../live/wanted";
import {
  axisLines,
  barNames,
  barsPath,
  niceTop,
  type Plot,
  plotOf,
  ROOM,
  shotsPath,
  ticksPath,
} from "../../scene/bars";
import { shownDocument } from "../../state/state";
import { usePart } from "../workbench/cell";
import { useOutput } from "../workbench/output";
import { GROUND } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";

const SHOTS = 1000;

/** Where the state is taken. */
export function placeWords(timeCursor: number | null): string {
  return timeCursor === null ? "at the end" : timeCursor < 0 ? "at the start" : "at the cursor";
}

/** What was sampled, until the circuit changes; and what samples. */
function useShots(): readonly [Samples | null, () => void] {
  const bench = useWorkbench();
  const [shots, setShots] = useState<Samples | null>(null);
  useEffect(() => {
    let sampled = shownDocument(bench.state);
    return bench.editor.subscribe(({ state }) => {
      if (shownDocument(state) !== sampled) setShots(null);
      sampled = shownDocument(state);
    });
  }, [bench]);
  const sample = (): void => {
    bench.loop
      .sample(SHOTS, Math.floor(Math.random() * 2 ** 31))
      .then(setShots, (error: Error) => bench.say("error", error.message));
  };
  return [shots, sample];
}

export function Bars({ choice }: { readonly choice: JSX.Element }): JSX.Element {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const bars = useRef<SVGPathElement>(null);
  const [shots, sample] = useShots();
  const [size, setSize] = useState({ width: 600, height: 180 });
  const [top, setTop] = useState(1);
  const [shape, setShape] = useState({ count: 4, width: 1 });
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const numQubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const known = usePart(bench.at(GROUND), (space) => space);
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      if (box.width) setSize({ width: box.width, height: box.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const plot = plotOf(size, { ...shape, numQubits, top, isReversed: order === "q0_left" });
  const ground = known?.weights.length === plot.count ? known : null;
  const draw = (output: Output | undefined): void => {
    if (output?.kind !== "probabilities") return;
    const { values, width } = output;
    if (values.length !== shape.count || width !== shape.width) setShape({ count: values.length, width });
    let most = 0;
    for (const value of ground?.weights ?? []) if (value > most) most = value;
    for (const value of values) if (value > most) most = value;
    const moving = bench.state.preview !== null;
    const wanted = niceTop(most);
    if (wanted > top || (!moving && wanted < top)) setTop(wanted);
    if (values.length !== shape.count) return;
    bars.current?.setAttribute("d", barsPath(plot, values));
    if (svg.current) svg.current.dataset["sum"] = String(values.reduce((sum, value) => sum + value, 0));
  };
  useOutput("bars", draw);
  useLayoutEffect(() => {
    const result = bench.live.value;
    draw(result?.kind === "state" ? result.outputs.get("bars") : undefined);
  }, [size, top, shape, order, ground]);
  return (
    <section class="qd-bars" aria-label="Probabilities">
      <Head
        choice={choice}
        plot={plot}
        isSampled={shots !== null}
        dimension={ground?.dimension ?? 0}
        onSample={sample}
      />
      <svg ref={svg} role="img" aria-label={`Probabilities of ${2 ** numQubits} basis states`} data-part="bars">
        {axisLines(plot).map(({ y, text }) => (
          <g key={text}>
            <line class="qd-gridline" x1={ROOM.left} x2={size.width} y1={y} y2={y} />
            <text class="qd-axis" x={ROOM.left - 8} y={y + 4} text-anchor="end">
              {text}
            </text>
          </g>
        ))}
        <path ref={bars} class="qd-bar" />
        <path class="qd-tick" fill="none" d={ticksPath(plot, ground?.weights ?? null)} />
        {shots && <path class="qd-shots" d={shotsPath(plot, shots)} />}
        {barNames(plot).map(({ x, text }) => (
          <text key={text} class="qd-axis" x={x} y={plot.y0 + 14} text-anchor="middle" style={{ fontSize: "10px" }}>
            {text}
          </text>
        ))}
      </svg>
    </section>
  );
}

/** Where the state is taken, in which order, and what each sign stands for. */
function Head({
  choice,
  plot,
  isSampled,
  dimension,
  onSample,
}: {
  readonly choice: JSX.Element;
  readonly plot: Plot;
  readonly isSampled: boolean;
  /** Of the exact ground space; 0 where it is not known. */
  readonly dimension: number;
  readonly onSample: () => void;
}): JSX.Element {
  const timeCursor = usePart(useWorkbench().editor, (e) => e.state.timeCursor);
  return (
    <div class="qd-head">
      {choice}
      <span class="qd-quiet">
        {placeWords(timeCursor)} · {plot.isReversed ? "q₀ leftmost" : "q₀ rightmost"}
        {plot.width > 1 ? ` · each bar sums ${plot.width} states` : ""}
      </span>
      <span class="qd-right" style={{ display: "flex", gap: "14px" }}>
        <button
          type="button"
          class="qd-link"
          style={{ fontSize: "11px" }}
          title={`Draw ${SHOTS.toLocaleString("en")} shots of what is measured, or of all qubits`}
          onClick={onSample}
        >
          Sample
        </button>
        {isSampled && (
          <span class="qd-legend">
            <i style={{ background: "none", border: "1.5px solid var(--qd-text-2)" }} /> sampled
          </span>
        )}
        <span class="qd-legend">
          <i /> ansatz
        </span>
        {dimension > 0 && (
          <span
            class="qd-legend"
            title={
              dimension > 1
                ? `${dimension} states share the lowest energy: weights of the bars in their space, over ${dimension}`
                : "Probabilities of the exact ground state"
            }
          >
            <svg width={14} height={4} aria-hidden="true">
              <path class="qd-tick" d="M0 2h14" />
            </svg>{" "}
            {dimension > 1 ? `exact, mean of ${dimension} ground states` : "exact"}
          </span>
        )}
      </span>
    </div>
  );
}
