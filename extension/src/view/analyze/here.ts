/** Figures that the page makes where no Python answers: in a worker, or where none can be made in short slices. */

import script from "worker:../../analysis/worker";

import { FIGURES, make, whyNot } from "../../analysis";
import { lightCone } from "../../analysis/light-cone";
import { type Asked, askedOf } from "../../analysis/subject";
import type { FromFigures, ToFigures } from "../../analysis/worker";
import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loadEngine } from "../../live/engine";
import { seeded } from "../../tools/descent";
import type { Workbench } from "../workbench/workbench";
import type { AnalysisRow, Outcome, Want } from "./wanted";

const CONE = "light_cone";
/** Work in the page before it draws again, ms. */
const SLICE = 8;

const row = (name: string, title: string, help: string, takes: AnalysisRow["takes"]): AnalysisRow => ({
  ...{ name, title, help, takes, group: "", origin: "qdesign", options: [], convention: "", is_long: true },
});

/** The rows that a page makes, in place of the catalog's. */
export const HERE: readonly AnalysisRow[] = [
  ...[...FIGURES].map(([name, { title, help, takes }]) => row(name, title, help, takes)),
  row(CONE, "Light cone", "Which parameters an energy can see", "observable"),
];

export interface Made {
  /** Null where it was given up. */
  readonly outcome: Promise<Outcome | null>;
  stop(): void;
}

/** Makes one in the page, or says why not; `tell` hears how far it is. */
export type MakeHere = (want: Want, tell: (far: number) => void) => Made;

const unknown = (words: string): Made => ({
  outcome: Promise.resolve({ kind: "unknown", words }),
  stop: () => undefined,
});

/** Makes one, or says why not; `tell` hears how far it is. */
export function makeHere(
  bench: Pick<Workbench, "engine" | "noPython">,
  { row: { name, takes }, document, seed }: Want,
  tell: (far: number) => void,
): Made {
  const { body, observable = null, parameters } = document;
  const absent = `This figure is computed in Python, and ${bench.noPython}.`;
  if (!isCircuit(body)) return unknown(absent);
  if (takes !== "circuit" && !observable) return unknown("This measures an observable. Choose one above.");
  if (name === CONE) {
    const figure = lightCone(body, observable ?? new Map());
    return { outcome: Promise.resolve({ kind: "figure", figure }), stop: () => undefined };
  }
  if (!FIGURES.has(name)) return unknown(absent);
  const why = whyNot(body);
  if (why) return unknown(why);
  const values = new Map(parameters.map((each) => [each.name, each.value]));
  const asked = attempt(() =>
    askedOf(name, seed, { body, observable: takes === "circuit" ? null : observable }, values),
  );
  return "refusal" in asked ? unknown(asked.refusal.message) : started(bench.engine, asked.value, tell);
}

function started(wasm: Uint8Array, asked: Asked, tell: (far: number) => void): Made {
  let stop = (): void => undefined;
  const outcome = new Promise<Outcome | null>((resolve) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const here = (): void => {
      stop();
      const sliced = inSlices(wasm, asked, tell);
      stop = sliced.stop;
      void sliced.outcome.then(resolve);
    };
    try {
      const worker = new Worker(address);
      stop = () => {
        worker.terminate();
        URL.revokeObjectURL(address);
      };
      worker.onmessage = ({ data }: MessageEvent<FromFigures>) => {
        if (data.say === "far") {
          tell(data.fraction);
          return;
        }
        stop();
        resolve(
          data.say === "done"
            ? { kind: "figure", figure: data.figure }
            : { kind: "failed", words: data.why, again: false },
        );
      };
      worker.onerror = (event) => {
        event.preventDefault();
        here();
      };
      worker.postMessage({ wasm, asked } satisfies ToFigures);
    } catch {
      here();
    }
  });
  return { outcome, stop: () => stop() };
}

function inSlices(wasm: Uint8Array, asked: Asked, tell: (far: number) => void): Made {
  let open = true;
  const run = async (): Promise<Outcome | null> => {
    try {
      const making = make(await loadEngine(wasm), asked, seeded(asked.seed));
      for (let end = performance.now() + SLICE; open; ) {
        const step = making.next();
        if (step.done) return { kind: "figure", figure: step.value };
        if (performance.now() < end) continue;
        tell(step.value);
        await new Promise((next) => setTimeout(next));
        end = performance.now() + SLICE;
      }
      return null;
    } catch (error) {
      return { kind: "failed", words: error instanceof Error ? error.message : String(error), again: false };
    }
  };
  return {
    outcome: run(),
    stop: () => {
      open = false;
    },
  };
}
