/** What a gesture asks of the rules while proving: a drop on a spider, a pull out of one, a double click. */

import type { DiagramBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import { type Preview, preview, rowOf } from "../rewriting";
import type { Asked, Point } from "../state/state";

type Rule = Extract<Asked, { readonly kind: "rule" }>;
type Rest = Partial<Pick<Rule, "options" | "at">>;

const NO_OPTIONS: Rule["options"] = new Map();

/** The diagram as it would be after what a gesture asks for. */
export function madeBy(body: DiagramBody, { rule, selection, options, at }: Omit<Rule, "kind">): Preview | Refusal {
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

/** The first rule of several that applies, else why the last does not. */
function firstOf(body: DiagramBody, rules: readonly string[], selection: readonly string[]): Asked {
  let last: Asked = { kind: "none", why: "" };
  for (const rule of rules) {
    last = ask(body, rule, selection);
    if (last.kind === "rule") return last;
  }
  return last;
}

/** A spider is dropped on another: of one color they fuse, of two a state is copied, a π pushed, or bialgebra taken. */
export function dropped(body: DiagramBody, held: string, target: string): Asked {
  const [a, b] = [body.spiders.get(held)?.kind, body.spiders.get(target)?.kind];
  if (a === "H" && b === "H") return firstOf(body, ["join_boxes", "multiply_boxes", "fuse_boxes"], [target, held]);
  if (a === "H" || b === "H" || b === "boundary") {
    const what = b === "boundary" ? "an input or output" : "a spider and an H-box together";
    return {
      kind: "none",
      why: `No rule takes ${what} by a drop. Drop a spider on a Z- or X-spider, or select both and see their rules.`,
    };
  }
  if (a === b) {
    const fused = ask(body, "fuse", [target, held]);
    // Over a Hadamard edge one of two of one color acts as the other color does.
    const through = fused.kind === "none" ? firstOf(body, ["copy", "pi_commute"], [held, target]) : fused;
    return through.kind === "rule" ? through : fused;
  }
  const state = [held, target].some((id) => degreeOf(body, id) === 1);
  return firstOf(body, state ? ["pi_commute", "bialgebra", "copy"] : ["pi_commute", "copy", "bialgebra"], [
    held,
    target,
  ]);
}

export function degreeOf(body: DiagramBody, id: string): number {
  let count = 0;
  for (const { source, target } of body.edges.values()) count += Number(source === id) + Number(target === id);
  return count;
}

/** The phase of a spider is pulled out, as a spider of its own. */
export function pulled(body: DiagramBody, id: string, at: Point): Asked {
  return ask(body, "unfuse", [id], { at });
}

export function colorChange(body: DiagramBody, id: string): Asked {
  return ask(body, "change_color", [id]);
}

/** The rule's name, beside the pointer. */
export const titleOf = (rule: string): string => rowOf(rule).title;
