/** The angle of a gate as a field, with its number now. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { freshParameter } from "../../commands/gate";
import { angleAt, anglesParameters, angleText, negateAngle, readAngle } from "../../document/angle";
import type { Block } from "../../document/circuit";
import { setAngle } from "../../document/edit";
import { attempt } from "../../document/errors";
import { fixedText, plainName } from "../../scene/math";
import { AngleField } from "../widgets/angle-field";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

const QUICK = ["0", "pi/4", "pi/2", "pi"] as const;

/** One angle of a gate, in the inspector and on the canvas. */
export function GateAngle({
  id,
  index,
  text,
  formal,
  block,
  bare = false,
}: {
  readonly id: string;
  readonly index: number;
  readonly text: string;
  readonly formal: string;
  readonly block: Block | null;
  /** Only the field, for where there is no room for what can be taken with one click. */
  readonly bare?: boolean;
}): JSX.Element {
  const bench = useWorkbench();
  const indexed = useMemo(() => new Set(block?.indexed?.keys() ?? []), [block]);
  return (
    <AngleField
      label={`Angle ${plainName(formal)}`}
      text={text}
      hint="For example pi/2, 0.3, 2*gamma + pi/4 or sin(x)*y; ↓ completes a name"
      intent="gate.angle"
      set={(document, value) => setAngle(document, id, index, value)}
      quick={bare ? [] : QUICK}
      indexed={indexed}
      aside={(shown) => <Radians text={shown} block={block} />}
      more={(take) =>
        !bare && (
          <>
            <button
              type="button"
              class="qd-chip"
              title="A parameter of its own"
              onClick={() => take(freshParameter(bench.state.document))}
            >
              + param
            </button>
            <button
              type="button"
              class="qd-chip"
              style={{ marginLeft: "auto" }}
              onClick={() => take(angleText(negateAngle(readAngle(text))))}
            >
              negate
            </button>
          </>
        )
      }
    />
  );
}

/** The angle's number now; in a block one for each repetition. */
function Radians({ text, block }: { readonly text: string; readonly block: Block | null }): JSX.Element {
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
