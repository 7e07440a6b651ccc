/** Where the hosts take the studio from: the view with the engine that is in the bundle. */

import * as scripts from "shared:scripts";
import { engine, startLive } from "../live/bundled";
import type { Host } from "../port";
import { mountStudio } from "../view/frame/studio";

/** Puts the studio into an element; returns the clean-up. */
export function createStudio(element: HTMLElement, host: Host): () => void {
  return mountStudio(element, host, { startLive, engine, scripts });
}
