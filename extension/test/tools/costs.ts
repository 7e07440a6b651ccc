/** The energy of a document, as pages lower it. */

import { circuitOf } from "../../src/document/level";
import { noiseOf } from "../../src/document/noise";
import { loads } from "../../src/document/read";
import { loadEngine } from "../../src/live/engine";
import { type Cost, costOf } from "../../src/tools/cost";
import { costParts, type Shots } from "../../src/tools/measuring";
import { engineBytes } from "../live/fixtures";

const module = await loadEngine(engineBytes());

/** With the document's noise, where it has one that is on. */
export function costIn(text: string, shots: Shots = null): Cost {
  const drawn = loads(text);
  const body = circuitOf(drawn);
  const parameters = drawn.parameters.map(({ name }) => name);
  const noise = noiseOf(drawn);
  const channels = noise?.on ? noise.channels : null;
  return costOf(module, costParts(body, drawn.observable ?? new Map(), { parameters, shots, limit: 20, channels }));
}
