/** Whether two documents draw the same circuit, whichever ids its gates were given. */

import type { Document } from "./circuit";
import { dumps } from "./write";

/** Looks at the drawing alone: not at values, the observable or displays. */
export function sameCircuit(a: Document, b: Document): boolean {
  return drawingOf(a) === drawingOf(b);
}

function drawingOf({ body, ...rest }: Document): string {
  const written = JSON.parse(dumps({ ...rest, parameters: [], body })) as { readonly body: unknown };
  return JSON.stringify(plain(written.body));
}

/** Gates as a sorted list in place of gates by id. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([key, each]): [string, unknown] => [
      key,
      key === "operations"
        ? Object.values(each as object)
            .map((item) => JSON.stringify(plain(item)))
            .sort()
        : plain(each),
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
