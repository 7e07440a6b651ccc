/** The rule that is looked at before it is taken: on the drawing, in the film of a proof, in the table of figures. */

import { useEffect, useReducer } from "preact/hooks";
import { type DiagramBody, isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import type { Options, Preview } from "../../rewriting";
import { type StepVerdict, stepVerdict } from "../../rewriting/verdict";
import type { Asked, ToolState } from "../../state/state";
import { madeBy } from "../../tools/gestures";
import { Cell, usePart } from "./cell";
import { slot } from "./slot";
import { useWorkbench, type Workbench } from "./workbench";

/** A rule that is looked at: at a selection, or at all its places, of which a click takes one. */
export interface Looked {
  readonly rule: string;
  readonly options: Options;
  /** All places; null where there is one. */
  readonly places: readonly (readonly string[])[] | null;
  readonly made: Preview | null;
  /** Where it is looked at, where there is one place. */
  readonly selection: readonly string[];
}

/** Ms that the list of rules and the last preview took; null until there was one. */
export interface Times {
  readonly rules: number | null;
  readonly preview: number | null;
}

export const TIMES = slot(() => new Cell<Times>({ rules: null, preview: null }));

/** What something gives, and how many ms it took. */
export function timed<T>(make: () => T): readonly [T, number] {
  const begun = performance.now();
  const made = make();
  return [made, performance.now() - begun];
}

export const LOOKED = slot(() => new Cell<Looked | null>(null));

/** The rule that is looked at: by a gesture that is going on, else in the list. */
export function useLooked(): Looked | null {
  const bench = useWorkbench();
  const listed = usePart(bench.at(LOOKED), (now) => now);
  const asked = usePart(bench.editor, (e) => askedBy(e.state.tool));
  return lookedBy(bench, asked) ?? listed;
}

export function lookAway(bench: Workbench): void {
  if (bench.at(LOOKED).value) bench.at(LOOKED).set(null);
}

/** What a gesture that is going on asks for; null while none is. */
export function askedBy(tool: ToolState): Asked | null {
  return tool.kind === "moving" || tool.kind === "stroking" ? tool.asked : null;
}

const shown = new WeakMap<Asked, { readonly body: DiagramBody; readonly looked: Looked | null }>();

/** A gesture as a rule that is looked at, on the diagram as it was before. */
export function lookedBy(bench: Workbench, asked: Asked | null): Looked | null {
  const { body } = bench.state.document;
  if (asked?.kind !== "rule" || isCircuit(body)) return null;
  const known = shown.get(asked);
  if (known?.body === body) return known.looked;
  const made = madeBy(body, asked);
  const { rule, options } = asked;
  const looked = made instanceof Refusal ? null : { rule, options, places: null, made, selection: asked.selection };
  shown.set(asked, { body, looked });
  return looked;
}

const verdicts = new WeakMap<Looked, StepVerdict>();

/** How what is looked at compares with what is drawn; null until there was a moment to compare, after it is shown. */
export function useLookedVerdict(looked: Looked | null): StepVerdict | null {
  const bench = useWorkbench();
  const [, draw] = useReducer((rounds: number) => rounds + 1, 0);
  const made = looked?.made ?? null;
  const known = (looked && verdicts.get(looked)) ?? null;
  useEffect(() => {
    if (!looked || !made || known) return undefined;
    const timer = setTimeout(() => {
      const { body } = bench.state.document;
      if (verdicts.has(looked)) draw(0);
      if (isCircuit(body) || verdicts.has(looked)) return;
      const found = attempt(() => stepVerdict(body, made.body, looked.selection));
      if ("refusal" in found) return;
      verdicts.set(looked, found.value);
      draw(0);
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [looked, known]);
  return known;
}

/** Ms after which a look is no passing over. */
const SETTLED = 60;
