/** Growing an ansatz in Python: the drawing grows as it is told of gates, and all of them are one step. */

import type { PoolRow } from "../../document/catalog.generated";
import { type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { noiseOf } from "../../document/noise";
import type { OptionValue } from "../../document/options";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { GrownGate } from "../../port";
import { count } from "../../scene/describe";
import { IDLE } from "../../state/state";
import { aside } from "../../state/transaction";
import { Trace } from "../../tools/trace";
import { Cell } from "../workbench/cell";
import { takeResult } from "../workbench/results";
import { slot } from "../workbench/slot";
import { ZOOM } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import { begun, type Run, stopOptimizing, stopPlaying } from "./tuning";

/** An ansatz that grows, or the last one that did. */
export interface Growth {
  readonly gates: readonly GrownGate[];
  /** The energy before the first of them; null until it ended. */
  readonly start: number | null;
  /** Its energies by gate, as the plot takes them. */
  readonly run: Run;
  /** Why it ended, in a sentence; empty while it grows. */
  readonly why: string;
}

export const GROWTH = slot(() => new Cell<Growth | null>(null));

export interface Grow {
  readonly pool: PoolRow;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** From what is drawn, or in place of it. */
  readonly onward: boolean;
  readonly most: number;
}

/** Which pools fit the document's observable; those that need electrons, where its problem tells of them. */
export function fittingPools(bench: Workbench, document: Document): readonly PoolRow[] {
  const electrons = (bench.ui.value.problem?.sector ?? "") !== "";
  const labels = [...(document.observable?.keys() ?? [])];
  const diagonal = labels.every((label) => /^[IZ]*$/.test(label));
  return bench.ui.value.catalog.pool.filter(({ needs }) =>
    needs === "electrons" ? electrons : needs === "diagonal" ? diagonal : true,
  );
}

/** Grows until it ends or is stopped; what there is then is put in. */
export function grow(bench: Workbench, chosen: Grow): void {
  stopPlaying(bench);
  stopOptimizing(bench);
  const growing = new Growing(bench, bench.state.document, chosen);
  queueMicrotask(() => void growing.ask());
}

class Growing {
  private gates: readonly GrownGate[] = [];
  private reached: Document | null = null;
  private start: number | null = null;
  private readonly trace = new Trace();
  private open = true;
  private readonly isNoisy: boolean;
  private readonly left: () => void;

  constructor(
    private readonly bench: Workbench,
    private readonly of: Document,
    private readonly chosen: Grow,
  ) {
    this.isNoisy = noiseOf(of)?.on ?? false;
    bench.ui.patch({ optimizing: true, message: null });
    this.busy(`${chosen.pool.title}: starting`, null);
    this.keep("");
    this.left = bench.editor.subscribe(() => {
      if (bench.state.document !== of) queueMicrotask(() => this.open && stopOptimizing(bench));
    });
    begun(bench, { end: () => this.end(`Stopped after ${count(this.gates.length, "gate")}.`), hold: null });
  }

  async ask(): Promise<void> {
    const { bench, of } = this;
    const { pool, options, onward, most } = this.chosen;
    const question = { ask: "adapt", document: dumps(of), pool: pool.name, options, onward, max_gates: most } as const;
    const answer = await bench.asker.ask<"adapt">(question, ({ message, fraction, so_far }) => {
      if (!this.open) return;
      this.busy(message, fraction);
      if (so_far?.grown) this.add(so_far.grown.gate, so_far.grown.document);
    });
    if (!this.open) return;
    if (answer.kind === "failed") {
      bench.say("error", answer.error.message);
      this.end(answer.error.message);
    } else if (answer.kind === "done") {
      this.start = answer.result.start_energy;
      this.end(answer.result.why);
    } else stopOptimizing(bench);
  }

  /** One more gate: it is drawn, unless a person drags something. */
  private add(gate: GrownGate, text: string): void {
    const { bench, of } = this;
    const read = attempt(() => loads(text));
    if ("refusal" in read) return;
    this.gates = [...this.gates, gate];
    this.trace.add(gate.energy);
    // The problem is the same, so nothing that is known of it is asked again.
    const { body, parameters } = read.value;
    this.reached = { ...of, body, parameters };
    const { document: now, tool } = bench.state;
    if (now === of && tool === IDLE) bench.dispatch(aside("ansatz.grow", { preview: this.reached }));
    this.keep("");
  }

  private busy(title: string, fraction: number | null): void {
    this.bench.ui.patch({ busy: { title, fraction, cancel: () => stopOptimizing(this.bench) } });
  }

  private keep(why: string): void {
    const { pool, most } = this.chosen;
    const body = this.reached?.body ?? this.of.body;
    const run: Run = {
      id: 0,
      title: pool.title,
      trace: this.trace,
      body,
      observable: this.of.observable,
      names: [],
      seed: 0,
      shots: 0,
      cost: "energy",
      noise: this.isNoisy ? "without" : "off",
      hasIdeal: false,
      result: null,
      total: most,
      state: why ? "ended" : "running",
      ended: why,
      reached: this.reached,
      left: null,
      origin: null,
    };
    this.bench.at(GROWTH).set({ gates: this.gates, start: this.start, run, why });
  }

  private end(why: string): void {
    const { bench, of, reached } = this;
    if (!this.open) return;
    this.open = false;
    this.left();
    bench.asker.cancel("adapt");
    begun(bench, { end: () => undefined, hold: null });
    this.keep(why);
    bench.ui.patch({ optimizing: false, busy: null });
    if (reached) {
      const finish = (): void => bench.at(ZOOM).value?.fit();
      takeResult(bench, { title: "Grown ansatz", of, document: reached, intent: "ansatz.grow", finish });
    } else if (bench.state.preview) bench.dispatch(aside("ansatz.grow", { preview: null }));
  }
}

/** Has the drawing gates to go on from? */
export function hasGates(document: Document): boolean {
  return isCircuit(document.body) && document.body.operations.size > 0;
}
