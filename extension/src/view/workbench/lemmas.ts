/** The lemmas that are rules here: those of the document's proof, and of the person's rulebook. */

import { useMemo } from "preact/hooks";
import { type DiagramBody, type Document, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { type Lemma, lemmasOf } from "../../document/lemmas";
import { withoutProof } from "../../document/proof";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { RuleRow } from "../../rewriting";
import { lemmaRows } from "../../rewriting/lemmas";
import { askLong } from "./ask-long";
import { Cell, usePart } from "./cell";
import { slot } from "./slot";
import { useWorkbench, type Workbench } from "./workbench";

/** Those of the rulebook; null until it was asked for. */
export const RULEBOOK = slot(() => new Cell<readonly Lemma[] | null>(null));

/** A run of steps, or the drawing and another, that is to be called a lemma. */
export type Naming =
  | { readonly kind: "steps"; readonly from: string; readonly to: string }
  | { readonly kind: "drawings" };

/** The form for a new lemma, where it is open. */
export const NAMING = slot(() => new Cell<Naming | null>(null));

/** Asks for the rulebook once. */
export function wantRulebook(bench: Workbench): void {
  const cell = bench.at(RULEBOOK);
  if (cell.value || !bench.asker.can("rulebook")) return;
  cell.set([]);
  void askRulebook(bench, "");
}

/** Asks for the rulebook, without one lemma where it is named. */
export async function askRulebook(bench: Workbench, remove: string): Promise<void> {
  const answer = await bench.asker.ask<"rulebook">({ ask: "rulebook", remove });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind === "done") bench.at(RULEBOOK).set(lemmasIn(answer.result.document));
}

/** The lemmas that an answer holds. */
export function lemmasIn(text: string): readonly Lemma[] {
  const made = attempt(() => lemmasOf(loads(text)));
  return "value" in made ? made.value : [];
}

/** Each lemma once: the document's before one of the same name in the rulebook. */
export function knownLemmas(document: Document, book: readonly Lemma[] | null): readonly Lemma[] {
  const own = lemmasOf(document);
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...(book ?? []).filter(({ name }) => !names.has(name))];
}

export function useLemmaRows(): readonly RuleRow[] {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const book = usePart(bench.at(RULEBOOK), (now) => now);
  const known = knownLemmas(document, book);
  return useMemo(() => known.flatMap(lemmaRows), known);
}

/** The lemma that a step of a proof names; null where it names none that is known. */
export function lemmaNamed(bench: Workbench, rule: string): Lemma | null {
  if (!rule.startsWith("lemma:")) return null;
  const known = knownLemmas(bench.state.document, bench.at(RULEBOOK).value);
  return known.find(({ name }) => `lemma:${name}` === rule) ?? null;
}

/** How a lemma was found, in the words of verdicts. */
export function lemmaVerdict({ exact, points }: Lemma): string {
  if (exact) return "proved for all values";
  return points ? `equal at ${points} points` : "not compared yet";
}

/** Puts a lemma of the document into the person's rulebook, where it is verified once more. */
export async function keepLemma(bench: Workbench, { name, left, right }: Lemma): Promise<void> {
  const text = (body: DiagramBody): string => dumps(withBody(withoutProof(bench.state.document), body));
  const question = { ask: "lemma", left: text(left), right: text(right), name, part: false, keep: true } as const;
  if (await askLong(bench, "Comparing the two sides", question)) await askRulebook(bench, "");
}
