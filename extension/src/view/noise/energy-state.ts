/** What was typed and measured in the section Energy. */

import type { Document } from "../../document/circuit";
import type { Typed } from "../../document/options";
import type { MitigateResult } from "../../port";
import { Cell } from "../workbench/cell";
import { slot } from "../workbench/slot";

export interface Energy {
  readonly typed: Typed;
  readonly seed: number;
  readonly going: boolean;
  /** Why nothing came; empty where something did. */
  readonly why: string;
  readonly found: { readonly result: MitigateResult; readonly document: Document } | null;
}

const NO_ENERGY: Energy = { typed: {}, seed: 0, going: false, why: "", found: null };

export const ENERGY = slot(() => new Cell<Energy>(NO_ENERGY));
