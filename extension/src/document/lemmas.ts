/** The lemmas that a document's proof keeps: two equal diagrams each, by name. */

import { type DiagramBody, type Document, isCircuit } from "./circuit";
import { attempt } from "./errors";
import type { Json } from "./json";
import { begun } from "./proof";
import { readBody } from "./read";

type Fields = ReadonlyMap<string, Json>;

export interface Lemma {
  readonly name: string;
  readonly left: DiagramBody;
  readonly right: DiagramBody;
  /** Holds for all values, and else at how many points it was compared; 0 where it was not. */
  readonly exact: boolean;
  readonly points: number;
  /** As it is stored. */
  readonly stored: Fields;
}

const EMPTY: Fields = new Map();
const fieldsOf = (data: Json | undefined): Fields => (data instanceof Map ? (data as Fields) : EMPTY);
const read = new WeakMap<Fields, Lemma | null>();

/** The lemmas of a document, in their order; what is no lemma is left out. */
export function lemmasOf({ proof }: Document): readonly Lemma[] {
  return [...fieldsOf(fieldsOf(proof).get("lemmas"))].flatMap(([name, stored]) => {
    const lemma = readLemma(name, fieldsOf(stored));
    return lemma ? [lemma] : [];
  });
}

function readLemma(name: string, stored: Fields): Lemma | null {
  const known = read.get(stored);
  if (known !== undefined && (known === null || known.name === name)) return known;
  const sides = ["left", "right"].map((side) => attempt(() => readBody(stored.get(side) ?? null, `/${side}`)));
  const [left, right] = sides.flatMap((side) => ("value" in side && !isCircuit(side.value) ? [side.value] : []));
  const verdict = fieldsOf(stored.get("verdict"));
  const lemma = left &&
    right && {
      name,
      left,
      right,
      exact: verdict.get("exact") === true,
      points: Number(verdict.get("points") ?? 0),
      stored,
    };
  read.set(stored, lemma ?? null);
  return lemma ?? null;
}

/** The document with a lemma in the proof that it keeps; a proof begins where there is none. */
export function withLemma(given: Document, { name, stored }: Lemma): Document {
  const document = begun(given);
  const data = fieldsOf(document.proof);
  const lemmas = fieldsOf(data.get("lemmas"));
  if (lemmas.get(name) === stored) return document;
  return { ...document, proof: new Map(data).set("lemmas", new Map(lemmas).set(name, stored)) };
}

export function withoutLemma(document: Document, name: string): Document {
  const data = new Map(fieldsOf(document.proof));
  const lemmas = new Map(fieldsOf(data.get("lemmas")));
  if (!lemmas.delete(name)) return document;
  if (lemmas.size) data.set("lemmas", lemmas);
  else data.delete("lemmas");
  return { ...document, proof: data };
}
