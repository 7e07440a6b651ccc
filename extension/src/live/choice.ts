/**
 * Which engine finds numbers above the live limit: each with what it takes, the first that fits is taken; of those that
 * Python has, too, the same one (`simulate/engines/__init__.py`, held by a corpus).
 */

/** As Python names them (`Simulator(…, engine=…)`). */
export type EngineName = "stabilizer" | "light_cone" | "pauli";

/** What is asked for: the first that fits, or one in any case. */
export type Wish = "auto" | EngineName;

/**
 * The engines in the order in which they are tried, with the words that stand beside their numbers. A stabilizer comes
 * first where a circuit is Clifford at any values; where it is so at the present ones alone, light cones come first.
 */
export const ENGINES: Readonly<Record<EngineName, { readonly title: string; readonly words: string }>> = {
  stabilizer: { title: "Stabilizer", words: "stabilizer" },
  light_cone: { title: "Light cones", words: "light cones" },
  pauli: { title: "Pauli paths", words: "Pauli paths" },
};

/** Of a circuit with parameters, or without. */
export function orderOf(hasParameters: boolean): readonly EngineName[] {
  return hasParameters ? ["light_cone", "stabilizer", "pauli"] : ["stabilizer", "light_cone", "pauli"];
}

/** Can an engine find the energy? How, or why not, in a clause. */
export interface Fit {
  readonly name: EngineName;
  readonly fits: boolean;
  readonly why: string;
}

export interface Choice {
  /** What was asked for. */
  readonly wish: Wish;
  /** What finds the energy; null where nothing can. */
  readonly engine: EngineName | null;
  /** What of Python found it in its place, as a title. */
  readonly inPython?: string;
  readonly fits: readonly Fit[];
}
