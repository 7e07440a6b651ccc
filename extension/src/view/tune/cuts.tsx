/** The energy along each axis through the point that is set: without noise a line, with noise dashes. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { EXACT, type Origin } from "../../live/origin";
import { axisTicks } from "../../scene/axis";
import { exactText, fixedText, numberText } from "../../scene/math";
import { type Axis, type Cuts, type Plane, valueAt } from "../../tools/plane";
import { useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { AxisNumbers, type Place, shareOf } from "./map";

const WIDEST = 204;
const HEIGHT = 64;
const LEFT = 30;

export function CutsHere({
  plane,
  cuts,
  here,
  names,
  titles,
  origin,
  measure,
}: {
  readonly plane: Plane;
  readonly cuts: Cuts;
  readonly here: Place;
  readonly names: readonly string[];
  readonly titles: readonly [string, string];
  readonly origin: Origin;
  /** What the cuts are of. */
  readonly measure: string;
}): JSX.Element {
  const name = (axis: Axis): string | null => (axis.parameter === null ? null : (names[axis.parameter] ?? ""));
  const { ideal } = cuts;
  // One scale for all, which stays while the ring moves on the map.
  const span = [
    Math.min(plane.low, plane.ideal?.low ?? Infinity),
    Math.max(plane.high, plane.ideal?.high ?? -Infinity),
  ] as const;
  const both = { span, origin, measure, now: cuts.here };
  return (
    <div class="qd-cuts">
      <div class="qd-cut-head">
        <h2>{measure === "Energy" ? "Cuts through here" : measure}</h2>
        {ideal && (
          <span class="qd-quiet">
            <i data-mark="ideal" /> ideal <i data-mark="noisy" /> noisy
          </span>
        )}
      </div>
      <Cut
        axis={plane.x}
        energies={cuts.x}
        ideal={ideal?.x ?? null}
        at={here.x}
        name={name(plane.x)}
        title={titles[0]}
        {...both}
      />
      {plane.y && cuts.y && (
        <Cut
          axis={plane.y}
          energies={cuts.y}
          ideal={ideal?.y ?? null}
          at={here.y}
          name={name(plane.y)}
          title={titles[1]}
          {...both}
        />
      )}
    </div>
  );
}

interface CutProps {
  readonly axis: Axis;
  readonly energies: Float64Array;
  /** The same without noise, where these have it. */
  readonly ideal: Float64Array | null;
  readonly at: number;
  /** The energy there. */
  readonly now: number;
  readonly span: readonly [number, number];
  readonly name: string | null;
  readonly title: string;
  readonly origin: Origin;
  readonly measure: string;
}

function Cut({ axis, energies, ideal, at, now, span, name, title, origin, measure }: CutProps): JSX.Element {
  const last = energies.length - 1;
  const [low, high] = span;
  const [field, setField] = useState<SVGSVGElement | null>(null);
  const width = Math.min(WIDEST, useSize(field).width);
  const inner = Math.max(20, width - LEFT);
  const x = (share: number): number => LEFT + inner * share;
  const y = (e: number): number => 4 + ((HEIGHT - 8) * (high - e)) / (high - low || 1);
  const path = (of: Float64Array): string =>
    Array.from(of, (e, k) => `${k ? "L" : "M"}${x(k / last).toFixed(1)} ${y(e).toFixed(1)}`).join("");
  const share = Math.min(1, Math.max(0, shareOf(axis, at)));
  const tips = useTips({
    count: energies.length,
    tip: (k) => {
      const energy = energies[k];
      if (energy === undefined) return null;
      const label = `${measure} at ${title} = ${fixedText(valueAt(axis, k, energies.length), 4)}`;
      const lines = [exactText(energy)];
      if (ideal) lines.push(`ideal ${exactText(ideal[k] ?? NaN)}`);
      return { label, lines, copy: exactText(energy), origin: ideal ? { ...EXACT, isNoisy: true } : origin };
    },
    indexAt: (box, point) => Math.round((last * (point.x - box.left - LEFT)) / inner),
    placeOf: (box, k) => ({
      x: box.left + x(k / last),
      y: box.top + (box.height * y(energies[k] ?? 0)) / HEIGHT,
    }),
  });
  return (
    <div class="qd-cut">
      <svg
        class="qd-plot"
        ref={setField}
        height={HEIGHT}
        role="img"
        aria-label={`${measure} along ${title}, now ${numberText(now)}`}
        {...tips}
      >
        {axisTicks(low, high, 3).map((tick) => (
          <g key={tick}>
            <line class="qd-descent-grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text class="qd-descent-tick" x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
              {numberText(tick)}
            </text>
          </g>
        ))}
        <line class="qd-cut-here" x1={x(share)} x2={x(share)} y1={0} y2={HEIGHT} />
        <path class="qd-descent-best" fill="none" d={path(ideal ?? energies)} />
        <circle cx={x(share)} cy={y(between(ideal ?? energies, share * last))} r={3.5} fill="var(--qd-accent)" />
        {ideal && <path class="qd-cut-noisy" fill="none" d={path(energies)} />}
        {ideal && <circle class="qd-cut-open" cx={x(share)} cy={y(between(energies, share * last))} r={3.5} />}
      </svg>
      <AxisNumbers axis={axis} name={name} title={title} />
    </div>
  );
}

/** A value between those at whole numbers, on a straight line. */
export function between(values: Float64Array, at: number): number {
  const [before, after] = [Math.floor(at), Math.ceil(at)];
  return (values[before] ?? 0) * (1 - at + before) + (values[after] ?? 0) * (at - before);
}
