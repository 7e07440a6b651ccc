/** Which gates belong together: drawn ones and those that they became on a device. */

import type { LowerResult } from "../../port";

export type Side = "drawn" | "lowered";

/** A gate that is pointed at. */
export interface Pointed {
  readonly side: Side;
  readonly id: string;
}

export interface Lit {
  readonly drawn: ReadonlySet<string>;
  readonly lowered: ReadonlySet<string>;
  /** Of the lowered ones, those that other drawn gates went into, too. */
  readonly shared: number;
}

const NOTHING: Lit = { drawn: new Set(), lowered: new Set(), shared: 0 };

export function litBy(pointed: Pointed | null, origins: LowerResult["origins"]): Lit {
  if (!pointed || !origins) return NOTHING;
  const { side, id } = pointed;
  if (side === "lowered") return { ...NOTHING, drawn: new Set(origins[id] ?? []), lowered: new Set([id]) };
  const made = Object.entries(origins).filter(([, from]) => from.includes(id));
  return {
    drawn: new Set([id]),
    lowered: new Set(made.map(([each]) => each)),
    shared: made.filter(([, from]) => from.length > 1).length,
  };
}

/** What is lit, in words. `name` says what a drawn gate is. */
export function litWords(pointed: Pointed | null, lit: Lit, name: (id: string) => string): string {
  if (!pointed) return "";
  const few = [...lit.drawn];
  if (pointed.side === "lowered") {
    if (!few.length) return "added to route or to measure: of no drawn gate";
    if (few.length === 1) return `of ${name(few[0] ?? "")}`;
    return `of several: ${few.slice(0, 3).map(name).join("; ")}${few.length > 3 ? `; ${few.length - 3} more` : ""}`;
  }
  const count = lit.lowered.size;
  if (!count) return `nothing is left of ${name(pointed.id)}: it cancelled or changes no outcome`;
  const part = lit.shared ? `, ${lit.shared === count ? "all" : lit.shared} merged with others` : "";
  return `lit: the ${count} that ${name(pointed.id)} became${part}`;
}
