/** How far the counts are from what they should be, beside what so many shots give by themselves. */

import type { JSX } from "preact";

import type { Distance } from "../../port";
import { fixedText } from "../../scene/math";
import { grouped } from "./words";

export function Distances({
  shots,
  fromIdeal,
  fromNoise,
  whyNoNoise,
  waits,
}: {
  readonly shots: number;
  readonly fromIdeal: Distance | null;
  readonly fromNoise: Distance | null;
  readonly whyNoNoise: string;
  /** The noise model is asked for. */
  readonly waits: boolean;
}): JSX.Element {
  const any = fromIdeal ?? fromNoise;
  return (
    <section class="qd-watch-part" aria-label="How far off">
      <div class="qd-head">
        <h2>How far off</h2>
        <span class="qd-quiet">
          {waits && <span role="status">Asking the noise model… </span>}
          {any ? `distributions of ${grouped(any.num_outcomes)} outcomes, with 95 % intervals` : ""}
        </span>
      </div>
      {any ? (
        <table class="qd-table qd-watch-far">
          <thead>
            <tr>
              <th>Measured against</th>
              <th class="qd-num">Total variation</th>
              <th class="qd-num">Hellinger fidelity</th>
              <th>In words</th>
            </tr>
          </thead>
          <tbody>
            {fromIdeal && (
              <Row
                of="ideal"
                found={fromIdeal}
                seen="noise is seen"
                unseen="no noise seen: as near as so many shots can be"
              />
            )}
            {fromNoise && (
              <Row of="noise" found={fromNoise} seen="not as the calibration says" unseen="as the calibration says" />
            )}
          </tbody>
        </table>
      ) : (
        <p class="qd-quiet">What an ideal device would give is not known: too many qubits, or measured inside.</p>
      )}
      <p class="qd-quiet">
        {any &&
          `${grouped(shots)} shots alone give a total variation of about ${fixedText(any.shot_total_variation, 3)} ` +
            `(exact mean). Intervals: 95 % or more, from ${grouped(any.resamples)} resamples.`}{" "}
        {whyNoNoise && `No noise model beside: ${lowered(whyNoNoise)}`}
      </p>
    </section>
  );
}

/** A sentence that goes on after a colon; names at its start stay as they are. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function Row({
  of,
  found,
  seen,
  unseen,
}: {
  readonly of: "ideal" | "noise";
  readonly found: Distance;
  readonly seen: string;
  readonly unseen: string;
}): JSX.Element {
  return (
    <tr>
      <td>
        <span class="qd-legend">
          <i data-of={of} />
        </span>{" "}
        {of === "ideal" ? "ideal" : "noise model"}
      </td>
      <td class="qd-num">
        <strong>{fixedText(found.total_variation, 3)}</strong>
        <span class="qd-quiet">{interval(found.total_variation_low, found.total_variation_high)}</span>
      </td>
      <td class="qd-num">
        <strong>{fixedText(found.hellinger_fidelity, 3)}</strong>
        <span class="qd-quiet">{interval(found.hellinger_fidelity_low, found.hellinger_fidelity_high)}</span>
      </td>
      <td class="qd-watch-words" data-tone={found.is_seen ? undefined : "ok"}>
        {found.is_seen ? seen : unseen}
      </td>
    </tr>
  );
}

function interval(low: number, high: number): string {
  return ` ${fixedText(low, 3)} to ${fixedText(high, 3)}`;
}
