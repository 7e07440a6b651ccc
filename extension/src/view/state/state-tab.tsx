/** The state: probabilities as bars and Bloch vectors, painted as results come, without drawing anew. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { type Output, qubitEntropy, type Samples } from "../../live/wanted";
import { projected } from "../../scene/bloch";
import { fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { usePart } from "../workbench/cell";
import { useOutput, writeText } from "../workbench/output";
import { GROUND } from "../workbench/slots";
import { useBench } from "../workbench/workbench";

export function StateTab(): JSX.Element {
  const bench = useBench();
  const why = usePart(bench.live, (result) => (result?.kind === "off" ? result.why : ""));
  const empty = usePart(
    bench.editor,
    (e) => isCircuit(e.state.document.body) && e.state.document.body.qubits.length === 0,
  );
  if (why || empty)
    return (
      <div class="qd-off" role="status">
        {why || "There are no qubits yet."}
      </div>
    );
  return (
    <>
      <Left />
      <Spheres />
    </>
  );
}

/** Probabilities as bars, or the likeliest amplitudes with their phases. */
function Left(): JSX.Element {
  const bench = useBench();
  const amplitudes = usePart(bench.ui, (ui) => ui.amplitudes);
  const choice = (
    <span class="qd-segments qd-small" role="group" aria-label="Shown of the state">
      <button type="button" aria-pressed={!amplitudes} onClick={() => bench.ui.patch({ amplitudes: false })}>
        Probabilities
      </button>
      <button type="button" aria-pressed={amplitudes} onClick={() => bench.ui.patch({ amplitudes: true })}>
        Amplitudes
      </button>
    </span>
  );
  return amplitudes ? <Amplitudes choice={choice} /> : <Bars choice={choice} />;
}

const DIALS = 16;

/** One dial a basis state: the hand's length is the amplitude's size, its direction the phase. */
function Amplitudes({ choice }: { readonly choice: JSX.Element }): JSX.Element {
  const bench = useBench();
  const list = useRef<HTMLDivElement>(null);
  const numQubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const count = Math.min(DIALS, 2 ** numQubits);
  useOutput(
    "likeliest",
    (output) => {
      if (output?.kind !== "likeliest") return;
      [...(list.current?.children ?? [])].forEach((cell, k) => {
        const probability = output.probabilities[k] ?? 0;
        const phase = output.phases[k] ?? 0;
        const size = 19 * Math.sqrt(probability);
        const bits = (output.indices[k] ?? 0).toString(2).padStart(numQubits, "0");
        const hand = cell.querySelector("line");
        hand?.setAttribute("x2", (size * Math.cos(phase)).toFixed(2));
        hand?.setAttribute("y2", (-size * Math.sin(phase)).toFixed(2));
        cell.querySelector("circle + circle")?.setAttribute("r", size.toFixed(2));
        const [name, words] = cell.querySelectorAll("span");
        if (name) name.textContent = order === "q0_left" ? [...bits].reverse().join("") : bits;
        if (words) words.textContent = `${fixedText(probability, 3)}  ${fixedText(phase / Math.PI, 2)} π`;
      });
    },
    order,
  );
  return (
    <section class="qd-bars" aria-label="Amplitudes">
      <div class="qd-head">
        {choice}
        <span class="qd-quiet">
          the {count} likeliest · {order === "q0_left" ? "q₀ leftmost" : "q₀ rightmost"} · hand: phase
        </span>
      </div>
      <div ref={list} class="qd-dials">
        {Array.from({ length: count }, (_, k) => (
          <div key={k}>
            <svg width={44} height={44} viewBox="-22 -22 44 44" aria-hidden="true">
              <circle r={19.5} class="qd-stroke" style={{ color: "var(--qd-line-strong)" }} />
              <circle r={0} style={{ fill: "var(--qd-accent-soft)" }} />
              <line
                x1={0}
                y1={0}
                x2={0}
                y2={0}
                style={{ stroke: "var(--qd-accent)", strokeWidth: 2, strokeLinecap: "round" }}
              />
            </svg>
            <span class="qd-bits" />
            <span class="qd-quiet" style={{ whiteSpace: "pre" }} />
          </div>
        ))}
      </div>
    </section>
  );
}

const PLOT = { left: 34, top: 8, bottom: 20 } as const;

interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Tops of the axis with the distance of its lines. */
const SCALES = [
  [0.05, 0.01],
  [0.1, 0.05],
  [0.2, 0.1],
  [0.3, 0.1],
  [0.4, 0.1],
  [0.6, 0.2],
  [0.8, 0.2],
  [1, 0.25],
] as const;

/** The top of the axis: it keeps still while something is dragged, and grows when it must. */
function niceTop(most: number): number {
  return SCALES.find(([top]) => most <= top)?.[0] ?? 1;
}

function linesTo(top: number): readonly number[] {
  const gap = SCALES.find(([each]) => each === top)?.[1] ?? 0.25;
  return Array.from({ length: Math.round(top / gap) + 1 }, (_, k) => Number((k * gap).toFixed(3)));
}

function Bars({ choice }: { readonly choice: JSX.Element }): JSX.Element {
  const bench = useBench();
  const svg = useRef<SVGSVGElement>(null);
  const bars = useRef<SVGPathElement>(null);
  const ticks = useRef<SVGPathElement>(null);
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
  const [frame, setFrame] = useState<Frame>({ width: 600, height: 180 });
  const [top, setTop] = useState(1);
  const [shape, setShape] = useState({ count: 4, width: 1 });
  const order = usePart(bench.ui, (ui) => ui.settings.qubit_order);
  const timeCursor = usePart(bench.editor, (e) => e.state.timeCursor);
  const numQubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const ground = usePart(bench.ui, (ui) => (ui.problem?.exact === null ? null : bench.at(GROUND).value));
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect();
      if (box.width) setFrame({ width: box.width, height: box.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const step = (frame.width - PLOT.left) / shape.count;
  const y0 = frame.height - PLOT.bottom;
  const tall = y0 - PLOT.top;
  const place = (k: number): number => (order === "q0_left" ? reversed(k, Math.log2(shape.count)) : k);
  const draw = (output: Output | undefined): void => {
    if (output?.kind !== "probabilities") return;
    const { values, width } = output;
    if (values.length !== shape.count || width !== shape.width) setShape({ count: values.length, width });
    let most = 0;
    for (const value of values) if (value > most) most = value;
    const moving = bench.state.preview !== null;
    const wanted = niceTop(most);
    if (wanted > top || (!moving && wanted < top)) setTop(wanted);
    if (values.length !== shape.count) return;
    const w = Math.max(1, Math.min(step - (step > 8 ? 6 : step > 3 ? 1 : 0), 22));
    let d = "";
    for (let k = 0; k < values.length; k++) {
      const h = Math.min(1, (values[k] ?? 0) / top) * tall;
      if (h < 0.2) continue;
      const x = PLOT.left + (place(k) + 0.5) * step - w / 2;
      const r = Math.min(2, w / 4, h);
      const over = `q0 ${-r} ${r} ${-r}h${(w - 2 * r).toFixed(1)}q${r} 0 ${r} ${r}`;
      d += `M${x.toFixed(1)} ${y0}v${(-h + r).toFixed(2)}${over}v${(h - r).toFixed(2)}z`;
    }
    bars.current?.setAttribute("d", d);
    if (svg.current) svg.current.dataset["sum"] = String(values.reduce((sum, value) => sum + value, 0));
  };
  useOutput("bars", draw);
  useLayoutEffect(() => {
    const result = bench.live.value;
    draw(result?.kind === "state" ? result.outputs.get("bars") : undefined);
  }, [frame, top, shape, order]);
  useEffect(() => {
    if (!ground || ground.length !== shape.count) {
      ticks.current?.setAttribute("d", "");
      return;
    }
    const w = Math.min(step, 26);
    let d = "";
    ground.forEach((value, k) => {
      d += `M${PLOT.left + (place(k) + 0.5) * step - w / 2} ${y0 - Math.min(1, value / top) * tall}h${w}`;
    });
    ticks.current?.setAttribute("d", d);
  }, [ground, shape, top, frame, order]);
  const where = placeWords(timeCursor);
  const bits = Math.round(Math.log2(shape.count));
  const every = Math.max(1, 2 ** Math.ceil(Math.log2((6.6 * numQubits + 6) / step)));
  const lines = linesTo(top);
  return (
    <section class="qd-bars" aria-label="Probabilities">
      <div class="qd-head">
        {choice}
        <span class="qd-quiet">
          {where} · {order === "q0_left" ? "q₀ leftmost" : "q₀ rightmost"}
          {shape.width > 1 ? ` · each bar sums ${shape.width} states` : ""}
        </span>
        <span class="qd-right" style={{ display: "flex", gap: "14px" }}>
          <button
            type="button"
            class="qd-link"
            style={{ fontSize: "11px" }}
            title={`Draw ${SHOTS.toLocaleString("en")} shots of what is measured, or of all qubits`}
            onClick={sample}
          >
            Sample
          </button>
          {shots && (
            <span class="qd-legend">
              <i style={{ background: "none", border: "1.5px solid var(--qd-text-2)" }} /> sampled
            </span>
          )}
          <span class="qd-legend">
            <i /> ansatz
          </span>
          {ground && (
            <span class="qd-legend">
              <svg width={14} height={4} aria-hidden="true">
                <path class="qd-tick" d="M0 2h14" />
              </svg>{" "}
              exact
            </span>
          )}
        </span>
      </div>
      <svg ref={svg} role="img" aria-label={`Probabilities of ${2 ** numQubits} basis states`} data-part="bars">
        {lines.map((value) => {
          const y = Math.round(y0 - (value / top) * tall) + 0.5;
          return (
            <g key={value}>
              <line class="qd-gridline" x1={PLOT.left} x2={frame.width} y1={y} y2={y} />
              <text class="qd-axis" x={PLOT.left - 8} y={y + 4} text-anchor="end">
                {value === 0 ? "0" : value.toFixed(2).replace(/^0/, "")}
              </text>
            </g>
          );
        })}
        <path ref={bars} class="qd-bar" />
        <path ref={ticks} class="qd-tick" fill="none" />
        {shots && (
          <path
            class="qd-shots"
            d={shotsPath(shots, { count: shape.count, width: shape.width, step, y0, tall, top, place })}
          />
        )}
        {numQubits <= 12 &&
          Array.from({ length: Math.ceil(shape.count / every) }, (_, j) => {
            const k = j * every;
            const basis = (order === "q0_left" ? reversed(k, bits) : k) * shape.width;
            const text = basis.toString(2).padStart(numQubits, "0");
            return (
              <text
                key={k}
                class="qd-axis"
                x={PLOT.left + (k + 0.5) * step}
                y={y0 + 14}
                text-anchor="middle"
                style={{ fontSize: "10px" }}
              >
                {order === "q0_left" ? [...text].reverse().join("") : text}
              </text>
            );
          })}
      </svg>
    </section>
  );
}

/** Where the state is taken. */
function placeWords(timeCursor: number | null): string {
  return timeCursor === null ? "at the end" : timeCursor < 0 ? "at the start" : "at the cursor";
}

const SHOTS = 1000;

interface Plot {
  readonly count: number;
  readonly width: number;
  readonly step: number;
  readonly y0: number;
  readonly tall: number;
  readonly top: number;
  readonly place: (k: number) => number;
}

/** Outlines of what was sampled, over the bars of what is expected. */
function shotsPath(shots: Samples, plot: Plot): string {
  const sums = new Float64Array(plot.count);
  for (const [bits, n] of shots.counts) {
    const k = Math.floor(Number.parseInt(bits, 2) / plot.width);
    if (k < plot.count) sums[k] = (sums[k] ?? 0) + n / shots.shots;
  }
  const w = Math.max(2, Math.min(plot.step - 4, 22));
  let d = "";
  sums.forEach((value, k) => {
    if (!value) return;
    const h = Math.min(1, value / plot.top) * plot.tall;
    const x = PLOT.left + (plot.place(k) + 0.5) * plot.step - w / 2;
    d += `M${x} ${plot.y0}v${-h}h${w}v${h}`;
  });
  return d;
}

function reversed(k: number, bits: number): number {
  let result = 0;
  for (let b = 0; b < bits; b++) if (k & (1 << b)) result |= 1 << (bits - 1 - b);
  return result;
}

function Spheres(): JSX.Element | null {
  const bench = useBench();
  const qubits = usePart(bench.editor, (e) => (isCircuit(e.state.document.body) ? e.state.document.body.qubits : null));
  const timeCursor = usePart(bench.editor, (e) => e.state.timeCursor);
  if (!qubits) return null;
  return (
    <section class="qd-spheres" aria-label="Bloch vectors">
      <div class="qd-head">
        <h2>Bloch vectors</h2>
        <span class="qd-quiet">reduced, {placeWords(timeCursor)}</span>
      </div>
      <div class="qd-list">
        {qubits.slice(0, 24).map((label, qubit) => (
          <Sphere key={qubit} label={label} qubit={qubit} />
        ))}
      </div>
    </section>
  );
}

const RADIUS = 42;

function Sphere({ label, qubit }: { readonly label: string; readonly qubit: number }): JSX.Element {
  const line = useRef<SVGLineElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  const figure = useRef<SVGTSpanElement>(null);
  const title = useRef<HTMLTitleElement>(null);
  useOutput("bloch", (output) => {
    if (output?.kind !== "bloch") return;
    const [x = 0, y = 0, z = 0] = output.vectors.subarray(3 * qubit, 3 * qubit + 3);
    const [dx, dy] = projected(x, y, z, RADIUS);
    line.current?.setAttribute("x2", dx.toFixed(2));
    line.current?.setAttribute("y2", dy.toFixed(2));
    dot.current?.setAttribute("cx", dx.toFixed(2));
    dot.current?.setAttribute("cy", dy.toFixed(2));
    writeText(figure.current, fixedText(Math.hypot(x, y, z), 2));
    const means = `⟨X⟩ ${fixedText(x, 3)}, ⟨Y⟩ ${fixedText(y, 3)}, ⟨Z⟩ ${fixedText(z, 3)}`;
    const words = `${label}: ${means}, entanglement ${fixedText(qubitEntropy(x, y, z), 3)} bit`;
    writeText(title.current, words);
  });
  const match = /^([^\d\s]{1,2})(\d{1,4})$/u.exec(label);
  const tilt = 0.24;
  return (
    <svg
      width={106}
      height={152}
      viewBox="-53 -70 106 152"
      style={{ flex: "none", margin: "auto" }}
      role="img"
      aria-label={`Bloch vector of ${label}`}
    >
      <title ref={title} />
      <g class="qd-stroke" style={{ color: "var(--qd-line-strong)", strokeWidth: 1 }}>
        <circle r={RADIUS} style={{ fill: "var(--qd-bg-raised)" }} />
        <path d={`M${-RADIUS} 0A${RADIUS} ${RADIUS * tilt} 0 0 0 ${RADIUS} 0`} />
        <path d={`M${-RADIUS} 0A${RADIUS} ${RADIUS * tilt} 0 0 1 ${RADIUS} 0`} stroke-dasharray="2 3" />
        <path
          d={`M0 ${-RADIUS}V${RADIUS}M0 0L${-RADIUS * 0.36} ${RADIUS * 0.2}M0 0L${RADIUS * 0.97} ${RADIUS * 0.04}`}
          style={{ color: "var(--qd-line)" }}
        />
      </g>
      <text class="qd-axis" y={-RADIUS - 6} text-anchor="middle">
        |0⟩
      </text>
      <text class="qd-axis" y={RADIUS + 14} text-anchor="middle">
        |1⟩
      </text>
      <text class="qd-axis qd-italic" x={-RADIUS * 0.36 - 9} y={RADIUS * 0.2 + 10}>
        x
      </text>
      <text class="qd-axis qd-italic" x={RADIUS + 4} y={4}>
        y
      </text>
      <line
        ref={line}
        x1={0}
        y1={0}
        x2={0}
        y2={0}
        style={{ stroke: "var(--qd-accent)", strokeWidth: 2.25, strokeLinecap: "round" }}
      />
      <circle ref={dot} r={3.75} style={{ fill: "var(--qd-accent)" }} />
      <text class="qd-axis" y={RADIUS + 34} text-anchor="middle" style={{ fill: "var(--qd-text)", fontSize: "12px" }}>
        {match ? (
          <>
            {match[1]}
            <tspan dy={3} font-size={9}>
              {match[2]}
            </tspan>
            <tspan dy={-3}> </tspan>
          </>
        ) : (
          `${label.slice(0, 8)} `
        )}
        <tspan dx={4} style={{ fill: "var(--qd-text-2)" }}>
          |r|{" "}
        </tspan>
        <tspan ref={figure} />
      </text>
    </svg>
  );
}
