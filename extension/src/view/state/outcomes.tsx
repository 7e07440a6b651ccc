/** What sampling gave of the classical registers: bars of their own, beside those of the state. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { originWords } from "../../live/origin";
import type { Samples } from "../../live/wanted";
import { barsPath, middleOf, niceTop, outcomesPlot, ROOM } from "../../scene/bars";
import { exactText } from "../../scene/math";
import { downloadCsv } from "../widgets/csv";
import { useTips } from "../widgets/tips";
import { useSize } from "../widgets/use-size";
import { useWorkbench } from "../workbench/workbench";
import { AxisLines } from "./lines";

/** Outcomes with a bar; those seen less often are one more. */
const MOST = 32;

interface Outcome {
  readonly text: string;
  readonly count: number;
}

/** The outcomes that were seen most often, in order, and the others as one. */
export function outcomesOf(counts: ReadonlyMap<string, number>, most = MOST): readonly Outcome[] {
  const all = [...counts].map(([text, count]) => ({ text, count }));
  if (all.length <= most) return all;
  const kept = new Set([...all].sort((a, b) => b.count - a.count).slice(0, most - 1));
  const left = all.filter((each) => !kept.has(each)).reduce((sum, { count }) => sum + count, 0);
  return [...all.filter((each) => kept.has(each)), { text: "other", count: left }];
}

/** The registers, the last one first as in outcomes; qubits where all of them were sampled. */
function registerNames({ registers }: Samples): string {
  return registers
    ? [...registers]
        .reverse()
        .map(({ name }) => name)
        .join(" ")
    : "qubits";
}

/** Counts as rows of a table, with where they come from. */
export function countRows(shots: Samples): readonly (readonly (string | number)[])[] {
  const head = [registerNames(shots), "count", `sampled, seed ${shots.seed}`];
  return [head, ...[...shots.counts].map(([text, count]) => [text, count])];
}

export function Outcomes({ shots }: { readonly shots: Samples }): JSX.Element {
  const bench = useWorkbench();
  const [element, setElement] = useState<SVGSVGElement | null>(null);
  const size = useSize(element);
  const origin = { kind: "sampled", shots: shots.shots } as const;
  const outcomes = outcomesOf(shots.counts);
  const shares = outcomes.map(({ count }) => count / Math.max(1, shots.shots));
  const plot = outcomesPlot(size, outcomes.length, niceTop(Math.max(0, ...shares)));
  const names = registerNames(shots);
  const wide = Math.max(...outcomes.map(({ text }) => text.length), 1);
  const every = Math.max(1, Math.ceil((6.6 * wide + 6) / plot.step));
  const tips = useTips({
    count: outcomes.length,
    tip: (index) => {
      const outcome = outcomes[index];
      if (!outcome) return null;
      const share = shares[index] ?? 0;
      const error = Math.sqrt((share * (1 - share)) / Math.max(1, shots.shots));
      const lines = [`${outcome.count} of ${shots.shots}`, `share ${exactText(share)} ± ${error.toPrecision(2)}`];
      return { label: `${names} = ${outcome.text}`, lines, copy: String(outcome.count), origin };
    },
    indexAt: (box, { x }) => Math.floor((x - box.left - ROOM.left) / plot.step),
    placeOf: (box, index) => ({
      x: box.left + middleOf(plot, index),
      y: box.top + plot.y0 - ((shares[index] ?? 0) / plot.top) * plot.tall,
    }),
  });
  const keep = (): void => downloadCsv(bench, "counts", countRows(shots));
  return (
    <section class="qd-bars qd-outcomes" aria-label="Sampled outcomes" data-part="outcomes">
      <div class="qd-head">
        <h2>Outcomes</h2>
        <span class="qd-quiet">{names} · bit 0 rightmost</span>
        <span class="qd-right">
          <button type="button" class="qd-link" style={{ fontSize: "11px" }} title="Download the counts" onClick={keep}>
            CSV
          </button>
          <span class="qd-origin">{originWords(origin)}</span>
        </span>
      </div>
      <svg ref={setElement} role="img" aria-label="Counts of outcomes" class="qd-plot" {...tips}>
        <AxisLines plot={plot} width={size.width} />
        <path class="qd-shots" d={barsPath(plot, shares)} />
        {outcomes.map(
          ({ text }, k) =>
            (k % every === 0 || text === "other") && (
              <text
                key={text}
                class="qd-axis"
                data-outcome={text}
                x={middleOf(plot, k)}
                y={plot.y0 + 14}
                text-anchor="middle"
                style={{ fontSize: "10px" }}
              >
                {text}
              </text>
            ),
        )}
      </svg>
    </section>
  );
}
