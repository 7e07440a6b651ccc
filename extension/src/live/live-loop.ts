/**
 * The live loop as the page sees it: circuit, values and wanted outputs in, results out.
 *
 *     const live = startLive(20);                         // in `bundled.ts`; createLiveLoop({ wasm, spawn }) elsewhere
 *     const stop = live.onResult((result) => …);          // one listener or more; each returns its clean-up
 *     live.setCircuit(body, revision);                    // null for a diagram; revision: any growing number
 *     live.setObservable(document.observable ?? null);    // labels as in the document
 *     live.setValues(values);                             // by name; a name without a value counts as 0
 *     live.request({ bars: { kind: "probabilities", most: 4096 }, d7: { kind: "bloch", qubits: [2], column: 4 } });
 *     live.grab("theta"); live.setValues(…); live.release();
 *
 * Setters are cheap and may be called in any order and number: what they change goes out together, a
 * microtask later. One tick is open; whatever changes meanwhile waits as one request, the newest of each.
 * Results of an old revision are dropped, so a result always fits the circuit last set; its `values` say
 * which point it is of. Outputs come under the keys of the request that was newest when the tick went out.
 * Where there is no state, a result of kind "off" says why.
 *
 * `grab` on pointer down, before the first move: the states that a slider mixes are taken then. Values of
 * other parameters may change while one is grabbed (play); that only costs the advantage.
 */

import type { CircuitBody, DiagramBody } from "../document/circuit";
import { exhausted } from "../document/errors";
import type { Channels } from "../document/noise";
import type { DenseMap } from "../rewriting/tensor";
import type { Wish } from "./choice";
import type { Costs } from "./costs";
import type { FromWorker, ToWorker } from "./messages";
import type { Plan } from "./placing";
import { aboveLimit, MOST_WIDE_ITEMS, USUAL_EXACT } from "./sizes";
import type { Hand, Spawn } from "./spawn";
import type { LiveResult, Output, Samples, Wanted } from "./wanted";

/** A tick open this long gives way to a new circuit: its worker is replaced. */
const PATIENCE_MILLISECONDS = 1_500;

export interface LiveOptions {
  /** Bytes of engine.wasm, plain or deflated. */
  readonly wasm: Uint8Array;
  readonly spawn: Spawn;
  /** Qubits up to which the state is followed; 20 when left out. */
  readonly limit?: number;
  /** Does `spawn` answer ticks of circuits above the limit too? */
  readonly isWide?: boolean;
}

export interface LiveLoop {
  setCircuit(body: CircuitBody | null, revision: number): void;
  setObservable(observable: ReadonlyMap<string, number> | null): void;
  setValues(values: ReadonlyMap<string, number>): void;
  setLimit(limit: number): void;
  /** Above the limit: which engine finds the numbers. */
  setEngine(wish: Wish): void;
  /** Follow one run, by its seed, of a circuit that measures, resets or branches inside; null for all branches. */
  setRun(seed: number | null): void;
  /** Look at the circuit with this noise, exactly up to so many qubits; null for none. */
  setNoise(channels: Channels | null, exact?: number): void;
  /** From now on this parameter alone moves. */
  grab(name: string): void;
  release(): void;
  /** What results hold from now on, by keys of the caller's choice. */
  request(outputs: Readonly<Record<string, Wanted>>): void;
  /** Shots of the circuit as it is now. Rejects with a sentence when they cannot be drawn. */
  sample(shots: number, seed: number): Promise<Samples>;
  /** Shapes of a diagram where they belong. Rejects with a sentence when they cannot be placed. */
  place(plan: Plan): Promise<Float64Array>;
  /** The map of a diagram at values of its parameters. Rejects with a sentence when it is too wide. */
  map(body: DiagramBody, values: ReadonlyMap<string, number>): Promise<DenseMap>;
  /** What the noise of each gate costs at these values. Rejects with a sentence when it cannot be told. */
  costs(circuit: CircuitBody, noise: Channels, values: ReadonlyMap<string, number>): Promise<Costs>;
  onResult(listener: (result: LiveResult) => void): () => void;
  /** Stops the worker; no result comes afterwards. */
  dispose(): void;
}

type Tick = Extract<ToWorker, { readonly say: "tick" }>;
type Changes = { -readonly [K in keyof Omit<Tick, "say" | "id" | "revision">]?: Tick[K] };

interface WaitingSample {
  readonly shots: number;
  readonly seed: number;
  readonly resolve: (samples: Samples) => void;
  readonly reject: (error: Error) => void;
}

interface WaitingPlan {
  readonly resolve: (shapes: Float64Array) => void;
  readonly reject: (error: Error) => void;
}

interface WaitingCosts {
  readonly resolve: (costs: Costs) => void;
  readonly reject: (error: Error) => void;
}

interface WaitingMap {
  readonly resolve: (map: DenseMap) => void;
  readonly reject: (error: Error) => void;
}

export function createLiveLoop(options: LiveOptions): LiveLoop {
  return new Loop(options);
}

class Loop implements LiveLoop {
  private readonly placing = new Map<number, WaitingPlan>();
  private readonly mapping = new Map<number, WaitingMap>();
  private readonly costing = new Map<number, WaitingCosts>();
  /** The diagram that the worker has. */
  private mapped: DiagramBody | null = null;
  private hand: Hand | null = null;
  /** All that was set, to start another worker with. */
  private readonly all: Changes = {};
  /** What the worker does not know yet. */
  private changes: Changes = {};
  private revision = -1;
  private open: { readonly id: number; readonly since: number } | null = null;
  private scheduled = false;
  private disposed = false;
  private lastId = 0;
  /** The worker broke; only another circuit starts one again. */
  private broken = false;
  /** The revision that was said to be above the limit. */
  private refused = NaN;
  /** Outputs of the newest result, by key; they stand in for those that are being prepared. */
  private newest: ReadonlyMap<string, Output> = new Map();
  private readonly listeners = new Set<(result: LiveResult) => void>();
  private waiting: WaitingSample[] = [];
  private readonly drawing = new Map<number, WaitingSample>();

  constructor(private readonly options: LiveOptions) {
    this.change({ limit: options.limit ?? 20 });
  }

  setCircuit(body: CircuitBody | null, revision: number): void {
    this.revision = revision;
    this.broken = false;
    this.newest = new Map();
    if (this.open && performance.now() - this.open.since > PATIENCE_MILLISECONDS) this.stop();
    this.change({ circuit: body });
  }

  setObservable(observable: ReadonlyMap<string, number> | null): void {
    this.change({ observable: observable ? [...observable] : [] });
  }

  setValues(values: ReadonlyMap<string, number>): void {
    this.change({ values: { names: [...values.keys()], numbers: Float64Array.from(values.values()) } });
  }

  setLimit(limit: number): void {
    this.refused = NaN;
    this.change({ limit });
  }

  setEngine(wish: Wish): void {
    this.change({ engine: wish });
  }

  setRun(seed: number | null): void {
    this.change({ run: seed });
  }

  setNoise(channels: Channels | null, exact = USUAL_EXACT): void {
    this.change({ noise: channels, exact });
  }

  grab(name: string): void {
    this.change({ grabbed: name });
  }

  release(): void {
    this.change({ grabbed: null });
  }

  request(outputs: Readonly<Record<string, Wanted>>): void {
    this.newest = new Map();
    this.change({ wanted: Object.entries(outputs) });
  }

  sample(shots: number, seed: number): Promise<Samples> {
    return new Promise((resolve, reject) => {
      if (this.disposed || this.broken) {
        reject(new Error("The simulation is not running."));
        return;
      }
      this.waiting.push({ shots, seed, resolve, reject });
      this.schedule();
    });
  }

  place(plan: Plan): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new Error("The studio was closed."));
        return;
      }
      const id = ++this.lastId;
      this.placing.set(id, { resolve, reject });
      (this.hand ?? this.start()).send({ say: "place", id, plan });
    });
  }

  map(body: DiagramBody, values: ReadonlyMap<string, number>): Promise<DenseMap> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new Error("The studio was closed."));
        return;
      }
      const id = ++this.lastId;
      this.mapping.set(id, { resolve, reject });
      const hand = this.hand ?? this.start();
      const named = { names: [...values.keys()], numbers: Float64Array.from(values.values()) };
      hand.send({ say: "map", id, values: named, ...(body === this.mapped ? {} : { body }) });
      this.mapped = body;
    });
  }

  costs(circuit: CircuitBody, noise: Channels, values: ReadonlyMap<string, number>): Promise<Costs> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new Error("The studio was closed."));
        return;
      }
      const id = ++this.lastId;
      this.costing.set(id, { resolve, reject });
      const named = { names: [...values.keys()], numbers: Float64Array.from(values.values()) };
      (this.hand ?? this.start()).send({ say: "costs", id, circuit, noise, values: named });
    });
  }

  onResult(listener: (result: LiveResult) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  dispose(): void {
    this.disposed = true;
    this.listeners.clear();
    this.stop();
    this.rejectSamples("The simulation was closed.");
  }

  private change(changes: Changes): void {
    Object.assign(this.all, changes);
    Object.assign(this.changes, changes);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.disposed) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { circuit } = this.all;
    if (this.disposed || this.broken || circuit === undefined) return;
    const wide = this.options.isWide && circuit && circuit.operations.size <= MOST_WIDE_ITEMS;
    const why = wide ? null : aboveLimit(circuit?.qubits.length ?? 0, this.all.limit ?? 0);
    if (why !== null) {
      // Large circuits are not even handed over: that alone would take longer than a frame.
      this.rejectSamples(why);
      if (this.refused !== this.revision) this.tell({ kind: "off", revision: this.revision, why });
      this.refused = this.revision;
      return;
    }
    if (this.open) return;
    const hand = this.hand ?? this.start();
    if (Object.keys(this.changes).length) {
      const changes = this.changes;
      this.changes = {};
      this.open = { id: ++this.lastId, since: performance.now() };
      hand.send({ say: "tick", id: this.open.id, revision: this.revision, ...changes });
    }
    for (const sample of this.waiting.splice(0)) {
      const id = ++this.lastId;
      this.drawing.set(id, sample);
      hand.send({ say: "sample", id, shots: sample.shots, seed: sample.seed });
    }
  }

  private start(): Hand {
    const hand: Hand = this.options.spawn({
      onReply: (reply) => {
        if (this.hand === hand) this.hear(reply);
      },
      onFailure: (why) => {
        if (this.hand === hand) this.fail(why);
      },
    });
    this.hand = hand;
    hand.send({ say: "start", wasm: this.options.wasm });
    this.changes = { ...this.all };
    return hand;
  }

  private stop(): void {
    this.hand?.close();
    this.hand = null;
    for (const plan of this.placing.values()) plan.reject(new Error("The layout was stopped. Lay out once more."));
    this.placing.clear();
    for (const map of this.mapping.values()) map.reject(new Error("The simulation was stopped."));
    this.mapping.clear();
    for (const each of this.costing.values()) each.reject(new Error("The simulation was stopped."));
    this.costing.clear();
    this.mapped = null;
    this.open = null;
    this.changes = { ...this.all };
  }

  private hear(reply: FromWorker): void {
    switch (reply.say) {
      case "ready":
        return;
      case "result":
        // What was prepared in between is of an older point when a tick is open.
        if (reply.id !== (this.open?.id ?? null)) return;
        this.open = null;
        if (reply.result.revision === this.revision) this.tell(reply.result);
        this.flush();
        return;
      case "sampled": {
        const sample = this.drawing.get(reply.id);
        this.drawing.delete(reply.id);
        sample?.resolve({ ...reply.drawn, seed: sample.seed });
        return;
      }
      case "placed":
        this.placing.get(reply.id)?.resolve(reply.shapes);
        this.placing.delete(reply.id);
        return;
      case "mapped":
        this.mapping.get(reply.id)?.resolve(reply.map);
        this.mapping.delete(reply.id);
        return;
      case "costed":
        this.costing.get(reply.id)?.resolve(reply.costs);
        this.costing.delete(reply.id);
        return;
      case "refused":
        this.costing.get(reply.id)?.reject(new Error(reply.why));
        this.costing.delete(reply.id);
        this.mapping.get(reply.id)?.reject(new Error(reply.why));
        this.mapping.delete(reply.id);
        this.placing.get(reply.id)?.reject(new Error(reply.why));
        this.placing.delete(reply.id);
        this.drawing.get(reply.id)?.reject(new Error(reply.why));
        this.drawing.delete(reply.id);
        return;
      default:
        exhausted(reply);
    }
  }

  /** The worker broke: say so, and start another at the next change of the circuit. */
  private fail(why: string): void {
    const sentence = `The simulation stopped (${why}). It starts again when the circuit changes.`;
    this.stop();
    this.broken = true;
    this.rejectSamples(sentence);
    this.tell({ kind: "off", revision: this.revision, why: sentence });
  }

  private rejectSamples(why: string): void {
    for (const sample of [...this.waiting.splice(0), ...this.drawing.values()]) sample.reject(new Error(why));
    this.drawing.clear();
  }

  private tell(result: LiveResult): void {
    const whole = result.kind === "state" ? this.completed(result) : result;
    this.newest = whole.kind === "state" ? whole.outputs : new Map();
    for (const listener of [...this.listeners]) listener(whole);
  }

  /** The result with the newest known outputs in place of those that are being prepared. */
  private completed(result: Extract<LiveResult, { readonly kind: "state" }>): LiveResult {
    const outputs = new Map(result.outputs);
    const stale = new Set<string>();
    for (const [key] of this.all.wanted ?? []) {
      const known = this.newest.get(key);
      if (outputs.has(key) || !known) continue;
      outputs.set(key, known);
      stale.add(key);
    }
    return stale.size ? { ...result, outputs, stale } : result;
  }
}
