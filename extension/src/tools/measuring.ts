/**
 * How an energy is lowered: the programs that give it, exactly or measured with shots in groups of terms, without noise
 * or with it.
 */

import { type CircuitBody, parametersOf } from "../document/circuit";
import { attempt, Refusal } from "../document/errors";
import { flatten, type Plain, withoutFinalMeasurements } from "../document/flatten";
import type { Channels } from "../document/noise";
import type { Wish } from "../live/choice";
import { compile, lower } from "../live/compile";
import { conePlan, wiresOf } from "../live/cones";
import { compileNoisy, MOST_EXACT_QUBITS, noNoise } from "../live/noisy-program";
import { termsOf } from "../live/paths";
import { encodeObservable, type PauliTerm, type Program, pauliTerms } from "../live/program";
import { turnsOf } from "../live/turns";
import type { ConeParts, CostParts, Group, PathParts, StateParts } from "./cost";

export const MOST_SHOTS = 1_000_000;
/** Amplitudes times operations of one energy, at most: some tenths of a second. */
const MOST_WORK = 2 ** 30;
/** Circuits that measure one energy, at most: each holds a state, which with noise has 4^n numbers. */
const MOST_GROUPS = 200;
const MOST_NOISY_NUMBERS = 2 ** 24;

/** Shots of one energy, and the seed of what is drawn; null for exact energies. */
export type Shots = { readonly shots: number; readonly seed: number } | null;

export interface CostOptions {
  readonly parameters: readonly string[];
  readonly shots: Shots;
  readonly limit: number;
  /** The noise that it is lowered under; none when null. */
  readonly channels?: Channels | null;
  /** Above the limit: what finds the energies. */
  readonly wish?: Wish;
}

/** Why energies are not found with noise here, up to so many qubits; null where they are. */
export function notNoisy(body: CircuitBody, channels: Channels, most: number): string | null {
  const why = noNoise(body, channels, null);
  if (why) return why;
  const count = body.qubits.length;
  if (count > most) {
    const way = count <= MOST_EXACT_QUBITS ? `, up to ${MOST_EXACT_QUBITS} where More… of Noise asks for it` : "";
    return (
      `Exact energies with noise are found on up to ${most} qubits here${way}; the circuit has ${count}. ` +
      "These are without noise."
    );
  }
  const made = attempt(() => compileNoisy(body, channels, { parameters: parametersOf(body) }));
  return "refusal" in made ? made.refusal.message : null;
}

/** Refuses what cannot be lowered here, before anything is taken. */
export function costParts(
  body: CircuitBody,
  observable: ReadonlyMap<string, number>,
  { parameters, shots, limit, channels = null, wish = "auto" }: CostOptions,
): CostParts {
  const numQubits = body.qubits.length;
  const [label = ""] = observable.keys();
  if (label.length !== numQubits) {
    throw new Refusal(
      "InvalidCircuit",
      `The observable is on ${label.length} qubits and the circuit on ${numQubits}. Choose one that fits.`,
    );
  }
  if (numQubits > limit) return wideParts(body, observable, { parameters, shots, limit, channels, wish });
  const terms = pauliTerms(observable);
  const program = compile(body, { parameters });
  const noisy = channels && compileNoisy(body, channels, { parameters });
  const work = noisy ? noisy.operations.length * 4 ** numQubits : program.operations.length * 2 ** numQubits;
  if (work > MOST_WORK) {
    throw new Refusal("TooLarge", "The circuit is too large to be run many times here. Use fewer qubits or gates.");
  }
  const range = terms.reduce((sum, { x, z, coefficient }) => sum + (x | z ? Math.abs(coefficient) : 0), 0);
  // Of a program with channels the engine's refusal is told by its operations.
  const sent = { program: sendable(program), noisy: noisy && { ...noisy, slots: [] } };
  const parts = { ...sent, observable: encodeObservable(numQubits, terms), range };
  return { ...parts, sampled: shots && sampledParts(body, program, terms, { parameters, channels, ...shots }) };
}

/** Above the limit: energies by light cones, else by Pauli paths. */
function wideParts(
  body: CircuitBody,
  observable: ReadonlyMap<string, number>,
  { parameters, shots, limit, channels, wish }: Required<CostOptions>,
): ConeParts | PathParts {
  if (shots || channels) {
    const what = shots ? "shots" : "noise";
    const way = shots ? "Leave the shots empty for exact energies." : "Turn the noise off.";
    throw new Refusal("TooLarge", `Energies with ${what} are found on up to ${limit} qubits here. ${way}`);
  }
  if (wish === "stabilizer") {
    throw new Refusal(
      "Unsupported",
      "A stabilizer table gives no energies between quarter turns. Choose another engine.",
    );
  }
  const range = [...observable].reduce((sum, [label, c]) => sum + (/[XYZ]/.test(label) ? Math.abs(c) : 0), 0);
  if (wish !== "pauli") {
    const plan = conePlan(wiresOf(body), observable, { most: limit, parameters });
    if (plan && plan.work <= MOST_WORK) return { cones: { ...plan, programs: plan.programs.map(sendable) }, range };
    if (wish === "light_cone") {
      const why = plan ? "its light cones are wide" : `a term depends on more than ${limit} qubits`;
      throw new Refusal("TooLarge", `This energy takes too long to be found many times here: ${why}.`);
    }
  }
  return { paths: { turns: turnsOf(body, { parameters }), terms: termsOf(observable) }, range };
}

function sampledParts(
  body: CircuitBody,
  program: Program,
  terms: readonly PauliTerm[],
  { parameters, channels, shots, seed }: Omit<CostOptions, "shots" | "limit"> & NonNullable<Shots>,
): NonNullable<StateParts["sampled"]> {
  if (!program.isUnitary) {
    throw new Refusal(
      "Unsupported",
      "A circuit that measures, resets or has conditions inside is lowered by exact energies: leave the shots empty.",
    );
  }
  const found = grouped(terms.filter(({ x, z }) => x | z));
  const numbers = split(shots, found);
  const numQubits = body.qubits.length;
  if (channels && found.length * 4 ** numQubits > MOST_NOISY_NUMBERS) {
    throw new Refusal(
      "TooLarge",
      `Measuring this observable takes ${found.length} circuits, too many on ${numQubits} qubits with noise. ` +
        "Leave the shots empty for exact energies.",
    );
  }
  const flat = flatten(body);
  const groups = found.map((members, k): Group => {
    const last = turns(members, numQubits);
    const operations = [...withoutFinalMeasurements(flat.operations), ...last];
    const made = channels
      ? compileNoisy(body, channels, { parameters, turns: last })
      : lower(body, { ...flat, operations }, parameters);
    return {
      program: sendable(made),
      terms: members.map(({ x, z, coefficient }) => [x | z, coefficient] as const),
      shots: numbers[k] ?? 1,
    };
  });
  const constant = terms.reduce((sum, { x, z, coefficient }) => sum + (x | z ? 0 : coefficient), 0);
  return { constant, groups, seed };
}

/** What the engine reads; a worker need not be sent the rest. */
function sendable(program: Program): Program {
  return { ...program, slots: [], operations: [] };
}

function clash(a: Pick<PauliTerm, "x" | "z">, b: Pick<PauliTerm, "x" | "z">): boolean {
  const both = (a.x | a.z) & (b.x | b.z);
  return (((a.x ^ b.x) | (a.z ^ b.z)) & both) !== 0;
}

/** Groups of terms whose letters agree on every qubit: of two orders of insertion the lighter; as Python's. */
export function grouped(terms: readonly PauliTerm[]): readonly (readonly PauliTerm[])[] {
  const sorted = [...terms].sort(
    (a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient) || (a.label < b.label ? -1 : 1),
  );
  const clashes = new Map(sorted.map((term) => [term, sorted.filter((other) => clash(term, other)).length]));
  const colored = [...sorted].sort((a, b) => (clashes.get(b) ?? 0) - (clashes.get(a) ?? 0));
  const [plain, fewest] = [inserted(sorted), inserted(colored)];
  const weight = (groups: readonly (readonly PauliTerm[])[]): number =>
    groups.reduce((sum, group) => sum + weightOf(group), 0);
  const best = weight(fewest) < weight(plain) - 1e-12 ? fewest : plain;
  if (!best.length) throw new Refusal("InvalidCircuit", "The observable is a constant: there is nothing to measure.");
  if (best.length > MOST_GROUPS) {
    throw new Refusal(
      "TooLarge",
      `Measuring this observable takes ${best.length} circuits; at most ${MOST_GROUPS} are run here. ` +
        "Leave the shots empty for exact energies.",
    );
  }
  return best;
}

function inserted(order: readonly PauliTerm[]): readonly (readonly PauliTerm[])[] {
  const groups: { x: number; z: number; readonly members: PauliTerm[] }[] = [];
  for (const term of order) {
    let group = groups.find((each) => !clash(each, term));
    if (!group) groups.push((group = { x: 0, z: 0, members: [] }));
    group.x |= term.x;
    group.z |= term.z;
    group.members.push(term);
  }
  return groups.map(({ members }) => members);
}

function weightOf(members: readonly PauliTerm[]): number {
  return Math.sqrt(members.reduce((sum, { coefficient: c }) => sum + c * c, 0));
}

/** Shots of each group in proportion to √Σc², two at least, in sum as asked. */
export function split(shots: number, groups: readonly (readonly PauliTerm[])[]): readonly number[] {
  const count = groups.length;
  if (shots < count) {
    throw new Refusal(
      "InvalidCircuit",
      `${shots} shots cannot measure this observable: it takes ${count} circuits. Ask for ${count} shots or more.`,
    );
  }
  const least = shots >= 2 * count ? 2 : 1;
  const weights = groups.map(weightOf);
  let small = new Set<number>();
  let ideal: readonly number[] = [];
  for (;;) {
    const left = shots - least * small.size;
    const all = weights.reduce((sum, weight, k) => sum + (small.has(k) ? 0 : weight), 0) || 1;
    ideal = weights.map((weight, k) => (small.has(k) ? least : (left * weight) / all));
    const smaller = new Set(ideal.flatMap((number, k) => (number < least || small.has(k) ? [k] : [])));
    if (smaller.size === small.size) break;
    small = smaller;
  }
  const given = ideal.map(Math.floor);
  const most = ideal
    .map((number, k) => [number - (given[k] ?? 0), k] as const)
    .sort(([a, j], [b, k]) => b - a || j - k);
  const over = shots - given.reduce((a, b) => a + b, 0);
  for (const [, k] of most.slice(0, over)) given[k] = (given[k] ?? 0) + 1;
  return given;
}

/** Gates that turn each qubit so that a measurement along Z reads the group's letter. */
function turns(members: readonly PauliTerm[], numQubits: number): readonly Plain[] {
  const x = members.reduce((bits, each) => bits | each.x, 0);
  const z = members.reduce((bits, each) => bits | each.z, 0);
  const gate = (name: string, qubit: number): Plain => ({
    gate: name,
    qubits: [qubit],
    angles: [],
    controls: [],
    anticontrols: [],
    clbits: [],
    conditions: [],
  });
  return Array.from({ length: numQubits }, (_, q) => q).flatMap((q) => {
    if (!((x >> q) & 1)) return [];
    return (z >> q) & 1 ? [gate("sdg", q), gate("h", q)] : [gate("h", q)];
  });
}
