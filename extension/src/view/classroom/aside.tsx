/** Beside the table: what stops most, what helps, energies now, goals by minute; and how the server does. */

import type { JSX } from "preact";

import { EnergyDots, GoalsByMinute } from "./charts";
import type { Snapshot } from "./class.generated";
import { type Act, type Answer, nextHint, plain } from "./model";
import { Share } from "./table";

type Acting = (what: Act) => Promise<Answer>;

interface AsideProps {
  readonly snapshot: Snapshot;
  readonly act: Acting;
  readonly onLook: (student: number) => void;
}

export function Aside({ snapshot, act, onLook }: AsideProps): JSX.Element {
  const { energies, stops_most: stops } = snapshot;
  const shown = energies.find(({ goal }) => goal === stops) ?? energies[0];
  return (
    <>
      <Stops snapshot={snapshot} />
      <Help snapshot={snapshot} act={act} onLook={onLook} />
      {shown && shown.dots.length > 0 && (
        <section>
          <h2>
            Energies now <span class="qd-quiet">{shown.kind}, of each student</span>
          </h2>
          <EnergyDots energies={shown} />
        </section>
      )}
      <section>
        <h2>
          Goals passed <span class="qd-quiet">of {snapshot.goals_in_all}, by minute</span>
        </h2>
        <GoalsByMinute snapshot={snapshot} />
      </section>
    </>
  );
}

/** How many are held up by each goal. */
export function Stops({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { goals, rows, stops_most: stops } = snapshot;
  return (
    <section class="qd-class-stops">
      <h2>
        What stops most <span class="qd-quiet">who stands at it now</span>
      </h2>
      <ul>
        {goals.map(({ name, title, here }, k) => (
          <li key={name} data-most={name === stops ? "" : undefined}>
            <span translate={false}>
              {k + 1} {plain(title)}
            </span>
            <b>{here}</b>
            <Share value={here / Math.max(1, rows.length)} tone={name === stops ? "warn" : "none"} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where many stand at one value, and the next hint. */
function Help({ snapshot, act, onLook }: AsideProps): JSX.Element | null {
  const { clusters, lessons, shown, is_open: open, hint_lesson, hint_number } = snapshot;
  const { hints = [] } = lessons.find(({ name }) => name === shown) ?? {};
  const next = nextHint(snapshot);
  const [cluster] = clusters;
  // Where two goals are about one energy, students stand at the same value of both.
  const stands = [...new Set(clusters.map(({ text }) => text))].slice(0, 2);
  const [one] = cluster?.students ?? [];
  const said = hint_lesson === shown ? hint_number : 0;
  if (!cluster && !hints.length) return null;
  return (
    <section>
      <div class="qd-class-note" data-tone={cluster ? "warn" : undefined}>
        {stands.map((text) => (
          <strong key={text}>{text}</strong>
        ))}
        {said > 0 && <span>Hint {said} is shown to all.</span>}
        {next > 0 && (
          <span>
            Hint {next} says: {plain(hints[next - 1] ?? "")}
          </span>
        )}
        {!next && hints.length > 0 && <span>There is no further hint.</span>}
      </div>
      <div class="qd-class-helps">
        {next > 0 && open && (
          <button
            type="button"
            class="qd-button"
            data-look="line"
            disabled={!snapshot.hints}
            title={snapshot.hints ? undefined : "Hints are not allowed now"}
            onClick={() => void act({ act: "hint", lesson: shown, number: next })}
          >
            Show hint {next} to all
          </button>
        )}
        {one !== undefined && (
          <button type="button" class="qd-button" onClick={() => onLook(one)}>
            See one
          </button>
        )}
      </div>
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly off?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, on, off = false, onChange }: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      class="qd-class-switch"
      role="switch"
      aria-checked={on}
      disabled={off}
      onClick={() => onChange(!on)}
    >
      <span>{label}</span>
      <i />
    </button>
  );
}

/** How the server does. */
export function Figures({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { check_95th: check, memory, busy, most } = snapshot.figures;
  const rows: readonly (readonly [what: string, how: string, title?: string])[] = [
    ["Check, 95 %", check === null ? "–" : `${Math.round(check)} ms`, "95th percentile of the last 5 minutes"],
    ["Memory", memory ? `${Math.round(memory / 1e6)} MB` : "–"],
    ["Checking (last minute)", `${Math.round(100 * busy)} %`],
    ["Joined", `${snapshot.joined} of ${most}`],
  ];
  return (
    <section class="qd-class-server">
      <h2>
        This server <span class="qd-quiet">measured</span>
      </h2>
      <dl>
        {rows.map(([what, how, title]) => (
          <div key={what} title={title}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
