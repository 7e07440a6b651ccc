/** Shots: drawn from probabilities, the same as Python draws with the seed, or one trajectory each. */

import type { CircuitBody } from "../document/circuit";
import { parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { finalWires, flatten, type Plain } from "../document/flatten";
import { lower } from "./compile";
import { Engine } from "./engine";
import type { Source } from "./source";

export const MOST_SHOTS = 1_000_000;
/** Trajectories stop after this long and say how many there were. */
const MOST_MILLISECONDS = 5_000;

export interface Drawn {
  readonly counts: ReadonlyMap<string, number>;
  readonly shots: number;
}

/** `shots` runs of the circuit that `source` holds at its current values. */
export function sample(
  body: CircuitBody,
  source: Source,
  module: WebAssembly.Module,
  options: {
    readonly shots: number;
    readonly seed: number;
    readonly values: Float64Array;
  },
): Drawn {
  const { shots } = options;
  if (!(Number.isInteger(shots) && shots >= 0 && shots <= MOST_SHOTS)) {
    throw new Refusal("TooLarge", `${shots} shots were asked for; ask for 0 to ${MOST_SHOTS.toLocaleString("en")}.`);
  }
  const flat = flatten(body);
  if (source.program.isUnitary) return drawn(source, flat.operations, body, options);
  const engine = new Engine(module, lower(body, flat, parametersOf(body)));
  return followed(engine, options);
}

function drawn(
  source: Source,
  operations: readonly Plain[],
  body: CircuitBody,
  { shots, seed }: { readonly shots: number; readonly seed: number },
): Drawn {
  const wires = finalWires(operations);
  const width = wires.size ? body.clbits : body.qubits.length;
  const found = new Map<number, number>();
  for (const index of source.ready().sample(shots, seed)) found.set(index, (found.get(index) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [index, count] of found) {
    const letters = new Array<string>(width).fill("0");
    if (wires.size) for (const [clbit, qubit] of wires) letters[width - 1 - clbit] = (index >> qubit) & 1 ? "1" : "0";
    else for (let q = 0; q < width; q++) letters[width - 1 - q] = (index >> q) & 1 ? "1" : "0";
    const key = letters.join("");
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return { counts: sortedByKey(counts), shots };
}

function followed(
  engine: Engine,
  {
    shots,
    seed,
    values,
  }: {
    readonly shots: number;
    readonly seed: number;
    readonly values: Float64Array;
  },
): Drawn {
  const counts = new Map<string, number>();
  const end = performance.now() + MOST_MILLISECONDS;
  let done = 0;
  while (done < shots && performance.now() < end) {
    engine.runTrajectory(values, seed, done);
    const key = [...engine.clbits()].reverse().join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
    done += 1;
  }
  return { counts: sortedByKey(counts), shots: done };
}

function sortedByKey(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
