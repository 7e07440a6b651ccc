/**
 * The energy over two parameters or two directions: a map, cuts through the point that is set, and random starts. Where
 * noise is on, the map is of either energy, and cuts are of both.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isInput } from "../../document/inputs";
import { setValues } from "../../document/parameters";
import { originWords } from "../../live/origin";
import { fixedText, plainName } from "../../scene/math";
import { looksElsewhere, OF_ANOTHER, shownDocument } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { type Plane, placeOn, standOn, withoutNoise } from "../../tools/plane";
import type { Minima } from "../../tools/tuner";
import { usePart } from "../workbench/cell";
import { isLabeled, measureOf } from "../workbench/labeled";
import { useWorkbench } from "../workbench/workbench";
import { CutsHere } from "./cuts";
import { type Place, PlaneMap } from "./map";
import { originWith, useNoiseHere } from "./noise";
import { type Kind, minimaWords, usePlane, valuesOf } from "./plane";
import { RUNS } from "./tuning";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["parameters", "Two parameters"],
  ["random", "Two random directions"],
  ["slope", "The slope and a random one"],
  ["curvature", "Most and least curved"],
];
const TITLES: Readonly<Record<Exclude<Kind, "parameters">, readonly [string, string]>> = {
  random: ["first direction", "second direction"],
  slope: ["slope", "random direction"],
  curvature: ["most curved", "least curved"],
};
const STARTS = 32;
const NO_STARTS = "Random starts are of energies; Optimize lowers the loss of the rows.";

export function LandscapeTab(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const shown = usePart(bench.editor, (e) => shownDocument(e.state).parameters);
  const elsewhere = usePart(bench.editor, (e) => looksElsewhere(e.state));
  const optimizing = usePart(bench.ui, (ui) => ui.optimizing);
  const theme = usePart(bench.ui, (ui) => ui.theme);
  const newest = usePart(bench.at(RUNS), (runs) => runs.at(-1));
  const [kind, setKind] = useState<Kind>("parameters");
  const [x, setX] = useState("");
  const [y, setY] = useState("");
  const [seed, setSeed] = useState(1);
  const [from, setFrom] = useState(1);
  const [wantsIdeal, setIdeal] = useState(false);
  const noise = useNoiseHere(document);
  const isNoisy = noise.channels !== null && !wantsIdeal;
  const all = document.parameters.map(({ name }) => name);
  const labeled = isLabeled(bench, document);
  const weights = all.filter((name) => !labeled || !isInput(name));
  const usual = [...weights, ...all];
  const first = all.includes(x) ? x : (usual[0] ?? "");
  const second = all.includes(y) && y !== first ? y : (usual.find((name) => name !== first) ?? "");
  const held = kind === "parameters" ? [] : all.filter((name) => !weights.includes(name));
  const here = (plane: Plane, names: readonly string[]): Place =>
    standOn(plane, valuesOf({ ...document, parameters: shown }, names));
  const asked = { document, channels: noise.channels, isNoisy, kind, x: first, y: second, seed, held, at: here };
  const { names, plane, cuts, said, minima, origin: cut, start } = usePlane(asked, optimizing);
  if (elsewhere) return <div class="qd-off">{OF_ANOTHER}</div>;
  if (!all.length) return <div class="qd-off">The circuit has no parameters to move.</div>;
  const titles = kind === "parameters" ? ([plainName(first), plainName(second)] as const) : TITLES[kind];
  const place = plane ? here(plane, names) : { x: 0, y: 0 };
  const theirs =
    newest && newest.body === document.body && newest.observable === document.observable && newest.trace.kept > 0;
  // The way of the newest run, while it goes on and where it ended; a reading has none.
  const isNear = theirs && !labeled && (newest.state !== "ended" || newest.reached === document);
  const passed = plane && isNear ? newest.trace.places.map((values) => standOn(plane, values)) : [];
  const way = passed.length ? [...passed, place] : passed;
  const go = (to: Place, isLast: boolean): void => {
    if (!plane) return;
    const values = placeOn(plane.point, plane.x, plane.y, to.x, to.y);
    const moved = setValues(bench.state.document, new Map(names.map((name, k) => [name, values[k] ?? 0])));
    if (!isLast) bench.dispatch(aside("landscape.drag", { preview: moved }));
    else if (moved === bench.state.document) bench.dispatch(aside("landscape.pick", { preview: null }));
    else bench.dispatch(step("landscape.pick", { document: moved, preview: null }));
  };
  const select = (value: string, label: string, set: (name: string) => void): JSX.Element => (
    <label class="qd-quiet">
      {label}
      <select class="qd-field" value={value} onChange={(event) => set(event.currentTarget.value)}>
        {all.map((name) => (
          <option key={name} value={name}>
            {plainName(name)}
          </option>
        ))}
      </select>
    </label>
  );
  const origin = cut ?? originWith(document, isNoisy);
  const words = originWords(origin);
  const measure = measureOf(labeled, kind === "parameters" ? [first, second] : []);
  const drawn = plane && !isNoisy ? withoutNoise(plane) : plane;
  return (
    <div class="qd-landscape">
      <div class="qd-landscape-side">
        <label class="qd-quiet">
          Over
          <select class="qd-field" value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            {KINDS.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {kind === "parameters" && select(first, "Across", setX)}
        {kind === "parameters" && second && select(second, "Upward", setY)}
        {(kind === "random" || kind === "slope") && (
          <button
            type="button"
            class="qd-button"
            data-look="line"
            title={`Other random directions; these are of seed ${seed}`}
            onClick={() => setSeed(seed + 1)}
          >
            Other directions
          </button>
        )}
        {noise.channels && <IdealOrNoisy isNoisy={isNoisy} onChange={(noisy) => setIdeal(!noisy)} />}
        <Starts
          minima={minima}
          onStart={() => {
            const seed = minima ? from + STARTS : from;
            setFrom(seed);
            start(STARTS, seed);
          }}
          isOff={labeled}
        />
      </div>
      {drawn && (
        <PlaneMap
          plane={drawn}
          names={names}
          titles={titles}
          here={place}
          way={way}
          theme={theme}
          origin={origin}
          measure={measure}
          marksLowest={!labeled}
          onGo={go}
          onLeave={() => bench.dispatch(aside("landscape.drag", { preview: null }))}
        />
      )}
      {plane && cuts && (
        <CutsHere
          plane={plane}
          cuts={cuts}
          here={place}
          names={names}
          titles={titles}
          origin={origin}
          measure={measure}
        />
      )}
      <div class="qd-landscape-notes">
        {minima && (
          <div class="qd-quiet" role="status" data-part="minima">
            {minimaWords(minima, from, words)}
          </div>
        )}
        {noise.why && <div class="qd-quiet">{noise.why}</div>}
        <div class="qd-quiet" role="status">
          {said}
        </div>
        {drawn && <MapWords plane={drawn} words={words} reading={labeled ? measure : null} hasWay={way.length > 1} />}
        {labeled && <div class="qd-quiet">{NO_STARTS}</div>}
      </div>
    </div>
  );
}

function IdealOrNoisy(props: {
  readonly isNoisy: boolean;
  readonly onChange: (isNoisy: boolean) => void;
}): JSX.Element {
  return (
    <span class="qd-segments" role="group" aria-label="Map with noise or without">
      {[false, true].map((noisy) => (
        <button
          key={String(noisy)}
          type="button"
          aria-pressed={props.isNoisy === noisy}
          title={noisy ? "The map with the noise that is on" : "The map without noise"}
          onClick={() => props.onChange(noisy)}
        >
          {noisy ? "Noisy" : "Ideal"}
        </button>
      ))}
    </span>
  );
}

/** Goes down from random points. */
function Starts(props: {
  readonly minima: Minima | null;
  readonly onStart: () => void;
  /** Is there no energy to lower? */
  readonly isOff: boolean;
}): JSX.Element {
  const { minima, onStart, isOff } = props;
  return (
    <button
      type="button"
      class="qd-button"
      data-look="line"
      disabled={isOff || (minima !== null && minima.done < minima.starts)}
      title={`Goes down from ${STARTS} random points: how many minima there are, and how far the energy spreads`}
      onClick={onStart}
    >
      {STARTS} random starts
    </button>
  );
}

/** What the map is of, between which numbers, and what its marks mean. */
function MapWords(props: {
  readonly plane: Plane;
  /** Where its numbers come from. */
  readonly words: string;
  /** What is read of a sample; null for an energy. */
  readonly reading: string | null;
  readonly hasWay: boolean;
}): JSX.Element {
  const { plane, words, reading, hasWay } = props;
  const [low, high, runs] = [fixedText(plane.low, 4), fixedText(plane.high, 4), plane.runs.toLocaleString("en")];
  if (reading) {
    return (
      <div class="qd-quiet" data-part="map-words">
        {reading}, {words}, from {low} to {high}; of {runs} readings. Ring: here; click or drag goes there.
      </div>
    );
  }
  return (
    <div class="qd-quiet" data-part="map-words">
      {words[0]?.toUpperCase()}
      {words.slice(1)}: lowest {low}, highest drawn {high}; from {runs} energies. Diamond: lowest, ring: here; click or
      drag goes there.
      {hasWay && " White: the optimizer's way from its square, seen along all else."}
    </div>
  );
}
