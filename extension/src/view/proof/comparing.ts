/** Two steps of a proof side by side. */

import { withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { bodyAt, proofOf } from "../../document/proof";
import { comparePair } from "../workbench/comparison";
import type { Workbench } from "../workbench/workbench";

export function compareSteps(bench: Workbench, a: string, b: string): void {
  const { document } = bench.state;
  const proof = proofOf(document);
  if (!proof) return;
  const labels = new Map(filmOf(proof).map(({ id, label }) => [id, `Step ${label}`]));
  const made = attempt(() => [a, b].map((id) => withBody(document, bodyAt(document, id))));
  if ("refusal" in made) return bench.say("error", made.refusal.message);
  const [before = null, after = null] = made.value;
  const names = [labels.get(a) ?? "", labels.get(b) ?? ""] as const;
  return comparePair(bench, { title: `${names[0]} and ${names[1].toLowerCase()}`, names, before, after });
}
