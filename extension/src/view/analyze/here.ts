/** Figures that the page makes where no Python answers: in a worker, or where none can be made in short slices. */

import script from "worker:../../analysis/worker";

import { FIGURES, isOfStates, make, whyNot } from "../../analysis";
import { type Asked, askedOf, type OfCircuit } from "../../analysis/subject";
import type { FromFigures, ToFigures } from "../../analysis/worker";
import { isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import type { OptionValue } from "../../document/options";
import { loadEngine } from "../../live/engine";
import { seeded } from "../../tools/descent";
import type { Workbench } from "../workbench/workbench";
import type { AnalysisRow, Outcome, Want } from "./wanted";

/** Work in the page before it draws again, ms. */
const SLICE = 8;

/** The rows that a page makes, in place of the catalog's. */
export const HERE: readonly AnalysisRow[] = [...FIGURES].map(([name, { title, help, takes, options = [] }]) => ({
  ...{ name, title, help, takes, options, group: "", origin: "qdesign" },
  ...{ convention: "", is_long: true, of_inputs: false },
}));

/** What was chosen for a row. */
type Options = Readonly<Record<string, OptionValue>>;

export interface Made {
  /** Null where it was given up. */
  readonly outcome: Promise<Outcome | null>;
  stop(): void;
}

/** Makes one in the page, or says why not; `tell` hears how far it is. */
export type MakeHere = (want: Want, options: Options, tell: (far: number) => void) => Made;

const unknown = (words: string): Made => ({
  outcome: Promise.resolve({ kind: "unknown", words }),
  stop: () => undefined,
});

/** Makes one, or says why not; `tell` hears how far it is. */
export function makeHere(
  bench: Pick<Workbench, "engine" | "noPython">,
  { row: { name, takes }, document, seed }: Want,
  options: Options,
  tell: (far: number) => void,
): Made {
  const { body, observable = null, parameters } = document;
  const absent = `This figure is computed in Python, and ${bench.noPython}.`;
  if (!isCircuit(body)) return unknown(absent);
  if (takes !== "circuit" && !observable) return unknown("This measures an observable. Choose one above.");
  if (!FIGURES.has(name)) return unknown(absent);
  const why = whyNot(name, body);
  if (why) return unknown(why);
  const parameter = String(options["parameter"] ?? "");
  const of: OfCircuit = { name, seed, body, observable: takes === "circuit" ? null : observable, parameter };
  const values = new Map(parameters.map((each) => [each.name, each.value]));
  const asked = attempt(() => (isOfStates(name) ? askedOf(of, values) : of));
  return "refusal" in asked ? unknown(asked.refusal.message) : started(bench.engine, asked.value, tell);
}

function started(wasm: Uint8Array, asked: Asked | OfCircuit, tell: (far: number) => void): Made {
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
        resolve(data.say === "done" ? { kind: "figure", figure: data.figure } : failed(data.why, data.refused));
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

function failed(words: string, refused: boolean): Outcome {
  return refused ? { kind: "unknown", words } : { kind: "failed", words, again: false };
}

function inSlices(wasm: Uint8Array, asked: Asked | OfCircuit, tell: (far: number) => void): Made {
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
      return failed(error instanceof Error ? error.message : String(error), error instanceof Refusal);
    }
  };
  return {
    outcome: run(),
    stop: () => {
      open = false;
    },
  };
}
