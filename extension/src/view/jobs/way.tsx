/** The way of a job: each change of its state, when, and how long it stayed there. */

import type { JSX } from "preact";

import type { JobMove } from "../../port";
import { clock, durationText } from "./words";

export function Way({ moves }: { readonly moves: readonly JobMove[] }): JSX.Element {
  return (
    <section class="qd-watch-part" aria-label="Its way">
      <div class="qd-head">
        <h2>Its way</h2>
        <span class="qd-quiet">each change is written down before anything is sent</span>
      </div>
      <ol class="qd-way">
        {moves.map(({ state, at, words }, k) => {
          const next = moves[k + 1];
          return (
            <li key={k} data-state={state} data-last={next ? undefined : ""}>
              <b>{state}</b>
              <span>
                {clock(at, true)}
                {next && ` · ${durationText(Date.parse(next.at) - Date.parse(at))}`}
              </span>
              {words && <span>{words}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
