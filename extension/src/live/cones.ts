/**
 * Light cones: an expectation depends on the gates in its backward cone alone, so an energy of local terms is a sum of
 * small exact simulations, however many qubits there are.
 *
 * Going back from an observable, a gate is left out where it meets nothing, or commutes with the observable and with
 * all kept gates that share a wire with it; as qdesign/simulate/engines/light_cone.py.
 */

import { anglesParameters, NONE, parameterAngle, substitute } from "../document/angle";
import type { CircuitBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import { flatten, type Plain, withoutFinalMeasurements } from "../document/flatten";
import { isDerived } from "../document/formula";
import { GATES, type GateRow } from "../document/gates";
import { toNumber } from "../document/rational";
import { lower } from "./compile";
import { encodeObservable, type PauliTerm, type Program, pauliTerms } from "./program";

/** Gates that are met on the way back from all terms together, at most: some tenths of a second. */
const MOST_STEPS = 4_000_000;

/** What an expectation depends on: qubits, and indices of operations, both rising. */
export interface Cone {
  readonly qubits: readonly number[];
  readonly operations: readonly number[];
}

/** Letters of a Pauli string by their qubits; `*` where more than one letter is read. */
export type Letters = ReadonlyMap<number, string>;

/** Something that is measured, with its place in what was asked. */
export interface Probe {
  readonly index: number;
  readonly letters: Letters;
}

/** Probes that one cone holds. */
export interface Group {
  readonly cone: Cone;
  readonly probes: readonly Probe[];
}

/** A small circuit; equal ones share it, each with its own parameters. */
export interface Small {
  readonly program: Program;
  /** Index in the whole circuit's parameters of each of the program's. */
  readonly places: Uint32Array;
  /** Two with the same text have the same program. */
  readonly key: string;
}

/** The Pauli letter on each wire that a gate commutes with there, `I` for every letter, empty for none. */
function axesOf({ gate, qubits, controls, anticontrols }: Plain): ReadonlyMap<number, string> {
  const axes = new Map<number, string>();
  for (const q of controls) axes.set(q, "Z");
  for (const q of anticontrols) axes.set(q, "Z");
  const letters = lettersOfGate(gate);
  qubits.forEach((q, wire) => axes.set(q, letters[wire] ?? ""));
  return axes;
}

const gateLetters = new Map<string, readonly string[]>();

function lettersOfGate(gate: string): readonly string[] {
  let letters = gateLetters.get(gate);
  if (!letters) {
    const row = GATES.get(gate);
    letters = Array.from({ length: row?.numQubits ?? 0 }, (_, wire) => (row ? axisOf(row, wire) : ""));
    gateLetters.set(gate, letters);
  }
  return letters;
}

function axisOf(row: GateRow, wire: number): string {
  if (row.phase) return "Z";
  if (row.generator) return row.generator[row.generator.length - 1 - wire] ?? "";
  if (row.base) {
    const base = GATES.get(row.base);
    return wire < row.numControls ? "Z" : base ? axisOf(base, wire - row.numControls) : "";
  }
  if (row.engine === "flip") return "X";
  return row.matrix ? matrixAxis(row.matrix) : "";
}

/** The Pauli matrix that a matrix of one qubit is a sum of with the identity, if there is one. */
function matrixAxis(entries: readonly number[]): string {
  const [a = 0, ai = 0, b = 0, bi = 0, c = 0, ci = 0, d = 0, di = 0] = entries;
  const isNear = (...numbers: readonly number[]): boolean => numbers.every((each) => Math.abs(each) < 1e-12);
  if (isNear(b, bi, c, ci)) return "Z";
  if (!isNear(a - d, ai - di)) return "";
  if (isNear(b - c, bi - ci)) return "X";
  return isNear(b + c, bi + ci) ? "Y" : "";
}

/** The operations of a circuit, with those on each wire. */
export class Wires {
  private readonly onWire: readonly number[][];
  /** By operation, of those that were met. */
  private readonly axes: ReadonlyMap<number, string>[] = [];
  private steps = 0;

  constructor(
    readonly operations: readonly Plain[],
    readonly numQubits: number,
  ) {
    this.onWire = Array.from({ length: numQubits }, () => []);
    operations.forEach(({ qubits, controls, anticontrols }, k) => {
      for (const q of qubits) this.onWire[q]?.push(k);
      for (const q of controls) this.onWire[q]?.push(k);
      for (const q of anticontrols) this.onWire[q]?.push(k);
    });
  }

  /** The cone of a Pauli string; null where it has more than `most` qubits. */
  coneOf(letters: Letters, most: number): Cone | null {
    const axis = new Map(letters);
    if (axis.size > most) return null;
    const at = new Map([...axis.keys()].map((q) => [q, (this.onWire[q]?.length ?? 0) - 1]));
    const kept: number[] = [];
    for (;;) {
      const next = this.latest(at);
      if (next < 0) break;
      if (++this.steps > MOST_STEPS)
        throw new Refusal("TooLarge", "There are too many terms and gates for light cones.");
      const axes = (this.axes[next] ??= axesOf(this.operations[next] as Plain));
      const isKept = [...axes].some(([q, letter]) => axis.has(q) && letter !== "I" && axis.get(q) !== letter);
      for (const [q, letter] of axes) {
        if (axis.has(q) || (isKept && letter !== "I")) at.set(q, (at.get(q) ?? this.placeOf(next, q)) - 1);
      }
      if (!isKept) continue;
      kept.push(next);
      for (const [q, letter] of axes) {
        const before = axis.get(q);
        if (letter !== "I") axis.set(q, before === undefined ? letter || "*" : before === letter ? before : "*");
      }
      if (axis.size > most) return null;
    }
    return { qubits: [...axis.keys()].sort((a, b) => a - b), operations: kept.reverse() };
  }

  /** Where an operation stands among those on a wire. */
  private placeOf(operation: number, qubit: number): number {
    const on = this.onWire[qubit] ?? [];
    let [low, high] = [0, on.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((on[middle] ?? 0) < operation) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private latest(at: ReadonlyMap<number, number>): number {
    let latest = -1;
    for (const [q, place] of at) {
      const index = this.onWire[q]?.[place] ?? -1;
      if (index > latest) latest = index;
    }
    return latest;
  }

  /** The operations of a cone as a circuit of their own, on qubits and parameters numbered anew. */
  small({ qubits, operations }: Cone, parameters: ReadonlyMap<string, number>): Small {
    const wire = new Map(qubits.map((q, k) => [q, k]));
    const own = operations.map((k) => this.operations[k] as Plain);
    const used = [...new Set(own.flatMap(({ angles }) => angles.flatMap(anglesParameters)))];
    // A formula names its parameters: then they keep their names.
    const isPlain = own.every(({ angles }) => angles.every(({ terms }) => terms.every(([name]) => !isDerived(name))));
    const names = used.map((name, k) => (isPlain ? `p${k}` : name));
    const others = new Map(isPlain ? used.map((name, k) => [name, parameterAngle(`p${k}`)]) : []);
    const on = (wires: readonly number[]): readonly number[] => wires.map((q) => wire.get(q) ?? 0);
    const moved = own.map(
      (each): Plain => ({
        ...each,
        qubits: on(each.qubits),
        controls: on(each.controls),
        anticontrols: on(each.anticontrols),
        angles: isPlain && each.angles.length ? each.angles.map((angle) => substitute(angle, others)) : each.angles,
        drawn: undefined,
      }),
    );
    const key = [qubits.length, names.length, ...(isPlain ? [] : names), ...moved.map(operationText)].join("\n");
    const places = Uint32Array.from(used, (name) => parameters.get(name) ?? 0);
    let made: Program | null = null;
    const make = (): Program => (made ??= programOf(qubits.length, moved, names));
    return {
      key,
      places,
      get program() {
        return make();
      },
    };
  }
}

function programOf(numQubits: number, operations: readonly Plain[], names: readonly string[]): Program {
  const body: CircuitBody = {
    kind: "circuit",
    qubits: Array.from({ length: numQubits }, (_, k) => `q${k}`),
    clbits: 0,
    gates: new Map(),
    operations: new Map(),
  };
  return lower(body, { operations, globalPhase: NONE }, names);
}

function operationText({ gate, qubits, controls, anticontrols, angles }: Plain): string {
  const texts = angles.map(({ pi, radians, terms }) =>
    [toNumber(pi), radians, ...terms.map(([name, c]) => `${name}*${toNumber(c)}`)].join("+"),
  );
  return `${gate} ${qubits} ${controls} ${anticontrols} ${texts}`;
}

/** The gates of a circuit, if an expectation can be traced back through all of them; `flat`: they are known already. */
export function wiresOf(body: CircuitBody, flat = withoutFinalMeasurements(flatten(body).operations)): Wires {
  const operations = flat.filter(({ gate, qubits }) => qubits.length > 0 && !GATES.get(gate)?.isIdle);
  const odd = operations.find(({ gate, conditions }) => gate === "measure" || gate === "reset" || conditions.length);
  if (odd) {
    const what = odd.conditions.length ? "conditions" : odd.gate === "reset" ? "resets" : "measurements";
    throw new Refusal("Unsupported", `The circuit has ${what} inside, which light cones do not go through.`);
  }
  return new Wires(operations, body.qubits.length);
}

/** Cones that hold the probes, widest first, one inside another run with it; and probes whose cones are too wide. */
export function groupsOf(
  wires: Wires,
  probes: readonly Probe[],
  most: number,
): { readonly groups: readonly Group[]; readonly beyond: readonly Probe[] } {
  const found: { readonly cone: Cone; readonly probe: Probe }[] = [];
  const beyond: Probe[] = [];
  for (const probe of probes) {
    const cone = wires.coneOf(probe.letters, most);
    if (cone) found.push({ cone, probe });
    else beyond.push(probe);
  }
  const size = ({ qubits, operations }: Cone): number => qubits.length + operations.length;
  found.sort((a, b) => size(b.cone) - size(a.cone));
  const groups: Open[] = [];
  const onQubit = new Map<number, Open[]>();
  for (const { cone, probe } of found) {
    const host = onQubit.get(cone.qubits[0] ?? -1)?.find((open) => holds(open, cone));
    if (host) {
      host.probes.push(probe);
      continue;
    }
    const open: Open = { cone, probes: [probe], qubits: new Set(cone.qubits), operations: new Set(cone.operations) };
    groups.push(open);
    for (const q of cone.qubits) onQubit.set(q, [...(onQubit.get(q) ?? []), open]);
  }
  return { groups, beyond };
}

interface Open extends Group {
  readonly probes: Probe[];
  readonly qubits: ReadonlySet<number>;
  readonly operations: ReadonlySet<number>;
}

function holds({ qubits, operations }: Open, cone: Cone): boolean {
  return cone.qubits.every((q) => qubits.has(q)) && cone.operations.every((k) => operations.has(k));
}

/** The letters of a label that are no identity, by qubit: the rightmost is qubit 0's. */
export function lettersOf(label: string): Letters {
  const letters = new Map<number, string>();
  for (let k = label.length - 1; k >= 0; k--) {
    const letter = label[k] as string;
    if (letter !== "I") letters.set(label.length - 1 - k, letter);
  }
  return letters;
}

/** A small circuit with the terms that are measured at its end. */
export interface Part {
  /** Its program in the plan. */
  readonly program: number;
  readonly places: Uint32Array;
  /** Its observable in the plan. */
  readonly observable: number;
}

/** How an energy is added up; it can be sent to a worker. */
export interface ConePlan {
  readonly parameters: readonly string[];
  readonly programs: readonly Program[];
  readonly observables: readonly Uint8Array[];
  /** Those of one program stand together, and of these those of one observable. */
  readonly parts: readonly Part[];
  /** What the identity adds. */
  readonly constant: number;
  /** Qubits of the widest cone. */
  readonly widest: number;
  /** Amplitudes times operations of one energy. */
  readonly work: number;
}

/** The plan of an energy; null where a cone has more than `most` qubits. */
export function conePlan(
  wires: Wires,
  observable: Iterable<readonly [string, number]>,
  { most, parameters }: { readonly most: number; readonly parameters: readonly string[] },
): ConePlan | null {
  const terms = [...observable].map(([label, coefficient]) => ({ letters: lettersOf(label), coefficient }));
  const probes = terms.flatMap(({ letters }, index) => (letters.size ? [{ index, letters }] : []));
  const { groups, beyond } = groupsOf(wires, probes, most);
  if (beyond.length) return null;
  const places = new Map(parameters.map((name, k) => [name, k]));
  const programs = new Numbered<Program>();
  const observables = new Numbered<Uint8Array>();
  const parts = groups.map(({ cone, probes: own }): Part => {
    const small = wires.small(cone, places);
    const measured = localTerms(cone, own, (index) => terms[index]?.coefficient ?? 0);
    return {
      program: programs.of(small.key, () => small.program),
      places: small.places,
      observable: observables.of(measured.map(({ label, coefficient }) => `${label}${coefficient}`).join(), () =>
        encodeObservable(cone.qubits.length, measured),
      ),
    };
  });
  const all = programs.values;
  return {
    parameters,
    programs: all,
    observables: observables.values,
    parts: [...parts].sort((a, b) => a.program - b.program || a.observable - b.observable),
    constant: terms.reduce((sum, { letters, coefficient }) => sum + (letters.size ? 0 : coefficient), 0),
    widest: groups.reduce((widest, { cone }) => Math.max(widest, cone.qubits.length), 0),
    work: parts.reduce((sum, { program }) => sum + workOf(all[program] as Program), 0),
  };
}

export function workOf({ operations, numQubits }: Program): number {
  return operations.length * 2 ** numQubits;
}

/** Probes of a group on the qubits of its cone, as terms in one order. */
function localTerms(
  { qubits }: Cone,
  probes: readonly Probe[],
  coefficientOf: (index: number) => number,
): readonly PauliTerm[] {
  const labels = probes.map(({ index, letters }): readonly [string, number] => {
    const label = qubits.map((q) => letters.get(q) ?? "I").reverse();
    return [label.join(""), coefficientOf(index)];
  });
  return pauliTerms(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Values numbered by their texts. */
class Numbered<T> {
  private readonly known = new Map<string, number>();
  readonly values: T[] = [];

  of(key: string, make: () => T): number {
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.values.push(make()) - 1;
      this.known.set(key, number);
    }
    return number;
  }
}
