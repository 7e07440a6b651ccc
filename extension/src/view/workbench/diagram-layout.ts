/** Lays out the diagram in slices of time, so that the page goes on; one step, done when it is ready. */

import { type Document, isCircuit } from "../../document/circuit";
import { arranging, type Place, withPlaces } from "../../scene/arrange";
import { diagramScene, ZX_PITCH } from "../../scene/diagram";
import { step } from "../../state/transaction";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

const SLICE = 12;

/** The document laid out as it is drawn here. */
export async function laidOut(bench: Workbench, document: Document): Promise<Document> {
  const { body } = document;
  if (isCircuit(body)) return document;
  const scene = diagramScene(body, bench.measure);
  const work = arranging(body, (id) => (scene.byId.get(id)?.width ?? 0) / ZX_PITCH.x);
  return withPlaces(document, await inSlices(work));
}

async function inSlices(work: Generator<void, ReadonlyMap<string, Place>>): Promise<ReadonlyMap<string, Place>> {
  for (;;) {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const done = work.next();
      if (done.done) return done.value;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

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
