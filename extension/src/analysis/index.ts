/** The figures that a page makes by itself, where no Python answers: one file each, all from here. */

import type { CircuitBody } from "../document/circuit";
import { isUnitary, withoutFinalMeasurements } from "../document/circuit";
import type { Engine } from "../live/engine";
import { entangling } from "./entangling";
import { expressibility } from "./expressibility";
import { fourier } from "./fourier";
import { gradientVariance } from "./gradient-variance";
import { type Asked, engineOf, type Making } from "./subject";

/** A figure that a page can make. */
interface PageFigure {
  readonly title: string;
  readonly help: string;
  readonly takes: "circuit" | "observable" | "values";
  readonly make: (asked: Asked, engine: Engine, random: () => number) => Making;
}

/** Qubits up to which states are sampled here. */
const MOST_QUBITS = 10;

/** By the names of the catalog. The light cone is made at once, of circuits of any size (`light-cone.ts`). */
export const FIGURES: ReadonlyMap<string, PageFigure> = new Map<string, PageFigure>([
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
    "fourier_spectrum",
    {
      ...{ title: "Fourier spectrum", help: "Frequencies along the first parameter", takes: "values" },
      *make(asked, engine) {
        yield 0;
        return fourier(asked, engine);
      },
    },
  ],
]);

/** Why a page samples no states of a circuit; empty where it does. */
export function whyNot(body: CircuitBody): string {
  if (body.qubits.length > MOST_QUBITS)
    return `In the page states are sampled up to ${MOST_QUBITS} qubits; this circuit has ${body.qubits.length}.`;
  const unitary = [...withoutFinalMeasurements(body).operations.values()].every(isUnitary);
  return unitary
    ? ""
    : "A circuit that measures, resets or has conditions inside has no single state. Remove them first.";
}

/** Makes it, a little with each step. */
export function make(module: WebAssembly.Module, asked: Asked, random: () => number): Making {
  const row = FIGURES.get(asked.name);
  if (!row) throw new Error(`The page makes no figure '${asked.name}'.`);
  return row.make(asked, engineOf(module, asked), random);
}
