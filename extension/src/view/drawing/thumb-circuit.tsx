/** A circuit as a thumbnail: wires, and a square for each gate in the color of its parameter. */

import type { JSX } from "preact";
import { anglesParameters, readAngle } from "../../document/angle";
import { anglesOf, type CircuitBody, type Document, type Item, isBlock, wiresOf } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";
import { parameterColors } from "../../scene/colors";

/** Gates beyond this many are left out: they would be specks. */
const MOST = 1_000;
const ROW = 24;
const SIZE = 16;
const PITCH = 20;

export function ThumbCircuit({
  document,
  body,
  label,
}: {
  readonly document: Document;
  readonly body: CircuitBody;
  readonly label: string;
}): JSX.Element {
  const colors = parameterColors(document);
  const columns = columnsOf(body.operations);
  const items = [...body.operations].slice(0, MOST);
  const width = PITCH * Math.max(4, ...items.map(([, { column }]) => drawnColumn(columns, column) + 1));
  const hue = (item: Item): number | null => {
    const [angle] = isBlock(item) ? [] : anglesOf(item);
    const [name] = angle === undefined ? [] : anglesParameters(readAngle(angle));
    return (name !== undefined && colors.get(name)?.hue) || null;
  };
  return (
    <svg
      class="qd-thumb"
      viewBox={`-8 ${-SIZE} ${width + 16} ${(body.qubits.length - 1) * ROW + 2 * SIZE}`}
      role="img"
      aria-label={label}
    >
      {body.qubits.map((_, wire) => (
        <path key={wire} class="qd-edge" d={`M-8 ${wire * ROW}H${width + 8}`} />
      ))}
      {items.map(([id, item]) => (
        <Gate key={id} item={item} x={(drawnColumn(columns, item.column) + 0.5) * PITCH} hue={hue(item)} />
      ))}
    </svg>
  );
}

function Gate({ item, x, hue }: { readonly item: Item; readonly x: number; readonly hue: number | null }): JSX.Element {
  const wires = wiresOf(item);
  const [top, bottom] = [Math.min(...wires) * ROW, Math.max(...wires) * ROW];
  const fill = hue === null ? "var(--qd-gate-controlled)" : `var(--qd-p${hue})`;
  if (wires.length === 1 || isBlock(item)) {
    const size = { x: x - SIZE / 2, y: top - SIZE / 2, width: SIZE, height: bottom - top + SIZE };
    return hue === null ? (
      <rect
        {...size}
        rx={2}
        style={{ fill: "var(--qd-gate-clifford-fill)", stroke: "var(--qd-gate-clifford-line)" }}
        class="qd-thumb-plain"
      />
    ) : (
      <rect {...size} rx={2} style={{ fill }} />
    );
  }
  return (
    <g style={{ fill, stroke: fill }}>
      <path d={`M${x} ${top}V${bottom}`} class="qd-thumb-link" />
      {wires.map((wire) => (
        <circle key={wire} cx={x} cy={wire * ROW} r={5} />
      ))}
    </g>
  );
}
