/** Which engine finds numbers above the live limit: each with what it takes, the first that fits is taken. */

/** As Python names them (`Simulator(…, engine=…)`). */
export type EngineName = "light_cone" | "stabilizer" | "pauli";

/** What is asked for: the first that fits, or one in any case. */
export type Wish = "auto" | EngineName;

/** The engines in the order in which they are tried, with the words that stand beside their numbers. */
export const ENGINES: Readonly<Record<EngineName, { readonly title: string; readonly words: string }>> = {
  light_cone: { title: "Light cones", words: "light cones" },
  stabilizer: { title: "Stabilizer", words: "stabilizer" },
  pauli: { title: "Pauli paths", words: "Pauli paths" },
};

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
  readonly fits: readonly Fit[];
}

/** The first that fits, or what is wished for where it does. */
export function choose(fits: readonly Fit[], wish: Wish): Choice {
  const engine = fits.find(({ name, fits: does }) => does && (wish === "auto" || wish === name))?.name ?? null;
  return { wish, engine, fits };
}
