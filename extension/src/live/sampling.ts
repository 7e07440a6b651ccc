/** Shots: drawn from probabilities, the same as Python draws with the seed, or one trajectory each. */

import type { CircuitBody } from "../document/circuit";
import { parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { finalWires, flatten } from "../document/flatten";
import { clbitRegisters, outcomeText, type Register } from "../document/registers";
import { lower } from "./compile";
import { Engine } from "./engine";
import type { Source } from "./source";
import type { Samples } from "./wanted";

export const MOST_SHOTS = 1_000_000;
/** Trajectories stop after this long and say how many there were. */
const MOST_MILLISECONDS = 5_000;

export type Drawn = Omit<Samples, "seed">;

/** As many as may be asked for. */
export function checkedShots(shots: number): number {
  if (Number.isInteger(shots) && shots >= 0 && shots <= MOST_SHOTS) return shots;
  throw new Refusal("TooLarge", `${shots} shots were asked for; ask for 0 to ${MOST_SHOTS.toLocaleString("en")}.`);
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
    /** Basis indices as they were drawn with noise; null where there is none. */
    readonly noisy?: Uint32Array | null;
  },
): Drawn {
  const { shots } = options;
  checkedShots(shots);
  const flat = flatten(body);
  const wires = finalWires(flat.operations);
  const registers = wires.size ? clbitRegisters(body.registers, body.clbits) : null;
  const { noisy } = options;
  if (noisy) return { ...drawn(noisy, wires, body, registers), isNoisy: true };
  if (source.program.isUnitary) return drawn(source.ready().sample(shots, options.seed), wires, body, registers);
  return followed(new Engine(module, lower(body, flat, parametersOf(body))), body, registers, options);
}

/** Shots are counted by the basis state or the bits that they gave. */
function counted(labels: Iterable<string>, shots: number, registers: readonly Register[] | null): Drawn {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return { counts: new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1))), shots, registers };
}

function qubitsText(index: number, numQubits: number): string {
  return numQubits ? index.toString(2).padStart(numQubits, "0") : "";
}

function drawn(
  indices: Uint32Array,
  wires: ReadonlyMap<number, number>,
  body: CircuitBody,
  registers: readonly Register[] | null,
): Drawn {
  const bits = new Uint8Array(body.clbits);
  const known = new Map<number, string>();
  const label = (index: number): string => {
    if (!registers) return qubitsText(index, body.qubits.length);
    for (const [clbit, qubit] of wires) bits[clbit] = (index >> qubit) & 1;
    return outcomeText(bits, registers);
  };
  const labels = [...indices].map((index) => {
    const text = known.get(index) ?? label(index);
    known.set(index, text);
    return text;
  });
  return counted(labels, indices.length, registers);
}

function followed(
  engine: Engine,
  body: CircuitBody,
  registers: readonly Register[] | null,
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
  const labels: string[] = [];
  const end = performance.now() + MOST_MILLISECONDS;
  while (labels.length < shots && performance.now() < end) {
    const shot = labels.length;
    engine.runTrajectory(values, seed, shot);
    if (registers) labels.push(outcomeText(engine.clbits(), registers));
    else {
      // Seeds of the states' own draws are none that runs have.
      const [index = 0] = engine.sample(1, shot + 2 ** 32 * (2 ** 20 + (seed % 2 ** 20)));
      labels.push(qubitsText(index, body.qubits.length));
    }
  }
  return counted(labels, labels.length, registers);
}
