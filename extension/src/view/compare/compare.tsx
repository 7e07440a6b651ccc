/** What changed between two circuits: in words, and in both drawings above each other, which move and zoom as one. */

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";

import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import { compared, movedWords } from "../../scene/compared";
import { count } from "../../scene/describe";
import { layoutOf } from "../../scene/layout";
import { stepsHere } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { besides, COMPARISON, type Comparison, firstSides } from "../workbench/comparison";
import { leaveOver } from "../workbench/over";
import { useWorkbench } from "../workbench/workbench";
import { chooseFile, compareDisk } from "./file";
import { Halves, SIGNS } from "./halves";
import { Same } from "./same";
import { Sides } from "./sides";

/** Steps back that can be chosen. */
const MOST_STEPS = 100;

type CircuitDocument = Document & { readonly body: CircuitBody };

export function CompareView(): JSX.Element {
  const bench = useWorkbench();
  const sides = usePart(bench.at(COMPARISON), (each) => each.sides);
  if (sides) return <Sides sides={sides} />;
  return (
    <section class="qd-compare" data-part="compare" aria-label="Compare">
      <Changes />
    </section>
  );
}

/** What changed, both circuits above each other. */
function Changes(): JSX.Element {
  const bench = useWorkbench();
  const comparison = usePart(bench.at(COMPARISON), (each) => each);
  const now = usePart(bench.editor, (e) => e.state.document);
  const steps = usePart(bench.editor, (e) => e.history.past);
  const outer = usePart(bench.editor, (e) => e.state.outer);
  const past = useMemo(() => stepsHere(bench.editor.value), [steps, outer]);
  const back = Math.min(comparison.back, past.length);
  const { pair } = comparison;
  const step = back ? past[past.length - back]?.document : undefined;
  const [before, after] = back ? [step, now] : pair ? [pair.before ?? now, pair.after ?? now] : [undefined, now];
  const names = back || !pair ? ([stepName(back), "Now"] as const) : pair.names;
  return (
    <>
      {!before ? (
        <Head comparison={comparison} back={back}>
          There is no earlier step yet. Draw, or choose a file to compare with.
        </Head>
      ) : isCircuit(before.body) && isCircuit(after.body) ? (
        <Both before={before as CircuitDocument} after={after as CircuitDocument} names={names} back={back} />
      ) : (
        <Head comparison={comparison} back={back}>
          Changes are marked between two circuits, and one of these is a ZX diagram. Look at both side by side.
        </Head>
      )}
    </>
  );
}

function stepName(back: number): string {
  return back === 1 ? "The step before" : `${back} steps before`;
}

interface BothProps {
  readonly before: CircuitDocument;
  readonly after: CircuitDocument;
  readonly names: readonly [string, string];
  readonly back: number;
}

function Both({ before, after, names, back }: BothProps): JSX.Element {
  const bench = useWorkbench();
  const comparison = usePart(bench.at(COMPARISON), (each) => each);
  const both = useMemo(() => compared(before.body, after.body), [before.body, after.body]);
  const isValued = back > 0 || comparison.pair?.isValued !== false;
  const moved = isValued && movedWords(before, after);
  const words = moved ? [...both.words, ["kept", moved] as const] : both.words;
  const layout = useMemo(() => layoutOf(both.body, undefined, bench.measure), [both]);
  const [at, setAt] = useState(-1);
  useLayoutEffect(() => setAt(-1), [both]);
  const { length } = both.changes;
  const go = (by: number): void => setAt(at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length);
  return (
    <>
      <Head
        comparison={comparison}
        back={back}
        same={<Same before={before} after={after} />}
        walk={
          length > 0 && (
            <span class="qd-compare-walk" role="group" aria-label="Changes">
              <button type="button" class="qd-button" data-icon="" aria-label="Change before" onClick={() => go(-1)}>
                <Icon name="back" />
              </button>
              <span class="qd-quiet">{at < 0 ? count(length, "change") : `${at + 1} of ${length}`}</span>
              <button type="button" class="qd-button" data-icon="" aria-label="Next change" onClick={() => go(1)}>
                <Icon name="next" />
              </button>
            </span>
          )
        }
      >
        {words.map(([change, each], k) => (
          <span key={each} data-change={change}>
            {SIGNS[change] && <b aria-hidden="true">{SIGNS[change]}</b>}
            {each}
            {k < words.length - 1 ? ", " : "."}
          </span>
        ))}
      </Head>
      <Halves
        both={both}
        layout={layout}
        names={names}
        documents={[before, after]}
        at={at}
        onWalk={length ? go : undefined}
      />
    </>
  );
}

interface HeadProps {
  readonly comparison: Comparison;
  readonly back: number;
  readonly same?: JSX.Element;
  readonly walk?: JSX.Element | false;
  readonly children: JSX.Element | readonly JSX.Element[] | string;
}

/** What is compared, what came of it, and the way out. */
function Head({ comparison, back, same, walk, children }: HeadProps): JSX.Element {
  const bench = useWorkbench();
  const steps = usePart(bench.editor, (e) => Math.min(MOST_STEPS, stepsHere(e).length));
  const { pair } = comparison;
  return (
    <header class="qd-compare-head">
      <h2>Compare</h2>
      <select
        class="qd-field"
        aria-label="What is compared"
        value={back}
        onChange={({ currentTarget }) => {
          const chosen = Number(currentTarget.value);
          if (chosen >= 0) bench.at(COMPARISON).patch({ back: chosen });
          else {
            // Until it is read, what is compared stays.
            currentTarget.value = String(back);
            void compareDisk(bench);
          }
        }}
      >
        {pair && <option value={0}>{pair.title}</option>}
        {!pair && !steps && <option value={0}>No earlier step</option>}
        {bench.host.can.onDisk && <option value={-1}>The file on disk</option>}
        {Array.from({ length: steps }, (_, k) => (
          <option key={k} value={k + 1}>
            {stepName(k + 1)}
          </option>
        ))}
      </select>
      <button type="button" class="qd-button" data-look="line" onClick={() => chooseFile(bench)}>
        File…
      </button>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        title="Two drawings beside each other, each as a circuit or a diagram"
        onClick={() => besides(bench, firstSides(bench.state.document))}
      >
        Side by side
      </button>
      <p role="status">{children}</p>
      {same}
      {walk}
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Leave the comparison"
        title="Leave (Esc)"
        onClick={() => leaveOver(bench)}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
