/** Rules on a selection of a diagram: which apply and why others do not, what one would do, where it applies. */

import type { RowOption } from "../document/catalog.generated";
import type { DiagramBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import type { Origins } from "../document/origins";
import { type Changes, Edit, Refused } from "./edit";
import { RULES as GENERATED } from "./rules.generated";

export type OptionValue = string | number | boolean;
export type Options = ReadonlyMap<string, OptionValue>;

export type Gesture = "" | "drop" | "box" | "loop" | "parallel" | "wire" | "identity" | "split" | "recolor";

/** A rule of the catalog; one without `change` runs in Python. */
export interface RuleRow {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly help: string;
  /** Takes the rule while proving. */
  readonly key: string;
  readonly options: readonly RowOption[];
  /** What takes it by the pointer while proving; empty for nothing. */
  readonly gesture: Gesture;
  readonly takesEdge: boolean;
  /** Does it apply wherever `match` says? */
  readonly sure: boolean;
  /** The rule that undoes it; empty for none. */
  readonly reverse: string;
  readonly example: string;
  readonly selection: readonly string[];
  readonly match?: (edit: Edit) => readonly (readonly string[])[];
  readonly change?: (edit: Edit, names: readonly string[], options: Options) => void;
  /** Of a lemma: what a step of a proof says of it. */
  readonly lemma?: { readonly name: string; readonly backwards: boolean };
}

/** A rule by its name in the catalog, or itself. */
export type Named = string | RuleRow;

export const RULES: readonly RuleRow[] = GENERATED as readonly RuleRow[];

const BY_NAME: ReadonlyMap<string, RuleRow> = new Map(RULES.map((row) => [row.name, row]));

/** How many more spiders and edges there would be; edges that become of the other kind. */
export interface Summary {
  readonly spiders: number;
  readonly edges: number;
  readonly kinds: number;
}

/** A rule seen from a selection. */
export interface RuleView {
  readonly name: string;
  readonly title: string;
  readonly key: string;
  readonly help: string;
  /** Why it does not apply; empty where it does. */
  readonly refused: string;
  /** What it would do; null where it does not apply. */
  readonly change: Summary | null;
}

/** A diagram as it would become. */
export interface Preview {
  readonly body: DiagramBody;
  readonly changes: Changes;
  /** Of each spider that came or changed, those that went into it. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
}

/** Every rule that runs in the page, and more, with why it does not apply to a selection where it does not. */
export function explain(
  body: DiagramBody,
  selection: readonly string[],
  more: readonly RuleRow[] = [],
): readonly RuleView[] {
  const edit = new Edit(body);
  return [...RULES, ...more]
    .filter((row) => row.change)
    .map((row) => {
      const { name, title, key, help } = row;
      const refused = attempted(edit, row, { selection, options: defaults(row) });
      const change = refused === null ? summary(edit.changes()) : null;
      edit.undo();
      return { name, title, key, help, refused: refused ?? "", change };
    });
}

/** The diagram after a rule at a selection, not yet taken; or why it does not apply. */
export function preview(
  body: DiagramBody,
  rule: Named,
  selection: readonly string[],
  options: Options = new Map(),
): Preview | Refusal {
  const row = rowOf(rule);
  const edit = new Edit(body);
  const refused = attempted(edit, row, { selection, options: new Map([...defaults(row), ...options]) });
  if (refused !== null) {
    return new Refusal(
      "Unsupported",
      `The rule '${row.title}' does not apply here: ${refused}. Select something else, or choose another rule.`,
    );
  }
  return { body: edit.done(), changes: edit.changes(), origins: edit.origins() };
}

/** Every selection at which a rule applies; of those that come to the same, one. */
export function matches(body: DiagramBody, rule: Named): readonly (readonly string[])[] {
  const row = rowOf(rule);
  const edit = new Edit(body);
  const listed = row.match?.(edit) ?? [];
  if (row.sure) return listed;
  return listed.filter((selection) => {
    const applies = attempted(edit, row, { selection, options: defaults(row) }) === null;
    edit.undo();
    return applies;
  });
}

/** A rule taken again and again. */
export interface Everywhere {
  readonly body: DiagramBody;
  /** Of each spider, those of the diagram before all of it that went into it. */
  readonly origins: Origins;
  readonly steps: readonly {
    readonly before: DiagramBody;
    readonly after: DiagramBody;
    readonly selection: readonly string[];
  }[];
}

const MOST_STEPS = 2_000;

/**
 * The diagram after a rule was taken at every place where it applies; again at places that came so, while there are
 * fewer spiders and edges.
 */
export function everywhere(body: DiagramBody, rule: Named): Everywhere {
  const steps: { before: DiagramBody; after: DiagramBody; selection: readonly string[] }[] = [];
  const size = ({ spiders, edges }: DiagramBody): number => spiders.size + edges.size;
  let now = body;
  const origins = new Map<string, readonly string[]>([...body.spiders.keys()].map((id) => [id, [id]]));
  const follow = ({ changes, origins: told }: Preview): void => {
    const fresh = [...told].map(([id, roots]) => [id, new Set(roots.flatMap((r) => origins.get(r) ?? []))] as const);
    for (const id of changes.goneSpiders) origins.delete(id);
    for (const id of changes.newSpiders) origins.set(id, []);
    for (const [id, roots] of fresh) origins.set(id, [...roots]);
  };
  for (;;) {
    const begun = now;
    for (const selection of matches(now, rule)) {
      if (steps.length >= MOST_STEPS || !selection.every((id) => now.spiders.has(id) || now.edges.has(id))) continue;
      const made = preview(now, rule, selection);
      if (made instanceof Refusal) continue;
      steps.push({ before: now, after: made.body, selection });
      follow(made);
      now = made.body;
    }
    if (now === begun || size(now) >= size(begun) || steps.length >= MOST_STEPS) return { body: now, steps, origins };
  }
}

/** The rules that a gesture takes, the first one first. */
export function rulesBy(gesture: Gesture): readonly string[] {
  return RULES.filter((row) => row.gesture === gesture && row.change).map(({ name }) => name);
}

export function rowOf(rule: Named): RuleRow {
  const row = typeof rule === "string" ? BY_NAME.get(rule) : rule;
  if (!row?.change) throw new Refusal("Unsupported", `The rule '${row?.name ?? rule}' needs Python.`);
  return row;
}

/** Why a rule does not apply, or null where it did: then the edit holds what it made. */
function attempted(
  edit: Edit,
  row: RuleRow,
  { selection, options }: { readonly selection: readonly string[]; readonly options: Options },
): string | null {
  try {
    changed(edit, row, { selection, options });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    if (error instanceof Refusal) return error.message.replace(/\.$/, "");
    throw error;
  }
}

/** The rule at a selection; of an edge that the rule does not take, at its ends. */
function changed(
  edit: Edit,
  row: RuleRow,
  { selection, options }: { readonly selection: readonly string[]; readonly options: Options },
): void {
  let names = selection;
  if (!row.takesEdge) {
    const chosen = names.filter((name) => edit.edges.has(name) && !edit.spiders.has(name));
    const edge = edit.edges.get(chosen[0] ?? "");
    if (edge) {
      if (names.length !== 1) throw new Refused("select spiders, not edges");
      names = [...new Set([edge.source, edge.target])];
    }
    for (const name of names) {
      if (edit.spiders.get(name)?.kind === "boundary") throw new Refused(`'${name}' is a boundary`);
    }
  }
  row.change?.(edit, names, options);
}

function defaults(row: RuleRow): Options {
  return new Map(row.options.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const])));
}

function summary({ newSpiders, goneSpiders, newEdges, goneEdges, changedEdges }: Changes): Summary {
  return {
    spiders: newSpiders.length - goneSpiders.length,
    edges: newEdges.length - goneEdges.length,
    kinds: changedEdges.length,
  };
}
