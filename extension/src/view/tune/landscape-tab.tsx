/** The energy over one or two parameters, from a live loop of its own so that sliders stay free. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Document, Parameter } from "../../document/circuit";
import { isCircuit } from "../../document/circuit";
import { setValues } from "../../document/parameters";
import { EXACT, type Origin, originWords } from "../../live/origin";
import { exactText, fixedText, plainName } from "../../scene/math";
import { looksElsewhere, OF_ANOTHER } from "../../state/state";
import { step as stepOf } from "../../state/transaction";
import { valley } from "../../tools/valley";
import { type Tip, useTips } from "../widgets/tips";
import { AngleText, NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

const POINTS = 49;

interface Map2 {
  readonly x: string;
  readonly y: string;
  readonly rows: readonly (Float64Array | null)[];
  readonly low: number;
  readonly high: number;
  readonly origin: Origin;
}

export function LandscapeTab(): JSX.Element {
  const bench = useWorkbench();
  const names = usePart(bench.editor, (e) => e.state.document.parameters.map((p) => p.name).join("\n"))
    .split("\n")
    .filter(Boolean);
  const document = usePart(bench.editor, (e) => e.state.document);
  const elsewhere = usePart(bench.editor, (e) => looksElsewhere(e.state));
  const [x, setX] = useState("");
  const [y, setY] = useState("");
  const first = names.includes(x) ? x : (names[0] ?? "");
  const second = names.includes(y) && y !== first ? y : (names.find((name) => name !== first) ?? "");
  const [map, said] = useLandscape(document, first, second);
  const words = map ? originWords(map.origin) : "";
  if (elsewhere) return <div class="qd-off">{OF_ANOTHER}</div>;
  if (!names.length) return <div class="qd-off">The circuit has no parameters to move.</div>;
  const select = (value: string, label: string, set: (name: string) => void): JSX.Element => (
    <label class="qd-quiet">
      {label}{" "}
      <select class="qd-field" value={value} onChange={(event) => set(event.currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {plainName(name)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="qd-landscape">
      <div class="qd-landscape-side">
        {select(first, "Across", setX)}
        {second && select(second, "Upward", setY)}
        <div class="qd-quiet" role="status">
          {said}
        </div>
        {map && (
          <div class="qd-quiet">
            {words[0]?.toUpperCase()}
            {words.slice(1)}: lowest {fixedText(map.low, 4)}, highest drawn {fixedText(map.high, 4)}. The ring is where
            the sliders are; click to go elsewhere.
          </div>
        )}
      </div>
      {map && (
        <Heat
          map={map}
          document={document}
          onPick={(values) =>
            bench.dispatch(stepOf("landscape.pick", { document: setValues(bench.state.document, values) }))
          }
        />
      )}
    </div>
  );
}

/** Rows of energies, filled one after the other; started anew when the circuit or another value changes. */
function useLandscape(document: Document, x: string, y: string): readonly [Map2 | null, string] {
  const bench = useWorkbench();
  const [map, setMap] = useState<Map2 | null>(null);
  const [said, setSaid] = useState("");
  const others = document.parameters
    .filter((p) => p.name !== x && p.name !== y)
    .map((p) => p.value)
    .join();
  useEffect(() => {
    const { body, observable } = document;
    const px = document.parameters.find((p) => p.name === x);
    const py = document.parameters.find((p) => p.name === y);
    setMap(null);
    if (!isCircuit(body) || !observable || !px) return undefined;
    const loop = bench.startLoop();
    const values = new Map(document.parameters.map((p) => [p.name, p.value]));
    const count = py ? POINTS : 1;
    const rows: (Float64Array | null)[] = Array.from({ length: count }, () => null);
    let row = 0;
    let origin: Origin = EXACT;
    let low = Infinity;
    let high = -Infinity;
    let lowest: readonly [number, number] = [Infinity, 0];
    const at = (k: number): number => (py ? py.low + ((py.high - py.low) * k) / (count - 1) : 0);
    const stop = loop.onResult((result) => {
      if (result.kind === "off") {
        setSaid(result.why);
        return;
      }
      const output = result.outputs.get("curve");
      if (output?.kind === "refused") setSaid(output.why);
      if (output?.kind !== "curve" || row >= count) return;
      rows[row] = output.energies;
      origin = output.origin;
      output.energies.forEach((e, k) => {
        if (e < low) lowest = [k, row];
        [low, high] = [Math.min(low, e), Math.max(high, e)];
      });
      row += 1;
      if (row % 7 === 0 || row === count) setMap({ x, y: py ? y : "", rows: [...rows], low, high, origin });
      setSaid(row < count ? `Row ${row} of ${count}` : "");
      if (row < count && py) loop.setValues(new Map(values).set(y, at(row)));
      if (row === count) polish();
    });
    // Between the points of the grid it is lower still: from the lowest of them to the bottom of its valley.
    const polish = (): void => {
      const moved = py ? [px, py] : [px];
      const [k, j] = lowest;
      const way = valley(
        [px.low + ((px.high - px.low) * k) / (POINTS - 1), ...(py ? [at(j)] : [])],
        moved.map((p) => [p.low, p.high]),
      );
      let asked: readonly number[] = [];
      const go = (next: ReturnType<typeof way.next>): void => {
        if (next.done) {
          setMap({ x, y: py ? y : "", rows: [...rows], low: Math.min(low, next.value.energy), high, origin });
          return;
        }
        asked = next.value;
        loop.setValues(new Map([...values, ...moved.map((p, i) => [p.name, asked[i] ?? 0] as const)]));
      };
      loop.onResult((result) => {
        const output = result.kind === "state" ? result.outputs.get("gradient") : undefined;
        if (result.kind !== "state" || output?.kind !== "gradient") return;
        const places = moved.map((p) => result.parameters.indexOf(p.name));
        if (!places.every((place, i) => Math.abs((result.values[place] ?? 0) - (asked[i] ?? 0)) < 1e-12)) return;
        go(way.next({ energy: output.energy, slopes: places.map((place) => output.derivatives[place] ?? 0) }));
      });
      loop.request({ gradient: { kind: "gradient" } });
      go(way.next());
    };
    loop.setCircuit(body, 1);
    loop.setObservable(observable);
    loop.setValues(py ? values.set(y, at(0)) : values);
    loop.request({ curve: { kind: "curve", parameter: x, low: px.low, high: px.high, points: POINTS } });
    return () => {
      stop();
      loop.dispose();
    };
  }, [bench, document.body, document.observable, others, x, y]);
  return [map, said];
}

const STOPS = [
  [20, 34, 84],
  [52, 94, 201],
  [120, 165, 236],
  [214, 226, 240],
  [250, 214, 150],
  [205, 110, 40],
] as const;

/** From deep blue for the lowest energy to orange for the highest; its lightness rises, then hue turns. */
function heat(part: number): readonly [number, number, number] {
  const place = Math.min(0.9999, Math.max(0, part)) * (STOPS.length - 1);
  const k = Math.floor(place);
  const a = STOPS[k] ?? STOPS[0];
  const b = STOPS[k + 1] ?? a;
  const mix = (i: 0 | 1 | 2): number => a[i] + (b[i] - a[i]) * (place - k);
  return [mix(0), mix(1), mix(2)];
}

/** What is told of a point: the values there and its energy. */
function pointTip(map: Map2, index: number, px: Parameter | undefined, py: Parameter | undefined): Tip | null {
  const row = Math.floor(index / POINTS);
  const energy = map.rows[row]?.[index % POINTS];
  if (energy === undefined || !px) return null;
  const along = (p: Parameter, part: number): string =>
    `${plainName(p.name)} = ${fixedText(p.low + (p.high - p.low) * part, 4)}`;
  const place = [along(px, (index % POINTS) / (POINTS - 1)), ...(py ? [along(py, row / (POINTS - 1))] : [])];
  return {
    label: `Energy at ${place.join(", ")}`,
    lines: [exactText(energy)],
    copy: exactText(energy),
    origin: map.origin,
  };
}

function Heat({
  map,
  document,
  onPick,
}: {
  readonly map: Map2;
  readonly document: Document;
  readonly onPick: (values: ReadonlyMap<string, number>) => void;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const px = document.parameters.find((p) => p.name === map.x);
  const py = document.parameters.find((p) => p.name === map.y);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(POINTS, map.rows.length);
    map.rows.forEach((energies, row) => {
      energies?.forEach((e, k) => {
        const [r, g, b] = heat((e - map.low) / (map.high - map.low || 1));
        const at = 4 * ((map.rows.length - 1 - row) * POINTS + k);
        image.data.set([r, g, b, 255], at);
      });
    });
    context.putImageData(image, 0, 0);
  }, [map]);
  const part = (p: typeof px): number => (p ? (p.value - p.low) / (p.high - p.low) : 0.5);
  const pick = (event: MouseEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || !px) return;
    const values = new Map([[px.name, px.low + ((event.clientX - box.left) / box.width) * (px.high - px.low)]]);
    if (py) values.set(py.name, py.high - ((event.clientY - box.top) / box.height) * (py.high - py.low));
    onPick(values);
  };
  // A click goes to the point.
  const { onClick: _onClick, ...tips } = useTips({
    count: POINTS * map.rows.length,
    tip: (index) => pointTip(map, index, px, py),
    indexAt: (box, at) => {
      const share = (part: number): number => Math.min(1, Math.max(0, part));
      const column = Math.round(share((at.x - box.left) / box.width) * (POINTS - 1));
      return Math.round(share((box.bottom - at.y) / box.height) * (map.rows.length - 1)) * POINTS + column;
    },
    placeOf: (box, index) => ({
      x: box.left + (box.width * (index % POINTS)) / (POINTS - 1),
      y: box.bottom - (box.height * Math.floor(index / POINTS)) / Math.max(1, map.rows.length - 1),
    }),
  });
  return (
    <div class="qd-map" data-flat={py ? undefined : ""}>
      {py && <Axis parameter={py} upward />}
      <div class="qd-map-field">
        <canvas
          ref={canvas}
          width={POINTS}
          height={map.rows.length}
          {...tips}
          onClick={pick}
          class="qd-plot"
          role="img"
          aria-label={`Energy over ${plainName(map.x)}${map.y ? ` and ${plainName(map.y)}` : ""}`}
          style={{
            width: "100%",
            height: "100%",
            imageRendering: "auto",
            borderRadius: "4px",
            cursor: "crosshair",
            display: "block",
          }}
        />
        <div
          style={{
            position: "absolute",
            left: `${100 * part(px)}%`,
            top: `${100 * (1 - part(py))}%`,
            width: "12px",
            height: "12px",
            margin: "-6px",
            border: "2px solid #fff",
            borderRadius: "50%",
            boxShadow: "0 0 0 1.5px #1a1f26",
            pointerEvents: "none",
          }}
        />
      </div>
      <div class="qd-map-scale" aria-hidden="true">
        <span>{fixedText(map.high, 2)}</span>
        <i
          style={{ background: `linear-gradient(to top, ${STOPS.map((stop) => `rgb(${stop.join(" ")})`).join(", ")})` }}
        />
        <span>{fixedText(map.low, 2)}</span>
      </div>
      {px && <Axis parameter={px} />}
    </div>
  );
}

/** The ends and the middle of a parameter's range, with its name; multiples of π/4 as such. */
function Axis({
  parameter,
  upward = false,
}: {
  readonly parameter: Parameter;
  readonly upward?: boolean;
}): JSX.Element {
  const { name, low, high } = parameter;
  const tick = (value: number): JSX.Element => {
    const quarters = Math.round((4 * value) / Math.PI);
    return Math.abs(value - (quarters * Math.PI) / 4) < 1e-6 ? (
      <AngleText text={`${quarters}*pi/4`} size={13} />
    ) : (
      <span class="qd-quiet">{fixedText(value, 2)}</span>
    );
  };
  const marks = [tick(low), <NameText name={name} size={15} />, tick(high)];
  return (
    <div class="qd-map-axis" data-upward={upward ? "" : undefined} aria-hidden="true">
      {upward ? marks.reverse() : marks}
    </div>
  );
}
