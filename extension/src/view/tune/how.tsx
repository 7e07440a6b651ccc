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
const OWN = "adam";

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
};

/** What stands in the form. */
export const HOW = slot(() => new Cell<Typed>({}));

function optionsOf(rows: readonly OptimizerRow[], typed: Typed): readonly RowOption[] {
  const steps = rows.find(({ name }) => name === OWN)?.options.filter(({ name }) => name === "max_steps") ?? [];
  return [START, ...(typed["start"] === "random" ? [SEED] : []), ...steps];
}

/** What is chosen, or what is wrong with it. */
export function chosenWay(bench: Workbench): ReturnType<typeof readOptions> {
  const held = bench.at(HOW).value;
  const options = optionsOf(bench.ui.value.catalog.optimizer, held);
  return readOptions(options, { ...typedOf(options), ...held });
}

export function How(): JSX.Element {
  const bench = useWorkbench();
  const id = useId();
  const rows = usePart(bench.ui, (ui) => ui.catalog.optimizer);
  const held = usePart(bench.at(HOW), (typed) => typed);
  const options = optionsOf(rows, held);
  const typed = { ...typedOf(options), ...held };
  const { wrong } = readOptions(options, typed);
  return (
    <div class="qd-how" role="group" aria-label="Method, start and steps">
      <div class="qd-option">
        <label for={id}>Method</label>
        <select id={id} class="qd-field" value={OWN}>
          {rows.map(({ name, title }) => (
            <option key={name} value={name} disabled={name !== OWN}>
              {name === OWN ? title : `${title} (needs Python)`}
            </option>
          ))}
        </select>
      </div>
      <OptionFields options={options} typed={typed} wrong={wrong} onChange={(next) => bench.at(HOW).set(next)} />
    </div>
  );
}
