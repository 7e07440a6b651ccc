/** Energies over a plane as a map: contours, the lowest point, the way of the optimizer, the ring that is dragged. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Origin } from "../../live/origin";
import { contour, heat, levels, STOPS } from "../../scene/contours";
import { exactText, fixedText, plainName } from "../../scene/math";
import { type Axis, type Plane, valueAt } from "../../tools/plane";
import { useTips } from "../widgets/tips";
import { AngleText, NameText } from "../widgets/typeset";

const LINES = 9;

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface MapProps {
  readonly plane: Plane;
  readonly names: readonly string[];
  readonly titles: readonly [string, string];
  readonly here: Place;
  /** The way of the optimizer, from its start. */
  readonly way: readonly Place[];
  readonly theme: string;
  readonly origin: Origin;
  /** What is drawn. */
  readonly measure: string;
  /** Is the lowest point of the map one to go to? */
  readonly marksLowest: boolean;
  /** Goes to a place: while it is dragged, then for good. */
  readonly onGo: (place: Place, isLast: boolean) => void;
  readonly onLeave: () => void;
}

/** The share of an axis at which a number stands. */
export function shareOf({ low, high }: Axis, value: number): number {
  return (value - low) / (high - low || 1);
}

export function PlaneMap(props: MapProps): JSX.Element {
  const { plane, titles, here, way, onGo, onLeave, names, origin, measure } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [held, setHeld] = useState(false);
  const { x, y, points, energies } = plane;
  const rows = y ? points : 1;
  useEffect(() => paint(canvas.current, plane), [plane]);
  const across = (value: number): number => shareOf(x, value);
  const up = (value: number): number => (y ? 1 - shareOf(y, value) : 0.5);
  const placeAt = (event: PointerEvent): Place | null => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box?.width) return null;
    const share = (part: number): number => Math.min(1, Math.max(0, part));
    const s = share((event.clientX - box.left) / box.width);
    const t = share((box.bottom - event.clientY) / box.height);
    return { x: x.low + s * (x.high - x.low), y: y ? y.low + t * (y.high - y.low) : 0 };
  };
  const go = (event: PointerEvent, isLast: boolean): void => {
    const place = placeAt(event);
    if (place) onGo(place, isLast);
  };
  const keys = (event: KeyboardEvent): void => {
    const big = event.shiftKey ? 5 : 1;
    const step = (axis: Axis | null): number => (axis ? (big * (axis.high - axis.low)) / 100 : 0);
    const moves: Readonly<Record<string, Place>> = {
      ArrowLeft: { x: -step(x), y: 0 },
      ArrowRight: { x: step(x), y: 0 },
      ArrowDown: { x: 0, y: -step(y) },
      ArrowUp: { x: 0, y: step(y) },
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onGo({ x: here.x + move.x, y: here.y + move.y }, true);
  };
  const told = (index: number, axis: Axis, at: number, name: string): string =>
    `${name} = ${fixedText(valueAt(axis, index, at), 4)}`;
  // A click goes to the point; keys move the ring.
  const {
    onClick: _onClick,
    onKeyDown: _onKeyDown,
    ...tips
  } = useTips({
    count: points * rows,
    tip: (index) => {
      const energy = energies[index];
      if (energy === undefined || Number.isNaN(energy)) return null;
      const place = [told(index % points, x, points, titles[0])];
      if (y) place.push(told(Math.floor(index / points), y, points, titles[1]));
      const lines = [exactText(energy)];
      return { label: `${measure} at ${place.join(", ")}`, lines, copy: exactText(energy), origin };
    },
    indexAt: (box, at) => {
      const share = (part: number): number => Math.min(1, Math.max(0, part));
      const column = Math.round(share((at.x - box.left) / box.width) * (points - 1));
      return Math.round(share((box.bottom - at.y) / box.height) * (rows - 1)) * points + column;
    },
    placeOf: (box, index) => ({
      x: box.left + (box.width * (index % points)) / (points - 1),
      y: box.bottom - (box.height * Math.floor(index / points)) / Math.max(1, rows - 1),
    }),
  });
  const lowest = props.marksLowest ? plane.lowest : null;
  const line = way.map((each, k) => `${k ? "L" : "M"}${100 * across(each.x)} ${100 * up(each.y)}`).join("");
  const spot = (place: Place): Readonly<Record<string, string>> => ({
    left: `${100 * across(place.x)}%`,
    top: `${100 * up(place.y)}%`,
  });
  return (
    <div class="qd-map" data-flat={y ? undefined : ""}>
      {y && (
        <AxisNumbers
          axis={y}
          name={y.parameter === null ? null : (names[y.parameter] ?? "")}
          title={titles[1]}
          upward
        />
      )}
      <div class="qd-map-field" data-held={held ? "" : undefined}>
        <canvas
          ref={canvas}
          {...tips}
          onPointerMove={(event) => {
            if (held) go(event, false);
            else tips.onPointerMove(event);
          }}
          onPointerDown={(event: PointerEvent) => {
            if (event.button !== 0) return;
            canvas.current?.setPointerCapture(event.pointerId);
            setHeld(true);
            go(event, false);
          }}
          onPointerUp={(event: PointerEvent) => {
            if (!held) return;
            setHeld(false);
            go(event, true);
          }}
          onPointerCancel={() => {
            setHeld(false);
            onLeave();
          }}
          onKeyDown={keys}
          class="qd-plot"
          role="img"
          aria-label={`${measure} over ${titles[0]}${y ? ` and ${titles[1]}` : ""}`}
        />
        <svg class="qd-map-over" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path class="qd-map-cross" d={`M${100 * across(here.x)} 0V100${y ? `M0 ${100 * up(here.y)}H100` : ""}`} />
          {line && <path class="qd-map-way-edge" d={line} />}
          {line && <path class="qd-map-way" d={line} />}
        </svg>
        {way[0] && <i class="qd-map-mark" data-mark="start" style={spot(way[0])} />}
        {lowest && <i class="qd-map-mark" data-mark="lowest" style={spot(lowest)} title="Lowest energy of the map" />}
        <i class="qd-map-mark" data-mark="here" style={spot(here)} />
      </div>
      <div class="qd-map-scale" aria-hidden="true">
        <span>{fixedText(plane.high, 2)}</span>
        <div>
          <i
            style={{
              background: `linear-gradient(to top, ${STOPS.map((stop) => `rgb(${stop.join(" ")})`).join(", ")})`,
            }}
          />
          <span>{measure}</span>
        </div>
        <span>{fixedText(plane.low, 2)}</span>
      </div>
      <AxisNumbers axis={x} name={x.parameter === null ? null : (names[x.parameter] ?? "")} title={titles[0]} />
    </div>
  );
}

/** Colors from a small picture that is drawn larger, and lines of equal energy as sharp as the screen. */
function paint(canvas: HTMLCanvasElement | null, { points, energies, y, low, high }: Plane): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return;
  const rows = y ? points : 1;
  const ratio = Math.max(1, window.devicePixelRatio);
  const width = Math.max(50, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(10, Math.round(canvas.clientHeight * ratio));
  [canvas.width, canvas.height] = [width, height];
  const small = document.createElement("canvas");
  [small.width, small.height] = [points, rows];
  const pen = small.getContext("2d");
  if (!pen) return;
  const image = pen.createImageData(points, rows);
  energies.forEach((e, k) => {
    if (Number.isNaN(e)) return;
    const [r, g, b] = heat((e - low) / (high - low || 1));
    image.data.set([r, g, b, 255], 4 * ((rows - 1 - Math.floor(k / points)) * points + (k % points)));
  });
  pen.putImageData(image, 0, 0);
  context.imageSmoothingQuality = "high";
  // Points stand on the edges of the field: half a pixel of the small picture is beyond them.
  const [dx, dy] = [width / (points - 1), rows > 1 ? height / (rows - 1) : height];
  context.drawImage(small, -dx / 2, rows > 1 ? -dy / 2 : 0, width + dx, rows > 1 ? height + dy : height);
  if (rows < 2 || !(high > low)) return;
  context.strokeStyle = "rgb(255 255 255 / 0.5)";
  context.lineWidth = ratio * 0.75;
  for (const level of levels(low, high, LINES)) {
    const segments = contour(energies, points, level);
    context.beginPath();
    for (let k = 0; k + 3 < segments.length; k += 4) {
      context.moveTo((segments[k] as number) * dx, height - (segments[k + 1] as number) * dy);
      context.lineTo((segments[k + 2] as number) * dx, height - (segments[k + 3] as number) * dy);
    }
    context.stroke();
  }
}

/** The ends of an axis, rad, with its name; multiples of π/4 as such. */
export function AxisNumbers({
  axis,
  name,
  title,
  upward = false,
}: {
  readonly axis: Pick<Axis, "low" | "high">;
  readonly name: string | null;
  readonly title: string;
  readonly upward?: boolean;
}): JSX.Element {
  const tick = (value: number): JSX.Element => {
    const quarters = Math.round((4 * value) / Math.PI);
    return Math.abs(value - (quarters * Math.PI) / 4) < 1e-6 ? (
      <AngleText text={`${quarters}*pi/4`} size={13} />
    ) : (
      <span class="qd-quiet">{fixedText(value, 2)}</span>
    );
  };
  const middle = name === null ? <span class="qd-quiet">{title}</span> : <NameText name={name} size={15} />;
  const marks = [tick(axis.low), middle, tick(axis.high)];
  return (
    <div
      class="qd-map-axis"
      data-upward={upward ? "" : undefined}
      aria-hidden="true"
      title={`${plainName(title)}, rad`}
    >
      {upward ? marks.reverse() : marks}
    </div>
  );
}
