/** What of a way says where it runs. */

import { runsHere } from "../../tools/steps";

export interface Kind {
  readonly method: string;
  /** Runs of which the lowest counts; more than one in Python alone. */
  readonly starts: number;
  readonly layerwise: boolean;
}

/** Does the page itself make all steps of this? */
export function isInPage({ method, starts, layerwise }: Kind): boolean {
  return runsHere(method) && starts === 1 && !layerwise;
}
