/** The way down: steps of the page's own worker, or a method that runs in Python; what both tell is drawn alike. */

import { CATALOG, type OptimizerRow } from "../../document/catalog.generated";
import { type CircuitBody, type Document, isCircuit, parametersOf, unusedOf } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { withSlopes } from "../../document/formula-values";
import type { Channels } from "../../document/noise";
import { setValues } from "../../document/parameters";
import { formulasOf } from "../../document/uses";
import { IDLE } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { seeded } from "../../tools/descent";
import { costParts } from "../../tools/measuring";
import type { Options } from "../../tools/steps";
import { Trace } from "../../tools/trace";
import type { FromTuner } from "../../tools/tuner";
import { takeResult } from "../workbench/results";
import type { Workbench } from "../workbench/workbench";
import { askOptimizer, endWords } from "./asked";
import { type Chosen, chosenWay, newSeed } from "./how";
import { isInput, isLabeled } from "./labeled";
import { wayWith } from "./noise";
import { startTuner } from "./tuner";
import { begun, RUNS, type Run, stopOptimizing, stopPlaying } from "./tuning";

/** Runs that are kept to be drawn over each other. */
const MOST_RUNS = 4;
const DRAWS = 16;
/** The status line says how far it is so often, and not of what is done at once, ms. */
const TOLD = 250;

let lastId = 0;

/** Lowers the energy; one step of history at the end, which says why. */
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
  const how = chosenWay(bench);
  if (typeof how === "string") {
    bench.say("error", how);
    return;
  }
  const draws = how.start === "random" || how.start === "best";
  const seed = draws ? newSeed(bench) : how.seed;
  const labeled = isLabeled(bench, document);
  const names = labeled ? parametersOf(body).filter((name) => !isInput(name)) : parametersOf(body);
  const starts = startsOf(document, names, how.start, seed);
  const { isHere, channels, noise } = wayWith(bench, document, how.method);
  const hasIdeal = isHere && (how.shots > 0 || noise === "with");
  const going = new Going(bench, document, names, { ...how, seed }, { noise, hasIdeal });
  if (isHere) inPage(bench, going, { body, observable, channels, how, seed, names, starts });
  else inPython(bench, going, { how, seed, names, starts, isNoisy: noise === "with" });
}

/** Where it starts, in the order of names: one point, or several of which the lowest is taken. */
function startsOf(
  document: Document,
  names: readonly string[],
  start: Chosen["start"],
  seed: number,
): readonly Float64Array[] {
  const random = seeded(seed);
  const present = new Map(document.parameters.map((p) => [p.name, p.value]));
  return Array.from({ length: start === "best" ? DRAWS : 1 }, () =>
    Float64Array.from(names, (name) =>
      start === "zeros" ? 0 : start === "present" ? (present.get(name) ?? 0) : Math.PI * (2 * random() - 1),
    ),
  );
}

/** What a run shows while it goes on, and what it leaves. */
export class Going {
  readonly trace: Trace;
  private run: Run;
  private reached: Document;
  private frame = 0;
  private told = performance.now();
  private began = performance.now();
  private stops: readonly (() => void)[] = [];

  constructor(
    private readonly bench: Workbench,
    readonly document: Document,
    private readonly names: readonly string[],
    readonly how: Chosen,
    told: Pick<Run, "noise" | "hasIdeal">,
  ) {
    const row = rowOf(bench.ui.value.catalog.optimizer, how.method);
    this.trace = new Trace();
    this.reached = document;
    this.run = {
      id: ++lastId,
      title: row?.title ?? how.method,
      trace: this.trace,
      body: document.body,
      observable: document.observable,
      names,
      seed: how.seed,
      shots: how.shots,
      ...told,
      total: Number(how.options["max_steps"] ?? 0),
      state: "running",
      ended: "",
      reached: null,
      left: null,
    };
    const others = bench.at(RUNS).value.filter(({ body, observable }) => {
      return body === document.body && observable === document.observable;
    });
    bench.at(RUNS).set([...others.slice(1 - MOST_RUNS), this.run]);
    bench.ui.patch({ optimizing: true });
    const left = bench.editor.subscribe(() => {
      if (bench.state.document !== document) queueMicrotask(() => stopOptimizing(bench));
    });
    this.stops = [left];
    begun(bench, { end: (why) => this.end(why), hold: null });
  }

  get title(): string {
    return this.run.title;
  }

  /** Does the next one start where this one ends? */
  get goesOn(): boolean {
    return this.how.start === "present";
  }

  /** How it is stopped, and held where it can be. */
  started(stop: () => void, hold: ((rests: boolean) => void) | null = null): void {
    this.stops = [...this.stops, stop];
    const rest =
      hold &&
      ((rests: boolean): void => {
        hold(rests);
        this.began += performance.now() - this.told;
        this.patch({ state: rests ? "paused" : "running", left: null });
        this.bench.ui.patch({ busy: rests ? null : this.bench.ui.value.busy });
      });
    begun(this.bench, { end: (why) => this.end(why), hold: rest });
    if (hold) this.patch({});
  }

  /** Shows where it is, once a frame at most. */
  show(values: ArrayLike<number>): void {
    this.reach(values);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      const { bench, document, reached } = this;
      // What a person drags is not drawn over.
      const { document: now, tool } = bench.state;
      if (now === document && tool === IDLE) bench.dispatch(aside("parameter.optimize", { preview: reached }));
      this.patch({});
    });
    this.tell();
  }

  /** What it will leave. */
  reach(values: ArrayLike<number>): void {
    this.reached = setValues(this.document, new Map(this.names.map((name, k) => [name, values[k] ?? 0])));
  }

  /** It came to nothing: what was there stays. */
  fail(why: string): void {
    this.bench.say("error", why);
    stopOptimizing(this.bench, "");
  }

  private tell(): void {
    const now = performance.now();
    if (now - this.told < TOLD) return;
    this.told = now;
    const { steps } = this.trace;
    const { total } = this.run;
    const left = steps > 0 && total > steps ? ((now - this.began) * (total - steps)) / steps / 1000 : null;
    this.patch({ left });
    const words = `${this.title}: step ${steps.toLocaleString("en")} of ${total.toLocaleString("en")}`;
    const title = left !== null && left >= 1 ? `${words}, ${secondsText(left)} left` : words;
    this.bench.ui.patch({ busy: { title, fraction: steps / total, cancel: () => stopOptimizing(this.bench) } });
  }

  private patch(change: Partial<Run>): void {
    this.run = { ...this.run, ...change };
    const { bench, run } = this;
    bench.at(RUNS).set(bench.at(RUNS).value.map((each) => (each.id === run.id ? run : each)));
  }

  private end(why: string): void {
    for (const stop of this.stops) stop();
    cancelAnimationFrame(this.frame);
    const { bench, document, reached } = this;
    this.patch({ state: "ended", ended: why, reached, left: null });
    if (!why) bench.at(RUNS).set(bench.at(RUNS).value.filter(({ id }) => id !== this.run.id));
    bench.ui.patch({ optimizing: false, busy: null });
    const made = { title: "Optimize", of: document, document: reached, intent: "parameter.optimize" };
    if (bench.state.document !== document) takeResult(bench, made);
    else if (reached !== document) bench.dispatch(step("parameter.optimize", { document: reached, preview: null }));
    else if (bench.state.preview) bench.dispatch(aside("parameter.optimize", { preview: null }));
  }
}

/** Seconds as a person counts them. */
export function secondsText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

interface Asked {
  readonly how: Chosen;
  readonly seed: number;
  readonly names: readonly string[];
  readonly starts: readonly Float64Array[];
}

interface Here extends Asked {
  readonly body: CircuitBody;
  readonly observable: ReadonlyMap<string, number>;
  readonly channels: Channels | null;
}

function inPage(bench: Workbench, going: Going, asked: Here): void {
  const { body, observable, channels, how, seed, names, starts } = asked;
  const limit = bench.ui.value.settings.live_limit;
  const shots = how.shots ? { shots: how.shots, seed } : null;
  const made = attempt(() => costParts(body, observable, { parameters: names, shots, limit, channels }));
  if ("refusal" in made) {
    going.fail(made.refusal.message);
    return;
  }
  const { trace } = going;
  const hear = (reply: FromTuner): void => {
    if (reply.say === "steps") {
      const { energies, errors, ideals, values, places } = reply.steps;
      for (const place of places) trace.pass(place);
      energies.forEach((energy, k) => trace.add(energy, errors?.[k], ideals?.[k]));
      going.show(values);
      going.reach(reply.steps.best);
    } else if (reply.say === "ended") {
      const { values, why, kicks } = reply.ended;
      going.reach(values);
      stopOptimizing(bench, endWords({ why, kicks }, going.goesOn, trace.steps));
    } else if (reply.say === "failed") {
      // Values that were reached before are kept.
      if (!trace.steps) going.fail(reply.why);
      else stopOptimizing(bench, `stopped after step ${trace.steps}. ${reply.why.replace(/\.$/, "")}`);
    }
  };
  const tuner = startTuner(bench, hear, (why) => going.fail(`The optimizer stopped: ${why}.`));
  const id = 1;
  going.started(
    () => tuner.close(),
    (rests) => tuner.send({ say: rests ? "pause" : "resume", id }),
  );
  const formulas = formulasOf(body, new Set(names));
  const moved = starts.map((start) => {
    const named = new Map(names.map((name, k) => [name, start[k] ?? 0]));
    return Float64Array.from(withSlopes(formulas, named).values());
  });
  const adam = numbersOf(CATALOG.optimizer.find(({ name }) => name === "adam"));
  const options = Object.fromEntries(Object.entries(how.options).map(([name, value]) => [name, Number(value)]));
  const { method } = how;
  tuner.send({ say: "descend", id, cost: made.value, starts: moved, method, options, tries: adam, seed });
}

function inPython(bench: Workbench, going: Going, asked: Asked & { readonly isNoisy: boolean }): void {
  const { how, seed, names, starts, isNoisy } = asked;
  const { document, title, goesOn, trace } = going;
  const [first = new Float64Array()] = starts;
  const start = setValues(document, new Map(names.map((name, k) => [name, first[k] ?? 0])));
  const end = (why: string): void => stopOptimizing(bench, why);
  const stop = askOptimizer(bench, {
    title,
    method: how.method,
    options: how.options,
    shots: how.shots,
    isNoisy,
    seed,
    start,
    show: (energies, values) => {
      for (const energy of energies) trace.add(energy);
      const place = Float64Array.from(names, (name) => values[name] ?? 0);
      trace.pass(place);
      going.show(place);
    },
    fail: (why) => going.fail(why),
    end: (values, why, kicks) => {
      going.reach(names.map((name) => values[name] ?? 0));
      end(endWords({ why, kicks }, goesOn, trace.steps));
    },
    stopped: () => end("stopped"),
  });
  going.started(stop);
}

/** The constants of a row, as it states them once for the page and for Python. */
function numbersOf(row: OptimizerRow | undefined): Options {
  return Object.fromEntries((row?.options ?? []).map(({ name, default: value }) => [name, Number(value)]));
}

function rowOf(rows: readonly OptimizerRow[], method: string): OptimizerRow | undefined {
  return rows.find(({ name }) => name === method);
}
