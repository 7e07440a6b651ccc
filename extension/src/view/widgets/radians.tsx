/** What an angle was understood as: its number now, beside its field. */

import type { JSX } from "preact";

import { angleAt, anglesParameters, readAngle } from "../../document/angle";
import type { Block } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { fixedText } from "../../scene/math";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

/** The angle's number now; in a block one for each repetition. */
export function Radians({ text, block = null }: { readonly text: string; readonly block?: Block | null }): JSX.Element {
  const bench = useWorkbench();
  const parameters = usePart(bench.editor, (e) => (e.state.preview ?? e.state.document).parameters);
  const read = attempt(() => readAngle(text));
  if ("refusal" in read) return <span class="qd-radians" />;
  const values = new Map(parameters.map((p) => [p.name, p.value]));
  const local = anglesParameters(read.value).some((name) => block?.indexed?.has(name));
  const count = local ? Math.min(block?.count ?? 1, 3) : 1;
  const radians = Array.from({ length: count }, (_, k) =>
    angleAt(read.value, (name) => values.get(block?.indexed?.get(name)?.[k] ?? name) ?? 0),
  );
  const numbers = radians.map((number) => (Number.isNaN(number) ? "no value" : fixedText(number, 2)));
  const more = local && (block?.count ?? 0) > 3 ? ", …" : "";
  return (
    <span class="qd-radians">
      {numbers.join(", ")}
      {more}
      <br />
      {local ? `rad in layers 1–${block?.count ?? 1}` : radians.some(Number.isNaN) ? "" : "rad"}
    </span>
  );
}
