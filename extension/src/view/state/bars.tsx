/** Probabilities as bars, painted as results come; over them the exact ones, and what was sampled. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { type Document, isCircuit } from "../../document/circuit";
import { originWords } from "../../live/origin";
import type { Output, Samples } from "../../live/wanted";
import {
  apart,
  barAt,
  barCounts,
  barName,
  barNames,
  barsPath,
  errorsPath,
  heightOf,
  niceTop,
  type Plot,
  plotOf,
  ROOM,
  shotsPath,
  ticksPath,
} from "../../scene/bars";
import { orderWords } from "../../scene/describe";
import { exactText, fixedText, withError } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { shownTime } from "../../state/time";
import { downloadCsv } from "../widgets/csv";
import { type Tip, useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { Cell, usePart } from "../workbench/cell";
import { useOutput, writeText } from "../workbench/output";
import { slot } from "../workbench/slot";
import { GROUND } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { AxisLines } from "./lines";
import { countRows, Outcomes } from "./outcomes";
import { RunChoice } from "./run-choice";

const NO_QUBITS: readonly string[] = [];

const SHOTS = 1000;

/** Where the state is taken. */
export function placeWords(timeCursor: number | null): string {
  return timeCursor === null ? "at the end" : timeCursor < 0 ? "at the start" : "at the cursor";
}

/** What was sampled, and of which document; kept where another panel or window size comes and goes. */
const SAMPLED = slot(() => new Cell<{ readonly shots: Samples; readonly of: Document } | null>(null));

/** What was sampled, until the circuit changes; and what samples. */
function useShots(): readonly [Samples | null, () => void] {
  const bench = useWorkbench();
  const kept = usePart(bench.at(SAMPLED), (sampled) => sampled);
  const isOfThis = usePart(bench.editor, ({ state }) => kept?.of === shownDocument(state));
  const sample = (): void => {
    const of = shownDocument(bench.state);
    bench.loop.sample(SHOTS, Math.floor(Math.random() * 2 ** 31)).then(
      (shots) => bench.at(SAMPLED).set({ shots, of }),
      (error: Error) => bench.say("error", error.message),
    );
  };
  return [kept !== null && isOfThis ? kept.shots : null, sample];
}

export function Bars({ choice }: { readonly choice: JSX.Element }): JSX.Element {
  const bench = useWorkbench();
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const size = useSize(svg);
  const whiskers = useRef<SVGPathElement>(null);
  const now = useRef<Extract<Output, { readonly kind: "probabilities" }> | null>(null);
  const bars = useRef<SVGPathElement>(null);
  const ideal = useRef<SVGPathElement>(null);
  const distance = useRef<HTMLSpanElement>(null);
  const noisy = usePart(bench.live, (result) => result?.kind === "state" && result.noise?.kind === "on");
  const [shots, sample] = useShots();
  const [top, setTop] = useState(1);
  const [shape, setShape] = useState({ count: 4, width: 1 });
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const numQubits = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) ? body.qubits.length : 0;
  });
  const known = usePart(bench.at(GROUND), (space) => space);
  const plot = plotOf(size, { ...shape, numQubits, top, isReversed: order === "q0_left" });
  const ground = known?.weights.length === plot.count ? known : null;
  const draw = (output: Output | undefined): void => {
    if (output?.kind !== "probabilities") return;
    const { values, width, errors } = output;
    now.current = output;
    if (values.length !== shape.count || width !== shape.width) setShape({ count: values.length, width });
    let most = 0;
    const beside = output.ideal?.kind === "probabilities" ? output.ideal.values : null;
    for (const value of beside ?? ground?.weights ?? []) if (value > most) most = value;
    for (const value of values) if (value > most) most = value;
    const moving = bench.state.preview !== null;
    const wanted = niceTop(most);
    if (wanted > top || (!moving && wanted < top)) setTop(wanted);
    if (values.length !== shape.count) return;
    bars.current?.setAttribute("d", barsPath(plot, values));
    whiskers.current?.setAttribute("d", errorsPath(plot, values, errors));
    ideal.current?.setAttribute("d", ticksPath(plot, beside));
    writeText(distance.current, beside ? apartWords(values, beside, width) : "");
    if (svg) svg.dataset["sum"] = String(values.reduce((sum, value) => sum + value, 0));
  };
  useOutput("bars", draw);
  useLayoutEffect(() => {
    const result = bench.live.value;
    draw(result?.kind === "state" ? result.outputs.get("bars") : undefined);
  }, [svg, size, top, shape, order, ground]);
  const ofQubits = shots && !shots.registers ? shots : null;
  const tips = useTips({
    count: shape.count,
    tip: (slot) => now.current && barTip(plot, barAt(plot, slot), now.current, ground?.weights ?? null, ofQubits),
    indexAt: (box, { x }) => Math.floor((x - box.left - ROOM.left) / plot.step),
    placeOf: (box, slot) => ({
      x: box.left + ROOM.left + (slot + 0.5) * plot.step,
      y: box.top + heightOf(plot, now.current?.values[barAt(plot, slot)] ?? 0),
    }),
  });
  return (
    <>
      <section class="qd-bars" aria-label="Probabilities">
        <Head
          choice={choice}
          plot={plot}
          shots={ofQubits}
          dimension={noisy ? 0 : (ground?.dimension ?? 0)}
          noisy={noisy}
          onSample={sample}
        />
        <svg
          ref={setSvg}
          role="img"
          aria-label={`Probabilities of ${2 ** numQubits} basis states`}
          data-part="bars"
          class="qd-plot"
          {...tips}
        >
          <AxisLines plot={plot} width={size.width} />
          <path ref={bars} class="qd-bar" />
          <path ref={whiskers} class="qd-whisker" />
          {!noisy && <path class="qd-tick" fill="none" d={ticksPath(plot, ground?.weights ?? null)} />}
          <path ref={ideal} class="qd-tick" fill="none" data-part="ideal" />
          {ofQubits && <path class="qd-shots" d={shotsPath(plot, ofQubits)} />}
          {barNames(plot).map(({ x, text }) => (
            <text key={text} class="qd-axis" x={x} y={plot.y0 + 14} text-anchor="middle" style={{ fontSize: "10px" }}>
              {text}
            </text>
          ))}
        </svg>
        {noisy && <span ref={distance} class="qd-quiet qd-apart" data-part="apart" />}
      </section>
      {shots?.registers && <Outcomes shots={shots} />}
    </>
  );
}

function sampledWords({ shots, isNoisy }: Samples): string {
  return originWords({ kind: "sampled", shots, isNoisy: isNoisy ?? false });
}

function Tick(): JSX.Element {
  return (
    <svg width={14} height={4} aria-hidden="true">
      <path class="qd-tick" d="M0 2h14" />
    </svg>
  );
}

/** How far the distributions are apart; of bars that sum states a bound of it. */
function apartWords(noisy: Float64Array, ideal: Float64Array, width: number): string {
  const { variation, fidelity } = apart(noisy, ideal);
  const [least, most] = width > 1 ? ["≥ ", "≤ "] : ["", ""];
  return `total variation ${least}${fixedText(variation, 3)}   fidelity ${most}${fixedText(fidelity, 3)} (Hellinger)`;
}

/** What is told of a bar. */
function barTip(
  plot: Plot,
  bar: number,
  { values, errors, origin, ideal }: Extract<Output, { readonly kind: "probabilities" }>,
  ground: Float64Array | null,
  shots: Samples | null,
): Tip {
  const value = values[bar] ?? 0;
  const lines = [withError(value, errors?.[bar])];
  if (ideal?.kind === "probabilities") lines.push(`ideal ${exactText(ideal.values[bar] ?? 0)}`);
  const lowest = ground?.length === plot.count ? ground[bar] : undefined;
  if (lowest !== undefined) lines.push(`exact ground state ${exactText(lowest)}`);
  if (shots) {
    const counts = barCounts(plot, shots);
    lines.push(`${counts[bar] ?? 0} of ${shots.shots} (${sampledWords(shots)})`);
  }
  return { label: `Probability of ${barName(plot, bar)}`, lines, copy: exactText(value), origin };
}

/** Where the state is taken, in which order, and what each sign stands for. */
function Head({
  choice,
  plot,
  shots,
  dimension,
  noisy,
  onSample,
}: {
  readonly choice: JSX.Element;
  readonly plot: Plot;
  readonly shots: Samples | null;
  /** Of the exact ground space; 0 where it is not known. */
  readonly dimension: number;
  readonly noisy: boolean;
  readonly onSample: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const timeCursor = usePart(bench.editor, (e) => shownTime(e.state));
  const qubits = usePart(bench.editor, (e) => {
    const { body } = shownDocument(e.state);
    return isCircuit(body) ? body.qubits : NO_QUBITS;
  });
  return (
    <div class="qd-head">
      {choice}
      <span class="qd-quiet">
        {placeWords(timeCursor)} · {orderWords(qubits, plot.isReversed ? "q0_left" : "q0_right")}
        {plot.width > 1 ? ` · each bar sums ${plot.width} states` : ""}
      </span>
      <span class="qd-right">
        <button
          type="button"
          class="qd-link"
          style={{ fontSize: "11px" }}
          title={`Draw ${SHOTS.toLocaleString("en")} shots of what is measured, or of all qubits`}
          onClick={onSample}
        >
          Sample
        </button>
        <RunChoice beside="bars" />
        {shots && (
          <>
            <button
              type="button"
              class="qd-link"
              style={{ fontSize: "11px" }}
              title="Download the counts"
              onClick={() => downloadCsv(bench, "counts", countRows(shots))}
            >
              CSV
            </button>
            <span class="qd-legend">
              <i style={{ background: "none", border: "1.5px solid var(--qd-text-2)" }} /> all qubits,{" "}
              {sampledWords(shots)}
            </span>
          </>
        )}
        <span class="qd-legend">
          <i /> {noisy ? "noisy" : "ansatz"}
        </span>
        {noisy && (
          <span class="qd-legend">
            <Tick /> ideal
          </span>
        )}
        {dimension > 0 && (
          <span
            class="qd-legend"
            title={
              dimension > 1
                ? `${dimension} states share the lowest energy: weights of the bars in their space, over ${dimension}`
                : "Probabilities of the exact ground state"
            }
          >
            <Tick /> {dimension > 1 ? `exact, mean of ${dimension} ground states` : "exact ground state"}
          </span>
        )}
      </span>
    </div>
  );
}
