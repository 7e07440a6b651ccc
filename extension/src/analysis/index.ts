/** The figures that a page makes by itself, where no Python answers: one file each, all from here. */

import type { RowOption } from "../document/catalog.generated";
import type { CircuitBody } from "../document/circuit";
import { isUnitary, withoutFinalMeasurements } from "../document/circuit";
import type { Engine } from "../live/engine";
import { entangling } from "./entangling";
import { expressibility } from "./expressibility";
import { fourier } from "./fourier";
import { gradientVariance } from "./gradient-variance";
import { lightCone } from "./light-cone";
import { simulability } from "./simulability";
import { type Asked, engineOf, type Making, type OfCircuit } from "./subject";

/** A figure that a page can make. */
interface PageFigure {
  readonly title: string;
  readonly help: string;
  readonly takes: "circuit" | "observable" | "values";
  readonly options?: readonly RowOption[];
}

/** One of structure: of circuits of any size. */
interface Structural extends PageFigure {
  readonly follow: (of: OfCircuit) => Making;
}

/** One of states, which an engine makes. */
interface Sampled extends PageFigure {
  readonly make: (asked: Asked, engine: Engine, random: () => number) => Making;
}

/** Qubits up to which states are sampled here. */
const MOST_QUBITS = 10;

const PARAMETER: RowOption = {
  ...{ name: "parameter", title: "Parameter", kind: "text", default: "", help: "a name; empty for the first" },
  ...{ low: null, high: null, choices: [], titles: [], unit: "" },
};

/** By the names of the catalog. */
export const FIGURES: ReadonlyMap<string, Structural | Sampled> = new Map<string, Structural | Sampled>([
  [
    "gradient_variance",
    { title: "Gradient variance", help: "How much slopes vary", takes: "observable", make: gradientVariance },
  ],
  [
    "expressibility",
    { title: "Expressibility", help: "How evenly states are reached", takes: "circuit", make: expressibility },
  ],
  [
    "entangling_capability",
    { title: "Entangling capability", help: "How much it entangles", takes: "circuit", make: entangling },
  ],
  [
    "simulability",
    {
      ...{ title: "Classical simulation", takes: "observable", follow: simulability },
      help: "Whether it is easy to simulate exactly anyway, by which structure and which engine",
    },
  ],
  [
    "fourier_spectrum",
    {
      ...{ title: "Fourier spectrum", help: "Frequencies along a parameter", takes: "values", options: [PARAMETER] },
      *make(asked, engine) {
        yield 0;
        return fourier(asked, engine);
      },
    },
  ],
  [
    "light_cone",
    { title: "Light cone", help: "Which parameters an energy can see", takes: "observable", follow: lightCone },
  ],
]);

/** Why a page makes no such figure of a circuit; empty where it does. */
export function whyNot(name: string, body: CircuitBody): string {
  if (isOfStates(name) && body.qubits.length > MOST_QUBITS)
    return `In the page states are sampled up to ${MOST_QUBITS} qubits; this circuit has ${body.qubits.length}.`;
  const unitary = [...withoutFinalMeasurements(body).operations.values()].every(isUnitary);
  return unitary
    ? ""
    : "A circuit that measures, resets or has conditions inside has no single state. Remove them first.";
}

/** Is it made of states, by an engine? */
export function isOfStates(name: string): boolean {
  return "make" in (FIGURES.get(name) ?? {});
}

/** Makes it, a little with each step. */
export function make(module: WebAssembly.Module, asked: Asked | OfCircuit, random: () => number): Making {
  const row = FIGURES.get(asked.name);
  if (row && "follow" in row) return row.follow(asked);
  if (!row || !("program" in asked)) throw new Error(`The page makes no figure '${asked.name}'.`);
  return row.make(asked, engineOf(module, asked), random);
}
