/** A student's drawing as it was last told, to look at. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";

import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { type Measure, plainName } from "../../scene/math";
import { Picture } from "../drawing/still";
import { Icon } from "../widgets/icons";
import type { Look, Snapshot } from "./class.generated";
import { type Act, type Answer, number, plain } from "./model";

interface LookProps {
  readonly student: number;
  readonly look: Look | null;
  readonly snapshot: Snapshot;
  /** Does the server not answer? */
  readonly gone: boolean;
  readonly measure: Measure;
  readonly act: (what: Act) => Promise<Answer>;
  readonly onClose: () => void;
}

export function LookPanel({ student, look, snapshot, gone, measure, act, onClose }: LookProps): JSX.Element {
  const [removing, setRemoving] = useState(false);
  const row = snapshot.rows.find(({ id }) => id === student);
  const read = useMemo(() => look && attempt(() => loads(look.document)), [look]);
  const document = read && "value" in read ? read.value : null;
  const { title = "" } = snapshot.lessons.find(({ name }) => name === look?.lesson) ?? {};
  return (
    <section class="qd-class-look" aria-label="A drawing" onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <header>
        <h2>{look?.student ?? row?.name ?? "A student"}</h2>
        <span class="qd-quiet" translate={false}>
          {plain(title)}
        </span>
        <button
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Close the drawing"
          ref={(button) => button?.focus({ preventScroll: true })}
          onClick={onClose}
        >
          <Icon name="close" size={14} />
        </button>
      </header>
      <div class="qd-class-picture">
        {document ? (
          <Picture document={document} label={`The drawing of ${look?.student}`} measure={measure} />
        ) : (
          <span class="qd-quiet">{read && "refusal" in read ? read.refusal.message : "Nothing is drawn yet."}</span>
        )}
      </div>
      {document && document.parameters.length > 0 && (
        <p class="qd-class-values">
          {document.parameters.slice(0, 24).map(({ name, value }) => (
            <span key={name}>
              {plainName(name)} {number(value)}
            </span>
          ))}
        </p>
      )}
      <footer>
        {removing ? (
          <>
            <span>All that they did here is forgotten.</span>
            <button
              type="button"
              class="qd-button"
              data-look="line"
              disabled={gone}
              onClick={() => void act({ act: "remove", student }).then(({ error }) => error || onClose())}
            >
              Remove
            </button>
            <button type="button" class="qd-button" onClick={() => setRemoving(false)}>
              Keep
            </button>
          </>
        ) : (
          <>
            <span class="qd-quiet">read only</span>
            <button type="button" class="qd-button" disabled={gone} onClick={() => setRemoving(true)}>
              Remove from the class…
            </button>
          </>
        )}
      </footer>
    </section>
  );
}
