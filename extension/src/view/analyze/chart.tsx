/** The picture of a figure: bars, lines, points and marks over two axes. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Chart } from "../../port";
import { type Axes, axesOf, rowsOf } from "../../scene/chart";
import { useSize } from "../widgets/use-size";
import { useWorkbench } from "../workbench/workbench";

type Series = Chart["series"][number];

/** Bars and points beyond this many are left out; no figure has as many. */
const MOST = 2_000;
/** Below this, bars touch. */
const THIN = 4;
const WIDE = 26;

export function ChartView({ chart, label }: { readonly chart: Chart; readonly label: string }): JSX.Element {
  const { measure } = useWorkbench();
  const [field, setField] = useState<SVGSVGElement | null>(null);
  const size = useSize(field);
  const axes = axesOf(chart, size);
  const { left, right, bottom, x, y } = axes;
  // What is wider than the axis stands in the middle of the whole.
  const name = measure(chart.x, "ui", 10.5) > right - left ? size.width / 2 : (left + right) / 2;
  const words = [label, chart.x && `across: ${chart.x}`, chart.y && `up: ${chart.y}`].filter(Boolean).join("; ");
  return (
    <svg ref={setField} class="qd-chart" role="img" aria-label={words}>
      {y.ticks.map(({ at, text }) => (
        <g key={at}>
          <path class="qd-chart-grid" d={`M${left} ${at}H${right}`} />
          <text x={left - 5} y={at + 3.5} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {x.ticks.map(({ at, text }, k) => (
        <text key={k} x={at} y={bottom + 13} text-anchor="middle">
          {text}
        </text>
      ))}
      <text class="qd-chart-name" x={name} y={bottom + 27} text-anchor="middle">
        {chart.x}
      </text>
      {chart.series.map(
        (each, k) => each.kind === "bars" && <Bars key={k} of={each} axes={axes} look={lookOf(chart, k)} />,
      )}
      <path class="qd-chart-base" d={`M${left} ${bottom}H${right}`} />
      {chart.series.map((each, k) => (
        <Drawn key={k} of={each} axes={axes} look={lookOf(chart, k)} stepped={isStepped(chart, each)} />
      ))}
      <Marks chart={chart} axes={axes} />
    </svg>
  );
}

/** What each series looks like; a legend has the same. */
export function lookOf({ series }: Chart, k: number): string {
  const { kind } = series[k] as Series;
  const nth = series.slice(0, k).filter((each) => each.kind === kind).length;
  const hasBars = series.some((each) => each.kind === "bars");
  if (kind === "bars") return nth || series.some((each) => each.kind === "marks") ? "bar-2" : "bar";
  if (kind === "line") return nth ? `line-${Math.min(3, nth + 1)}` : hasBars ? "ink" : "accent";
  return kind;
}

/** Names for the legend: none where there is one series alone. */
export function legendOf(
  chart: Chart,
): readonly { readonly name: string; readonly look: string; readonly kind: string }[] {
  const named = chart.series.flatMap(({ name, kind }, k) =>
    name && kind !== "marks" ? [{ name, kind, look: lookOf(chart, k) }] : [],
  );
  return named.length > 1 ? named : [];
}

/** A line over the bins of a histogram is drawn as one. */
function isStepped({ series }: Chart, { kind, x }: Series): boolean {
  const bars = series.find((each) => each.kind === "bars");
  return kind !== "points" && bars !== undefined && bars.x.length === x.length && x.length > 8;
}

interface DrawnProps {
  readonly of: Series;
  readonly axes: Axes;
  readonly look: string;
}

function Bars({ of, axes, look }: DrawnProps): JSX.Element {
  const { x, y, step, bottom } = axes;
  const width = step < THIN ? step : Math.min(WIDE, step * 0.84);
  return (
    <g class="qd-chart-bars" data-look={look}>
      {of.x.slice(0, MOST).map((at, k) => {
        const [top, base] = [y.place(of.y[k] ?? 0), Math.min(bottom, y.place(0))];
        const height = Math.abs(base - top);
        return height > 0.2 ? (
          <rect
            key={k}
            x={x.place(at) - width / 2}
            y={Math.min(top, base)}
            width={width}
            height={height}
            rx={step < 8 ? 0 : 1.5}
          />
        ) : null;
      })}
    </g>
  );
}

function Drawn({ of, axes, look, stepped }: DrawnProps & { readonly stepped: boolean }): JSX.Element | null {
  const { x, y, step } = axes;
  const around = of.low.length ? <ErrorBars of={of} axes={axes} /> : null;
  if (of.kind === "marks") return null;
  if (of.kind === "bars") return around;
  if (of.kind === "points")
    return (
      <g class="qd-chart-points">
        {around}
        {of.x.slice(0, MOST).map((at, k) => (
          <circle key={k} cx={x.place(at)} cy={y.place(of.y[k] ?? 0)} r={of.x.length > 60 ? 2 : 3.5}>
            <title>{`${at}: ${of.y[k] ?? ""}`}</title>
          </circle>
        ))}
      </g>
    );
  const spots = of.x.map((at, k) => [x.place(at), y.place(of.y[k] ?? 0)] as const);
  const path = stepped
    ? spots.map(([at, up], k) => `${k ? "V" : `M${at - step / 2} `}${up}H${at + step / 2}`).join("")
    : spots.map(([at, up], k) => `${k ? "L" : "M"}${at} ${up}`).join("");
  return (
    <>
      {around}
      <path class="qd-chart-line" data-look={look} d={path} />
    </>
  );
}

function ErrorBars({ of, axes: { x, y, top, bottom } }: Omit<DrawnProps, "look">): JSX.Element {
  const held = (at: number): number => Math.max(top, Math.min(bottom, at));
  const d = of.x.map((at, k) => {
    const [middle, low, high] = [x.place(at), held(y.place(of.low[k] ?? 0)), held(y.place(of.high[k] ?? 0))];
    return Math.abs(low - high) < 2 ? "" : `M${middle} ${low}V${high}M${middle - 3} ${low}h6M${middle - 3} ${high}h6`;
  });
  return <path class="qd-chart-error" d={d.join("")} />;
}

/** Upright lines with names above the plot; the first is what the figure is about. */
function Marks({
  chart,
  axes: { x, left, right, top, bottom },
}: {
  readonly chart: Chart;
  readonly axes: Axes;
}): JSX.Element {
  const { measure } = useWorkbench();
  const marks = chart.series.flatMap(({ kind, x: places, labels, name }) =>
    kind === "marks" ? places.map((at, k) => ({ at: x.place(at), text: labels[k] ?? name })) : [],
  );
  const boxes = marks.map(({ at, text }) => {
    const width = measure(text, "ui", 10);
    return { width, at: Math.max(left + width / 2, Math.min(right - width / 2, at)) };
  });
  const rows = rowsOf(boxes);
  return (
    <g class="qd-chart-marks">
      {marks.map(({ at, text }, k) => (
        <g key={k} data-first={k ? undefined : ""}>
          <path d={`M${at} ${top - 3}V${bottom}`} />
          <text x={boxes[k]?.at} y={top - 8 - 12 * Math.min(1, rows[k] ?? 0)} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
