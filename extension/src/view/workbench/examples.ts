/** Examples of the catalog, made by Python and opened in place of the drawing; undo brings that back. */

import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { askLong } from "./ask-long";
import { ZOOM } from "./slots";
import type { Workbench } from "./workbench";

export async function openExample(bench: Workbench, name: string): Promise<void> {
  const answer = await askLong(bench, "Making the example", { ask: "example", name });
  if (!answer) return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  bench.replaceDocument(read.value, "example.open");
  const { catalog } = bench.ui.value;
  const row = catalog.example.find((each) => each.name === name);
  bench.ui.patch({
    view: isCircuit(read.value.body) ? "circuit" : "zx",
    drawer: "none",
    ...(read.value.proof === undefined ? {} : { tab: "proof", folded: false }),
  });
  if (row) bench.say("ok", `${row.title}. ${row.help}. Undo brings back what was drawn.`);
  bench.at(ZOOM).value?.fit();
}
