/** "State here": the drawn column behind which the state is shown, -1 for the start; null for the end. */

import { type Document, isCircuit } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { followedColumn } from "../document/follow";
import type { EditorState } from "./state";

/** Where it is after an edit: behind its column still. */
export function followedTime(time: number | null, before: Document, after: Document): number | null {
  if (time === null || before.body === after.body || !isCircuit(before.body) || !isCircuit(after.body)) return time;
  const [old, now] = [before.body.operations, after.body.operations];
  const column = columnsOf(old)[time] ?? -Infinity;
  return drawnColumn(columnsOf(now), followedColumn({ qubits: null, column }, old, now));
}

/** Where it is drawn: as it is dragged, and in the document as if what is going on were done. */
export function shownTime({ tool, timeCursor, document, preview }: EditorState): number | null {
  if (tool.kind === "timing") return tool.column;
  return preview ? followedTime(timeCursor, document, preview) : timeCursor;
}
