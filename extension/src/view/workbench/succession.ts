/** What of a studio goes on in the one that takes its place: steps to undo, what is open, what was typed in Send. */

import type { Editor } from "../../state/transaction";
import type { Exchange } from "./exchange";
import { SHOWN_JOB } from "./jobs";
import { REMEMBERED } from "./slots";
import type { Ui } from "./ui";
import type { Workbench } from "./workbench";

class Left {
  constructor(
    readonly editor: Editor,
    readonly exchange: Exchange,
    readonly ui: Pick<Ui, "view" | "half" | "tab" | "pane" | "problem">,
    readonly remembered: ReadonlyMap<string, unknown>,
    readonly job: string | null,
  ) {}
}

/** Begins where the studio before was left, if there was one on this page, and hands over in its turn. */
export function succeed(bench: Workbench): void {
  const { succession } = bench.host.can;
  if (succession?.inherited instanceof Left) takeOver(bench, succession.inherited);
  succession?.begin(() => handOver(bench));
}

function handOver(bench: Workbench): Left | null {
  bench.flush();
  if (bench.exchange.unreadable.value) return null;
  const { view, half, tab, pane, problem } = bench.ui.value;
  // What is compared was read anew for that.
  const ui = { view: view === "compare" ? ("circuit" as const) : view, half, tab, pane, problem };
  return new Left(bench.store.now, bench.exchange, ui, bench.at(REMEMBERED), bench.at(SHOWN_JOB).value);
}

function takeOver(bench: Workbench, { editor, exchange, ui, remembered, job }: Left): void {
  bench.exchange.goOn(exchange);
  bench.store.goOn(editor);
  bench.ui.patch(ui);
  for (const [name, value] of remembered) bench.at(REMEMBERED).set(name, value);
  bench.at(SHOWN_JOB).set(job);
}
