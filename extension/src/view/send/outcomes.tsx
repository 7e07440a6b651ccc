/** Outcomes as they are to be expected: ideal ones as lines over those with the device's noise. */

import type { JSX } from "preact";

import type { ForecastResult } from "../../port";
import { fixedText } from "../../scene/math";

const WIDE = 344;
const HIGH = 190;
const LEFT = 34;
const RIGHT = 10;
const MOST = 32;

export function Outcomes({
  of,
  forecast,
  going,
}: {
  readonly of: string;
  readonly forecast: ForecastResult | null;
  readonly going: string;
}): JSX.Element {
  const { ideal, noisy } = forecast ?? { ideal: null, noisy: null };
  const how = !noisy ? "exact" : forecast?.shots ? `sampled, ${forecast.shots.toLocaleString("en")} shots` : "exact";
  return (
    <section class="qd-send-outcomes" aria-busy={going !== ""}>
      <div class="qd-head">
        <h2>{of}</h2>
        {forecast && (ideal || noisy) && <span class="qd-badge">{how}</span>}
        <span class="qd-right qd-send-legend qd-quiet">
          {noisy && (
            <span>
              <i data-of="noisy" /> with its noise
            </span>
          )}
          {ideal && (
            <span>
              <i data-of={noisy ? "ideal" : "noisy"} /> ideal
            </span>
          )}
        </span>
      </div>
      {going && (
        <div class="qd-quiet" role="status">
          {going}
        </div>
      )}
      {forecast && (ideal || noisy) && <Chart ideal={ideal} noisy={noisy} />}
      {forecast && forecast.total_variation !== null && forecast.fidelity !== null && (
        <div class="qd-send-distance">
          <span title="½ Σ |p − q| over all outcomes">
            total variation <strong>{fixedText(forecast.total_variation, 3)}</strong>
          </span>
          <span title="(Σ √(p q))², the Hellinger fidelity as Qiskit defines it">
            fidelity <strong>{fixedText(forecast.fidelity, 3)}</strong> (Hellinger)
          </span>
        </div>
      )}
      {forecast?.why && <p class="qd-quiet">{forecast.why}</p>}
    </section>
  );
}

function Chart({ ideal, noisy }: Pick<ForecastResult, "ideal" | "noisy">): JSX.Element {
  const all = [...new Set([...Object.keys(ideal ?? {}), ...Object.keys(noisy ?? {})])];
  const size = (key: string): number => Math.max(ideal?.[key] ?? 0, noisy?.[key] ?? 0);
  const few = all.toSorted((a, b) => size(b) - size(a)).slice(0, MOST);
  const keys = few.toSorted();
  const top = Math.max(...keys.map(size), 1e-9);
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5].find((each) => top / each <= 4) ?? 0.5;
  const most = step * Math.ceil(top / step - 1e-9);
  const y = (chance: number): number => HIGH - 22 - (chance / most) * (HIGH - 34);
  const each = (WIDE - LEFT - RIGHT) / keys.length;
  const marks = Array.from({ length: Math.round(most / step) + 1 }, (_, k) => k * step);
  const named = Math.max(1, Math.ceil(keys.length / Math.floor((WIDE - LEFT) / ((keys[0]?.length ?? 1) * 7 + 12))));
  return (
    <>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label="Probabilities of the likeliest outcomes">
        {marks.map((mark) => (
          <g key={mark}>
            <line class="qd-send-grid" x1={LEFT} x2={WIDE} y1={y(mark)} y2={y(mark)} />
            <text class="qd-axis" x={LEFT - 6} y={y(mark) + 3.5} text-anchor="end">
              {fixedText(mark, 2)}
            </text>
          </g>
        ))}
        {keys.map((key, k) => {
          const x = LEFT + k * each;
          // Without noise the ideal ones are the bars.
          const chance = (noisy ?? ideal)?.[key];
          const exact = noisy && ideal ? (ideal[key] ?? 0) : null;
          const said = [
            chance === undefined ? "" : `${noisy ? "with noise" : "ideal"} ${fixedText(chance, 4)}`,
            exact === null ? "" : `ideal ${fixedText(exact, 4)}`,
          ];
          return (
            <g key={key}>
              <title>{`${key}: ${said.filter(Boolean).join(", ")}`}</title>
              <rect x={x} y={0} width={each} height={HIGH} fill="transparent" />
              {chance !== undefined && (
                <rect
                  class="qd-send-bar"
                  x={x + each * 0.16}
                  y={y(chance)}
                  width={each * 0.68}
                  height={y(0) - y(chance)}
                />
              )}
              {exact !== null && (
                <rect class="qd-send-tick" x={x + each * 0.04} y={y(exact) - 1} width={each * 0.92} height={2} />
              )}
              {k % named === 0 && (
                <text class="qd-axis" x={x + each / 2} y={HIGH - 6} text-anchor="middle">
                  {key}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {all.length > keys.length && (
        <div class="qd-quiet">
          The {keys.length} likeliest of {all.length}; q0 rightmost.
        </div>
      )}
    </>
  );
}
