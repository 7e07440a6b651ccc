/**
 * A circuit with more qubits than one state is kept of: what can be had of it at these values, exactly, from the light
 * cones of what is wanted; what cannot be had says why.
 */

import { type CircuitBody, parametersOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import { flatten, type Plain, upToColumn, withoutFinalMeasurements } from "../document/flatten";
import { type Choice, ENGINES, type EngineName } from "./choice";
import { Pool } from "./cone-runs";
import { type Group, groupsOf, type Letters, lettersOf, type Probe, type Wires, wiresOf, workOf } from "./cones";
import { measure, type Readable } from "./measure";
import { EXACT, type Origin } from "./origin";
import { type Given, give } from "./outputs";
import type { Program } from "./program";
import { stateText } from "./sizes";
import type { Output, Shape, Wanted } from "./wanted";
import { type Finder, Finders, type Wide, withoutStop } from "./wide-energy";

/** Amplitudes times operations of one display, and of all Bloch vectors, which come in slices. */
const MOST_SHOWN = 2 ** 29;
const MOST_SLICED = 2 ** 31;
const BY_CONES: Origin = { ...EXACT, by: ENGINES.light_cone.words };
/** Work on one thing before another has its turn, ms. */
const SLICE = 4;
const NO_OBSERVABLE = "There is no observable. Choose a problem or write one.";

/** One column of the circuit. */
interface Cut {
  readonly body: CircuitBody;
  readonly operations: readonly Plain[];
  /** Its gates as light cones go through them, or what says why they do not; found when it is first needed. */
  wires: Wires | Refusal | null;
  /** Qubits whose measurements at the end are left out. */
  readonly leftOut: ReadonlySet<number>;
  readonly groups: Map<string, Grouped>;
  finders: Finders | null;
}

interface Grouped {
  readonly small: readonly (readonly [group: Group, program: Program, places: Uint32Array])[];
  readonly beyond: ReadonlySet<number>;
}

/** What takes long, at the values now, in slices. */
class Task {
  found: Output | null = null;
  /** What there is of it already. */
  partial: Output | null = null;
  private refusal: Refusal | null = null;

  constructor(private readonly way: Generator<Output | null, Output, void>) {}

  /** One slice; is there more to be done? */
  step(): boolean {
    if (this.found || this.refusal) return false;
    try {
      const next = this.way.next();
      if (next.done) this.found = next.value;
      else this.partial = next.value ?? this.partial;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    }
    return !this.found && !this.refusal;
  }

  /** A copy: what is posted is gone. */
  get output(): Output | null {
    if (this.refusal) throw this.refusal;
    return structuredClone(this.found ?? this.partial);
  }
}

export class WideState {
  readonly parameters: readonly string[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly pool: Pool;
  private readonly cuts = new Map<number, Cut>();
  /** Equal small circuits of what is shown share a program. */
  private readonly programs = new Map<string, Program>();
  private values = new Float64Array();
  private readonly tasks = new Map<string, Task>();
  /** Those that are asked for now. */
  private asked = new Set<Task>();

  constructor(
    module: WebAssembly.Module,
    private readonly wide: Wide,
  ) {
    this.parameters = parametersOf(wide.circuit);
    this.places = new Map(this.parameters.map((name, k) => [name, k]));
    this.pool = new Pool(module);
  }

  moveTo(values: Float64Array): void {
    this.asked = new Set();
    if (values.length === this.values.length && values.every((value, k) => value === this.values[k])) return;
    this.values = values;
    this.tasks.clear();
  }

  /** What finds the energy at the end. */
  get choice(): Choice {
    return this.finders(this.cut(Infinity)).choice;
  }

  /** Works on what takes long for so long, on each thing in turn; is all of it there? */
  prepare(milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    for (;;) {
      let isBusy = this.cuts.get(Infinity)?.finders?.advance(SLICE) ?? false;
      for (const task of this.asked) isBusy = task.step() || isBusy;
      if (!isBusy) return true;
      if (performance.now() >= until) return false;
    }
  }

  private task(key: string, way: () => Generator<Output | null, Output, void>): Output | null {
    let task = this.tasks.get(key);
    if (!task) {
      task = new Task(way());
      this.tasks.set(key, task);
    }
    this.asked.add(task);
    return task.output;
  }

  /** What is wanted, or the sentence with which it is refused; null while it is being prepared. */
  give(wanted: Wanted, column: number): Output | null {
    try {
      return this.found(wanted, this.cut(column));
    } catch (error) {
      if (error instanceof Refusal)
        return { kind: "refused", why: error.message, atValues: error.kind === "InvalidAngle" };
      throw error;
    }
  }

  private found(wanted: Wanted, cut: Cut): Output | null {
    switch (wanted.kind) {
      case "energy": {
        const finder = this.finder(cut);
        if (!finder) return null;
        const energy = finder.energy(this.values);
        return this.whole({ kind: "energy", energy, terms: null }, this.energyOrigin(cut, finder));
      }
      case "gradient": {
        const finder = this.finder(cut);
        if (!finder) return null;
        return this.task("gradient", () => this.gradient(finder, cut));
      }
      case "curve": {
        const finder = this.finder(cut);
        return finder && this.whole(this.curve(wanted, finder), this.energyOrigin(cut, finder));
      }
      case "bloch":
        return this.bloch(wanted.qubits ?? this.wide.circuit.qubits.map((_, q) => q), cut, wanted.column);
      case "likeliest":
      case "amplitudes":
        throw this.notHad("amplitudes");
      case "probabilities":
        if (!wanted.qubits) throw this.notHad("probabilities");
        return this.shown(wanted, wanted.qubits, cut);
      case "density":
      case "expectation":
      case "entropy":
        return this.shown(wanted, wanted.qubits, cut);
    }
  }

  private whole(shape: Shape, origin: Origin): Output {
    return { ...shape, origin, errors: null };
  }

  private notHad(what: string): Refusal {
    const n = this.wide.circuit.qubits.length;
    return new Refusal(
      "TooLarge",
      `All 2^${n} ${what} of ${n} qubits would need ${stateText(n)}, so they are not had. ` +
        "Each qubit's own probabilities and Bloch vector are shown.",
    );
  }

  private cut(column: number): Cut {
    let cut = this.cuts.get(column);
    if (!cut) {
      cut = this.made(column);
      this.cuts.set(column, cut);
    }
    return cut;
  }

  private made(column: number): Cut {
    const body = upToColumn(this.wide.circuit, column === Infinity ? null : column);
    const all = flatten(body).operations;
    const operations = withoutFinalMeasurements(all);
    const kept = new Set(operations);
    const leftOut = new Set(all.flatMap((each) => (each.gate === "measure" && !kept.has(each) ? each.qubits : [])));
    return { body, operations, wires: null, leftOut, groups: new Map(), finders: null };
  }

  private followed(cut: Cut): Wires {
    cut.wires ??= attempted(() => wiresOf(cut.body, cut.operations));
    if (cut.wires instanceof Refusal) throw cut.wires;
    return cut.wires;
  }

  /** What is on its way, in words. */
  get waits(): string {
    return this.cuts.get(Infinity)?.finders?.waits ?? "";
  }

  private finder(cut: Cut): Finder | null {
    const { observable, circuit } = this.wide;
    const [first] = observable;
    if (!first) throw new Refusal("InvalidCircuit", NO_OBSERVABLE);
    if (first[0].length !== circuit.qubits.length) {
      throw new Refusal(
        "InvalidCircuit",
        `The observable is on ${first[0].length} qubits and the circuit on ${circuit.qubits.length}. ` +
          "Choose one that fits.",
      );
    }
    return this.finders(cut).at(this.values);
  }

  private finders(cut: Cut): Finders {
    const { body: circuit, operations } = cut;
    const wires = () => this.followed(cut);
    cut.finders ??= new Finders({ ...this.wide, circuit, operations }, wires, this.pool, this.parameters);
    return cut.finders;
  }

  private energyOrigin(cut: Cut, finder: Finder): Origin {
    const { leftOut } = cut;
    const isBefore =
      leftOut.size > 0 &&
      this.wide.observable.some(([label]) =>
        [...lettersOf(label)].some(([q, letter]) => letter !== "Z" && leftOut.has(q)),
      );
    const origin = finder.origin();
    return isBefore ? { ...origin, isBefore } : origin;
  }

  private curve({ parameter, low, high, points }: Extract<Wanted, { readonly kind: "curve" }>, finder: Finder): Shape {
    const index = this.places.get(parameter);
    if (index === undefined) throw new Refusal("InvalidCircuit", `The circuit has no parameter '${parameter}'.`);
    const step = (high - low) / (Math.max(2, points) - 1);
    const thetas = Float64Array.from({ length: Math.max(2, points) }, (_, k) => low + k * step);
    const energies = finder.along(this.values, index, thetas);
    if (energies) return { kind: "curve", energies };
    throw new Refusal("TooLarge", `The energy along '${parameter}' takes too long on so many qubits.`);
  }

  private *gradient(finder: Finder, cut: Cut): Generator<null, Output, void> {
    const energy = finder.energy(this.values);
    const origin = this.energyOrigin(cut, finder);
    const way = finder.slopes(this.values);
    let next = way.next();
    for (; !next.done; next = way.next()) yield null;
    return this.whole({ kind: "gradient", energy, derivatives: next.value.slice() }, origin);
  }

  private bloch(qubits: readonly number[], cut: Cut, column: number | undefined): Output | null {
    return this.task(["bloch", column, ...qubits].join(), () => this.vectors(qubits, cut));
  }

  /** Vectors of some qubits by the engines in their order; NaN where none has them. */
  private *vectors(qubits: readonly number[], cut: Cut): Generator<Output | null, Output, void> {
    const { values } = this;
    const finders = this.finders(cut);
    const size = 3 * qubits.length;
    const [vectors, errors] = [new Float64Array(size).fill(NaN), new Float64Array(size)];
    const by: EngineName[] = [];
    let whys: string[] = [];
    let most = 0;
    let left: readonly number[] = qubits.map((_, index) => index);
    const told = (): Output => {
      const missing = whys.length ? whys.join("; ") : "another engine was asked for";
      const error = errors.reduce((high, each) => Math.max(high, each), 0);
      const words = by.map((name) => ENGINES[name].words).join(" and ");
      const origin: Origin = most ? { kind: "approximate", error, most, by: words } : { ...EXACT, by: words };
      const isBefore = qubits.some((q) => cut.leftOut.has(q));
      const whole = {
        kind: "bloch" as const,
        vectors: vectors.slice(),
        origin: isBefore ? { ...origin, isBefore } : origin,
      };
      return { ...whole, errors: most ? errors.slice() : null, missing };
    };
    const engines: Readonly<Record<EngineName, () => Generator<Output | null, void, void>>> = {
      light_cone: function* (this: WideState) {
        const wires = attempted(() => this.followed(cut));
        if (wires instanceof Refusal) {
          whys.push(withoutStop(wires.message));
          return;
        }
        const { small, beyond } = this.grouped(wires, cut, qubits);
        for (const [{ cone, probes }, program, places] of small) {
          const engine = this.pool.of(program);
          engine.run(Float64Array.from(places, (place) => values[place] ?? 0));
          const own = engine.blochVectors();
          for (const { index } of probes) {
            const local = cone.qubits.indexOf(qubits[index] ?? -1);
            vectors.set(own.subarray(3 * local, 3 * local + 3), 3 * index);
          }
          yield null;
        }
        if (small.length) by.push("light_cone");
        if (beyond.size) whys.push(`its light cone has more than ${this.wide.most} qubits, or takes too long`);
        left = left.filter((index) => beyond.has(index));
      }.bind(this),
      // biome-ignore lint/correctness/useYield: it is one pass
      stabilizer: function* () {
        const all = finders.vectors(values);
        if (typeof all === "string") {
          whys.push(all);
          return;
        }
        for (const index of left) {
          const q = qubits[index] ?? 0;
          vectors.set(all.subarray(3 * q, 3 * q + 3), 3 * index);
        }
        by.push("stabilizer");
        left = [];
      },
      pauli: function* () {
        const singles = finders.singles(
          left.map((index) => qubits[index] ?? 0),
          values,
        );
        if (typeof singles === "string") {
          whys.push(singles);
          return;
        }
        for (const _ of singles.make()) {
          const way = `Pauli paths are followed: ${Math.floor(100 * singles.done)} %`;
          yield { ...told(), missing: way, isPartial: true } as Output;
        }
        const { vectors: found, estimates, bounds, why } = yield* quietly(singles.at(values));
        left.forEach((index, k) => {
          vectors.set(found.subarray(3 * k, 3 * k + 3), 3 * index);
          errors.set(estimates.subarray(3 * k, 3 * k + 3), 3 * index);
        });
        found.forEach((each, k) => {
          if (!Number.isNaN(each)) most = Math.max(most, bounds[k] ?? 0);
        });
        if (found.some((each) => !Number.isNaN(each))) by.push("pauli");
        if (why) whys = [...whys, why];
        left = left.filter((_, k) => [0, 1, 2].every((j) => Number.isNaN(found[3 * k + j])));
      },
    };
    for (const name of finders.order) if (left.length && finders.takes(name)) yield* engines[name]();
    if (qubits.length && left.length === qubits.length) {
      this.followed(cut);
      throw new Refusal("TooLarge", `The Bloch vectors of these qubits are not had: ${whys.join("; ")}.`);
    }
    return told();
  }

  private grouped(wires: Wires, cut: Cut, qubits: readonly number[]): Grouped {
    const key = qubits.join();
    const known = cut.groups.get(key);
    if (known) return known;
    const probes = qubits.map((q, index): Probe => ({ index, letters: anyOf([q]) }));
    const { groups, beyond } = groupsOf(wires, probes, this.wide.most);
    const late = new Set(beyond.map(({ index }) => index));
    const small: Grouped["small"][number][] = [];
    let work = 0;
    // Narrow cones first: as many as there is time for are shown.
    for (const group of [...groups].sort((a, b) => a.cone.qubits.length - b.cone.qubits.length)) {
      const [program, places] = this.programOf(wires, group.cone);
      work += workOf(program);
      if (work <= MOST_SLICED && workOf(program) <= MOST_SHOWN) small.push([group, program, places]);
      else for (const { index } of group.probes) late.add(index);
    }
    const made = { small, beyond: late };
    // Those of one window at a time.
    cut.groups.clear();
    cut.groups.set(key, made);
    return made;
  }

  private programOf(wires: Wires, cone: Group["cone"]): readonly [Program, Uint32Array] {
    const small = wires.small(cone, this.places);
    let program = this.programs.get(small.key);
    if (!program) this.programs.set(small.key, (program = small.program));
    return [program, small.places];
  }

  private local(places: Uint32Array): Float64Array {
    return Float64Array.from(places, (place) => this.values[place] ?? 0);
  }

  /** What is read off the state of some qubits. */
  private shown(wanted: Wanted, qubits: readonly number[], cut: Cut): Output | null {
    const wires = this.followed(cut);
    const cone = wires.coneOf(anyOf(qubits), this.wide.most);
    if (!cone) {
      throw new Refusal("TooLarge", `This depends on more than ${this.wide.most} qubits: too many to run.`);
    }
    const [program, places] = this.programOf(wires, cone);
    if (workOf(program) > MOST_SHOWN) throw new Refusal("TooLarge", "This takes too long: its light cone is wide.");
    const engine = this.pool.of(program);
    engine.run(this.local(places));
    const own = { ...wanted, qubits: qubits.map((q) => cone.qubits.indexOf(q)) } as Wanted;
    const isBefore = qubits.some((q) => cut.leftOut.has(q));
    return give(own, ofState(engine, isBefore ? { ...BY_CONES, isBefore } : BY_CONES));
  }
}

/** What is found, or the refusal. */
function attempted<T>(find: () => T): T | Refusal {
  try {
    return find();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The same, where nothing is told in between. */
function* quietly<T>(way: Generator<void, T, void>): Generator<null, T, void> {
  let next = way.next();
  for (; !next.done; next = way.next()) yield null;
  return next.value;
}

/** A state as something that outputs are read off. */
function ofState(engine: ReturnType<Pool["of"]>, origin: Origin): Given {
  const none = (): never => {
    throw new Refusal("InvalidCircuit", NO_OBSERVABLE);
  };
  const ready = (): typeof engine => engine;
  const { program } = engine;
  const readable: Readable = { program, terms: null, ready, observedEngine: none, gradient: none };
  return {
    program,
    terms: null,
    origin,
    ready,
    readings: (wanted) => measure(wanted, readable),
    errorsOf: () => null,
    energiesAlong: none,
  };
}

function anyOf(qubits: readonly number[]): Letters {
  return new Map(qubits.map((q) => [q, "*"]));
}
