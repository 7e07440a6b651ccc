/** A circuit drawn small, not to be edited: as it is, or on the qubits of a device. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { parameterColors } from "../../scene/colors";
import { cutAlike } from "../../scene/cut";
import { layoutOf, PITCH, wireY } from "../../scene/layout";
import { StillLayout } from "../drawing/gates";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export function Preview({
  title,
  text,
  labels,
}: {
  readonly title: string;
  readonly text: string | null;
  readonly labels: readonly number[] | null;
}): JSX.Element | null {
  const bench = useWorkbench();
  const own = usePart(bench.editor, (e) => e.state.document);
  const document = useMemo(() => {
    if (text === null) return own;
    const read = attempt(() => loads(text));
    return "value" in read ? read.value : null;
  }, [text, own]);
  const layout = useMemo(
    () => (document && isCircuit(document.body) ? layoutOf(document.body, undefined, bench.measure) : null),
    [document],
  );
  if (!document || !layout || !isCircuit(document.body)) return null;
  const { body } = document;
  const names = cutAlike(body.qubits, 6);
  const most = 900;
  const parts = layout.small.slice(0, most);
  const width = Math.max(...parts.map((part) => part.x + part.width), 60) + 90;
  const height = layout.numQubits * PITCH + (layout.blocks.length ? 70 : 20);
  const colors = parameterColors(document);
  return (
    <div class="qd-send-picture">
      <svg
        width={width * 0.8}
        height={height * 0.8}
        viewBox={`-60 ${layout.blocks.length ? -56 : -28} ${width} ${height}`}
        role="img"
        aria-label={title}
      >
        <Wires layout={layout} rows={[...body.qubits.keys()]} left={-16} right={width} />
        {body.qubits.map((name, qubit) => (
          <g key={qubit}>
            {labels ? (
              <>
                <rect
                  x={-56}
                  y={wireY(qubit) - 11}
                  width={34}
                  height={22}
                  rx={11}
                  style={{ fill: "var(--qd-accent-soft)", stroke: "var(--qd-accent-line)" }}
                />
                <text class="qd-tag-text" x={-39} y={wireY(qubit) + 4.5} text-anchor="middle">
                  {labels[qubit] ?? ""}
                </text>
              </>
            ) : (
              <text class="qd-label" x={-24} y={wireY(qubit) + 4.5} text-anchor="end">
                <WireName name={name} short={names[qubit]} />
              </text>
            )}
          </g>
        ))}
        <StillLayout
          blocks={layout.blocks}
          parts={parts}
          body={body}
          colors={colors}
          measure={(words) => bench.measure(words, "ui", 12)}
        />
      </svg>
      {layout.small.length > most && (
        <div class="qd-quiet">
          The first {most} of {layout.small.length} gates.
        </div>
      )}
    </div>
  );
}
