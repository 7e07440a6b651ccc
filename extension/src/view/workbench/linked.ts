/** The drawing and its other form beside it, of which each part knows those it belongs to in the other. */

import { useMemo } from "preact/hooks";

import { type CircuitBody, type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { type Origins, partsOf, turned } from "../../document/origins";
import { count } from "../../scene/describe";
import { edgeKey } from "../../state/selection";
import { aside } from "../../state/transaction";
import { Cell, usePart } from "./cell";
import { slot } from "./slot";
import type { Workbench } from "./workbench";

/** What is looked at beside the drawing: the diagram of a circuit, the circuit of a diagram or of an earlier step. */
export interface Other {
  /** What it belongs to. */
  readonly of: CircuitBody | DiagramBody;
  readonly document: Document;
  /** Of each of its parts, by key as in a selection, the parts of the drawing that it belongs to. */
  readonly origins: Origins;
  /** The same from the drawing's side. */
  readonly heirs: Origins;
  /** Is it an earlier step? Then of its parts of which nothing is left, what is to be said. */
  readonly gone: ReadonlyMap<string, string> | null;
}

/** That of the drawing, while it is shown. */
export const OTHER = slot(() => new Cell<Other | null>(null));

/** A part of the other form that was chosen, and the selection that this made. */
interface Picked {
  readonly key: string;
  readonly selection: ReadonlySet<string>;
}

const PICKED = slot(() => new Cell<Picked | null>(null));

/** The other form with what Python told of its parts, edges by their keys. */
export function otherOf(of: Other["of"], document: Document, told: Readonly<Record<string, readonly string[]>>): Other {
  const { body } = document;
  const keyOf = (id: string): string =>
    !isCircuit(body) && !body.spiders.has(id) && body.edges.has(id) ? edgeKey(id) : id;
  const origins = new Map(Object.entries(told).map(([id, roots]) => [keyOf(id), roots]));
  return { of, document, origins, heirs: turned(origins, partsOf(of)), gone: null };
}

/** Chooses a part of the other form: what it was made of is selected in the drawing; null lets go. */
export function pick(bench: Workbench, key: string | null): void {
  const other = bench.at(OTHER).value;
  const selection: ReadonlySet<string> = new Set(key === null ? [] : other?.origins.get(key));
  bench.dispatch(aside("link.pick", { selection, notice: null }));
  bench.at(PICKED).set(key === null ? null : { key, selection: bench.state.selection });
}

/** Parts that belong together: those chosen, and those that went in with them. */
export interface Link {
  readonly drawn: Lights;
  readonly other: Lights;
  /** "6 gates → 1 spider". */
  readonly words: string;
}

interface Lights {
  readonly chosen: ReadonlySet<string>;
  readonly lit: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const UNLIT: Lights = { chosen: NONE, lit: NONE };
const NOTHING: Link = { drawn: UNLIT, other: UNLIT, words: "" };

/** What is chosen here and there, with what belongs to the same; nothing where the other form does not know it. */
export function linkOf(other: Other | null, selection: ReadonlySet<string>, picked: string | null): Link {
  if (!other) return NOTHING;
  if (picked !== null) {
    const roots = new Set(other.origins.get(picked));
    const mates = reached(roots, other.heirs, new Set([picked]));
    const words = roots.size ? wordsOf(other, roots.size, [picked, ...mates]) : alone(other, picked);
    return { drawn: { chosen: roots, lit: NONE }, other: { chosen: new Set([picked]), lit: mates }, words };
  }
  const chosen = new Set([...selection].filter((id) => other.heirs.has(id)));
  if (!chosen.size) return NOTHING;
  const heirs = reached(chosen, other.heirs, NONE);
  const mates = reached(heirs, other.origins, selection);
  const words = heirs.size ? wordsOf(other, chosen.size + mates.size, [...heirs]) : alone(other, null);
  return { drawn: { chosen, lit: mates }, other: { chosen: heirs, lit: NONE }, words };
}

function reached(ids: ReadonlySet<string>, way: Origins, but: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ids].flatMap((id) => way.get(id) ?? []).filter((id) => !but.has(id)));
}

/** "6 gates → 1 spider", first what was first. */
function wordsOf(other: Other, mine: number, theirs: readonly string[]): string {
  const drawn = count(mine, isCircuit(other.of) ? "gate" : "spider");
  const edges = theirs.filter((key) => key.startsWith(edgeKey(""))).length;
  // An edge beside spiders of the same gate is no news.
  const rest = theirs.length - edges;
  const shown = rest ? count(rest, isCircuit(other.document.body) ? "gate" : "spider") : count(edges, "edge");
  return other.gone ? `${shown} → ${drawn}` : `${drawn} → ${shown}`;
}

/** Where nothing belongs to what is chosen. */
function alone({ of, gone }: Other, picked: string | null): string {
  if (gone && picked !== null) return gone.get(picked) ?? "";
  if (gone) return "of no gate of that step alone";
  if (picked !== null) return isCircuit(of) ? "of no gate alone" : "made of edges, by elimination";
  return isCircuit(of) ? IN_WIRES : "no phase of its own in the circuit";
}

/** Said of gates that became no spider. */
export const IN_WIRES = "no spider: it is in how wires run";

/** What is chosen here and in the other form. */
export function useLink(bench: Workbench): Link {
  const other = usePart(bench.at(OTHER), (value) => value);
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const picked = usePart(bench.at(PICKED), (value) => (value?.selection === selection ? value.key : null));
  // The same sets while nothing else is chosen, so that moving a drawing draws none of it again.
  return useMemo(() => linkOf(other, selection, picked), [other, selection, picked]);
}
