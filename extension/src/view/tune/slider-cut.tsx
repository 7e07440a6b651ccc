/** The energy along a slider that is held, below it: the others stay, so that it is found once and beside the loop. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { isCircuit, type Parameter, parametersOf } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { idealOrigin, originWords } from "../../live/origin";
import { fixedText } from "../../scene/math";
import { costParts } from "../../tools/measuring";
import type { Plane } from "../../tools/plane";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { valuesOf } from "./plane";
import { startTuner } from "./tuner";

/** One that is let go at once needs none, ms. */
const PATIENCE = 120;
const WIDTH = 100;
const HEIGHT = 32;

export function SliderCut({ parameter }: { readonly parameter: Parameter }): JSX.Element | null {
  const bench = useWorkbench();
  const [plane, setPlane] = useState<Plane | null>(null);
  useEffect(() => {
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop = ask(bench, parameter, setPlane);
    }, PATIENCE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  if (!plane?.lowest) return null;
  const { energies, low, high, lowest } = plane;
  const last = energies.length - 1;
  const x = (value: number): number => (WIDTH * (value - parameter.low)) / (parameter.high - parameter.low);
  const y = (e: number): number => 3 + ((HEIGHT - 6) * (high - e)) / (high - low || 1);
  const share = Math.min(1, Math.max(0, x(parameter.value) / WIDTH));
  const [before, after] = [Math.floor(share * last), Math.ceil(share * last)];
  const part = share * last - before;
  const now = (energies[before] ?? 0) * (1 - part) + (energies[after] ?? 0) * part;
  const path = Array.from(energies, (e, k) => `${k ? "L" : "M"}${((WIDTH * k) / last).toFixed(1)} ${y(e).toFixed(1)}`);
  return (
    <div class="qd-slider-cut" data-part="slider-cut">
      <div>
        <div class="qd-slider-cut-line">
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            <path class="qd-descent-best" fill="none" vector-effect="non-scaling-stroke" d={path.join("")} />
          </svg>
          <i style={{ left: `${100 * share}%`, top: `${y(now)}px` }} />
        </div>
        <span class="qd-quiet">
          lowest {fixedText(lowest.energy, 4)} at {fixedText(lowest.x, 2)},{" "}
          {originWords(idealOrigin(bench.state.document))}
        </span>
      </div>
    </div>
  );
}

/** Asks for the energies along a parameter; returns what gives that up. */
function ask(bench: Workbench, { name, low, high }: Parameter, hear: (plane: Plane) => void): () => void {
  const { document } = bench.state;
  const { body, observable } = document;
  if (!isCircuit(body) || !observable) return () => undefined;
  const names = parametersOf(body);
  const index = names.indexOf(name);
  const limit = bench.ui.value.settings.live_limit;
  const made = attempt(() => costParts(body, observable, { parameters: names, shots: null, limit }));
  if (index < 0 || "refusal" in made) return () => undefined;
  const tuner = startTuner(
    bench,
    (reply) => {
      if (reply.say === "plane") hear(reply.plane);
    },
    () => undefined,
  );
  const x = { kind: "parameter", index, low, high } as const;
  tuner.send({ say: "plane", id: 1, cost: made.value, ask: { point: valuesOf(document, names), x, y: null } });
  return () => tuner.close();
}
