/** The noise that energies are found with here: the document's, where the page follows it exactly. */

import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import { flatten, withoutFinalMeasurements } from "../../document/flatten";
import { type Channels, noiseOf } from "../../document/noise";
import { EXACT, idealOrigin, type Origin } from "../../live/origin";
import { notNoisy } from "../../tools/measuring";
import { usePart } from "../workbench/cell";
import { isLabeled } from "../workbench/labeled";
import { EXACT_NOISE } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { isInPage, type Kind } from "./kind";

export interface NoiseHere {
  /** Is it on? */
  readonly isOn: boolean;
  /** What energies are found with; null for none. */
  readonly channels: Channels | null;
  /** Why they are without, though it is on. */
  readonly why: string;
}

const OFF: NoiseHere = { isOn: false, channels: null, why: "" };

interface Known {
  readonly body: CircuitBody;
  readonly most: number;
  readonly found: NoiseHere;
}

const known = new WeakMap<object, Known>();

export function noiseHere(bench: Workbench, document: Document): NoiseHere {
  const { body, noise } = document;
  const listed = noiseOf(document);
  if (!listed?.on || !isCircuit(body) || typeof noise !== "object" || noise === null) return OFF;
  const most = bench.at(EXACT_NOISE).value;
  const before = known.get(noise);
  if (before?.body === body && before.most === most) return before.found;
  const why = notNoisy(body, listed.channels, most);
  const found = { isOn: true, channels: why === null ? listed.channels : null, why: why ?? "" };
  known.set(noise, { body, most, found });
  return found;
}

/** The same for what stands in the page, found anew where it changes. */
export function useNoiseHere(document: Document): NoiseHere {
  const bench = useWorkbench();
  usePart(bench.at(EXACT_NOISE), (most) => most);
  return noiseHere(bench, document);
}

/** Qubits up to which Python finds energies with noise exactly. */
const MOST_IN_PYTHON = 10;

/** Where a method runs, with which noise, and whether that is what is on. */
export interface Way {
  readonly isHere: boolean;
  readonly channels: Channels | null;
  readonly noise: "with" | "without" | "off";
}

/**
 * With noise that the page does not follow, Python runs its methods, too, where it follows that. The loss of labeled
 * data is Python's, without noise.
 */
export function wayWith(bench: Workbench, document: Document, kind: Kind): Way {
  const { isOn, channels } = noiseHere(bench, document);
  if (isLabeled(bench, document)) return { isHere: false, channels: null, noise: isOn ? "without" : "off" };
  const fits = isInPage(kind);
  if (!isOn) return { isHere: fits, channels: null, noise: "off" };
  if (fits && channels) return { isHere: true, channels, noise: "with" };
  const { body } = document;
  const inPython =
    bench.asker.can("optimize") && isCircuit(body) && body.qubits.length <= MOST_IN_PYTHON && isPlain(body);
  return { isHere: fits && !inPython, channels: null, noise: inPython ? "with" : "without" };
}

/** Is there neither a condition nor a measurement that is not at the end? */
function isPlain(body: CircuitBody): boolean {
  const kept = withoutFinalMeasurements(flatten(body).operations);
  return kept.every(({ gate, conditions }) => gate !== "measure" && gate !== "reset" && !conditions.length);
}

/** Where exact energies come from, with this noise or without. */
export function originWith(document: Document, noisy: boolean): Origin {
  return noisy ? { ...EXACT, isNoisy: true } : idealOrigin(document);
}
