/** Probabilities of basis states as bars, the phase of each amplitude as its color. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { probabilitiesOf } from "../../live/maps";
import { EXACT } from "../../live/origin";
import type { DenseMap } from "../../rewriting/tensor";
import { axisLines, barNames, heightOf, niceTop, plotOf, ROOM } from "../../scene/bars";
import { exactText, phaseText } from "../../scene/math";
import { cssColor, phaseColor } from "../../scene/phase-color";
import { useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { bits } from "./heat-map";

/** Bars that are drawn at most. */
export const MOST_BARS = 32;

/** The basis states that are drawn: all of few, else those most likely in any of some states. */
export function drawnStates(states: readonly DenseMap[]): readonly number[] {
  const [first] = states;
  if (!first) return [];
  const all = Array.from({ length: first.rows }, (_, k) => k);
  if (first.rows <= MOST_BARS) return all;
  const weights = states.map(probabilitiesOf);
  const weight = (k: number): number => Math.max(...weights.map((each) => each[k] ?? 0));
  return all
    .sort((a, b) => weight(b) - weight(a) || a - b)
    .slice(0, MOST_BARS)
    .sort((a, b) => a - b);
}

interface Props {
  readonly state: DenseMap;
  readonly shown: readonly number[];
  readonly numBits: number;
  /** The top of the axis where several stand side by side; 0 for its own. */
  readonly top: number;
  readonly label: string;
  readonly marked?: number;
}

export function PhaseBars({ state, shown, numBits, top, label, marked }: Props): JSX.Element {
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const size = useSize(svg);
  const weights = probabilitiesOf(state);
  const most = top || niceTop(Math.max(0, ...weights));
  const plot = plotOf(size, { numQubits: numBits, count: shown.length, width: 1, top: most, isReversed: false });
  const phase = (k: number): number => Math.atan2(state.im[k] ?? 0, state.re[k] ?? 0);
  const tips = useTips({
    count: shown.length,
    tip: (slot) => {
      const k = shown[slot] ?? 0;
      const weight = weights[k] ?? 0;
      const lines = [exactText(weight), ...(weight > 1e-20 ? [`phase ${phaseText(phase(k))}`] : [])];
      return { label: `Probability of ${bits(k, numBits)}`, lines, copy: exactText(weight), origin: EXACT };
    },
    indexAt: (box, { x }) => Math.floor((x - box.left - ROOM.left) / plot.step),
  });
  const { left } = ROOM;
  const wide = Math.max(1, plot.step - Math.min(5, plot.step * 0.25));
  const all = shown.length === state.rows;
  return (
    <svg ref={setSvg} class="qd-plot qd-phase-bars" role="img" aria-label={label} {...tips}>
      {axisLines(plot).map(({ y, text }) => (
        <g key={text}>
          <line class="qd-gridline" x1={left} x2={size.width} y1={y} y2={y} />
          <text class="qd-axis" x={left - 6} y={y + 4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {shown.map((k, slot) => {
        const y = heightOf(plot, weights[k] ?? 0);
        return (
          <rect
            key={k}
            x={left + slot * plot.step + (plot.step - wide) / 2}
            y={y}
            width={wide}
            height={Math.max(0, plot.y0 - y)}
            fill={cssColor(phaseColor(phase(k)))}
            data-marked={k === marked ? "" : undefined}
          />
        );
      })}
      {all ? (
        barNames(plot).map(({ x, text }) => (
          <text key={text} class="qd-axis" x={x} y={plot.y0 + 14} text-anchor="middle" style={{ fontSize: "10px" }}>
            {text}
          </text>
        ))
      ) : (
        <text class="qd-axis" x={left} y={plot.y0 + 14} style={{ fontSize: "10px" }}>
          {`${bits(shown[0] ?? 0, numBits)} … ${bits(shown.at(-1) ?? 0, numBits)}, the ${shown.length} likeliest`}
        </text>
      )}
    </svg>
  );
}
