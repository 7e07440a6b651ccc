/** Are two sides equal for all values? What the steps between them say, and else who is to be asked. */

import type { Document } from "../../document/circuit";
import { lineTo } from "../../document/origins";
import { proofOf, START, type StoredVerdict } from "../../document/proof";
import type { Verdict } from "../../port";
import type { Source } from "../workbench/comparison";

/** The verdicts of all steps between two steps of the proof, together; null where they are not two steps. */
export function chainVerdict(document: Document, [a, b]: readonly [Source, Source]): Verdict | null {
  const proof = proofOf(document);
  const ids = [a, b].map((source) => idOf(document, source));
  const [from, to] = ids;
  if (!proof || from === null || to === null || from === undefined || to === undefined) return null;
  const [here, there] = [lineTo(document, from), lineTo(document, to)];
  const shared = new Set(here.filter((id) => there.includes(id)));
  const between = [...here, ...there].filter((id) => !shared.has(id) && id !== START);
  const verdicts = between.flatMap((id) => proof.steps.get(id)?.verdict ?? []);
  return together(verdicts, verdicts.length);
}

function idOf(document: Document, source: Source): string | null {
  if (source.kind === "step") return source.id;
  const proof = proofOf(document);
  return source.kind === "drawing" && proof ? proof.at : null;
}

/** Equal where all are; exact where all are proved; else at as many points as the least. */
export function together(verdicts: readonly StoredVerdict[], steps: number): Verdict {
  const words = steps === 1 ? "one step" : `${steps} steps`;
  const points = verdicts.filter(({ exact }) => !exact).map((each) => each.points);
  const exact = verdicts.every((each) => each.exact && each.equal === true);
  const equal = verdicts.every((each) => each.equal === true) ? true : null;
  return {
    equal,
    method:
      equal === null ? `one of ${words} between them is not known to be equal` : steps ? `by ${words}` : "one drawing",
    points: exact || equal === null ? 0 : Math.min(...points),
    max_error: exact ? null : Math.max(0, ...verdicts.map((each) => each.max_error ?? 0)),
    is_exact: exact,
    permutation: null,
  };
}
