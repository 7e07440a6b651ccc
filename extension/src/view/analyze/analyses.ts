/** Figures for the cards: what is known of each, and what is on its way. */

import { useEffect, useReducer, useRef } from "preact/hooks";

import type { Document } from "../../document/circuit";
import type { Figure } from "../../port";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { makeHere } from "./here";
import { Analyses, type Going } from "./queue";
import type { AnalysisRow, Outcome, Want } from "./wanted";

const HELD = slot(() => ({ analyses: null as Analyses | null }));

export function analysesOf(bench: Workbench): Analyses {
  const held = bench.at(HELD);
  held.analyses ??= new Analyses(bench.asker, (want, options, tell) => makeHere(bench, want, options, tell));
  return held.analyses;
}

/** Draws again with what is known and what is on its way. */
export function useAnalyses(): Analyses {
  const analyses = analysesOf(useWorkbench());
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => analyses.subscribe(() => draw(0)), [analyses]);
  return analyses;
}

export interface Known {
  readonly want: Want;
  readonly outcome: Outcome | null;
  readonly going: Going | null;
  /** The figure that is known, or while it is not what there is of it, or the one before. */
  readonly figure: Figure | null;
  readonly isOld: boolean;
}

/** A figure: wanted while `active`. */
export function useFigure(row: AnalysisRow, document: Document, seed: number, place: number, active: boolean): Known {
  const analyses = useAnalyses();
  const want: Want = { row, document, seed, place };
  const key = analyses.keyOf(want);
  const { body } = document;
  useEffect(() => (active ? analyses.want(want) : undefined), [analyses, body, key, active]);
  const outcome = analyses.outcome(want);
  const last = useRef<Figure | null>(null);
  if (outcome?.kind === "figure") last.current = outcome.figure;
  const isOld = outcome?.kind !== "figure";
  const going = analyses.runs(want);
  return { want, outcome, going, figure: isOld ? (going?.figure ?? last.current) : last.current, isOld };
}
