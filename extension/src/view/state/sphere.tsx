/** The Bloch vector of one qubit, painted as results come. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { type Output, qubitEntropy } from "../../live/wanted";
import { projected } from "../../scene/bloch";
import { exactText, fixedText, withError } from "../../scene/math";
import { WireName } from "../drawing/wire-name";
import { useTips } from "../widgets/tips";
import { useOutput, writeText } from "../workbench/output";
import { Hand } from "./lines";

const RADIUS = 42;

/** Why a number is not had, in words. */
export function notHad(missing = "it depends on too many qubits"): string {
  return `not had: ${missing}`;
}

export function Sphere({
  label,
  short,
  index,
}: {
  readonly label: string;
  readonly short: string;
  /** Its place among the vectors. */
  readonly index: number;
}): JSX.Element {
  const line = useRef<SVGLineElement>(null);
  const dot = useRef<SVGCircleElement>(null);
  const ideal = useRef<SVGLineElement>(null);
  const figure = useRef<SVGTSpanElement>(null);
  const now = useRef<Extract<Output, { readonly kind: "bloch" }> | null>(null);
  useOutput("bloch", (output) => {
    if (output?.kind !== "bloch") return;
    now.current = output;
    const [x = 0, y = 0, z = 0] = output.vectors.subarray(3 * index, 3 * index + 3);
    const isKnown = !Number.isNaN(x + y + z);
    for (const part of [line.current, dot.current]) part?.setAttribute("visibility", isKnown ? "visible" : "hidden");
    const [dx, dy] = isKnown ? projected(x, y, z, RADIUS) : [0, 0];
    line.current?.setAttribute("x2", dx.toFixed(2));
    line.current?.setAttribute("y2", dy.toFixed(2));
    dot.current?.setAttribute("cx", dx.toFixed(2));
    dot.current?.setAttribute("cy", dy.toFixed(2));
    const beside = output.ideal?.kind === "bloch" ? output.ideal.vectors : null;
    line.current?.setAttribute("stroke-dasharray", beside ? "3 3" : "none");
    const [ix = 0, iy = 0, iz = 0] = beside?.subarray(3 * index, 3 * index + 3) ?? [];
    const [idealX, idealY] = projected(ix, iy, iz, RADIUS);
    ideal.current?.setAttribute("x2", idealX.toFixed(2));
    ideal.current?.setAttribute("y2", idealY.toFixed(2));
    writeText(figure.current, isKnown ? fixedText(Math.hypot(x, y, z), 2) : "—");
  });
  const tips = useTips({
    tip: () => {
      if (!now.current) return null;
      const { vectors, errors, origin, ideal: beside, missing } = now.current;
      const each = [0, 1, 2].map((k) => vectors[3 * index + k] ?? 0);
      if (each.some(Number.isNaN)) {
        return { label: `Bloch vector of ${label}`, lines: [notHad(missing)], copy: "", origin };
      }
      const [x = 0, y = 0, z = 0] = each;
      const lines = each.map((value, k) => `⟨${"XYZ"[k]}⟩ ${withError(value, errors?.[3 * index + k])}`);
      lines.push(`|r| ${exactText(Math.hypot(x, y, z))}`, `entropy ${exactText(qubitEntropy(x, y, z))} bit`);
      if (beside?.kind === "bloch") {
        const own = [...beside.vectors.subarray(3 * index, 3 * index + 3)];
        lines.push(`ideal ${own.map((value) => fixedText(value, 4)).join(", ")}`);
      }
      return { label: `Bloch vector of ${label}`, lines, copy: each.map(exactText).join(", "), origin };
    },
  });
  const tilt = 0.24;
  return (
    <svg
      viewBox="-53 -70 106 152"
      role="img"
      aria-label={`Bloch vector of ${label}`}
      class="qd-plot qd-sphere"
      {...tips}
    >
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
      <line ref={ideal} x1={0} y1={0} x2={0} y2={0} style={{ stroke: "var(--qd-tick)", strokeWidth: 1.25 }} />
      <Hand line={line} width={2.25} />
      <circle ref={dot} r={3.75} style={{ fill: "var(--qd-accent)" }} />
      <text class="qd-axis" y={RADIUS + 34} text-anchor="middle" style={{ fill: "var(--qd-text)", fontSize: "12px" }}>
        <WireName name={label} short={short} after=" " />
        <tspan dx={4} style={{ fill: "var(--qd-text-2)" }}>
          |r|{" "}
        </tspan>
        <tspan ref={figure} />
      </text>
    </svg>
  );
}
