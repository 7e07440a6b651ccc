/** Gates lit by what their noise costs: the more, the stronger, with their share of it above. */

import type { JSX } from "preact";

import type { CircuitBody } from "../../document/circuit";
import { EXACT, originWords } from "../../live/origin";
import { fixedText } from "../../scene/math";
import { usePart } from "../workbench/cell";
import { COSTS, OVERLAY } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";
import type { Ringed } from "./standing-marks";

/** Shares below this have no number of their own on the drawing. */
const LEAST_SHOWN = 0.005;

export function CostMarks({
  body,
  boxes,
}: {
  readonly body: CircuitBody;
  readonly boxes: () => readonly Ringed[];
}): JSX.Element | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "costs");
  const known = usePart(bench.at(COSTS), (now) => now);
  if (!on || known?.body !== body || typeof known.told === "string") return null;
  const { costs } = known.told;
  const positive = [...costs.values()].filter((cost) => cost > 0);
  const most = Math.max(1e-300, ...positive);
  const sum = positive.reduce((total, cost) => total + cost, 0) || 1;
  return (
    <g class="qd-costs">
      {boxes().map((box) => {
        const cost = costs.get(box.id);
        if (cost === undefined || cost <= 1e-12) return null;
        const share = cost / sum;
        return (
          <g key={box.id} data-cost={cost}>
            <title>{costWords(cost, share)}</title>
            <rect
              x={box.left - 3}
              y={box.top - 3}
              width={box.width + 6}
              height={box.height + 6}
              rx={7}
              style={{ opacity: (0.12 + 0.88 * (cost / most)).toFixed(3) }}
            />
            {share >= LEAST_SHOWN && (
              <text x={box.left + box.width / 2} y={box.top - 6} text-anchor="middle">
                {fixedText(100 * share, 0)} %
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function costWords(cost: number, share: number): string {
  const own = `Its noise costs ${fixedText(100 * cost, 3)} % of fidelity`;
  return `${own}, ${fixedText(100 * share, 1)} % of all (${originWords(EXACT)})`;
}
