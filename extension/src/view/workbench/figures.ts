/** Figures that Python computes: asked once a drawing rests, one answer for all who show them. */

import { type CircuitBody, type DiagramBody, isCircuit } from "../../document/circuit";
import { gatesUsing, parametersOfItems } from "../../document/uses";
import type { FiguresResult } from "../../port";
import { Cell } from "./cell";
import { OVERLAY } from "./overlay";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

export interface FiguresState {
  /** What was asked about. */
  readonly body: CircuitBody | DiagramBody | null;
  readonly said: string;
  readonly result: FiguresResult | null;
}

export const FIGURES = slot(() => new Cell<FiguresState>({ body: null, said: "", result: null }));
/** The panel that shows all of them. */
export const FIGURES_TAB = "figures";

export type Rank = NonNullable<FiguresResult["rank"]>;
export type Redundant = Rank["redundant"][number];

const PAUSE = 900;
/** Above these, figures are asked for only where they are looked at. */
const MOST_QUBITS = 8;
const MOST_OPERATIONS = 400;

/** Asks again whenever the drawing has rested; values alone change no figure. */
export function watchFigures(bench: Workbench): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const ask = async (body: CircuitBody | DiagramBody): Promise<void> => {
    const here = (): boolean => bench.at(FIGURES).value.body === body;
    const answer = await bench.asker.ask<"figures">({ ask: "figures", document: bench.flush() }, ({ message }) => {
      if (here()) bench.at(FIGURES).patch({ said: message });
    });
    if (!here() || answer.kind === "cancelled") return;
    bench
      .at(FIGURES)
      .set(
        answer.kind === "done"
          ? { body, said: "", result: answer.result }
          : { body, said: answer.error.message, result: null },
      );
  };
  const follow = (): void => {
    const { body } = bench.state.document;
    const { tab, view } = bench.ui.value;
    const looked = tab === FIGURES_TAB || view === "analyze" || bench.at(OVERLAY).value === "redundancy";
    // Of a diagram they take an extraction, so they are asked for where they are looked at alone.
    if (!looked && !(isCircuit(body) && worthwhile(bench, body))) {
      drop();
      if (bench.at(FIGURES).value.body) bench.at(FIGURES).set({ body: null, said: "", result: null });
      return;
    }
    if (bench.at(FIGURES).value.body === body) return;
    drop();
    const can = bench.asker.can("figures");
    const absent = `Ranks and redundancy are computed in Python, and ${bench.noPython}.`;
    bench.at(FIGURES).set({ body, said: can ? "Computing…" : absent, result: null });
    if (can) timer = setTimeout(() => void ask(body), PAUSE);
  };
  const drop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    bench.asker.cancel("figures");
  };
  follow();
  const stops = [bench.editor.subscribe(follow), bench.ui.subscribe(follow), bench.at(OVERLAY).subscribe(follow)];
  return () => {
    drop();
    for (const stop of stops) stop();
  };
}

function worthwhile(bench: Workbench, body: CircuitBody): boolean {
  return (
    bench.state.document.parameters.length > 0 &&
    body.qubits.length <= MOST_QUBITS &&
    body.operations.size <= MOST_OPERATIONS
  );
}

/** The rank of a circuit when it is known, else null. */
export function rankOf(figures: FiguresState, body: unknown): Rank | null {
  return figures.body === body ? (figures.result?.rank ?? null) : null;
}

/** The gates or spiders that only redundant parameters turn. */
export function redundantGates(body: CircuitBody | DiagramBody, rank: Rank): ReadonlySet<string> {
  const names = new Set(rank.redundant.map(({ name }) => name));
  const ids = [...names].flatMap((name) => [...gatesUsing(body, name)]);
  return new Set(ids.filter((id) => [...parametersOfItems(body, new Set([id]))].every((name) => names.has(name))));
}

/** How many parameters are enough: those left after every redundant one has gone. */
export function numEnough(rank: Rank): number {
  return rank.num_parameters - rank.redundant.length;
}

/** How many move the map independently: its rank, which may be smaller than what is left. */
export function numIndependent(rank: Rank): number {
  return rank.unitary ?? numEnough(rank);
}

/** The same in words: a lower bound says so. */
export function independentText(rank: Rank): string {
  return `${rank.exact || numIndependent(rank) === rank.num_parameters ? "" : "≥ "}${numIndependent(rank)}`;
}
