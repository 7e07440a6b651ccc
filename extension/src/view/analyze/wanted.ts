/** What a figure is of, and what came of asking for it. */

import type { Row } from "../../document/catalog.generated";
import type { Document } from "../../document/circuit";
import type { Figure } from "../../port";

/** A row of the kind `analysis`, as Python lists it. */
export interface AnalysisRow extends Row {
  readonly convention: string;
  readonly takes: "circuit" | "observable" | "values" | "problem";
  readonly is_long: boolean;
  /** Is it of circuits with inputs x_0, x_1, … alone? */
  readonly of_inputs: boolean;
}

/** What came of asking. */
export type Outcome =
  | { readonly kind: "figure"; readonly figure: Figure; readonly milliseconds?: number }
  /** It cannot be known, and why: asked again, the answer would be the same. */
  | { readonly kind: "unknown"; readonly words: string }
  /** Something went wrong; another time it may not, where no server was there or time ran out. */
  | { readonly kind: "failed"; readonly words: string; readonly again: boolean }
  /** The person did not wait for it. */
  | { readonly kind: "stopped" };

/** A figure of a document, wanted by a card. */
export interface Want {
  readonly row: AnalysisRow;
  readonly document: Document;
  readonly seed: number;
  /** The lowest is asked first. */
  readonly place: number;
}
