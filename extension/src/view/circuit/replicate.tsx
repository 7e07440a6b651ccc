/** What is being replicated, while that is asked; the form is loaded on request. */

import type { JSX } from "preact";

import { chosen } from "../../commands/command";
import { Cell, usePart } from "../workbench/cell";
import { onRequest } from "../workbench/on-request";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));

/** What is being copied, while that is asked. */
const COPIED = slot(() => new Cell<ReadonlySet<string> | null>(null));

export function askToReplicate(bench: Workbench): void {
  later.use(bench, () => bench.at(COPIED).set(chosen({ state: bench.state, layout: bench.layout("document") })));
}

export function Replicate(): JSX.Element | null {
  const bench = useWorkbench();
  const ids = usePart(bench.at(COPIED), (now) => now);
  return ids && later.here && <later.here.ReplicateForm ids={ids} onEnd={() => bench.at(COPIED).set(null)} />;
}
