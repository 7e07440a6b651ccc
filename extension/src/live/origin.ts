/** Where a number comes from, in the words that stand beside it everywhere. */

import type { Document } from "../document/circuit";
import { exhausted } from "../document/errors";
import { noiseOf } from "../document/noise";

export type Origin = From & {
  /** Measurements at the end are left out that would change the number. */
  readonly isBefore?: boolean;
  /** Of the circuit with the document's noise. */
  readonly isNoisy?: boolean;
  /** Of the circuit without the noise that the document has on. */
  readonly isIdeal?: boolean;
  /** What found it, where that is no state of all qubits: `light cones`. */
  readonly by?: string;
};

type From =
  /** Of the state, or of the mixture of all branches where the circuit measures, resets or has conditions inside. */
  | { readonly kind: "exact"; readonly branches: number }
  /** Over seeded runs, where there are too many branches. */
  | { readonly kind: "average"; readonly runs: number }
  /** One run that is followed on purpose, with the bits that it left. */
  | { readonly kind: "run"; readonly seed: number; readonly bits: Uint8Array }
  | { readonly kind: "sampled"; readonly shots: number }
  /** About so far off, and not further than `most`. */
  | { readonly kind: "approximate"; readonly error: number; readonly most: number }
  /** How far off it is is not known. */
  | { readonly kind: "untold" };

export const EXACT: Origin = { kind: "exact", branches: 1 };

export function originWords(origin: Origin): string {
  const noise = origin.isNoisy ? ", with noise" : origin.isIdeal ? ", without noise" : "";
  const by = origin.by ? `, ${origin.by}` : "";
  return fromWords(origin) + by + noise + (origin.isBefore ? `, ${BEFORE}` : "");
}

/** Of what is found without noise in any case: says so where the document's noise is on. */
export function idealOrigin(document: Document, origin: Origin = EXACT): Origin {
  return noiseOf(document)?.on ? { ...origin, isIdeal: true } : origin;
}

export const BEFORE = "before the last measurements";

function fromWords(origin: From): string {
  switch (origin.kind) {
    case "exact":
      return "exact";
    case "average":
      return `average of ${origin.runs.toLocaleString("en")} runs`;
    case "run":
      return `one run, seed ${origin.seed}`;
    case "sampled":
      return `sampled, ${origin.shots.toLocaleString("en")} ${origin.shots === 1 ? "shot" : "shots"}`;
    case "approximate":
      if (origin.most === 0) return "exact";
      return `error about ${upText(origin.error)} (≤ ${upText(origin.most)})`;
    case "untold":
      return "how far off is not told";
    default:
      return exhausted(origin);
  }
}

/** Two figures, rounded up. */
function upText(error: number): string {
  if (error === 0) return "0";
  const unit = 10 ** (Math.floor(Math.log10(error)) - 1);
  return String(Number((Math.ceil(error / unit) * unit).toPrecision(2)));
}
