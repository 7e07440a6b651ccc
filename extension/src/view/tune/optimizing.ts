/** The way down: steps of the page's own worker, or a method that runs in Python; what both tell is drawn alike. */

import { CATALOG, type OptimizerRow } from "../../document/catalog.generated";
import { type CircuitBody, type Document, isCircuit, parametersOf, unusedOf } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { withSlopes } from "../../document/formula-values";
import { isInput } from "../../document/inputs";
import type { Channels } from "../../document/noise";
import { setValues } from "../../document/parameters";
import { formulasOf } from "../../document/uses";
import { EXACT, type Origin } from "../../live/origin";
import type { SoFar } from "../../port";
import { IDLE } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { seeded } from "../../tools/descent";
import { costParts } from "../../tools/measuring";
import type { Options } from "../../tools/steps";
import { Trace } from "../../tools/trace";
import { type FromTuner, WENT_WRONG } from "../../tools/tuner";
import { isByPython } from "../workbench/beyond";
import { costOf, isLabeled } from "../workbench/labeled";
import { takeResult } from "../workbench/results";
import type { Workbench } from "../workbench/workbench";
import { askOptimizer, endWords } from "./asked";
import { fixedAt, frozenOf } from "./frozen";
import { type Chosen, chosenWay, newSeed } from "./how";
import { wayWith } from "./noise";
import { preparedWords, startTuner, wishOf } from "./tuner";
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
  const labeled = isLabeled(bench, document);
  const names = parametersOf(body).filter((name) => !labeled || !isInput(name));
  const frozen = frozenOf(bench).filter((name) => names.includes(name));
  if (frozen.length === names.length) {
    bench.say("error", "All parameters are frozen, so nothing can move. Let one go by its lock first.");
    return;
  }
  const draws = how.start === "random" || how.start === "best";
  const seed = draws ? newSeed(bench) : how.seed;
  const starts = startsOf(document, names, { start: how.start, seed, frozen });
  const { isHere, channels, noise } = wayWith(bench, document, how);
  const hasIdeal = isHere && (how.shots > 0 || noise === "with");
  const going = new Going(bench, document, names, { ...how, seed }, { noise, hasIdeal });
  const asked = { how, seed, names, starts, frozen };
  if (isHere) inPage(bench, going, { ...asked, body, observable, channels });
  else inPython(bench, going, { ...asked, noise });
}

/** Where it starts, in the order of names: one point, or several of which the lowest is taken. Frozen values stay. */
function startsOf(
  document: Document,
  names: readonly string[],
  {
    start,
    seed,
    frozen,
  }: { readonly start: Chosen["start"]; readonly seed: number; readonly frozen: readonly string[] },
): readonly Float64Array[] {
  const random = seeded(seed);
  const present = new Map(document.parameters.map((p) => [p.name, p.value]));
  const stays = (name: string): boolean => start === "present" || frozen.includes(name);
  return Array.from({ length: start === "best" ? DRAWS : 1 }, () =>
    Float64Array.from(names, (name) =>
      stays(name) ? (present.get(name) ?? 0) : start === "zeros" ? 0 : Math.PI * (2 * random() - 1),
    ),
  );
}

/** What a run shows while it goes on, and what it leaves. */
export class Going {
  readonly trace: Trace;
  private run: Run;
  private reached: Document;
  private frame = 0;
  private heard = performance.now();
  private began = performance.now();
  private stops: readonly (() => void)[] = [];

  constructor(
    private readonly bench: Workbench,
    readonly document: Document,
    private readonly names: readonly string[],
    readonly how: Chosen,
    private readonly told: Pick<Run, "noise" | "hasIdeal">,
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
      cost: costOf(bench, document),
      ...told,
      origin: null,
      result: null,
      total: how.starts * Number(how.options["max_steps"] ?? 0),
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
        this.began += performance.now() - this.heard;
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

  /** Where the energy now comes from, where it is truncated. */
  tellOrigin(origin: Origin | null): void {
    if (origin) this.patch({ origin });
  }

  /** What comes before the first step. */
  prepare(words: string, fraction: number): void {
    this.bench.ui.patch({ busy: { title: words, fraction, cancel: () => stopOptimizing(this.bench) } });
  }

  /** The energy where it ended, as it was told. */
  tellResult(energy: number, error: number): void {
    this.patch({ result: { energy, error } });
  }

  /** It cannot go on: what was reached is kept, and where that is nothing, what was there stays. */
  fail(why: string): void {
    // Where it began is nothing that was reached.
    if (!this.trace.steps) this.reached = this.document;
    const { bench, document, reached } = this;
    const step = this.trace.steps.toLocaleString("en");
    const kept = reached !== document;
    const clause = first(why);
    stopOptimizing(bench, kept ? `stopped after step ${step}: ${clause[0]?.toLowerCase()}${clause.slice(1)}` : "");
    // A step of history takes away what was said before.
    bench.say("error", kept ? `${clause}. What ${this.title} reached by step ${step} is kept as one step.` : why);
  }

  private tell(): void {
    const now = performance.now();
    if (now - this.heard < TOLD) return;
    this.heard = now;
    const { steps } = this.trace;
    const { total } = this.run;
    const left = steps > 0 && total > steps ? ((now - this.began) * (total - steps)) / steps / 1000 : null;
    this.patch({ left });
    const words = `${this.title}: step ${steps.toLocaleString("en")} of ${total.toLocaleString("en")}`;
    const title = left !== null && left >= 1 ? `${words}, ${secondsText(left)} left` : words;
    this.bench.ui.patch({ busy: { title, fraction: steps / total, cancel: () => stopOptimizing(this.bench) } });
  }

  /** The energy of what is kept, where it is known without being told. */
  private last(): Run["result"] {
    const { trace, how, told } = this;
    if (!trace.kept || (how.shots && !told.hasIdeal)) return null;
    const at = trace.kept - 1;
    return how.shots
      ? { energy: trace.at("energy", at), error: trace.at("error", at) }
      : { energy: trace.lowest, error: 0 };
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
    this.patch({ state: "ended", ended: why, reached, left: null, result: this.run.result ?? this.last() });
    if (!why) bench.at(RUNS).set(bench.at(RUNS).value.filter(({ id }) => id !== this.run.id));
    bench.ui.patch({ optimizing: false, busy: null });
    const made = { title: "Optimize", of: document, document: reached, intent: "parameter.optimize" };
    if (bench.state.document !== document) takeResult(bench, made);
    else if (reached !== document) bench.dispatch(step("parameter.optimize", { document: reached, preview: null }));
    else if (bench.state.preview) bench.dispatch(aside("parameter.optimize", { preview: null }));
    // The section that says it may be out of sight.
    if (why && bench.state.document === reached) bench.say("ok", `${this.title}: ${why}.`);
  }
}

/** The first clause of a message, which may go on with what then is not so. */
function first(why: string): string {
  return (why.split(/(?<=[\p{L}\d)])[.:;] /u)[0] ?? why).replace(/\.$/u, "");
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
  readonly frozen: readonly string[];
}

interface Here extends Asked {
  readonly body: CircuitBody;
  readonly observable: ReadonlyMap<string, number>;
  readonly channels: Channels | null;
}

function inPage(bench: Workbench, going: Going, asked: Here): void {
  const { body, observable, channels, how, seed, names, starts, frozen } = asked;
  const limit = bench.ui.value.settings.live_limit;
  const shots = how.shots ? { shots: how.shots, seed } : null;
  const free = names.filter((name) => !frozen.includes(name));
  const make = () => {
    const fixed = fixedAt(going.document, frozen);
    const circuit = isCircuit(fixed) ? fixed : body;
    const formulas = formulasOf(circuit, new Set(free));
    return {
      formulas,
      cost: costParts(circuit, observable, { parameters: free, shots, limit, channels, wish: wishOf(bench) }),
    };
  };
  let made: ReturnType<typeof attempt<ReturnType<typeof make>>>;
  try {
    made = attempt(make);
  } catch (error) {
    going.fail(WENT_WRONG);
    throw error;
  }
  // Above the limit Python may have what the page has not.
  const fail = (why: string): void => {
    if (body.qubits.length > limit && !shots && !channels && bench.asker.can("optimize")) {
      inPython(bench, going, { ...asked, noise: "off" });
    } else going.fail(why);
  };
  if ("refusal" in made) {
    fail(made.refusal.message);
    return;
  }
  if (isByPython(bench)) {
    fail("");
    return;
  }
  const { trace } = going;
  const [first = new Float64Array(names.length)] = starts;
  const whole = (values: Float64Array): Float64Array => {
    let next = 0;
    return Float64Array.from(names, (name, k) => (frozen.includes(name) ? first[k] : values[next++]) ?? 0);
  };
  const hear = (reply: FromTuner): void => {
    if (reply.say === "steps") {
      const { energies, errors, ideals, values, places } = reply.steps;
      for (const place of places) trace.pass(whole(place));
      energies.forEach((energy, k) => trace.add(energy, errors?.[k], ideals?.[k]));
      going.tellOrigin(reply.steps.origin);
      going.show(whole(values));
      going.reach(whole(reply.steps.best));
    } else if (reply.say === "preparing") {
      going.prepare(preparedWords(reply.done), reply.done);
    } else if (reply.say === "ended") {
      const { values, why, kicks } = reply.ended;
      going.reach(whole(values));
      stopOptimizing(bench, endWords({ why, kicks, cost: "energy" }, going.goesOn, trace.steps));
    } else if (reply.say === "failed") {
      // Values that were reached before are kept.
      if (!trace.steps) fail(reply.why);
      else stopOptimizing(bench, `stopped after step ${trace.steps}. ${reply.why.replace(/\.$/, "")}`);
    }
  };
  const tuner = startTuner(bench, hear, (why) => going.fail(`The optimizer stopped: ${why}.`));
  const id = 1;
  going.started(
    () => tuner.close(),
    (rests) => tuner.send({ say: rests ? "pause" : "resume", id }),
  );
  const { cost, formulas } = made.value;
  const moved = starts.map((start) => {
    const named = new Map(names.flatMap((name, k) => (frozen.includes(name) ? [] : [[name, start[k] ?? 0]])));
    return Float64Array.from(withSlopes(formulas, named).values());
  });
  const adam = numbersOf(CATALOG.optimizer.find(({ name }) => name === "adam"));
  const options = Object.fromEntries(Object.entries(how.options).map(([name, value]) => [name, Number(value)]));
  const { method } = how;
  tuner.send({ say: "descend", id, cost, starts: moved, method, options, tries: adam, seed });
}

function inPython(bench: Workbench, going: Going, asked: Asked & Pick<Run, "noise">): void {
  const { how, seed, names, starts, frozen, noise } = asked;
  const { document, title, goesOn, trace } = going;
  let [place = new Float64Array(names.length)] = starts;
  let state = "";
  const { body } = document;
  if (isCircuit(body) && body.qubits.length > bench.ui.value.settings.live_limit) going.tellOrigin({ kind: "untold" });
  const at = (values: Readonly<Record<string, number>>): Float64Array =>
    Float64Array.from(names, (name, k) => values[name] ?? place[k] ?? 0);
  const show = (soFar: SoFar): void => {
    soFar.own.forEach((energy, k) => {
      const told = { step: soFar.steps[k] ?? 0, best: soFar.energies[k] ?? energy };
      // Of several starts the best so far is that of all.
      if (how.starts > 1) told.best = Math.min(told.best, trace.lowest);
      trace.add(energy, soFar.errors[k], energy, told);
    });
    state = soFar.state || state;
    place = at(soFar.values);
    trace.pass(place);
    going.show(place);
  };
  const ask = (): (() => void) =>
    askOptimizer(bench, {
      title,
      method: how.method,
      options: how.options,
      seed,
      shots: how.shots,
      noise: noise === "with",
      frozen,
      starts: how.starts,
      layerwise: how.layerwise,
      state,
      start: setValues(document, new Map(names.map((name, k) => [name, place[k] ?? 0]))),
      show,
      fail: (why) => going.fail(why),
      end: ({ values, reason, kicks, energy, error, engine, off }) => {
        if (engine) {
          const by = `${engine.toLowerCase()} in Python`;
          going.tellOrigin(off ? { kind: "approximate", error: off, most: off, by } : { ...EXACT, by });
        }
        going.reach(at(values));
        going.tellResult(energy, error);
        stopOptimizing(bench, endWords({ why: reason, kicks, cost: costOf(bench, document) }, goesOn, trace.steps));
      },
      stopped: () => stopOptimizing(bench),
    });
  let stop = ask();
  const hold = (rests: boolean): void => {
    stop();
    if (!rests) stop = ask();
  };
  going.started(() => stop(), how.starts > 1 || how.layerwise ? null : hold);
}

/** The constants of a row, as it states them once for the page and for Python. */
function numbersOf(row: OptimizerRow | undefined): Options {
  return Object.fromEntries((row?.options ?? []).map(({ name, default: value }) => [name, Number(value)]));
}

function rowOf(rows: readonly OptimizerRow[], method: string): OptimizerRow | undefined {
  return rows.find(({ name }) => name === method);
}
