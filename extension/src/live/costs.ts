/**
 * What the noise of each gate costs: how much closer the state would be to the ideal one without it.
 *
 * The fidelity is linear in the channels behind a gate, so that this difference is its exact derivative by how much of
 * them there is, from none to all. Readout is no part of it.
 */

import { type CircuitBody, type Item, isBlock, type Operation } from "../document/circuit";
import { Refusal } from "../document/errors";
import { type Channels, NO_CHANNELS } from "../document/noise";
import { Engine } from "./engine";
import { compileNoisy, MOST_EXACT_QUBITS, noNoise } from "./noisy-program";

/** Pauli components times gates that are followed. */
const MOST_WORK = 2 ** 26;

export interface Costs {
  /** Of the state with noise and the ideal one. */
  readonly fidelity: number;
  /** By the ids of drawn gates, those in blocks over all repetitions. */
  readonly costs: ReadonlyMap<string, number>;
}

/** Refuses circuits that are not followed with noise, or have too many gates for it. */
export function gateCosts(
  module: WebAssembly.Module,
  body: CircuitBody,
  channels: Channels,
  parameters: readonly string[],
  values: Float64Array,
): Costs {
  const why = noNoise(body, channels, null);
  if (why !== null) throw new Refusal("TooLarge", why);
  if (body.qubits.length > MOST_EXACT_QUBITS) {
    throw new Refusal(
      "TooLarge",
      `What each gate costs is told on up to ${MOST_EXACT_QUBITS} qubits, where noise is exact.`,
    );
  }
  const behind = new Map([...channels].filter(([name]) => name !== "readout"));
  const drawn = [...operationsOf(body.operations)];
  if (drawn.length * 4 ** body.qubits.length > MOST_WORK) {
    const most = Math.floor(MOST_WORK / 4 ** body.qubits.length);
    throw new Refusal(
      "TooLarge",
      `What each gate costs is told for up to ${most.toLocaleString("en")} gates on ${body.qubits.length} qubits; ` +
        `this circuit has ${drawn.length.toLocaleString("en")}.`,
    );
  }
  const vector = (noise: Channels, without?: Operation): Float64Array => {
    const program = compileNoisy(body, noise, { parameters, ...(without ? { without } : {}) });
    const engine = new Engine(module, program);
    engine.runNoisy(values);
    return engine.pauliVector();
  };
  const ideal = vector(NO_CHANNELS).slice();
  const fidelity = overlap(ideal, vector(behind));
  const costs = new Map(drawn.map(([id, item]) => [id, overlap(ideal, vector(behind, item)) - fidelity]));
  return { fidelity, costs };
}

/** tr(ρσ) of two states by their Pauli expectations: the fidelity where one of them is pure. */
function overlap(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum / Math.sqrt(a.length);
}

/** Gates as they are drawn, those in blocks too. */
function* operationsOf(items: ReadonlyMap<string, Item>): Generator<readonly [string, Operation]> {
  for (const [id, item] of items) {
    if (isBlock(item)) yield* operationsOf(item.operations);
    else if (item.gate !== "barrier" && item.gate !== "measure" && item.gate !== "reset") yield [id, item];
  }
}
