/** What was pasted or dropped → the diagram that is open, selected, beside the pointer; a circuit as its diagram. */

import { type Document, isCircuit } from "../../document/circuit";
import { addDiagram } from "../../document/diagram-paste";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { Point } from "../../state/state";
import { step } from "../../state/transaction";
import { IN_DIAGRAM, ZOOM } from "./slots";
import type { Workbench } from "./workbench";

/** Adds a drawing to the diagram that is open, in one step. */
export async function insertDiagram(bench: Workbench, drawn: Document, pointer: Point | null): Promise<void> {
  const at = pointer && (bench.at(IN_DIAGRAM).value?.(pointer) ?? null);
  const other = await asDiagram(bench, drawn);
  if (!other) return;
  const made = attempt(() => addDiagram(bench.state.document, other, at));
  if ("refusal" in made) {
    bench.say("error", made.refusal.message);
    return;
  }
  bench.dispatch(step("spider.paste", { document: made.value.document, selection: made.value.ids, notice: null }));
  if (!at) bench.at(ZOOM).value?.fit();
}

async function asDiagram(bench: Workbench, drawn: Document): Promise<Document | null> {
  if (!isCircuit(drawn.body)) return drawn;
  if (!bench.asker.can("to_diagram")) {
    bench.say("error", `A circuit becomes a diagram in Python, and ${bench.noPython}. Paste a diagram.`);
    return null;
  }
  const answer = await bench.asker.ask<"to_diagram">({ ask: "to_diagram", document: dumps(drawn) });
  if (answer.kind === "failed") bench.say("error", `The circuit is not taken. ${answer.error.message}`);
  return answer.kind === "done" ? loads(answer.result.document) : null;
}
