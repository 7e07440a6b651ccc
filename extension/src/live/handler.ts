/**
 * The other side of the live loop: asks in, replies out, buffers handed over without a copy.
 *
 * It runs in a Web Worker (`worker.ts`), or in the page and in tests by itself.
 */

import { type CircuitBody, type DiagramBody, parametersOf } from "../document/circuit";
import { columnsOf } from "../document/columns";
import { exhausted, Refusal } from "../document/errors";
import { scaledMap } from "../rewriting/tensor";
import { compile } from "./compile";
import { gateCosts } from "./costs";
import { loadEngine } from "./engine";
import type { Post, ToWorker, Values } from "./messages";
import { EXACT } from "./origin";
import { give, isReadable } from "./outputs";
import { place } from "./placing";
import { type PauliTerm, pauliTerms } from "./program";
import { checkedShots, sample } from "./sampling";
import { aboveLimit, stateBytes, USUAL_EXACT } from "./sizes";
import { Source } from "./source";
import type { LiveResult, Output, Wanted } from "./wanted";
import { type Looked, WithNoise } from "./with-noise";

/** Amplitudes times operations that a tick may touch: some seconds. */
const MOST_WORK = 2 ** 33;
/** Engines of columns are kept while they fit in this, at least a few and never very many. */
const MOST_KEPT_BYTES = 512 * 2 ** 20;
/** State, spare state, probabilities and diagonal of the observable, by the size of a state. */
const BUFFERS = 3;
const FEWEST_SOURCES = 4;
const MOST_SOURCES = 64;
/** What spends the state comes last. */
const LATE: ReadonlySet<Wanted["kind"]> = new Set(["gradient", "curve"]);

/** What tells the end of the circuit. */
const END: Wanted = { kind: "probabilities" };

const NOTHING: ReadonlySet<string> = new Set();
/** What takes long is prepared when no ask has come for this long. */
const REST_MILLISECONDS = 200;

/** Takes asks one after the other; replies go to `post`. Between them it prepares what is still lacking. */
export function createHandler(post: Post): (ask: ToWorker) => Promise<void> {
  const bench = new Simulation(post);
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    const { lacking } = bench;
    if (waiting || lacking === "nothing") return;
    timer = setTimeout(
      () => {
        bench.prepare();
        rest();
      },
      lacking === "quick" ? 0 : REST_MILLISECONDS,
    );
  };
  return (ask) => {
    clearTimeout(timer);
    waiting += 1;
    last = last
      .then(() => bench.take(ask))
      .finally(() => {
        waiting -= 1;
        rest();
      });
    return last;
  };
}

type Tick = Extract<ToWorker, { readonly say: "tick" }>;

class Simulation {
  private module: WebAssembly.Module | null = null;
  private broken: string | null = null;
  private circuit: CircuitBody | null = null;
  /** The diagram whose map was asked for last. */
  private diagram: DiagramBody | null = null;
  private observable: readonly (readonly [string, number])[] = [];
  private terms: readonly PauliTerm[] | null = null;
  private wanted: readonly (readonly [string, Wanted])[] = [];
  private named: ReadonlyMap<string, number> = new Map();
  private grabbed: string | null = null;
  private limit = 20;
  private run: number | null = null;
  private sources = new Map<number, Source>();
  private readonly noise = new WithNoise();
  private parameters: readonly string[] = [];
  private values = new Float64Array();
  private revision = -1;

  constructor(private readonly post: Post) {}

  async take(ask: ToWorker): Promise<void> {
    switch (ask.say) {
      case "start":
        await this.start(ask.wasm);
        return;
      case "beyond":
        return;
      case "tick":
        this.tick(ask);
        return;
      case "sample":
        this.sample(ask.id, ask.shots, ask.seed);
        return;
      case "place":
        if (this.module) this.post({ say: "placed", id: ask.id, shapes: place(this.module, ask.plan) }, []);
        else this.post({ say: "refused", id: ask.id, why: this.broken ?? "The engine is not here yet." }, []);
        return;
      case "map":
        this.map(ask);
        return;
      case "costs":
        this.costs(ask);
        return;
      default:
        exhausted(ask);
    }
  }

  private costs({ id, circuit, noise, values }: Extract<ToWorker, { readonly say: "costs" }>): void {
    try {
      if (!this.module) throw new Refusal("TooLarge", this.broken ?? "The engine is not here yet.");
      const parameters = parametersOf(circuit);
      const named = namedValues(values);
      const numbers = Float64Array.from(parameters, (name) => named.get(name) ?? 0);
      this.post({ say: "costed", id, costs: gateCosts(this.module, circuit, noise, parameters, numbers) }, []);
    } catch (error) {
      this.post({ say: "refused", id, why: this.excuse(error) }, []);
    }
  }

  private map({ id, body, values }: Extract<ToWorker, { readonly say: "map" }>): void {
    this.diagram = body ?? this.diagram;
    const map = this.diagram ? scaledMap(this.diagram, namedValues(values)) : new Refusal("Unsupported", "No diagram.");
    if (map instanceof Refusal) this.post({ say: "refused", id, why: map.message }, []);
    else this.post({ say: "mapped", id, map }, [map.re.buffer as ArrayBuffer, map.im.buffer as ArrayBuffer]);
  }

  private async start(wasm: Uint8Array): Promise<void> {
    try {
      this.module = await loadEngine(wasm);
    } catch (error) {
      this.broken =
        error instanceof Refusal
          ? error.message
          : `The engine could not be started here, so live simulation is off (${String(error)}).`;
    }
    this.post({ say: "ready", runs: this.broken === null }, []);
  }

  private tick(tick: Tick): void {
    const started = performance.now();
    this.adopt(tick);
    this.answer(tick.id, started);
  }

  private answer(id: number | null, started: number): void {
    let result: LiveResult;
    try {
      result = this.state(started);
    } catch (error) {
      const atValues = error instanceof Refusal && error.kind === "InvalidAngle";
      result = { kind: "off", revision: this.revision, why: this.excuse(error), atValues };
    }
    this.post({ say: "result", id, result }, buffersOf(result));
  }

  /** What grabbed sources still lack. */
  get lacking(): Source["lacking"] {
    const found = [...this.sources.values()].map((source) => source.lacking);
    if (found.includes("quick") || this.noise.lacks) return "quick";
    return found.includes("slow") ? "slow" : "nothing";
  }

  /** Prepares a little; tells what is whole once a kind is. */
  prepare(): void {
    if (this.noise.lacks) {
      const started = performance.now();
      this.noise.prepare();
      this.answer(null, started);
      return;
    }
    const before = this.lacking;
    try {
      [...this.sources.values()].find((source) => source.lacking === before)?.prepare();
    } catch (error) {
      this.sources.clear();
      this.excuse(error);
    }
    if (before !== "nothing" && this.lacking !== before) this.answer(null, performance.now());
  }

  /** A refusal's sentence; memory that ran out, too, is no reason to stop for good. */
  private excuse(error: unknown): string {
    if (error instanceof Refusal) return error.message;
    this.sources.clear();
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) {
      return "This browser gives the simulation no more memory. Simulate fewer qubits, or close other tabs.";
    }
    throw error;
  }

  private adopt(tick: Tick): void {
    this.revision = tick.revision;
    if (tick.limit !== undefined) this.limit = tick.limit;
    if (tick.wanted) this.wanted = tick.wanted;
    if (tick.values) this.named = namedValues(tick.values);
    if (tick.grabbed !== undefined) this.grabbed = tick.grabbed;
    if (tick.circuit !== undefined) {
      this.circuit = tick.circuit;
      this.parameters = tick.circuit ? parametersOf(tick.circuit) : [];
    }
    if (tick.observable) this.observable = tick.observable;
    if (tick.run !== undefined) this.run = tick.run;
    const same = tick.circuit === undefined && !tick.observable && tick.run === undefined;
    if (!same) this.sources.clear();
    if (tick.noise !== undefined) this.noise.set(tick.noise, tick.exact ?? USUAL_EXACT);
    else if (!same) this.noise.clear();
    this.values = Float64Array.from(this.parameters, (name) => this.named.get(name) ?? 0);
  }

  private state(started: number): LiveResult {
    const circuit = this.checked();
    this.terms = this.checkedTerms(circuit);
    const grabbed = this.grabbed === null ? -1 : this.parameters.indexOf(this.grabbed);
    const moved = new Set<Source>();
    const outputs = new Map<string, Output>();
    const looked = this.looked(circuit);
    this.noise.moveTo(looked, () => this.sourceAt(circuit, END));
    for (const late of [false, true]) {
      for (const [key, wanted] of this.wanted) {
        if (LATE.has(wanted.kind) !== late || this.noise.waits(wanted, looked)) continue;
        const source = this.sourceAt(circuit, wanted);
        if (!moved.has(source)) {
          source.moveTo(this.values, grabbed < 0 ? null : grabbed, () => this.readWith(circuit, wanted));
        }
        moved.add(source);
        const output = this.observableFault(circuit, wanted) ?? give(wanted, source);
        if (output) outputs.set(key, this.noise.of(wanted, columnOf(circuit, wanted), source, output, looked));
      }
    }
    const end = [...moved].find((source) => !source.program.isUnitary);
    return {
      kind: "state",
      revision: this.revision,
      parameters: this.parameters,
      values: this.values.slice(),
      outputs,
      stale: NOTHING,
      milliseconds: performance.now() - started,
      form: [...moved].some((source) => source.wasMixed) ? "moving" : "run",
      origin: this.noise.origin ?? end?.origin ?? EXACT,
      noise: this.noise.followed,
    };
  }

  private looked(circuit: CircuitBody): Looked {
    if (!this.module) throw new Error("A tick came before the engine.");
    const { module, parameters, values, terms, run } = this;
    return { module, circuit, parameters, values, terms, run, isHeld: this.grabbed !== null };
  }

  /** The circuit, if it can be followed live. */
  private checked(): CircuitBody {
    if (this.broken !== null) throw new Refusal("TooLarge", this.broken);
    if (!this.circuit) throw new Refusal("InvalidCircuit", "There is no circuit to simulate.");
    const why = aboveLimit(this.circuit.qubits.length, this.limit);
    if (why !== null) throw new Refusal("TooLarge", why);
    return this.circuit;
  }

  private checkedTerms(circuit: CircuitBody): readonly PauliTerm[] | null {
    const [first] = this.observable;
    if (!first || first[0].length !== circuit.qubits.length) return null;
    return pauliTerms(this.observable);
  }

  private observableFault(circuit: CircuitBody, wanted: Wanted): Output | null {
    const [first] = this.observable;
    const needed = wanted.kind === "energy" || wanted.kind === "gradient" || wanted.kind === "curve";
    if (!needed || !first || first[0].length === circuit.qubits.length) return null;
    const why =
      `The observable is on ${first[0].length} qubits and the circuit on ${circuit.qubits.length}. ` +
      "Choose one that fits.";
    return { kind: "refused", why };
  }

  /** All that is read off the state that `wanted` is of. */
  private readWith(circuit: CircuitBody, wanted: Wanted): readonly Wanted[] {
    const column = columnOf(circuit, wanted);
    return this.wanted
      .map(([, each]) => each)
      .filter((each) => columnOf(circuit, each) === column && isReadable(each, circuit.qubits.length))
      .filter((each) => this.observableFault(circuit, each) === null);
  }

  /** The source of a column; all columns from the last one on share one. */
  private sourceAt(circuit: CircuitBody, wanted: Wanted): Source {
    const column = columnOf(circuit, wanted);
    const known = this.sources.get(column);
    if (known) return known;
    if (!this.module) throw new Error("A tick came before the engine.");
    const program = compile(circuit, {
      parameters: this.parameters,
      column: column === Infinity ? null : column,
    });
    const work = program.operations.length * 2 ** program.numQubits;
    if (work > MOST_WORK) {
      throw new Refusal(
        "TooLarge",
        `${program.operations.length.toLocaleString("en")} operations on ${program.numQubits} qubits are too many to ` +
          "follow live. Use fewer qubits or fewer gates. Editing goes on.",
      );
    }
    const source = new Source(this.module, program, this.terms, this.run);
    this.makeRoom(program.numQubits, column);
    this.sources.set(column, source);
    return source;
  }

  private makeRoom(numQubits: number, column: number): void {
    const fitting = Math.floor(MOST_KEPT_BYTES / (BUFFERS * stateBytes(numQubits)));
    const most = Math.min(MOST_SOURCES, Math.max(FEWEST_SOURCES, fitting));
    for (const key of [...this.sources.keys()]) {
      if (this.sources.size < most) return;
      if (key !== Infinity && key !== column) this.sources.delete(key);
    }
  }

  private sample(id: number, shots: number, seed: number): void {
    try {
      const circuit = this.checked();
      if (!this.module) throw new Error("A sample was asked for before the engine came.");
      const source = this.sourceAt(circuit, { kind: "probabilities" });
      if (source.program.isUnitary) source.moveTo(this.values, null);
      const noisy = this.noise.sample(this.looked(circuit), () => source, checkedShots(shots), seed);
      const options = { shots, seed, values: this.values, noisy };
      this.post({ say: "sampled", id, drawn: sample(circuit, source, this.module, options) }, []);
    } catch (error) {
      this.post({ say: "refused", id, why: this.excuse(error) }, []);
    }
  }
}

/** Where the state is taken: Infinity from the last column on, -1 before the first. */
export function columnOf(circuit: CircuitBody, wanted: Wanted): number {
  const asked = "column" in wanted ? wanted.column : undefined;
  if (asked === undefined || asked >= columnsOf(circuit.operations).length - 1) return Infinity;
  return Math.max(-1, asked);
}

export function namedValues({ names, numbers }: Values): ReadonlyMap<string, number> {
  return new Map(names.map((name, k) => [name, numbers[k] ?? 0]));
}

/** The buffers of a result, each once: they leave this side. */
export function buffersOf(result: LiveResult): readonly ArrayBuffer[] {
  if (result.kind === "off") return [];
  const found = new Set<ArrayBuffer>();
  const take = (value: unknown): void => {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  };
  take(result.values);
  for (const output of result.outputs.values()) {
    Object.values(output).forEach(take);
    if (output.kind !== "refused" && output.ideal) Object.values(output.ideal).forEach(take);
  }
  return [...found];
}
