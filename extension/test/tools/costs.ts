/** The energy of a document, as pages lower it. */

import { circuitOf } from "../../src/document/level";
import { loads } from "../../src/document/read";
import { loadEngine } from "../../src/live/engine";
import { type Cost, costOf } from "../../src/tools/cost";
import { costParts, type Shots } from "../../src/tools/measuring";
import { engineBytes } from "../live/fixtures";

const module = await loadEngine(engineBytes());

export function costIn(text: string, shots: Shots = null): Cost {
  const drawn = loads(text);
  const body = circuitOf(drawn);
  const parameters = drawn.parameters.map(({ name }) => name);
  return costOf(module, costParts(body, drawn.observable ?? new Map(), { parameters, shots, limit: 20 }));
}
