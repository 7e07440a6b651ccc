/** The plane whose energies are shown: asked of a worker of its own, kept while the optimizer runs. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Document, isCircuit, parametersOf } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import type { Channels } from "../../document/noise";
import { type Origin, originWords } from "../../live/origin";
import { count } from "../../scene/describe";
import type { CostParts } from "../../tools/cost";
import { costParts } from "../../tools/measuring";
import { type Cuts, MOST_CURVED, type Plane, standOn, type Way } from "../../tools/plane";
import type { Minima } from "../../tools/tuner";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { fixedAt } from "./frozen";
import { preparedWords, startTuner, type Tuner, wishOf } from "./tuner";

/** What the axes are: two parameters, or directions in all of them. */
export type Kind = "parameters" | "random" | "slope" | "curvature";

export interface Shown {
  readonly names: readonly string[];
  readonly plane: Plane | null;
  readonly cuts: Cuts | null;
  /** What goes on, or why there is nothing. */
  readonly said: string;
  readonly minima: Minima | null;
  /** Where the energies of the plane come from, where they are truncated. */
  readonly origin: Origin | null;
  /** Runs down from so many random starts; what was found before is forgotten. */
  readonly start: (starts: number, seed: number) => void;
}

/** Radians that a direction goes both ways. */
const REACH = Math.PI;

interface Asked {
  readonly document: Document;
  /** That energies are found with. */
  readonly channels: Channels | null;
  /** Are those of the random starts with it, too? */
  readonly isNoisy: boolean;
  readonly kind: Kind;
  readonly x: string;
  readonly y: string;
  readonly seed: number;
  /** Parameters that keep their values, so that directions are of the others. */
  readonly held: readonly string[];
  /** Where the cuts go through, on the plane. */
  readonly at: (plane: Plane, names: readonly string[]) => { readonly x: number; readonly y: number };
}

/** The ways of both axes, or why there are none. */
function waysOf(
  { document, kind, x, y, seed, held }: Asked,
  names: readonly string[],
): readonly [Way, Way | null] | string {
  const along = (name: string): Way | null => {
    const found = document.parameters.find((each) => each.name === name);
    const index = names.indexOf(name);
    return found && index >= 0 ? { kind: "parameter", index, low: found.low, high: found.high } : null;
  };
  if (kind === "parameters") {
    const across = along(x);
    return across ? [across, along(y)] : "No gate has this parameter.";
  }
  if (names.length < 2) return `Directions need two ${held.length ? "weights" : "parameters"} or more.`;
  const direction = (of: "random" | "slope" | "steepest" | "softest", by: number): Way => ({
    kind: of,
    seed: seed + by,
    reach: REACH,
  });
  if (kind === "random") return [direction("random", 0), direction("random", 1000)];
  if (kind === "slope") return [direction("slope", 0), direction("random", 1000)];
  if (names.length > MOST_CURVED) {
    return `Curvatures are found for ${MOST_CURVED} parameters at most, and here are ${names.length}. Take the slope.`;
  }
  return [direction("steepest", 0), direction("softest", 0)];
}

export function usePlane(asked: Asked, frozen: boolean): Shown {
  const bench = useWorkbench();
  const { document, channels, isNoisy, kind, x, y, seed, held } = asked;
  const { body, observable } = document;
  const [plane, setPlane] = useState<Plane | null>(null);
  const [cuts, setCuts] = useState<Cuts | null>(null);
  const [said, setSaid] = useState("");
  const [minima, setMinima] = useState<Minima | null>(null);
  const [origin, setOrigin] = useState<Origin | null>(null);
  const tuner = useRef<Tuner | null>(null);
  const starter = useRef<Tuner | null>(null);
  const names = isCircuit(body) ? parametersOf(body).filter((name) => !held.includes(name)) : [];
  const values = valuesOf(document, names);
  // Another point of the same plane is another place on it.
  const stays = plane !== null && standOn(plane, values).off < 1e-9 && plane.point.length === values.length;
  const key = useRef(0);
  const wanted = [
    body,
    observable,
    channels,
    kind,
    x,
    y,
    seed,
    ...rangesOf(document, x, y),
    ...valuesOf(document, held),
  ];
  const last = useRef<readonly unknown[]>([]);
  const same = wanted.every((each, k) => each === last.current[k]);
  if (!same || !(stays || frozen || plane === null)) {
    if (!same || plane !== null) key.current += 1;
    last.current = wanted;
  }
  useEffect(
    () => () => {
      tuner.current?.close();
      starter.current?.close();
      tuner.current = starter.current = null;
    },
    [],
  );
  useEffect(() => {
    setCuts(null);
    if (!same) setPlane(null);
    setMinima(null);
    starter.current?.close();
    starter.current = null;
    if (!isCircuit(body) || !observable) return;
    const ways = waysOf(asked, names);
    const made = costFor(bench, asked, names, channels);
    const wrong = typeof ways === "string" ? ways : "refusal" in made ? made.refusal.message : "";
    setSaid(wrong);
    if (typeof ways === "string" || "refusal" in made) return;
    tuner.current?.close();
    const mine = startTuner(
      bench,
      (reply) => {
        if (reply.say === "plane") {
          setPlane(reply.plane);
          setOrigin(reply.origin);
          const rows = reply.plane.y ? reply.plane.points : 1;
          const done = reply.plane.energies.findIndex(Number.isNaN);
          setSaid(done < 0 ? "" : `Row ${Math.floor(done / reply.plane.points)} of ${rows}`);
        } else if (reply.say === "cuts") setCuts(reply.cuts);
        else if (reply.say === "preparing") setSaid(preparedWords(reply.done));
        else if (reply.say === "failed") setSaid(reply.why);
      },
      (why) => setSaid(`The landscape stopped: ${why}.`),
    );
    tuner.current = mine;
    mine.send({ say: "plane", id: 1, cost: made.value, ask: { point: values, x: ways[0], y: ways[1] } });
  }, [bench, key.current]);
  // What was counted with noise says nothing without, and so does the other way round.
  useEffect(() => {
    setMinima(null);
    starter.current?.close();
    starter.current = null;
  }, [isNoisy]);
  const at = plane && asked.at(plane, names);
  const ready = plane?.lowest != null;
  useEffect(() => {
    if (ready && at) tuner.current?.send({ say: "cuts", id: 2, x: at.x, y: at.y });
  }, [ready, at?.x, at?.y, plane]);
  const start = (starts: number, from: number): void => {
    if (!isCircuit(body) || !observable) return;
    const made = costFor(bench, asked, names, isNoisy ? channels : null);
    if ("refusal" in made) {
      setSaid(made.refusal.message);
      return;
    }
    starter.current?.close();
    starter.current = startTuner(
      bench,
      (reply) => {
        if (reply.say === "minima") setMinima(reply.minima);
        else if (reply.say === "preparing") setSaid(preparedWords(reply.done));
        else if (reply.say === "failed") setSaid(reply.why);
      },
      (why) => setSaid(`The starts stopped: ${why}.`),
    );
    setMinima({
      done: 0,
      starts,
      first: new Float64Array(),
      last: new Float64Array(),
      variance: NaN,
      rested: 0,
      origin: null,
    });
    starter.current.send({ say: "minima", id: 1, cost: made.value, starts, seed: from });
  };
  return { names, plane, cuts, said, minima, origin, start };
}

/** What is run at each point: held parameters keep the values that they have. */
function costFor(
  bench: Workbench,
  { document, held }: Asked,
  parameters: readonly string[],
  channels: Channels | null,
): ReturnType<typeof attempt<CostParts>> {
  const limit = bench.ui.value.settings.live_limit;
  return attempt(() => {
    const body = fixedAt(document, held);
    const { observable } = document;
    if (!isCircuit(body) || !observable) throw new Refusal("InvalidRequest", "There is no circuit with an observable.");
    return costParts(body, observable, { parameters, shots: null, limit, channels, wish: wishOf(bench) });
  });
}

export function valuesOf(document: Document, names: readonly string[]): Float64Array {
  const known = new Map(document.parameters.map((p) => [p.name, p.value]));
  return Float64Array.from(names, (name) => known.get(name) ?? 0);
}

function rangesOf(document: Document, ...names: readonly string[]): readonly number[] {
  return names.flatMap((name) => {
    const found = document.parameters.find((each) => each.name === name);
    return found ? [found.low, found.high] : [0, 0];
  });
}

/** How many different minima there are, how far apart, and how the energy spreads over the starts. */
export function minimaWords(
  { done, starts, first, last, variance, rested, origin }: Minima,
  seed: number,
  words: string,
): string {
  if (done < starts) return `${done} of ${starts} random starts …`;
  const sorted = [...last].sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const close = Math.max(1e-5, 1e-4 * Math.abs((sorted.at(-1) ?? 0) - low), 1e-5 * Math.abs(low));
  let kinds = 0;
  let before = -Infinity;
  for (const energy of sorted) {
    if (energy - before > close) kinds += 1;
    before = energy;
  }
  const best = sorted.filter((energy) => energy - low <= close).length;
  const mean = first.reduce((a, b) => a + b, 0) / done;
  const spread = Math.sqrt(first.reduce((sum, e) => sum + (e - mean) ** 2, 0) / Math.max(1, done - 1));
  const fixed = (value: number): string => value.toFixed(4).replace("-", "−");
  const wide = kinds > 1 ? `, from ${fixed(low)} to ${fixed(sorted.at(-1) ?? low)}` : ` at ${fixed(low)}`;
  return (
    `${count(starts, "random start")}, seeds ${seed} to ${seed + starts - 1}: ${
      kinds === 1 ? "one lowest energy" : `${kinds} different local energies`
    }${wide}; ${best} reach the lowest, ${rested} came to rest. At the starts the energy is ${fixed(mean)} ± ` +
    `${fixed(spread)} (standard deviation), and a derivative has variance ${variance.toPrecision(3)}. ` +
    `Energies: ${origin ? originWords(origin) : words}; L-BFGS from each.`
  );
}
