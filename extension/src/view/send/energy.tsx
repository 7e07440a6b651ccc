/** An energy before it is measured: what it would be, and the circuits that would measure it. */

import type { JSX } from "preact";

import type { EnergyNoiseResult, EnergyResult, Target } from "../../port";
import { count } from "../../scene/describe";
import { fixedText } from "../../scene/math";
import { decimalsOf, Energies, termsText, termsTitle } from "../widgets/energies";
import { type Asked, newest } from "./preparing";

interface Props {
  readonly target: Target;
  /** What the energy is of. */
  readonly of: string;
  readonly shots: number;
  readonly energy: Asked<EnergyResult>;
  readonly noise: Asked<EnergyNoiseResult>;
  /** The circuit that is shown, from 1. */
  readonly part: number;
  readonly onPart: (part: number) => void;
}

export function Energy({ target, of, shots, energy, noise, part, onPart }: Props): JSX.Element {
  const found = newest(energy);
  const noisy = newest(noise);
  const given = `${shots.toLocaleString("en")} shots`;
  return (
    <section class="qd-send-energy" aria-label="Energy" aria-busy={energy.kind === "going"}>
      <div class="qd-head">
        <h2>Energy of {of}</h2>
        <span class="qd-quiet">
          {found && `${count(found.circuits.length, "circuit")}, ${given} in all · one standard error`}
        </span>
        <span class="qd-right qd-quiet" role="status">
          {energy.kind === "going" ? energy.message : noise.kind === "going" ? noise.message : ""}
        </span>
      </div>
      {energy.kind === "refused" && (
        <div class="qd-error" role="alert">
          {energy.why}
        </div>
      )}
      {found && (
        <div class="qd-send-energy-body">
          <div>
            <Energies
              rows={[
                {
                  of: "ideal",
                  name: "ideal",
                  value: found.energy,
                  error: 0,
                  origin: found.energy === null ? "not known: above 16 qubits, or no one state" : "exact",
                },
                {
                  of: "noise",
                  name: `with the noise of ${target.title}`,
                  value: noisy?.energy ?? null,
                  error: noisy?.error ?? 0,
                  origin: noiseWords(noise),
                },
                {
                  of: "measured",
                  name: `ideal, of ${given}`,
                  value: found.energy,
                  error: found.error ?? 0,
                  origin: "expected, exact",
                },
              ]}
            />
            {noisy?.energy != null && found.energy !== null && found.error !== null && (
              <p class="qd-quiet">{seenWords(noisy.energy - found.energy, found.error)}</p>
            )}
          </div>
          <div class="qd-send-parts-of">
            <table class="qd-table" aria-label="Circuits">
              <thead>
                <tr>
                  <th>Circuit</th>
                  <th>Measures</th>
                  <th class="qd-num">Shots</th>
                  <th class="qd-num">Gates</th>
                </tr>
              </thead>
              <tbody>
                {found.circuits.map(({ terms, shots: own, num_gates }, k) => (
                  <tr key={k} data-chosen={k + 1 === part ? "" : undefined} onClick={() => onPart(k + 1)}>
                    <td>
                      <button
                        type="button"
                        class="qd-link"
                        aria-pressed={k + 1 === part}
                        title="Show this circuit below"
                        onClick={() => onPart(k + 1)}
                      >
                        {k + 1}
                      </button>
                    </td>
                    <td title={termsTitle(terms)}>
                      <code>{termsText(terms)}</code>
                    </td>
                    <td class="qd-num">{own.toLocaleString("en")}</td>
                    <td class="qd-num">{num_gates.toLocaleString("en")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </section>
  );
}

/** Where the noisy energy comes from; else why there is none. */
function noiseWords(noise: Asked<EnergyNoiseResult>): string {
  if (noise.kind === "refused") return noise.why;
  const found = newest(noise);
  if (!found) return "…";
  if (found.energy === null) return found.why;
  return found.shots ? `sampled, ${found.shots.toLocaleString("en")} shots a circuit` : "exact";
}

/** Would so many shots show the noise? */
export function seenWords(off: number, error: number): string {
  if (error <= 0) return "";
  const times = Math.abs(off) / error;
  const words = times >= 2 ? "so many shots would show it" : "so many shots would not show it";
  const by = fixedText(off, decimalsOf(error));
  return `The noise moves the energy by ${by}, ${times.toFixed(1)} standard errors: ${words}.`;
}
