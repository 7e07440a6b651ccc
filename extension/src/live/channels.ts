/**
 * Noise channels as the engine has them, behind gates and at readout; as qdesign/simulate/channels/ makes them.
 *
 * A channel on one qubit is its Pauli-transfer matrix, 16 numbers row by row, in the order I, X, Y, Z.
 */

import { Refusal } from "../document/errors";
import { type Channels, partsOfKey, type Rates, rateOf } from "../document/noise";
import type { ProgramBuilder } from "./program";

export type Transfer = readonly number[];

/** What turns each qubit of a gate by itself, in the order of the catalog. */
type Alone = (rates: Rates, gate: string, qubits: readonly number[], qubit: number) => Transfer | null;

const ALONE: Readonly<Record<string, Alone>> = {
  amplitude_damping: byRate((p) => diagonal(1, Math.sqrt(1 - p), Math.sqrt(1 - p), 1 - p, p)),
  phase_damping: byRate((p) => diagonal(1, Math.sqrt(1 - p), Math.sqrt(1 - p), 1)),
  bit_flip: byRate((p) => diagonal(1, 1, 1 - 2 * p, 1 - 2 * p)),
  phase_flip: byRate((p) => diagonal(1, 1 - 2 * p, 1 - 2 * p, 1)),
  thermal(rates, gate, qubits, qubit) {
    const time = rateOf(rates, gate, qubits);
    const t1 = optionOf(rates, "t1", qubit);
    const t2 = optionOf(rates, "t2", qubit);
    if (!time) return null;
    const kept = t1 === undefined ? 1 : Math.exp(-time / t1);
    const across = t2 === undefined ? Math.sqrt(kept) : Math.exp(-time / t2);
    return diagonal(1, across, across, kept, 1 - kept);
  },
};

/** Channels that this page can follow. */
export const KNOWN: ReadonlySet<string> = new Set(["depolarizing", ...Object.keys(ALONE), "crosstalk", "readout"]);

function byRate(transfer: (probability: number) => Transfer): Alone {
  return (rates, gate, qubits) => {
    const probability = rateOf(rates, gate, qubits);
    return probability ? transfer(probability) : null;
  };
}

/** `lift`: what Z gains of I. */
function diagonal(one: number, x: number, y: number, z: number, lift = 0): Transfer {
  return [one, 0, 0, 0, 0, x, 0, 0, 0, 0, y, 0, lift, 0, 0, z];
}

/** An option of a channel for one qubit, or for all. */
export function optionOf(rates: Rates, option: string, qubit: number): number | undefined {
  return rates.get(`${option}@${qubit}`) ?? rates.get(option);
}

function product(left: Transfer, right: Transfer): Transfer {
  const made = new Array<number>(16).fill(0);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += (left[4 * row + k] as number) * (right[4 * k + column] as number);
      made[4 * row + column] = sum;
    }
  }
  return made;
}

/** Adds what follows a gate on these qubits, in the order of the catalog. */
export function addChannels(
  builder: ProgramBuilder,
  channels: Channels,
  gate: string,
  qubits: readonly number[],
): void {
  if (!qubits.length) return;
  const depolarizing = channels.get("depolarizing");
  const probability = depolarizing ? rateOf(depolarizing, gate, qubits) : 0;
  if (probability) builder.depolarize(maskOf(qubits), builder.slot(probability, []));
  for (const qubit of qubits) {
    let whole: Transfer | null = null;
    for (const [name, alone] of Object.entries(ALONE)) {
      const rates = channels.get(name);
      const one = rates && alone(rates, gate, qubits, qubit);
      if (one) whole = whole ? product(one, whole) : one;
    }
    if (whole) builder.channel(whole, qubit);
  }
  const crosstalk = channels.get("crosstalk");
  if (crosstalk) addCrosstalk(builder, crosstalk, gate, qubits);
}

function maskOf(qubits: readonly number[]): number {
  return qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
}

/**
 * exp(-iθ/2 ZZ) between each qubit of the gate and its neighbors that the gate does not act on: those of the pairs that
 * are given, for gates on two and more; else those by number.
 */
function addCrosstalk(builder: ProgramBuilder, rates: Rates, gate: string, qubits: readonly number[]): void {
  const pairs = [...rates].flatMap(([key, angle]) => {
    const { what, qubits: pair } = partsOfKey(key);
    return what === "crosstalk" && pair ? [{ pair, angle }] : [];
  });
  const usual = rateOf(rates, gate, qubits);
  for (const qubit of qubits) {
    const near = new Map<number, number>();
    if (pairs.length && qubits.length > 1) {
      for (const { pair, angle } of pairs) {
        const [first = 0, second = 0] = pair;
        if (pair.includes(qubit)) near.set(first + second - qubit, angle);
      }
    } else for (const other of [qubit - 1, qubit + 1]) near.set(other, usual);
    for (const [other, angle] of [...near].sort(([a], [b]) => a - b)) {
      if (!angle || other < 0 || other >= builder.numQubits || qubits.includes(other)) continue;
      builder.rotation(builder.slot(angle, []), 0, (1 << qubit) | (1 << other));
    }
  }
}

/** How readout turns each letter's expectation of a qubit into slope × it + offset; null where it errs not. */
export function readoutOf(
  channels: Channels,
  qubit: number,
): { readonly slope: number; readonly offset: number } | null {
  const rates = channels.get("readout");
  const oneForZero = (rates && optionOf(rates, "one_for_zero", qubit)) ?? 0;
  const zeroForOne = (rates && optionOf(rates, "zero_for_one", qubit)) ?? 0;
  if (!oneForZero && !zeroForOne) return null;
  return { slope: 1 - oneForZero - zeroForOne, offset: zeroForOne - oneForZero };
}

/** Adds readout errors of all qubits; says whether there are any. */
export function addReadout(builder: ProgramBuilder, channels: Channels, numQubits: number): boolean {
  let errs = false;
  for (let qubit = 0; qubit < numQubits; qubit++) {
    const found = readoutOf(channels, qubit);
    if (!found) continue;
    const { slope, offset } = found;
    builder.channel([1, 0, 0, 0, offset, slope, 0, 0, offset, 0, slope, 0, offset, 0, 0, slope], qubit);
    errs = true;
  }
  return errs;
}

/** Refuses rates that no channel can have, in one sentence; `titles` by channel. */
export function checkChannels(channels: Channels, titles: ReadonlyMap<string, string> = new Map()): void {
  for (const [name, rates] of channels) {
    const title = (titles.get(name) ?? name).toLowerCase();
    for (const [key, rate] of rates) checkRate(name, title, partsOfKey(key).what, rate);
    if (name === "thermal") checkTimes(rates);
  }
}

function checkRate(channel: string, title: string, what: string, rate: number): void {
  if (!Number.isFinite(rate) || rate < 0) {
    throw new Refusal("InvalidDocument", `A rate of ${title} is ${rate}: give a number from 0 on.`);
  }
  const bounded = channel !== "thermal" && channel !== "crosstalk";
  if (bounded && rate > 1) {
    throw new Refusal("InvalidDocument", `A probability of ${title} is ${rate}: give a number from 0 to 1.`);
  }
  if (channel === "thermal" && (what === "t1" || what === "t2") && rate === 0) {
    throw new Refusal("InvalidDocument", `${what.toUpperCase()} is 0: give a time above 0, in µs.`);
  }
}

/** T2 is at most twice T1, for every qubit that has one of its own and for the others. */
function checkTimes(rates: Rates): void {
  const places = new Set(["", ...[...rates.keys()].flatMap((key) => partsOfKey(key).qubits?.map(String) ?? [])]);
  for (const place of places) {
    const own = (option: string): number | undefined =>
      (place ? rates.get(`${option}@${place}`) : undefined) ?? rates.get(option);
    const [t1, t2] = [own("t1"), own("t2")];
    if (t1 === undefined || t2 === undefined || t2 <= 2 * t1) continue;
    const where = place ? ` of qubit ${place}` : "";
    throw new Refusal("InvalidDocument", `T2${where} is ${t2} µs and T1 ${t1} µs: T2 is at most twice T1.`);
  }
}
