/** Energies of one observable: as numbers, and as points with error bars on one axis. */

import type { JSX } from "preact";

import { fixedText } from "../../scene/math";

export interface EnergyRow {
  readonly of: "measured" | "noise" | "ideal";
  readonly name: string;
  /** Null where it is not known, or not yet. */
  readonly value: number | null;
  /** One standard error; 0 where there is none. */
  readonly error: number;
  /** Where it comes from; in place of a value that is not known, why. */
  readonly origin: string;
  /** What else is told of it. */
  readonly more?: readonly JSX.Element[];
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly marks: readonly string[];
}

const DECIMALS = 4;

/** As many decimals as show two figures of an error. */
export function decimalsOf(error: number): number {
  return error > 0 ? Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(error)))) : DECIMALS;
}

/** An energy with its error, where it has one. */
export function energyText(value: number, error: number): string {
  const decimals = decimalsOf(error);
  return error > 0 ? `${fixedText(value, decimals)} ± ${fixedText(error, decimals)}` : fixedText(value, decimals);
}

/** An axis that all values with their errors have room on, with at most four steps that are easy to read. */
export function axisOf(rows: readonly Pick<EnergyRow, "value" | "error">[]): Axis {
  const ends = rows.flatMap(({ value, error }) => (value === null ? [] : [value - error, value + error]));
  const middle = (Math.max(...ends) + Math.min(...ends)) / 2;
  const span = Math.max(Math.max(...ends) - Math.min(...ends), 1e-4 * Math.abs(middle), 1e-6);
  const [low, high] = [middle - 0.62 * span, middle + 0.62 * span];
  const size = 10 ** Math.floor(Math.log10((high - low) / 4));
  const step = [1, 2, 5, 10].map((k) => k * size).find((each) => (high - low) / each <= 4) ?? 10 * size;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return { low, high, marks: Array.from({ length: count }, (_, k) => ((first + k) * step).toFixed(decimals)) };
}

export function Energies({
  rows,
  heads = [],
}: {
  readonly rows: readonly EnergyRow[];
  /** Of the columns that `more` fills. */
  readonly heads?: readonly string[];
}): JSX.Element {
  return (
    <div class="qd-energies">
      <table class="qd-table" aria-label="Energies">
        {heads.length > 0 && (
          <thead>
            <tr>
              <th />
              <th class="qd-num">Energy</th>
              <th />
              {heads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(({ of, name, value, error, origin, more }) => (
            <tr key={of} data-of={of}>
              <td>
                <i data-of={of} aria-hidden="true" />
                {name} <span class="qd-quiet">{origin}</span>
              </td>
              <td class="qd-num">{value === null ? "–" : <strong>{fixedText(value, decimalsOf(error))}</strong>}</td>
              <td class="qd-energies-error">
                {value !== null && error > 0 && `± ${fixedText(error, decimalsOf(error))}`}
              </td>
              {heads.map((head, k) => (
                <td key={head}>{more?.[k]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Points rows={rows} top={heads.length > 0 ? HEAD : 0} />
    </div>
  );
}

/** From row to row, as in the table beside, and above the first. */
const PITCH = 28;
const HEAD = 28;

function Points({ rows, top }: { readonly rows: readonly EnergyRow[]; readonly top: number }): JSX.Element | null {
  const known = rows.filter(({ value }) => value !== null);
  if (!known.length) return null;
  const { low, high, marks } = axisOf(known);
  const at = (value: number): string => `${((100 * (value - low)) / (high - low)).toFixed(2)}%`;
  const base = top + rows.length * PITCH;
  return (
    <svg class="qd-energies-points" role="img" aria-label="The energies on one axis" height={base + 18}>
      {marks.map((mark) => (
        <g key={mark}>
          <line class="qd-gridline" x1={at(Number(mark))} x2={at(Number(mark))} y1={top} y2={base} />
          <text class="qd-axis" x={at(Number(mark))} y={base + 13} text-anchor="middle">
            {fixedText(Number(mark), (mark.split(".")[1] ?? "").length)}
          </text>
        </g>
      ))}
      {rows.map(({ of, value, error }, k) => {
        if (value === null) return null;
        const y = top + (k + 0.5) * PITCH;
        return (
          <g key={of} data-of={of}>
            {error > 0 && (
              <>
                <line class="qd-whisker" x1={at(value - error)} x2={at(value + error)} y1={y} y2={y} />
                <line class="qd-whisker" x1={at(value - error)} x2={at(value - error)} y1={y - 5} y2={y + 5} />
                <line class="qd-whisker" x1={at(value + error)} x2={at(value + error)} y1={y - 5} y2={y + 5} />
              </>
            )}
            {of === "ideal" ? (
              <line class="qd-tick" x1={at(value)} x2={at(value)} y1={y - 10} y2={y + 10} />
            ) : (
              <circle cx={at(value)} cy={y} r="4.5" />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Terms of an observable in a line: few of them, with how many are left. */
export function termsText(terms: readonly (readonly [string, number])[], most = 6): string {
  const few = terms.slice(0, most).map(([label]) => label);
  return few.join(", ") + (terms.length > most ? ` and ${terms.length - most} more` : "");
}

/** All terms with their coefficients, a line each. */
export function termsTitle(terms: readonly (readonly [string, number])[]): string {
  const lines = terms.slice(0, 40).map(([label, c]) => `${fixedText(c, 6)} ${label}`);
  return [...lines, terms.length > 40 ? `and ${terms.length - 40} more` : ""].filter(Boolean).join("\n");
}
