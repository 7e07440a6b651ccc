/** What figures may be of: the document's observable, one of its terms, Z on a qubit or on two. */

import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Null for the document's own. */
  readonly terms: ReadonlyMap<string, number> | null;
}

/** Terms and qubits that are listed, at most. */
const MOST = 12;
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

/** "⟨Z₀Z₁⟩" of the label "IIZZ", whose rightmost letter is qubit 0. */
export function termText(label: string): string {
  const letters = [...label]
    .reverse()
    .flatMap((letter, qubit) => (letter === "I" ? [] : [`${letter}${lowered(qubit)}`]));
  return `⟨${letters.join("") || "1"}⟩`;
}

function lowered(number: number): string {
  return String(number).replace(/\d/g, (digit) => LOWERED[Number(digit)] ?? "");
}

function zOn(qubits: readonly number[], of: number): string {
  return Array.from({ length: of }, (_, k) => (qubits.includes(of - 1 - k) ? "Z" : "I")).join("");
}

/** The document's first, where it has one for as many qubits. */
export function choicesOf({ body, observable }: Document, title: string): readonly Choice[] {
  if (!isCircuit(body) || !body.qubits.length) return [];
  const one = (label: string): Choice => ({ id: label, label: termText(label), terms: new Map([[label, 1]]) });
  const own = ownTerms(body, observable);
  const alone = own?.size === 1 ? ([...own][0] ?? null) : null;
  const named = alone?.[1] === 1 ? termText(alone[0]) : title;
  const singles = body.qubits.slice(0, MOST).map((_, qubit) => zOn([qubit], body.qubits.length));
  const pair = body.qubits.length > 1 ? [zOn([0, 1], body.qubits.length)] : [];
  const terms = own && own.size > 1 ? [...own.keys()].filter((label) => /[XYZ]/.test(label)).slice(0, MOST) : [];
  return [
    ...(own ? [{ id: "own", label: named || "of the document", terms: null }] : []),
    ...[...new Set([...pair, ...singles, ...terms])].filter((label) => termText(label) !== named).map(one),
  ];
}

function ownTerms(body: CircuitBody, observable: Document["observable"]): ReadonlyMap<string, number> | null {
  const [label] = observable?.keys() ?? [];
  return observable && label?.length === body.qubits.length ? observable : null;
}

/** The document with what was chosen as its observable. */
export function withObservable(document: Document, { terms }: Choice): Document {
  if (!terms) return document;
  const { problem: _problem, ...rest } = document;
  return { ...rest, observable: terms };
}
