/** Small live displays: Bloch spheres, little bars, numbers; they follow the live loop by themselves. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { isCircuit } from "../../document/circuit";
import type { Output } from "../../live/wanted";
import { projected } from "../../scene/bloch";
import { describePlaced } from "../../scene/describe";
import { boxOf, type PlacedDisplay, wireY } from "../../scene/layout";
import { exactText, fixedText, withError } from "../../scene/math";
import { type Tip, useTips } from "../widgets/tips";
import { useOutput, writeText } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";

export function DisplayView({
  placed,
  selected,
  ghost,
}: {
  readonly placed: PlacedDisplay;
  readonly selected: boolean;
  readonly ghost: boolean;
}): JSX.Element {
  const bench = useWorkbench();
  const { body } = bench.shown;
  const box = boxOf(placed);
  const title = isCircuit(body) ? describePlaced(placed, body) : "";
  const now = useRef<Output | undefined>(undefined);
  useOutput(`d:${placed.id}`, (output) => {
    now.current = output;
  });
  // A click selects it, as any gate.
  const { onClick: _onClick, ...tips } = useTips({ tip: () => displayTip(title, now.current) });
  return (
    <g
      data-id={placed.id}
      class={ghost ? "qd-gate qd-plot qd-ghost" : "qd-gate qd-plot"}
      role="img"
      aria-label={title}
      {...tips}
    >
      {selected && !ghost && (
        <rect
          class="qd-ring"
          x={box.left - 4}
          y={box.top - 4}
          width={box.right - box.left + 8}
          height={box.bottom - box.top + 8}
          rx={8}
        />
      )}
      <rect
        class="qd-card"
        x={box.left + 0.5}
        y={box.top + 0.5}
        width={box.right - box.left - 1}
        height={box.bottom - box.top - 1}
        rx={6}
      />
      <Inside placed={placed} />
    </g>
  );
}

/** The numbers of a display. */
function displayTip(label: string, output: Output | undefined): Tip | null {
  if (!output) return null;
  if (output.kind === "refused") return { label, lines: [output.why], copy: output.why, origin: null };
  const { origin, errors } = output;
  const told = (values: Float64Array, name: (k: number) => string): Tip => ({
    label,
    lines: [...values.subarray(0, MOST_LINES)].map(
      (value, k) => `${name(k)} ${withError(value, errors?.[k])}${besideWords(output, k)}`,
    ),
    copy: [...values].map(exactText).join(", "),
    origin,
  });
  switch (output.kind) {
    case "bloch":
      return told(output.vectors, (k) => `⟨${"XYZ"[k % 3]}⟩`);
    case "expectation":
      return told(Float64Array.of(output.value), () => "⟨Z⟩");
    case "probabilities":
      return told(output.values, (k) => k.toString(2).padStart(output.numQubits, "0"));
    case "density": {
      const lines = densityLines(output.matrix);
      return { label, lines, copy: lines.join("\n"), origin };
    }
    default:
      return null;
  }
}

/** The same number without noise. */
function besideWords(output: Exclude<Output, { readonly kind: "refused" }>, k: number): string {
  const { ideal } = output;
  switch (ideal?.kind) {
    case "bloch":
      return `, ideal ${fixedText(ideal.vectors[k] ?? 0, 4)}`;
    case "probabilities":
      return `, ideal ${fixedText(ideal.values[k] ?? 0, 4)}`;
    case "expectation":
      return `, ideal ${fixedText(ideal.value, 4)}`;
    default:
      return "";
  }
}

const MOST_LINES = 8;

/** A density matrix, one row a line. */
function densityLines(matrix: Float64Array): readonly string[] {
  const side = Math.round(Math.sqrt(matrix.length / 2));
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_cell, column) => {
      const at = 2 * (row * side + column);
      const im = matrix[at + 1] ?? 0;
      return `${fixedText(matrix[at] ?? 0, 4)} ${im < 0 ? "−" : "+"} ${fixedText(Math.abs(im), 4)}i`;
    }).join("   "),
  );
}

function Inside({ placed }: { readonly placed: PlacedDisplay }): JSX.Element {
  const { x, width, pitch } = placed;
  const y = (wireY(placed.top, pitch) + wireY(placed.bottom, pitch)) / 2;
  switch (placed.display.kind) {
    case "bloch":
      return <Ball id={`d:${placed.id}`} x={x} y={y} radius={13} />;
    case "expectation":
      return <Expectation id={`d:${placed.id}`} x={x} y={y} />;
    case "density":
      return <Density id={`d:${placed.id}`} x={x} y={y} />;
    case "probabilities":
      return <LittleBars id={`d:${placed.id}`} x={x - width / 2} y={y} width={width} />;
  }
}

interface At {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

function Ball({ id, x, y, radius }: At & { readonly radius: number }): JSX.Element {
  const line = useRef<SVGLineElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  const ideal = useRef<SVGLineElement>(null);
  useOutput(id, (output) => {
    const [bx = 0, by = 0, bz = 0] = output?.kind === "bloch" ? output.vectors : [];
    const beside = output?.kind === "bloch" && output.ideal?.kind === "bloch" ? output.ideal.vectors : null;
    const [ix, iy] = projected(beside?.[0] ?? 0, beside?.[1] ?? 0, beside?.[2] ?? 0, radius);
    ideal.current?.setAttribute("x2", String(x + ix));
    ideal.current?.setAttribute("y2", String(y + iy));
    line.current?.setAttribute("stroke-dasharray", beside ? "2 2" : "none");
    const [dx, dy] = projected(bx, by, bz, radius);
    line.current?.setAttribute("x2", String(x + dx));
    line.current?.setAttribute("y2", String(y + dy));
    dot.current?.setAttribute("cx", String(x + dx));
    dot.current?.setAttribute("cy", String(y + dy));
  });
  return (
    <>
      <circle cx={x} cy={y} r={radius} class="qd-stroke" style={{ color: "var(--qd-line-strong)" }} />
      <ellipse cx={x} cy={y} rx={radius} ry={radius * 0.24} class="qd-stroke" style={{ color: "var(--qd-line)" }} />
      <line ref={ideal} x1={x} y1={y} x2={x} y2={y} style={{ stroke: "var(--qd-tick)", strokeWidth: 1 }} />
      <line ref={line} x1={x} y1={y} x2={x} y2={y} style={{ stroke: "var(--qd-accent)", strokeWidth: 2 }} />
      <circle ref={dot} cx={x} cy={y} r={2.75} style={{ fill: "var(--qd-accent)" }} />
    </>
  );
}

function Expectation({ id, x, y }: At): JSX.Element {
  const text = useRef<SVGTextElement>(null);
  useOutput(id, (output) => {
    writeText(text.current, output?.kind === "expectation" ? fixedText(output.value, 3) : "…");
  });
  return (
    <>
      <text x={x} y={y - 3} text-anchor="middle" class="qd-note" style={{ fill: "var(--qd-text-2)" }} font-size={10}>
        ⟨Z⟩
      </text>
      <text
        ref={text}
        x={x}
        y={y + 11}
        text-anchor="middle"
        class="qd-text-ui"
        font-size={11}
        style={{ fill: "var(--qd-text)" }}
      />
    </>
  );
}

function Density({ id, x, y }: At): JSX.Element {
  const cells = useRef<SVGGElement>(null);
  useOutput(id, (output) => {
    const matrix = output?.kind === "density" ? output.matrix : null;
    [...(cells.current?.children ?? [])].forEach((cell, k) => {
      const size = matrix ? Math.hypot(matrix[2 * k] ?? 0, matrix[2 * k + 1] ?? 0) : 0;
      cell.setAttribute("fill-opacity", size.toFixed(3));
    });
  });
  return (
    <g ref={cells} style={{ fill: "var(--qd-accent)" }}>
      {[0, 1, 2, 3].map((k) => (
        <rect
          key={k}
          x={x - 12 + 12 * (k % 2)}
          y={y - 12 + 12 * Math.floor(k / 2)}
          width={11}
          height={11}
          stroke="var(--qd-line)"
        />
      ))}
    </g>
  );
}

function LittleBars({ id, x, y, width }: At & { readonly width: number }): JSX.Element {
  const path = useRef<SVGPathElement>(null);
  const ideal = useRef<SVGPathElement>(null);
  useOutput(id, (output) => {
    const values = output?.kind === "probabilities" ? output.values : [];
    const beside =
      output?.kind === "probabilities" && output.ideal?.kind === "probabilities" ? output.ideal.values : [];
    const step = (width - 12) / Math.max(1, values.length);
    let d = "";
    values.forEach((value, k) => {
      d += `M${x + 6 + k * step} ${y + 11}v${-22 * value}h${Math.max(1, step - 2)}v${22 * value}z`;
    });
    path.current?.setAttribute("d", d);
    let ticks = "";
    beside.forEach((value, k) => {
      ticks += `M${x + 5 + k * step} ${y + 11 - 22 * value}h${Math.max(2, step)}`;
    });
    ideal.current?.setAttribute("d", ticks);
  });
  return (
    <>
      <path ref={path} class="qd-bar" />
      <path ref={ideal} class="qd-tick" fill="none" />
    </>
  );
}
