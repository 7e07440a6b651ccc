/** An instructor's page of a class: the way in, the table, what stops most. */

import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { Icon } from "../widgets/icons";
import { saveBytes } from "../widgets/save-bytes";
import { usePart } from "../workbench/cell";
import { Aside, Figures, Switch } from "./aside";
import type { Look, Snapshot } from "./class.generated";
import { WayIn } from "./joining";
import { LookPanel } from "./look";
import { type Act, type Answer, type ClassProps, clock, plain } from "./model";
import { ClassTable, Share } from "./table";

export function ClassPage({ state, ask, measure }: ClassProps): JSX.Element {
  const snapshot = usePart(state, (now) => now.snapshot);
  const gone = usePart(state, (now) => now.gone);
  const [projector, setProjector] = useState(false);
  const [why, setWhy] = useState("");
  const [looked, setLooked] = useState<{ student: number; look: Look | null } | null>(null);
  const act = useCallback(
    async (what: Act): Promise<Answer> => {
      const answer = await ask(what);
      setWhy(answer.error);
      if (answer.name && answer.content) saveBytes(answer.name, answer.content);
      return answer;
    },
    [ask],
  );
  const shown = snapshot?.shown ?? "";
  const look = useCallback(
    (student: number): void => {
      void act({ act: "look", student, lesson: shown }).then(({ error, look: found = null }) => {
        if (!error) setLooked({ student, look: found });
      });
    },
    [act, shown],
  );
  if (!snapshot)
    return (
      <p class="qd-class-wait" role="status">
        {gone ? "The server does not answer." : "Fetching the class…"}
      </p>
    );
  const { rows } = snapshot;
  const plainly = projector || !rows.length;
  return (
    <>
      <Head snapshot={snapshot} gone={gone} act={act} plainly={projector} />
      {gone && (
        <p class="qd-class-gone" role="alert">
          The server does not answer: this is how the class stood. Browsers of students keep what they draw, and send it
          once it answers. If it was started anew, open the address that it prints.
        </p>
      )}
      {why && (
        <p class="qd-class-gone" role="alert">
          {why}
        </p>
      )}
      <div
        class="qd-class-body"
        data-gone={gone ? "" : undefined}
        data-plain={plainly ? "" : undefined}
        data-empty={rows.length ? undefined : ""}
      >
        <div class="qd-class-left">
          <WayIn snapshot={snapshot} />
          <section class="qd-class-switches" aria-label="Settings">
            <Switch
              label="New students may join"
              on={snapshot.joining}
              off={gone || !snapshot.is_open}
              onChange={(allowed) => void act({ act: "joining", allowed })}
            />
            <Switch
              label="Hints allowed"
              on={snapshot.hints}
              off={gone || !snapshot.is_open}
              onChange={(allowed) => void act({ act: "hints", allowed })}
            />
            <Switch label="Show on the projector" on={projector} onChange={setProjector} />
          </section>
          {!plainly && snapshot.idle > 0 && (
            <button
              type="button"
              class="qd-button"
              data-look="line"
              disabled={gone}
              title="Those who drew nothing for a lesson and are away; they may join anew"
              onClick={() => void act({ act: "remove-idle" })}
            >
              Remove who did nothing <span class="qd-quiet">{snapshot.idle}</span>
            </button>
          )}
          {!plainly && (
            <p class="qd-class-promise">
              Nobody gives a name: each gets an animal's, kept in their browser. Nothing leaves this server. What it
              keeps is one file, there until you delete it.
            </p>
          )}
          {!plainly && <Figures snapshot={snapshot} />}
        </div>
        {plainly ? (
          <Projected snapshot={snapshot} />
        ) : (
          <>
            <section class="qd-class-middle" aria-label="Students" tabIndex={0}>
              <fieldset class="qd-class-held" disabled={gone}>
                <ClassTable snapshot={snapshot} onLook={look} />
              </fieldset>
            </section>
            <aside class="qd-class-right" aria-label="What stops most">
              {looked && (
                <LookPanel
                  key={looked.student}
                  {...looked}
                  snapshot={snapshot}
                  gone={gone}
                  measure={measure}
                  act={act}
                  onClose={() => setLooked(null)}
                />
              )}
              <fieldset class="qd-class-held" disabled={gone}>
                <Aside snapshot={snapshot} act={act} onLook={look} />
              </fieldset>
            </aside>
          </>
        )}
      </div>
    </>
  );
}

/** Without names: how many there are, and what they met. */
function Projected({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { rows, goals, lessons, shown, joined } = snapshot;
  const { title = "" } = lessons.find(({ name }) => name === shown) ?? {};
  if (!rows.length)
    return (
      <p class="qd-class-nobody" role="status">
        Nobody is here yet. Scan the code, or open the address.
      </p>
    );
  return (
    <section class="qd-class-projected" aria-label="How it goes">
      <p class="qd-class-count">
        <strong>{joined}</strong> joined
      </p>
      <h2 translate={false}>{plain(title)}</h2>
      <ul>
        {goals.map(({ name, title: goal, passed }, k) => (
          <li key={name}>
            <span translate={false}>
              {k + 1} {plain(goal)}
            </span>
            <b>
              {passed} of {joined}
            </b>
            <Share value={joined ? passed / joined : 0} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface HeadProps {
  readonly snapshot: Snapshot;
  readonly gone: boolean;
  readonly act: (what: Act) => Promise<Answer>;
  readonly plainly: boolean;
}

function Head({ snapshot, gone, act, plainly }: HeadProps): JSX.Element {
  const { title, lessons, shown, chosen, joined, active, seconds, is_open: open } = snapshot;
  const [ending, setEnding] = useState(false);
  return (
    <header class="qd-class-head">
      <span class="qd-class-title">
        <Logo />
        <h1>Class</h1>
        <span class="qd-class-of" translate={false}>
          {title}
        </span>
      </span>
      <label class="qd-class-choice">
        <span>Lesson</span>
        <select
          class="qd-field"
          value={shown}
          disabled={gone}
          onChange={(event) => void act({ act: "show", lesson: event.currentTarget.value })}
        >
          {lessons.map(({ name, title: said }, k) => (
            <option key={name} value={name} translate={false}>
              {k + 1} · {plain(said)}
            </option>
          ))}
        </select>
      </label>
      {open && shown !== chosen && (
        <button
          type="button"
          class="qd-button"
          data-look="main"
          disabled={gone}
          title="Opens this lesson at all students"
          onClick={() => void act({ act: "choose", lesson: shown })}
        >
          Open for all
        </button>
      )}
      {open && shown === chosen && (
        <span class="qd-class-opened">
          <Icon name="check" size={12} /> open for all
        </span>
      )}
      <span class="qd-space" />
      <span class="qd-class-joined" data-open={open ? "" : undefined}>
        <strong>{joined}</strong> joined{open && `, ${active} active`}
      </span>
      <span class="qd-class-since">
        <Icon name="clock" size={14} />
        <strong>{clock(seconds)}</strong> {open ? "since the start" : "long; it has ended"}
      </span>
      {!plainly && (
        <fieldset class="qd-class-acts" disabled={gone}>
          <button type="button" class="qd-button" data-look="line" onClick={() => void act({ act: "csv" })}>
            <Icon name="file" size={14} /> Export CSV
          </button>
          <button type="button" class="qd-button" data-look="line" onClick={() => void act({ act: "hand-ins" })}>
            Hand-ins
          </button>
          {!open && (
            <button type="button" class="qd-button" data-look="line" onClick={() => void act({ act: "reopen" })}>
              Reopen
            </button>
          )}
          {open && !ending && (
            <button type="button" class="qd-button" data-look="line" onClick={() => setEnding(true)}>
              <Icon name="stop" size={14} /> End class
            </button>
          )}
          {open && ending && (
            <span class="qd-class-ending" role="group" aria-label="End the class?">
              Nothing is checked after it.
              <button
                type="button"
                class="qd-button"
                data-look="main"
                ref={(button) => button?.focus()}
                onClick={() => void act({ act: "end" }).then(() => setEnding(false))}
              >
                End it
              </button>
              <button type="button" class="qd-button" onClick={() => setEnding(false)}>
                Keep it
              </button>
            </span>
          )}
        </fieldset>
      )}
    </header>
  );
}

function Logo(): JSX.Element {
  return (
    <svg class="qd-class-logo" width={16} height={16} viewBox="-8 -8 16 16" fill="none" aria-hidden="true">
      {[0, 60, 120].map((turn) => (
        <ellipse key={turn} rx={7} ry={2.8} stroke="currentColor" stroke-width={1.1} transform={`rotate(${turn})`} />
      ))}
      <circle r={1.5} fill="currentColor" />
    </svg>
  );
}
