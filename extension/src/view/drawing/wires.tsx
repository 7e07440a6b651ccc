/** Wires of a circuit: quantum, classical behind a measurement, and from meters to the gates that wait for bits. */

import type { JSX } from "preact";

import { classicalOf } from "../../scene/classical";
import { type Layout, wireY } from "../../scene/layout";

/** From `left` to `right` those of the wires given. */
export function Wires({
  layout,
  rows,
  left,
  right,
  gap,
}: {
  readonly layout: Layout;
  readonly rows: readonly number[];
  readonly left: number;
  readonly right: number;
  /** Between two circuits that are drawn above each other. */
  readonly gap?: number;
}): JSX.Element {
  const { lines, names } = classicalOf(layout, gap);
  return (
    <g>
      {rows.map((qubit) => {
        // Wires stand at half pixels, so that one pixel is sharp.
        const y = wireY(qubit, layout.pitch) + 0.5;
        const turn = Math.min(right, layout.classicalFrom.get(qubit) ?? right);
        return (
          <g key={qubit}>
            <line class="qd-wire" x1={left} x2={turn} y1={y} y2={y} />
            {turn < right && (
              <path class="qd-wire" fill="none" d={`M${turn} ${y - 1.5}H${right}M${turn} ${y + 1.5}H${right}`} />
            )}
          </g>
        );
      })}
      {lines
        .filter((line) => line.left <= right && line.right >= left)
        .map((line) => (
          <g key={line.id} data-bits={line.id}>
            <path class="qd-wire" fill="none" d={line.path} />
            {line.joints.map(({ x, y }, k) => (
              <circle key={k} class="qd-joint" cx={x} cy={y} r={2.75} stroke="none" />
            ))}
          </g>
        ))}
      {names
        .filter(({ x }) => x >= left && x <= right)
        .map(({ text, x, y, anchor }) => (
          <text key={`${x} ${y}`} class="qd-note qd-bit" x={x} y={y} text-anchor={anchor}>
            {text}
          </text>
        ))}
    </g>
  );
}
