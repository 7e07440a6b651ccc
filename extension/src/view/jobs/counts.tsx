/** Counts as bars with one standard error, over what the noise model and an ideal device give. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { originWords } from "../../live/origin";
import { niceTop } from "../../scene/bars";
import { exactText, fixedText } from "../../scene/math";
import { type Tip, useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { type Bar, barsOf, type Counted, errorOf } from "./bars";
import { grouped } from "./words";

const LEFT = 38;
const BOTTOM = 24;
const TOP = 10;
/** As wide as a digit below a bar. */
const LETTER = 6.4;
/** Bars are at least so far apart. */
const PITCH = 18;

/** What is told of an outcome. */
export function countTip(bar: Bar | undefined, shots: number): Tip | null {
  if (!bar) return null;
  const { key, count, ideal, noise } = bar;
  const error = errorOf(count, shots);
  const of = (share: number): string => `${fixedText(share * shots, 1)} (${exactText(share)})`;
  const lines = [`measured ${grouped(count)} ± ${fixedText(error, error < 10 ? 1 : 0)} of ${grouped(shots)}`];
  if (noise !== null) lines.push(`noise model ${of(noise)}`);
  if (ideal !== null) lines.push(`ideal ${of(ideal)}`);
  return { label: key, lines, copy: String(count), origin: { kind: "sampled", shots } };
}

export function Counts({ job, label }: { readonly job: Counted; readonly label: string }): JSX.Element {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const { width, height } = useSize(box);
  const shots = Object.values(job.counts).reduce((sum, n) => sum + n, 0) || 1;
  const bars = barsOf(job, Math.max(4, Math.min(64, Math.floor((width - LEFT) / PITCH))));
  const highest = Math.max(...bars.map(({ count, ideal, noise }) => Math.max(count / shots, ideal ?? 0, noise ?? 0)));
  const top = niceTop(Math.max(highest, 0.01));
  const decimals = (exactText(top / 4).split(".")[1] ?? "").length;
  const step = (width - LEFT - 4) / Math.max(1, bars.length);
  const wide = Math.max(2, Math.min(step - 4, 34));
  const base = height - BOTTOM;
  const y = (share: number): number => base - ((base - TOP) * share) / top;
  const x = (k: number): number => LEFT + (k + 0.5) * step;
  // Words below the bars keep apart.
  const every = Math.ceil((LETTER * Math.max(...bars.map((bar) => bar.key.length)) + 6) / step);
  const tips = useTips({
    count: bars.length,
    tip: (index) => countTip(bars[index], shots),
    indexAt: (place, at) => Math.floor((at.x - place.left - LEFT) / step),
    placeOf: (place, index) => ({
      x: place.left + x(index),
      y: place.top + y((bars[index]?.count ?? 0) / shots),
    }),
  });
  const named = Object.keys(job.counts).some((outcome) => outcome.includes(" "));
  return (
    <section class="qd-watch-counts" aria-label={`Counts of ${label}`}>
      <div class="qd-head">
        <h2>Counts</h2>
        <span class="qd-quiet">{named ? "last register first, " : ""}bit 0 rightmost · one standard error</span>
        <span class="qd-right qd-legend">
          <span>
            <i /> measured, {originWords({ kind: "sampled", shots })}
          </span>
          {job.noise && (
            <span>
              <i data-of="noise" /> noise model, exact
            </span>
          )}
          {job.ideal && (
            <span>
              <i data-of="ideal" /> ideal, exact
            </span>
          )}
        </span>
      </div>
      <div ref={setBox} class="qd-watch-plot">
        <svg width={width} height={height} role="img" aria-label="Counts" class="qd-plot" {...tips}>
          {[0, 1, 2, 3, 4].map((k) => (
            <g key={k}>
              <line
                class="qd-gridline"
                x1={LEFT}
                x2={width}
                y1={Math.round(y((top * k) / 4)) + 0.5}
                y2={Math.round(y((top * k) / 4)) + 0.5}
              />
              <text class="qd-axis" x={LEFT - 8} y={y((top * k) / 4) + 4} text-anchor="end">
                {k ? fixedText((top * k) / 4, decimals).replace(/^0/, "") : "0"}
              </text>
            </g>
          ))}
          {bars.map(({ key, count, ideal, noise }, k) => {
            const share = count / shots;
            const error = errorOf(count, shots) / shots;
            const inner = noise === null ? wide : Math.max(2, wide * 0.68);
            return (
              <g key={key}>
                {noise !== null && (
                  <rect
                    class="qd-bar-noise"
                    x={x(k) - wide / 2}
                    y={y(noise)}
                    width={wide}
                    height={base - y(noise)}
                    rx={Math.min(2, base - y(noise))}
                  />
                )}
                <rect
                  class="qd-bar"
                  x={x(k) - inner / 2}
                  y={y(share)}
                  width={inner}
                  height={base - y(share)}
                  rx={Math.min(2, base - y(share))}
                />
                {ideal !== null && (
                  <line class="qd-tick" x1={x(k) - wide / 2 - 2} x2={x(k) + wide / 2 + 2} y1={y(ideal)} y2={y(ideal)} />
                )}
                {error > 0 && (
                  <line
                    class="qd-job-whisker"
                    x1={x(k)}
                    x2={x(k)}
                    y1={y(Math.min(top, share + error))}
                    y2={y(Math.max(0, share - error))}
                  />
                )}
                {(k % every === 0 || key === "other") && (
                  <text class="qd-axis" x={x(k)} y={base + 16} text-anchor="middle">
                    {key}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
    </section>
  );
}
