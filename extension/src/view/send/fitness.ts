/** Whether a target takes the drawing: in a few words for its card, and in a sentence with the way out. */

import type { Target } from "../../port";
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

/** Those that fit every word of a query, in their title, name, qubits, gates or description. */
export function matching(targets: readonly Target[], query: string): readonly Target[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return targets.filter((target) => {
    const { title, name, num_qubits: has, native, description, status } = target;
    const text = [title, name, count(has, "qubit"), ...native, description, status].join(" ").toLowerCase();
    return words.every((word) => (/^\d+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(text) : text.includes(word)));
  });
}

/** A number of shots as a person wrote it, with or without separators; or why it is none. */
export function readShots(text: string, target: Target): number | string {
  const plain = text.trim().replace(/(\d)[\s,'_](?=\d{3}(?!\d))/g, "$1");
  const shots = /^\d+$/.test(plain) ? Number(plain) : 0;
  if (shots >= 1 && shots <= target.max_shots) return shots;
  return `Shots are a whole number from 1 to ${target.max_shots.toLocaleString("en-US")} on ${target.title}.`;
}
