/** The other side of the live loop above the live limit: asks in, replies out, in a worker of its own. */

import type { CircuitBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import type { Channels } from "../document/noise";
import { loadBeyond } from "./beyond";
import type { Wish } from "./choice";
import { loadEngine } from "./engine";
import { buffersOf, columnOf, namedValues } from "./handler";
import type { Post, ToWorker } from "./messages";
import { EXACT, type Origin } from "./origin";
import type { LiveResult, Output, Wanted } from "./wanted";
import { WideState } from "./wide";

/** Derivatives that take longer follow when nothing moves. */
const IN_TICK_MILLISECONDS = 12;
const SLICE_MILLISECONDS = 12;
/** How far it is comes so often. */
const TELL_MILLISECONDS = 400;
const NONE: ReadonlySet<string> = new Set();

export function createWideHandler(post: Post): (ask: ToWorker) => Promise<void> {
  const bench = new WideSimulation(post);
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    if (waiting || !bench.lacks) return;
    timer = setTimeout(() => {
      bench.prepare();
      rest();
    });
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

class WideSimulation {
  private module: WebAssembly.Module | null = null;
  private beyond: WebAssembly.Module | null = null;
  private broken = "";
  private circuit: CircuitBody | null = null;
  private observable: readonly (readonly [string, number])[] = [];
  private wanted: readonly (readonly [string, Wanted])[] = [];
  private named: ReadonlyMap<string, number> = new Map();
  private noise: Channels | null = null;
  private limit = 20;
  private wish: Wish = "auto";
  private state: WideState | null = null;
  private revision = -1;
  private told = 0;
  /** Is something wanted that takes longer than a tick? */
  lacks = false;

  constructor(private readonly post: Post) {}

  async take(ask: ToWorker): Promise<void> {
    if (ask.say === "start") await this.start(ask.wasm);
    else if (ask.say === "beyond") this.beyond = await loadBeyond(ask.wasm).catch(() => null);
    else if (ask.say === "tick") this.tick(ask);
    else this.post({ say: "refused", id: ask.id, why: "Shots of so many qubits are not drawn here." }, []);
  }

  private async start(wasm: Uint8Array): Promise<void> {
    try {
      this.module = await loadEngine(wasm);
    } catch (error) {
      this.broken =
        error instanceof Refusal ? error.message : `The engine could not be started here (${String(error)}).`;
    }
    this.post({ say: "ready", runs: !this.broken }, []);
  }

  private tick(tick: Tick): void {
    const started = performance.now();
    this.adopt(tick);
    this.answer(tick.id, started);
  }

  private adopt(tick: Tick): void {
    this.revision = tick.revision;
    const fresh =
      tick.circuit !== undefined || tick.observable || tick.limit !== undefined || tick.engine !== undefined;
    if (tick.circuit !== undefined) this.circuit = tick.circuit;
    if (tick.observable) this.observable = tick.observable;
    if (tick.limit !== undefined) this.limit = tick.limit;
    if (tick.engine !== undefined) this.wish = tick.engine;
    if (tick.wanted) this.wanted = tick.wanted;
    if (tick.values) this.named = namedValues(tick.values);
    if (tick.noise !== undefined) this.noise = tick.noise;
    if (fresh) this.state = null;
  }

  /** Works a little on what takes long; tells all once that is whole. */
  prepare(): void {
    try {
      const done = this.state?.prepare(SLICE_MILLISECONDS);
      const now = performance.now();
      if (!done && now - this.told < TELL_MILLISECONDS) return;
      this.answer(null, now);
    } catch (error) {
      this.lacks = false;
      this.excuse(error);
    }
  }

  private answer(id: number | null, started: number): void {
    this.told = started;
    let result: LiveResult;
    try {
      // The energy of another circuit stands before all else is begun.
      const isFirst = id !== null && !this.state && this.wanted.some(isEnergy);
      result = this.result(started, isFirst);
    } catch (error) {
      this.lacks = false;
      result = { kind: "off", revision: this.revision, why: this.excuse(error) };
    }
    this.post({ say: "result", id, result }, buffersOf(result));
  }

  private excuse(error: unknown): string {
    if (error instanceof Refusal) return error.message;
    this.state = null;
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) {
      return "This browser gives the simulation no more memory. Close other tabs, or simulate fewer qubits.";
    }
    throw error;
  }

  private result(started: number, isFirst: boolean): LiveResult {
    const { circuit, module } = this;
    if (this.broken || !module) throw new Refusal("TooLarge", this.broken);
    if (!circuit) throw new Refusal("InvalidCircuit", "There is no circuit to simulate.");
    const { observable, wish, beyond } = this;
    const state = (this.state ??= new WideState(module, { circuit, observable, most: this.limit, wish, beyond }));
    const values = Float64Array.from(state.parameters, (name) => this.named.get(name) ?? 0);
    state.moveTo(values);
    const outputs = new Map<string, Output>();
    const put = (key: string, wanted: Wanted): boolean => {
      const output = state.give(wanted, columnOf(circuit, wanted));
      if (output) outputs.set(key, this.noise && output.kind !== "refused" ? withoutNoise(output) : output);
      return output !== null && !(output.kind !== "refused" && output.isPartial);
    };
    const alone = isFirst && this.wanted.filter(isEnergy).every((each) => put(...each));
    let late = this.wanted.filter((each) => (alone ? !isEnergy(each) : !put(...each)));
    // What is prepared may ask for more that is: derivatives of a polynomial that is just whole.
    for (let k = 0; k < 2 && !alone && late.length; k++) {
      const isWhole = state.prepare(IN_TICK_MILLISECONDS);
      late = late.filter((each) => !put(...each));
      if (!isWhole) break;
    }
    this.lacks = late.length > 0;
    const { choice, waits } = state;
    if (waits) {
      for (const [key, { kind }] of late) if (kind !== "bloch") outputs.set(key, { kind: "refused", why: waits });
    }
    const energy = outputs.get("energy");
    const origin: Origin = energy && energy.kind !== "refused" ? energy.origin : (originOf(outputs) ?? EXACT);
    return {
      kind: "state",
      revision: this.revision,
      parameters: state.parameters,
      values: values.slice(),
      outputs,
      stale: NONE,
      milliseconds: performance.now() - started,
      form: "run",
      origin,
      noise: this.noise && {
        kind: "off",
        why: `Noise is not followed on more than ${this.limit} qubits. Numbers are without noise.`,
      },
      choice,
    };
  }
}

function isEnergy([, { kind }]: readonly [string, Wanted]): boolean {
  return kind === "energy";
}

function originOf(outputs: ReadonlyMap<string, Output>): Origin | null {
  for (const output of outputs.values()) if (output.kind !== "refused") return output.origin;
  return null;
}

function withoutNoise(output: Exclude<Output, { readonly kind: "refused" }>): Output {
  return { ...output, origin: { ...output.origin, isIdeal: true } };
}
