/** What a gesture asks of the rules while proving: a drop on a spider, a pull out of one, a double click. */

import type { DiagramBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import { type Gesture, type Named, type Preview, preview, rowOf, rulesBy } from "../rewriting";
import type { Asked, Point } from "../state/state";

type Rule = Extract<Asked, { readonly kind: "rule" }>;
type Rest = Partial<Pick<Rule, "options" | "at">>;

const NO_OPTIONS: Rule["options"] = new Map();

/** The diagram as it would be after what a gesture asks for. */
export function madeBy(
  body: DiagramBody,
  { rule, selection, options, at }: Omit<Rule, "kind" | "rule"> & { readonly rule: Named },
): Preview | Refusal {
  const made = preview(body, rule, selection, options);
  const [id = "", more] = made instanceof Refusal ? [] : made.changes.newSpiders;
  const spider = made instanceof Refusal ? undefined : made.body.spiders.get(id);
  if (made instanceof Refusal || !at || !spider || more !== undefined) return made;
  return { ...made, body: { ...made.body, spiders: new Map(made.body.spiders).set(id, { ...spider, ...at }) } };
}

/** A rule at a place, or why it does not apply there. */
export function ask(body: DiagramBody, rule: string, selection: readonly string[], rest: Rest = {}): Asked {
  const options = rest.options ?? NO_OPTIONS;
  const made = preview(body, rule, selection, options);
  if (made instanceof Refusal) return { kind: "none", why: made.message };
  return { kind: "rule", rule, selection, options, at: rest.at ?? null };
}

/** The first rule of a gesture that applies; else why the first or the last of them does not. */
export function firstOf(
  body: DiagramBody,
  gesture: Gesture,
  selection: readonly string[],
  { told, ...rest }: Rest & { readonly told?: "first" } = {},
): Asked {
  let why: Asked | null = null;
  for (const rule of rulesBy(gesture)) {
    const each = ask(body, rule, selection, rest);
    if (each.kind === "rule") return each;
    if (!why || told !== "first") why = each;
  }
  return why ?? { kind: "none", why: "" };
}

/** A spider is dropped on another: of one color they fuse, of two a state is copied, a π pushed, or bialgebra taken. */
export function dropped(body: DiagramBody, held: string, target: string): Asked {
  const [a, b] = [body.spiders.get(held)?.kind, body.spiders.get(target)?.kind];
  if (a === "H" && b === "H") return firstOf(body, "box", [target, held]);
  if (a === "H" || b === "H" || b === "boundary") {
    const what = b === "boundary" ? "an input or output" : "a spider and an H-box together";
    return {
      kind: "none",
      why: `No rule takes ${what} by a drop. Drop a spider on a Z- or X-spider, or select both and see their rules.`,
    };
  }
  // Over a Hadamard edge one of two of one color acts as the other color does.
  const fused = a === b ? firstOf(body, "drop", [target, held], { told: "first" }) : null;
  if (fused?.kind === "rule") return fused;
  const taken = firstOf(body, "drop", [held, target]);
  return taken.kind === "rule" || !fused ? taken : fused;
}

/** The phase of a spider is pulled out, as a spider of its own. */
export function pulled(body: DiagramBody, id: string, at: Point): Asked {
  return firstOf(body, "split", [id], { at });
}

export function colorChange(body: DiagramBody, id: string): Asked {
  return firstOf(body, "recolor", [id]);
}

/** The rule's name, beside the pointer. */
export const titleOf = (rule: string): string => rowOf(rule).title;
