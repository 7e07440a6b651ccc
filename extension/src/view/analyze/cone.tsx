/** A circuit small, the gates that a figure is about lit and the others dashed; a large one as a map. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { type CircuitBody, type Document, type Item, isBlock, isCircuit, wiresOf } from "../../document/circuit";
import { columnsOf, drawnColumn } from "../../document/columns";
import { gatesUsing } from "../../document/uses";
import type { Figure } from "../../port";
import { usePart } from "../workbench/cell";
import { POINTED_AT } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";
import { type ConeMap, coneMap, shownWires } from "./cone-map";

/** Gates, wires and columns beyond these would be specks: a map of them is drawn. */
const MOST = 600;
const MOST_WIRES = 24;
const MOST_COLUMNS = 64;
const ROW = 26;
const PITCH = 20;
const SIZE = 13;
const OUTSIDE = "outside";

interface ConeProps {
  readonly document: Document;
  readonly gates: Figure["gates"];
}

export function ConePicture({ document: { body }, gates }: ConeProps): JSX.Element | null {
  return isCircuit(body) ? <Cone body={body} gates={gates} /> : null;
}

function Cone({ body, gates }: { readonly body: CircuitBody; readonly gates: Figure["gates"] }): JSX.Element {
  const pointed = usePart(useWorkbench().at(POINTED_AT), (name) => name);
  const { outside, inside, items, wires, columns, width } = useMemo(() => {
    const outside = new Set(gates[OUTSIDE] ?? []);
    const inside = new Set(Object.entries(gates).flatMap(([name, ids]) => (name === OUTSIDE ? [] : ids)));
    const isInside = (id: string, item: Item): boolean => placeOf(id, item, inside, outside) === "in";
    const wires = shownWires(body, isInside, MOST_WIRES);
    const rows = new Set(wires);
    const items = new Map([...body.operations].filter(([, item]) => wiresOf(item).some((wire) => rows.has(wire))));
    const columns = columnsOf(items);
    const width = Math.max(4, ...[...items.values()].map(({ column }) => drawnColumn(columns, column) + 1));
    return { outside, inside, items, wires, columns, width };
  }, [body, gates]);
  const seen = (id: string, item: Item): boolean => placeOf(id, item, inside, outside) === "in";
  const isLarge = items.size > MOST || wires.length > MOST_WIRES || width > MOST_COLUMNS;
  const label = `${inside.size} gates are inside, ${outside.size} outside`;
  const many = body.qubits.length.toLocaleString("en-US");
  const left = body.qubits.length - wires.length;
  const lit = pointed === null || isLarge ? null : gatesUsing(body, pointed);
  return (
    <>
      {isLarge ? (
        <MapPicture
          map={coneMap(body, wires, items, seen)}
          names={wires.map((wire) => body.qubits[wire] ?? "")}
          label={label}
        />
      ) : (
        <svg
          class="qd-cone"
          viewBox={`-22 -11 ${width * PITCH + 26} ${(wires.length - 1) * ROW + 22}`}
          role="img"
          aria-label={label}
        >
          {wires.map((wire, row) => (
            <g key={wire}>
              <path class="qd-cone-wire" d={`M-2 ${row * ROW}H${width * PITCH}`} />
              <text x={-6} y={row * ROW + 3} text-anchor="end" translate={false}>
                {body.qubits[wire]?.slice(0, 4)}
              </text>
            </g>
          ))}
          {[...items].map(([id, item]) => (
            <Gate
              key={id}
              item={item}
              x={(drawnColumn(columns, item.column) + 0.5) * PITCH}
              place={placeOf(id, item, inside, outside)}
              lit={lit?.has(id) ?? false}
              rows={new Map(wires.map((wire, row) => [wire, row]))}
              body={body}
            />
          ))}
        </svg>
      )}
      {left > 0 && <p class="qd-cone-note">{`Drawn: the ${wires.length} of ${many} qubits that it sees.`}</p>}
    </>
  );
}

const FIELD = { width: 320, height: 120 } as const;

/** Qubits down, columns across: the more of the gates there are inside, the stronger. */
function MapPicture({
  map: { rows, columns, cells },
  names,
  label,
}: {
  readonly map: ConeMap;
  readonly names: readonly string[];
  readonly label: string;
}): JSX.Element {
  const [w, h] = [FIELD.width / columns, FIELD.height / rows];
  return (
    <svg class="qd-cone" viewBox={`-34 -4 ${FIELD.width + 38} ${FIELD.height + 20}`} role="img" aria-label={label}>
      {cells.map((places, level) => (
        <path
          key={level}
          class="qd-cone-map"
          data-level={level}
          d={places.map(([row, column]) => `M${column * w} ${row * h}h${w * 0.9}v${h * 0.9}h${-w * 0.9}z`).join("")}
        />
      ))}
      <text x={-6} y={8} text-anchor="end" translate={false}>
        {names[0]?.slice(0, 5)}
      </text>
      <text x={-6} y={FIELD.height} text-anchor="end" translate={false}>
        {names.at(-1)?.slice(0, 5)}
      </text>
      <text x={FIELD.width / 2} y={FIELD.height + 13} text-anchor="middle">
        columns of the circuit; stronger: more of the gates there are seen
      </text>
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
  rows,
  body,
}: {
  readonly item: Item;
  readonly x: number;
  readonly place: "in" | "out" | "";
  readonly lit: boolean;
  /** Of each wire that is drawn. */
  readonly rows: ReadonlyMap<number, number>;
  readonly body: CircuitBody;
}): JSX.Element | null {
  const wires = wiresOf(item);
  const places = wires.flatMap((wire) => rows.get(wire) ?? []);
  if (!places.length) return null;
  const [top, bottom] = [Math.min(...places) * ROW, Math.max(...places) * ROW];
  const yOf = (wire: number): number => (rows.get(wire) ?? 0) * ROW;
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
        .filter((wire) => rows.has(wire) && !targets.includes(wire))
        .map((wire) => (
          <circle key={wire} cx={x} cy={yOf(wire)} r={2.6} />
        ))}
      {isBlock(item) ? (
        <rect x={x - SIZE / 2} y={top - SIZE / 2} width={SIZE} height={bottom - top + SIZE} rx={2} />
      ) : (
        boxes
          .filter((wire) => rows.has(wire))
          .map((wire) => (
            <rect key={wire} x={x - SIZE / 2} y={yOf(wire) - SIZE / 2} width={SIZE} height={SIZE} rx={2.5} />
          ))
      )}
    </g>
  );
}
