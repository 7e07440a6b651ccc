/** The noise that a document is looked at with: rates by channel and key, as the schema and `qd.Noise` have them. */

import type { Document } from "./circuit";
import type { Json } from "./json";

/** By key: `"1"`, `"2"`, a gate, or an option of the channel, each perhaps for named qubits: `"2@0,3"`. */
export type Rates = ReadonlyMap<string, number>;
/** By channel. */
export type Channels = ReadonlyMap<string, Rates>;

export interface Noise {
  readonly channels: Channels;
  readonly on: boolean;
  /** The device whose calibration they are; empty where it is none. */
  readonly target: string;
}

/** The document's noise, on or off; null where it has none. */
export function noiseOf({ noise }: Document): Noise | null {
  if (!(noise instanceof Map)) return null;
  const listed: Json | undefined = noise.get("channels");
  if (!(listed instanceof Map)) return null;
  const target: Json | undefined = noise.get("target");
  return {
    channels: new Map([...listed].map(([name, rates]) => [name, numbers(rates)])),
    on: noise.get("on") !== false,
    target: typeof target === "string" ? target : "",
  };
}

function numbers(rates: Json): Rates {
  if (!(rates instanceof Map)) return new Map();
  return new Map([...rates].flatMap(([key, rate]) => (typeof rate === "number" ? [[key, rate] as const] : [])));
}

/** The document with this noise; keys sorted, channels without a rate left out. */
export function withNoise(document: Document, { channels, on, target }: Noise): Document {
  const sorted = [...channels]
    .filter(([, rates]) => rates.size)
    .sort(byName)
    .map(([name, rates]): readonly [string, Json] => [name, new Map([...rates].sort(byName))]);
  const noise = new Map<string, Json>([["channels", new Map(sorted)]]);
  if (!on) noise.set("on", false);
  if (target) noise.set("target", target);
  return { ...document, noise };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** With these rates of a channel in place of what it has under the same keys; 0 takes a key away. */
export function withRates(channels: Channels, channel: string, rates: Rates): Channels {
  const mine = new Map(channels.get(channel));
  for (const [key, rate] of rates) {
    if (rate) mine.set(key, rate);
    else mine.delete(key);
  }
  return new Map([...channels, [channel, mine]]);
}

/** With this number under a key of a channel, which may be 0; null takes the key away. */
export function withRate(channels: Channels, channel: string, key: string, rate: number | null): Channels {
  const mine = new Map(channels.get(channel));
  if (rate === null) mine.delete(key);
  else mine.set(key, rate);
  return new Map([...channels, [channel, mine]]);
}

/** What a key names: a kind, gate or option, and the qubits that it is for; null for any. */
export function partsOfKey(key: string): { readonly what: string; readonly qubits: readonly number[] | null } {
  const at = key.indexOf("@");
  if (at < 0) return { what: key, qubits: null };
  return {
    what: key.slice(0, at),
    qubits: key
      .slice(at + 1)
      .split(",")
      .map(Number),
  };
}

/**
 * The rate of a gate on qubits; the narrowest key wins: gate@qubits, gate, kind@qubits, kind. Qubits of a kind are
 * sorted in its key, and those of a gate are found in any order.
 */
export function rateOf(rates: Rates, gate: string, qubits: readonly number[]): number {
  const kind = qubits.length === 1 ? "1" : "2";
  const own = rates.get(`${gate}@${qubits.join(",")}`) ?? inAnyOrder(rates, gate, qubits) ?? rates.get(gate);
  return own ?? inAnyOrder(rates, kind, qubits) ?? rates.get(kind) ?? 0;
}

function inAnyOrder(rates: Rates, what: string, qubits: readonly number[]): number | undefined {
  if (qubits.length === 1) return rates.get(`${what}@${qubits[0] ?? 0}`);
  let found: number | undefined;
  for (const [key, rate] of rates) {
    if (!key.startsWith(`${what}@`)) continue;
    const { qubits: own } = partsOfKey(key);
    // Of several orders the last one counts, as in Python.
    if (own?.length === qubits.length && own.every((qubit) => qubits.includes(qubit))) found = rate;
  }
  return found;
}

export const NO_CHANNELS: Channels = new Map();
