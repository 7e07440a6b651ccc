/** How many figures of the drawing are known, and what they took: said in the status line. */

import { Cell } from "./cell";
import { slot } from "./slot";

export interface Spent {
  readonly figures: number;
  readonly milliseconds: number;
}

export const SPENT = slot(() => new Cell<Spent>({ figures: 0, milliseconds: 0 }));
