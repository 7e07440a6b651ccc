/**
 * The energy or loss by step: each of the newest run and the best so far, or what was measured; older runs too. With
 * noise lines are dashed, and the energy without it is a line beside.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { EXACT, type Origin } from "../../live/origin";
import { axisTicks } from "../../scene/axis";
import { exactText, fixedText, numberText, withError } from "../../scene/math";
import type { Trace } from "../../tools/trace";
import { useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import type { Run } from "./tuning";

const HEIGHT = 112;
/** Left of the plot, at least; long numbers on the axis take more. */
const LEFT = 34;
const DIGIT = 6.5;
const RIGHT = 6;
const TOP = 6;
const BOTTOM = 18;
/** Points with error bars, at most; more would be a gray band. */
const MOST_BARS = 80;

/** The newest run has the accent; those before it hues of their own. */
export function colorOf(runs: readonly Run[], k: number): string {
  if (k === runs.length - 1) return "var(--qd-accent)";
  return `var(--qd-p${[2, 3, 6, 4][(runs[k]?.id ?? 0) % 4]})`;
}

export interface WayProps {
  readonly runs: readonly Run[];
  readonly exact: number | null;
  /** What a step is. */
  readonly noun?: string;
}

/** What the line of a run is of. */
function columnOf({ shots, noise, hasIdeal }: Run): "energy" | "best" | "ideal" {
  if (!shots) return "best";
  return hasIdeal && noise !== "with" ? "ideal" : "energy";
}

export function Convergence({ runs, exact, noun = "step" }: WayProps): JSX.Element {
  const [field, setField] = useState<SVGSVGElement | null>(null);
  const { width } = useSize(field);
  const newest = runs.at(-1) as Run;
  const { trace, shots, noise, hasIdeal } = newest;
  const what = newest.cost === "loss" ? "Loss" : "Energy";
  const isNoisy = noise === "with";
  const first = Math.min(1, ...runs.filter(({ trace: each }) => each.kept).map(({ trace: each }) => each.stepOf(0)));
  const steps = Math.max(first + 1, ...runs.map(endOf));
  const [low, high] = spanOf(runs, exact);
  const ticks = axisTicks(low, high, 4).map((tick) => ({ tick, text: numberText(tick) }));
  const left = Math.max(LEFT, 8 + DIGIT * Math.max(...ticks.map(({ text }) => text.length)));
  const inner = Math.max(10, width - left - RIGHT);
  const x = (step: number): number => left + (inner * (step - first)) / (steps - first);
  const y = (e: number): number => TOP + ((HEIGHT - TOP - BOTTOM) * (high - e)) / (high - low || 1);
  const line = (each: Trace, column: "energy" | "best" | "ideal"): string =>
    each
      .thinned(column, Math.max(60, Math.round(inner / 2)))
      .map((k, j) => `${j ? "L" : "M"}${x(each.stepOf(k)).toFixed(1)} ${y(each.at(column, k)).toFixed(1)}`)
      .join("");
  const dots = shots ? trace.thinned("energy", Math.round(inner / 2)) : [];
  const last = trace.kept - 1;
  const now = trace.at(shots && hasIdeal ? "ideal" : "energy", last);
  const tips = useTips({
    count: trace.kept,
    tip: (index) => {
      if (index >= trace.kept) return null;
      const energy = trace.at("energy", index);
      const lines = shots
        ? [withError(energy, trace.at("error", index))]
        : [exactText(energy), `best so far ${exactText(trace.at("best", index))}`];
      if (hasIdeal) lines.push(`ideal there ${exactText(trace.at("ideal", index))}`);
      const from: Origin = shots ? { kind: "sampled", shots } : (newest.origin ?? EXACT);
      const origin: Origin = { ...from, isNoisy, isIdeal: noise === "without" };
      return { label: `${what} at ${noun} ${trace.stepOf(index)}`, lines, copy: exactText(energy), origin };
    },
    indexAt: (box, at) => {
      return trace.nearest(first + ((steps - first) * (at.x - box.left - left)) / inner);
    },
    placeOf: (box, index) => ({ x: box.left + x(trace.stepOf(index)), y: box.top + y(trace.at("energy", index)) }),
  });
  return (
    <svg
      ref={setField}
      class="qd-descent qd-plot"
      height={HEIGHT}
      role="img"
      aria-label={`${what} by ${noun}, now ${numberText(now)}`}
      data-steps={trace.steps}
      {...tips}
    >
      {ticks.map(({ tick, text }) => (
        <g key={tick}>
          <line class="qd-descent-grid" x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text class="qd-descent-tick" x={left - 6} y={y(tick) + 4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {axisTicks(first, steps, width > 240 ? 4 : 2)
        .filter((tick) => Number.isInteger(tick) && tick >= first)
        .map((tick) => (
          <text
            key={tick}
            class="qd-descent-tick"
            x={x(tick)}
            y={HEIGHT - 4}
            text-anchor={x(tick) > width - 24 ? "end" : "middle"}
          >
            {tick.toLocaleString("en")}
          </text>
        ))}
      {exact !== null && <line class="qd-descent-exact" x1={left} x2={width - RIGHT} y1={y(exact)} y2={y(exact)} />}
      {runs.slice(0, -1).map((run, k) => (
        <path
          key={run.id}
          d={line(run.trace, columnOf(run))}
          fill="none"
          stroke={colorOf(runs, k)}
          data-noisy={run.noise === "with" ? "" : undefined}
        />
      ))}
      {shots > 0 && dots.length <= MOST_BARS && (
        <path
          class="qd-descent-errors"
          d={dots
            .map((k) => {
              const [e, error] = [trace.at("energy", k), trace.at("error", k)];
              return `M${x(trace.stepOf(k)).toFixed(1)} ${y(e + error).toFixed(1)}V${y(e - error).toFixed(1)}`;
            })
            .join("")}
        />
      )}
      {shots > 0 ? (
        <path
          class="qd-descent-dots"
          d={dots.map((k) => `M${x(trace.stepOf(k)).toFixed(1)} ${y(trace.at("energy", k)).toFixed(1)}h0`).join("")}
        />
      ) : (
        <path class="qd-descent-each" d={line(trace, "energy")} />
      )}
      {!shots && <path class="qd-descent-best" data-noisy={isNoisy ? "" : undefined} d={line(trace, "best")} />}
      {hasIdeal && <path class={isNoisy ? "qd-descent-ideal" : "qd-descent-best"} d={line(trace, "ideal")} />}
      <circle cx={x(trace.stepOf(last))} cy={y(now)} r={3} fill="var(--qd-accent)">
        <title>{fixedText(now, 4)}</title>
      </circle>
    </svg>
  );
}

/** The last step on the axis: while a run goes on a round number, so that the axis seldom moves. */
function endOf({ state, trace, total }: Run): number {
  if (state === "ended") return trace.steps;
  const power = 10 ** Math.floor(Math.log10(Math.max(20, trace.steps)));
  const round = [1, 2, 5, 10].find((each) => each * power > trace.steps) ?? 10;
  return Math.min(total, round * power);
}

/** The lowest and highest energy that is drawn, and the exact one. */
function spanOf(runs: readonly Run[], exact: number | null): readonly [number, number] {
  let [low, high] = [exact ?? Infinity, exact ?? -Infinity];
  for (const { trace, hasIdeal } of runs) {
    for (const column of hasIdeal ? (["energy", "ideal"] as const) : (["energy"] as const)) {
      for (const k of trace.thinned(column, 60)) {
        const e = trace.at(column, k);
        low = Math.min(low, e);
        high = Math.max(high, e);
      }
    }
  }
  const edge = 0.04 * (high - low) || 0.5;
  return [low - edge, high + edge];
}
