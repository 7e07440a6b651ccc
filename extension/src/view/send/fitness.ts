/** Whether a target takes the drawing: in a few words for its card, and in a sentence with the way out. */

import type { Cap, Price, Target } from "../../port";
import { count } from "../../scene/describe";

export interface Fitness {
  readonly able: boolean;
  /** For the badge: ready, too small, … */
  readonly badge: string;
  /** Beside the number of qubits: fits, too small: needs 8, … */
  readonly note: string;
  /** Why not, in a sentence or two; empty where it is able. */
  readonly why: string;
}

/** As `qdesign.hardware.target.check` does for the size. */
export function fitness(target: Target, numQubits: number): Fitness {
  const { title, num_qubits: has, max_simulated_qubits: limit } = target;
  if (!target.ready) {
    const why = `${target.status[0]?.toUpperCase() ?? ""}${target.status.slice(1)}`;
    return { able: false, badge: "not ready", note: "", why: `${title} cannot be sent to. ${why}` };
  }
  if (numQubits > has && has !== limit) {
    const why =
      `The circuit has ${count(numQubits, "qubit")} and ${title} has ${has}. ` +
      `Choose a target with ${numQubits} or more.`;
    return { able: false, badge: "too small", note: `too small: needs ${numQubits}`, why };
  }
  if (limit !== null && numQubits > limit) {
    const why =
      `${title} is simulated on this machine, which takes at most ${count(limit, "qubit")}, ` +
      `and the circuit has ${numQubits}. Draw it on fewer.`;
    return { able: false, badge: "too large", note: `simulated here up to ${limit}`, why };
  }
  return { able: true, badge: "ready", note: "fits", why: "" };
}

/** Of those that take the drawing, the most like one that does not: of its provider, then of its kind, then small. */
export function nearest(targets: readonly Target[], target: Target, numQubits: number): Target | null {
  const able = targets.filter((each) => fitness(each, numQubits).able);
  const far = (each: Target): readonly number[] => [
    Number(each.provider !== target.provider),
    Number(each.native.length > 0 !== target.native.length > 0),
    each.num_qubits,
  ];
  return (
    able.toSorted((a, b) => {
      const [x, y] = [far(a), far(b)];
      const k = x.findIndex((value, at) => value !== y[at]);
      return k < 0 ? 0 : (x[k] ?? 0) - (y[k] ?? 0);
    })[0] ?? null
  );
}

/** Those that fit every word of a query, in their title, name, qubits, gates or description. */
export function matching(targets: readonly Target[], query: string): readonly Target[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return targets.filter((target) => {
    const { title, name, num_qubits: has, native, description, status } = target;
    const text = [title, name, count(has, "qubit"), ...native, description, status].join(" ").toLowerCase();
    return words.every((word) => (/^\d+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(text) : text.includes(word)));
  });
}

/** So many shots at most are given to all circuits of an energy. */
const ALL_SHOTS = 10_000_000;

/** A number of shots as a person wrote it, with or without separators; or why it is none. */
export function readShots(text: string, target: Target, isEnergy = false): number | string {
  const most = isEnergy ? ALL_SHOTS : target.max_shots;
  const plain = text.trim().replace(/(\d)[\s,'_](?=\d{3}(?!\d))/g, "$1");
  const shots = /^\d+$/.test(plain) ? Number(plain) : 0;
  if (shots >= 1 && shots <= most) return shots;
  return `Shots are a whole number from 1 to ${most.toLocaleString("en-US")} on ${target.title}.`;
}

/** A whole number from 0 to `most`; null where it is none. */
export function readWhole(text: string, most: number): number | null {
  const number = /^\d{1,12}$/.test(text.trim()) ? Number(text.trim()) : -1;
  return number >= 0 && number <= most ? number : null;
}

/** A sum of money; null where it is none. */
export function readAmount(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}

/** What is offered as the most to pay: what it may cost, to the next whole unit. */
export function agreedFirst(price: Price | null): string {
  return price ? String(Math.max(1, Math.ceil(price.high))) : "";
}

export function money({ low, high, unit }: Price): string {
  const sign = unit === "USD" ? "$" : unit;
  const of = (sum: number): string => (sum > 0 && sum < 0.1 ? sum.toPrecision(2) : sum.toFixed(2));
  return `${low === high ? of(high) : `${of(low)} to ${of(high)}`} ${sign}`;
}

/** Why a job is not sent yet that is not free, in a sentence; empty where it may be. */
export function whyNotPaid(price: Price | null, most: number | null, caps: readonly Cap[], agreed: boolean): string {
  for (const cap of caps) {
    if (cap.most === null || (price && cap.unit !== price.unit)) continue;
    const taken = cap.scope === "job" ? 0 : cap.spent;
    if (taken + (price?.high ?? most ?? 0) > cap.most) {
      const whose = cap.scope === "job" ? "a job" : `this ${cap.scope}`;
      return `It would pass the cap of ${whose}. Raise the cap, or choose another target.`;
    }
  }
  if (most === null) return "Say what it may cost at most.";
  if (price && most < price.high) return `It may cost ${money(price)}. Allow that much, or choose another target.`;
  return agreed ? "" : "Agree to what it may cost at most.";
}
