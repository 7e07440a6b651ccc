/** Keys of single gates and qubits, such as `cx`, `2@0,3` and `t1@4`, as they are typed: checked as in Python. */

import type { ChannelRow, RowOption } from "../../document/catalog.generated";
import { Refusal } from "../../document/errors";
import { GATES } from "../../document/gates";
import { partsOfKey } from "../../document/noise";
import { count } from "../../scene/describe";

/** As in Python: no program has more qubits. */
const MOST_QUBITS = 100_000;

/** What the number of a key has to be; null where the channel has no such key. */
export function optionOfKey(row: ChannelRow, key: string): RowOption | null {
  const what = key.split("@")[0] ?? "";
  const own = row.options.find(({ name }) => name === what);
  if (own || !row.rate) return own ?? null;
  const gate = GATES.get(what);
  return row.kinds.includes(what) || (gate && gate.kind !== "nonunitary") ? row.rate : null;
}

/** The key that a text says; qubits of a kind in order, as Python writes them. */
export function readKey(row: ChannelRow, text: string): string {
  const key = text.replace(/\s+/g, "");
  const at = key.indexOf("@");
  const what = at < 0 ? key : key.slice(0, at);
  const shown = `‘${key.slice(0, 40)}’`;
  const option = optionOfKey(row, key);
  if (!option) {
    const gates = row.rate ? [...row.kinds, "a gate such as cx"] : [];
    const names = [...gates, ...row.options.map(({ name }) => name)].join(", ");
    refuse(`${row.title} has no key ${shown}. It takes ${names}; for some qubits with @ behind it, such as 2@0,3.`);
  }
  if (what === "gphase") refuse(`${shown} never counts: a global phase acts on no qubit.`);
  const isPair = row.beside !== "" && row.options.includes(option);
  if (at < 0 && !isPair) return what;
  const listed = at < 0 ? [] : key.slice(at + 1).split(",");
  const qubits = listed.map(Number);
  const wanted = isPair ? 2 : sizeOf(row, what, qubits.length);
  const example = `${what}@${Array.from({ length: wanted }, (_, k) => k).join(",")}`;
  if (
    listed.some((part) => !/^[0-9]{1,6}$/.test(part)) ||
    qubits.some((q) => q >= MOST_QUBITS) ||
    new Set(qubits).size < qubits.length
  ) {
    refuse(`${shown} names no qubits: write numbers behind the @, each once, such as ${example}.`);
  }
  if (qubits.length !== wanted) {
    refuse(`${shown} names ${count(qubits.length, "qubit")}: ‘${what}’ takes ${wanted}, such as ${example}.`);
  }
  const sorted = /^[0-9]+$/.test(what) ? qubits.sort((a, b) => a - b) : qubits;
  return `${what}@${sorted.join(",")}`;
}

/** Does a key name a qubit that a drawing of so many has not, so that it never counts there? */
export function isBeyond(key: string, numQubits: number): boolean {
  return partsOfKey(key).qubits?.some((qubit) => qubit >= numQubits) ?? false;
}

/** How many qubits a key of some name has to name. */
function sizeOf({ kinds, options }: ChannelRow, what: string, given: number): number {
  if (what === "2" && kinds.includes(what)) return Math.max(2, given);
  if (kinds.includes(what) || options.some(({ name }) => name === what)) return 1;
  return GATES.get(what)?.numQubits ?? 1;
}

function refuse(why: string): never {
  throw new Refusal("InvalidText", why);
}
