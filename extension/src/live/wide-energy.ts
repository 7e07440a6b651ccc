/** What finds the energy of a circuit above the live limit, by what the circuit is and by what is wished for. */

import { type CircuitBody, parametersOf, unusedOf } from "../document/circuit";
import { Refusal } from "../document/errors";
import type { Plain } from "../document/flatten";
import { Table } from "./beyond";
import { type Choice, ENGINES, type EngineName, type Fit, orderOf, type Wish } from "./choice";
import { ConeRuns, type Pool } from "./cone-runs";
import { conePlan, type Wires } from "./cones";
import { EXACT, type Origin } from "./origin";
import { Making, type Terms, termsOf } from "./paths";
import { SingleQubits } from "./single-qubits";
import { type Turns, turnsOf } from "./turns";

/** Amplitudes times operations of one energy: about a second. */
export const MOST_WORK = 2 ** 32;
const NODE_SECONDS = 3e-9;

/** A circuit above the live limit, and what is asked of it. */
export interface Wide {
  readonly circuit: CircuitBody;
  /** Its operations, flat, without measurements at the end, where they are known. */
  readonly operations?: readonly Plain[];
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

/** A polynomial in the parameters. */
class Paths implements Finder {
  readonly name = "pauli";
  private error = 0;
  private most = 0;

  constructor(
    readonly making: Making,
    private readonly terms: Terms,
  ) {}

  origin(): Origin {
    const { error, most } = this;
    return this.making.surrogate.numCut ? { kind: "approximate", error, most, by: ENGINES.pauli.words } : by(this.name);
  }

  energy(values: Float64Array): number {
    const { energy, bound, estimate } = this.making.surrogate.judged(values);
    this.most = bound;
    this.error = estimate;
    return this.terms.constant + energy;
  }

  // biome-ignore lint/correctness/useYield: it is one pass
  *slopes(values: Float64Array): Generator<void, Float64Array, void> {
    return this.making.surrogate.gradient(values).derivatives.slice();
  }

  along(values: Float64Array, parameter: number, thetas: Float64Array): Float64Array | null {
    const { surrogate } = this.making;
    if (surrogate.numNodes * NODE_SECONDS * thetas.length > 1) return null;
    const moved = values.slice();
    return thetas.map((theta) => {
      moved[parameter] = theta;
      return this.terms.constant + surrogate.energy(moved);
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
  private single: { readonly key: string; readonly found: SingleQubits } | null = null;
  /** Why something was found not to fit. */
  private readonly refused = new Map<EngineName, string>();
  /** The engines as they are tried. */
  readonly order: readonly EngineName[];
  private last: Float64Array | null = null;
  private current: Finder | null = null;

  constructor(
    private readonly wide: Wide,
    /** Throws where light cones do not go through the circuit. */
    private readonly wires: () => Wires,
    private readonly pool: Pool,
    private readonly parameters: readonly string[],
  ) {
    this.terms = termsOf(wide.observable);
    const { circuit } = wide;
    this.order = orderOf(parametersOf(circuit).length > unusedOf(circuit).length);
  }

  /** What is on its way, in words; empty where nothing is. */
  get waits(): string {
    const { paths } = this;
    if (this.current || !paths || paths.making.done >= 1 || this.refused.has("pauli")) return "";
    return paths.making.words;
  }

  get choice(): Choice {
    return { wish: this.wide.wish, engine: this.current?.name ?? null, fits: this.fits() };
  }

  /** Is the engine one that may be taken? */
  takes(name: EngineName): boolean {
    return this.wide.wish === "auto" || this.wide.wish === name;
  }

  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn where every angle is a multiple of a quarter turn; else why not. */
  vectors(values: Float64Array): Float64Array | string {
    const { beyond } = this.wide;
    const turns = this.turns();
    if (typeof turns === "string" || !beyond) return String(turns);
    try {
      this.table ??= new Table(beyond, turns);
      return this.table.blochVectors(values);
    } catch (error) {
      if (error instanceof Refusal) return whyNot(error);
      throw error;
    }
  }

  /** The same of some qubits by Pauli paths, or why not. */
  singles(qubits: readonly number[], values: Float64Array): SingleQubits | string {
    const { beyond } = this.wide;
    const turns = this.turns();
    if (typeof turns === "string" || !beyond) return String(turns);
    const key = qubits.join();
    if (this.single?.key !== key) this.single = { key, found: new SingleQubits(beyond, turns, qubits, values) };
    return this.single.found;
  }

  /** Works for so long on what is not ready; is there more to be done? */
  advance(milliseconds: number): boolean {
    if (!this.waits || !this.paths) return false;
    try {
      this.paths.making.advance(milliseconds);
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
    const whys = this.fits().flatMap(({ name, fits, why }) => (fits || !this.takes(name) ? [] : [why]));
    throw new Refusal("TooLarge", `The energy is not had: ${[...new Set(whys)].join("; ")}.`);
  }

  private found(values: Float64Array): Finder | null {
    const ways: Readonly<Record<EngineName, () => Finder | null>> = {
      light_cone: () => this.byCones().finder,
      stabilizer: () => this.byTable(values),
      pauli: () => this.byPaths(values),
    };
    for (const name of this.order) {
      const finder = this.takes(name) ? ways[name]() : null;
      if (finder) return finder;
    }
    return null;
  }

  private fits(): readonly Fit[] {
    return this.order.map((name): Fit => {
      if (name === "light_cone") return this.byCones().fit;
      const no = this.refused.get(name);
      const isWhole = this.paths?.making.done === 1;
      const how =
        name === "stabilizer"
          ? "exact where every angle is a multiple of π/2"
          : isWhole
            ? "a polynomial in the parameters"
            : "with an error bound";
      return { name, fits: no === undefined, why: no ?? how };
    });
  }

  private byCones(): NonNullable<typeof this.cones> {
    this.cones ??= this.planned();
    return this.cones;
  }

  private planned(): NonNullable<typeof this.cones> {
    const { observable, most } = this.wide;
    const no = (why: string) => ({ finder: null, fit: { name: "light_cone", fits: false, why } }) as const;
    try {
      const plan = conePlan(this.wires(), observable, { most, parameters: this.parameters });
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
      const { circuit, operations } = this.wide;
      this.turned = turnsOf(circuit, { parameters: this.parameters, ...(operations && { operations }) });
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
      this.refused.set("stabilizer", whyNot(error));
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
      this.paths ??= new Paths(new Making(beyond, turns, this.terms, values), this.terms);
      return this.paths.making.done >= 1 ? this.paths : null;
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

/** Why a table does not follow the circuit. */
function whyNot(refusal: Refusal): string {
  const isAngle = refusal.kind === "InvalidAngle" && refusal.message.includes("π/2");
  return isAngle ? "an angle is no multiple of π/2" : withoutStop(refusal.message);
}

export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
