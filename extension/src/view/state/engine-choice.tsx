/** Which engine finds the numbers above the live limit: the first that fits, or one that a person names. */

import type { JSX } from "preact";

import { type Choice, ENGINES, type Wish } from "../../live/choice";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench } from "../workbench/workbench";

/** What was wished for, while the page is open. */
const WISH = slot(() => new Cell<Wish>("auto"));

export function EngineChoice(): JSX.Element | null {
  const bench = useWorkbench();
  const wish = usePart(bench.at(WISH), (each) => each);
  const text = usePart(bench.live, (result) =>
    result?.kind === "state" && result.choice ? JSON.stringify(result.choice) : "",
  );
  if (!text) return null;
  const choice = JSON.parse(text) as Choice;
  const own = choice.engine ? ENGINES[choice.engine].title : "none fits";
  const found = choice.inPython ?? own;
  const why = choice.inPython
    ? "asked of Python"
    : (choice.fits.find(({ name }) => name === (choice.engine ?? wish))?.why ?? "");
  return (
    <select
      class="qd-field qd-engine"
      aria-label="Engine"
      title={why ? `${found}: ${why}` : "What finds the numbers"}
      value={wish}
      onChange={(event) => {
        const next = event.currentTarget.value as Wish;
        bench.at(WISH).set(next);
        bench.loop.setEngine(next);
      }}
    >
      <option value="auto">{`Engine: ${found}`}</option>
      {choice.fits.map(({ name, fits, why: words }) => (
        <option key={name} value={name} disabled={!fits && wish !== name}>
          {ENGINES[name].title}: {words}
        </option>
      ))}
    </select>
  );
}
