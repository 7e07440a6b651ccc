/** A circuit body with noise → a program with channels; the same bytes as qdesign/simulate/noisy.py. */

import type { CircuitBody, Operation } from "../document/circuit";
import { CONTROLLED, decompose, expandControls } from "../document/control";
import { Refusal } from "../document/errors";
import { flatten, type Plain, upToColumn, withoutFinalMeasurements } from "../document/flatten";
import { GATES } from "../document/gates";
import { type Channels, NO_CHANNELS } from "../document/noise";
import { addChannels, addReadout, KNOWN } from "./channels";
import { Lowering, measuredMask } from "./compile";
import { type Program, ProgramBuilder } from "./program";

/** Qubits whose 4^n Pauli expectations are followed live. */
export const MOST_EXACT_QUBITS = 10;
/** Qubits on which noise is averaged over runs. */
const MOST_NOISY_QUBITS = 16;

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;

export interface NoisyOptions {
  readonly parameters: readonly string[];
  /** Items of columns 0 to this one alone; all of them when null. */
  readonly column?: number | null;
  /** Are there readout errors at the end? */
  readonly isRead?: boolean;
  /** The drawn item that has no noise, while all others have. */
  readonly without?: Operation;
  /** Gates behind all others, such as those that turn qubits before they are read; they have noise, too. */
  readonly turns?: readonly Plain[];
}

/** Why noise is not followed in this circuit; null where it is. `run`: seed of the one run that is followed. */
export function noNoise(body: CircuitBody, channels: Channels, run: number | null): string | null {
  for (const [name, rates] of channels) {
    if (!KNOWN.has(name) && rates.size) return `Noise of '${name}' runs in Python alone. Numbers are without noise.`;
  }
  if (run !== null) return "One run is followed, which is without noise. Show all runs to see the noise.";
  const count = body.qubits.length;
  if (count <= MOST_NOISY_QUBITS) return null;
  return (
    `Noise is followed on at most ${MOST_NOISY_QUBITS} qubits here, and the circuit has ${count}. ` +
    "Numbers are without noise."
  );
}

/** The program of a circuit with channels behind its gates. */
export function compileNoisy(body: CircuitBody, channels: Channels, options: NoisyOptions): Program {
  const numQubits = body.qubits.length;
  const all = flatten(upToColumn(body, options.column ?? null)).operations;
  const kept = withoutFinalMeasurements(all);
  const builder = new ProgramBuilder(numQubits, options.parameters, body.clbits);
  const lowering = new Lowering(builder);
  for (const operation of [...kept, ...(options.turns ?? [])]) {
    const { gate } = operation;
    if (operation.conditions.length || gate === "measure") {
      throw new Refusal(
        "InvalidCircuit",
        "Noise is followed through circuits without conditions and without measurements in their middle. " +
          "Numbers are without noise.",
      );
    }
    for (const drawn of expandControls(operation, numQubits)) {
      for (const part of parts(drawn)) lowering.lower(part);
    }
    const own = options.without !== undefined && operation.drawn === options.without ? NO_CHANNELS : channels;
    if (gate !== "barrier" && gate !== "reset") {
      const wires = [...operation.controls, ...operation.anticontrols, ...operation.qubits];
      addChannels(builder, own, nameOf(operation), wires);
    }
  }
  const errs = (options.isRead ?? true) && addReadout(builder, channels, numQubits);
  // One that does nothing, so that the program is run as one with channels in any case.
  if (!errs && numQubits && !builder.isNoisy) builder.channel(IDENTITY, 0);
  return builder.build(measuredMask(all, kept));
}

/** The name under which a gate's rates are found: that of the row with its controls in it, empty without one. */
function nameOf({ gate, controls, anticontrols }: Plain): string {
  const count = controls.length + anticontrols.length;
  return count ? (CONTROLLED.get(`${gate} ${count}`) ?? "") : gate;
}

/** The operation as what Pauli-transfer vectors have a form for. */
function parts(operation: Plain): readonly Plain[] {
  const row = GATES.get(operation.gate);
  if (!row) return [operation];
  // The engine has one control of a flip and of a rotation; the exchange it has without any.
  const form = (row.base && row.numControls === 1 ? GATES.get(row.base) : undefined) ?? row;
  const hasForm = form.generator || form.engine === (row.base ? "flip" : "exchange");
  if (row.numQubits <= 1 || row.phase || hasForm) return [operation];
  return decompose(operation).flatMap(parts);
}
