/** The energy of a job: measured beside ideal and noisy, and the circuits that measured it. */

import type { JSX } from "preact";

import { originWords } from "../../live/origin";
import type { JobCircuit, JobReport, NoiseResult } from "../../port";
import { count } from "../../scene/describe";
import { fixedText } from "../../scene/math";
import { decimalsOf, Energies, type EnergyRow, energyText, termsText, termsTitle } from "../widgets/energies";
import { StateBadge } from "../widgets/job-state";
import { grouped } from "./words";

/** A difference in standard errors, with its sign; empty where there is no error to count in. */
export function offText(off: number, error: number): string {
  if (!(error > 0)) return off === 0 ? "0 σ" : "";
  const times = off / error;
  return `${times < 0 ? "−" : "+"}${Math.abs(times).toFixed(1)} σ`;
}

export function Energy({
  report,
  noise,
  waits,
}: {
  readonly report: JobReport;
  readonly noise: NoiseResult | null;
  /** The noise model is asked for. */
  readonly waits: boolean;
}): JSX.Element | null {
  const { job, energy } = report;
  if (!energy || job.energy === null) return null;
  const value = job.energy;
  const error = job.energy_error ?? 0;
  const beside = (known: number | null, seen: string, unseen: string): readonly JSX.Element[] => {
    if (known === null) return [];
    const isSeen = error > 0 ? Math.abs(value - known) > 2 * error : value !== known;
    return [
      <span key="off">
        {offText(value - known, error)}{" "}
        <span class="qd-energies-words" data-tone={isSeen ? undefined : "ok"}>
          {isSeen ? seen : unseen}
        </span>
      </span>,
    ];
  };
  const noisy = noise?.energy ?? null;
  const rows: readonly EnergyRow[] = [
    {
      of: "measured",
      name: "measured",
      value,
      error,
      origin: originWords({ kind: "sampled", shots: job.shots }),
    },
    {
      of: "noise",
      name: "noise model",
      value: noisy,
      error: 0,
      origin: noisy === null ? (waits ? "asking…" : "") : "exact",
      more: beside(noisy, "not as the calibration says", "as the calibration says"),
    },
    {
      of: "ideal",
      name: "ideal",
      value: energy.ideal,
      error: 0,
      origin: energy.ideal === null ? "not known" : "exact",
      more: beside(energy.ideal, "noise is seen", "no noise is seen"),
    },
  ];
  return (
    <section class="qd-watch-part" aria-label="Energy">
      <div class="qd-head">
        <h2>Energy</h2>
        <span class="qd-quiet">
          {grouped(job.shots)} shots in {count(energy.circuits.length, "circuit")} · one standard error, σ
        </span>
      </div>
      <Energies rows={rows} heads={["Measured is off by"]} />
      {noise?.why && <p class="qd-quiet">No noise model beside: {noise.why}</p>}
    </section>
  );
}

/** The circuits of an energy: what each measures and gave. A press shows its counts. */
export function CircuitsOf({
  circuits,
  chosen,
  onChoose,
}: {
  readonly circuits: readonly JobCircuit[];
  readonly chosen: string;
  readonly onChoose: (job: string) => void;
}): JSX.Element {
  return (
    <section class="qd-watch-part" aria-label="Circuits">
      <div class="qd-head">
        <h2>Circuits</h2>
        <span class="qd-quiet">a circuit for terms that are measured together · choose one for its counts</span>
      </div>
      <div class="qd-watch-circuits">
        <table class="qd-table" aria-label="Circuits">
          <thead>
            <tr>
              <th>Circuit</th>
              <th>Measures</th>
              <th class="qd-num">Shots</th>
              <th class="qd-num">Measured, sampled</th>
              <th class="qd-num">Ideal, exact</th>
            </tr>
          </thead>
          <tbody>
            {circuits.map(({ job, state, terms, shots, mean, error, ideal }, k) => (
              <tr key={job} data-chosen={job === chosen ? "" : undefined} onClick={() => onChoose(job)}>
                <td>
                  <button type="button" class="qd-link" aria-pressed={job === chosen} onClick={() => onChoose(job)}>
                    {k + 1}
                  </button>
                </td>
                <td title={termsTitle(terms)}>
                  <code>{termsText(terms)}</code>
                </td>
                <td class="qd-num">{grouped(shots)}</td>
                <td class="qd-num">{mean === null ? <StateBadge state={state} /> : energyText(mean, error ?? 0)}</td>
                <td class="qd-num">{ideal === null ? "–" : fixedText(ideal, decimalsOf(error ?? 0))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
