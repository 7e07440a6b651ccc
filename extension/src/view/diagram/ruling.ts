/** Rules taken by hand: what is looked at before it is taken, one step that is verified, all places at once. */

import { type DiagramBody, isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import { withLemma } from "../../document/lemmas";
import { type Taken, withStep } from "../../document/proof";
import { everywhere, type Options, type Preview, preview, RULES, type RuleRow } from "../../rewriting";
import { type StepVerdict, stepVerdict } from "../../rewriting/verdict";
import { type DiagramScene, spokenWords } from "../../scene/diagram";
import { edgesIn, spidersIn } from "../../state/selection";
import type { Point } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { madeBy } from "../../tools/gestures";
import { verdictText } from "../widgets/verdict-badge";
import { lemmaNamed } from "../workbench/lemmas";
import { LOOKED, lookAway, TIMES, timed } from "../workbench/looked";
import { isInPython, pythonRows, ruleNamed } from "../workbench/rules";
import type { Workbench } from "../workbench/workbench";
import { inPython } from "./in-python";
import { PROVING } from "./tool";

/** What a rule is applied at: the spiders that are selected, without ends beside several, else one edge. */
export function placeOf(body: DiagramBody, selection: ReadonlySet<string>): readonly string[] {
  const chosen = spidersIn(body, selection);
  const inner = chosen.filter((id) => body.spiders.get(id)?.kind !== "boundary");
  // Two that are joined, one of them an end, stand for their edge.
  const spiders = inner.length > 1 ? inner : chosen;
  return spiders.length ? spiders : edgesIn(body, selection).slice(0, 1);
}

/** Shows what a rule would do, on the drawing; nothing changes. */
export function look(bench: Workbench, rule: string, options: Options = new Map()): void {
  const { body } = bench.state.document;
  if (isCircuit(body)) return;
  const row = ruleNamed(bench, rule);
  const selection = placeOf(body, bench.state.selection);
  if (isInPython(row)) {
    bench.at(LOOKED).set({ rule, options, places: null, made: null, selection });
    void inPython(bench, rule, selection, options).then((made) => {
      const now = bench.at(LOOKED).value;
      if (made && typeof made !== "string" && now?.rule === rule && now.options === options)
        bench.at(LOOKED).set({ rule, options, places: null, made, selection });
    });
    return;
  }
  const [made, ms] = timed(() => preview(body, row, selection, options));
  bench.at(TIMES).patch({ preview: ms });
  bench.at(LOOKED).set(made instanceof Refusal ? null : { rule, options, places: null, made, selection });
}

/** The place that a spider or an edge under the pointer belongs to. */
export function placeAt(
  places: readonly (readonly string[])[],
  scene: DiagramScene,
  id: string,
): readonly string[] | null {
  const ends = scene.edges.find((placed) => placed.id === id)?.edge;
  const within = ends && places.find((place) => place.includes(ends.source) && place.includes(ends.target));
  return places.find((place) => place.includes(id)) ?? within ?? null;
}

/** While proving, letters are rules at what is selected, Enter takes the one that is looked at, Esc looks away. */
export function useRuleKeys(bench: Workbench): (event: KeyboardEvent) => boolean {
  return (event) => {
    const looked = bench.at(LOOKED).value;
    const { body } = bench.state.document;
    if (isCircuit(body) || event.ctrlKey || event.metaKey || event.altKey) return false;
    const place = placeOf(body, bench.state.selection);
    const stop = (): true => {
      event.preventDefault();
      event.stopPropagation();
      return true;
    };
    if (event.key === "Escape" && looked) {
      lookAway(bench);
      return stop();
    }
    if (event.key === "Enter" && looked?.made) {
      takeRule(bench, looked.rule, place, looked.options);
      return stop();
    }
    if (!bench.at(PROVING).value || event.shiftKey || !place.length) return false;
    const rows = [...RULES.filter(({ change }) => change), ...pythonRows(bench)];
    const row = rows.find(({ key }) => key !== "" && key === event.key.toUpperCase());
    if (!row) return false;
    takeRule(bench, row.name, place);
    return stop();
  };
}

/** Takes a rule at a place, as one step of a proof, if it verifies; `at` is where the one spider stands that comes. */
export function takeRule(
  bench: Workbench,
  rule: string,
  selection: readonly string[],
  options: Options = new Map(),
  at: Point | null = null,
): void {
  const { document } = bench.state;
  if (isCircuit(document.body)) return;
  const row = ruleNamed(bench, rule);
  if (isInPython(row)) {
    void takeInPython(bench, row, selection, options);
    return;
  }
  const made = madeBy(document.body, { rule: row, selection, options, at });
  if (made instanceof Refusal) {
    refuse(bench, made.message);
    return;
  }
  const verdict = stepVerdict(document.body, made.body, selection);
  if (verdict.equal === false) {
    refuse(bench, `The rule '${row.title}' gave something different here; the diagram stays as it was.`);
    return;
  }
  const { body, origins } = made;
  const chosen = chosenIn(made, selection);
  const taken = { selection, body, verdict, origins };
  if (row.lemma) {
    const backwards = new Map(row.lemma.backwards ? [["backwards", true] as const] : []);
    put(bench, { ...taken, kind: "lemma", rule: `lemma:${row.lemma.name}`, options: backwards }, chosen);
  } else put(bench, { ...taken, kind: "rule", rule, options }, chosen);
  bench.say("ok", `${row.title}: ${verdictText({ ...verdict, is_exact: verdict.exact })}.`);
}

/** What is selected after a step. */
function chosenIn({ body, changes }: Preview, selection: readonly string[]): readonly string[] {
  const kept = selection.filter((id) => body.spiders.has(id));
  return kept.length ? kept : changes.newSpiders.length ? changes.newSpiders : changes.changedSpiders;
}

/** Takes a rule that runs in Python, where the drawing is still the same when it has answered. */
async function takeInPython(
  bench: Workbench,
  { name, title }: RuleRow,
  selection: readonly string[],
  options: Options,
): Promise<void> {
  const made = await inPython(bench, name, selection, options);
  if (made === null) return;
  if (typeof made === "string") {
    refuse(bench, made);
    return;
  }
  const { body, verdict, origins } = made;
  put(bench, { kind: "rule", rule: name, selection, options, body, verdict, origins }, chosenIn(made, selection));
  bench.say("ok", `${title}: ${verdictText({ ...verdict, is_exact: verdict.exact })}.`);
}

/** Takes a rule wherever it applies, as one step. */
export function takeEverywhere(bench: Workbench, rule: string): void {
  const { document } = bench.state;
  if (isCircuit(document.body)) return;
  const row = ruleNamed(bench, rule);
  const { title } = row;
  const done = everywhere(document.body, row);
  if (!done.steps.length) {
    refuse(bench, `The rule '${title}' applies nowhere here.`);
    return;
  }
  const verdicts = done.steps.map(({ before, after, selection }) => stepVerdict(before, after, selection));
  if (verdicts.some(({ equal }) => equal === false)) {
    refuse(bench, `The rule '${title}' gave something different at one place; the diagram stays as it was.`);
    return;
  }
  const verdict = joined(verdicts);
  const name = row.lemma ? `lemma:${row.lemma.name}` : rule;
  const inner = [{ rule: name, count: done.steps.length }];
  const { body, origins } = done;
  put(bench, { kind: "strategy", rule: name, selection: [], body, verdict, origins, inner }, []);
  bench.say("ok", `${title} × ${done.steps.length}: ${verdictText({ ...verdict, is_exact: verdict.exact })}.`);
}

function put(bench: Workbench, taken: Taken, chosen: readonly string[]): void {
  const lemma = lemmaNamed(bench, taken.rule);
  const made = attempt(() => withStep(lemma ? withLemma(bench.state.document, lemma) : bench.state.document, taken));
  if ("refusal" in made) {
    refuse(bench, made.refusal.message);
    return;
  }
  lookAway(bench);
  const change = { document: made.value, selection: new Set(chosen), notice: null, preview: null };
  bench.dispatch(step(`zx.rule.${taken.rule}`, change));
}

/** Says in words why not, with spiders as people see them. */
function refuse(bench: Workbench, text: string): void {
  const { body } = bench.state.document;
  const said = isCircuit(body) ? text : spokenWords(body, text);
  bench.dispatch(aside("notice", { notice: { text: said, at: null } }));
}

/** The weakest of several. */
function joined(verdicts: readonly StepVerdict[]): StepVerdict {
  const [first] = [...verdicts].sort((a, b) => strength(a) - strength(b));
  return first ?? { equal: true, method: "", points: 0, max_error: null, exact: true };
}

const strength = ({ equal, exact }: StepVerdict): number => (equal === null ? 0 : exact ? 2 : 1);
