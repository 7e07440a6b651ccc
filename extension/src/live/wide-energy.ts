/** What finds the energy of a circuit above the live limit, by what the circuit is and by what is wished for. */

import type { CircuitBody } from "../document/circuit";
import { Refusal } from "../document/errors";
import { lettersOfLabel, type PauliLetters, Surrogate, Table } from "./beyond";
import { type Choice, choose, ENGINES, type EngineName, type Fit, type Wish } from "./choice";
import { ConeRuns, type Pool } from "./cone-runs";
import { conePlan, lettersOf, type Wires } from "./cones";
import { EXACT, type Origin } from "./origin";
import { type Turns, turnsOf } from "./turns";

/** Amplitudes times operations of one energy: about a second. */
export const MOST_WORK = 2 ** 32;
/** Strings that are followed at one time, fewer where those are too many; and how long that may take, ms. */
const TERMS = [20_000, 2_000];
const MOST_MILLISECONDS = 20_000;
/** Parts of a polynomial that a tick passes over, with a second pass for slopes. */
const MOST_NODES = 4_000_000;
const NODE_SECONDS = 3e-9;

/** A circuit above the live limit, and what is asked of it. */
export interface Wide {
  readonly circuit: CircuitBody;
  readonly observable: readonly (readonly [string, number])[];
  /** Qubits of the widest cone that is run. */
  readonly most: number;
  readonly wish: Wish;
  /** beyond.wasm, where it is here. */
  readonly beyond: WebAssembly.Module | null;
}

/** Finds energies at values in the order of the circuit's parameters. */
export interface Finder {
  readonly name: EngineName;
  /** Where the energy just found comes from. */
  origin(): Origin;
  energy(values: Float64Array): number;
  /** Derivatives, with rests in between. */
  slopes(values: Float64Array): Generator<void, Float64Array, void>;
  /** Energies where one parameter moves; null where they take too long. */
  along(values: Float64Array, parameter: number, thetas: Float64Array): Float64Array | null;
}

const by = (name: EngineName): Origin => ({ ...EXACT, by: ENGINES[name].words });

class Cones implements Finder {
  readonly name = "light_cone";

  constructor(private readonly runs: ConeRuns) {}

  origin(): Origin {
    return by(this.name);
  }

  energy(values: Float64Array): number {
    return this.runs.energy(values);
  }

  slopes(values: Float64Array): Generator<void, Float64Array, void> {
    return this.runs.slopes(values);
  }

  along(values: Float64Array, parameter: number, thetas: Float64Array): Float64Array | null {
    const { plan } = this.runs;
    const share = this.runs.partsWith(parameter) / Math.max(1, plan.parts.length);
    return plan.work * share * thetas.length > MOST_WORK ? null : this.runs.along(values, parameter, thetas);
  }
}

/** Terms of an observable, and what the identity adds. */
class Terms {
  readonly strings: readonly PauliLetters[];
  readonly weights: Float64Array;
  readonly constant: number;

  constructor(observable: Wide["observable"]) {
    const own = observable.filter(([label]) => lettersOf(label).size);
    this.strings = own.map(([label]) => lettersOfLabel(label));
    this.weights = Float64Array.from(own, ([, coefficient]) => coefficient);
    this.constant = observable.reduce((sum, [label, c]) => sum + (lettersOf(label).size ? 0 : c), 0);
  }
}

/** Where every angle is a multiple of a quarter turn at the values. */
class Clifford implements Finder {
  readonly name = "stabilizer";

  constructor(
    private readonly table: Table,
    private readonly terms: Terms,
  ) {}

  origin(): Origin {
    return by(this.name);
  }

  energy(values: Float64Array): number {
    const { strings, weights, constant } = this.terms;
    const found = this.table.expectations(strings, values);
    return weights.reduce((sum, weight, k) => sum + weight * (found[k] ?? 0), constant);
  }

  slopes(): never {
    throw new Refusal("Unsupported", "A stabilizer table gives no slopes here.");
  }

  along(): null {
    return null;
  }
}

/** A polynomial in the parameters, made in slices. */
class Paths implements Finder {
  readonly name = "pauli";
  private surrogate: Surrogate;
  private tries = 0;
  private spent = 0;
  private error = 0;
  private most = 0;
  /** The share that is done. */
  done = 0;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly turns: Turns,
    private readonly terms: Terms,
    private readonly near: Float64Array,
  ) {
    this.surrogate = this.begun();
  }

  private begun(): Surrogate {
    const { module, turns, terms, near, tries } = this;
    const limits = { maxTerms: TERMS[tries] ?? 0, maxNodes: MOST_NODES, near };
    return new Surrogate(module, turns, terms.strings, terms.weights, limits);
  }

  /** Goes on for so long; refused where it comes to nothing. */
  advance(milliseconds: number): void {
    const started = performance.now();
    try {
      this.done = this.surrogate.advance(milliseconds);
    } catch (error) {
      if (!(error instanceof Refusal) || ++this.tries >= TERMS.length) throw error;
      this.surrogate = this.begun();
    }
    this.spent += performance.now() - started;
    if (this.done < 1 && this.spent > MOST_MILLISECONDS) {
      throw new Refusal("TooLarge", `following Pauli paths took more than ${MOST_MILLISECONDS / 1000} s`);
    }
  }

  origin(): Origin {
    const { error, most } = this;
    return this.surrogate.numCut ? { kind: "approximate", error, most, by: ENGINES.pauli.words } : by(this.name);
  }

  energy(values: Float64Array): number {
    const { energy, bound, estimate } = this.surrogate.judged(values);
    this.most = bound;
    this.error = estimate;
    return this.terms.constant + energy;
  }

  // biome-ignore lint/correctness/useYield: it is one pass
  *slopes(values: Float64Array): Generator<void, Float64Array, void> {
    return this.surrogate.gradient(values).derivatives.slice();
  }

  along(values: Float64Array, parameter: number, thetas: Float64Array): Float64Array | null {
    if (this.surrogate.numNodes * NODE_SECONDS * thetas.length > 1) return null;
    const moved = values.slice();
    return thetas.map((theta) => {
      moved[parameter] = theta;
      return this.terms.constant + this.surrogate.energy(moved);
    });
  }
}

/** The finders of one circuit and observable; made when they are first needed. */
export class Finders {
  private readonly terms: Terms;
  private cones: { readonly finder: Cones | null; readonly fit: Fit } | null = null;
  private turned: Turns | string | null = null;
  private table: Table | null = null;
  private clifford: Clifford | null = null;
  private paths: Paths | null = null;
  /** Why something was found not to fit. */
  private readonly refused = new Map<EngineName, string>();
  private last: Float64Array | null = null;
  private current: Finder | null = null;

  constructor(
    private readonly wide: Wide,
    private readonly wires: Wires | string,
    private readonly pool: Pool,
    private readonly parameters: readonly string[],
  ) {
    this.terms = new Terms(wide.observable);
  }

  /** What is on its way, in words; empty where nothing is. */
  get waits(): string {
    const { paths } = this;
    if (this.current || !paths || paths.done >= 1 || this.refused.has("pauli")) return "";
    return `Pauli paths are followed: ${Math.floor(100 * paths.done)} %.`;
  }

  get choice(): Choice {
    return { ...choose(this.fits(), this.wide.wish), engine: this.current?.name ?? null };
  }

  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn where every angle is a multiple of a quarter turn; null elsewhere. */
  vectors(values: Float64Array): Float64Array | null {
    const { beyond } = this.wide;
    const turns = this.turns();
    if (typeof turns === "string" || !beyond) return null;
    try {
      this.table ??= new Table(beyond, turns);
      return this.table.blochVectors(values);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** Works for so long on what is not ready; is there more to be done? */
  advance(milliseconds: number): boolean {
    if (!this.waits || !this.paths) return false;
    try {
      this.paths.advance(milliseconds);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused.set("pauli", withoutStop(error.message));
    }
    this.last = null;
    return this.waits !== "";
  }

  /** What finds the energy at these values; null while it is being made. */
  at(values: Float64Array): Finder | null {
    if (this.last && this.current && same(this.last, values)) return this.current;
    this.last = values;
    this.current = this.found(values);
    if (this.current || this.waits) return this.current;
    const { wish } = this.wide;
    const whys = this.fits().flatMap(({ name, fits, why }) =>
      fits || (wish !== "auto" && wish !== name) ? [] : [why],
    );
    throw new Refusal("TooLarge", `The energy is not had: ${[...new Set(whys)].join("; ")}.`);
  }

  private found(values: Float64Array): Finder | null {
    const { wish } = this.wide;
    const isTried = (name: Wish): boolean => wish === "auto" || wish === name;
    if (isTried("light_cone")) {
      const { finder } = this.byCones();
      if (finder) return finder;
    }
    if (isTried("stabilizer")) {
      const finder = this.byTable(values);
      if (finder) return finder;
    }
    return isTried("pauli") ? this.byPaths(values) : null;
  }

  private fits(): readonly Fit[] {
    const fit = (name: EngineName, why: string): Fit => {
      const no = this.refused.get(name);
      return { name, fits: no === undefined, why: no ?? why };
    };
    return [
      this.byCones().fit,
      fit("stabilizer", "exact where every angle is a multiple of π/2"),
      fit("pauli", this.paths?.done === 1 ? "a polynomial in the parameters" : "with an error bound"),
    ];
  }

  private byCones(): NonNullable<typeof this.cones> {
    this.cones ??= this.planned();
    return this.cones;
  }

  private planned(): NonNullable<typeof this.cones> {
    const { observable, most } = this.wide;
    const no = (why: string) => ({ finder: null, fit: { name: "light_cone", fits: false, why } }) as const;
    if (typeof this.wires === "string") return no(withoutStop(this.wires));
    try {
      const plan = conePlan(this.wires, observable, { most, parameters: this.parameters });
      if (!plan) return no(`a term depends on more than ${most} qubits`);
      if (plan.work > MOST_WORK) {
        const seconds = Math.round(plan.work / MOST_WORK);
        return no(`light cones of ${plan.widest} qubits would take about ${seconds} s for one energy`);
      }
      const why = `exact, from ${plan.parts.length.toLocaleString("en")} cones of up to ${plan.widest} qubits`;
      return { finder: new Cones(new ConeRuns(this.pool, plan)), fit: { name: "light_cone", fits: true, why } };
    } catch (error) {
      if (error instanceof Refusal) return no(withoutStop(error.message));
      throw error;
    }
  }

  /** The circuit as turns, or why it has none. */
  private turns(): Turns | string {
    if (this.turned !== null) return this.turned;
    if (!this.wide.beyond) return "it could not be loaded";
    try {
      this.turned = turnsOf(this.wide.circuit, { parameters: this.parameters });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.turned = withoutStop(error.message);
    }
    return this.turned;
  }

  private byTable(values: Float64Array): Finder | null {
    const turns = this.turns();
    const { beyond } = this.wide;
    if (typeof turns === "string" || !beyond) {
      this.refused.set("stabilizer", String(turns));
      return null;
    }
    this.table ??= new Table(beyond, turns);
    this.clifford ??= new Clifford(this.table, this.terms);
    try {
      this.clifford.energy(values);
      this.refused.delete("stabilizer");
      return this.clifford;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isAngle = error.kind === "InvalidAngle" && error.message.includes("π/2");
      this.refused.set("stabilizer", isAngle ? "an angle is no multiple of π/2" : withoutStop(error.message));
      return null;
    }
  }

  private byPaths(values: Float64Array): Finder | null {
    if (this.refused.has("pauli")) return null;
    const turns = this.turns();
    const { beyond } = this.wide;
    if (typeof turns === "string" || !beyond) {
      this.refused.set("pauli", String(turns));
      return null;
    }
    try {
      this.paths ??= new Paths(beyond, turns, this.terms, values);
      return this.paths.done >= 1 ? this.paths : null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused.set("pauli", withoutStop(error.message));
      return null;
    }
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}

export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
