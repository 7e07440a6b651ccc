/** The name of a document's problem: the row of the catalog and the options that its observable was made with. */

import type { Document } from "./circuit";
import type { OptionValue } from "./options";

export type ProblemOptions = Readonly<Record<string, OptionValue>>;

export interface NamedProblem {
  readonly name: string;
  readonly options: ProblemOptions;
}

/** What a document says that its observable was made with; to be believed only where it makes it again. */
export function saidProblem({ problem }: Document): NamedProblem | null {
  if (!(problem instanceof Map)) return null;
  const name: unknown = problem.get("name");
  const options: unknown = problem.get("options");
  if (typeof name !== "string" || !(options instanceof Map)) return null;
  return { name, options: Object.fromEntries(options) as ProblemOptions };
}

/** The document with a problem in place of its own; without one for null. */
export function withProblem(
  { observable: _terms, problem: _name, ...rest }: Document,
  made: (NamedProblem & { readonly terms: ReadonlyMap<string, number> }) | null,
): Document {
  if (!made) return rest;
  const problem = new Map<string, string | ReadonlyMap<string, OptionValue>>([
    ["name", made.name],
    ["options", new Map(Object.entries(made.options))],
  ]);
  return { ...rest, observable: made.terms, problem };
}
