/** Energies on one axis, a row each; the mitigated one tells its points and their fit where it is looked at. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { MeasuredPoint, MitigateResult } from "../../port";
import { fixedText } from "../../scene/math";
import { axisOf, decimalsOf, energyText } from "../widgets/energies";

interface Row {
  readonly of: "exact" | "ideal" | "mitigated" | "noisy";
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly title: string;
}

const PITCH = 26;

export function EnergyRows({
  found,
  exact,
  stale,
}: {
  readonly found: MitigateResult;
  /** The lowest energy of the problem; null where it is not known. */
  readonly exact: number | null;
  readonly stale: boolean;
}): JSX.Element {
  const rows = rowsOf(found, exact);
  const { low, high, marks } = axisOf(rows);
  const at = (value: number): string => `${((100 * (value - low)) / (high - low)).toFixed(2)}%`;
  const [open, setOpen] = useState(false);
  const [peek, setPeek] = useState(false);
  const hasFit = found.curve.length > 0;
  const digits = decimalsOf(Math.min(...rows.filter(({ error }) => error > 0).map(({ error }) => error)));
  return (
    <div class="qd-mitigated-found" data-stale={stale ? "" : undefined}>
      <table aria-label="Energies">
        <tbody>
          {rows.map(({ of, name, value, error, title }) => (
            <tr
              key={of}
              data-of={of}
              title={title}
              onMouseEnter={() => of === "mitigated" && setPeek(true)}
              onMouseLeave={() => setPeek(false)}
            >
              <th scope="row">
                {of === "mitigated" && hasFit ? (
                  <button
                    type="button"
                    class="qd-link"
                    aria-expanded={open}
                    title="Points and fit"
                    onClick={() => setOpen(!open)}
                  >
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
              <td class="qd-num">{error > 0 ? energyText(value, error) : fixedText(value, digits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <svg class="qd-mitigated-axis" role="img" aria-label="The energies on one axis" height={rows.length * PITCH + 16}>
        {marks.map((mark) => (
          <g key={mark}>
            <line class="qd-gridline" x1={at(Number(mark))} x2={at(Number(mark))} y1="0" y2={rows.length * PITCH} />
            <text class="qd-axis" x={at(Number(mark))} y={rows.length * PITCH + 12} text-anchor="middle">
              {fixedText(Number(mark), (mark.split(".")[1] ?? "").length)}
            </text>
          </g>
        ))}
        {rows.map(({ of, value, error }, k) => {
          const y = (k + 0.5) * PITCH;
          const ends = [at(value - error), at(value + error)];
          return (
            <g key={of} data-of={of}>
              {error > 0 && (
                <>
                  <line x1={ends[0]} x2={ends[1]} y1={y} y2={y} />
                  {ends.map((x) => (
                    <line key={x} x1={x} x2={x} y1={y - 4} y2={y + 4} />
                  ))}
                </>
              )}
              {of === "exact" ? (
                <line class="qd-tick" x1={at(value)} x2={at(value)} y1={y - 7} y2={y + 7} />
              ) : (
                <circle cx={at(value)} cy={y} r="4" />
              )}
            </g>
          );
        })}
      </svg>
      {hasFit && (open || peek) && (
        <div class="qd-mitigated-fit" data-over={open ? undefined : ""} data-part="energy-fit">
          <Fit found={found} />
          <p class="qd-quiet">Over the scale of the noise: {found.fit}</p>
        </div>
      )}
      <p class="qd-mitigated-verdict" data-verdict={found.verdict} role="status">
        <strong>{WORDS[found.verdict]}</strong> {found.reason}
      </p>
      {found.poor && <p class="qd-warning">The fit is poor: χ² above 9 a free point.</p>}
      <p class="qd-quiet">Mitigated, noisy: sampled, ± one standard error of the shots. Exact, ideal: exact.</p>
    </div>
  );
}

const WORDS: Readonly<Record<MitigateResult["verdict"], string>> = {
  helps: "Helps.",
  harms: "Harms.",
  "cannot tell": "Cannot tell.",
};

function rowsOf(found: MitigateResult, exact: number | null): readonly Row[] {
  const known: Row[] = [];
  if (exact !== null) known.push({ of: "exact", name: "Exact", value: exact, error: 0, title: "lowest energy, exact" });
  if (found.ideal !== null)
    known.push({ of: "ideal", name: "Ideal", value: found.ideal, error: 0, title: "without noise, exact" });
  return [
    ...known,
    { of: "mitigated", name: "Mitigated", value: found.mitigated, error: found.error, title: "sampled" },
    { of: "noisy", name: "Noisy", value: found.raw, error: found.raw_error, title: "sampled" },
  ];
}

const WIDTH = 252;
const HEIGHT = 112;
const LEFT = 40;
const BASE = HEIGHT - 20;

/** The measured points over the scale of the noise, the curve through them, and where it meets no noise. */
function Fit({ found }: { readonly found: MitigateResult }): JSX.Element {
  const { points, curve, mitigated, error } = found;
  const most = Math.max(...curve.map(([scale]) => scale), 1);
  const ends: readonly Pick<MeasuredPoint, "value" | "error">[] = [...points, { value: mitigated, error }];
  const { low, high, marks } = axisOf([...ends, ...curve.map(([, value]) => ({ value, error: 0 }))]);
  const x = (scale: number): number => LEFT + ((WIDTH - LEFT - 12) * scale) / most;
  const y = (value: number): number => BASE - ((BASE - 6) * (value - low)) / (high - low);
  const all = [...points.map((point) => ({ ...point, own: "" })), { scale: 0, value: mitigated, error, own: "at" }];
  return (
    <svg role="img" aria-label="Points and fit" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      {marks.map((mark) => (
        <g key={mark}>
          <line class="qd-gridline" x1={LEFT} x2={WIDTH - 12} y1={y(Number(mark))} y2={y(Number(mark))} />
          <text class="qd-axis" x={LEFT - 6} y={y(Number(mark)) + 3} text-anchor="end">
            {fixedText(Number(mark), (mark.split(".")[1] ?? "").length)}
          </text>
        </g>
      ))}
      <polyline points={curve.map(([scale, value]) => `${x(scale)},${y(value)}`).join(" ")} />
      {all.map(({ scale, value, error: own, own: which }) => (
        <g key={scale} data-of={which === "at" ? "mitigated" : "noisy"}>
          <line x1={x(scale)} x2={x(scale)} y1={y(value - own)} y2={y(value + own)} />
          <circle cx={x(scale)} cy={y(value)} r="3.5" />
          <text class="qd-axis" x={x(scale)} y={BASE + 13} text-anchor="middle">
            {scale === 0 ? "none" : `× ${scale}`}
          </text>
        </g>
      ))}
    </svg>
  );
}
