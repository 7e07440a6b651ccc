/** Spiders and edges of a diagram in one selection. */

import type { DiagramBody } from "../document/circuit";

const EDGE = "edge:";

/** An edge in a selection: spiders and edges have ids of their own, which may be the same. */
export const edgeKey = (id: string): string => `${EDGE}${id}`;

/** The edges of a selection. */
export function edgesIn(body: DiagramBody, selection: ReadonlySet<string>): readonly string[] {
  return [...selection]
    .filter((key) => key.startsWith(EDGE) && !body.spiders.has(key))
    .map((key) => key.slice(EDGE.length))
    .filter((id) => body.edges.has(id));
}

/** The spiders of a selection. */
export function spidersIn(body: DiagramBody, selection: ReadonlySet<string>): readonly string[] {
  return [...selection].filter((id) => body.spiders.has(id));
}
