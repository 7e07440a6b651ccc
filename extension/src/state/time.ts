/** "State here": the drawn column behind which the state is shown, -1 for the start; null for the end. */

import { type Document, isCircuit } from "../document/circuit";
import { columnAt, columnsOf, drawnColumn } from "../document/columns";
import { followedColumn } from "../document/follow";
import type { EditorState } from "./state";

/** Where a document says that it is. */
export function timeOf({ body, layout }: Document): number | null {
  const here = layout?.state_here;
  return here === undefined || !isCircuit(body) ? null : drawnColumn(columnsOf(body.operations), here);
}

/** The document that says where it is; the same one where it does, or has no places. */
export function withTime(document: Document, time: number | null): Document {
  const { body, layout } = document;
  if (!isCircuit(body) || timeOf(document) === time) return document;
  const { state_here: _here, ...others } = layout ?? {};
  if (time === null && !Object.keys(others).length) {
    const { layout: _layout, ...bare } = document;
    return bare;
  }
  const columns = columnsOf(body.operations);
  const column = time === null || time >= 0 ? columnAt(columns, time ?? 0) : Math.floor(columns[0] ?? 0) - 1;
  return { ...document, layout: { ...others, ...(time === null ? {} : { state_here: column }) } };
}

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
