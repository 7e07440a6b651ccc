/** The energy along a slider that is held, below it: the others stay, so that it is found once and beside the loop. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { isCircuit, type Parameter, parametersOf } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { type Origin, originWords } from "../../live/origin";
import { fixedText } from "../../scene/math";
import { costParts } from "../../tools/measuring";
import type { Plane } from "../../tools/plane";
import { isLabeled, measureOf } from "../workbench/labeled";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { between } from "./cuts";
import { noiseHere, originWith } from "./noise";
import { valuesOf } from "./plane";
import { startTuner, wishOf } from "./tuner";

/** One that is let go at once needs none, ms. */
const PATIENCE = 120;
const WIDTH = 100;
const HEIGHT = 32;

export function SliderCut({ parameter }: { readonly parameter: Parameter }): JSX.Element | null {
  const bench = useWorkbench();
  const [plane, setPlane] = useState<Plane | null>(null);
  const [cut, setCut] = useState<Origin | null>(null);
  useEffect(() => {
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop = ask(bench, parameter, (found, origin) => {
        setPlane(found);
        setCut(origin);
      });
    }, PATIENCE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  if (!plane?.lowest) return null;
  const { energies, ideal, lowest } = plane;
  const [low, high] = [Math.min(plane.low, ideal?.low ?? Infinity), Math.max(plane.high, ideal?.high ?? -Infinity)];
  const last = energies.length - 1;
  const x = (value: number): number => (WIDTH * (value - parameter.low)) / (parameter.high - parameter.low);
  const y = (e: number): number => 3 + ((HEIGHT - 6) * (high - e)) / (high - low || 1);
  const share = Math.min(1, Math.max(0, x(parameter.value) / WIDTH));
  const now = between(energies, share * last);
  const path = (of: Float64Array): string =>
    Array.from(of, (e, k) => `${k ? "L" : "M"}${((WIDTH * k) / last).toFixed(1)} ${y(e).toFixed(1)}`).join("");
  return (
    <div class="qd-slider-cut" data-part="slider-cut">
      <div>
        <div class="qd-slider-cut-line">
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            {ideal && (
              <path class="qd-descent-best" fill="none" vector-effect="non-scaling-stroke" d={path(ideal.energies)} />
            )}
            <path
              class={ideal ? "qd-cut-noisy" : "qd-descent-best"}
              fill="none"
              vector-effect="non-scaling-stroke"
              d={path(energies)}
            />
          </svg>
          <i data-noisy={ideal ? "" : undefined} style={{ left: `${100 * share}%`, top: `${y(now)}px` }} />
        </div>
        <span class="qd-quiet">
          {isLabeled(bench, bench.state.document)
            ? `${measureOf(true, [parameter.name])} from ${fixedText(plane.low, 4)} to ${fixedText(plane.high, 4)}`
            : `lowest ${fixedText(lowest.energy, 4)} at ${fixedText(lowest.x, 2)}`}
          , {originWords(cut ?? originWith(bench.state.document, ideal !== null))}
        </span>
      </div>
    </div>
  );
}

/** Asks for the energies along a parameter; returns what gives that up. */
function ask(
  bench: Workbench,
  { name, low, high }: Parameter,
  hear: (plane: Plane, origin: Origin | null) => void,
): () => void {
  const { document } = bench.state;
  const { body, observable } = document;
  if (!isCircuit(body) || !observable) return () => undefined;
  const names = parametersOf(body);
  const index = names.indexOf(name);
  const limit = bench.ui.value.settings.live_limit;
  const { channels } = noiseHere(bench, document);
  const made = attempt(() =>
    costParts(body, observable, { parameters: names, shots: null, limit, channels, wish: wishOf(bench) }),
  );
  if (index < 0 || "refusal" in made) return () => undefined;
  const tuner = startTuner(
    bench,
    (reply) => {
      if (reply.say === "plane") hear(reply.plane, reply.origin);
    },
    () => undefined,
  );
  const x = { kind: "parameter", index, low, high } as const;
  tuner.send({ say: "plane", id: 1, cost: made.value, ask: { point: valuesOf(document, names), x, y: null } });
  return () => tuner.close();
}
