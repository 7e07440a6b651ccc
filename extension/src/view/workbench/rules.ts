/** Every rule that can be chosen here: those of the page, those that run in Python, lemmas. */

import type { Row } from "../../document/catalog.generated";
import { RULES, type RuleRow, rowOf } from "../../rewriting";
import { lemmaRows } from "../../rewriting/lemmas";
import { knownLemmas, RULEBOOK } from "./lemmas";
import type { Workbench } from "./workbench";

type Listed = Row & { readonly key: string; readonly runs: string };

const OURS = RULES.filter((row) => !row.change);

/** The rules that run in Python, and not here: two of qdesign's, and those of other packages. */
export function pythonRows(bench: Workbench): readonly RuleRow[] {
  // What Python answered has them; the page's own copy of the catalog has none.
  const { rule: listed = [] } = bench.ui.value.catalog as { readonly rule?: readonly Listed[] };
  const others = listed.filter(({ origin }) => origin !== "qdesign").map(rowListed);
  return others.length ? [...OURS, ...others] : OURS;
}

const made = new WeakMap<Listed, RuleRow>();

function rowListed(listed: Listed): RuleRow {
  let row = made.get(listed);
  if (!row) {
    const { name, title, group, help, key, options } = listed;
    const rest = { gesture: "", takesEdge: false, sure: false, reverse: "", example: "", selection: [] } as const;
    row = { name, title, group, help, key, options, ...rest };
    made.set(listed, row);
  }
  return row;
}

/** Does a rule run in Python alone? */
export const isInPython = (row: RuleRow): boolean => !row.change;

/** A rule, or a lemma by the name that lists have. */
export function ruleNamed(bench: Workbench, name: string): RuleRow {
  const lemmas = name.startsWith("lemma") ? knownLemmas(bench.state.document, bench.at(RULEBOOK).value) : [];
  const others = [...lemmas.flatMap(lemmaRows), ...pythonRows(bench)];
  return others.find((row) => row.name === name) ?? rowOf(name);
}
