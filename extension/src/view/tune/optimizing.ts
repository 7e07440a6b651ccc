/** The way down: the gradient of the live loop in the page, or a method that runs in Python. */

import { CATALOG, type OptimizerRow } from "../../document/catalog.generated";
import { isCircuit, unusedOf } from "../../document/circuit";
import { withSlopes } from "../../document/formula-values";
import { setValues } from "../../document/parameters";
import { formulasOf } from "../../document/uses";
import type { LiveLoop } from "../../live/live-loop";
import type { LiveResult } from "../../live/wanted";
import { IDLE } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { type Adam, type Asked, type Descent, descent, type Ended, seeded } from "../../tools/descent";
import { takeResult } from "../workbench/results";
import type { Workbench } from "../workbench/workbench";
import { askOptimizer, endWords } from "./asked";
import { chosenWay, newSeed, OWN } from "./how";
import { begun, stopOptimizing, stopPlaying } from "./tuning";

const SEED = 1;

/** Lowers the energy by the gradient of the live loop; one step of history at the end, which says why. */
export function optimize(bench: Workbench): void {
  stopPlaying(bench);
  const { document } = bench.state;
  const { body, observable, parameters } = document;
  if (!isCircuit(body) || !observable) {
    bench.say("error", "Choose a problem first: its energy is what is lowered.");
    return;
  }
  if (parameters.length === unusedOf(body).length) {
    bench.say("error", "There is nothing to tune: no gate has a parameter.");
    return;
  }
  let range = 0;
  for (const [label, coefficient] of observable) if (/[XYZ]/.test(label)) range += Math.abs(coefficient);
  const { method, values: how, wrong } = chosenWay(bench);
  const [mistake] = wrong.values();
  if (mistake) {
    bench.say("error", mistake);
    return;
  }
  const seed = how["start"] === "random" ? newSeed(bench) : SEED;
  const random = seeded(seed);
  const first = parameters.map((p) =>
    how["start"] === "zeros" ? 0 : how["start"] === "random" ? Math.PI * (2 * random() - 1) : p.value,
  );
  const names = parameters.map((p) => p.name);
  const adam = { ...optionsOf(bench.ui.value.catalog.optimizer), max_steps: Number(how["max_steps"]) };
  let reached = document;
  const show = (values: ReadonlyMap<string, number>): void => {
    reached = setValues(document, values);
    // What a person drags is not drawn over.
    const { document: now, tool } = bench.state;
    if (now === document && tool === IDLE) bench.dispatch(aside("parameter.optimize", { preview: reached }));
  };
  // Tries may come to nothing, so they are run beside what is shown.
  const besides = (): LiveLoop => {
    const loop = bench.startLoop();
    loop.setCircuit(body, 1);
    loop.setObservable(observable);
    loop.request({ gradient: { kind: "gradient" } });
    return loop;
  };
  bench.ui.patch({ optimizing: true, tuned: document, energies: [], steps: 0, ended: "" });
  let stop = (): void => undefined;
  begun(bench, (why) => {
    stop();
    bench.ui.patch({ optimizing: false, tuned: reached, ended: why });
    const made = { title: "Optimize", of: document, document: reached, intent: "parameter.optimize" };
    if (bench.state.document !== document) takeResult(bench, made);
    else if (reached !== document) bench.dispatch(step("parameter.optimize", { document: reached, preview: null }));
    else if (bench.state.preview) bench.dispatch(aside("parameter.optimize", { preview: null }));
  });
  const goesOn = how["start"] === "present";
  if (method === OWN) {
    const begin = withSlopes(formulasOf(body, new Set(names)), new Map(names.map((name, k) => [name, first[k] ?? 0])));
    stop = follow(bench, {
      way: descent([...begin.values()], adam, range, seeded(SEED)),
      names,
      goesOn,
      show,
      besides,
    });
    return;
  }
  const { start: _start, seed: _seed, ...options } = how;
  const start = setValues(document, new Map(names.map((name, k) => [name, first[k] ?? 0])));
  const end = (why: string): void => stopOptimizing(bench, why);
  stop = askOptimizer(bench, { method, options, seed, goesOn, of: document, start, show, end });
}

interface Going {
  readonly way: Descent;
  readonly names: readonly string[];
  /** Does the next one start where this one ends? */
  readonly goesOn: boolean;
  readonly show: (values: ReadonlyMap<string, number>) => void;
  readonly besides: () => LiveLoop;
}

/** Answers what a way down asks for, and shows where it is; returns what ends that. */
function follow(bench: Workbench, { way, names, goesOn, show, besides }: Going): () => void {
  const { document } = bench.state;
  const energies: number[] = [];
  const byName = (values: readonly number[]): ReadonlyMap<string, number> =>
    new Map(names.map((name, k) => [name, values[k] ?? 0]));
  let asked: Asked = { values: [], aside: false };
  let beside: LiveLoop | null = null;
  const fail = (why: string): void => {
    bench.say("error", why);
    stopOptimizing(bench, "");
  };
  const hear = (result: LiveResult, from: LiveLoop): void => {
    if (bench.state.document !== document) {
      stopOptimizing(bench);
      return;
    }
    if (from !== (asked.aside ? beside : bench.loop)) return;
    if (result.kind === "off") {
      fail(result.why);
      return;
    }
    const output = result.outputs.get("gradient");
    if (output?.kind === "refused") {
      fail(output.why);
      return;
    }
    const fresh = result.parameters.every((name, k) => {
      const index = names.indexOf(name);
      return index >= 0 && Math.abs((result.values[k] ?? 0) - (asked.values[index] ?? 0)) < 1e-12;
    });
    if (output?.kind !== "gradient" || !fresh) return;
    if (!asked.aside) {
      energies.push(output.energy);
      bench.ui.patch({ energies: [...energies], steps: energies.length });
    }
    const slopes = names.map((name) => output.derivatives[result.parameters.indexOf(name)] ?? 0);
    go(way.next({ energy: output.energy, slopes }));
  };
  const go = (next: IteratorResult<Asked, Ended>): void => {
    if (next.done) {
      show(byName(next.value.values));
      stopOptimizing(bench, endWords(next.value, goesOn));
      return;
    }
    asked = next.value;
    if (asked.aside && !beside) {
      const loop = besides();
      loop.onResult((result) => hear(result, loop));
      beside = loop;
    }
    const values = byName(asked.values);
    if (!asked.aside) show(values);
    (asked.aside ? beside : bench.loop)?.setValues(values);
  };
  const stop = bench.loop.onResult((result) => hear(result, bench.loop));
  go(way.next());
  return () => {
    stop();
    beside?.dispose();
  };
}

/** The constants of Adam, as its row states them once for the page and for Python. */
function optionsOf(rows: readonly OptimizerRow[]): Adam {
  const row = rows.find((each) => each.name === "adam") ?? CATALOG.optimizer.find((each) => each.name === "adam");
  const value = (name: keyof Adam): number => Number(row?.options.find((each) => each.name === name)?.default);
  return {
    max_steps: value("max_steps"),
    rate: value("rate"),
    mean_share: value("mean_share"),
    square_share: value("square_share"),
    epsilon: value("epsilon"),
  };
}
