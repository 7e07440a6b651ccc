/** What is chosen on one of two sides, and the parts of the other that belong to it, through all steps between. */

import type { Document } from "../../document/circuit";
import { filmOf } from "../../document/film";
import { linksBetween, type Origins } from "../../document/origins";
import { proofOf } from "../../document/proof";
import { count } from "../../scene/describe";
import type { Feet } from "../drawing/bus";
import type { Source } from "../workbench/comparison";

type Ids = ReadonlySet<string>;

export interface Chosen {
  readonly which: 0 | 1;
  readonly ids: Ids;
}

export interface SideLinks {
  readonly ends: readonly [Feet, Feet];
  /** "6 gates → 1 spider". */
  readonly words: string;
}

const NONE: Ids = new Set();
export const NOTHING_CHOSEN: Chosen = { which: 0, ids: NONE };
const UNLIT: Feet = { chosen: NONE, lit: NONE };

/** The step that a side shows; null where it shows none. */
function stepOf(document: Document, source: Source): string | null {
  if (source.kind === "step") return source.id;
  return source.kind === "drawing" ? (proofOf(document)?.at ?? null) : null;
}

const reached = (ids: Ids, way: Origins, but: Ids): Ids =>
  new Set([...ids].flatMap((id) => way.get(id) ?? []).filter((id) => !but.has(id)));

/** `parts` is what each side's parts are called; null where a side shows a form that was made for looking. */
export function sideLinks(
  document: Document,
  [a, b]: readonly [Source, Source],
  { which, ids }: Chosen,
  parts: readonly [string, string] | null,
): SideLinks {
  const [from, to] = [stepOf(document, a), stepOf(document, b)];
  if (!ids.size) return { ends: [UNLIT, UNLIT], words: "" };
  const own: Feet = { chosen: ids, lit: NONE };
  if (!parts || from === null || to === null) return { ends: which ? [UNLIT, own] : [own, UNLIT], words: "" };
  const { origins, heirs, gone } = linksBetween(document, from, to);
  const [out, back] = which ? [origins, heirs] : [heirs, origins];
  const theirs = reached(ids, out, NONE);
  const mates = reached(theirs, back, ids);
  const [mine, others]: readonly [Feet, Feet] = [
    { chosen: ids, lit: mates },
    { chosen: theirs, lit: NONE },
  ];
  const sizes = which ? [theirs.size, ids.size + mates.size] : [ids.size + mates.size, theirs.size];
  const words = theirs.size
    ? `${count(sizes[0] ?? 0, parts[0])} → ${count(sizes[1] ?? 0, parts[1])}`
    : goneWords(document, which ? undefined : gone.get([...ids][0] ?? ""));
  return { ends: which ? [others, mine] : [mine, others], words };
}

function goneWords(document: Document, step: string | undefined): string {
  const proof = proofOf(document);
  const label = step === undefined ? undefined : proof && filmOf(proof).find(({ id }) => id === step)?.label;
  return label === undefined ? "nothing of it on the other side" : `cancelled in step ${label}`;
}
