/** What a person chose for all figures: it stays over views, changes and undo until they choose another. */

import type { CircuitBody } from "../../document/circuit";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";

export interface Chosen {
  readonly seed: number;
  /** Id of what energies are of; empty for the first there is. */
  readonly observable: string;
  /** Layers of a template that are shown in place of those drawn, as long as that body is drawn. */
  readonly layers: { readonly of: CircuitBody; readonly count: number } | null;
}

export const CHOSEN = slot(() => new Cell<Chosen>({ seed: 7, observable: "", layers: null }));
