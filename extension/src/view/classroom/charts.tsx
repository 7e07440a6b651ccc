/** Energies of the class now, and goals that were passed by minute. */

import type { JSX } from "preact";

import { axisTicks } from "../../scene/axis";
import type { Energies, Snapshot } from "./class.generated";
import { number } from "./model";

const WIDTH = 272;
const HIGH = 128;
const BINS = 34;
const MOST_DOTS = 20;

/** One dot a student, the lowest energies to the right. */
export function EnergyDots({ energies }: { readonly energies: Energies }): JSX.Element | null {
  const { dots, at_most: asked, exact, kind } = energies;
  if (!dots.length) return null;
  const values = dots.map(({ value }) => value);
  const low = Math.min(exact ?? asked, asked, ...values);
  const high = Math.max(asked, ...values);
  const room = high - low || 1;
  const [left, right] = [high + 0.04 * room, low - 0.04 * room];
  const x = (value: number): number => 4 + ((left - value) / (left - right)) * (WIDTH - 8);
  const piles = new Map<number, { passed: boolean }[]>();
  for (const dot of [...dots].sort((a, b) => Number(b.passed) - Number(a.passed))) {
    const bin = Math.round((x(dot.value) / WIDTH) * BINS);
    piles.set(bin, [...(piles.get(bin) ?? []), dot]);
  }
  const most = Math.max(...[...piles.values()].map(({ length }) => length));
  const radius = Math.min(3.5, HIGH / (2.4 * most));
  const ends = [Math.max(...values), Math.min(...values)].map(number).join(" to ");
  const words = `Energies of ${dots.length} students, ${kind}: from ${ends}; asked for at most ${number(asked)}`;
  const goalX = x(asked);
  return (
    <svg class="qd-class-chart" viewBox={`0 0 ${WIDTH} ${HIGH + 18}`} role="img" aria-label={words}>
      <title>{words}</title>
      <rect class="qd-class-zone" x={goalX} y={0} width={WIDTH - goalX} height={HIGH} />
      <line class="qd-class-dash" x1={goalX} x2={goalX} y1={0} y2={HIGH} />
      <line class="qd-class-axis" x1={0} x2={WIDTH} y1={HIGH} y2={HIGH} />
      {[...piles].map(([bin, pile]) =>
        most > MOST_DOTS ? (
          <Bar key={bin} x={(bin / BINS) * WIDTH} pile={pile} most={most} />
        ) : (
          pile.map(({ passed }, k) => (
            <circle
              key={`${bin} ${k}`}
              class={passed ? "qd-class-met" : "qd-class-dot"}
              cx={(bin / BINS) * WIDTH}
              cy={HIGH - 1 - radius - k * radius * 2.3}
              r={radius}
            />
          ))
        ),
      )}
      <text x={0} y={HIGH + 14}>
        {number(high)}
      </text>
      <text x={WIDTH} y={HIGH + 14} text-anchor="end">
        {exact === null ? `asked ${number(asked)}` : `exact ${number(exact)}`}
      </text>
    </svg>
  );
}

/** Where dots would be specks: as many students as its number says. */
function Bar({
  x,
  pile,
  most,
}: {
  readonly x: number;
  readonly pile: readonly { passed: boolean }[];
  readonly most: number;
}): JSX.Element {
  const unit = (HIGH - 14) / most;
  const met = pile.filter(({ passed }) => passed).length;
  const top = HIGH - pile.length * unit;
  return (
    <g>
      <rect class="qd-class-dot" x={x - 3} width={6} y={top} height={(pile.length - met) * unit} />
      <rect class="qd-class-met" x={x - 3} width={6} y={HIGH - met * unit} height={met * unit} />
      <text x={x} y={top - 3} text-anchor="middle">
        {pile.length}
      </text>
    </g>
  );
}

const LOW = 84;

/** Goals that all students together have passed, after each minute. */
export function GoalsByMinute({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { by_minute: counts, goals_in_all: all } = snapshot;
  const last = counts.at(-1) ?? 0;
  const minutes = Math.max(1, counts.length - 1);
  const x = (minute: number): number => (minute / minutes) * (WIDTH - 6);
  const y = (count: number): number => LOW - (count / Math.max(1, all)) * (LOW - 14);
  const line = counts.map((count, k) => `${k ? `H${x(k).toFixed(1)}V` : `M0 ${LOW}V`}${y(count).toFixed(1)}`).join("");
  const words = `${last} of ${all} goals passed after ${minutes} minutes`;
  return (
    <svg class="qd-class-chart" viewBox={`0 0 ${WIDTH} ${LOW + 18}`} role="img" aria-label={words}>
      <title>{words}</title>
      <line class="qd-class-rail" x1={0} x2={WIDTH} y1={14} y2={14} />
      <text x={0} y={9}>
        {all}
      </text>
      <line class="qd-class-axis" x1={0} x2={WIDTH} y1={LOW} y2={LOW} />
      <path class="qd-class-line" d={line} />
      <circle class="qd-class-now" cx={x(minutes)} cy={y(last)} r={3} />
      <text class="qd-class-last" x={x(minutes)} y={y(last) - 7} text-anchor="end">
        {last}
      </text>
      {axisTicks(0, minutes, 3).map((minute) => (
        <text key={minute} x={x(minute)} y={LOW + 14} text-anchor={minute === 0 ? "start" : "middle"}>
          {minute < minutes * 0.85 ? minute : ""}
        </text>
      ))}
      <text x={WIDTH} y={LOW + 14} text-anchor="end">
        {minutes} min
      </text>
    </svg>
  );
}
