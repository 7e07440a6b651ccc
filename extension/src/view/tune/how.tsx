/** How Optimize goes: its method, where it starts, how many steps it takes at most. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";

import type { OptimizerRow, RowOption } from "../../document/catalog.generated";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { OptionFields } from "../widgets/option-fields";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** The method that pages run themselves. */
export const OWN = "adam";

const START: RowOption = {
  name: "start",
  title: "Start",
  kind: "choice",
  default: "present",
  low: null,
  high: null,
  choices: ["present", "zeros", "random"],
  titles: ["Present values", "Zeros", "Random"],
  unit: "",
  help: "the values that it starts from",
};
const SEED: RowOption = {
  ...START,
  name: "seed",
  title: "Seed",
  kind: "integer",
  default: 1,
  low: 0,
  high: 2 ** 31 - 1,
  choices: [],
  titles: [],
  help: "of the random start; the next Optimize takes the next one",
};

/** The seed of the last random start, until something is changed in the form. */
const SPENT = "spent";

/** What stands in the form. */
export const HOW = slot(() => new Cell<Typed>({}));

/** Which optimizer, and what the form asks for it. */
function chosenOf(rows: readonly OptimizerRow[], typed: Typed): readonly [string, readonly RowOption[]] {
  const method = String(typed["method"] ?? OWN);
  const row = rows.find(({ name }) => name === method);
  // The constants of the page's own are those of its row.
  const own = row?.options.filter(({ name }) => method !== OWN || name === "max_steps") ?? [];
  return [method, [START, ...(typed["start"] === "random" ? [SEED] : []), ...own]];
}

/** What is chosen, or what is wrong with it. */
export function chosenWay(bench: Workbench): ReturnType<typeof readOptions> & { readonly method: string } {
  const held = bench.at(HOW).value;
  const [method, options] = chosenOf(bench.ui.value.catalog.optimizer, held);
  return { method, ...readOptions(options, { ...typedOf(options), ...held }) };
}

/** The seed of a random start: each press in a row takes the next one, and the form shows which. */
export function newSeed(bench: Workbench): number {
  const held = bench.at(HOW).value;
  const typed = String(held["seed"] ?? SEED.default);
  const seed = held[SPENT] === typed ? (Number(typed) + 1) % 2 ** 31 : Number(typed);
  bench.at(HOW).set({ ...held, seed: String(seed), [SPENT]: String(seed) });
  return seed;
}

export function How(): JSX.Element {
  const bench = useWorkbench();
  const id = useId();
  const rows = usePart(bench.ui, (ui) => ui.catalog.optimizer);
  const held = usePart(bench.at(HOW), (typed) => typed);
  const [method, options] = chosenOf(rows, held);
  const typed = { ...typedOf(options), ...held };
  const { wrong } = readOptions(options, typed);
  const able = bench.asker.can("optimize");
  const change = (next: Typed): void => bench.at(HOW).set({ ...next, [SPENT]: "" });
  // Other methods count other things as steps.
  const choose = (name: string): void =>
    change({ method: name, start: typed["start"] ?? "", seed: typed["seed"] ?? "1" });
  return (
    <div class="qd-how" role="group" aria-label="Method, start and steps">
      <div class="qd-option">
        <label for={id}>Method</label>
        <select id={id} class="qd-field" value={method} onChange={(event) => choose(event.currentTarget.value)}>
          {rows.map(({ name, title }) => (
            <option key={name} value={name} disabled={name !== OWN && !able}>
              {name === OWN || able ? title : `${title} (needs Python)`}
            </option>
          ))}
        </select>
      </div>
      <OptionFields options={options} typed={typed} wrong={wrong} onChange={change} />
      <p class="qd-quiet">
        {method === OWN ? "Runs in this page." : "Runs in Python."}
        {!able && " The others run in Python, and none answers here."}
      </p>
    </div>
  );
}
