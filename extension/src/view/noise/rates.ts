/** The rates that stand beside each other in the section, as shares in percent, and what is typed for them. */

import { Refusal } from "../../document/errors";
import { type Channels, partsOfKey, withRates } from "../../document/noise";

export interface RateField {
  readonly title: string;
  readonly channel: string;
  readonly keys: readonly string[];
  readonly help: string;
  /** Where the noise is switched on for the first time. */
  readonly first: number;
}

export const FIELDS: readonly RateField[] = [
  {
    title: "1-qubit",
    channel: "depolarizing",
    keys: ["1"],
    help: "Depolarizing behind each gate on one qubit",
    first: 0.0005,
  },
  {
    title: "2-qubit",
    channel: "depolarizing",
    keys: ["2"],
    help: "Depolarizing behind each gate on two qubits or more, together",
    first: 0.012,
  },
  {
    title: "Damping",
    channel: "amplitude_damping",
    keys: ["1", "2"],
    help: "Amplitude damping behind each gate, on each of its qubits",
    first: 0.0005,
  },
  {
    title: "Readout",
    channel: "readout",
    keys: ["one_for_zero", "zero_for_one"],
    help: "How often a qubit is read as what it is not, both ways",
    first: 0.02,
  },
];

/** What the noise begins with. */
export const FIRST: Channels = FIELDS.reduce<Channels>(
  (channels, field) => withField(channels, field, field.first),
  new Map(),
);

export function withField(channels: Channels, { channel, keys }: RateField, rate: number): Channels {
  return withRates(channels, channel, new Map(keys.map((key) => [key, rate])));
}

/** The rate of a field; null where its keys differ, or where gates or qubits have rates of their own. */
export function rateIn(channels: Channels, { channel, keys }: RateField): number | null {
  const rates = channels.get(channel);
  if (!rates) return 0;
  const own = [...rates.keys()].some((key) => key.includes("@") && keys.includes(partsOfKey(key).what));
  const found = new Set(keys.map((key) => rates.get(key) ?? 0));
  const [rate = 0] = found;
  return own || found.size > 1 ? null : rate;
}

/** A share in percent with up to four digits. */
export function percentText(rate: number): string {
  return String(Number((100 * rate).toPrecision(4)));
}

/** The rate that a text in percent says. */
export function readPercent(text: string, title: string): number {
  const plain = text.trim().replace(/%$/, "").trimEnd().replace(",", ".");
  const percent = plain === "" ? Number.NaN : Number(plain);
  const allowed = "Give a percentage from 0 to 100, such as 0.05.";
  if (Number.isNaN(percent)) throw new Refusal("InvalidText", `${title} is ‘${text.trim().slice(0, 20)}’. ${allowed}`);
  if (percent < 0 || percent > 100) throw new Refusal("InvalidText", `${title} is ${plain} %. ${allowed}`);
  return Number((percent / 100).toPrecision(12));
}
