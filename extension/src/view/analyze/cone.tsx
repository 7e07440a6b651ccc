/** A circuit small, with the gates that a figure is about: those inside lit, the others dashed. */

import type { JSX } from "preact";

import { type CircuitBody, type Document, type Item, isBlock, isCircuit, wiresOf } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";
import { gatesUsing } from "../../document/uses";
import type { Figure } from "../../port";
import { usePart } from "../workbench/cell";
import { POINTED_AT } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

/** Gates and wires beyond these are left out: they would be specks. */
const MOST = 600;
const MOST_WIRES = 24;
const ROW = 26;
const PITCH = 20;
const SIZE = 13;
const OUTSIDE = "outside";

export function ConePicture({
  document,
  gates,
}: {
  readonly document: Document;
  readonly gates: Figure["gates"];
}): JSX.Element | null {
  const { body } = document;
  const pointed = usePart(useWorkbench().at(POINTED_AT), (name) => name);
  if (!isCircuit(body)) return null;
  const lit = pointed === null ? null : gatesUsing(body, pointed);
  const outside = new Set(gates[OUTSIDE] ?? []);
  const inside = new Set(Object.entries(gates).flatMap(([name, ids]) => (name === OUTSIDE ? [] : ids)));
  const columns = columnsOf(body.operations);
  const items = [...body.operations].slice(0, MOST);
  const wires = Math.min(body.qubits.length, MOST_WIRES);
  const width = PITCH * Math.max(4, ...items.map(([, { column }]) => drawnColumn(columns, column) + 1));
  const height = (wires - 1) * ROW + 22;
  return (
    <svg
      class="qd-cone"
      viewBox={`-22 -11 ${width + 26} ${height}`}
      role="img"
      aria-label={`${inside.size} gates are inside, ${outside.size} outside`}
    >
      {body.qubits.slice(0, wires).map((name, wire) => (
        <g key={wire}>
          <path class="qd-cone-wire" d={`M-2 ${wire * ROW}H${width}`} />
          <text x={-6} y={wire * ROW + 3} text-anchor="end" translate={false}>
            {name.slice(0, 3)}
          </text>
        </g>
      ))}
      {items.map(([id, item]) => (
        <Gate
          key={id}
          item={item}
          x={(drawnColumn(columns, item.column) + 0.5) * PITCH}
          place={placeOf(id, item, inside, outside)}
          lit={lit?.has(id) ?? false}
          body={body}
        />
      ))}
    </svg>
  );
}

/** A block is inside where one of its gates is. */
function placeOf(id: string, item: Item, inside: ReadonlySet<string>, outside: ReadonlySet<string>): "in" | "out" | "" {
  if (inside.has(id)) return "in";
  if (outside.has(id)) return "out";
  if (!isBlock(item)) return "";
  return [...item.operations.keys()].some((each) => inside.has(each)) ? "in" : "";
}

function Gate({
  item,
  x,
  place,
  lit,
  body,
}: {
  readonly item: Item;
  readonly x: number;
  readonly place: "in" | "out" | "";
  readonly lit: boolean;
  readonly body: CircuitBody;
}): JSX.Element | null {
  const wires = wiresOf(item);
  if (!wires.length) return null;
  const [top, bottom] = [Math.min(...wires) * ROW, Math.max(...wires) * ROW];
  const controls = isBlock(item) ? [] : [...(item.controls ?? []), ...(item.anticontrols ?? [])];
  // The last wire of a controlled gate of the table is its target.
  const targets = isBlock(item) ? wires : controls.length ? item.qubits : wires.slice(-1);
  const boxes = isBlock(item) ? [] : targets;
  const words = isBlock(item)
    ? item.name
    : `${item.gate} on ${wires.map((wire) => body.qubits[wire] ?? wire).join(", ")}`;
  return (
    <g class="qd-cone-gate" data-place={place} data-lit={lit ? "" : undefined}>
      <title>{words}</title>
      {bottom > top && <path d={`M${x} ${top}V${bottom}`} />}
      {wires
        .filter((wire) => !targets.includes(wire))
        .map((wire) => (
          <circle key={wire} cx={x} cy={wire * ROW} r={2.6} />
        ))}
      {isBlock(item) ? (
        <rect x={x - SIZE / 2} y={top - SIZE / 2} width={SIZE} height={bottom - top + SIZE} rx={2} />
      ) : (
        boxes.map((wire) => (
          <rect key={wire} x={x - SIZE / 2} y={wire * ROW - SIZE / 2} width={SIZE} height={SIZE} rx={2.5} />
        ))
      )}
    </g>
  );
}
