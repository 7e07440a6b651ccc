/** Lays out the diagram in the worker, so that the page goes on; one step, done when it is ready. */

import { type Document, isCircuit, type Spider, withBody } from "../../document/circuit";
import { planOf, withPlaces } from "../../scene/places";
import { step } from "../../state/transaction";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

/** The document laid out as it is drawn here; what stands in `before` stays where it stands there. */
export async function laidOut(bench: Workbench, document: Document, before?: Document): Promise<Document> {
  const { body } = document;
  if (isCircuit(body)) return document;
  const stood = before && !isCircuit(before.body) ? before.body.spiders : new Map<string, never>();
  const keep = new Set([...body.spiders.keys()].filter((id) => stood.has(id)));
  const spiders = new Map([...body.spiders].map(([id, spider]) => [id, { ...spider, ...placeOf(stood.get(id)) }]));
  const placed = keep.size ? withBody(document, { ...body, spiders }) : document;
  try {
    return withPlaces(placed, await bench.place(planOf({ ...body, spiders }, bench.measure, keep)), keep);
  } catch (error) {
    bench.say("error", error instanceof Error ? error.message : String(error));
    return placed;
  }
}

const placeOf = (spider: Spider | undefined): Partial<Spider> => (spider ? { x: spider.x, y: spider.y } : {});

/** Lays out what is open; what is drawn meanwhile wins. */
export async function layOut(bench: Workbench): Promise<void> {
  const { document } = bench.state;
  const placed = await laidOut(bench, document);
  if (bench.state.document !== document) {
    bench.say("error", "The diagram was changed meanwhile and stays as it is. Lay it out again.");
    return;
  }
  if (placed !== document) bench.dispatch(step("diagram.layout", { document: placed, preview: null, notice: null }));
  bench.at(ZOOM).value?.fit();
}
