/** The angle of a gate as a field, with its number now. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { freshParameter } from "../../commands/gate";
import { angleText, negateAngle, readAngle } from "../../document/angle";
import type { Block } from "../../document/circuit";
import { setAngle } from "../../document/edit";
import { plainName } from "../../scene/math";
import { AngleField } from "../widgets/angle-field";
import { Radians } from "../widgets/radians";
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
