/** What steps of a proof are called. */

import { CATALOG } from "../../document/catalog.generated";
import { timesOf } from "../../document/film";
import type { ProofStep } from "../../document/proof";
import { RULES } from "../../rewriting";

/** By the person, else by its rule. */
export function titleOf(step: Pick<ProofStep, "name" | "rule" | "inner">): string {
  const { name, rule, inner } = step;
  if (name) return name;
  const [only] = inner;
  const times = inner.length === 1 && only && only.rule === rule ? only.count : 1;
  return times > 1 ? `${ruleTitle(rule)} × ${times}` : ruleTitle(rule);
}

export function ruleTitle(rule: string): string {
  const known = RULES.find((row) => row.name === rule) ?? CATALOG.strategy.find((row) => row.name === rule);
  return known?.title ?? FIXED.get(rule) ?? rule.replace(/^lemma:/, "");
}

const FIXED = new Map([
  ["extract", "Extract circuit"],
  ["to_diagram", "Edit as a diagram"],
]);

/** Of steps that are shown as one: their group, else their rule and how often. */
export function runTitle(run: readonly ProofStep[]): string {
  const [first] = run;
  if (!first) return "";
  return first.group || `${ruleTitle(first.rule)} × ${timesOf(run)}`;
}
