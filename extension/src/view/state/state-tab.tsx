/** The state: probabilities as bars and Bloch vectors, painted as results come, without drawing anew. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { qubitEntropy } from "../../live/wanted";
import { projected } from "../../scene/bloch";
import { fixedText } from "../../scene/math";
import { usePart } from "../workbench/cell";
import { useOutput, writeText } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";
import { Bars, placeWords } from "./bars";

export function StateTab(): JSX.Element {
  const bench = useWorkbench();
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
  const bench = useWorkbench();
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
  const bench = useWorkbench();
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

function Spheres(): JSX.Element | null {
  const bench = useWorkbench();
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
