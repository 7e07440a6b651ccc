/** How Optimize goes: its method, where it starts, exact energies or shots, how many steps it takes at most. */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import type { OptimizerRow, RowOption } from "../../document/catalog.generated";
import { type OptionValue, readOptions, type Typed, typedOf } from "../../document/options";
import { MOST_SHOTS } from "../../tools/measuring";
import { runsHere } from "../../tools/steps";
import { OptionFields } from "../widgets/option-fields";
import { Cell, usePart } from "../workbench/cell";
import { isLabeled } from "../workbench/labeled";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import type { Kind } from "./kind";
import { useNoiseHere, wayWith } from "./noise";

/** The method that stands in the form at first. */
const FIRST = "adam";

const START: RowOption = {
  name: "start",
  title: "Start",
  kind: "choice",
  default: "present",
  low: null,
  high: null,
  choices: ["present", "zeros", "random", "best"],
  titles: ["Present", "Zeros", "Random", "Best of 16"],
  unit: "",
  help: "the values that it starts from; best: of 16 random points the lowest",
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
  help: "of what is drawn: random starts, directions and shots; the next random start takes the next one",
};

const STARTS: RowOption = {
  ...SEED,
  name: "starts",
  title: "Number of starts",
  default: 1,
  low: 1,
  high: 10_000,
  help: "runs: the first from the start, the others from random ones; the lowest is kept. More than one run in Python",
};
const LAYERWISE: RowOption = {
  ...STARTS,
  name: "layerwise",
  title: "Layer by layer",
  kind: "flag",
  default: false,
  low: null,
  high: null,
  help: "the first layer is tuned, then the first two from there, and so on; in Python",
};

/** The seed of the last random start, until something is changed in the form. */
const SPENT = "spent";

const BOTH = "Layer by layer is one run: set the number of starts to 1, or leave one of the two out.";

/** What stands in the form. */
export const HOW = slot(() => new Cell<Typed>({}));

/** What is chosen. */
export interface Chosen extends Kind {
  readonly start: "present" | "zeros" | "random" | "best";
  readonly seed: number;
  /** Shots a point; 0 for exact energies. */
  readonly shots: number;
  /** Of the row. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

interface Form {
  readonly method: string;
  readonly row: OptimizerRow | undefined;
  /** Fields that stand in sight, and those behind More. */
  readonly near: readonly RowOption[];
  readonly more: readonly RowOption[];
}

function formOf({ ui, asker }: Workbench, typed: Typed): Form {
  const rows = ui.value.catalog.optimizer;
  const { method } = kindOf(typed);
  const row = rows.find(({ name }) => name === method);
  const shots = shotsText(typed) !== "";
  const draws = typed["start"] === "random" || typed["start"] === "best" || shots;
  const several = asker.can("optimize") ? [STARTS, LAYERWISE] : [];
  const options = (row?.options ?? []).map((option) =>
    // As in Python: what is sampled may be paid for.
    isSteps(option) && shots && row?.sampled_steps ? { ...option, default: row.sampled_steps } : option,
  );
  return {
    method,
    row,
    near: [...options.filter(isSteps), ...(draws ? [SEED] : [])],
    more: [...options.filter((option) => !isSteps(option)), ...(draws ? [] : [SEED]), ...several],
  };
}

/** What of a form says where it runs. */
export function kindOf(typed: Typed): Kind {
  const starts = Number(typed["starts"] ?? 1);
  return { method: String(typed["method"] ?? FIRST), starts, layerwise: typed["layerwise"] === true };
}

function isSteps({ name }: RowOption): boolean {
  return name === "max_steps";
}

function shotsText(typed: Typed): string {
  return String(typed["shots"] ?? "").trim();
}

/** What is wrong with the shots that were typed. */
function wrongShots(typed: Typed, { method, row }: Form, labeled: boolean): string {
  const text = shotsText(typed);
  if (text === "") return "";
  if (labeled) return "The loss of labeled data is exact: leave the shots empty.";
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MOST_SHOTS) {
    const most = MOST_SHOTS.toLocaleString("en");
    return `Shots a point must be a whole number from 1 to ${most}, or empty for exact energies.`;
  }
  if (!row?.sampled_steps) {
    return `${row?.title ?? method} needs exact energies: leave the shots empty, or choose another method.`;
  }
  return "";
}

/** What is chosen, or what is wrong with it. */
export function chosenWay(bench: Workbench): Chosen | string {
  const held = bench.at(HOW).value;
  const form = formOf(bench, held);
  const options = [START, ...form.near, ...form.more];
  const { values, wrong } = readOptions(options, { ...typedOf(options), ...held });
  const labeled = isLabeled(bench, bench.state.document);
  const [mistake = wrongShots(held, form, labeled)] = wrong.values();
  if (mistake) return mistake;
  if (labeled && !form.row?.takes_rows) {
    const title = form.row?.title ?? form.method;
    return `${title} needs one energy of one state, and labeled data have a loss over many. Choose another method.`;
  }
  const { start, seed, starts = 1, layerwise = false, ...own } = values;
  if (layerwise && starts !== 1) return BOTH;
  return {
    method: form.method,
    start: start as Chosen["start"],
    seed: Number(seed),
    shots: Number(shotsText(held)) || 0,
    starts: Number(starts),
    layerwise: layerwise === true,
    options: own,
  };
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
  const [open, setOpen] = useState(false);
  const form = formOf(bench, held);
  const { method, near, more } = form;
  const options = [START, ...near, ...more];
  const typed = { ...typedOf(options), ...held };
  const { wrong } = readOptions(options, typed);
  const labeled = usePart(bench.editor, (e) => isLabeled(bench, e.state.document));
  const wrongly = wrongShots(held, form, labeled);
  const starts = Number(typed["starts"] ?? 1);
  const document = usePart(bench.editor, (e) => e.state.document);
  useNoiseHere(document);
  const { isHere } = wayWith(bench, document, kindOf(typed));
  const able = bench.asker.can("optimize");
  const here = (name: string): boolean => runsHere(name) && !labeled;
  const change = (next: Typed): void => bench.at(HOW).set({ ...next, [SPENT]: "" });
  // Other methods count other things as steps.
  const choose = (name: string): void =>
    change({
      method: name,
      start: typed["start"] ?? "",
      seed: typed["seed"] ?? "1",
      shots: held["shots"] ?? "",
      starts: held["starts"] ?? "1",
      layerwise: held["layerwise"] ?? false,
    });
  return (
    <div class="qd-how" role="group" aria-label="Method, start and steps">
      <div class="qd-option">
        <label for={id}>Method</label>
        <select id={id} class="qd-field" value={method} onChange={(event) => choose(event.currentTarget.value)}>
          {rows.map(({ name, title, takes_rows }) => (
            <option key={name} value={name} disabled={(!here(name) && !able) || (labeled && !takes_rows)}>
              {here(name) || able ? title : `${title} (needs Python)`}
            </option>
          ))}
        </select>
      </div>
      <OptionFields options={[START]} typed={typed} wrong={wrong} onChange={change} />
      <div
        class="qd-option"
        title={
          labeled
            ? "The loss of labeled data is exact: leave it empty"
            : "Energies are sampled with so many shots each; empty: exact energies"
        }
      >
        <label for={`${id}-shots`}>Shots a point</label>
        <input
          id={`${id}-shots`}
          class="qd-field"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          placeholder="exact"
          value={String(held["shots"] ?? "")}
          aria-invalid={wrongly !== ""}
          aria-describedby={wrongly ? `${id}-wrong` : undefined}
          onInput={(event) => change({ ...held, shots: event.currentTarget.value })}
        />
        {wrongly && (
          <div id={`${id}-wrong`} class="qd-error" role="alert">
            {wrongly}
          </div>
        )}
      </div>
      <OptionFields options={near} typed={typed} wrong={wrong} onChange={change} />
      {(open || more.some(({ name }) => wrong.has(name))) && (
        <OptionFields options={more} typed={typed} wrong={wrong} onChange={change} />
      )}
      {typed["layerwise"] === true && starts !== 1 && (
        <div class="qd-error" role="alert">
          {BOTH}
        </div>
      )}
      <p class="qd-quiet" data-beside={near.length > 1 && !open ? "" : undefined}>
        <span>{isHere ? "Runs in this page." : "Runs in Python."}</span>
        {!able && <span>{`Some methods run in Python, and ${bench.noPython}.`}</span>}
        <button type="button" class="qd-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Fewer settings" : "More settings"}
        </button>
      </p>
    </div>
  );
}
