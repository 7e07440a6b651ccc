/** Simplification, as those ask for it who do not do it. */

import type { Catalog } from "../../document/catalog.generated";
import type { Question } from "../../port";
import { Cell } from "./cell";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

/** The strategy, what is to be few, and further options of Python's `simplify`. */
export type How = Omit<Extract<Question, { readonly ask: "simplify" }>, "ask" | "document">;

/** Simplifies what is drawn; set by the room that does it. */
export const SIMPLIFY = slot(() => new Cell<((bench: Workbench, how: How) => void) | null>(null));

export interface Way {
  readonly strategy: string;
  /** A mode of its own, which minimizes what it does. */
  readonly mode?: "extra_qubits" | "reorder";
  readonly label: string;
  readonly note: string;
}

/** Strategies for a circuit, or for a diagram, where ZX is all there is. */
export function waysToSimplify(catalog: Catalog, circuit: boolean): readonly Way[] {
  return catalog.strategy
    .filter((row) => circuit || row.is_for_diagrams)
    .map(({ name, title, help }) => ({
      strategy: name,
      label: title,
      note: circuit ? help : "fewer spiders, the same map",
    }));
}
