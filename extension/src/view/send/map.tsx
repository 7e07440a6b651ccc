/** A device's map: couplings and readouts by their errors, what is broken, where the drawn qubits start. */

import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { DeviceEdge, DeviceResult, LowerResult, Target } from "../../port";
import { percent } from "./rows";
import { couplingsOf, pairName, timeText } from "./using";

const PITCH = 15;
const EDGE = 14;
/** From so many qubits on, all coupled, the couplings would hide the qubits. */
const MANY = 9;

interface Props {
  readonly target: Target;
  readonly device: DeviceResult;
  readonly lowered: LowerResult | null;
  /** The layout that was given by hand, which may not be prepared yet; empty where it is chosen. */
  readonly given: readonly number[];
  readonly onLayout: (layout: readonly number[]) => void;
}

export function DeviceMap({ target, device, lowered, given, onLayout }: Props): JSX.Element {
  const { qubits, edges } = device;
  const scale = useMemo(() => scaleOf(device), [device]);
  const [said, setSaid] = useState("");
  const [focused, setFocused] = useState<number | null>(null);
  const [dragged, setDragged] = useState<readonly [number, number] | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  const layout = given.length ? given : (lowered?.layout ?? []);
  const isWhole = qubits.length >= MANY && edges.length === (qubits.length * (qubits.length - 1)) / 2;
  const used = new Set(lowered?.qubits ?? []);
  const dead = edges.filter(({ works }) => !works).length;
  const broken = qubits.filter(({ works }) => !works).length;
  const width = Math.max(...qubits.map(({ x }) => x)) * PITCH + 2 * EDGE;
  const height = Math.max(...qubits.map(({ y }) => y)) * PITCH + 2 * EDGE;
  const place = (q: number): readonly [number, number] => [
    (qubits[q]?.x ?? 0) * PITCH + EDGE,
    (qubits[q]?.y ?? 0) * PITCH + EDGE,
  ];
  const nearest = (event: PointerEvent): number => {
    const matrix = picture.current?.getScreenCTM()?.inverse();
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix ?? undefined);
    const far = qubits.map((_, q) => Math.hypot(place(q)[0] - point.x, place(q)[1] - point.y));
    return far.indexOf(Math.min(...far));
  };
  /** Puts a drawn qubit on one of the device's; one that stands there goes to where it came from. */
  const put = (drawn: number, on: number): void => {
    if (layout[drawn] === on) return;
    onLayout(layout.map((q, k) => (k === drawn ? on : q === on ? (layout[drawn] ?? q) : q)));
  };
  const step = (event: KeyboardEvent, drawn: number): void => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = qubits[layout[drawn] ?? -1];
    if (!way || !from) return;
    event.preventDefault();
    event.stopPropagation();
    const [dx = 0, dy = 0] = way;
    const ahead = qubits
      .map(({ x, y }, q) => ({
        q,
        on: (x - from.x) * dx + (y - from.y) * dy,
        off: Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx),
      }))
      .filter(({ on, off }) => on > 0.2 && off <= on)
      .toSorted((a, b) => a.on + 2 * a.off - (b.on + 2 * b.off));
    if (ahead[0]) put(drawn, ahead[0].q);
  };
  const at = dragged ? layout.map((q, k) => (k === dragged[0] ? dragged[1] : q)) : layout;
  return (
    <section class="qd-send-map">
      <div class="qd-head">
        <h2>Coupling map</h2>
        <span class="qd-quiet">
          {[isWhole && "all qubits are coupled", dead && `${dead} dead edges`, broken && `${broken} broken qubits`]
            .filter(Boolean)
            .join(", ")}
        </span>
        <span class="qd-right qd-send-scale qd-quiet">
          {scale.isLowest ? "" : "≤ "}
          {percent(scale.low)} <i aria-hidden="true" /> {percent(scale.high)}
        </span>
      </div>
      <div class="qd-send-map-body">
        <svg
          ref={picture}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={`Coupling map of ${target.title}`}
        >
          <Parts
            device={isWhole ? { ...device, edges: [] } : device}
            scale={scale}
            used={used}
            place={place}
            onSaid={setSaid}
          />
          {at.map((q, drawn) => {
            const [x, y] = place(q);
            return (
              <g
                key={drawn}
                class="qd-map-used"
                role="slider"
                tabIndex={0}
                aria-label={`Drawn qubit ${drawn}`}
                aria-valuenow={q}
                aria-valuetext={`on ${q}; arrows move it`}
                transform={`translate(${x} ${y})`}
                onFocus={() => setFocused(drawn)}
                onBlur={() => setFocused(null)}
                onKeyDown={(event) => step(event, drawn)}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDragged([drawn, q]);
                }}
                onPointerMove={(event) => dragged?.[0] === drawn && setDragged([drawn, nearest(event)])}
                onPointerUp={(event) => {
                  if (dragged?.[0] === drawn) put(drawn, nearest(event));
                  setDragged(null);
                }}
                onPointerCancel={() => setDragged(null)}
              >
                <circle r={7.5} />
                <text y={3.2} text-anchor="middle">
                  {drawn}
                </text>
              </g>
            );
          })}
        </svg>
        <UsedParts device={device} lowered={lowered} />
      </div>
      <p class="qd-quiet qd-send-said" role="status">
        {said ||
          (focused !== null && at[focused] !== undefined
            ? `Drawn qubit ${focused} on ${at[focused]}. Drag it, or press an arrow, to put it elsewhere.`
            : `Drag a numbered qubit to put it elsewhere. Point at ${isWhole ? "one" : "an edge"} for its errors.`)}
      </p>
    </section>
  );
}

/** Couplings and qubits. */
function Parts({
  device,
  scale,
  used,
  place,
  onSaid,
}: {
  readonly device: DeviceResult;
  readonly scale: Scale;
  readonly used: ReadonlySet<number>;
  readonly place: (qubit: number) => readonly [number, number];
  readonly onSaid: (words: string) => void;
}): JSX.Element {
  return (
    <>
      {device.edges.map((edge) => {
        const [x1, y1] = place(edge.a);
        const [x2, y2] = place(edge.b);
        const error = bestOf(edge);
        return (
          <g
            key={`${edge.a}-${edge.b}`}
            onPointerEnter={() => onSaid(edgeWords(device, edge))}
            onPointerLeave={() => onSaid("")}
          >
            <line class="qd-map-hit" x1={x1} y1={y1} x2={x2} y2={y2} />
            <line
              class={edge.works ? "qd-map-edge" : "qd-map-dead"}
              x1={x1}
              y1={y1}
              x2={x2}
              y2={y2}
              style={edge.works ? { stroke: scale.color(error) } : {}}
            />
          </g>
        );
      })}
      {device.qubits.map(({ readout, works }, q) => {
        const [x, y] = place(q);
        return (
          <circle
            key={q}
            class={works ? "qd-map-qubit" : "qd-map-qubit qd-map-broken"}
            cx={x}
            cy={y}
            r={used.has(q) ? 5.5 : 3.6}
            style={works ? { stroke: scale.color(readout) } : {}}
            onPointerEnter={() => onSaid(qubitWords(device, q))}
            onPointerLeave={() => onSaid("")}
          />
        );
      })}
    </>
  );
}

function edgeWords(device: DeviceResult, edge: DeviceEdge): string {
  return [
    `${edge.a}–${edge.b}:`,
    ...Object.entries(edge.errors).map(
      ([gate, error]) => `${gate.toUpperCase()} ${error >= 1 ? "broken" : percent(error)},`,
    ),
    edge.duration === null ? "" : `${timeText(edge.duration)},`,
    `readout ${readoutOf(device, edge.a)} and ${readoutOf(device, edge.b)}`,
  ].join(" ");
}

function qubitWords(device: DeviceResult, q: number): string {
  const { t1, t2, works } = device.qubits[q] ?? { t1: null, t2: null, works: true };
  const micro = (time: number | null): string => (time === null ? "?" : timeText(time));
  return `Qubit ${q}${works ? "" : ", broken"}: readout ${readoutOf(device, q)}, T1 ${micro(t1)}, T2 ${micro(t2)}`;
}

/** The qubits and couplings in use, with their errors. */
function UsedParts({
  device,
  lowered,
}: {
  readonly device: DeviceResult;
  readonly lowered: LowerResult | null;
}): JSX.Element | null {
  const pairs = useMemo(() => {
    const read = lowered ? attempt(() => loads(lowered.document)) : null;
    const body = read && "value" in read ? read.value.body : null;
    return body && isCircuit(body) ? couplingsOf(body, lowered?.qubits ?? []) : new Set<string>();
  }, [lowered]);
  if (!lowered) return null;
  const between = device.edges.filter(({ a, b }) => pairs.has(pairName(a, b)));
  return (
    <table class="qd-table qd-send-parts" aria-label="Qubits and couplings in use">
      <thead>
        <tr>
          <th>Qubit</th>
          <th class="qd-num">readout error</th>
        </tr>
      </thead>
      <tbody>
        {lowered.layout.map((q, drawn) => (
          <tr key={`q${drawn}`}>
            <td>
              q<sub>{drawn}</sub> on {q}
            </td>
            <td class="qd-num">{readoutOf(device, q)}</td>
          </tr>
        ))}
        {between.length > 0 && (
          <tr>
            <th>Coupling</th>
            <th class="qd-num">two-qubit error</th>
          </tr>
        )}
        {between.map((edge) => (
          <tr key={`${edge.a}-${edge.b}`}>
            <td>
              {nameOf(edge)} {edge.a}–{edge.b}
            </td>
            <td class="qd-num">{percentOf(bestOf(edge))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function bestOf(edge: DeviceEdge): number | null {
  const errors = Object.values(edge.errors);
  return errors.length ? Math.min(...errors) : null;
}

function nameOf(edge: DeviceEdge): string {
  const best = Object.entries(edge.errors).toSorted((a, b) => a[1] - b[1])[0];
  return best?.[0].toUpperCase() ?? "";
}

function readoutOf(device: DeviceResult, q: number): string {
  return percentOf(device.qubits[q]?.readout ?? null);
}

function percentOf(rate: number | null): string {
  return rate === null ? "?" : rate >= 1 ? "broken" : percent(rate);
}

interface Scale {
  readonly low: number;
  readonly high: number;
  /** Has none of them less than `low`? */
  readonly isLowest: boolean;
  readonly color: (error: number | null) => string;
}

/** Colors from the errors that the best few have to the largest, each step a factor. */
function scaleOf({ edges, qubits }: DeviceResult): Scale {
  const errors = [...edges.map(bestOf), ...qubits.map(({ readout }) => readout)]
    .filter((error): error is number => error !== null && error > 0 && error < 1)
    .toSorted((a, b) => a - b);
  const low = errors[Math.floor(0.03 * errors.length)] ?? 0.001;
  const high = Math.max(low * 2, errors.at(-1) ?? 0.1);
  const color = (error: number | null): string => {
    if (error === null) return "var(--qd-line-strong)";
    const part = Math.log(Math.max(error, low) / low) / Math.log(high / low);
    return `color-mix(in oklab, var(--send-bad) ${Math.round(100 * Math.min(1, part))}%, var(--send-good))`;
  };
  return { low, high, isLowest: low <= (errors[0] ?? low), color };
}
