/** What steps of a proof are called. */

import { CATALOG } from "../../document/catalog.generated";
import { timesOf } from "../../document/film";
import type { ProofStep } from "../../document/proof";
import { RULES } from "../../rewriting";

/** Of a step, or of several that are shown as one: by the person, else the rule; and how many times it was taken. */
export function titleAndTimes(steps: readonly ProofStep[]): readonly [string, number] {
  const [first, ...others] = steps;
  if (!first) return ["", 0];
  const named = others.length ? first.group : first.name;
  return named ? [named, 1] : [ruleTitle(first.rule), timesOf(steps)];
}

/** "Fuse spiders", "Fuse spiders × 20". */
export function titleOf(...steps: readonly ProofStep[]): string {
  const [title, times] = titleAndTimes(steps);
  return times > 1 ? `${title} × ${times}` : title;
}

export function ruleTitle(rule: string): string {
  const known = RULES.find((row) => row.name === rule) ?? CATALOG.strategy.find((row) => row.name === rule);
  return known?.title ?? FIXED.get(rule) ?? rule.replace(/^lemma:/, "");
}

const FIXED = new Map([
  ["extract", "Extract circuit"],
  ["to_diagram", "Edit as a diagram"],
]);
